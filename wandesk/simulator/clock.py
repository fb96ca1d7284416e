"""What time it is at the imitated cloud."""

from __future__ import annotations

import time
from typing import Protocol, runtime_checkable


class Clock(Protocol):
    """Seconds since 1970, as the cloud sees them."""

    def now(self) -> float: ...


@runtime_checkable
class MovableClock(Clock, Protocol):
    """A clock that can be moved forward."""

    def advance(self, seconds: float) -> None: ...


class AdjustableClock:
    """The machine's clock, which a test may move forward (to see a link expire without waiting a day)."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += seconds
