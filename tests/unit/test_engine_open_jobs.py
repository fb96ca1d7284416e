"""The open jobs: one row is opened once, and a new stage starts without the progress of the old one."""

from __future__ import annotations

import asyncio

from tests.support.fakes import FakeListener, FakeStore
from tests.support.jobs import a_job
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_events import JobCanceled, PreparationStarted, UploadStarted
from wandesk.domain.progress import WaitReason
from wandesk.engine.open_jobs import OpenJobs


class SlowStore(FakeStore):
    """A new row can be read before `add` returns."""

    def __init__(self) -> None:
        super().__init__()
        self.returns = asyncio.Event()

    async def add(self, job: Job) -> None:
        await super().add(job)
        await self.returns.wait()


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
