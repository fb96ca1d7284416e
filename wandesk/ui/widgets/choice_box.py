"""A combo box whose list shows a name and a description for each choice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QRegion
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QWidget,
)

from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font, tokens_of
from wandesk.ui.widgets.plain_text import set_tooltip, tooltip
from wandesk.ui.widgets.wheel import IgnoresWheel
from wandesk.ui.wording.sentences import named

MAX_VISIBLE = 15
AROUND, MAX_LIST_WIDTH = 48, 640
"""Logical pixels: the space beside a description in the open list, and the widest list."""
ELIDE_ROOM = 4
"""Logical pixels that the style keeps free beside a box's text."""
UNCLIPPED = Qt.TextFlag.TextDontClip
"""Glyphs of a fallback font may be taller than the line."""
DESCRIPTION_ROLE = Qt.ItemDataRole.UserRole + 1
PRACTICE_ROLE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry."""

    key: str
    name: str
    description: str = ""
    spoken: str = ""
    """The accessible name of a segment, where it is longer than the name."""
    is_practice: bool = False


class ChoiceBox(IgnoresWheel, QComboBox):
    """A combo box over choices. The wheel scrolls the page, so that no value changes the price by accident."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(MAX_VISIBLE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._delegate = _TwoLines(self)
        self.setItemDelegate(self._delegate)
        self.activated.connect(self._activated)
        self.currentIndexChanged.connect(self._moved)
        self._emitted: str | None = None
        self._shown: tuple[list[Choice], str] | None = None

    def set_choices(self, choices: Sequence[Choice], key: str) -> None:
        """Show these choices and select one, without a signal."""
        if (list(choices), key) == self._shown:
            return
        self._shown = (list(choices), key)
        with QSignalBlocker(self):
            self.clear()
            for choice in choices:
                self.addItem(choice.name, choice.key)
                index = self.count() - 1
                self.setItemData(index, choice.description, DESCRIPTION_ROLE)
                self.setItemData(index, choice.is_practice, PRACTICE_ROLE)
                spoken = named(choice.name, choice.description) if choice.description else choice.name
                self.setItemData(index, spoken, Qt.ItemDataRole.AccessibleTextRole)
                self.setItemData(index, tooltip(choice.description), Qt.ItemDataRole.ToolTipRole)
            self.setCurrentIndex(max(0, self.findData(key)))
        current = next((choice for choice in choices if choice.key == key), None)
        self._emitted = key
        if current is not None:
            set_tooltip(self, current.description)
            self.setAccessibleDescription(current.description)
            set_style_class(self, StyleClass.PRACTICE if current.is_practice else StyleClass.NONE)
        self.updateGeometry()

    @property
    def key(self) -> str:
        return str(self.currentData())

    def showPopup(self) -> None:
        """Open the list, as wide as its texts and with the corners of a card."""
        small, body = QFontMetricsF(text_font(TextSize.SMALL)), QFontMetricsF(text_font(TextSize.BODY, is_strong=True))
        descriptions = (str(self.itemData(index, DESCRIPTION_ROLE) or "") for index in range(self.count()))
        names = (self.itemText(index) for index in range(self.count()))
        widths = (*map(small.horizontalAdvance, descriptions), *map(body.horizontalAdvance, names))
        self.view().setMinimumWidth(min(math.ceil(max(widths, default=0)) + AROUND, MAX_LIST_WIDTH))
        popup = self.view().window()
        if not popup.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground):
            popup.setWindowFlag(Qt.WindowType.FramelessWindowHint)
            popup.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
            popup.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        super().showPopup()
        # Where nothing composes the screen, what is translucent is black.
        corners = QPainterPath()
        corners.addRoundedRect(QRectF(popup.rect()), radius := tokens_of(self.palette()).card_radius, radius)
        popup.setMask(QRegion(corners.toFillPolygon().toPolygon()))

    def _activated(self, _index: int) -> None:
        self._emit()

    def _moved(self, _index: int) -> None:
        if not self.view().isVisible():
            self._emit()

    def _emit(self) -> None:
        if self.currentIndex() >= 0 and self.key != self._emitted:
            self._emitted = self.key
            self._shown = None
            self.chosen.emit(self.key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a combo box that elides a name that is too long."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width() - ELIDE_ROOM
        option.currentText = option.fontMetrics.elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class _TwoLines(QStyledItemDelegate):
    """A name with its description below it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        widget: QWidget = option.widget
        state: QStyle.StateFlag = option.state
        area = QRectF(option.rect)
        tokens = tokens_of(widget.palette())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent_soft)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 6, 6)
        description = str(index.data(DESCRIPTION_ROLE) or "")
        inner = area.adjusted(10, 6, -10, -6)
        font = text_font(TextSize.BODY, is_strong=bool(description))
        painter.setFont(font)
        painter.setPen(tokens.practice if index.data(PRACTICE_ROLE) else tokens.text)
        if not description:
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        else:
            height = QFontMetricsF(font).height()
            painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), height), UNCLIPPED, str(index.data()))
            small = text_font(TextSize.SMALL)
            painter.setFont(small)
            painter.setPen(tokens.muted)
            shown = QFontMetricsF(small).elidedText(description, Qt.TextElideMode.ElideRight, inner.width())
            below = QRectF(inner.left(), inner.top() + height + 2, inner.width(), inner.height() - height - 2)
            painter.drawText(below, UNCLIPPED, shown)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        height = QFontMetricsF(text_font(TextSize.BODY)).height()
        if index.data(DESCRIPTION_ROLE):
            height += QFontMetricsF(text_font(TextSize.SMALL)).height() + 2
        return QSize(80, round(height) + 14)
