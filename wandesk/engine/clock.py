"""The system's time, as the port `Clock` wants it."""

from __future__ import annotations

import asyncio
import time


class SystemClock:
    """Real time."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        try:
            async with asyncio.timeout(within):
                await woken.wait()
        except TimeoutError:
            return False
        return True
