"""A thread that runs blocking calls one at a time and returns their results to coroutines.

It is a daemon thread and not an executor: at exit Python waits for an executor's threads without limit, so a call that
hangs in the system would block the exit.
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
    """The thread accepts no more calls."""


class WorkerThread:
    """Starts at the first call. `call` may be awaited on any event loop, in any thread."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._calls: queue.SimpleQueue[_Call[Any] | _Post | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._last: Callable[[], object] | None = None
        self._is_stopped = False
        self._busy_since: float | None = None

    @property
    def busy_seconds(self) -> float | None:
        """How long the current call has been running, None if there is none."""
        since = self._busy_since
        return None if since is None else time.monotonic() - since

    async def call(self, work: Callable[[], T]) -> T:
        """Run `work` after all earlier calls, and return its result.

        Raises what it raises, and ThreadStopped. Cancelling the wait does not stop the work.
        """
        call = _Call(work)
        self._put(call)
        try:
            return await call.answer
        finally:
            del call  # its error and this frame would keep each other alive

    def post(self, work: Callable[[], object]) -> None:
        """Run `work` after all earlier calls, without waiting for it. Its error is logged. Raises ThreadStopped."""
        self._put(_Post(work))

    def stop(self, last: Callable[[], object] | None = None) -> None:
        """Accept no more calls. A running thread performs the queued calls, then `last`, and ends.

        `last` must handle its own errors, because nothing waits for it.
        """
        with self._lock:
            self._is_stopped = True
            self._last = last
            if self._thread is not None:
                self._calls.put(None)

    def _put(self, call: _Call[Any] | _Post) -> None:
        with self._lock:
            if self._is_stopped:
                raise ThreadStopped(f"{self._name} is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name=self._name, daemon=True)
                self._thread.start()
            self._calls.put(call)

    async def join(self, within: float) -> bool:
        """Wait for the stopped thread; False if it has not ended within so many seconds."""
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
            del call, result, error  # the call's objects must not stay alive while the thread waits
        if self._last is not None:
            self._last()


class _Post:
    """One piece of work without a caller that waits."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.work = work

    def resolve(self, _result: object, error: Exception | None) -> None:
        """On the thread: log an error."""
        if error is not None:
            log.error("a call that nothing waits for failed", exc_info=error)


class _Call(Generic[T]):
    """A call, and the coroutine that waits for it."""

    def __init__(self, work: Callable[[], T]) -> None:
        self.work = work
        self._loop = asyncio.get_running_loop()
        self.answer: asyncio.Future[T] = self._loop.create_future()

    def resolve(self, result: T, error: Exception | None) -> None:
        """Pass the outcome to the coroutine. Called on the worker thread."""
        try:
            self._loop.call_soon_threadsafe(self._settle, result, error)
        except RuntimeError:  # the caller's loop was closed meanwhile
            log.debug("a call ended after the loop of its caller")

    def _settle(self, result: T, error: Exception | None) -> None:
        if self.answer.done():
            return
        if error is not None:
            self.answer.set_exception(error)
        else:
            self.answer.set_result(result)


def _perform(work: Callable[[], Any]) -> tuple[Any, Exception | None]:
    """The result and the error. A separate frame, because an error keeps its frames alive."""
    try:
        return work(), None
    except Exception as error:  # noqa: BLE001 - the caller gets every error
        return None, error
