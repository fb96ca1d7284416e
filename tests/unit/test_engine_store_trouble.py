"""While the store cannot be written nothing is sent, and rows show it; a busy cloud is shown as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.fakes import FakeStore
from tests.unit.test_engine_orders import Harness, run_scenario
from wandesk.domain.errors import CloudBusy, StoreDamaged, StoreUnusable
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_events import JobEvent, SubmissionStarted, TaskCreated
from wandesk.domain.progress import WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.domain.task import Submission


class DamagedStore(FakeStore):
    """Stores everything but new submissions, as the real one after damage."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    async def save(self, job: Job, event: JobEvent) -> None:
        if isinstance(event, SubmissionStarted) and self.times:
            self.times -= 1
            raise StoreDamaged("damage was found before")
        await super().save(job, event)


@pytest.mark.logs("waits: store_damaged")
def test_a_job_waits_while_the_store_is_damaged(tmp_path: Path) -> None:
    store = DamagedStore(3)

    async def scenario(harness: Harness) -> None:
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until(lambda: any(each.waits_for is WaitReason.STORE for each in harness.listener.progress))
        assert harness.cloud.ordered == []
        await harness.until_stage(JobStage.DONE)

    harness = run_scenario(tmp_path, scenario, store=store)
    assert store.times == 0
    assert len(harness.cloud.ordered) == 1


class DiskAwayAfterTheRequest(FakeStore):
    """Cannot store the outcome of a create request for a while: its disk was taken away."""

    times = 3

    async def save(self, job: Job, event: JobEvent) -> None:
        if isinstance(event, TaskCreated) and self.times:
            self.times -= 1
            raise StoreUnusable("injected", sentence=Sentence.FOLDER_MISSING)
        await super().save(job, event)


@pytest.mark.logs("cannot be stored yet")
def test_a_task_is_recorded_when_the_disk_is_back_and_the_row_says_so(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.DONE)

    harness = run_scenario(tmp_path, scenario, store=DiskAwayAfterTheRequest())
    assert len(harness.cloud.ordered) == 1
    obstacles = [each.obstacle for each in harness.listener.progress if each.waits_for is WaitReason.STORE]
    assert [each.sentence for each in obstacles if each is not None] == [Sentence.FOLDER_MISSING]


@pytest.mark.logs("waits: cloud_busy")
def test_a_busy_cloud_is_shown_as_such(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.creates = [CloudBusy("throttled"), Submission(task_id="task-1", request_id="request-1")]
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.DONE)

    harness = run_scenario(tmp_path, scenario)
    assert WaitReason.BUSY in [each.waits_for for each in harness.listener.progress]
    assert len(harness.cloud.ordered) == 2
