"""Limits per second: requests of a kind, and bytes of a transfer."""

from __future__ import annotations

import asyncio
import time
from collections import deque

from wandesk.simulator.clock import Clock
from wandesk.simulator.errors import throttled

_SHORTEST_WAIT = 0.005  # seconds; shorter waits are not exact


class RateLimits:
    """Counts requests of the last second by their kind."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._recent: dict[tuple[str, ...], deque[float]] = {}

    def check(self, *kind: str, per_second: int) -> None:
        """Count a request. Raises Refusal, the cloud's throttling, when it is one too many within a second."""
        now = self._clock.now()
        recent = self._recent.setdefault(kind, deque())
        while recent and not 0 <= now - recent[0] < 1:
            recent.popleft()
        if len(recent) >= per_second:
            raise throttled()
        recent.append(now)


class Pace:
    """Limits a transfer to a number of bytes per second; None is no limit."""

    def __init__(self, bytes_per_second: int | None) -> None:
        self._bytes_per_second = bytes_per_second
        self._began = time.monotonic()

    async def passed(self, count: int) -> None:
        """Wait until `count` bytes, counted from the start, may have been transferred."""
        if self._bytes_per_second is None:
            await asyncio.sleep(0)
            return
        ahead = count / self._bytes_per_second - (time.monotonic() - self._began)
        if ahead > _SHORTEST_WAIT:
            await asyncio.sleep(ahead)
