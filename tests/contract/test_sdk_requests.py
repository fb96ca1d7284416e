"""Our orders beside those of the provider's own SDK, as a server receives both.

Each difference is listed in its case with the reason. A difference that is not listed, or listed but gone, fails.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support.client_requests import connection, request_for, sent_inputs
from tests.support.raw_server import RawServer, Reader, Request, Writer, raw_server, read_body, say
from tests.support.sdk import INSTALL_SECONDS, sdk_environment, sdk_python
from wandesk.dashscope.client import DashScope
from wandesk.domain.catalog import SoundChoice, WireProtocol
from wandesk.domain.request import GenerationRequest
from wandesk.engine.ports import InlineFile
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
KEY = "sk-same-words"
HEADERS = ("authorization", "content-type", "x-dashscope-async", "x-dashscope-ossresourceresolve")
PICTURE, LAST = "https://pictures.example/cat.png", "https://pictures.example/dog.png"
SOUND, CLIP = "https://sounds.example/cat.mp3", "https://clips.example/cat.mp4"
PROMPT = "a cat turns its head"

Flat = dict[str, object]

ALWAYS = {
    "input.extend_prompt": "deprecated by the provider: the SDK adds `extend_prompt: true` to every order",
    "input.function": "the SDK adds the name of its own Python module; no page of the provider knows the field",
    "header.content-type": "the SDK names the charset; JSON has only one, and the provider's page shows it bare",
}
NO_PROMPT = {"input.prompt": "the SDK writes `prompt: null` where there is none; we leave it out"}
EFFECT = {
    "input.prompt": "an effect has its own prompt; the SDK sends the prompt for the cloud to ignore",
    "parameters.prompt_extend": "there is nothing to rewrite with an effect",
}
SAID = {
    "parameters.prompt_extend": "we always say what was chosen; the SDK's caller left it to the server's default",
    "parameters.watermark": "we always say what was chosen; the SDK's caller left it to the server's default",
}
INLINE = {
    "input.img_url": "a small picture goes inline: no third party sees it; the SDK uploads every local file",
    "header.x-dashscope-ossresourceresolve": "nothing to resolve without an upload",
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One order of ours and of the SDK. `but` holds the differences besides ALWAYS: path and reason."""

    name: str
    ours: GenerationRequest
    at: dict[str, Any] = field(default_factory=dict)
    theirs: dict[str, Any]
    but: dict[str, str] = field(default_factory=dict)


def case(
    name: str,
    model: str,
    *,
    model_id: str | None = None,
    at: dict[str, Any] | None = None,
    theirs: dict[str, Any] | None = None,
    but: dict[str, str] | None = None,
    says: bool = True,
    **wanted: Any,
) -> Case:
    """A case from shared values. The SDK is given every choice unless `says` is False, in its own argument names."""
    facts = CATALOG.model(model)
    wanted = {"resolution": facts.resolutions[-1], "seconds": facts.duration.default, "prompt": PROMPT, **wanted}
    ours = request_for(model, model_id=model_id or model, **wanted)
    places = {"first_frame": PICTURE, **(at or {})}
    call: dict[str, Any] = {"model": ours.model_id, "resolution": ours.resolution}
    if ours.prompt:
        call["prompt"] = ours.prompt
    if ours.negative_prompt:
        call["negative_prompt"] = ours.negative_prompt
    if not facts.duration.is_fixed:
        call["duration"] = ours.seconds
    if says:
        call |= {"prompt_extend": ours.improve_prompt, "watermark": ours.watermark}
    for name_here in ("seed", "template", "shot_type", "ratio"):
        if getattr(ours, name_here) is not None:
            call[name_here] = getattr(ours, name_here)
    if ours.sound_choice is SoundChoice.SILENT:
        call["audio"] = False
    call |= _media_arguments(facts.protocol, places)
    return Case(name=name, ours=ours, at=places, theirs=call | (theirs or {}), but=but or {})


def _media_arguments(family: WireProtocol, places: dict[str, Any]) -> dict[str, Any]:
    match family:
        case WireProtocol.LEGACY:
            names = {"first_frame": "img_url", "audio": "audio_url"}
        case WireProtocol.KF2V:
            names = {"first_frame": "first_frame_url", "last_frame": "last_frame_url"}
        case WireProtocol.MEDIA | WireProtocol.MEDIA3:
            kinds = {"first_frame": "first_frame", "last_frame": "last_frame"}
            kinds |= {"audio": "driving_audio", "clip": "first_clip"}
            return {"media": [{"type": kind, "url": places[name]} for name, kind in kinds.items() if places.get(name)]}
    return {name: places[place] for place, name in names.items() if place in places}


MINE: dict[str, Any] = {"sound_choice": SoundChoice.MINE}
SILENT: dict[str, Any] = {"sound_choice": SoundChoice.SILENT}
CASES = [
    # 2.1: the ids differ by region
    case("2.1 turbo in Beijing", "wan2.1-i2v-turbo", model_id="wanx2.1-i2v-turbo"),
    case("2.1 turbo in Singapore", "wan2.1-i2v-turbo", seconds=3, resolution="480P"),
    case("2.1 turbo with everything", "wan2.1-i2v-turbo", negative_prompt="blur", watermark=True, seed=7, seconds=4),
    case("2.1 turbo with an effect", "wan2.1-i2v-turbo", model_id="wanx2.1-i2v-turbo", template="squish", but=EFFECT),
    case("2.1 plus", "wan2.1-i2v-plus", model_id="wanx2.1-i2v-plus"),
    case("2.1 plus with an effect", "wan2.1-i2v-plus", model_id="wanx2.1-i2v-plus", template="mermaid", but=EFFECT),
    # 2.2: silent, fixed length
    case("2.2 flash", "wan2.2-i2v-flash"),
    case("2.2 flash without a prompt", "wan2.2-i2v-flash", prompt="", but=NO_PROMPT),
    case("2.2 plus as the pages show it", "wan2.2-i2v-plus", negative_prompt="flowers"),
    case("2.2 plus without rewriting", "wan2.2-i2v-plus", improve_prompt=False, seed=0),
    # 2.5: audio
    case("2.5", "wan2.5-i2v-preview"),
    case("2.5 with nothing chosen", "wan2.5-i2v-preview", says=False, but=SAID),
    case("2.5 in Chinese", "wan2.5-i2v-preview", prompt="一只猫转过头来，看着镜头。“喵！” 🐈", negative_prompt="模糊"),
    case("2.5 with a sound", "wan2.5-i2v-preview", at={"audio": SOUND}, seconds=10, **MINE),
    case("2.5 silent", "wan2.5-i2v-preview", **SILENT),
    case("2.5 with lines and signs", "wan2.5-i2v-preview", prompt='one\ntwo\t"three" \\ /'),
    case("2.5 with uploads", "wan2.5-i2v-preview", at={"first_frame": "oss://dir/a.png", "audio": "oss://dir/a.mp3"}),
    case("2.5 with one upload", "wan2.5-i2v-preview", at={"audio": "oss://dir/a.wav"}, **MINE),
    case("2.5 with a picture inline", "wan2.5-i2v-preview", at={"first_frame": "data:image/png;base64,iVBORw0KGgo="}),
    # 2.6: shots
    case("2.6 flash", "wan2.6-i2v-flash", seconds=2),
    case("2.6 flash silent", "wan2.6-i2v-flash", seconds=15, **SILENT),
    case("2.6 flash in several shots", "wan2.6-i2v-flash", shot_type="multi"),
    case("2.6 flash with a sound", "wan2.6-i2v-flash", at={"audio": SOUND}, resolution="720P", **MINE),
    case("2.6", "wan2.6-i2v", seed=2147483647),
    case("2.6 in one shot", "wan2.6-i2v", shot_type="single", watermark=True),
    case(
        "2.6 in several shots, unimproved",
        "wan2.6-i2v",
        shot_type="multi",
        improve_prompt=False,
        but={"parameters.shot_type": "it has an effect only where the prompt is rewritten"},
    ),
    case("2.6 US", "wan2.6-i2v-us", seconds=15),
    # first and last frame
    case("2.2 frames, the first", "wan2.2-kf2v-flash"),
    case("2.2 frames, both", "wan2.2-kf2v-flash", at={"last_frame": LAST}, resolution="480P"),
    case("2.1 frames, both, in Beijing", "wan2.1-kf2v-plus", model_id="wanx2.1-kf2v-plus", at={"last_frame": LAST}),
    case("2.1 frames, an effect", "wan2.1-kf2v-plus", model_id="wanx2.1-kf2v-plus", template="solaron", but=EFFECT),
    case(
        "2.1 frames, an effect and a last frame",
        "wan2.1-kf2v-plus",
        at={"last_frame": LAST},
        template="mech1",
        but={**EFFECT, "input.last_frame_url": "ignored with an effect, so it does not go out"},
    ),
    # 2.7: a list of media
    case("2.7", "wan2.7-i2v", negative_prompt="blur"),
    case("2.7 dated", "wan2.7-i2v", model_id="wan2.7-i2v-2026-04-25", at={"audio": SOUND}, **MINE),
    case("2.7 both frames", "wan2.7-i2v", at={"last_frame": LAST}),
    case("2.7 everything", "wan2.7-i2v", at={"last_frame": LAST, "audio": SOUND}, seed=1, seconds=15, **MINE),
    case("2.7 goes on from a clip", "wan2.7-i2v", at={"first_frame": None, "clip": CLIP}, seconds=12),
    case("2.7 from a clip to a frame", "wan2.7-i2v", at={"first_frame": None, "clip": CLIP, "last_frame": LAST}),
    # 3.0
    case("3.0", "wan3.0-video"),
    case("3.0 upright and silent", "wan3.0-video", ratio="9:16", seconds=30, **SILENT),
    case("3.0 both frames, as long as it likes", "wan3.0-video", at={"last_frame": LAST}, seconds=-1),
    case(
        "3.0 prime with a negative prompt",
        "wan3.0-video-prime",
        negative_prompt="blur",
        ratio="adaptive",
        but={"input.negative_prompt": "3.0 has none"},
    ),
]


def test_table_covers_every_model() -> None:
    assert len(CASES) >= 40
    assert len({each.name for each in CASES}) == len(CASES)
    assert {each.ours.model for each in CASES} == {model.key for model in CATALOG.models}


class OrderRecorder:
    """Records orders, and plays the upload policy and the storage for local files."""

    def __init__(self) -> None:
        self.orders: list[Request] = []
        self.files: list[Request] = []

    async def treat(self, server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        await read_body(request, reader)
        if "/uploads" in request.line:
            leave = {"policy": "p", "signature": "s", "upload_dir": "dir", "upload_host": server.origin}
            leave |= {"oss_access_key_id": "i", "x_oss_object_acl": "private", "x_oss_forbid_overwrite": "true"}
            body = json.dumps({"request_id": "r", "data": leave}).encode()
            await say(writer, body=body, content_type="application/json")
        elif request.line.startswith("POST / "):
            self.files.append(request)
            await say(writer)
        else:
            self.orders.append(request)
            made = {"request_id": "r", "output": {"task_id": "t", "task_status": "PENDING"}}
            await say(writer, body=json.dumps(made).encode(), content_type="application/json")


def flat(request: Request) -> Flat:
    """The relevant values of an order by dotted path. The names of uploaded files differ by side."""
    received: Flat = {"path": request.line.split()[1], "method": request.line.split()[0]}
    received |= {f"header.{name}": request.headers[name] for name in HEADERS if name in request.headers}
    for top, value in json.loads(request.body).items():
        if isinstance(value, dict):
            received |= {f"{top}.{name}": each for name, each in value.items()}
        else:
            received[top] = value
    return received


def differences(ours: Flat, theirs: Flat) -> set[str]:
    return {path for path in ours.keys() | theirs.keys() if ours.get(path, ...) != theirs.get(path, ...)}


def send_by_sdk(base_url: str, calls: list[dict[str, Any]]) -> None:
    done = subprocess.run(
        [str(sdk_python()), str(Path(__file__).parents[1] / "support" / "sdk_orders.py"), base_url],
        input=json.dumps(calls),
        env=sdk_environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def received() -> dict[str, tuple[Flat, Flat]]:
    """Every case as both sides send it."""

    async def story() -> dict[str, tuple[Flat, Flat]]:
        ours, theirs = OrderRecorder(), OrderRecorder()
        async with raw_server(ours.treat) as server:
            cloud = DashScope(CATALOG)
            here = connection(server.base_url, key=KEY)
            for each in CASES:
                inputs = sent_inputs(**each.at)
                await cloud.create(here, each.ours, inputs, sent=lambda _done, _total: None)
            await cloud.close()
        async with raw_server(theirs.treat) as server:
            await asyncio.to_thread(send_by_sdk, server.base_url, [each.theirs for each in CASES])
        assert len(ours.orders) == len(theirs.orders) == len(CASES)
        return {
            each.name: (flat(mine), flat(sdks))
            for each, mine, sdks in zip(CASES, ours.orders, theirs.orders, strict=True)
        }

    sdk_python()
    return asyncio.run(story())


@pytest.mark.timeout(INSTALL_SECONDS + 120)
@pytest.mark.parametrize("each", CASES, ids=lambda each: each.name)
def test_both_sides_send_the_same(each: Case, received: dict[str, tuple[Flat, Flat]]) -> None:
    ours, theirs = received[each.name]
    found = differences(ours, theirs)
    assert {path: (ours.get(path), theirs.get(path)) for path in found - {*ALWAYS, *each.but}} == {}
    assert found == {*ALWAYS, *each.but}, "a listed difference no longer exists"
    assert all(reason.strip() for reason in {**ALWAYS, **each.but}.values())


@pytest.mark.timeout(INSTALL_SECONDS + 120)
def test_local_files_are_uploaded_the_same_way(tmp_path: Path) -> None:
    """Both sides upload a local audio file in the same way. A small picture differs (INLINE)."""
    picture, sound = tmp_path / "cat.png", tmp_path / "cat.mp3"
    picture.write_bytes(b"\x89PNG" * 50)
    sound.write_bytes(b"ID3" * 700)
    sdk_python()

    async def story() -> None:
        ours, theirs = OrderRecorder(), OrderRecorder()
        async with raw_server(ours.treat) as server:
            cloud = DashScope(CATALOG)
            here = connection(server.base_url, key=KEY)
            files = [(picture, ".png"), (sound, ".mp3")]
            addresses = [
                (
                    await cloud.upload(
                        here, "wan2.5-i2v-preview", path, suffix, sent=lambda *_: None, stopped=lambda: False
                    )
                ).url
                for path, suffix in files
            ]
            for first_frame in (addresses[0], InlineFile(path=picture, mime="image/png")):
                inputs = sent_inputs(first_frame=first_frame, audio=addresses[1])
                wanted = request_for(sound_choice=SoundChoice.MINE)
                await cloud.create(here, wanted, inputs, sent=lambda *_: None)
            await cloud.create(here, request_for(), sent_inputs(first_frame=picture), sent=lambda *_: None)
            await cloud.close()
        call = {"model": "wan2.5-i2v-preview", "prompt": PROMPT, "resolution": "480P", "duration": 5}
        call |= {"img_url": f"file://{picture.as_posix()}", "prompt_extend": True, "watermark": False}
        async with raw_server(theirs.treat) as server:
            with_sound = {**call, "audio_url": f"file://{sound.as_posix()}"}
            await asyncio.to_thread(send_by_sdk, server.base_url, [with_sound, call])
        uploaded, inline, picture_alone = map(flat, ours.orders)
        sdk_with_sound, sdk_alone = map(flat, theirs.orders)
        for each in (uploaded, inline, picture_alone, sdk_with_sound, sdk_alone):
            for path, value in each.items():
                each[path] = re.sub(r"^oss://dir/.*(\.\w+)$", r"oss://dir/…\1", str(value))
        assert differences(uploaded, sdk_with_sound) == {*ALWAYS}
        assert differences(inline, sdk_with_sound) == {*ALWAYS, "input.img_url"}
        assert differences(picture_alone, sdk_alone) == {*ALWAYS, *INLINE}
        # The forms: the same fields and the same file at the end, without the key.
        for content in (picture.read_bytes(), sound.read_bytes()):
            (mine,) = [each for each in ours.files if content in each.body]
            sdks = [each for each in theirs.files if content in each.body]
            fields = [names_of(each) for each in (mine, sdks[0])]
            assert fields[0][-1] == fields[1][-1] == "file"
            assert set(fields[1]) - set(fields[0]) == {"x-oss-content-type"}  # the file's own part has it, too
            assert set(fields[0]) <= set(fields[1])
            assert all("authorization" not in each.headers for each in (mine, *sdks))

    asyncio.run(story())


def names_of(form: Request) -> list[str]:
    return re.findall(r'form-data; name="([^"]+)"', form.body.decode("latin-1"))
