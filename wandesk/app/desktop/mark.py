"""The port for the program's entry in the taskbar, launcher or Dock. `systems` chooses the adapter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the entry shows. The default: nothing."""

    is_busy: bool = False
    """Something is under way."""
    share: float | None = None
    """How much of it is done, from 0 to 1; None where that is not known."""
    count: int = 0
    """How many videos have ended since the user was last at the window."""


NO_MARK = Mark()


class Taskbar(Protocol):
    """No call blocks for long."""

    def show(self, mark: Mark) -> None: ...
