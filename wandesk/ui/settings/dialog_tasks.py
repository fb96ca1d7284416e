"""The coroutines of a dialog: most are cancelled when it closes, but a change under way is finished."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from wandesk.ui.questions import Spawn


class DialogTasks:
    """Starts and ends them. `idle` is called when the last change has ended."""

    def __init__(self, spawn: Spawn, *, idle: Callable[[], None]) -> None:
        self._spawn = spawn
        self._idle = idle
        self._cancellable: set[asyncio.Task[Any]] = set()
        self._changes = 0

    @property
    def is_changing(self) -> bool:
        """A change is under way: the dialog must stay until its result is known."""
        return self._changes > 0

    def spawn(self, name: str, coro: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start a coroutine that is cancelled when the dialog closes."""
        task = self._spawn(name, coro)
        self._cancellable.add(task)
        task.add_done_callback(self._cancellable.discard)
        return task

    def spawn_change(self, name: str, coro: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start a change: a closed dialog waits for it, unseen."""

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
        """End everything that is not a change."""
        for task in self._cancellable:
            task.cancel()
