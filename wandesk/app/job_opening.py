"""Shows the jobs of the store and resumes those under way, as soon as the store can be read."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from pathlib import Path

from wandesk.app.backend import Backend
from wandesk.app.backend_host import BackendHost
from wandesk.domain.errors import StoreUnusable, WanDeskError
from wandesk.domain.sentences import Sentence
from wandesk.ui.main_window import MainWindow
from wandesk.ui.questions import Spawn

log = logging.getLogger(__name__)

RETRY_EVERY = 5.0
"""Seconds between two tries to read the store."""
SILENT_AFTER = 15.0
"""Seconds without an answer after which the disk is called silent. A store of 100,000 jobs is read in one."""


class JobOpening:
    """One run's reading of the store. A full disk or a share that is away is retried, and nothing is lost."""

    def __init__(
        self, host: BackendHost, window: MainWindow, spawn: Spawn, *, data: Path, in_form: Callable[[], Collection[str]]
    ) -> None:
        """`data` is the folder of the store. `in_form()` returns the paths of the files in the user's form."""
        self._host = host
        self._window = window
        self._spawn = spawn
        self._data = data
        self._in_form = in_form
        self._pressed = asyncio.Event()
        self._told: Sentence | None = None
        self.tried = asyncio.Event()
        """Set once the rows are shown, or the window says why they are not."""
        window.jobs.pages.retry_requested.connect(self._pressed.set)

    async def run(self, backend: Backend) -> None:
        """Try until it succeeds: every few seconds, and when the user asks for it."""
        while not await self._open(backend):
            self._pressed.clear()
            try:
                await asyncio.wait_for(self._pressed.wait(), RETRY_EVERY)
            except TimeoutError:
                log.debug("the store is tried again")

    async def _open(self, backend: Backend) -> bool:
        """Try once; the window says why it did not succeed, and while the disk does not respond."""
        reading = self._spawn("read the jobs", self._read(backend))
        try:
            async with asyncio.timeout(SILENT_AFTER):
                await asyncio.shield(reading)
        except TimeoutError:
            values = {"folder": str(self._data)}
            self._window.show_unreadable(StoreUnusable("no answer", sentence=Sentence.FOLDER_SILENT, values=values))
            self.tried.set()
        trouble: WanDeskError | None = await reading
        if trouble is not None and trouble.sentence is not self._told:  # once for each reason
            self._told = trouble.sentence
            log.warning("the open jobs were not resumed: %s", trouble)
        self._window.show_unreadable(trouble)
        self.tried.set()
        return trouble is None

    async def _read(self, backend: Backend) -> WanDeskError | None:
        """Show the rows and resume the open jobs; returns why that is not possible."""
        try:
            await self._window.load()
            resuming = backend.engine.resume(in_form=self._in_form())
            await asyncio.wrap_future(self._host.thread.run("resume", resuming))
        except WanDeskError as trouble:
            return trouble
        return None
