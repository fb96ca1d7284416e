"""Keeps requests of one account apart in time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

READS_PER_SECOND = 10
"""Half of what the cloud allows each account for reads (wire-protocol 3.3)."""
MARGIN = 0.05
"""Evenly spaced requests arrive unevenly: with exact tenths an eleventh would fall into a second now and then."""


class Limiter:
    """Lets each account through at most `per_second` times a second, evenly spaced, first come first served."""

    def __init__(
        self,
        per_second: float = READS_PER_SECOND,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._gap = (1 + MARGIN) / per_second
        self._monotonic = monotonic
        self._sleep = sleep
        self._locks: dict[str, asyncio.Lock] = {}
        self._free_at: dict[str, float] = {}

    async def acquire(self, account: str) -> None:
        """Wait for this account's next turn."""
        async with self._locks.setdefault(account, asyncio.Lock()):
            # A timer may fire a little early: the turn has come when the clock says so.
            while (left := self._free_at.get(account, 0.0) - self._monotonic()) > 0:
                await self._sleep(left)
            # Counted from when it really passes: after a stall of ours those that waited do not go all at once.
            self._free_at[account] = self._monotonic() + self._gap
