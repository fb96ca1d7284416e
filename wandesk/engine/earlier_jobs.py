"""Keeps the jobs that an earlier run queued from being sent before the task list was read (design.md 4, 2)."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from typing import Any

from wandesk.domain.errors import ListUnreadable, WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.progress import WaitReason
from wandesk.domain.search_timing import CHECK_GOOD_FOR
from wandesk.engine.back_off import BackOff
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.poll_schedule import PollSchedule
from wandesk.engine.ports import Clock
from wandesk.engine.posters import Posters
from wandesk.engine.queue_check import QueueCheck
from wandesk.engine.send_queue import SendQueue

log = logging.getLogger(__name__)

REFUSALS = 10
"""Answers in place of a list, over some five minutes, until the user is asked about the jobs."""
REFRESH = 3600.0
"""Seconds between two checks of jobs that stay in the queue, so that none is older than what the list shows."""
AGAIN = 10.0
"""Seconds between two readings while a task runs that may be a queued job's."""


class EarlierJobs:
    """Knows which queued jobs must still be compared with the list. Every method runs on the engine's loop."""

    def __init__(
        self,
        *,
        check: QueueCheck,
        open_jobs: OpenJobs,
        poll_schedule: PollSchedule,
        back_off: BackOff,
        queue: SendQueue,
        clock: Clock,
        posters: Posters,
        spawn: Callable[[str, Coroutine[Any, Any, None]], object],
    ) -> None:
        self._check = check
        self._open_jobs = open_jobs
        self._poll_schedule = poll_schedule
        self._back_off = back_off
        self._queue = queue
        self._clock = clock
        self._posters = posters
        self._spawn = spawn
        self._settled: Callable[[Iterable[str]], None] = lambda _job_ids: None
        self._unchecked: set[str] = set()
        self._checking: set[str] = set()
        """Regions whose list is being read."""
        self._refreshing: set[str] = set()
        """Regions that are checked again later."""

    def subscribe(self, settled: Callable[[Iterable[str]], None]) -> None:
        """`settled(job_ids)` is called when these jobs may be sent, or wait for the user."""
        self._settled = settled

    def add(self, job: Job) -> None:
        """A job of the store, before it is opened."""
        if job.stage.is_before_submission:
            self._unchecked.add(job.id)

    def sendable(self, jobs: Sequence[Job], free: int) -> list[Job]:
        """Those of these queued jobs that may be sent; the check of the others is started.

        `free` of them are about to be sent. If the check of one of those is too old, one reading serves all.
        """
        ready = [job for job in jobs if job.id not in self._unchecked]
        if any(self._queue.is_check_outdated(job.id) for job in ready[:free]):
            self._unchecked |= {job.id for job in ready if self._queue.is_check_outdated(job.id)}
        self._start(jobs)
        self._check_later(ready[free:])
        return [job for job in jobs if job.id not in self._unchecked]

    def check(self, jobs: Sequence[Job]) -> None:
        """These queued jobs are not sent, because the queue is paused. Their check is free."""
        self._start(jobs)
        self._check_later(jobs)

    def _start(self, jobs: Sequence[Job]) -> None:
        for region in {job.request.region for job in jobs if job.id in self._unchecked} - self._checking:
            self._checking.add(region)
            self._spawn(f"queue of {region}", self._run(region))

    def _check_later(self, jobs: Sequence[Job]) -> None:
        for region in {job.request.region for job in jobs if self._queue.is_checked(job.id)} - self._refreshing:
            self._refreshing.add(region)
            self._spawn(f"queue of {region} later", self._refresh(region))

    async def _refresh(self, region: str) -> None:
        """Check the jobs of a region again and again while they stay in the queue, paused or behind others."""
        is_needed = True
        while is_needed:
            await self._clock.wait(asyncio.Event(), REFRESH)
            jobs = [job for job in self._queue.jobs() if job.request.region == region]
            self._unchecked |= {job.id for job in jobs if self._queue.is_check_outdated(job.id)}
            self._start(jobs)
            is_needed = any(job.id in self._unchecked or self._queue.is_checked(job.id) for job in jobs)
        self._refreshing.discard(region)

    async def _run(self, region: str) -> None:
        failures = refusals = 0
        try:
            while waiting := self._waiting(region):
                try:
                    if (delay := self._check.seconds_until_listed(waiting[0])) > 0:
                        await self._wait(waiting, delay)
                        continue
                    if not failures:
                        self._show([each for each in waiting if not self._queue.is_check_outdated(each)])
                    settle = self._check.settle if refusals < REFUSALS else self._check.give_up
                    settled = await self._settle(region, waiting, settle)
                except ListUnreadable as error:
                    failures, refusals = failures + 1, refusals + 1
                    if refusals < REFUSALS:
                        await self._back_off.wait_together(waiting, error, failures)
                except WanDeskError as error:
                    failures += 1
                    await self._back_off.wait_together(waiting, error, failures)
                except Exception as fault:  # a bug must not leave jobs in the queue without a word
                    failures += 1
                    if failures == 1:
                        log.exception("the queue of %s: unexpected error", region)
                    await self._back_off.wait_together(waiting, fault, failures)
                else:
                    failures = refusals = 0
                    if not settled:
                        await self._wait(waiting, AGAIN)
        finally:
            self._checking.discard(region)

    async def _settle(
        self, region: str, waiting: Sequence[str], settle: Callable[[str, Sequence[str]], Awaitable[set[str]]]
    ) -> bool:
        """One reading, or the end of trying to; whether that settled any job."""
        ends = self._clock.monotonic() + CHECK_GOOD_FOR
        sendable = await settle(region, waiting)
        settled = [each for each in waiting if each in sendable or not self._is_queued(each)]
        self._unchecked.difference_update(settled)
        for job in [self._open_jobs.job(each) for each in settled if each in self._open_jobs]:
            self._queue.checked(job.id, ends if job.id in sendable else math.inf)  # the user's answer does not age
            if job.id in sendable:
                self._open_jobs.set_wait_reason(job.id, None)
            elif job.is_maybe_sent and job.poster is None:  # the user compares it with the videos that may be this one
                self._spawn(f"poster of job {job.id}", self._posters.make_from_picture(job))
        self._settled(settled)
        return bool(settled)

    def _waiting(self, region: str) -> list[str]:
        self._unchecked = {each for each in self._unchecked if self._is_queued(each)}
        return sorted(each for each in self._unchecked if self._open_jobs.job(each).request.region == region)

    def _is_queued(self, job_id: str) -> bool:
        return job_id in self._open_jobs and self._open_jobs.job(job_id).stage.is_before_submission

    async def _wait(self, waiting: Sequence[str], seconds: float) -> None:
        self._show(waiting)
        await self._poll_schedule.wait(waiting[0], seconds)

    def _show(self, waiting: Sequence[str]) -> None:
        for job_id in waiting:
            self._open_jobs.set_wait_reason(job_id, WaitReason.EARLIER)
