"""Tells the listener while the videos folder cannot be used, retries, and lets the user choose another one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import JobProblem
from wandesk.engine.ports import Clock, Destination, Listener
from wandesk.engine.relocating import Relocator

log = logging.getLogger(__name__)

RETRY_EVERY = 10.0
"""Seconds between two checks of a folder that cannot be used. A folder that can is not checked: its disk may sleep."""


class VideosFolder:
    """The state of the videos folder. Videos wait in the fallback folder meanwhile, and the relocator moves them."""

    def __init__(
        self,
        destination: Destination,
        relocator: Relocator,
        listener: Listener,
        clock: Clock,
        spawn: Callable[[str, Coroutine[Any, Any, None]], object],
    ) -> None:
        self._destination = destination
        self._relocator = relocator
        self._listener = listener
        self._clock = clock
        self._spawn = spawn
        self._told: JobProblem | None = None
        self._woken = asyncio.Event()
        self._is_running = False

    def start(self) -> None:
        """Check the folder and move waiting videos: the program starts, or a video could not be saved there."""
        self._relocator.start()
        self._woken.set()
        if not self._is_running:
            self._is_running = True
            self._spawn("videos folder", self._watch())

    def wake(self) -> None:
        """Retry now."""
        self._relocator.wake()
        self._woken.set()

    def use(self, chosen: Path | None) -> None:
        """Save videos in this folder from now on, None for the default one; waiting videos move there."""
        self._destination.use(chosen)
        self.start()

    async def _watch(self) -> None:
        try:
            while True:
                self._woken.clear()
                problem = await self._problem()
                if problem != self._told:
                    self._told = problem
                    self._listener.videos_folder_changed(problem)
                    self._relocator.wake()
                if problem is None and not self._woken.is_set():
                    return
                await self._clock.wait(self._woken, RETRY_EVERY)
        finally:
            self._is_running = False

    async def _problem(self) -> JobProblem | None:
        try:
            await self._destination.check()
        except WanDeskError as refused:
            if self._told is None:
                log.warning("videos wait in the fallback folder: %s", refused)
            # Without the system's message, which names another temporary file each time.
            return JobProblem(sentence=refused.sentence, values=tuple(refused.values.items()))
        return None
