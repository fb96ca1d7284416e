"""A thread that performs blocking calls one at a time and answers the coroutines that asked.

Why a daemon thread of our own: Python waits without limit for an executor's threads when the program ends, and a call
that hangs in the system would hold it up. This one is left behind.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")

log = logging.getLogger(__name__)


class ThreadStopped(RuntimeError):
    """The thread takes no more calls."""


class WorkerThread:
    """Starts with its first call. `call` may be awaited on any event loop, in any thread."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._calls: queue.SimpleQueue[_Call[Any] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._last: Callable[[], object] | None = None
        self._is_stopped = False
        self._busy_since: float | None = None

    @property
    def busy_seconds(self) -> float | None:
        """How long the present call has been running, None while there is none."""
        since = self._busy_since
        return None if since is None else time.monotonic() - since

    async def call(self, work: Callable[[], T]) -> T:
        """The result of `work`, which comes after everything that was asked before.

        Raises what it raises, and ThreadStopped. Cancelling the wait does not stop the work.
        """
        call = _Call(work)
        with self._lock:
            if self._is_stopped:
                raise ThreadStopped(f"{self._name} is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name=self._name, daemon=True)
                self._thread.start()
            self._calls.put(call)
        try:
            return await call.answer
        finally:
            del call  # an error that it holds would keep itself alive through this frame

    def stop(self, last: Callable[[], object] | None = None) -> None:
        """Take no more calls, and end after those that were asked and then `last`. A thread that never began stays so.

        Nothing waits for `last`, so it handles its own errors.
        """
        with self._lock:
            self._is_stopped = True
            self._last = last
            if self._thread is not None:
                self._calls.put(None)

    async def join(self, within: float) -> bool:
        """Wait until the stopped thread has ended; False when it has not after so many seconds."""
        if self._thread is None:
            return True
        await asyncio.to_thread(self._thread.join, within)
        return not self._thread.is_alive()

    def _serve(self) -> None:
        while (call := self._calls.get()) is not None:
            self._busy_since = time.monotonic()
            result, error = _perform(call.work)
            self._busy_since = None
            call.resolve(result, error)
            del call, result, error  # nothing of a call stays alive while the thread waits for the next one
        if self._last is not None:
            self._last()


class _Call(Generic[T]):
    """One piece of work, and the coroutine that waits for it."""

    def __init__(self, work: Callable[[], T]) -> None:
        self.work = work
        self._loop = asyncio.get_running_loop()
        self.answer: asyncio.Future[T] = self._loop.create_future()

    def resolve(self, result: T, error: Exception | None) -> None:
        """On the thread: let the coroutine have its answer."""
        try:
            self._loop.call_soon_threadsafe(self._settle, result, error)
        except RuntimeError:  # the loop that asked has been closed in the meantime
            log.debug("an answer came after its loop had ended")

    def _settle(self, result: T, error: Exception | None) -> None:
        if self.answer.done():
            return
        if error is not None:
            self.answer.set_exception(error)
        else:
            self.answer.set_result(result)


def _perform(work: Callable[[], Any]) -> tuple[Any, Exception | None]:
    """The result and the error; a frame of its own, because an error keeps the frames alive that it came through."""
    try:
        return work(), None
    except Exception as error:  # noqa: BLE001 - whatever happens belongs to the coroutine that asked
        return None, error
