"""The client against the simulator over a real socket, from the order to the video."""

from __future__ import annotations

import array
import asyncio
import math
import uuid
import wave
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tests.support.client_requests import connection, request_for, sent_inputs
from tests.support.simulator import RunningSimulator, running_simulator
from tests.support.videos import counted_video
from wandesk.dashscope.client import DashScope
from wandesk.dashscope.network import Timeouts
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.errors import CloudBusy, CloudRefused, CloudUnreachable, KeyRefused, LinkExpired, OutcomeUnknown
from wandesk.domain.task import TaskReport, TaskStatus
from wandesk.engine.ports import Cloud, InlineFile, RequestInputs
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
FINAL = {TaskStatus.SUCCEEDED, TaskStatus.FAILED, TaskStatus.CANCELED}


def satisfies(client: DashScope) -> Cloud:
    """A check by mypy: the client fulfils the engine's port."""
    return client


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator(speed=40) as running:
        yield running


@pytest.fixture(autouse=True)
def _calm(simulator: RunningSimulator) -> None:
    simulator.control(scenario="none", speed=40, clear="ledger")


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    drawn = Image.linear_gradient("L").resize((640, 480)).convert("RGB")
    ImageDraw.Draw(drawn).ellipse((200, 120, 440, 360), fill="#c04030")
    path = tmp_path_factory.mktemp("inputs") / "disc.jpg"
    drawn.save(path)
    return path


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("inputs") / "tone.wav"
    samples = array.array("h", (int(9000 * math.sin(n / 9)) for n in range(4 * 16_000)))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, len(samples), "NONE", ""))
        file.writeframes(samples.tobytes())
    return path


@asynccontextmanager
async def client(**changes: Any) -> AsyncIterator[Cloud]:
    cloud = satisfies(DashScope(CATALOG, **changes))
    try:
        yield cloud
    finally:
        await cloud.close()


def ignore(_done: int, _total: int | None) -> None:
    """Ignore the progress."""


def never() -> bool:
    return False


async def patient(ask: Callable[[], Awaitable[Any]]) -> Any:
    """An order that waits for the submit rate, as the engine does."""
    async with asyncio.timeout(20):
        while True:
            try:
                return await ask()
            except CloudBusy as busy:
                await asyncio.sleep(busy.retry_after or 0.3)


async def finished(cloud: Cloud, base_url: str, task_id: str) -> TaskReport:
    async with asyncio.timeout(30):
        while True:
            report = await cloud.task(connection(base_url), task_id)
            if report.status in FINAL:
                return report
            await asyncio.sleep(0.1)


async def made(cloud: Cloud, simulator: RunningSimulator, request: Any, inputs: RequestInputs) -> TaskReport:
    base = simulator.base_url
    submission = await patient(lambda: cloud.create(connection(base), request, inputs, sent=ignore))
    report = await finished(cloud, base, submission.task_id)
    assert report.task_id == submission.task_id
    return report


def frame(where: Path | str) -> RequestInputs:
    return sent_inputs(first_frame=where)


def is_video(path: Path) -> bool:
    return path.read_bytes()[4:8] == b"ftyp"


def test_picture_and_audio_become_a_video(
    simulator: RunningSimulator, picture: Path, sound: Path, tmp_path: Path
) -> None:
    async def story() -> None:
        async with client() as cloud:
            base = connection(simulator.base_url)
            request = request_for("wan2.5-i2v-preview", sound_choice=SoundChoice.MINE)
            upload = await cloud.upload(base, request.model_id, sound, ".wav", sent=ignore, stopped=never)
            assert upload.url.startswith("oss://")
            inputs = sent_inputs(first_frame=picture, audio=upload.url)
            report = await made(cloud, simulator, request, inputs)
            assert report.status is TaskStatus.SUCCEEDED, report
            assert report.usage is not None
            assert report.usage.seconds == 5
            assert report.submitted_at is not None
            assert report.ended_at is not None
            assert report.submitted_at < report.ended_at + 1  # some of the cloud's times have no fraction
            assert report.video_url is not None
            length = await cloud.download(
                report.video_url, part, endpoint="http://127.0.0.1/api/v1", received=ignore, stopped=never
            )
            assert length == part.stat().st_size
            assert is_video(part)

    part = tmp_path / "video.mp4.part"
    asyncio.run(story())
    assert len(simulator.entries("create")) == 1


@pytest.mark.parametrize("model", ["wan2.7-i2v", "wan2.1-kf2v-plus", "wan2.2-i2v-flash", "wan3.0-video"])
def test_every_family_is_understood(model: str, simulator: RunningSimulator, picture: Path) -> None:
    async def story() -> TaskReport:
        found = CATALOG.model(model)
        offer = CATALOG.offer("practice", model)
        assert offer is not None
        request = request_for(model, model_id=offer.model_id, resolution=found.default_resolution, seed=0)
        async with client() as cloud:
            return await made(cloud, simulator, request, frame(picture))

    report = asyncio.run(story())
    assert report.status is TaskStatus.SUCCEEDED, report


def test_picture_is_uploaded(simulator: RunningSimulator, picture: Path) -> None:
    async def story() -> None:
        async with client() as cloud:
            model_id = "wan2.2-i2v-flash"
            upload = await cloud.upload(
                connection(simulator.base_url), model_id, picture, ".jpg", sent=ignore, stopped=never
            )
            report = await made(cloud, simulator, request_for(model_id), frame(upload.url))
            assert report.status is TaskStatus.SUCCEEDED, report

    asyncio.run(story())


def test_interrupted_download_is_resumed(simulator: RunningSimulator, picture: Path, tmp_path: Path) -> None:
    async def story() -> None:
        async with client() as cloud:
            report = await made(cloud, simulator, request_for("wan2.2-i2v-flash"), frame(picture))
            assert report.video_url is not None
            await cloud.download(
                report.video_url, whole, endpoint="http://127.0.0.1/api/v1", received=ignore, stopped=never
            )
            seen = 0

            def received(done: int, _total: int | None) -> None:
                nonlocal seen
                seen = done

            with pytest.raises(CloudUnreachable):
                await cloud.download(
                    report.video_url,
                    part,
                    endpoint="http://127.0.0.1/api/v1",
                    received=received,
                    stopped=lambda: seen > 0,
                )
            assert part.stat().st_size > 0
            await cloud.download(
                report.video_url, part, endpoint="http://127.0.0.1/api/v1", received=ignore, stopped=never
            )

    whole, part = tmp_path / "whole.part", tmp_path / "cut.part"
    asyncio.run(story())
    assert part.read_bytes() == whole.read_bytes()
    assert is_video(part)


def test_expired_link_is_reported(simulator: RunningSimulator, picture: Path, tmp_path: Path) -> None:
    async def story() -> None:
        async with client() as cloud:
            report = await made(cloud, simulator, request_for("wan2.2-i2v-flash"), frame(picture))
            assert report.video_url is not None
            forged = report.video_url.replace("Signature=", "Signature=x")
            with pytest.raises(LinkExpired):
                await cloud.download(
                    forged, tmp_path / "a.part", endpoint="http://127.0.0.1/api/v1", received=ignore, stopped=never
                )

    asyncio.run(story())


def test_order_that_fails_after_its_200_has_its_reason(simulator: RunningSimulator, tmp_path: Path) -> None:
    async def story() -> TaskReport:
        async with client() as cloud:
            return await made(cloud, simulator, request_for("wan2.2-i2v-flash"), frame(no_picture))

    no_picture = tmp_path / "text.jpg"
    no_picture.write_text("no picture")
    report = asyncio.run(story())
    assert report.status is TaskStatus.FAILED
    assert report.code
    assert report.message
    assert report.sentence.startswith("cloud_")
    assert report.sentence != "cloud_failed"


def test_moderation_is_reported(simulator: RunningSimulator, picture: Path) -> None:
    simulator.control(scenario="fail-moderation")

    async def story() -> TaskReport:
        async with client() as cloud:
            return await made(cloud, simulator, request_for("wan2.2-i2v-flash"), frame(picture))

    assert asyncio.run(story()).sentence == "cloud_moderation"


def test_wrong_key_and_unknown_model_are_refused(simulator: RunningSimulator, picture: Path) -> None:
    async def story() -> None:
        async with client() as cloud:
            wrong = connection(simulator.base_url, key="sk-wrong")
            with pytest.raises(KeyRefused):
                await cloud.create(wrong, request_for("wan2.2-i2v-flash"), frame(picture), sent=ignore)
            with pytest.raises(KeyRefused):
                await cloud.task(wrong, str(uuid.uuid4()))
            with pytest.raises(KeyRefused):
                await cloud.upload(wrong, "wan2.2-i2v-flash", picture, ".jpg", sent=ignore, stopped=never)
            with pytest.raises(CloudRefused) as refused:
                await patient(
                    lambda: cloud.create(
                        connection(simulator.base_url),
                        request_for("wan2.2-i2v-flash", model_id="wan9.9-i2v"),
                        frame(picture),
                        sent=ignore,
                    )
                )
            assert refused.value.sentence == "cloud_model_missing"

    asyncio.run(story())


def test_unknown_task_is_reported(simulator: RunningSimulator) -> None:
    async def story() -> TaskReport:
        async with client() as cloud:
            return await cloud.task(connection(simulator.base_url), str(uuid.uuid4()))

    assert asyncio.run(story()).status is TaskStatus.UNKNOWN


def test_late_cancel_is_refused(simulator: RunningSimulator, picture: Path) -> None:
    async def story() -> None:
        async with client() as cloud:
            report = await made(cloud, simulator, request_for("wan2.2-i2v-flash"), frame(picture))
            with pytest.raises(CloudRefused) as late:
                await cloud.cancel(connection(simulator.base_url), report.task_id)
            assert late.value.sentence == "cancel_too_late"

    asyncio.run(story())


def test_waiting_task_is_cancelled(simulator: RunningSimulator, picture: Path) -> None:
    simulator.control(speed=0.5)

    async def story() -> None:
        async with client() as cloud:
            base = connection(simulator.base_url)
            submission = await patient(
                lambda: cloud.create(base, request_for("wan2.2-i2v-flash"), frame(picture), sent=ignore)
            )
            await cloud.cancel(base, submission.task_id)
            assert (await cloud.task(base, submission.task_id)).status is TaskStatus.CANCELED

    asyncio.run(story())


@pytest.mark.parametrize(("scenario", "stands"), [("create-cut", 1), ("create-502-accepted", 1), ("create-502", 0)])
def test_order_without_an_answer_is_uncertain_and_never_repeated(
    scenario: str, stands: int, simulator: RunningSimulator, picture: Path
) -> None:
    simulator.control(scenario=scenario)

    async def story() -> None:
        async with client(timeouts=Timeouts(create_read=5)) as cloud:
            with pytest.raises(OutcomeUnknown):
                await patient(
                    lambda: cloud.create(
                        connection(simulator.base_url), request_for("wan2.2-i2v-flash"), frame(picture), sent=ignore
                    )
                )

    before = simulator.ledger()["tasks_made"]
    asyncio.run(story())
    assert simulator.ledger()["tasks_made"] == before + stands


def test_throttling_is_reported_as_busy(simulator: RunningSimulator, picture: Path) -> None:
    simulator.control(scenario="throttle")

    async def story() -> None:
        async with client() as cloud:
            with pytest.raises(CloudBusy):
                await cloud.create(
                    connection(simulator.base_url), request_for("wan2.2-i2v-flash"), frame(picture), sent=ignore
                )

    asyncio.run(story())


def test_download_cut_in_the_middle_continues(simulator: RunningSimulator, picture: Path, tmp_path: Path) -> None:
    async def story() -> None:
        async with client() as cloud:
            report = await made(cloud, simulator, request_for("wan2.2-i2v-flash"), frame(picture))
            assert report.video_url is not None
            simulator.control(scenario="cut-download")
            with pytest.raises(CloudUnreachable):
                await cloud.download(
                    report.video_url, part, endpoint="http://127.0.0.1/api/v1", received=ignore, stopped=never
                )
            first = part.stat().st_size
            assert first > 0
            simulator.control(scenario="none")
            length = await cloud.download(
                report.video_url, part, endpoint="http://127.0.0.1/api/v1", received=ignore, stopped=never
            )
            assert length == part.stat().st_size > first
            assert is_video(part)

    part = tmp_path / "video.part"
    asyncio.run(story())


def test_concurrent_polls_are_spread_over_time(simulator: RunningSimulator) -> None:
    async def story() -> None:
        async with client() as cloud:
            looks = (cloud.task(connection(simulator.base_url), str(uuid.uuid4())) for _ in range(25))
            assert {report.status for report in await asyncio.gather(*looks)} == {TaskStatus.UNKNOWN}

    asyncio.run(story())


# ------------------------------------------------------------------ further parameters of the families


RICH: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("wan2.1-i2v-turbo", {"template": "squish", "resolution": "480P", "seconds": 3}, ()),
    ("wan2.1-kf2v-plus", {"resolution": "720P"}, ("last_frame",)),
    ("wan2.1-kf2v-plus", {"template": "solaron", "resolution": "720P"}, ("last_frame",)),
    ("wan2.6-i2v-flash", {"shot_type": "multi", "resolution": "720P", "seconds": 2}, ()),
    ("wan2.7-i2v", {"resolution": "720P", "seconds": 2}, ("last_frame",)),
    ("wan2.7-i2v", {"resolution": "720P", "seconds": 3, "sound_choice": SoundChoice.MINE}, ("last_frame", "audio")),
    ("wan2.7-i2v", {"resolution": "720P", "seconds": 4}, ("clip",)),
    ("wan2.7-i2v", {"resolution": "720P", "seconds": 4}, ("clip", "last_frame")),
    ("wan3.0-video", {"ratio": "9:16", "seconds": 2, "sound_choice": SoundChoice.SILENT}, ("last_frame",)),
    ("wan3.0-video-prime", {"ratio": "adaptive", "seconds": -1}, ("last_frame",)),
]


@pytest.mark.parametrize(("model", "wanted", "kinds"), RICH, ids=lambda value: str(value)[:40])
def test_every_parameter_of_a_family_is_accepted(
    model: str,
    wanted: dict[str, Any],
    kinds: tuple[str, ...],
    simulator: RunningSimulator,
    picture: Path,
    sound: Path,
    tmp_path: Path,
) -> None:
    async def story() -> TaskReport:
        async with client() as cloud:
            here = connection(simulator.base_url)
            addresses: dict[str, str] = {}
            for kind, path in (("audio", sound), ("clip", clip)):
                if kind in kinds:
                    placed = await cloud.upload(here, model, path, path.suffix, sent=ignore, stopped=never)
                    addresses[kind] = placed.url
            inputs = sent_inputs(
                first_frame=None if "clip" in kinds else picture,
                last_frame=InlineFile(path=picture, mime="image/jpeg") if "last_frame" in kinds else None,
                **addresses,
            )
            return await made(cloud, simulator, request_for(model, **wanted), inputs)

    clip = tmp_path / "clip.mp4"
    if "clip" in kinds:
        counted_video(clip, width=480, height=360)
    report = asyncio.run(story())
    assert report.status is TaskStatus.SUCCEEDED, report
    assert report.usage is not None
    assert report.usage.seconds is not None
    assert report.usage.seconds == wanted.get("seconds", 5) or (wanted["seconds"] == -1 and report.usage.seconds >= 2)
    if "clip" in kinds:
        assert report.usage.input_seconds
