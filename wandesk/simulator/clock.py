"""The clock of the simulated cloud."""

from __future__ import annotations

import time
from typing import Protocol, runtime_checkable


class Clock(Protocol):
    """The cloud's time in seconds since 1970."""

    def now(self) -> float: ...


@runtime_checkable
class MovableClock(Clock, Protocol):
    """A clock that can be moved forward."""

    def advance(self, seconds: float) -> None: ...


class AdjustableClock:
    """The computer's clock, which a test can advance, for example until a link expires."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += seconds
