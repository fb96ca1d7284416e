"""The threads that check requests and render videos."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

_RENDERS_AT_ONCE = 2
_log = logging.getLogger("wandesk.simulator")


class Threads:
    """Runs slow work of tasks; `done` is called on the loop, and then `wake`."""

    def __init__(self) -> None:
        self._checkers = ThreadPoolExecutor(1, "check")
        self._renderers = ThreadPoolExecutor(_RENDERS_AT_ONCE, "render")
        self.loop: asyncio.AbstractEventLoop | None = None
        self.wake: Callable[[], None] = lambda: None

    def close(self) -> None:
        """Finish the running work and drop the queued work."""
        for pool in (self._checkers, self._renderers):
            pool.shutdown(cancel_futures=True)

    def check(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        self._start(self._checkers, work, done)

    def render(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        self._start(self._renderers, work, done)

    def _start(self, pool: ThreadPoolExecutor, work: Callable[[], object], done: Callable[[object], None]) -> None:
        def report(future: Future[object]) -> None:
            if future.cancelled():
                return
            error = future.exception()
            if error is not None:
                _log.warning("work failed", exc_info=error)
            result = future.result() if error is None else error
            if self.loop is not None:
                with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile
                    self.loop.call_soon_threadsafe(self._report, done, result)

        pool.submit(work).add_done_callback(report)

    def _report(self, done: Callable[[object], None], result: object) -> None:
        done(result)
        self.wake()
