"""How jobs wait after an error: what their rows show, when they retry, and what wakes them earlier."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.job import Job
from wandesk.domain.progress import WaitReason
from wandesk.engine.next_step import Step, next_step
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.poll_schedule import PollSchedule
from wandesk.engine.waiting import obstacle_of, wait_for

log = logging.getLogger(__name__)

SCOUT_EVERY = 10.0
"""Seconds. Without a network one job of each region retries this often; the others are woken when it succeeds."""


class BackOff:
    """Waits before retries, alone for each job or together for the jobs of a region."""

    def __init__(
        self, catalog: CatalogSource, open_jobs: OpenJobs, poll_schedule: PollSchedule, rng: Callable[[], float]
    ) -> None:
        """`rng` gives random numbers in [0, 1), used as retry jitter."""
        self._catalog = catalog
        self._open_jobs = open_jobs
        self._poll_schedule = poll_schedule
        self._rng = rng

    async def wait(self, job_id: str, error: Exception, failures: int) -> None:
        """Show what an open job waits for, and wait until it should retry. `failures` counts from 1."""
        await self.wait_together([job_id], error, failures)

    async def wait_together(self, job_ids: Sequence[str], error: Exception, failures: int) -> None:
        """The same for jobs of a region that wait for one request. Waking the first open one ends the wait."""
        waiting = [each for each in job_ids if each in self._open_jobs]
        if not waiting:
            return
        job_id = waiting[0]
        job = self._open_jobs.job(job_id)
        is_practice = self._catalog.current.is_practice(job.request.region)
        reason, delay = wait_for(error, failures, is_practice=is_practice, jitter=self._rng())
        if failures == 1:
            log.warning("job %s waits: %s", job_id, error)
        for each in waiting:
            self._open_jobs.set_wait_reason(each, reason, obstacle_of(error, reason))
        if reason is WaitReason.NETWORK and self._waiting_for_network(job)[:1] == [job_id]:
            retry_after = getattr(error, "retry_after", None) or 0.0
            delay = max(retry_after, min(delay, SCOUT_EVERY))
        await self._poll_schedule.wait(job_id, delay)

    def recovered(self, job: Job) -> None:
        """A job succeeded after an error, so the other jobs of its region need not wait for the network."""
        for job_id in self._waiting_for_network(job):
            self._poll_schedule.wake(job_id)

    def practice_ended(self) -> None:
        """Show on the rows of polled Practice jobs that they wait. A job in the middle of a call gets an error."""
        for job in self._open_jobs.all():
            is_polled = next_step(job) is Step.POLL and self._catalog.current.is_practice(job.request.region)
            if is_polled and self._open_jobs.wait_reason(job.id) is None:
                self._open_jobs.set_wait_reason(job.id, WaitReason.PRACTICE)

    def practice_may_start(self) -> None:
        """Wake the jobs that wait for Practice."""
        for job_id in self._open_jobs.waiting_for(WaitReason.PRACTICE):
            self._poll_schedule.wake(job_id)

    def _waiting_for_network(self, job: Job) -> list[str]:
        """The jobs of the same region that wait for the network; the first of them retries often."""
        waiting = [each for each in self._open_jobs.waiting_for(WaitReason.NETWORK) if each in self._open_jobs]
        return [each for each in waiting if self._open_jobs.job(each).request.region == job.request.region]
