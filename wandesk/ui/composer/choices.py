"""Choosing one of a few: a box whose list shows two lines, and segments that are radio buttons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font, tokens_of
from wandesk.ui.wheel import LeavesWheelToPage
from wandesk.ui.wording.sentences import named

MOST_IN_SIGHT = 15
AROUND, WIDEST_LIST = 48, 640
"""Logical pixels: beside a description in the open list, and of the list at most."""
ELIDE_ROOM = 4
"""Logical pixels that the style keeps free beside a box's text."""
UNCLIPPED = Qt.TextFlag.TextDontClip
"""Another script's letters, from another font, may be higher than the line."""
DESCRIPTION_ROLE = Qt.ItemDataRole.UserRole + 1
PRACTICE_ROLE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry."""

    key: str
    name: str
    description: str = ""
    spoken: str = ""
    """The accessible name of a segment where its words are shorter."""
    is_practice: bool = False


class ChoiceBox(LeavesWheelToPage, QComboBox):
    """A combo box over choices. The wheel scrolls the form: what costs money is never changed by the way."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(MOST_IN_SIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._delegate = _TwoLines(self)
        self.setItemDelegate(self._delegate)
        self.activated.connect(self._activated)
        self.currentIndexChanged.connect(self._moved)
        self._told: str | None = None
        self._shown: tuple[list[Choice], str] | None = None

    def set_choices(self, choices: Sequence[Choice], key: str) -> None:
        """Show these, with one of them chosen; nothing is emitted."""
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
                self.setItemData(index, choice.description, Qt.ItemDataRole.ToolTipRole)
            self.setCurrentIndex(max(0, self.findData(key)))
        current = next((choice for choice in choices if choice.key == key), None)
        self._told = key
        if current is not None:
            self.setToolTip(current.description)
            self.setAccessibleDescription(current.description)
            set_style_class(self, StyleClass.PRACTICE if current.is_practice else StyleClass.NONE)
        small = QFontMetricsF(text_font(TextSize.SMALL))
        fits = max((small.horizontalAdvance(choice.description) for choice in choices), default=0)
        if fits:
            self.view().setMinimumWidth(min(math.ceil(fits) + AROUND, WIDEST_LIST))

    @property
    def key(self) -> str:
        return str(self.currentData())

    def _activated(self, _index: int) -> None:
        self._tell()

    def _moved(self, _index: int) -> None:
        if not self.view().isVisible():
            self._tell()

    def _tell(self) -> None:
        if self.currentIndex() >= 0 and self.key != self._told:
            self._told = self.key
            self._shown = None
            self.chosen.emit(self.key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As every combo box, but a name that is too long ends in dots instead of in the middle of a letter."""
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
            high = QFontMetricsF(font).height()
            painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), high), UNCLIPPED, str(index.data()))
            small = text_font(TextSize.SMALL)
            painter.setFont(small)
            painter.setPen(tokens.muted)
            shown = QFontMetricsF(small).elidedText(description, Qt.TextElideMode.ElideRight, inner.width())
            below = QRectF(inner.left(), inner.top() + high + 2, inner.width(), inner.height() - high - 2)
            painter.drawText(below, UNCLIPPED, shown)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        high = QFontMetricsF(text_font(TextSize.BODY)).height()
        if index.data(DESCRIPTION_ROLE):
            high += QFontMetricsF(text_font(TextSize.SMALL)).height() + 2
        return QSize(80, round(high) + 14)


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
        return QSize(round(metrics.horizontalAdvance(self.text())) + 20, round(metrics.height()) + 14)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, self.sizeHint().height())

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        if self.isChecked():
            painter.setPen(QPen(tokens.edge, 1))
            painter.setBrush(tokens.hover if tokens.is_dark else tokens.surface)
            painter.drawRoundedRect(area, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(tokens.ring, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, 6, 6)
        font = text_font(TextSize.BODY, is_strong=self.isChecked())
        painter.setFont(font)
        is_plain = self.isChecked() or self.underMouse()
        painter.setPen(tokens.disabled if not self.isEnabled() else tokens.text if is_plain else tokens.muted)
        shown = QFontMetricsF(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width() - 8)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, shown)
        painter.end()


class Segments(QFrame):
    """A bar of segments, one of them chosen."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_style_class(self, StyleClass.SEGMENTS)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(0)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, Segment] = {}
        for choice in choices:
            button = Segment(choice.name, choice.spoken or choice.name, self)
            button.setToolTip(choice.description)
            button.setAccessibleDescription(choice.description)
            self._group.addButton(button)
            self.buttons[choice.key] = button
            layout.addWidget(button)
        self._group.buttonToggled.connect(self._toggled)

    def show_choices(self, keys: Sequence[str], key: str | None) -> None:
        """Show only these segments, with one of them chosen; nothing is emitted."""
        with QSignalBlocker(self):
            for each, button in self.buttons.items():
                button.setVisible(each in keys)
            if key in self.buttons:
                self.buttons[key].setChecked(True)
        self._only_the_chosen_one_by_tab()

    def _only_the_chosen_one_by_tab(self) -> None:
        """Tab comes to the chosen segment and arrow keys go on, as Qt does it only after the first visit."""
        for button in self.buttons.values():
            by_tab = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(by_tab)

    def _toggled(self, button: QRadioButton, is_checked: bool) -> None:  # noqa: FBT001 - Qt's signature
        if is_checked:
            self._only_the_chosen_one_by_tab()
            self.chosen.emit(next(key for key, each in self.buttons.items() if each is button))


def captioned(caption: str, field: QWidget, *, buddy: QWidget | None = None) -> QWidget:
    """A field with its small caption above it."""
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    layout.addWidget(caption_label(caption, buddy or field))
    layout.addWidget(field)
    return box


def caption_label(
    caption: str, buddy: QWidget | None = None, *, size: TextSize = TextSize.SMALL, is_strong: bool = False
) -> QLabel:
    """The small words above a field."""
    label = QLabel(caption)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(text_font(size, is_strong=is_strong))
    set_style_class(label, StyleClass.MUTED)
    if buddy is not None:
        label.setBuddy(buddy)
    return label
