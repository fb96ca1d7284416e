"""The exact JSON of every family, and the body as it is sent."""

from __future__ import annotations

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as given_
from hypothesis import strategies as st

from tests.support.client_requests import request_for, sent_inputs
from wandesk.dashscope.payloads import SLICE_BYTES, Addresses, RequestInputs, needs_resolving, open_body, request_body
from wandesk.domain.catalog import Catalog, SoundChoice
from wandesk.domain.errors import CloudRefused
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue

FRAME = "oss://frame.jpg"
AUDIO = "oss://sound.mp3"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalogue()


def body(
    catalog: Catalog, model: str, sound: str | None = None, at: Addresses | None = None, **changes: Any
) -> dict[str, Any]:
    if at is None:
        at = {"first_frame": FRAME, **({"audio": sound} if sound else {})}
    return request_body(request_for(model, **changes), catalog.model(model), at)


def test_legacy_model_gets_every_parameter_it_takes(catalog: Catalog) -> None:
    payload = body(
        catalog,
        "wan2.5-i2v-preview",
        AUDIO,
        negative_prompt="blur",
        sound_choice=SoundChoice.MINE,
        seconds=10,
        improve_prompt=False,
        watermark=True,
        seed=0,
    )
    assert payload == {
        "model": "wan2.5-i2v-preview",
        "input": {
            "prompt": "a cat turns its head",
            "negative_prompt": "blur",
            "img_url": FRAME,
            "audio_url": AUDIO,
        },
        "parameters": {
            "resolution": "480P",
            "duration": 10,
            "prompt_extend": False,
            "watermark": True,
            "seed": 0,
        },
    }


def test_unset_parameters_are_left_out(catalog: Catalog) -> None:
    assert body(catalog, "wan2.2-i2v-flash", prompt=" ", model_id="wan2.2-i2v-flash") == {
        "model": "wan2.2-i2v-flash",
        "input": {"img_url": FRAME},
        "parameters": {"resolution": "480P", "prompt_extend": True, "watermark": False},
    }


def test_model_id_is_the_regions_own(catalog: Catalog) -> None:
    assert body(catalog, "wan2.1-i2v-turbo", model_id="wanx2.1-i2v-turbo")["model"] == "wanx2.1-i2v-turbo"


def test_first_and_last_frame_models_have_their_own_field_for_the_first_frame(catalog: Catalog) -> None:
    assert body(catalog, "wan2.1-kf2v-plus", resolution="720P", seed=7) == {
        "model": "wan2.1-kf2v-plus",
        "input": {"prompt": "a cat turns its head", "first_frame_url": FRAME},
        "parameters": {"resolution": "720P", "prompt_extend": True, "watermark": False, "seed": 7},
    }


def test_media_models_list_their_inputs(catalog: Catalog) -> None:
    assert body(
        catalog, "wan2.7-i2v", AUDIO, sound_choice=SoundChoice.MINE, negative_prompt="blur", resolution="720P"
    ) == {
        "model": "wan2.7-i2v",
        "input": {
            "prompt": "a cat turns its head",
            "negative_prompt": "blur",
            "media": [{"type": "first_frame", "url": FRAME}, {"type": "driving_audio", "url": AUDIO}],
        },
        "parameters": {"resolution": "720P", "duration": 5, "prompt_extend": True, "watermark": False},
    }


def test_model_3_takes_an_audio_switch_and_no_audio_file(catalog: Catalog) -> None:
    payload = body(catalog, "wan3.0-video", AUDIO, sound_choice=SoundChoice.SILENT, negative_prompt="blur")
    assert payload == {
        "model": "wan3.0-video",
        "input": {"prompt": "a cat turns its head", "media": [{"type": "first_frame", "url": FRAME}]},
        "parameters": {
            "resolution": "480P",
            "duration": 5,
            "prompt_extend": True,
            "watermark": False,
            "audio": False,
        },
    }


@pytest.mark.parametrize(
    ("model", "choice", "sound", "expected"),
    [
        ("wan2.6-i2v-flash", SoundChoice.AUTOMATIC, None, None),
        ("wan2.6-i2v-flash", SoundChoice.SILENT, None, False),
        ("wan2.6-i2v-flash", SoundChoice.MINE, AUDIO, None),
        ("wan2.6-i2v-flash", SoundChoice.SILENT, AUDIO, None),  # never both
        ("wan2.6-i2v", SoundChoice.SILENT, None, None),  # has no such switch
    ],
)
def test_audio_switch_is_sent(
    catalog: Catalog, model: str, choice: SoundChoice, sound: str | None, expected: bool | None
) -> None:
    assert body(catalog, model, sound, sound_choice=choice)["parameters"].get("audio") is expected


def test_parameter_goes_only_to_models_that_take_it(catalog: Catalog) -> None:
    for model in catalog.models:
        everything = request_for(model.key, seed=1, sound_choice=SoundChoice.SILENT)
        payload = request_body(everything, model, {"first_frame": FRAME})["parameters"]
        assert isinstance(payload, dict)
        assert set(payload) <= model.parameters
        assert ("duration" in payload) is not model.duration.is_fixed
        silent = request_body(everything, replace(model, parameters=frozenset()), {"first_frame": FRAME})
        assert silent["parameters"] == {}


def test_resolve_header_is_for_the_temporary_store() -> None:
    assert needs_resolving(sent_inputs(first_frame=FRAME))
    assert needs_resolving(sent_inputs(first_frame=Path("a.jpg"), audio=AUDIO))
    assert not needs_resolving(sent_inputs(first_frame="https://example.com/a.jpg"))


async def leave(
    request: Any, model: Any, inputs: RequestInputs
) -> tuple[list[bytes], list[tuple[int, int | None]], int]:
    started: list[str] = []
    body = await open_body(request, model, inputs, started=lambda: started.append("now"))
    progress: list[tuple[int, int | None]] = []
    pieces = []
    async for piece in body.slices(lambda done, total: progress.append((done, total))):
        pieces.append(piece)
        assert started == ["now"]
    assert body.is_handed_over
    return pieces, progress, body.length


@pytest.mark.parametrize("size", [0, 1, 2, 3, SLICE_BYTES - 1, SLICE_BYTES, SLICE_BYTES + 1, 3 * SLICE_BYTES + 2])
def test_picture_is_sent_in_slices_of_one_base64_text(catalog: Catalog, tmp_path: Path, size: int) -> None:
    picture = tmp_path / "a"
    picture.write_bytes(bytes(n % 251 for n in range(size)))
    model = catalog.model("wan2.7-i2v")
    pieces, progress, length = asyncio.run(leave(request_for("wan2.7-i2v"), model, sent_inputs(first_frame=picture)))
    sent = b"".join(pieces)
    assert len(sent) == length
    assert max(len(piece) for piece in pieces) <= max(SLICE_BYTES * 4 // 3, 1000)
    assert progress[-1] == (length, length)
    url = json.loads(sent)["input"]["media"][0]["url"]
    assert url.startswith("data:image/jpeg;base64,")
    assert base64.b64decode(url.partition(",")[2], validate=True) == picture.read_bytes()


def test_last_slice_is_announced_just_before_it_is_sent(catalog: Catalog, tmp_path: Path) -> None:
    async def story() -> None:
        for inputs in (sent_inputs(first_frame=picture), sent_inputs(first_frame=FRAME)):
            body = await open_body(request_for(), catalog.model("wan2.5-i2v-preview"), inputs, started=lambda: None)
            so_far = b""
            async for piece in body.slices(lambda _done, _total: None):
                so_far += piece
                assert body.is_handed_over is (len(so_far) == body.length)

    picture = tmp_path / "a"
    picture.write_bytes(bytes(100_000))
    asyncio.run(story())


def test_picture_that_shrinks_or_disappears_makes_no_order(catalog: Catalog, tmp_path: Path) -> None:
    async def story() -> None:
        body = await open_body(
            request_for(), catalog.model("wan2.5-i2v-preview"), sent_inputs(first_frame=picture), started=lambda: None
        )
        picture.write_bytes(bytes(SLICE_BYTES))
        with pytest.raises(CloudRefused) as refused:
            async for _piece in body.slices(lambda _done, _total: None):
                pass
        assert refused.value.sentence == "input_gone"
        assert not body.is_handed_over
        picture.unlink()
        with pytest.raises(CloudRefused):
            await open_body(
                request_for(),
                catalog.model("wan2.5-i2v-preview"),
                sent_inputs(first_frame=picture),
                started=lambda: None,
            )

    picture = tmp_path / "a"
    picture.write_bytes(bytes(2 * SLICE_BYTES))
    asyncio.run(story())


CATALOG = load_catalogue()
ANY_TEXT = st.text(st.characters(categories=None, exclude_categories=()))


@given_(prompt=ANY_TEXT, negative=ANY_TEXT, seed=st.none() | st.integers(0, 2**31 - 1))
def test_unusual_texts_are_sent_unchanged(prompt: str, negative: str, seed: int | None) -> None:
    async def story() -> bytes:
        request = request_for(prompt=prompt, negative_prompt=negative, seed=seed)
        body = await open_body(
            request,
            CATALOG.model("wan2.5-i2v-preview"),
            sent_inputs(first_frame=Path(__file__)),
            started=lambda: None,
        )
        return b"".join([piece async for piece in body.slices(lambda _done, _total: None)])

    payload = json.loads(asyncio.run(story()))
    assert base64.b64decode(payload["input"]["img_url"].partition(",")[2]) == Path(__file__).read_bytes()
    for field, text in (("prompt", prompt), ("negative_prompt", negative)):
        if not text.strip():
            assert field not in payload["input"]
        elif not any("\ud800" <= sign <= "\udfff" for sign in text):
            assert payload["input"][field] == text
    assert payload["parameters"].get("seed") == seed


def test_surrogates_are_joined_or_replaced(catalog: Catalog) -> None:
    assert body(catalog, "wan2.7-i2v", prompt="\ud83d\ude00 \ud800!")["input"]["prompt"] == "\U0001f600 \ufffd!"


# ------------------------------------------------------------------ every family, exhaustively

PICTURE_FIELDS = {"legacy": "img_url", "kf2v": "first_frame_url"}
EVERYTHING = {
    "first_frame": "https://a/first",
    "last_frame": "https://a/last",
    "audio": "https://a/sound",
    "clip": "https://a/clip",
}


def given(*names: str) -> Addresses:
    return {name: EVERYTHING[name] for name in names}


def media_of(payload: dict[str, Any]) -> dict[str, str]:
    """Each kind of media with its address, whatever the family."""
    named = {
        "img_url": "first_frame",
        "first_frame_url": "first_frame",
        "last_frame_url": "last_frame",
        "audio_url": "audio",
        "driving_audio": "audio",
        "first_clip": "clip",
    }
    pairs = [(name, url) for name, url in payload["input"].items() if name.endswith("_url")]
    pairs += [(each["type"], each["url"]) for each in payload["input"].get("media", [])]
    return {named.get(name, name): url for name, url in pairs}


TAKES: dict[str, dict[tuple[str, ...], tuple[str, ...] | None]] = {
    # inputs of the request: inputs in the payload, None where the request is refused before it is sent
    "sounding": {
        ("first_frame",): ("first_frame",),
        ("first_frame", "audio"): ("first_frame", "audio"),
        ("first_frame", "last_frame"): ("first_frame",),
        ("first_frame", "clip"): ("first_frame",),
        (): None,
    },
    "silent": {
        ("first_frame",): ("first_frame",),
        ("first_frame", "audio"): ("first_frame",),
        ("first_frame", "last_frame"): ("first_frame",),
        (): None,
    },
    "kf2v": {
        ("first_frame",): ("first_frame",),
        ("first_frame", "last_frame"): ("first_frame", "last_frame"),
        ("first_frame", "last_frame", "audio"): ("first_frame", "last_frame"),
        ("last_frame",): None,
    },
    "media": {
        ("first_frame",): ("first_frame",),
        ("first_frame", "audio"): ("first_frame", "audio"),
        ("first_frame", "last_frame"): ("first_frame", "last_frame"),
        ("first_frame", "last_frame", "audio"): ("first_frame", "last_frame", "audio"),
        ("clip",): ("clip",),
        ("clip", "last_frame"): ("last_frame", "clip"),
        ("first_frame", "clip"): ("clip",),  # the first frame of a clip is only shown to the user
        ("clip", "audio"): None,
        ("last_frame",): None,
        ("audio",): None,
        (): None,
    },
    "media3": {
        ("first_frame",): ("first_frame",),
        ("first_frame", "last_frame"): ("first_frame", "last_frame"),
        ("first_frame", "audio"): ("first_frame",),
        ("first_frame", "clip"): ("first_frame",),
        ("last_frame",): None,
        (): None,
    },
}
FAMILIES = {
    model.key: "sounding" if model.protocol == "legacy" and model.audio_in else
    "silent" if model.protocol == "legacy" else model.protocol.value
    for model in load_catalogue().models
}  # fmt: skip
CASES = [(model, names, expected) for model, family in FAMILIES.items() for names, expected in TAKES[family].items()]


def test_every_family_is_in_the_table() -> None:
    assert set(FAMILIES.values()) == set(TAKES)
    assert len(FAMILIES) >= 12


@pytest.mark.parametrize(("model", "names", "expected"), CASES, ids=str)
def test_payload_has_the_media_that_go_together(
    catalog: Catalog, model: str, names: tuple[str, ...], expected: tuple[str, ...] | None
) -> None:
    if expected is None:
        with pytest.raises(CloudRefused) as refused:
            body(catalog, model, at=given(*names))
        assert refused.value.sentence == "cloud_program_fault"
        return
    payload = body(catalog, model, at=given(*names))
    assert media_of(payload) == {name: EVERYTHING[name] for name in expected}
    field = PICTURE_FIELDS.get(FAMILIES[model].replace("sounding", "legacy").replace("silent", "legacy"))
    assert ("media" in payload["input"]) is (field is None)
    assert field is None or field in payload["input"]
    types = [each["type"] for each in payload["input"].get("media", [])]
    assert len(types) == len(set(types))


def test_media_kinds_are_in_the_providers_order(catalog: Catalog) -> None:
    payload = body(catalog, "wan2.7-i2v", at=given("audio", "last_frame", "first_frame"))
    assert [each["type"] for each in payload["input"]["media"]] == ["first_frame", "last_frame", "driving_audio"]


@pytest.mark.parametrize("model", FAMILIES)
def test_effect_goes_alone_and_only_to_models_that_know_it(catalog: Catalog, model: str) -> None:
    known = catalog.model(model).choices.get("template", ())
    wanted: dict[str, Any] = {"negative_prompt": "blur", "improve_prompt": False, "seed": 0, "watermark": True}
    for template in (*known, "no-such-effect"):
        payload = body(catalog, model, at=given("first_frame", "last_frame"), template=template, **wanted)
        if template in known:
            assert payload["input"].keys() <= {"template", "img_url", "first_frame_url"}
            assert payload["input"]["template"] == template
            assert "prompt_extend" not in payload["parameters"]
            assert (payload["parameters"]["seed"], payload["parameters"]["watermark"]) == (0, True)
        else:
            assert "template" not in payload["input"]
            assert payload["input"]["prompt"]
            assert payload["parameters"]["prompt_extend"] is False


@pytest.mark.parametrize("model", FAMILIES)
@pytest.mark.parametrize("improve", [True, False])
def test_shots_and_ratios_go_to_models_that_know_them(catalog: Catalog, model: str, improve: bool) -> None:
    facts = catalog.model(model)
    payload = body(catalog, model, shot_type="multi", ratio="9:16", improve_prompt=improve)["parameters"]
    assert payload.get("shot_type") == ("multi" if "shot_type" in facts.choices and improve else None)
    assert payload.get("ratio") == ("9:16" if "ratio" in facts.choices else None)
    plain = body(catalog, model, shot_type="triple", ratio="2:1", improve_prompt=improve)["parameters"]
    assert "shot_type" not in plain
    assert "ratio" not in plain


def test_model_may_choose_the_length(catalog: Catalog) -> None:
    assert body(catalog, "wan3.0-video", seconds=-1)["parameters"]["duration"] == -1


async def whole_body(request: Any, model: str, inputs: RequestInputs) -> dict[str, Any]:
    leaving = await open_body(request, CATALOG.model(model), inputs, started=lambda: None)
    content = b"".join([piece async for piece in leaving.slices(lambda _done, _total: None)])
    assert len(content) == leaving.length
    return dict(json.loads(content))


@pytest.mark.parametrize("model", [model for model in FAMILIES if CATALOG.model(model).takes_last_frame])
def test_two_pictures_are_sent_inline(tmp_path: Path, model: str) -> None:
    first, last = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"first" * 30_000)
    last.write_bytes(b"last" * 20_001)
    payload = asyncio.run(whole_body(request_for(model), model, sent_inputs(first_frame=first, last_frame=last)))
    media = media_of(payload)
    for kind, path, mime in (("first_frame", first, "image/jpeg"), ("last_frame", last, "image/png")):
        head, _, text = media[kind].partition(",")
        assert head == f"data:{mime};base64"
        assert base64.b64decode(text, validate=True) == path.read_bytes()


def test_pictures_are_found_in_the_body_whatever_their_order_among_the_inputs(tmp_path: Path) -> None:
    first, last = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"first")
    last.write_bytes(b"last")
    inputs = sent_inputs(last_frame=last, first_frame=first)
    payload = asyncio.run(whole_body(request_for("wan2.7-i2v"), "wan2.7-i2v", inputs))
    sent = {kind: base64.b64decode(url.partition(",")[2], validate=True) for kind, url in media_of(payload).items()}
    assert sent == {"first_frame": b"first", "last_frame": b"last"}


def test_picture_that_the_model_does_not_take_is_not_read(tmp_path: Path) -> None:
    gone = sent_inputs(first_frame="https://a/b.jpg", last_frame=tmp_path / "gone.png")
    payload = asyncio.run(whole_body(request_for("wan2.5-i2v-preview"), "wan2.5-i2v-preview", gone))
    assert media_of(payload) == {"first_frame": "https://a/b.jpg"}


def test_resolve_header_counts_every_input() -> None:
    plain = sent_inputs(first_frame="https://a/b.jpg", last_frame=Path("a"), audio="https://a/c.mp3")
    assert not needs_resolving(plain)
    for name in ("first_frame", "last_frame", "audio", "clip"):
        assert needs_resolving({**plain, name: "oss://a/b"})


ADDRESS = st.sampled_from(["https://a.example/x.jpg", "oss://dir/y", "data:image/png;base64,AAAA"])


@given_(
    model=st.sampled_from(sorted(FAMILIES)),
    first=ADDRESS,
    last=st.none() | ADDRESS,
    sound=st.none() | ADDRESS,
    choice=st.none() | st.sampled_from(SoundChoice),
    prompt=st.text(max_size=20),
    negative=st.text(max_size=20),
    switches=st.tuples(st.booleans(), st.booleans()),
    seed=st.none() | st.integers(0, 2**31 - 1),
    seconds=st.integers(2, 30),
    template=st.none() | st.sampled_from(["squish", "solaron", "melt", "none"]),
    shot=st.none() | st.sampled_from(["single", "multi"]),
    ratio=st.none() | st.sampled_from(["adaptive", "16:9"]),
)
def test_payload_can_be_read_back(
    model: str,
    first: str,
    last: str | None,
    sound: str | None,
    choice: SoundChoice | None,
    prompt: str,
    negative: str,
    switches: tuple[bool, bool],
    seed: int | None,
    seconds: int,
    template: str | None,
    shot: str | None,
    ratio: str | None,
) -> None:
    facts = CATALOG.model(model)
    request = request_for(
        model,
        prompt=prompt,
        negative_prompt=negative,
        improve_prompt=switches[0],
        watermark=switches[1],
        seed=seed,
        seconds=seconds,
        sound_choice=choice,
        template=template,
        shot_type=shot,
        ratio=ratio,
    )
    inputs = sent_inputs(first_frame=first, last_frame=last, audio=sound)
    payload = asyncio.run(whole_body(request, model, inputs))
    assert set(payload) == {"model", "input", "parameters"}
    spoken, parameters, media = payload["input"], payload["parameters"], media_of(payload)
    assert set(parameters) <= facts.parameters
    has_effect = template in facts.choices.get("template", ())
    assert spoken.get("template") == (template if has_effect else None)
    assert spoken.get("prompt") == (prompt if prompt.strip() and not has_effect else None)
    says_negative = negative.strip() and not has_effect and facts.protocol != "media3"
    assert spoken.get("negative_prompt") == (negative if says_negative else None)
    assert media["first_frame"] == first
    assert media.get("audio") == (sound if facts.audio_in else None)
    takes_last = facts.takes_last_frame and not (has_effect and facts.protocol == "kf2v")
    assert media.get("last_frame") == (last if takes_last else None)
    assert parameters["resolution"] == "480P"
    assert parameters["watermark"] is switches[1]
    assert parameters.get("prompt_extend") == (None if has_effect else switches[0])
    assert parameters.get("seed") == seed
    assert parameters.get("duration") == (None if facts.duration.is_fixed else seconds)
    assert not ("audio" in parameters and "audio" in media)
    assert parameters.get("audio") in (None, False)
    assert "" not in [*spoken.values(), *media.values()]
