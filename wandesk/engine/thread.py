"""A thread with a stock asyncio loop for the engine.

It is a separate thread because sockets on a Qt loop leak a timer per read, and because blocking certificate checks,
base64 and JSON must never delay the window. The GUI calls it only through `run`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, InvalidStateError, ThreadPoolExecutor
from typing import Any, TypeVar

from wandesk.engine.supervisor import Supervisor

T = TypeVar("T")

log = logging.getLogger(__name__)


MOST_WORKERS = 32
"""Threads are started when they are needed. Those that hang on a dead network disk must not stop the others."""


class Workers(ThreadPoolExecutor):
    """Threads for a loop's blocking calls, which end in limited time: Python waits for such threads without limit."""

    def __init__(self, name: str) -> None:
        self._prefix = f"{name}-{id(self):x}"
        super().__init__(max_workers=MOST_WORKERS, thread_name_prefix=self._prefix)

    def end(self, within: float) -> bool:
        """Accept no more work and wait for the running work; False if a thread hangs in a system call."""
        ends = time.monotonic() + within
        self.shutdown(wait=False, cancel_futures=True)
        threads = [each for each in threading.enumerate() if each.name.startswith(self._prefix)]
        for each in threads:
            each.join(max(0.0, ends - time.monotonic()))
        return not any(each.is_alive() for each in threads)


class EngineThread:
    """Runs coroutines for other threads; the engine's Supervisor owns them, not the caller."""

    def __init__(self, failed: Callable[[str, BaseException], None] | None = None) -> None:
        self._loop = asyncio.new_event_loop()
        self._workers = Workers("engine")
        self._loop.set_default_executor(self._workers)
        self.supervisor = Supervisor(failed, loop=self._loop)
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def run(self, name: str, coro: Coroutine[Any, Any, T]) -> Future[T]:
        """Start a coroutine on the engine's loop; the Future holds its result.

        Cancelling the Future does not cancel the coroutine.
        """
        answer: Future[T] = Future()
        try:
            self._loop.call_soon_threadsafe(self._start, name, coro, answer)
        except RuntimeError as closed:
            coro.close()
            answer.set_exception(closed)
        return answer

    def stop(self, within: float, last: Callable[[], Coroutine[Any, Any, None]] | None = None) -> bool:
        """Cancel what runs, then await `last` (it closes the ports), then end the loop.

        The order matters: a port that closes under a running job looks like an error, and the job would record it.
        False if it did not end in time: a system call hangs, and only the end of the process helps.
        """
        ends = time.monotonic() + within
        if self._thread.ident is None:
            self._loop.close()
            return True
        if self._thread.is_alive():
            closing = asyncio.run_coroutine_threadsafe(self._close(within / 2, last), self._loop)
            closing.add_done_callback(lambda _ended: self._loop.call_soon_threadsafe(self._loop.stop))
            self._thread.join(within)
        have_ended = self._workers.end(max(0.0, ends - time.monotonic()))
        return have_ended and not self._thread.is_alive()

    async def _close(self, within: float, last: Callable[[], Coroutine[Any, Any, None]] | None) -> None:
        await self.supervisor.close(within)
        if last is None:
            return
        try:
            await last()
        except Exception:  # the loop must end in any case
            log.exception("closing failed")

    def _start(self, name: str, coro: Coroutine[Any, Any, T], answer: Future[T]) -> None:
        async def answering() -> None:
            try:
                result = await coro
            except asyncio.CancelledError:
                answer.cancel()
                raise
            except Exception as error:  # noqa: BLE001 - the caller gets every exception
                with contextlib.suppress(InvalidStateError):  # the caller cancelled at this moment
                    answer.set_exception(error)
            else:
                with contextlib.suppress(InvalidStateError):
                    answer.set_result(result)

        try:
            self.supervisor.spawn(name, answering())
        except asyncio.CancelledError:
            coro.close()
            answer.cancel()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()
