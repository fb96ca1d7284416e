"""The user's decisions about an uncertain job: choose its task, rule tasks out, or give the job up."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from wandesk.domain.errors import TaskOwned
from wandesk.domain.job import Job, JobStage, SearchState
from wandesk.domain.job_events import SubmissionConfirmed, UncertaintyClosed
from wandesk.domain.reconciliation import Proof
from wandesk.domain.structs import replace
from wandesk.domain.task import FoundTask
from wandesk.engine.adoption import Adoption
from wandesk.engine.found_tasks import FoundTasks
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.pending_requests import PendingRequests
from wandesk.engine.poll_schedule import PollSchedule
from wandesk.engine.ports import Clock
from wandesk.engine.reconciling import Reconciler


class UncertainJobs:
    """Applies the user's decisions. Methods ignore a job that is no longer uncertain."""

    def __init__(
        self,
        *,
        reconciler: Reconciler,
        pending: PendingRequests,
        adoption: Adoption,
        found_tasks: FoundTasks,
        open_jobs: OpenJobs,
        poll_schedule: PollSchedule,
        clock: Clock,
        spawn: Callable[[str, Coroutine[Any, Any, None]], object],
    ) -> None:
        self._reconciler = reconciler
        self._pending = pending
        self._adoption = adoption
        self._found_tasks = found_tasks
        self._open_jobs = open_jobs
        self._poll_schedule = poll_schedule
        self._clock = clock
        self._spawn = spawn

    async def candidates(self, job_id: str) -> Sequence[FoundTask]:
        """The tasks that may be the job's, oldest first, finished ones with prompt and poster.

        Empty for a job that is not uncertain. Raises what reading the cloud raises.
        """
        job = await self._open_jobs.find(job_id)
        if job is None or job.stage is not JobStage.UNCERTAIN:
            return ()
        connection, rows = await self._reconciler.candidates(job)
        tasks = [self._found_tasks.of_row(connection, row, key_id=None) for row in rows]
        return [await self._found_tasks.with_preview(connection, task) for task in tasks]

    async def choose(self, job_id: str, task_id: str) -> None:
        """Assign this task to the job. Raises TaskOwned, StoreDamaged, NoRoom."""
        async with self._adoption.lock:
            if not self._pending.is_uncertain(job_id):
                return
            job = self._open_jobs.job(job_id)
            if task_id in self._adoption.owned(await self._adoption.stored_owners([task_id])):
                raise TaskOwned(job_id, values={"task_id": task_id})
            task = self._reconciler.shown(job_id, task_id)
            await self._adoption.adopt(job, self._pending.uncertainty(job), task, Proof.USER)
        self._poll_schedule.wake(job_id)

    async def send(self, job_id: str) -> None:
        """Send a job that a newer copy of the store may have sent, for money. Raises StoreDamaged, NoRoom.

        Ignores any other job: one that this store has sent is never sent again.
        """
        if self._pending.is_uncertain(job_id):
            await self._open_jobs.record(job_id, SubmissionConfirmed(at=self._clock.now()))
            self._poll_schedule.wake(job_id)

    async def rule_out(self, job_id: str, task_ids: Sequence[str]) -> None:
        """Rule out these tasks, and continue the search among the others. Raises StoreDamaged, NoRoom."""
        async with self._adoption.lock:
            if not self._pending.is_uncertain(job_id):
                return
            job = self._open_jobs.job(job_id)
            uncertainty = self._pending.uncertainty(job)
            ruled_out = tuple(dict.fromkeys([*uncertainty.ruled_out, *task_ids]))
            left = tuple(each for each in uncertainty.candidates if each not in ruled_out)
            search_state = uncertainty.search_state if left else SearchState.LOOKING
            await self._adoption.note(
                job, replace(uncertainty, ruled_out=ruled_out, candidates=left, search_state=search_state)
            )
        self._poll_schedule.wake(job_id)

    async def close(self, job_id: str) -> None:
        """Give the job up. If its video turns up within 24 hours, it becomes a new job. Raises StoreDamaged, NoRoom."""
        async with self._adoption.lock:
            if not self._pending.is_uncertain(job_id):
                return
            job = self._open_jobs.job(job_id)
            await self._adoption.note(job, self._pending.uncertainty(job))
            closed = await self._open_jobs.record(job_id, UncertaintyClosed(at=self._clock.now()))
        self._poll_schedule.wake(job_id)
        self.watch_closed(closed)

    def watch_closed(self, job: Job) -> None:
        """Search on in the background for a job that was closed."""
        self._spawn(f"closed job {job.id}", self._reconciler.watch_closed(job))
