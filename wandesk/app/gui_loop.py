"""The GUI thread's event loop: qasync, its worker threads, and the owner of its coroutines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import qasync
from PySide6.QtWidgets import QApplication

from wandesk.engine.supervisor import Supervisor
from wandesk.engine.thread import Workers

T = TypeVar("T")


class GuiLoop:
    """Runs the coroutines of the window. `failed(name, error)` hears of every coroutine that raised."""

    def __init__(self, app: QApplication, failed: Callable[[str, BaseException], None]) -> None:
        self.loop = qasync.QEventLoop(app, set_running_loop=False)
        self._workers = Workers("window")
        self.loop.set_default_executor(self._workers)
        self._supervisor = Supervisor(failed, loop=self.loop)

    def spawn(self, name: str, coro: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start a coroutine that the Supervisor owns."""
        return self._supervisor.spawn(name, coro)

    def run_until_done(self, coro: Coroutine[Any, Any, T]) -> T:
        """Run the loop until the coroutine ends; returns its result or raises its exception.

        Not qasync's run_until_complete: it processes Qt's events once more when asyncio no longer knows its loop.
        """
        task = self.loop.create_task(coro)
        task.add_done_callback(lambda _ended: self.loop.stop())
        self.loop.run_forever()
        result: T = task.result()
        return result

    def close_coroutines(self, within: float) -> None:
        """Cancel the coroutines that still run and wait for them, `within` seconds at most."""
        self.run_until_done(self._supervisor.close(within))

    def close(self, within: float) -> bool:
        """Close the loop. Returns False when a worker thread hangs in the system: then the loop stays open."""
        has_ended = self._workers.end(within)
        if has_ended:  # closing waits for the workers without limit
            self.loop.close()
        return has_ended
