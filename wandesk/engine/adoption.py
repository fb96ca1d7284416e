"""Assigns tasks of the cloud to uncertain jobs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from wandesk.domain.job import Job, Uncertainty
from wandesk.domain.job_events import SearchUpdated, TaskAdopted
from wandesk.domain.reconciliation import Proof
from wandesk.domain.task import TaskOwner, TaskRow
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Clock, Failpoint, Store

log = logging.getLogger(__name__)


class Adoption:
    """Records which task belongs to which job. Two jobs never adopt the same task (see `lock`)."""

    def __init__(
        self, store: Store, open_jobs: OpenJobs, clock: Clock, cloud_time: CloudTime, failpoint: Failpoint
    ) -> None:
        self._store = store
        self._open_jobs = open_jobs
        self._clock = clock
        self._cloud_time = cloud_time
        self._failpoint = failpoint
        self.lock = asyncio.Lock()
        """Serialises the question which job owns a task and the record of the answer; held for both by the caller."""

    async def stored_owners(self, task_ids: Sequence[str]) -> Mapping[str, TaskOwner]:
        """Which of the tasks belong to a stored job. Raises StoreDamaged."""
        return await self._store.owners(task_ids)

    def owned(self, stored: Mapping[str, TaskOwner]) -> set[str]:
        """The tasks that belong to a job: those of `stored`, and those of the open jobs as they are now.

        Nothing may be awaited between this call and the decision that it is for.
        """
        return {*stored, *(each.task_id for each in self._open_jobs.all() if each.task_id is not None)}

    async def adopt(self, job: Job, uncertainty: Uncertainty, task: TaskRow, proof: Proof) -> None:
        """Record that the task is the uncertain job's. Raises TaskOwned, StoreDamaged, NoRoom."""
        await self.note(self._open_jobs.job(job.id), uncertainty)
        event = TaskAdopted(
            at=self._clock.now(),
            task_id=task.task_id,
            request_id=task.request_id,
            proof=proof.value,
            made_at=task.created_at,
            clock_offset=self._cloud_time.offset(job.request.region),
        )
        await self._open_jobs.record(job.id, event)
        log.info("job %s is task %s: %s", job.id, task.task_id, proof.value)
        self._failpoint("id_saved")

    async def note(self, job: Job, uncertainty: Uncertainty) -> None:
        """Record what is known of an uncertain job if it changed. Raises StoreDamaged, NoRoom."""
        if job.uncertainty != uncertainty:
            await self._open_jobs.record(job.id, SearchUpdated(at=self._clock.now(), uncertainty=uncertainty))
