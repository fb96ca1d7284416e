"""Records the outcome of a create request, with retries while the store refuses it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from wandesk.domain.errors import NoRoom, StoreDamaged
from wandesk.domain.job import Job, JobProblem
from wandesk.domain.job_events import JobEvent, SubmissionUnconfirmed
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.poll_schedule import PollSchedule
from wandesk.engine.ports import Clock
from wandesk.engine.waiting import obstacle_of, wait_for

log = logging.getLogger(__name__)


class RetryingRecorder:
    """Records events that must not be lost, because a paid video may depend on them."""

    def __init__(
        self, open_jobs: OpenJobs, poll_schedule: PollSchedule, clock: Clock, rng: Callable[[], float]
    ) -> None:
        self._open_jobs = open_jobs
        self._poll_schedule = poll_schedule
        self._clock = clock
        self._rng = rng

    async def record(self, job_id: str, event: JobEvent) -> None:
        """Record the event and retry while the disk is full or the store is damaged. Raises TaskOwned."""
        is_logged = False
        while True:
            try:
                await self._open_jobs.record(job_id, event)
            except (NoRoom, StoreDamaged) as error:
                if not is_logged:
                    log.error("job %s: %r cannot be stored yet: %s", job_id, event, error)  # noqa: TRY400 - no mistake
                is_logged = True
                reason, delay = wait_for(error, 1, is_practice=False, jitter=self._rng())
                self._open_jobs.set_wait_reason(job_id, reason, obstacle_of(error, reason))
                await self._poll_schedule.wait(job_id, delay)
            else:
                self._open_jobs.set_wait_reason(job_id, None)
                return

    async def record_unconfirmed(self, job: Job, problem: JobProblem) -> None:
        """Mark the job as uncertain: its task may exist."""
        await self.record(job.id, SubmissionUnconfirmed(at=self._clock.now(), problem=problem))
