"""The system's time, as the port `Clock` wants it."""

from __future__ import annotations

import asyncio
import sys
import time

_COUNTS_SLEEP: int = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", 0))
"""Linux has CLOCK_BOOTTIME for this; CLOCK_MONOTONIC of macOS counts sleep, which Python's own time there does not."""


class SystemClock:
    """Real time. Its monotonic time goes on while the computer sleeps, or the cloud's time would be late after it."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        if sys.platform == "win32":
            return time.monotonic()  # GetTickCount64, which counts sleep
        return time.clock_gettime(_COUNTS_SLEEP)

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        try:
            async with asyncio.timeout(within):
                await woken.wait()
        except TimeoutError:
            return False
        return True
