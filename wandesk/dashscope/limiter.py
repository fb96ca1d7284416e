"""Keeps requests of one account apart in time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

READS_PER_SECOND = 10
"""Half of what the cloud allows each account for reads (wire-protocol 3.3)."""


class Limiter:
    """Lets each account through at most `per_second` times a second, evenly spaced, first come first served."""

    def __init__(
        self,
        per_second: float = READS_PER_SECOND,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._gap = 1 / per_second
        self._monotonic = monotonic
        self._sleep = sleep
        self._free_at: dict[str, float] = {}

    async def turn(self, account: str) -> None:
        """Wait for this account's next turn."""
        now = self._monotonic()
        turn = max(now, self._free_at.get(account, now))
        self._free_at[account] = turn + self._gap
        # A timer may fire a little early: the turn has come when the clock says so.
        while (left := turn - self._monotonic()) > 0:
            await self._sleep(left)
