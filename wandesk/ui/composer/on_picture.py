"""What lies on a picture: facts and buttons on dark pills, and sentences on a small ground of the theme's colour."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetricsF, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from wandesk.ui.composer.card import SentenceLabel
from wandesk.ui.look import StyleClass, TextSize, Theme, icon, load_tokens, text_font, tokens_of
from wandesk.ui.widgets.choice_box import UNCLIPPED
from wandesk.ui.widgets.keyboard_ring import shows_ring
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip

GROUND = QColor(0, 0, 0, 166)
"""Over a white picture it leaves white text a contrast of 7:1."""
SIDE, ABOVE = 10, 4
"""Logical pixels around the text of a pill."""
INSIDE = 6
"""Logical pixels above and below a sentence."""
LEAST_WIDTH = 48
BUTTON, ICON = QSize(28, 26), QSize(16, 16)


class Pill(PlainLabel):
    """A fact on a picture, elided in the middle if it does not fit. Clicks go to the picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setFont(text_font(TextSize.SMALL))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        return QSize(round(metrics.horizontalAdvance(self.text())) + 2 * SIDE + 1, round(metrics.height()) + 2 * ABOVE)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), LEAST_WIDTH), hint.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        paint_pill(painter, area)
        room = area.adjusted(SIDE, 0, -SIDE, 0)
        painter.setFont(self.font())
        painter.setPen(load_tokens(Theme.DARK).on_accent)
        shown = QFontMetricsF(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room.width() + 1)
        painter.drawText(room, UNCLIPPED | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class PillButton(QToolButton):
    """An icon on a dark pill, in both themes. It paints itself: a style sheet of its own would take 10 ms to read."""

    def __init__(self, icon_name: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setIcon(icon(icon_name, theme=Theme.DARK))
        self.setFixedSize(BUTTON)
        self.setAccessibleName(name)
        set_tooltip(self, name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        tokens = load_tokens(Theme.DARK)
        painter.setPen(Qt.PenStyle.NoPen)
        is_on = self.isDown() or self.isChecked()
        if self.underMouse() or is_on:
            painter.setBrush(tokens.accent_soft if is_on else tokens.raised_hover)
            painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        if shows_ring(self):
            painter.setPen(QPen(tokens.ring, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        where = QRect(QPoint(0, 0), ICON)
        where.moveCenter(self.rect().center())
        self.icon().paint(painter, where, mode=QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled)
        painter.end()


class PillButtons(QWidget):
    """Icon buttons in one pill. `add` puts a button before the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QToolButton] = []
        """In the order in which they stand."""
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 0, 2, 0)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def add(self, icon_name: str, name: str) -> QToolButton:
        """A new button at the left of the others."""
        button = PillButton(icon_name, name, self)
        self.buttons.insert(0, button)
        self._row.insertWidget(0, button)
        button.lower()  # a screen reader reads the lowest child first
        return button

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_pill(painter, QRectF(self.rect()))
        painter.end()


class FloatingSentence(SentenceLabel):
    """A sentence that lies on the picture, so that it moves nothing when it appears.

    One that `folds` stays as long as the picture does. Where room is short, it shows one line, and all of itself under
    the pointer. Others pass clicks to the picture.
    """

    def __init__(self, style: StyleClass, parent: QWidget | None = None, *, folds: bool = False) -> None:
        super().__init__(style, parent)
        self._folds = folds
        self._is_folded = False
        self.setContentsMargins(SIDE, INSIDE, SIDE, INSIDE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not folds)

    def fold(self, *, is_folded: bool) -> None:
        """Show one line only, if the sentence folds and is not pointed at."""
        is_folded = is_folded and self._folds and not self.underMouse()
        if is_folded != self._is_folded:
            self._is_folded = is_folded
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """One line; in less width, the label wraps."""
        metrics = QFontMetricsF(self.font())
        widest = max(map(metrics.horizontalAdvance, self.text().split("\n")))
        return QSize(math.ceil(widest) + 2 * SIDE + 1, round(metrics.height()) + 2 * INSIDE)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, self.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        return self.sizeHint().height() if self._is_folded else super().heightForWidth(width)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.updateGeometry()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.line, 1))
        painter.setBrush(tokens.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens.radius, tokens.radius)
        if self._is_folded:
            room = self.contentsRect()
            first = self.text().replace("\n", " ")
            painter.setPen(tokens.muted)
            painter.setFont(self.font())
            shown = self.fontMetrics().elidedText(first, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, UNCLIPPED | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
        if not self._is_folded:
            super().paintEvent(event)


def paint_pill(painter: QPainter, area: QRectF) -> None:
    """The dark ground of pills."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GROUND)
    radius = min(area.height(), 28) / 2
    painter.drawRoundedRect(area, radius, radius)
