"""How long such jobs usually take, from this user's own history."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from statistics import median

from wandesk.domain.job import Job, JobStage

REMEMBERED = 20
"""Of each kind; what was slow last month says little about today."""

Kind = tuple[str, str, str, int]


class UsualTimes:
    """The median time from order to finished video of the last jobs of one kind.

    A kind is region, model, resolution and length, so Practice is never mixed with the real thing.
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._seconds: dict[Kind, deque[float]] = {}

    def learn(self, jobs: Iterable[Job]) -> None:
        """Take note of finished jobs; the others, and those known already, are passed over."""
        for job in jobs:
            if job.stage is not JobStage.DONE or job.id in self._seen:
                continue
            seconds = _seconds_taken(job)
            if seconds is not None:
                self._seen.add(job.id)
                self._seconds.setdefault(_kind(job), deque(maxlen=REMEMBERED)).append(seconds)

    def usual(self, job: Job) -> float | None:
        """Seconds from order to video for such a job; None without history."""
        seconds = self._seconds.get(_kind(job))
        return median(seconds) if seconds else None


def _kind(job: Job) -> Kind:
    request = job.request
    return request.region, request.model, request.resolution, request.seconds


def _seconds_taken(job: Job) -> float | None:
    if job.submitted_at is None or job.finished_at is None:
        return None
    # The cloud's own end, where it is known: the program may have been closed for hours in between.
    end = job.finished_at if job.ended_at is None else min(job.ended_at, job.finished_at)
    seconds = end - job.submitted_at
    return seconds if seconds > 0 else None
