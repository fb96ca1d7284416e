"""What time it is at the imitated cloud."""

from __future__ import annotations

import time
from typing import Protocol, runtime_checkable


class Clock(Protocol):
    """Seconds since 1970, as the cloud sees them."""

    def now(self) -> float: ...


@runtime_checkable
class MovableClock(Clock, Protocol):
    """One that can be moved forward."""

    def advance(self, seconds: float) -> None: ...


class HandClock:
    """Stands still until it is moved: under it everything that happens at a time is the same in each run."""

    def __init__(self, start: float) -> None:
        self._time = start

    def now(self) -> float:
        return self._time

    def advance(self, seconds: float) -> None:
        self._time += seconds


class AdjustableClock:
    """The machine's clock, which a test may move forward (to see a link expire without waiting a day)."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += seconds
