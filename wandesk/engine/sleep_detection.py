"""Notices that time was lost: the computer slept, its clock was set, or the process stood still."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Never

from wandesk.engine.ports import Clock

log = logging.getLogger(__name__)

LOOK_EVERY = 5.0
LOST = 10.0
"""Seconds by which a short wait may be late before it counts as sleep: a busy computer is late by less."""


async def watch_for_waking(clock: Clock, woke: Callable[[], None]) -> Never:
    """Call `woke` whenever a wait took much longer than it should, or the clock went another way than time did."""
    while True:
        wall, steady = clock.now(), clock.monotonic()
        await clock.wait(asyncio.Event(), LOOK_EVERY)
        wall_passed, passed = clock.now() - wall, clock.monotonic() - steady
        if passed - LOOK_EVERY > LOST or abs(wall_passed - passed) > LOST:
            log.info("awake again: %.0f s passed, %.0f s by the clock; everything is looked at", passed, wall_passed)
            woke()
