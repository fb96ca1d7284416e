"""What Undo takes back: the last act of the list that can be undone."""

from __future__ import annotations

from collections.abc import Callable

MOST = 50
"""Acts. Older ones are forgotten."""


class Undoing:
    """The acts that can be undone, in the order in which they happened."""

    def __init__(self) -> None:
        self._undos: list[Callable[[], object]] = []

    def offer(self, undo: Callable[[], object]) -> None:
        """An act happened that `undo` takes back. One that is offered already becomes the last."""
        self.withdraw(undo)
        self._undos.append(undo)
        del self._undos[:-MOST]

    def withdraw(self, undo: Callable[[], object]) -> None:
        """The act was taken back in another way, or can't be any more."""
        self._undos = [each for each in self._undos if each != undo]

    def undo(self) -> None:
        """Take back the last act; nothing without one."""
        if self._undos:
            self._undos.pop()()
