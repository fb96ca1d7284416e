"""What a failure means, told by the real engine, client and store against the simulator over a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.computers import Computer
from tests.support.headless import hurried
from tests.support.simulator_inside import simulator_inside
from wandesk.domain.job import JobStage
from wandesk.simulator.tuning import Tuning


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Computer]:
    hurried(monkeypatch, 20.0)
    with simulator_inside(tmp_path / "cloud", tuning=Tuning(speed=40, videos="instant")) as simulator:
        computer = Computer(tmp_path, simulator)
        yield computer
        assert computer.failures == []


@pytest.mark.parametrize("scenario", ["upload-401", "upload-403"])
def test_a_picture_goes_inline_if_only_the_upload_permission_is_refused(computer: Computer, scenario: str) -> None:
    async def story() -> None:
        async with computer.run() as run:
            run.let(scenario)
            job = await run.generate(await run.draft(heavy=True))
            assert job.stage is JobStage.DONE, job.problem
            assert (run.calls("create"), run.calls("upload")) == (1, 0)

    asyncio.run(story())


@pytest.mark.parametrize("scenario", ["upload-401", "upload-403"])
def test_audio_is_refused_with_a_true_sentence_if_it_may_not_be_uploaded(computer: Computer, scenario: str) -> None:
    """The key works, so the job does not wait for another one."""

    async def story() -> None:
        async with computer.run() as run:
            run.let(scenario)
            job = await run.generate(await run.draft(audio=True))
            assert job.stage is JobStage.FAILED
            assert job.problem is not None
            assert job.problem.sentence == "uploads_denied"
            assert run.calls("create") == 0

    asyncio.run(story())


@pytest.mark.logs("waits: cloud_busy")
@pytest.mark.parametrize("scenario", ["throttle-future", "throttle-page", "throttle-burst"])
def test_an_order_beyond_any_limit_waits_in_line(computer: Computer, scenario: str) -> None:
    async def story() -> None:
        async with computer.run() as run:
            run.let(scenario, "create", times=2)
            job = await run.generate(await run.draft())
            assert job.stage is JobStage.DONE, job.problem
            assert run.calls("create") == 1

    asyncio.run(story())


@pytest.mark.parametrize("scenario", ["fail-media", "fail-media-algo", "fail-silent", "fail-internal"])
@pytest.mark.parametrize("restarts", [False, True])
def test_a_failure_that_may_concern_an_upload_is_followed_by_a_new_upload(
    computer: Computer, scenario: str, restarts: bool
) -> None:
    """Otherwise a dead upload makes every further request fail, until it expires after 47 hours."""

    async def story() -> None:
        async with computer.run() as run:
            run.let(scenario, times=1)
            failed = await run.generate(await run.draft(audio=True))
            assert failed.stage is JobStage.FAILED
            assert (run.calls("create"), run.calls("upload")) == (1, 1)
            again = None if restarts else await run.generate_again(failed)
        if again is None:
            async with computer.run() as run:
                again = await run.generate_again(failed)
        assert again.stage is JobStage.DONE, again.problem
        assert (run.calls("create"), run.calls("upload")) == (2, 2)

    asyncio.run(story())


def test_a_failure_about_the_content_keeps_the_upload(computer: Computer) -> None:
    async def story() -> None:
        async with computer.run() as run:
            run.let("fail-moderation", times=1)
            failed = await run.generate(await run.draft(audio=True))
            assert failed.stage is JobStage.FAILED
            again = await run.generate_again(failed)
            assert again.stage is JobStage.DONE, again.problem
            assert (run.calls("create"), run.calls("upload")) == (2, 1)

    asyncio.run(story())


@pytest.mark.parametrize(
    ("scenario", "sentence"),
    [
        ("fail-media", "cloud_input_unreachable"),
        ("fail-media-algo", "cloud_input_format"),
        ("fail-silent", "cloud_failed_silently"),
        ("fail-rewrite", "cloud_rewrite_failed"),
        ("future-code", "cloud_failed"),
    ],
)
def test_a_failed_task_is_told_by_its_code_and_message(computer: Computer, scenario: str, sentence: str) -> None:
    async def story() -> None:
        async with computer.run() as run:
            run.let(scenario, times=1)
            failed = await run.generate(await run.draft())
            assert failed.problem is not None
            assert (failed.stage, failed.problem.sentence) == (JobStage.FAILED, sentence)

    asyncio.run(story())
