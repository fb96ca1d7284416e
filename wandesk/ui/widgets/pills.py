"""Radio buttons of a bar: pills with a word and a number, and icons."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from wandesk.ui.look import IconRole, TextSize, icon_pixmap, text_font, tokens_of
from wandesk.ui.widgets.keyboard_ring import shows_ring
from wandesk.ui.widgets.plain_text import set_tooltip

SIDE, ABOVE = 10, 5
"""Logical pixels around the text of a pill."""
ICON, ICON_ROOM = 18, 30
"""Logical pixels of an icon, and of its button."""


class Pill(QRadioButton):
    """A word, and a number behind it while there is room. The chosen one is filled."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._count = 0
        self._has_room = True

    def show_count(self, count: int) -> None:
        """Show how many there are; 0 is not shown. A screen reader hears it as the description."""
        if count != self._count:
            self._count = count
            number = self.locale().toString(count)
            self.setAccessibleDescription(number if count else "")
            self.updateGeometry()
            self.update()

    def show_room(self, *, has_room: bool) -> None:
        """Whether there is room for the number."""
        if has_room is not self._has_room:
            self._has_room = has_room
            self.updateGeometry()
            self.update()

    def width_with(self, *, number: bool) -> int:
        """The width with or without the number, in logical pixels."""
        text = self._shown() if number else self.text()
        return QFontMetrics(text_font(TextSize.SMALL)).horizontalAdvance(text) + 2 * SIDE

    def sizeHint(self) -> QSize:
        height = QFontMetrics(text_font(TextSize.SMALL)).height() + 2 * ABOVE
        return QSize(self.width_with(number=self._has_room), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def _shown(self) -> str:
        return f"{self.text()} {self.locale().toString(self._count)}" if self._count else self.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(tokens.text if self.isChecked() else tokens.raised)
            painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        if shows_ring(self):
            painter.setPen(QPen(tokens.ring, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), area.height() / 2 - 1, area.height() / 2 - 1)
        painter.setFont(text_font(TextSize.SMALL))
        painter.setPen(tokens.window if self.isChecked() else tokens.text if self.underMouse() else tokens.muted)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._shown() if self._has_room else self.text())
        painter.end()


class IconChoice(QRadioButton):
    """A radio button that shows an icon; its name is its tooltip."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setAccessibleName(name)
        set_tooltip(self, name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(ICON_ROOM, ICON_ROOM)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(tokens.raised)
            painter.drawRoundedRect(area, 6, 6)
        if shows_ring(self):
            painter.setPen(QPen(tokens.ring, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, 6, 6)
        role = IconRole.PLAIN if self.isChecked() or self.underMouse() else IconRole.MUTED
        shown = icon_pixmap(self._icon, role, ICON, self.devicePixelRatioF())
        painter.drawPixmap(self.rect().center() - QRect(0, 0, ICON, ICON).center(), shown)
        painter.end()
