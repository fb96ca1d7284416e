"""How many requests of a kind may come within a second."""

from __future__ import annotations

from collections import deque

from wandesk.simulator.clock import Clock
from wandesk.simulator.errors import throttled


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
