"""The jobs that wait to be sent, in the user's order. A waiting job costs nothing: it has no coroutine and no polls."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wandesk.domain.job import Job
from wandesk.domain.job_events import JobMoved
from wandesk.domain.send_queue import in_send_order, moved, neighbour
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSettings:
    """The user's settings for sending; `settings` stores them."""

    is_paused: bool = False
    at_once: int = 0
    """Jobs of one model at Alibaba at the same time, 0: as the catalogue says."""


class SendQueue:
    """Knows the waiting jobs and whether sending is paused; `Scheduler` decides which of them start."""

    def __init__(self, open_jobs: OpenJobs, clock: Clock, settings: QueueSettings) -> None:
        self._open_jobs = open_jobs
        self._clock = clock
        self._waiting: set[str] = set()
        self._check_ends: dict[str, float] = {}
        """Monotonic: until when the check of a job that an earlier run queued is good, by job id."""
        self.settings = settings

    def __contains__(self, job_id: str) -> bool:
        return job_id in self._waiting

    def add(self, job_id: str) -> None:
        self._waiting.add(job_id)

    def discard(self, job_id: str) -> None:
        self._waiting.discard(job_id)

    def discard_closed(self) -> None:
        """Drop the jobs that ended while they waited."""
        self._waiting = {each for each in self._waiting if each in self._open_jobs}
        self._check_ends = {each: ends for each, ends in self._check_ends.items() if each in self._open_jobs}

    def jobs(self) -> list[Job]:
        """The waiting jobs in the order in which they are sent."""
        return in_send_order(self._open_jobs.job(each) for each in self._waiting if each in self._open_jobs)

    def may_start(self, job_id: str) -> bool:
        """Whether the job may be submitted; if not, it goes back to the queue."""
        return job_id in self._open_jobs and not self.settings.is_paused and not self.is_check_outdated(job_id)

    def checked(self, job_id: str, ends: float) -> None:
        """No other copy of the store has sent the job; that is worth nothing after `ends` (monotonic)."""
        self._check_ends[job_id] = ends

    def is_checked(self, job_id: str) -> bool:
        """Whether the job was compared with the task list, and may be again."""
        return self._check_ends.get(job_id, math.inf) < math.inf

    def is_check_outdated(self, job_id: str) -> bool:
        """Whether the job must be compared with the task list again before it is sent."""
        return self._check_ends.get(job_id, math.inf) < self._clock.monotonic()

    async def move(self, job_ids: Iterable[str], *, before: str | None = None, after: str | None = None) -> None:
        """Put waiting jobs before or after another waiting job, or (neither) at the top.

        Raises StoreDamaged, NoRoom.
        """
        await self._record(moved(self.jobs(), job_ids, before=before, after=after))

    async def shift(self, job_ids: Sequence[str], *, is_up: bool) -> None:
        """Move waiting jobs one place up or down among those of the same model. Raises as `move`."""
        queue = self.jobs()
        beside = neighbour(queue, job_ids, is_up=is_up)
        if beside is not None:
            before, after = (beside, None) if is_up else (None, beside)
            await self._record(moved(queue, job_ids, before=before, after=after))

    async def _record(self, positions: dict[str, float]) -> None:
        for job_id, position in positions.items():
            await self._open_jobs.record(job_id, JobMoved(at=self._clock.now(), position=position))
