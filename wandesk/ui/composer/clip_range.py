"""The frames of a video side by side, on which the part that is continued is chosen with the mouse or the keyboard."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wandesk.domain.audio import Part
from wandesk.domain.catalog import ClipLimits
from wandesk.domain.clip_fitting import ClipPart
from wandesk.ui.composer.waveform import GRIP, RangeHandle
from wandesk.ui.composer.waveform_drawing import TimeScale
from wandesk.ui.look import tokens_of

HEIGHT = 56
CORNER = 6
"""Logical pixels."""
UNITS = 10
"""Steps of a handle in a second."""
ARROW, PAGE = 1, 10
SHADE = QColor(0, 0, 0, 150)
"""Over the frames beside the part, in both themes: they are a video's."""


class _Grip(Enum):
    START = auto()
    END = auto()
    BODY = auto()


class ClipRange(QWidget):
    """Shows the part of a video, and lets the user choose another one within the limits."""

    changed = Signal(object)
    """The `ClipPart` while the user drags or presses keys."""

    def __init__(self, part: ClipPart, limits: ClipLimits, start_name: str, end_name: str) -> None:
        super().__init__()
        self.part = part
        self._limits = limits
        self._frames, self._count = QPixmap(), 1
        self._held: tuple[_Grip, float] | None = None
        """What the mouse holds, and how far from its beginning, in seconds."""
        self.start_handle = RangeHandle(start_name, self, is_on_picture=True)
        self.end_handle = RangeHandle(end_name, self, is_on_picture=True)
        for handle in (self.start_handle, self.end_handle):
            handle.setSingleStep(ARROW)
            handle.setPageStep(PAGE)
        # The part moves as a whole with its start, for as long as it is as long as it may be.
        self.start_handle.valueChanged.connect(lambda value: self._take(self._started_at(value / UNITS)))
        self.end_handle.valueChanged.connect(lambda value: self._take(self._ended_at(value / UNITS)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._place_handles()

    def show_frames(self, frames: QPixmap, count: int) -> None:
        """Show the frames of the whole video, so many side by side."""
        self._frames, self._count = frames, count
        self.update()

    # ---------------------------------------------------------------- choosing

    def _started_at(self, seconds: float) -> ClipPart:
        is_longest = self.part.seconds >= min(self._limits.max_seconds, self.part.whole) - 0.5 / UNITS
        is_earlier = seconds < self.part.start
        return self.part.shifted(seconds) if is_longest and is_earlier else self.part.with_start(seconds, self._limits)

    def _ended_at(self, seconds: float) -> ClipPart:
        is_longest = self.part.seconds >= min(self._limits.max_seconds, self.part.whole) - 0.5 / UNITS
        if is_longest and seconds > self.part.end:
            return self.part.shifted(seconds - self.part.seconds)
        return self.part.with_end(seconds, self._limits)

    def _take(self, part: ClipPart) -> None:
        is_new, self.part = part != self.part, part
        self._place_handles()
        if is_new:
            self.changed.emit(part)

    def _grip_at(self, x: float) -> tuple[_Grip, float]:
        left, right = self._scale.x_of(self.part.start), self._scale.x_of(self.part.end)
        to_start, to_end = abs(x - left), abs(x - right)
        # A short part keeps a middle that can be held.
        if min(to_start, to_end) <= (min(GRIP, (right - left) / 3) if left < x < right else GRIP):
            return (_Grip.START, 0.0) if to_start < to_end else (_Grip.END, 0.0)
        inside = self._scale.seconds_at(x) - self.part.start
        return _Grip.BODY, inside if 0 <= inside <= self.part.seconds else self.part.seconds / 2

    def _drag(self, x: float) -> None:
        if self._held is None:
            return
        grip, ahead = self._held
        at = self._scale.seconds_at(x) - ahead
        match grip:
            case _Grip.START:
                self._take(self.part.with_start(at, self._limits))
            case _Grip.END:
                self._take(self.part.with_end(at, self._limits))
            case _Grip.BODY:
                self._take(self.part.shifted(at))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        x = event.position().x()
        self._held = self._grip_at(x)
        handle = self.end_handle if self._held[0] is _Grip.END else self.start_handle
        handle.setFocus(Qt.FocusReason.MouseFocusReason)  # arrow keys finish what the mouse began
        self._drag(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._held is None:
            is_end = self._grip_at(x)[0] is not _Grip.BODY
            self.setCursor(Qt.CursorShape.SizeHorCursor if is_end else Qt.CursorShape.OpenHandCursor)
            return
        self._drag(x)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = None

    # ---------------------------------------------------------------- painting

    @property
    def _scale(self) -> TimeScale:
        area = QRectF(self.rect()).adjusted(GRIP / 2, 2, -GRIP / 2, -2)
        return TimeScale(view=Part(start=0.0, seconds=self.part.whole), area=area)

    def _place_handles(self) -> None:
        scale, most = self._scale, round(self.part.whole * UNITS)
        for handle, seconds in ((self.start_handle, self.part.start), (self.end_handle, self.part.end)):
            handle.show_value(round(seconds * UNITS), most)
            handle.setGeometry(round(scale.x_of(seconds) - GRIP / 2), 0, GRIP, self.height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_handles()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens, scale = tokens_of(self.palette()), self._scale
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(scale.area, CORNER, CORNER)
        painter.setClipPath(shape)
        painter.fillRect(scale.area, tokens.field)
        if not self._frames.isNull():
            self._paint_frames(painter, scale.area)
        left, right = scale.x_of(self.part.start), scale.x_of(self.part.end)
        for beside in (
            QRectF(scale.area.topLeft(), QPointF(left, scale.area.bottom())),
            QRectF(QPointF(right, scale.area.top()), scale.area.bottomRight()),
        ):
            painter.fillRect(beside, SHADE)
        painter.setClipping(False)
        painter.setPen(QPen(tokens.accent, 2))
        painter.drawRoundedRect(QRectF(QPointF(left, scale.area.top()), QPointF(right, scale.area.bottom())), 3, 3)
        painter.end()

    def _paint_frames(self, painter: QPainter, area: QRectF) -> None:
        """The middle of each frame, in its true shape."""
        cell, wide, high = area.width() / self._count, self._frames.width() / self._count, self._frames.height()
        scale = max(cell / wide, area.height() / high)
        seen_wide, seen_high = cell / scale, area.height() / scale
        for at in range(self._count):
            seen = QRectF(at * wide + (wide - seen_wide) / 2, (high - seen_high) / 2, seen_wide, seen_high)
            painter.drawPixmap(QRectF(area.left() + at * cell, area.top(), cell, area.height()), self._frames, seen)
