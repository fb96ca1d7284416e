"""Shows the jobs of the store and resumes those under way, as soon as the store can be read."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection

from wandesk.app.backend import Backend
from wandesk.app.backend_host import BackendHost
from wandesk.domain.errors import WanDeskError
from wandesk.domain.sentences import Sentence
from wandesk.ui.main_window import MainWindow

log = logging.getLogger(__name__)

RETRY_EVERY = 5.0
"""Seconds between two tries to read the store."""


class JobOpening:
    """One run's reading of the store. A full disk or a share that is away is retried, and nothing is lost."""

    def __init__(self, host: BackendHost, window: MainWindow, in_form: Callable[[], Collection[str]]) -> None:
        """`in_form()` returns the paths of the files in the user's form."""
        self._host = host
        self._window = window
        self._in_form = in_form
        self._pressed = asyncio.Event()
        self._told: Sentence | None = None
        window.jobs.pages.retry_requested.connect(self._pressed.set)

    async def open(self, backend: Backend) -> bool:
        """Try once; the window says why it did not succeed."""
        try:
            await self._window.load()
            resuming = backend.engine.resume(in_form=self._in_form())
            await asyncio.wrap_future(self._host.thread.run("resume", resuming))
        except WanDeskError as trouble:
            if trouble.sentence is not self._told:  # once for each reason
                self._told = trouble.sentence
                log.warning("the open jobs were not resumed: %s", trouble)
            self._window.show_unreadable(trouble)
            return False
        self._window.show_unreadable(None)
        return True

    async def opened(self, backend: Backend) -> None:
        """Try until it succeeds: every few seconds, and when the user asks for it."""
        is_open = False
        while not is_open:
            self._pressed.clear()
            try:
                await asyncio.wait_for(self._pressed.wait(), RETRY_EVERY)
            except TimeoutError:
                log.debug("the store is tried again")
            is_open = await self.open(backend)
