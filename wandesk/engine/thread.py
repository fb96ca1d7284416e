"""A thread with a stock asyncio loop for the engine.

Why a thread of its own: sockets on a Qt loop leak a timer per read, and blocking certificate checks, base64 and
JSON must never delay the window. The GUI talks to it only through `run`.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from wandesk.engine.supervisor import Supervisor

T = TypeVar("T")

log = logging.getLogger(__name__)


class EngineThread:
    """Runs coroutines of other threads; each belongs to the engine's Supervisor, not to who asked."""

    def __init__(self, failed: Callable[[str, BaseException], None] | None = None) -> None:
        self._loop = asyncio.new_event_loop()
        self.supervisor = Supervisor(failed, loop=self._loop)
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def run(self, name: str, coro: Coroutine[Any, Any, T]) -> Future[T]:
        """Start a coroutine on the engine's loop; the Future holds its answer.

        Giving up the Future does not touch the coroutine: who no longer waits changes nothing in the engine.
        """
        answer: Future[T] = Future()
        try:
            self._loop.call_soon_threadsafe(self._start, name, coro, answer)
        except RuntimeError as closed:
            coro.close()
            answer.set_exception(closed)
        return answer

    def stop(self, within: float) -> bool:
        """End the loop and its coroutines; False when it did not end in time."""
        if not self._thread.is_alive():
            return True
        closing = asyncio.run_coroutine_threadsafe(self.supervisor.close(within), self._loop)
        closing.add_done_callback(lambda _ended: self._loop.call_soon_threadsafe(self._loop.stop))
        self._thread.join(within + 0.5)
        return not self._thread.is_alive()

    def _start(self, name: str, coro: Coroutine[Any, Any, T], answer: Future[T]) -> None:
        async def answering() -> None:
            try:
                result = await coro
            except asyncio.CancelledError:
                answer.cancel()
                raise
            except Exception as error:  # noqa: BLE001 - it is handed to who asked, whatever it is
                if not answer.cancelled():
                    answer.set_exception(error)
            else:
                if not answer.cancelled():
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
