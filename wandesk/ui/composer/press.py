"""One press of Generate makes one request: further presses are ignored until it is finished."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtGui import QGuiApplication


class PressGuard:
    """Ignores presses while a request is being submitted, and the second click of a double click."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._pressed_at = -math.inf
        self.is_busy = False
        """Whether a request is being submitted, from `start` to `finish`."""

    @property
    def is_open(self) -> bool:
        """Whether a press counts."""
        interval = QGuiApplication.styleHints().mouseDoubleClickInterval() / 1000
        return not self.is_busy and self._monotonic() - self._pressed_at >= interval

    def start(self) -> None:
        """Count a press."""
        self._pressed_at = self._monotonic()
        self.is_busy = True

    def finish(self) -> None:
        """End the submission, because the job is in the list or the request was refused."""
        self.is_busy = False
