"""The engine's thread, and the backend that is opened on it while the window is built."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any

from wandesk.app.backend import Backend
from wandesk.engine.engine import Engine
from wandesk.engine.supervisor import Supervisor
from wandesk.engine.thread import EngineThread
from wandesk.ui.export.bridge import ExportCommands, ExportsBridge

REQUESTS_SENT_WITHIN = 0.6
"""Seconds of grace for a create request in flight: cutting it off would make the job uncertain."""


class BackendHost:
    """Opens and closes the backend. `engine` completes when the backend is open, or with what opening raised."""

    def __init__(self, failed: Callable[[str, BaseException], None]) -> None:
        self.thread = EngineThread(failed)
        self.engine: Future[Engine] = Future()
        self._exports: Future[ExportCommands] = Future()
        self.exports = ExportsBridge(self.thread.run, self._exports)
        self.backend: Backend | None = None
        """None until it is open."""
        self._opening: Future[Backend] | None = None

    def start(self, opening: Callable[[Supervisor], Coroutine[Any, Any, Backend]]) -> None:
        """Start the thread and open the backend on it."""
        self.thread.start()
        self._opening = self.thread.run("open", opening(self.thread.supervisor))

    async def opened(self) -> Backend:
        """The open backend. Raises what opening it raised."""
        assert self._opening is not None
        try:
            self.backend = await asyncio.wrap_future(self._opening)
        except Exception as error:
            self.engine.set_exception(error)
            self._exports.set_exception(error)
            raise
        self.backend.exports.changed = self.exports.changed
        self._exports.set_result(self.backend.exports)
        self.engine.set_result(self.backend.engine)
        return self.backend

    def stop(self, remaining: Callable[[], float], *, at_least: float) -> bool:
        """Let a create request in flight end, then close the backend and the thread.

        `remaining` tells the seconds that are left for all of it; closing gets `at_least` seconds. Returns False when
        something hangs in the system.
        """
        if self.backend is not None:
            with contextlib.suppress(TimeoutError):
                self.thread.run("requests", self.backend.engine.create_requests_ended()).result(REQUESTS_SENT_WITHIN)
        return self.thread.stop(max(at_least, remaining()), self.backend.close if self.backend else None)
