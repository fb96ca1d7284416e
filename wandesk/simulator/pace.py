"""Slow transfers."""

from __future__ import annotations

import asyncio
import time

_SHORTEST_WAIT = 0.005  # seconds; shorter waits are not exact


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
