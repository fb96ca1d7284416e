"""A picture with a frame on it that the mouse and the keyboard move and resize."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from wandesk.domain.cropping import Cutting, Edges, Frame
from wandesk.ui.look import tokens_of
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.keyboard_ring import shows_ring
from wandesk.ui.wording.amounts import dimensions_text

translate = QCoreApplication.translate

MARGIN = 14
"""Logical pixels around the picture, in which the mouse still finds the edges."""
GRIP = 10
"""Logical pixels on each side of an edge in which it takes the mouse."""
HANDLE = 9
"""Logical pixels: the side of a handle."""
STEPS = 100
"""Steps of the arrow keys along the longer side; with Ctrl they go by one pixel."""
VEIL = QColor(0, 0, 0, 150)
OUTLINE = QColor(0, 0, 0, 110)

_ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CURSORS: dict[Edges, Qt.CursorShape] = {
    (0, 0): Qt.CursorShape.SizeAllCursor,
    (-1, 0): Qt.CursorShape.SizeHorCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
    (-1, -1): Qt.CursorShape.SizeFDiagCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
}


class CropView(QWidget):
    """Shows what is cut away in the dark. Arrow keys move the frame, with Shift they resize it."""

    changed = Signal()
    """The user changed `frame`."""

    def __init__(self, cutting: Cutting, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cutting = cutting
        self.frame = frame
        self._pixmap = QPixmap()
        self._held: tuple[Edges, QPointF, Frame] | None = None
        """What the mouse holds, where it was pressed, and the frame then."""
        self.setAccessibleName(translate("Crop", "Crop frame"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._describe()

    def show_pixmap(self, pixmap: QPixmap) -> None:
        """Show the whole picture."""
        self._pixmap = pixmap
        self.update()

    def set_ratio(self, ratio: float | None) -> None:
        """Take a shape. The frame becomes the largest one of it; a free shape leaves it."""
        self.cutting = replace(self.cutting, ratio=ratio)
        self.set_frame(self.cutting.largest(self.frame))

    def set_frame(self, frame: Frame) -> None:
        """Show another frame."""
        if frame != self.frame:
            self.frame = frame
            self._describe()
            self.update()
            self.changed.emit()

    def _describe(self) -> None:
        left, top, width, height = self.frame.pixels
        self.setAccessibleDescription(
            translate("Crop", "{size}, {left} from the left, {top} from the top. Arrows move, Shift resizes.").format(
                size=dimensions_text(width, height), left=left, top=top
            )
        )

    @property
    def picture_area(self) -> QRectF:
        """Where the picture is drawn, in the widget."""
        room = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        scale = min(room.width() / self.cutting.width, room.height() / self.cutting.height)
        area = QRectF(0, 0, self.cutting.width * scale, self.cutting.height * scale)
        area.moveCenter(room.center())
        return area

    @property
    def frame_area(self) -> QRectF:
        """Where the frame is drawn, in the widget."""
        area, scale, frame = self.picture_area, self._scale, self.frame
        return QRectF(
            area.left() + frame.left * scale, area.top() + frame.top * scale, frame.width * scale, frame.height * scale
        )

    @property
    def _scale(self) -> float:
        """Logical pixels of the widget for a pixel of the picture."""
        return self.picture_area.width() / self.cutting.width

    # ---------------------------------------------------------------- mouse and keyboard

    def _edges_at(self, position: QPointF) -> Edges | None:
        """The edges at a place; (0, 0) inside the frame, None outside."""
        area = self.frame_area
        if not area.adjusted(-GRIP, -GRIP, GRIP, GRIP).contains(position):
            return None
        return (
            _edge(position.x(), area.left(), area.right()),
            _edge(position.y(), area.top(), area.bottom()),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        edges = self._edges_at(event.position())
        if event.button() is not Qt.MouseButton.LeftButton or edges is None:
            event.ignore()
            return
        self._held = (edges, event.position(), self.frame)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            edges = self._edges_at(event.position())
            self.setCursor(Qt.CursorShape.ArrowCursor if edges is None else _CURSORS[edges])
            return
        edges, pressed, frame = self._held
        by = (event.position() - pressed) / self._scale
        self.set_frame(self._changed(frame, edges, by.x(), by.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = None

    def _changed(self, frame: Frame, edges: Edges, by_x: float, by_y: float) -> Frame:
        if edges == (0, 0):
            return self.cutting.moved(frame, by_x, by_y)
        return self.cutting.resized(frame, edges, by_x, by_y)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        direction = _ARROWS.get(event.key())
        if direction is None:
            super().keyPressEvent(event)
            return
        modifiers = event.modifiers()
        is_fine = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        step = 1.0 if is_fine else max(1.0, max(self.cutting.width, self.cutting.height) / STEPS)
        by_x, by_y = direction[0] * step, direction[1] * step
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._resize(by_x, by_y)
        else:
            self.set_frame(self.cutting.moved(self.frame, by_x, by_y))
        announce(self, self.accessibleDescription())

    def _resize(self, by_x: float, by_y: float) -> None:
        """Move the right or lower edge; at the edge of the picture, the opposite one."""
        edges = (1, 0) if by_x else (0, 1)
        changed = self.cutting.resized(self.frame, edges, by_x, by_y)
        if changed == self.frame:
            changed = self.cutting.resized(self.frame, (-edges[0], -edges[1]), -by_x, -by_y)
        self.set_frame(changed)

    # ---------------------------------------------------------------- painting

    def sizeHint(self) -> QSize:
        return QSize(520, 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 180)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area, frame = self.picture_area, self.frame_area
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.stage)
        painter.drawRoundedRect(QRectF(self.rect()), tokens.radius, tokens.radius)
        if not self._pixmap.isNull():
            painter.drawPixmap(area, self._pixmap, QRectF(self._pixmap.rect()))
        outside = QPainterPath()
        outside.addRect(area)
        outside.addRect(frame)
        painter.fillPath(outside, VEIL)
        self._paint_frame(painter, frame, tokens.ring if shows_ring(self) else QColor(Qt.GlobalColor.white))
        painter.end()

    def _paint_frame(self, painter: QPainter, frame: QRectF, colour: QColor) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(255, 255, 255, 90), 1))
        for third in (1 / 3, 2 / 3):
            x, y = frame.left() + frame.width() * third, frame.top() + frame.height() * third
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        for pen in (QPen(OUTLINE, 4), QPen(colour, 2)):
            painter.setPen(pen)
            painter.drawRect(frame)
        painter.setPen(QPen(OUTLINE, 1))
        painter.setBrush(colour)
        middle = frame.center()
        for x in (frame.left(), middle.x(), frame.right()):
            for y in (frame.top(), middle.y(), frame.bottom()):
                if (x, y) != (middle.x(), middle.y()):
                    painter.drawRect(QRectF(x - HANDLE / 2, y - HANDLE / 2, HANDLE, HANDLE))


def _edge(at: float, start: float, end: float) -> int:
    """Which of two edges is held; the nearer one of a small frame, of which a third in the middle moves it."""
    grip = min(GRIP, (end - start) / 3)
    if at <= start + grip:
        return -1
    return 1 if at >= end - grip else 0
