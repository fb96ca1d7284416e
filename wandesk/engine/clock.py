"""The system clock behind the port `Clock`."""

from __future__ import annotations

import asyncio
import sys
import time

_COUNTS_SLEEP: int = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", 0))
"""A clock that continues during sleep: CLOCK_BOOTTIME on Linux. On macOS CLOCK_MONOTONIC does, `time.monotonic` not."""


class SystemClock:
    """Real time. The monotonic time continues while the computer sleeps, or `CloudTime` would be late afterwards."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        if sys.platform == "win32":
            return time.monotonic()  # GetTickCount64, which counts sleep
        else:
            return time.clock_gettime(_COUNTS_SLEEP)

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        try:
            async with asyncio.timeout(within):
                await woken.wait()
        except TimeoutError:
            return False
        return True
