"""The coroutines of a dialog. Closing cancels most of them, but a running change finishes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from wandesk.ui.questions import Spawn


class DialogTasks:
    """Starts and cancels coroutines. Calls `idle` when the last change has finished."""

    def __init__(self, spawn: Spawn, *, idle: Callable[[], None]) -> None:
        self._spawn = spawn
        self._idle = idle
        self._cancellable: set[asyncio.Task[Any]] = set()
        self._changes = 0

    @property
    def is_changing(self) -> bool:
        """Whether a change is running, so that the dialog must stay until its result is known."""
        return self._changes > 0

    def spawn(self, name: str, coro: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start a coroutine that is cancelled when the dialog closes."""
        task = self._spawn(name, coro)
        self._cancellable.add(task)
        task.add_done_callback(self._cancellable.discard)
        return task

    def spawn_change(self, name: str, coro: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start a change, which the closed, hidden dialog waits for."""

        async def change() -> Any:
            try:
                return await coro
            finally:
                self._changes -= 1
                if not self._changes:
                    self._idle()

        self._changes += 1
        return self._spawn(name, change())

    def cancel(self) -> None:
        """Cancel everything except changes."""
        for task in self._cancellable:
            task.cancel()
