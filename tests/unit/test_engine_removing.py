"""Removed rows: undo, the trash, the next start, import of a removed task, and the end of the row."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support.fakes import (
    SUCCEEDED,
    FakeAccounts,
    FakeClock,
    FakeCloud,
    FakeListener,
    FakeMedia,
    FakeStore,
    report,
)
from tests.support.jobs import a_job, a_video
from tests.support.profile_files import files_in
from wandesk.domain.errors import KeyNeeded, NoRoom, TaskOwned
from wandesk.domain.job import Job, JobProblem, JobStage
from wandesk.domain.job_events import JobEvent, RemovalFinished, VideoMoved
from wandesk.domain.removal import UNDO_SECONDS
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskPage, TaskRow, TaskStatus
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Ports
from wandesk.engine.supervisor import Supervisor
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
DAY = 24 * 3600.0
CONTENT = b"a video"


class HeldClock(FakeClock):
    """Waits for Undo last until `pass_time`; other waits as in FakeClock."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = asyncio.Event()
        self.waits: list[float] = []

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        if not UNDO_SECONDS <= within < 2 * UNDO_SECONDS:
            return await super().wait(woken, within)
        self.waits.append(within)
        waiting = [asyncio.ensure_future(each.wait()) for each in (woken, self.passed)]  # noqa: TID251 - ends here
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()
        return woken.is_set()


class BrokenStore(FakeStore):
    """Cannot store that a removal is finished."""

    is_full = False

    async def save(self, job: Job, event: JobEvent) -> None:
        if self.is_full and isinstance(event, RemovalFinished):
            raise NoRoom("disk full")
        await super().save(job, event)


@dataclass
class Harness:
    """Finished jobs with their videos on disk; each `running` is another run on the same store and disk."""

    home: Path
    store: BrokenStore = field(default_factory=BrokenStore)
    cloud: FakeCloud = field(default_factory=lambda: FakeCloud(reports=[SUCCEEDED]))
    listener: FakeListener = field(default_factory=FakeListener)
    failures: list[tuple[str, BaseException]] = field(default_factory=list)
    clock: HeldClock = field(default_factory=HeldClock)
    accounts: FakeAccounts = field(default_factory=FakeAccounts)

    def __post_init__(self) -> None:
        (self.home / "videos").mkdir()
        self.files = files_in(self.home)

    def add(self, job_id: str, stage: JobStage = JobStage.DONE, **changes: Any) -> Path:
        """A job whose task ended just now; if it is done, with its video on disk. Returns the video's path."""
        now = self.clock.now()
        video = self.home / "videos" / f"{job_id}.mp4"
        ended: dict[str, Any] = {"submitted_at": now - 60, "task_id": f"task-no-{job_id}", "ended_at": now}
        if stage is JobStage.DONE:
            video.write_bytes(CONTENT)
            ended["video"] = a_video(video, size_bytes=len(CONTENT))
        if stage.is_final:
            ended["finished_at"] = now
        self.store.jobs[job_id] = a_job(job_id, stage, created_at=now - 60, stage_since=now, **{**ended, **changes})
        return video

    @property
    def trash(self) -> list[str]:
        return sorted(path.name for path in (self.home / "trash").glob("*"))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Engine]:
        supervisor = Supervisor(lambda name, error: self.failures.append((name, error)))
        self.clock.passed = asyncio.Event()
        ports = Ports(
            cloud=self.cloud,
            accounts=self.accounts,
            store=self.store,
            media=FakeMedia(),
            files=self.files,
            clock=self.clock,
        )
        engine = build_engine(catalog=CATALOG, ports=ports, supervisor=supervisor, listener=self.listener)
        await engine.resume()
        try:
            yield engine
        finally:
            await supervisor.close()
            assert not self.failures

    def is_finished(self, job_id: str) -> Callable[[], bool]:
        return lambda: job_id not in self.store.jobs or self.store.jobs[job_id].is_removal_finished


async def until(condition: Callable[[], object]) -> None:
    for _ in range(5000):
        if condition():
            return
        await asyncio.sleep(0.001)  # real files
    raise AssertionError("never happened")


@pytest.fixture
def harness(tmp_path: Path) -> Harness:
    return Harness(tmp_path)


def test_a_video_made_just_now_is_removed_at_once_and_goes_to_the_trash_after_the_time_for_undo(
    harness: Harness,
) -> None:
    video = harness.add("a")

    async def scenario() -> None:
        async with harness.running() as engine:
            assert await engine.removals.remove("a")
            assert harness.listener.removed == ["a"]
            await until(lambda: harness.clock.waits)
            assert harness.clock.waits[-1] > UNDO_SECONDS  # the bar ends first
            assert video.exists()
            assert list(await engine.jobs.ids()) == []
            harness.clock.passed.set()
            await until(harness.is_finished("a"))

    asyncio.run(scenario())
    assert harness.trash == ["a.mp4"]
    assert harness.store.jobs["a"].task_id == "task-no-a"  # known, so that it does not look unclaimed


@pytest.mark.parametrize("stage", [JobStage.FAILED, JobStage.CANCELED, JobStage.EXPIRED])
def test_rows_without_a_video_are_removed_and_undone_likewise(harness: Harness, stage: JobStage) -> None:
    harness.add("a", stage)

    async def scenario() -> None:
        async with harness.running() as engine:
            assert await engine.removals.remove("a")
            await engine.removals.undo(["a"])
            assert list(await engine.jobs.ids()) == ["a"]

    asyncio.run(scenario())


def test_a_job_under_way_or_gone_is_not_removed(harness: Harness) -> None:
    harness.add("waits", JobStage.UNCERTAIN, task_id=None)

    async def scenario() -> None:
        async with harness.running() as engine:
            assert not await engine.removals.remove("waits")
            assert not await engine.removals.remove("gone")

    asyncio.run(scenario())
    assert harness.listener.removed == []


def test_undo_brings_back_all_rows_of_the_group_to_their_places(harness: Harness) -> None:
    for job_id in "abcd":
        harness.add(job_id)

    async def scenario() -> None:
        async with harness.running() as engine:
            await engine.removals.remove("c")
            await until(lambda: harness.clock.waits)
            await engine.removals.remove("b")  # its time starts again for both
            await until(lambda: len(harness.clock.waits) > 1)
            await engine.removals.undo(["c", "b"])
            await engine.removals.undo(["c", "b"])
            harness.clock.passed.set()
            await until(lambda: not any(each.get_name() == "removed jobs" for each in asyncio.all_tasks()))
            assert list(await engine.jobs.ids()) == list("dcba")

    asyncio.run(scenario())
    assert harness.listener.restored == [("b", "a"), ("c", "b")]
    assert harness.trash == []


def test_undo_brings_back_what_it_names_and_the_rest_goes(harness: Harness) -> None:
    for job_id in "ab":
        harness.add(job_id)

    async def scenario() -> None:
        async with harness.running() as engine:
            await engine.removals.remove("a")  # its notice was closed
            await engine.removals.remove("b")
            await engine.removals.undo(["b"])
            harness.clock.passed.set()
            await until(harness.is_finished("a"))
            assert list(await engine.jobs.ids()) == ["b"]

    asyncio.run(scenario())
    assert harness.trash == ["a.mp4"]


def test_what_was_removed_before_a_crash_is_finished_by_the_next_start(harness: Harness) -> None:
    video = harness.add("a")

    async def killed() -> None:
        async with harness.running() as engine:
            await engine.removals.remove("a")

    async def next_start() -> None:
        async with harness.running() as engine:
            assert list(await engine.jobs.ids()) == []
            await until(harness.is_finished("a"))
            await engine.removals.undo(["a"])  # too late
            assert list(await engine.jobs.ids()) == []

    asyncio.run(killed())
    assert video.exists()
    asyncio.run(next_start())
    assert harness.trash == ["a.mp4"]


@pytest.mark.logs("finished by the next start")
def test_a_crash_after_the_trash_and_before_its_record_is_harmless(harness: Harness) -> None:
    video = harness.add("a")
    harness.store.is_full = True

    async def first() -> None:
        async with harness.running() as engine:
            await engine.removals.remove("a")
            harness.clock.passed.set()
            await until(lambda: harness.trash)

    async def second() -> None:
        async with harness.running():
            await until(harness.is_finished("a"))

    asyncio.run(first())
    assert not harness.store.jobs["a"].is_removal_finished
    harness.store.is_full = False
    video.write_bytes(b"the user's own file of the same name")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wandesk.engine.removed_jobs.log.warning", lambda *_about: None)
        asyncio.run(second())
    assert video.read_bytes().startswith(b"the user's own")
    assert [each.values["file"] for each in harness.listener.refused] == ["a.mp4"]


def test_a_video_that_is_gone_is_removed_without_a_word(harness: Harness) -> None:
    harness.add("a").unlink()

    async def scenario() -> None:
        async with harness.running() as engine:
            await engine.removals.remove("a")
            harness.clock.passed.set()
            await until(harness.is_finished("a"))

    asyncio.run(scenario())
    assert (harness.trash, harness.listener.refused) == ([], [])


@pytest.mark.logs("the trash refused")
@pytest.mark.parametrize("is_away", [False, True])
def test_a_video_that_the_trash_refuses_stays_and_is_told(harness: Harness, is_away: bool) -> None:
    """A network drive has no trash; a drive that is away may have the video."""
    harness.add("a").unlink()
    drive = harness.home / "drive"
    video = drive / "Wan Desk" / "a.mp4"
    video.parent.mkdir(parents=True)
    video.write_bytes(CONTENT)
    harness.store.jobs["a"] = replace(harness.store.jobs["a"], video=a_video(video, size_bytes=len(CONTENT)))
    harness.files = files_in(harness.home, move_to_trash=lambda _path: False, sleep=lambda _seconds: asyncio.sleep(0))

    async def scenario() -> None:
        async with harness.running() as engine:
            await engine.removals.remove("a")
            if is_away:
                drive.rename(harness.home / "away")
            harness.clock.passed.set()
            await until(harness.is_finished("a"))
            assert list(await engine.jobs.ids()) == []

    asyncio.run(scenario())
    assert (harness.home / "away" / "Wan Desk" / "a.mp4" if is_away else video).read_bytes() == CONTENT
    (refused,) = harness.listener.refused
    assert refused.values == {"file": "a.mp4", "folder": str(video.parent)}


def test_a_video_in_the_fallback_folder_goes_to_the_trash_from_there(harness: Harness) -> None:
    waiting = harness.home / "fallback" / "a" / "a.mp4"
    waiting.parent.mkdir(parents=True)
    waiting.write_bytes(CONTENT)
    harness.add("a", video=a_video(waiting, size_bytes=len(CONTENT)), removed_at=1.0).unlink()

    async def scenario() -> None:
        async with harness.running():
            await until(harness.is_finished("a"))

    asyncio.run(scenario())
    assert harness.trash == ["a.mp4"]
    assert not any(isinstance(event, VideoMoved) for _, event in harness.store.kept)


def test_the_task_of_a_removed_job_is_not_found_as_missing_and_comes_back_by_its_id(harness: Harness) -> None:
    video = harness.add("a")
    row = TaskRow(
        task_id="task-no-a", status=TaskStatus.SUCCEEDED, status_text="SUCCEEDED", model_id="wan2.5-i2v-preview"
    )
    harness.cloud.pages = [TaskPage(rows=(row,), pages=1)]
    harness.cloud.downloads = [CONTENT]

    async def scenario() -> None:
        async with harness.running() as engine:
            await engine.removals.remove("a")
            harness.clock.passed.set()
            await until(harness.is_finished("a"))
            assert list(await engine.unclaimed.find("singapore")) == []
            job = await engine.unclaimed.import_task("singapore", "task-no-a")
            assert job.id == "a"
            await until(lambda: harness.store.jobs["a"].stage is JobStage.DONE)  # its video was in the trash
            with pytest.raises(TaskOwned):
                await engine.unclaimed.import_task("singapore", "task-no-a")

    asyncio.run(scenario())
    assert harness.listener.restored == [("a", None)]
    assert len(harness.cloud.ordered) == 0
    again = harness.store.jobs["a"].video
    assert again is not None
    assert Path(again.path).read_bytes() == CONTENT
    assert Path(again.path).parent == video.parent


def test_an_imported_job_comes_back_even_if_its_video_cannot_be_downloaded_now(harness: Harness) -> None:
    harness.add("a", removed_at=1.0, is_removal_finished=True).unlink()
    harness.cloud.reports = [KeyNeeded("no key"), report(TaskStatus.UNKNOWN)]

    async def scenario() -> None:
        async with harness.running() as engine:
            assert (await engine.unclaimed.import_task("singapore", "task-no-a")).id == "a"
            assert list(await engine.jobs.ids()) == ["a"]

    asyncio.run(scenario())


def test_a_job_that_comes_back_while_its_video_goes_to_the_trash_gets_it_again(harness: Harness) -> None:
    harness.add("a")
    harness.cloud.downloads = [CONTENT]
    started, goes_on = threading.Event(), threading.Event()

    def move_slowly(path: Path) -> bool:
        started.set()
        assert goes_on.wait(10)
        path.unlink()
        return True

    harness.files = files_in(harness.home, move_to_trash=move_slowly)

    async def scenario() -> None:
        async with harness.running() as engine:
            await engine.removals.remove("a")
            harness.clock.passed.set()
            await until(started.is_set)
            coming_back = asyncio.gather(engine.unclaimed.import_task("singapore", "task-no-a"))
            for _ in range(50):  # as far as it gets by itself
                await asyncio.sleep(0.001)
            goes_on.set()
            await coming_back
            await until(lambda: harness.store.jobs["a"].stage is JobStage.DONE)
            await until(lambda: len(harness.cloud.downloaded) == 1)

    asyncio.run(scenario())
    video = harness.store.jobs["a"].video
    assert video is not None
    assert Path(video.path).read_bytes() == CONTENT


def test_undo_of_a_given_up_download_starts_nothing_and_import_downloads_it(harness: Harness) -> None:
    given_up = JobProblem(sentence=Sentence.VIDEO_GIVEN_UP)
    harness.add("a", JobStage.DOWNLOADING, problem=given_up)

    async def scenario() -> None:
        async with harness.running() as engine:
            await engine.removals.remove("a")
            await engine.removals.undo(["a"])
            assert harness.store.jobs["a"].is_given_up
            await engine.removals.remove("a")
            harness.clock.passed.set()
            await until(harness.is_finished("a"))
            assert harness.cloud.downloaded == []
            await engine.unclaimed.import_task("singapore", "task-no-a")
            await until(lambda: harness.store.jobs["a"].stage is JobStage.DONE)

    asyncio.run(scenario())


def test_the_row_goes_with_its_inputs_and_posters_when_the_cloud_has_forgotten_the_task(harness: Harness) -> None:
    picture = harness.home / "fox.jpg"
    picture.write_bytes(b"a fox")

    async def scenario() -> None:
        stored = await harness.files.copy_input(picture, "JPEG")
        for job_id in ("a", "b"):
            harness.add(job_id)
            job = harness.store.jobs[job_id]
            harness.store.jobs[job_id] = replace(job, request=replace(job.request, first_frame=stored))
        poster = harness.files.poster_path("a")
        poster.write_bytes(b"poster")
        async with harness.running() as engine:
            await engine.removals.remove("a")
            harness.clock.passed.set()
            await until(harness.is_finished("a"))
        harness.clock.time += DAY + 3600
        async with harness.running() as engine:
            await until(lambda: not any(each.get_name() == "removed jobs" for each in asyncio.all_tasks()))
            assert "a" in harness.store.jobs
            assert poster.exists()
        harness.clock.time += DAY
        async with harness.running() as engine:
            await until(lambda: "a" not in harness.store.jobs)
            await until(lambda: not any(each.get_name() == "removed jobs" for each in asyncio.all_tasks()))
            assert harness.files.input_path(stored).is_file()  # the other job has the same picture
            assert not poster.exists()
            await engine.removals.remove("b")
            harness.clock.passed.set()
            await until(lambda: not harness.files.input_path(stored).exists())

    asyncio.run(scenario())


def test_a_job_that_was_never_sent_leaves_the_store_with_the_undo(harness: Harness) -> None:
    harness.add("a", JobStage.CANCELED, submitted_at=None, task_id=None, ended_at=None)

    async def scenario() -> None:
        async with harness.running() as engine:
            await engine.removals.remove("a")
            assert "a" in harness.store.jobs
            harness.clock.passed.set()
            await until(lambda: "a" not in harness.store.jobs)

    asyncio.run(scenario())
