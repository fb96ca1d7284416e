"""Playing backwards. No decoder can, so each frame that arrives moves the video further back."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

TICK_MS = 20
PATIENCE = 0.5
"""Seconds to wait for a frame before the next one is asked for."""


class Rewinding(QObject):
    """Moves back in real time, times a factor. Frames that are decoded too late are left out."""

    changed = Signal(bool)
    """It has begun or ended."""

    def __init__(self, move: Callable[[float], None], frames: Callable[[], int], parent: QObject) -> None:
        """`move(seconds)` shows the frame there; `frames` counts the frames that have arrived."""
        super().__init__(parent)
        self._move = move
        self._frames = frames
        self._from = 0.0
        self._since = 0.0
        self._factor = 1.0
        self._asked = (0.0, 0)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def is_active(self) -> bool:
        return self._timer.isActive()

    @property
    def factor(self) -> float:
        """How much faster than real time."""
        return self._factor

    def start(self, seconds: float, factor: float) -> None:
        """Play backwards from here; while that happens, with another factor."""
        was_active = self.is_active
        self._from, self._since, self._factor = seconds, time.monotonic(), factor
        self._asked = (0.0, -1)
        self._timer.start()
        if not was_active:
            self.changed.emit(True)  # noqa: FBT003 - a signal's own value

    def stop(self) -> None:
        """Stay where it is."""
        if self.is_active:
            self._timer.stop()
            self.changed.emit(False)  # noqa: FBT003

    def _tick(self) -> None:
        now = time.monotonic()
        at, count = self._asked
        if self._frames() == count and now - at < PATIENCE:
            return
        seconds = max(0.0, self._from - (now - self._since) * self._factor)
        self._asked = (now, self._frames())
        self._move(seconds)
        if seconds == 0.0:
            self.stop()
