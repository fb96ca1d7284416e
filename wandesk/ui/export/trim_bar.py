"""A bar with two handles: which part of a video is exported."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wandesk.ui.look import tokens_of

translate = QCoreApplication.translate

HEIGHT, TRACK, HANDLE = 28, 8, 12
"""Logical pixels: of the bar, its track, and the width of a handle."""


class TrimBar(QWidget):
    """For the mouse; the keyboard has the fields beside it, which say the same."""

    moved = Signal(float, float, bool)
    """Start and end in seconds, and whether the end was moved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seconds, self._start, self._end, self._least = 1.0, 0.0, 1.0, 0.1
        self._holds_end: bool | None = None
        self.setAccessibleName(translate("Export", "Part of the video"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.SizeHorCursor)

    def show_part(self, seconds: float, start: float, end: float, least: float) -> None:
        """Show a part of a video of that length. The user can make it as short as `least` seconds."""
        self._seconds, self._start, self._end = max(seconds, 0.001), start, end
        self._least = min(least, self._seconds)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        self._holds_end = abs(x - self._x(self._end)) < abs(x - self._x(self._start)) or x > self._x(self._end)
        self._move(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._holds_end is not None:
            self._move(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._holds_end = None
        super().mouseReleaseEvent(event)

    def _move(self, x: float) -> None:
        at = (x - HANDLE / 2) / max(1, self.width() - HANDLE) * self._seconds
        if self._holds_end:
            self._end = min(self._seconds, max(at, self._start + self._least))
        else:
            self._start = max(0.0, min(at, self._end - self._least))
        self.update()
        self.moved.emit(self._start, self._end, bool(self._holds_end))

    def _x(self, seconds: float) -> float:
        """The middle of a handle."""
        return HANDLE / 2 + seconds / self._seconds * (self.width() - HANDLE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        painter.setBrush(tokens.track)
        painter.drawRoundedRect(QRectF(0, middle - TRACK / 2, self.width(), TRACK), TRACK / 2, TRACK / 2)
        painter.setBrush(tokens.accent)
        start, end = self._x(self._start), self._x(self._end)
        painter.drawRect(QRectF(QPointF(start, middle - TRACK / 2), QPointF(end, middle + TRACK / 2)))
        for at in (start, end):
            painter.setBrush(tokens.accent)
            painter.drawRoundedRect(QRectF(at - HANDLE / 2, 2, HANDLE, self.height() - 4), 5, 5)
            painter.setBrush(tokens.on_accent)
            painter.drawRoundedRect(QRectF(at - 1, middle - 5, 2, 10), 1, 1)
        painter.end()
