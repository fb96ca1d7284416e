"""Limits the request rate of each account."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

READS_PER_SECOND = 10
"""Half of the cloud's limit for the reads of an account (wire-protocol 3.3)."""
MARGIN = 0.05
"""Requests arrive with jitter: at exactly a tenth of a second, some seconds would get eleven."""


class Limiter:
    """A rate limiter: at most `per_second` requests a second for each account, evenly spaced, in FIFO order."""

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
        """Wait until the account may send its next request."""
        async with self._locks.setdefault(account, asyncio.Lock()):
            # A timer may fire early, so the clock decides.
            while (remaining := self._free_at.get(account, 0.0) - self._monotonic()) > 0:
                await self._sleep(remaining)
            # Counted from now, so that after a stall the waiting requests are not sent all at once.
            self._free_at[account] = self._monotonic() + self._gap
