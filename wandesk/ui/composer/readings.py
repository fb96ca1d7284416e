"""The running reads by card. A card's newest read wins, and cards do not cancel each other's reads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from collections.abc import Set as AbstractSet
from typing import Any

from wandesk.domain.draft import Field
from wandesk.ui.questions import Spawn


class Readings:
    """Runs the reading coroutines. Calls `changed` whenever a card starts or stops waiting."""

    def __init__(self, spawn: Spawn, changed: Callable[[], None]) -> None:
        self._spawn = spawn
        self._changed = changed
        self._tasks: dict[Field, asyncio.Task[Any]] = {}

    @property
    def fields(self) -> AbstractSet[Field]:
        """The cards that wait for a file."""
        return self._tasks.keys()

    def start(self, fields: AbstractSet[Field], reading: Coroutine[Any, Any, None]) -> None:
        """Read for these cards, instead of an earlier read."""
        self.cancel(fields)
        task = self._spawn("read what was dropped", reading)
        self._tasks |= dict.fromkeys(fields, task)
        self._changed()
        # Also after an unexpected failure, which the Supervisor reports, so that the card does not look busy.
        task.add_done_callback(self._end)

    def cancel(self, fields: AbstractSet[Field]) -> None:
        """Stop waiting for these cards, and cancel reads that no card waits for."""
        given_up = {self._tasks.pop(field) for field in fields if field in self._tasks}
        for task in given_up - set(self._tasks.values()):
            task.cancel()
        if given_up:
            self._changed()

    def end(self) -> set[Field]:
        """Called by a finished read; returns the cards that still waited for it."""
        return self._end(asyncio.current_task())

    def _end(self, ended: asyncio.Task[Any] | None) -> set[Field]:
        fields = {field for field, task in self._tasks.items() if task is ended}
        for field in fields:
            del self._tasks[field]
        if fields:
            self._changed()
        return fields
