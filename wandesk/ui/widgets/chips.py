"""Chips: a raised ground with a value and an arrow. A box of choices, or a button that opens a panel."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font, tokens_of
from wandesk.ui.widgets.choice_box import UNCLIPPED, ChoiceBox
from wandesk.ui.widgets.keyboard_ring import shows_ring
from wandesk.ui.widgets.plain_text import PlainLabel

SIDE, ABOVE = 11, 9
"""Logical pixels around the text."""
ARROW, ARROW_GAP = QSize(6, 4), 8
"""Logical pixels: the arrow, and its distance from the text."""
LEAST_WIDTH = 56
SMALL_SIDE, SMALL_ABOVE, SMALL_LEAST_WIDTH, SMALL_LEAST_SIDE = 9, 5, 36, 3
"""Logical pixels of a small chip. Beside longer texts its sides shrink before the text is shortened."""


class ChipBox(ChoiceBox):
    """A combo box as a chip. It is as wide as its widest choice, so that a choice moves nothing beside it."""

    def __init__(self, name: str, *, fills: bool = False, parent: QWidget | None = None) -> None:
        """A chip that `fills` takes the width that is left."""
        super().__init__(name, parent)
        # On Unix, Qt names a combo box only by a label beside it, and gives the value in place of its name.
        self._label = PlainLabel(name, parent)
        self._label.setBuddy(self)
        self._label.hide()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy.Policy.Expanding if fills else QSizePolicy.Policy.Preferred
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ParentChange:
            self._label.setParent(self.parentWidget())
        return super().event(event)

    def sizeHint(self) -> QSize:
        return _chip_size([self.itemText(index) for index in range(self.count())])

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_chip(self, self.currentText(), is_practice=self.property("look") == StyleClass.PRACTICE.value)


class ChipButton(QPushButton):
    """A button as a chip, which opens what does not fit on chips."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setAccessibleName(name)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return _chip_size([self.text()])

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_chip(self, self.text(), is_practice=False)


class SmallChip(ChipButton):
    """A quiet chip in small text with an outline in place of a ground. It opens a menu."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        set_style_class(self, StyleClass.SMALL_CHIP)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(text_font(TextSize.SMALL))
        width = math.ceil(metrics.horizontalAdvance(self.text())) + 2 * SMALL_SIDE
        return QSize(width, round(metrics.height()) + 2 * SMALL_ABOVE)

    def minimumSizeHint(self) -> QSize:
        return QSize(SMALL_LEAST_WIDTH, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_ringed, is_hovered = shows_ring(self), self.underMouse() or self.isDown()
        inset = 1.0 if is_ringed else 0.5
        area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(tokens.ring, 2) if is_ringed else QPen(tokens.line, 1))
        painter.setBrush(tokens.raised if is_hovered else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        font = text_font(TextSize.SMALL)
        room = QRectF(self.rect()).adjusted(SMALL_LEAST_SIDE, 0, -SMALL_LEAST_SIDE, 0)
        painter.setFont(font)
        painter.setPen(tokens.text if is_hovered else tokens.muted)
        shown = QFontMetricsF(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width() + 1)
        painter.drawText(room, UNCLIPPED | Qt.AlignmentFlag.AlignCenter, shown)
        painter.end()


def paint_chip(chip: QWidget, text: str, *, is_practice: bool) -> None:
    """Paint a chip: amber in Practice, with a ring for the keyboard, without an arrow where nothing can be chosen."""
    tokens = tokens_of(chip.palette())
    painter = QPainter(chip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(chip.rect())
    painter.setPen(Qt.PenStyle.NoPen)
    is_hovered = chip.underMouse() and chip.isEnabled()
    painter.setBrush(tokens.practice_soft if is_practice else tokens.raised_hover if is_hovered else tokens.raised)
    painter.drawRoundedRect(area, tokens.radius, tokens.radius)
    if shows_ring(chip):
        painter.setPen(QPen(tokens.ring, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), tokens.radius - 1, tokens.radius - 1)
    room = area.adjusted(SIDE, 0, -SIDE, 0)
    colour = tokens.practice if is_practice else tokens.text
    if chip.isEnabled():
        _paint_arrow(painter, room, colour=tokens.practice if is_practice else tokens.muted)
        room.setRight(room.right() - ARROW.width() - ARROW_GAP)
    font = text_font(TextSize.BODY, is_strong=is_practice)
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width() + 1)
    painter.drawText(room, UNCLIPPED | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.end()


def _paint_arrow(painter: QPainter, room: QRectF, *, colour: QColor) -> None:
    left, top = room.right() - ARROW.width(), room.center().y() - ARROW.height() / 2 + 0.5
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    corners = (left, top), (left + ARROW.width(), top), (left + ARROW.width() / 2, top + ARROW.height())
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def _chip_size(texts: list[str]) -> QSize:
    metrics = QFontMetricsF(text_font(TextSize.BODY))
    widest = max(map(metrics.horizontalAdvance, texts), default=0)
    return QSize(math.ceil(widest) + 2 * SIDE + ARROW_GAP + ARROW.width(), round(metrics.height()) + 2 * ABOVE)
