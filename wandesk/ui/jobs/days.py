"""The days of the list's jobs: how many each has, from the times at which they were created."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QDate, QDateTime


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the user's time zone with jobs."""

    day: date
    count: int


class Days:
    """Counts by day, kept while jobs come and go. Times are seconds since 1970, of jobs in the order of their times."""

    def __init__(self, ascending: Sequence[float] = ()) -> None:
        """`ascending`: the times of all jobs, the oldest first. Looks at a few of them for each day."""
        self._begins: list[float] = []
        """When each day with jobs begins, the oldest first."""
        self._counts: list[int] = []
        at = 0
        while at < len(ascending):
            begin, end = _bounds(ascending[at])
            following = max(at + 1, bisect_left(ascending, end, at))
            if self._begins and begin <= self._begins[-1]:  # a clock was set back: the day before goes on
                self._counts[-1] += following - at
            else:
                self._begins.append(begin)
                self._counts.append(following - at)
            at = following

    def add(self, created_at: float) -> None:
        """Count a job."""
        begin, _end = _bounds(created_at)
        place = bisect_left(self._begins, begin)
        if place < len(self._begins) and self._begins[place] == begin:
            self._counts[place] += 1
        else:
            self._begins.insert(place, begin)
            self._counts.insert(place, 1)

    def remove(self, created_at: float) -> None:
        """Count a job no more."""
        place = max(0, bisect_right(self._begins, created_at) - 1)
        if place >= len(self._counts):
            return
        self._counts[place] -= 1
        if not self._counts[place]:
            del self._begins[place], self._counts[place]

    def at(self, place: int) -> Day:
        """The day of that place, the oldest first; counted from the newest if negative. Raises IndexError."""
        return Day(_local_date(self._begins[place]), self._counts[place])

    @property
    def counts(self) -> list[int]:
        """The number of jobs of each day, the oldest day first."""
        return self._counts


def _bounds(moment: float) -> tuple[float, float]:
    """When the local day of a moment begins and ends."""
    return bounds_of(_local_date(moment))


def bounds_of(day: date) -> tuple[float, float]:
    """When a day begins and ends in the user's time zone, in seconds since 1970."""
    return _begin(day), _begin(day + timedelta(days=1))


def _local_date(moment: float) -> date:
    local = QDateTime.fromSecsSinceEpoch(math.floor(moment)).date()
    return date(local.year(), local.month(), local.day())


def _begin(day: date) -> float:
    """Midnight, or the first moment of a day whose midnight a change of the clocks skips."""
    return float(QDate(day.year, day.month, day.day).startOfDay().toSecsSinceEpoch())
