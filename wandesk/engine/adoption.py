"""Assigns tasks of the cloud to uncertain jobs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from wandesk.domain.catalog import Catalog
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.charge import charge_for
from wandesk.domain.job import Job, Uncertainty
from wandesk.domain.job_events import SearchUpdated, TaskAdopted, TaskSucceeded
from wandesk.domain.job_transitions import apply, stage_of_task
from wandesk.domain.reconciliation import Proof
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskOwner, TaskReport, TaskRow, TaskStatus
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Clock, Failpoint, Store
from wandesk.engine.task_previews import TaskPreviews

log = logging.getLogger(__name__)


class Adoption:
    """Records which task belongs to which job. Two jobs never adopt the same task (see `lock`)."""

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        store: Store,
        previews: TaskPreviews,
        open_jobs: OpenJobs,
        clock: Clock,
        cloud_time: CloudTime,
        failpoint: Failpoint,
    ) -> None:
        self._catalog = catalog
        self._store = store
        self._previews = previews
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

    def imported(self, stored: Mapping[str, TaskOwner]) -> set[str]:
        """Those of `owned` that a job got by an import: they may be a queued job's own all the same."""
        is_open = {each.task_id for each in self._open_jobs.all() if each.task_id and each.request.is_imported}
        return is_open | {task_id for task_id, owner in stored.items() if owner.is_imported}

    async def adopt(self, job: Job, uncertainty: Uncertainty, task: TaskRow, proof: Proof) -> None:
        """Record that the task is the uncertain job's. Raises TaskOwned, StoreDamaged, NoRoom."""
        await self.note(self._open_jobs.job(job.id), uncertainty)
        at = self._clock.now()
        adopted = TaskAdopted(
            at=at,
            task_id=task.task_id,
            request_id=task.request_id,
            proof=proof.value,
            made_at=task.created_at,
            clock_offset=self._cloud_time.offset(job.request.region),
            status=task.status,
        )
        await self._open_jobs.record(job.id, adopted)
        log.info("job %s is task %s: %s", job.id, task.task_id, proof.value)
        self._failpoint("id_saved")
        if (finished := self._previews.finished(task.task_id)) is not None:
            await self._open_jobs.record(job.id, succeeded(job, finished, self._catalog.current, at))

    def as_far_as_its_task(self, job: Job, status: TaskStatus) -> Job:
        """A new job of an existing task, in the stage that the task has reached, and not in an earlier one."""
        begun = replace(job, stage=stage_of_task(status))
        finished = self._previews.finished(job.task_id or "")
        return (
            begun
            if finished is None
            else apply(begun, succeeded(begun, finished, self._catalog.current, job.created_at))
        )

    async def note(self, job: Job, uncertainty: Uncertainty) -> None:
        """Record what is known of an uncertain job if it changed. Raises StoreDamaged, NoRoom."""
        if job.uncertainty != uncertainty:
            await self._open_jobs.record(job.id, SearchUpdated(at=self._clock.now(), uncertainty=uncertainty))


def succeeded(job: Job, report: TaskReport, catalog: Catalog, at: float) -> TaskSucceeded:
    """The event of a job whose task has made its video. An imported job without a prompt gets the task's."""
    original = report.original_prompt if job.request.is_imported and not job.request.prompt else None
    return TaskSucceeded(
        at=at,
        ended_at=report.ended_at,
        actual_prompt=original or report.actual_prompt,
        usage=report.usage,
        charge=charge_for(job.request, report.usage, catalog, at),
    )
