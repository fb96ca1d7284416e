"""Detects that the computer slept, its clock was set, or the process was stopped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Never

from wandesk.engine.ports import Clock

log = logging.getLogger(__name__)

CHECK_EVERY = 5.0
LATE = 10.0
"""Seconds. A wait that is later than this counts as sleep; a busy computer is late by less."""


async def watch_for_waking(clock: Clock, woke: Callable[[], None]) -> Never:
    """Call `woke` whenever a wait took much too long, or the wall clock and the monotonic clock differ."""
    while True:
        wall, steady = clock.now(), clock.monotonic()
        await clock.wait(asyncio.Event(), CHECK_EVERY)
        wall_passed, passed = clock.now() - wall, clock.monotonic() - steady
        if passed - CHECK_EVERY > LATE or abs(wall_passed - passed) > LATE:
            log.info("woke up: %.0f s passed, %.0f s by the wall clock; checking every job", passed, wall_passed)
            woke()
