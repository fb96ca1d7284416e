"""Which jobs that have ended are told outside the window, and when: one message for what ends together.

Everything here is pure. Times are seconds of a monotonic clock.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from wandesk.domain.job import Job
from wandesk.domain.job_news import JobNews

TOGETHER = 3.0
"""Jobs that end within this time of each other are one message."""
AT_MOST = 12.0
"""A message is not put off longer than this, however many jobs end one after the other."""


class Ending(Struct, frozen=True, kw_only=True):
    """A job that has ended with a video or without one."""

    job: Job
    news: JobNews
    """READY or FAILED."""


class _Pending(Struct, kw_only=True):
    """An ending that is not told yet."""

    ending: Ending
    at: float
    is_seen: bool
    waits_for: set[str]
    """The jobs ordered together with it that are still under way."""


class Endings:
    """Gathers endings. What was ordered together is told when all of it is over."""

    def __init__(self) -> None:
        self._pending: dict[str, _Pending] = {}

    def ended(self, ending: Ending, *, at: float, is_seen: bool, beside: Collection[str] = ()) -> None:
        """A job has ended. `is_seen`: the user was at the window. `beside`: what it was ordered with and still goes on.

        A job that ends again counts once, with its newest value.
        """
        job_id = ending.job.id
        self.drop(job_id, at=at)
        waits_for = set(beside) - {job_id}
        self._pending[job_id] = _Pending(ending=ending, at=at, is_seen=is_seen, waits_for=waits_for)

    def release(self, job_id: str, *, at: float) -> None:
        """Nothing waits for this job any more: it has ended, was cancelled or removed, or waits for the user."""
        for pending in self._pending.values():
            if job_id in pending.waits_for:
                pending.waits_for.discard(job_id)
                pending.at = at

    def drop(self, job_id: str, *, at: float) -> None:
        """The job is removed: it is not told."""
        self._pending.pop(job_id, None)
        self.release(job_id, at=at)

    def seen(self) -> None:
        """The user is at the window and sees what has ended so far."""
        for pending in self._pending.values():
            pending.is_seen = True

    def due_at(self) -> float | None:
        """When the next message is due; None while there is nothing to tell."""
        times = [pending.at for pending in self._pending.values() if not pending.waits_for]
        return min(max(times) + TOGETHER, min(times) + AT_MOST) if times else None

    def take(self, *, is_at_window: bool) -> tuple[Ending, ...]:
        """What is to be told now, in the order of its end; nothing if the user is at the window or has seen all of it.

        Each ending is taken once.
        """
        taken = [pending for pending in self._pending.values() if not pending.waits_for]
        for pending in taken:
            del self._pending[pending.ending.job.id]
        if is_at_window or all(pending.is_seen for pending in taken):
            return ()
        return tuple(pending.ending for pending in taken)
