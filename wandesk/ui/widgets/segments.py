"""A bar of segments, each a radio button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from wandesk.ui.look import StyleClass, TextSize, Tokens, set_style_class, text_font, tokens_of
from wandesk.ui.widgets.choice_box import Choice
from wandesk.ui.widgets.keyboard_ring import shows_ring
from wandesk.ui.widgets.plain_text import set_tooltip

CORNER, INSET = 7, 3
"""Logical pixels: the radius of a segment, and its distance from the edge of the bar."""
SHADOW = 14
"""Opacity of each layer of the shadow, of 255."""


class Segment(QRadioButton):
    """A radio button painted as one part of a bar."""

    def __init__(self, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(text_font(TextSize.BODY, is_strong=True))
        return QSize(round(metrics.horizontalAdvance(self.text())) + 20, round(metrics.height()) + 12)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, self.sizeHint().height())

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0, 0, 0, -1)
        if self.isChecked():
            self._paint_raised(painter, area, tokens)
        if shows_ring(self):
            painter.setPen(QPen(tokens.ring, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), CORNER - 1, CORNER - 1)
        font = text_font(TextSize.BODY, is_strong=self.isChecked())
        painter.setFont(font)
        is_plain = self.isChecked() or self.underMouse()
        painter.setPen(tokens.disabled if not self.isEnabled() else tokens.text if is_plain else tokens.muted)
        shown = QFontMetricsF(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width() - 8)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, shown)
        painter.end()

    def _paint_raised(self, painter: QPainter, area: QRectF, tokens: Tokens) -> None:
        """The chosen part lies on the bar, with a soft edge below it."""
        painter.setPen(Qt.PenStyle.NoPen)
        for spread in (1.5, 1.0, 0.5):
            painter.setBrush(QColor(0, 0, 0, SHADOW))
            painter.drawRoundedRect(area.adjusted(0.5 - spread / 2, 1, spread / 2 - 0.5, spread), CORNER, CORNER)
        painter.setBrush(tokens.surface)
        painter.drawRoundedRect(area, CORNER, CORNER)


class Segments(QFrame):
    """A bar of segments, one of them chosen."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_style_class(self, StyleClass.SEGMENTS)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(INSET, INSET, INSET, INSET)
        layout.setSpacing(0)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, Segment] = {}
        for choice in choices:
            button = Segment(choice.name, choice.spoken or choice.name, self)
            set_tooltip(button, choice.description)
            button.setAccessibleDescription(choice.description)
            self._group.addButton(button)
            self.buttons[choice.key] = button
            layout.addWidget(button)
        self._group.buttonToggled.connect(self._toggled)

    @property
    def bar_height(self) -> int:
        """Logical pixels, whichever segments are shown."""
        return max(each.sizeHint().height() for each in self.buttons.values()) + 2 * INSET

    def show_choices(self, keys: Sequence[str], key: str | None) -> None:
        """Show only these segments and select one, without a signal."""
        with QSignalBlocker(self):
            for each, button in self.buttons.items():
                button.setVisible(each in keys)
            if key in self.buttons:
                self.buttons[key].setChecked(True)
        self._limit_tab()

    def _limit_tab(self) -> None:
        """Let Tab reach only the chosen segment; arrow keys reach the others. Qt does so only after the first focus."""
        for button in self.buttons.values():
            by_tab = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(by_tab)

    def _toggled(self, button: QRadioButton, is_checked: bool) -> None:  # noqa: FBT001 - Qt's signature
        if is_checked:
            self._limit_tab()
            self.chosen.emit(next(key for key, each in self.buttons.items() if each is button))
