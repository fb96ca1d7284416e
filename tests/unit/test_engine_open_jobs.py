"""The open jobs: one row is opened once, and a new stage starts without the progress of the old one."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.fakes import FakeListener, FakeStore
from tests.support.jobs import a_job
from wandesk.domain.errors import NoRoom
from wandesk.domain.job import Job, JobProblem, JobStage
from wandesk.domain.job_events import (
    JobCanceled,
    JobEvent,
    JobRemoved,
    PosterMade,
    PreparationStarted,
    RemovalFinished,
    RemovalUndone,
    UploadStarted,
    VideoWanted,
    VideoWatched,
)
from wandesk.domain.progress import WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.engine.open_jobs import OpenJobs


class SlowStore(FakeStore):
    """A new row can be read before `add` returns."""

    def __init__(self) -> None:
        super().__init__()
        self.returns = asyncio.Event()

    async def add(self, job: Job) -> None:
        await super().add(job)
        await self.returns.wait()


class FullStore(FakeStore):
    async def save(self, job: Job, event: JobEvent) -> None:
        raise NoRoom("disk full")


class RecordingOpenJobs(OpenJobs):
    """Open jobs that note what is opened."""

    def __init__(self, store: FakeStore) -> None:
        super().__init__(store, FakeListener())
        self.opened: list[str] = []
        self.subscribe(opened=self.opened.append, changed=lambda: None)


def test_a_job_that_is_being_added_is_not_loaded_from_its_row() -> None:
    """A job that was opened twice would be submitted twice."""

    async def scenario() -> None:
        store = SlowStore()
        jobs = RecordingOpenJobs(store)
        adding = asyncio.gather(jobs.add(a_job("new")))
        await asyncio.sleep(0)
        for row in await store.open_jobs():
            jobs.load(row)
        assert jobs.opened == []
        store.returns.set()
        await adding
        assert jobs.opened == ["new"]

    asyncio.run(scenario())


def test_a_row_that_was_read_before_the_job_ended_does_not_open_it_again() -> None:
    async def scenario() -> None:
        store = FakeStore()
        jobs = RecordingOpenJobs(store)
        await jobs.add(a_job("new"))
        rows = await store.open_jobs()
        await jobs.record("new", JobCanceled(at=1.0))
        for row in rows:
            jobs.load(row)
        assert "new" not in jobs
        assert jobs.opened == ["new"]

    asyncio.run(scenario())


def test_a_row_that_was_read_before_a_change_does_not_undo_it() -> None:
    async def scenario() -> None:
        store = FakeStore()
        store.jobs["old"] = a_job("old")
        jobs = RecordingOpenJobs(store)
        rows = await store.open_jobs()
        await jobs.record("old", PreparationStarted(at=1.0))
        for row in rows:
            jobs.load(row)
        assert jobs.job("old").stage is JobStage.PREPARING
        assert jobs.opened == ["old"]

    asyncio.run(scenario())


def test_a_job_whose_change_could_not_be_stored_before_the_load_is_opened() -> None:
    """Cancel is possible on a row as soon as the window shows it, which may be before the jobs are loaded."""

    async def scenario() -> None:
        store = FullStore()
        store.jobs["old"] = a_job("old")
        jobs = RecordingOpenJobs(store)
        rows = await store.open_jobs()
        with pytest.raises(NoRoom):
            await jobs.record("old", JobCanceled(at=1.0))
        for row in rows:
            jobs.load(row)
        assert jobs.opened == ["old"]
        assert jobs.job("old").stage is JobStage.QUEUED

    asyncio.run(scenario())


def test_a_job_whose_stage_refused_a_change_before_the_load_is_opened() -> None:
    async def scenario() -> None:
        store = FakeStore()
        store.jobs["old"] = a_job("old")
        jobs = RecordingOpenJobs(store)
        rows = await store.open_jobs()
        await jobs.record("old", VideoWatched(at=1.0))
        for row in rows:
            jobs.load(row)
        assert jobs.opened == ["old"]

    asyncio.run(scenario())


def test_a_job_that_ended_before_the_load_is_not_opened() -> None:
    async def scenario() -> None:
        store = FakeStore()
        store.jobs["old"] = a_job("old")
        jobs = RecordingOpenJobs(store)
        rows = await store.open_jobs()
        await jobs.record("old", JobCanceled(at=1.0))
        await jobs.record("old", JobRemoved(at=2.0))
        assert await jobs.delete("old")
        for row in rows:
            jobs.load(row)
        assert "old" not in jobs
        assert jobs.opened == []

    asyncio.run(scenario())


def test_a_job_that_is_loaded_while_its_end_is_stored_does_not_stay_open() -> None:
    async def scenario() -> None:
        store = FakeStore()
        store.jobs["old"] = a_job("old")
        jobs = RecordingOpenJobs(store)
        rows = await store.open_jobs()
        ending = asyncio.gather(jobs.record("old", JobCanceled(at=1.0)))
        await asyncio.sleep(0)
        for row in rows:
            jobs.load(row)
        assert "old" in jobs
        await ending
        assert "old" not in jobs

    asyncio.run(scenario())


def test_a_job_that_is_loaded_twice_is_opened_once() -> None:
    jobs = RecordingOpenJobs(FakeStore())
    jobs.load(a_job("old"))
    jobs.load(a_job("old"))
    assert jobs.opened == ["old"]


def test_a_job_cancelled_while_it_is_added_stays_cancelled() -> None:
    """Its row exists before `add` returns. A row that is queued again in memory would be submitted."""

    async def scenario() -> None:
        store = SlowStore()
        jobs = RecordingOpenJobs(store)
        adding = asyncio.gather(jobs.add(a_job("new")))
        await asyncio.sleep(0)
        canceling = asyncio.gather(jobs.record("new", JobCanceled(at=1.0)))
        for _ in range(10):
            await asyncio.sleep(0)
        store.returns.set()
        await adding
        await canceling
        assert store.jobs["new"].stage is JobStage.CANCELED
        assert "new" not in jobs

    asyncio.run(scenario())


def test_a_job_whose_download_starts_again_is_not_removed() -> None:
    async def scenario() -> None:
        store = FakeStore()
        store.jobs["old"] = a_job("old", JobStage.DONE)
        jobs = RecordingOpenJobs(store)
        restarting = asyncio.gather(jobs.record("old", VideoWanted(at=1.0)))
        await asyncio.sleep(0)
        assert not (await jobs.record("old", JobRemoved(at=2.0))).is_removed
        await restarting
        assert store.jobs["old"].stage is jobs.job("old").stage is JobStage.DOWNLOADING

    asyncio.run(scenario())


def test_the_row_of_a_job_that_is_back_in_the_list_is_not_deleted() -> None:
    """A job without a row could record nothing any more."""

    async def scenario() -> None:
        store = FakeStore()
        store.jobs["old"] = a_job("old", JobStage.DONE, removed_at=1.0)
        jobs = RecordingOpenJobs(store)
        restoring = asyncio.gather(jobs.record("old", RemovalUndone(at=2.0)))
        await asyncio.sleep(0)
        assert not await jobs.delete("old")
        await restoring
        assert "old" in store.jobs

    asyncio.run(scenario())


def test_the_list_hears_of_a_removed_job_once_and_where_it_comes_back() -> None:
    async def scenario() -> None:
        store, listener = FakeStore(), FakeListener()
        for name in ("older", "old", "new"):
            store.jobs[name] = a_job(name, JobStage.DONE)
        jobs = OpenJobs(store, listener)
        await jobs.record("old", JobRemoved(at=1.0))
        await jobs.record("old", PosterMade(at=2.0, path="late.jpg"))
        await jobs.record("old", RemovalFinished(at=3.0))
        assert (listener.removed, listener.changed) == (["old"], [])
        await jobs.record("old", RemovalUndone(at=4.0))
        assert (listener.restored, listener.changed) == ([("old", "older")], [])

    asyncio.run(scenario())


def test_a_given_up_download_leaves_memory_with_its_row_and_comes_back_with_it() -> None:
    async def scenario() -> None:
        store = FakeStore()
        given_up = JobProblem(sentence=Sentence.VIDEO_GIVEN_UP)
        store.jobs["old"] = a_job("old", JobStage.DOWNLOADING, problem=given_up)
        jobs = RecordingOpenJobs(store)
        jobs.load(store.jobs["old"])
        await jobs.record("old", JobRemoved(at=1.0))
        assert "old" not in jobs
        assert list(await store.open_jobs()) == []
        await jobs.record("old", RemovalUndone(at=2.0))
        assert "old" in jobs

    asyncio.run(scenario())


def test_a_new_stage_starts_without_the_bytes_and_the_wait_reason_of_the_old_one() -> None:
    async def scenario() -> None:
        listener = FakeListener()
        jobs = OpenJobs(FakeStore(), listener)
        await jobs.add(a_job("new"))
        await jobs.record("new", PreparationStarted(at=1.0))
        jobs.set_usual_seconds("new", 80.0)
        jobs.set_transferred("new", 5, 10)
        jobs.set_wait_reason("new", WaitReason.NETWORK)
        await jobs.record("new", UploadStarted(at=2.0))
        last = listener.progress[-1]
        assert (last.done_bytes, last.total_bytes, last.waits_for, last.usual_seconds) == (0, None, None, 80.0)
        assert jobs.wait_reason("new") is None

    asyncio.run(scenario())
