"""The simulator over a real socket, with a client written from the wire reference alone."""

from __future__ import annotations

import array
import base64
import functools
import http.server
import io
import itertools
import json
import math
import os
import struct
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from PIL import Image, ImageDraw

from tests.support.simulator import PLAIN, RunningSimulator, running_simulator, until
from wandesk.simulator.render import VideoSpec, render

CREATE = "/services/aigc/video-generation/video-synthesis"
CREATE_FRAMES = "/services/aigc/image2video/video-synthesis"
USUAL_SPEED = 40
COLLEAGUE, STRANGER, OTHER = "sk-colleague", "sk-stranger", "sk-other"


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator(
        speed=USUAL_SPEED, keys=[(COLLEAGUE, "practice"), (STRANGER, "strangers"), (OTHER, "others")]
    ) as running:
        yield running


@pytest.fixture
def cloud(simulator: RunningSimulator) -> Iterator[httpx.Client]:
    # Limits have tests of their own; here they would only take time.
    simulator.control(
        scenario="none",
        speed=USUAL_SPEED,
        clear="ledger",
        submits_per_second=1000,
        queries_per_second=1000,
    )
    with client_of(simulator) as client:
        yield client


def client_of(simulator: RunningSimulator, key: str = "sk-practice") -> httpx.Client:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.Client(base_url=simulator.base_url, headers=headers, trust_env=False, verify=PLAIN, timeout=20)


def picture(size: tuple[int, int] = (640, 480), kind: str = "JPEG", mode: str = "RGB") -> bytes:
    drawn = Image.linear_gradient("L").resize(size).convert(mode)
    ImageDraw.Draw(drawn).ellipse((size[0] * 0.3, size[1] * 0.3, size[0] * 0.7, size[1] * 0.7), fill="#c04030")
    written = io.BytesIO()
    drawn.save(written, kind)
    return written.getvalue()


def inline(content: bytes, mime: str = "image/jpeg") -> str:
    return f"data:{mime};base64,{base64.b64encode(content).decode()}"


def order(model: str = "wan2.5-i2v-preview", given: dict[str, Any] | None = None, **parameters: Any) -> dict[str, Any]:
    given = {"prompt": "a red disc rolls", "img_url": inline(picture())} if given is None else given
    return {"model": model, "input": given, "parameters": {"resolution": "480P", **parameters}}


def post(cloud: httpx.Client, body: dict[str, Any], path: str = CREATE, **headers: str) -> httpx.Response:
    """A create that waits for the submit rate (2 a second for old models), as a client must."""
    answers: list[httpx.Response] = []

    def is_taken() -> bool:
        answers.append(cloud.post(path, json=body, headers={"X-DashScope-Async": "enable", **headers}))
        return answers[-1].status_code != 429

    until(is_taken, every=0.1)
    return answers[-1]


def make(cloud: httpx.Client, body: dict[str, Any], path: str = CREATE, **headers: str) -> str:
    answer = post(cloud, body, path, **headers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["output"]["task_status"] == "PENDING"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    return str(answer.json()["output"]["task_id"])


def poll(cloud: httpx.Client, task_id: str) -> dict[str, Any]:
    answer = cloud.get(f"/tasks/{task_id}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def ended(cloud: httpx.Client, task_id: str) -> dict[str, Any]:
    def end() -> dict[str, Any] | None:
        body = poll(cloud, task_id)
        return body if body["output"]["task_status"] not in {"PENDING", "RUNNING"} else None

    body: dict[str, Any] = until(end)
    return body


def video_of(cloud: httpx.Client, task_id: str, path: Path) -> Path:
    body = ended(cloud, task_id)
    assert body["output"]["task_status"] == "SUCCEEDED", body
    path.write_bytes(httpx.get(body["output"]["video_url"], trust_env=False, verify=PLAIN).raise_for_status().content)
    return path


def tone(path: Path, *, seconds: float, pitch: float = 523.0) -> Path:
    """A WAV file of one tone, mono, 22.05 kHz."""
    count = round(seconds * 22_050)
    samples = array.array("h", (int(15_000 * math.sin(2 * math.pi * pitch * n / 22_050)) for n in range(count)))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22_050, count, "NONE", ""))
        file.writeframes(samples.tobytes())
    return path


def upload(cloud: httpx.Client, path: Path, *, model: str, name: str | None = None) -> str:
    """The two documented steps; returns the `oss://` address."""
    policy = cloud.get("/uploads", params={"action": "getPolicy", "model": model}).raise_for_status().json()["data"]
    answer = httpx.post(
        policy["upload_host"],
        data=fields(policy, name or path.name),
        files={"file": path.read_bytes()},
        trust_env=False,
        verify=PLAIN,
    )
    assert (answer.status_code, answer.content) == (200, b"")
    return f"oss://{policy['upload_dir']}/{name or path.name}"


def fields(policy: dict[str, Any], name: str) -> dict[str, str]:
    return {
        "OSSAccessKeyId": policy["oss_access_key_id"],
        "Signature": policy["signature"],
        "policy": policy["policy"],
        "key": f"{policy['upload_dir']}/{name}",
        "x-oss-object-acl": policy["x_oss_object_acl"],
        "x-oss-forbid-overwrite": policy["x_oss_forbid_overwrite"],
        "success_action_status": "200",
    }


def samples_of(file: Path) -> array.array[float]:
    """The video's audio: left channel, 44.1 kHz."""
    heard = array.array("f")
    with av.open(str(file)) as opened:
        for frame in opened.decode(audio=0):
            assert frame.sample_rate == 44_100
            heard.frombytes(bytes(frame.planes[0])[: 4 * frame.samples])
    return heard


def strength(samples: array.array[float], pitch: float, *, at: float, seconds: float = 0.25) -> float:
    """The amplitude of one pitch around a moment: 0 when absent, about its own amplitude for a full tone."""
    first, count = round(at * 44_100), round(seconds * 44_100)
    real = sum(samples[first + n] * math.cos(2 * math.pi * pitch * n / 44_100) for n in range(count))
    imaginary = sum(samples[first + n] * math.sin(2 * math.pi * pitch * n / 44_100) for n in range(count))
    return 2 * math.hypot(real, imaginary) / count


def test_picture_becomes_a_video(cloud: httpx.Client, simulator: RunningSimulator, tmp_path: Path) -> None:
    task_id = make(cloud, order(model="wan2.5-i2v-preview"))
    body = ended(cloud, task_id)
    file = video_of(cloud, task_id, tmp_path / "video.mp4")

    assert body["output"]["orig_prompt"] == "a red disc rolls"
    assert "a red disc rolls" in body["output"]["actual_prompt"]
    assert body["usage"] == {"duration": 5, "video_count": 1, "SR": 480}
    with av.open(str(file)) as opened:
        video, audio = opened.streams.video[0], opened.streams.audio[0]
        assert (video.codec.canonical_name, video.pix_fmt) == ("h264", "yuv420p")
        assert (audio.codec.canonical_name, audio.rate, audio.channels) == ("aac", 44_100, 2)
        assert opened.duration is not None
        assert abs(opened.duration / av.time_base - 5) < 0.1
        assert video.average_rate is not None
        assert video.frames == 5 * video.average_rate
        assert video.width / video.height == pytest.approx(720 / 544, rel=0.03)
    assert max(samples_of(file)) > 0.05
    counts = simulator.ledger()["counts"]
    assert (counts["create"], counts["download"]) == (1, 1)
    assert counts["poll"] >= 2
    assert "sk-practice" not in str(simulator.ledger())


def test_video_begins_with_the_whole_picture_and_moves_on(cloud: httpx.Client, tmp_path: Path) -> None:
    file = video_of(cloud, make(cloud, order("wan2.2-i2v-flash", watermark=True)), tmp_path / "video.mp4")

    with av.open(str(file)) as opened:
        frames = [above_the_words(seen(frame)) for frame in opened.decode(video=0)]
    wanted = above_the_words(Image.open(io.BytesIO(picture())))
    assert mean_difference(frames[0], wanted) < 4
    assert mean_difference(frames[-1], frames[0]) > 4
    steps = [mean_difference(one, other) for one, other in itertools.pairwise(frames)]
    assert max(steps) < 5 * (sum(steps) / len(steps))  # no jump; 4.01 times the mean was seen once on a busy machine


def seen(frame: av.VideoFrame) -> Image.Image:
    image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    return image


def above_the_words(shown: Image.Image) -> Image.Image:
    return shown.convert("L").resize((32, 24)).crop((0, 0, 32, 18))


def mean_difference(one: Image.Image, other: Image.Image) -> float:
    pairs = zip(one.tobytes(), other.tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (one.width * one.height)


def test_two_videos_of_one_seed_are_the_same(cloud: httpx.Client, tmp_path: Path) -> None:
    videos = [video_of(cloud, make(cloud, order(seed=7)), tmp_path / f"{n}.mp4").read_bytes() for n in range(2)]

    assert videos[0] == videos[1]


def test_uploaded_audio_is_heard_and_then_silence(cloud: httpx.Client, tmp_path: Path) -> None:
    model = "wan2.5-i2v-preview"
    address = upload(cloud, tone(tmp_path / "tone.wav", seconds=3.5), model=model)
    given = {"prompt": "", "img_url": inline(picture()), "audio_url": address}
    task_id = make(cloud, order(model, given), **{"X-DashScope-OssResourceResolve": "enable"})

    heard = samples_of(video_of(cloud, task_id, tmp_path / "video.mp4"))

    assert strength(heard, 523, at=1.0) > 0.3
    assert strength(heard, 523, at=2.9) > 0.3
    assert strength(heard, 700, at=1.0) < 0.02
    assert max(heard[round(4.2 * 44_100) :]) < 0.01


def test_tags_in_another_encoding_do_not_matter(cloud: httpx.Client, tmp_path: Path) -> None:
    path = tone(tmp_path / "song.wav", seconds=3.5)
    name = "歌曲".encode("gbk")
    tag = b"INFOINAM" + struct.pack("<I", len(name)) + name
    content = path.read_bytes() + b"LIST" + struct.pack("<I", len(tag)) + tag
    path.write_bytes(content[:4] + struct.pack("<I", len(content) - 8) + content[8:])
    model = "wan2.5-i2v-preview"
    given = {"img_url": inline(picture()), "audio_url": upload(cloud, path, model=model)}

    task_id = make(cloud, order(model, given), **{"X-DashScope-OssResourceResolve": "enable"})

    assert strength(samples_of(video_of(cloud, task_id, tmp_path / "video.mp4")), 523, at=1.0) > 0.3


def test_missing_resolve_header_fails_after_the_200(cloud: httpx.Client, tmp_path: Path) -> None:
    model = "wan2.5-i2v-preview"
    address = upload(cloud, tone(tmp_path / "tone.wav", seconds=3), model=model)
    given = {"img_url": inline(picture()), "audio_url": address}

    output = ended(cloud, make(cloud, order(model, given)))["output"]

    assert (output["task_status"], output["code"]) == ("FAILED", "InvalidParameter.DataInspection")


def test_upload_serves_its_own_model_only(cloud: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "p.jpg").write_bytes(picture())
    address = upload(cloud, tmp_path / "p.jpg", model="wan2.6-i2v")
    body = order("wan2.5-i2v-preview", {"img_url": address})

    output = ended(cloud, make(cloud, body, **{"X-DashScope-OssResourceResolve": "enable"}))["output"]

    assert (output["code"], "authorization to access the media" in output["message"]) == ("InvalidParameter", True)


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        (order(resolution="360P"), "InvalidParameter", "Input should be '1080P', '720P' or '480P'"),
        (order("wan2.2-i2v-flash", duration=7), "InvalidParameter", "duration customization is not supported"),
        (order(duration=7), "InvalidParameter", "Input should be 5 or 10"),
        (
            order("wan2.6-i2v", resolution="720P", duration=16),
            "InvalidParameter",
            "Duration should be between 2 and 15",
        ),
        (order("wan2.7-i2v", resolution="720P"), "InvalidParameter", "Field required: input.media"),
        (order(given={"prompt": "x"}), "InvalidParameter", "Field required: input.img_url"),
        (order(given={"img_url": inline(picture((200, 300)))}), "InvalidParameter", "Image dimensions must be"),
        (order(given={"img_url": inline(b"no picture")}), "InvalidParameter", "decode"),
        (order(given={"img_url": inline(picture()[:3000])}), "InvalidParameter", "decode"),
        (order(given={"img_url": inline(picture(kind="GIF"))}), "InvalidImage.FileFormat", "format"),
        (order(given={"img_url": inline(picture(kind="PNG", mode="RGBA"))}), "InvalidImage.FileFormat", "alpha"),
        (
            order(given={"img_url": "data:image/png;base64," + "A" * 10_485_760}),
            "InvalidParameter",
            "max bytes per data-uri",
        ),
        (order(given={"img_url": "https://example.com/a.png"}), "InvalidParameter", "Failed to download"),
        (order(given={"img_url": inline(picture()), "prompt": "a #moderate-in"}), "DataInspectionFailed", "Input data"),
        (
            order(given={"img_url": inline(picture()), "prompt": "a #moderate-out"}),
            "DataInspectionFailed",
            "Output data",
        ),
        (
            order("wan2.5-i2v-preview", {"img_url": inline(picture()), "audio_url": "data:audio/wav;base64,AAAA"}),
            "InvalidParameter",
            "url error",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_wrong_order_fails_after_its_200(cloud: httpx.Client, body: dict[str, Any], code: str, message: str) -> None:
    output = ended(cloud, make(cloud, body))["output"]

    assert (output["task_status"], output["code"]) == ("FAILED", code)
    assert message in output["message"]
    assert "orig_prompt" not in output


def test_other_errors_are_refused_at_once(cloud: httpx.Client, simulator: RunningSimulator) -> None:
    def code(answer: httpx.Response) -> tuple[int, str]:
        return answer.status_code, answer.json()["code"]

    with client_of(simulator, "sk-unknown") as wrong:
        assert code(post(wrong, order())) == (401, "InvalidApiKey")
        assert code(wrong.get("/tasks/x")) == (401, "InvalidApiKey")
        assert code(wrong.get("/no/such/route")) == (401, "InvalidApiKey")
    assert code(cloud.get("/no/such/route")) == (404, "NotFound")
    assert code(cloud.post(CREATE, json=order())) == (403, "AccessDenied")
    is_async = {"X-DashScope-Async": "enable"}
    as_json = {**is_async, "content-type": "Application/JSON; charset=utf-8"}
    assert code(cloud.post(CREATE, content=b"{", headers=as_json)) == (400, "InvalidParameter")
    for kind in ({}, {"content-type": "text/plain"}, {"content-type": "application/x-www-form-urlencoded"}):
        sent = cloud.post(CREATE, content=json.dumps(order()), headers={**is_async, **kind})
        assert code(sent) == (415, "InvalidParameter"), "what a web page's form can send"
    assert code(post(cloud, {"input": {}})) == (400, "BadRequest.EmptyModel")
    assert code(post(cloud, order("wan9-i2v"))) == (404, "InvalidParameter")
    assert code(post(cloud, order(), CREATE_FRAMES)) == (400, "InvalidParameter")
    simulator.control(refuse={"practice": "Arrearage"})
    assert code(post(cloud, order())) == (400, "Arrearage")
    simulator.control(refuse={"practice": None})
    assert simulator.ledger()["tasks_made"] == 0


def test_too_many_orders_and_polls_are_throttled(simulator: RunningSimulator) -> None:
    simulator.control(submits_per_second=None, queries_per_second=None)
    with client_of(simulator, STRANGER) as cloud:  # an account of its own, so that its limits affect no other test
        headers = {"X-DashScope-Async": "enable"}
        orders = [cloud.post(CREATE, json=order(resolution="360P"), headers=headers) for _ in range(8)]
        looks = [cloud.get("/tasks/00000000-0000-0000-0000-000000000000") for _ in range(60)]

    assert {answer.status_code for answer in orders} == {200, 429}
    assert {answer.status_code for answer in looks} == {200, 429}
    refused = next(answer for answer in looks if answer.status_code == 429)
    assert refused.json()["code"] == "Throttling.RateQuota"


def test_only_a_waiting_task_can_be_cancelled(cloud: httpx.Client, simulator: RunningSimulator) -> None:
    simulator.control(speed=2)
    tasks = [
        make(cloud, order("wan2.2-i2v-flash")) for _ in range(3)
    ]  # two at once for this model: the third one waits
    until(lambda: poll(cloud, tasks[1])["output"]["task_status"] == "RUNNING")

    assert poll(cloud, tasks[2])["output"]["task_status"] == "PENDING"
    refused, taken = cloud.post(f"/tasks/{tasks[0]}/cancel"), cloud.post(f"/tasks/{tasks[2]}/cancel")

    assert (refused.status_code, refused.json()["code"]) == (400, "UnsupportedOperation")
    assert (taken.status_code, list(taken.json())) == (200, ["request_id"])
    assert poll(cloud, tasks[2])["output"]["task_status"] == "CANCELED"
    simulator.control(speed=USUAL_SPEED)
    assert [ended(cloud, task)["output"]["task_status"] for task in tasks[:2]] == ["SUCCEEDED", "SUCCEEDED"]


def test_list_shows_the_account_newest_first(cloud: httpx.Client, simulator: RunningSimulator) -> None:
    simulator.control(clear="tasks")
    answer = post(cloud, order())
    mine = answer.json()["output"]["task_id"]
    with client_of(simulator, COLLEAGUE) as colleague, client_of(simulator, OTHER) as stranger:
        theirs = make(colleague, order("wan2.6-i2v-flash", resolution="720P"))
        foreign = make(stranger, order())
        rows = cloud.get("/tasks/").json()

        assert [row["task_id"] for row in rows["data"]] == [theirs, mine]
        assert rows["data"][1]["request_id"] == answer.json()["request_id"]
        assert rows["data"][0]["api_key_id"] != rows["data"][1]["api_key_id"]
        assert not {"prompt", "orig_prompt", "video_url", "account"} & set(rows["data"][0])
        assert (rows["total"], rows["total_page"], rows["page_no"], rows["page_size"]) == (2, 1, 1, 10)
        one = cloud.get("/tasks", params={"model_name": "wan2.5-i2v-preview", "page_size": 1}).json()
        assert [row["task_id"] for row in one["data"]] == [mine]
        assert poll(cloud, foreign)["output"] == {"task_id": foreign, "task_status": "UNKNOWN"}
        for who, task in ((cloud, mine), (colleague, theirs), (stranger, foreign)):
            ended(who, task)


def test_video_is_served_in_ranges(cloud: httpx.Client, simulator: RunningSimulator) -> None:
    url = ended(cloud, make(cloud, order()))["output"]["video_url"]
    complete = httpx.get(url, trust_env=False, verify=PLAIN)
    tag, changed = complete.headers["etag"], complete.headers["last-modified"]

    def part(**headers: str) -> httpx.Response:
        return httpx.get(
            url,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
            trust_env=False,
            verify=PLAIN,
        )

    rest = part(range="bytes=1000-", if_range=tag)
    assert (rest.status_code, rest.content) == (206, complete.content[1000:])
    assert rest.headers["content-range"] == f"bytes 1000-{len(complete.content) - 1}/{len(complete.content)}"
    assert part(range="bytes=0-9", if_range=changed).content == complete.content[:10]
    assert part(range="bytes=-7").content == complete.content[-7:]
    assert part(range="bytes=1000-", if_range='"another"').status_code == 200
    beyond = part(range=f"bytes={len(complete.content)}-")
    assert (beyond.status_code, "<Code>InvalidRange</Code>" in beyond.text) == (416, True)


def test_storage_refuses_keys_wrong_signatures_and_expired_links(
    cloud: httpx.Client, simulator: RunningSimulator
) -> None:
    task_id = make(cloud, order())
    url = ended(cloud, task_id)["output"]["video_url"]
    policy = cloud.get("/uploads", params={"action": "getPolicy", "model": "wan2.6-i2v"}).json()["data"]
    key = {"Authorization": "Bearer sk-practice"}
    refused = [
        httpx.get(url, headers=key, trust_env=False, verify=PLAIN),
        httpx.get(url.replace("Signature=", "Signature=A"), trust_env=False, verify=PLAIN),
        httpx.get(url.replace("Expires=1", "Expires=2"), trust_env=False, verify=PLAIN),
        httpx.post(
            policy["upload_host"],
            data=fields(policy, "a.wav"),
            files={"file": b"x"},
            headers=key,
            trust_env=False,
            verify=PLAIN,
        ),
    ]
    for answer in refused:
        assert answer.status_code == 403
        assert answer.text.startswith("<?xml")
        assert "x-oss-request-id" in answer.headers


def test_upload_must_match_its_policy(cloud: httpx.Client, simulator: RunningSimulator) -> None:
    policy = cloud.get("/uploads", params={"action": "getPolicy", "model": "wan2.6-i2v"}).json()["data"]

    def send(name: str = "a.wav", **other: str) -> tuple[int, str]:
        body = {**fields(policy, name), **{key.replace("_", "-"): value for key, value in other.items()}}
        answer = httpx.post(policy["upload_host"], data=body, files={"file": b"sound"}, trust_env=False, verify=PLAIN)
        return answer.status_code, answer.text

    assert send() == (200, "")
    assert send()[0] == 409  # the same name twice
    assert send("b.wav", key="elsewhere/b.wav")[0] == 403
    assert send("c.wav", Signature="AAAA")[0] == 403
    file_first = [("file", ("d.wav", b"sound"))] + [
        (name, (None, value)) for name, value in fields(policy, "d.wav").items()
    ]
    answer = httpx.post(policy["upload_host"], files=file_first, trust_env=False, verify=PLAIN)
    assert (answer.status_code, "<Code>InvalidArgument</Code>" in answer.text) == (400, True)


def test_large_inline_picture_is_accepted_quickly(cloud: httpx.Client) -> None:
    noise = Image.effect_noise((2600, 2600), 90)
    written = io.BytesIO()
    noise.save(written, "PNG", compress_level=0)
    content = written.getvalue()[:7_000_000]
    assert len(content) > 6_000_000
    started = time.monotonic()
    task_id = make(
        cloud, order("wan2.6-i2v", {"img_url": inline(written.getvalue()[:7_000_000], "image/png")}, resolution="720P")
    )
    took = time.monotonic() - started
    assert took < 2
    ended(cloud, task_id)


def test_first_and_last_frame_are_used(cloud: httpx.Client, tmp_path: Path) -> None:
    dark = Image.new("RGB", (500, 400), "#203040")
    written = io.BytesIO()
    dark.save(written, "PNG")
    given = {"first_frame_url": inline(picture()), "last_frame_url": inline(written.getvalue(), "image/png")}
    old = make(cloud, order("wan2.2-kf2v-flash", given), CREATE_FRAMES)
    media = [{"type": "first_frame", "url": inline(picture())}, {"type": "last_frame", "url": given["last_frame_url"]}]
    new = make(cloud, order("wan2.7-i2v", {"media": media}, resolution="720P", duration=3))

    for task_id, usage in (
        (old, {"video_duration": 5, "video_count": 1, "SR": 480}),
        (new, {"duration": 3, "input_video_duration": 0, "output_video_duration": 3, "SR": 720, "video_count": 1}),
    ):
        file = video_of(cloud, task_id, tmp_path / "video.mp4")
        assert ended(cloud, task_id)["usage"] == usage
        with av.open(str(file)) as opened:
            *_, last = opened.decode(video=0)
        middle = seen(last).getpixel((last.width // 2, last.height // 2))
        assert isinstance(middle, tuple)
        assert all(abs(is_ - wanted) < 12 for is_, wanted in zip(middle, (0x20, 0x30, 0x40), strict=True))


def test_picture_is_read_from_a_url_of_this_computer(cloud: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(picture(kind="PNG"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietFiles, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        made = make(cloud, order(given={"img_url": f"{address}/p.png"}))
        absent = make(cloud, order(given={"img_url": f"{address}/none.png"}))

        assert ended(cloud, made)["output"]["task_status"] == "SUCCEEDED"
        assert ended(cloud, absent)["output"]["message"] == f"Failed to download {address}/none.png"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class QuietFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Log nothing."""


def test_clip_is_continued(cloud: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "p.jpg").write_bytes(picture())
    clip = tmp_path / "clip.mp4"
    render(VideoSpec(picture=tmp_path / "p.jpg", seconds=2, width=320, height=240, fps=10), clip)
    small = tmp_path / "small.mp4"
    render(VideoSpec(picture=tmp_path / "p.jpg", seconds=2, width=320, height=240, tiny=True), small)

    def body(path: Path) -> dict[str, Any]:
        address = upload(cloud, path, model="wan2.7-i2v")
        media = [{"type": "first_clip", "url": address}]
        return order("wan2.7-i2v", {"media": media}, resolution="720P", duration=4)

    task_id = make(cloud, body(clip), **{"X-DashScope-OssResourceResolve": "enable"})
    refused = make(cloud, body(small), **{"X-DashScope-OssResourceResolve": "enable"})

    file = video_of(cloud, task_id, tmp_path / "video.mp4")
    with av.open(str(file)) as opened:
        assert opened.duration is not None
        assert abs(opened.duration / av.time_base - 4) < 0.1
    assert ended(cloud, task_id)["usage"]["input_video_duration"] == 2
    assert ended(cloud, refused)["output"]["code"] == "InvalidFile.Resolution"


@pytest.mark.parametrize(
    ("scenario", "status", "made"), [("create-502", 502, 0), ("create-502-accepted", 502, 1), ("throttle", 429, 0)]
)
def test_fault_of_a_create_follows_its_scenario(
    cloud: httpx.Client, simulator: RunningSimulator, scenario: str, status: int, made: int
) -> None:
    simulator.control(scenario=scenario, times=1)

    answer = cloud.post(CREATE, json=order("wan2.6-i2v", resolution="720P"), headers={"X-DashScope-Async": "enable"})

    assert answer.status_code == status
    assert simulator.ledger()["tasks_made"] == made
    assert simulator.control()["scenario"] == "none"


def test_connection_is_cut_after_the_order_was_taken(cloud: httpx.Client, simulator: RunningSimulator) -> None:
    simulator.control(scenario="create-cut", times=1)

    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        cloud.post(CREATE, json=order("wan2.6-i2v", resolution="720P"), headers={"X-DashScope-Async": "enable"})

    (entry,) = simulator.entries("create")
    assert ended(cloud, entry["task_id"])["output"]["task_status"] == "SUCCEEDED"


def test_connection_is_cut_during_a_download(cloud: httpx.Client, simulator: RunningSimulator) -> None:
    url = ended(cloud, make(cloud, order()))["output"]["video_url"]
    simulator.control(scenario="cut-download", times=1)
    pieces: list[bytes] = []
    with (
        pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)),
        httpx.stream("GET", url, trust_env=False, verify=PLAIN) as answer,
    ):
        pieces.extend(answer.iter_raw())

    came = b"".join(pieces)
    complete = httpx.get(url, trust_env=False, verify=PLAIN).content
    assert 0 < len(came) < len(complete)
    assert complete.startswith(came)


def test_tasks_and_videos_survive_a_crash(tmp_path: Path) -> None:
    with running_simulator(tmp_path / "data", speed=4) as simulator:
        with client_of(simulator) as cloud:
            simulator.control(speed=50)
            done = make(cloud, order())
            file = video_of(cloud, done, tmp_path / "before.mp4").read_bytes()
            simulator.control(speed=4)
            running = make(cloud, order())
            waiting = [make(cloud, order()) for _ in range(2)][-1]
            until(lambda: poll(cloud, running)["output"]["task_status"] == "RUNNING")
        simulator.restart()
        simulator.control(speed=50)
        with client_of(simulator) as cloud:
            assert video_of(cloud, done, tmp_path / "after.mp4").read_bytes() == file
            for task_id in (running, waiting):
                video_of(cloud, task_id, tmp_path / "late.mp4")
        assert simulator.ledger()["tasks_made"] == 4
        if os.name == "posix":
            kept = list((tmp_path / "data").rglob("*"))
            assert {path.stat().st_mode & 0o077 for path in kept} == {0}
        assert not list((tmp_path / "data" / "inputs").iterdir())


def test_tasks_are_forgotten_a_day_later(tmp_path: Path) -> None:
    with running_simulator(tmp_path / "data", speed=50) as simulator, client_of(simulator) as cloud:
        task_id = make(cloud, order())
        url = ended(cloud, task_id)["output"]["video_url"]
        simulator.control(advance=23 * 3600)
        assert httpx.get(url, trust_env=False, verify=PLAIN).status_code == 200
        simulator.control(advance=2 * 3600)
        expired = httpx.get(url, trust_env=False, verify=PLAIN)

        assert (expired.status_code, "Request has expired." in expired.text) == (403, True)
        assert poll(cloud, task_id)["output"] == {"task_id": task_id, "task_status": "UNKNOWN"}
        assert not list((tmp_path / "data" / "results").iterdir())


def test_simulator_ends_when_its_stdin_closes_even_while_it_renders(tmp_path: Path) -> None:
    with running_simulator(tmp_path / "data", speed=50, tiny=False) as simulator:
        with client_of(simulator) as cloud:
            task_id = make(cloud, order("wan2.6-i2v", duration=15, resolution="1080P"))
            until(lambda: poll(cloud, task_id)["output"]["task_status"] == "RUNNING")
        started = time.monotonic()
        simulator.stop()

        assert time.monotonic() - started < 1
        assert simulator.process.returncode == 0


def test_temporary_folder_is_removed_with_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path))
    with running_simulator() as simulator, client_of(simulator) as cloud:
        make(cloud, order())
        assert list(tmp_path.iterdir())

    assert not list(tmp_path.iterdir())


def test_unusable_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended_ = subprocess.run(
        [sys.executable, "-m", "wandesk.simulator", "--data", str(tmp_path / "file")], capture_output=True, check=False
    )
    assert (ended_.returncode, ended_.stdout) == (2, b"")
    assert ended_.stderr.startswith(b"simulator: ")
