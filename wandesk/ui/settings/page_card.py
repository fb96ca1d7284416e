"""One page of settings: a widget for each entry of the table. Changes apply and are stored immediately."""

from __future__ import annotations

import re
from typing import Any, Protocol, TypeVar

from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from wandesk.settings.options import Option
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.settings.folder_field import FolderField
from wandesk.ui.settings.outdent import BOX, BOX_TEXT, outdented
from wandesk.ui.settings.table import SETTINGS, Page, Setting
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.wheel import SteadyComboBox, SteadySpinBox

T = TypeVar("T")

SPIN_TEXT = 8
"""Logical pixels: the style sheet's padding does not reach a spin box's text."""
ACCESS_KEY = re.compile(r"\s*\(&.\)|&")


class Values(Protocol):
    """The stored settings: `settings.preferences.Preferences`."""

    def get(self, option: Option[T]) -> T: ...

    def set(self, option: Option[T], value: T) -> None: ...


class PageCard(QFrame):
    """The settings of one page. `widgets` holds each entry's widget by the option's name."""

    def __init__(self, page: Page, values: Values, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = values
        self.widgets: dict[str, QCheckBox | QSpinBox | QComboBox | FolderField] = {}
        self._labels: list[QLabel] = []
        set_style_class(self, StyleClass.CARD)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 14)
        self._column.setSpacing(8)
        for setting in SETTINGS:
            if setting.page is page:
                self._add(setting)
        widest = max((label.sizeHint().width() for label in self._labels), default=0)
        for label in self._labels:
            label.setMinimumWidth(widest)  # aligns the boxes

    def _add(self, setting: Setting[Any]) -> None:
        widget: QCheckBox | QSpinBox | QComboBox | FolderField
        if setting.choices is not None:
            widget = self._combo_box(setting)
        elif isinstance(setting.option.default, bool):
            widget = self._check_box(setting)
        elif setting.is_folder:
            widget = self._folder_field(setting)
        else:
            widget = self._spin_box(setting)
        widget.setAccessibleName(setting.label())
        self.widgets[setting.option.name] = widget
        if isinstance(widget, QCheckBox):
            self._column.addLayout(outdented(widget, left=BOX))
        else:
            self._column.addLayout(self._labelled(setting.label(), widget))
        if setting.help is not None:
            widget.setAccessibleDescription(setting.help())
            self._column.addWidget(self._help(setting.help(), BOX_TEXT if isinstance(widget, QCheckBox) else 0))

    def _check_box(self, setting: Setting[bool]) -> QCheckBox:
        box = QCheckBox(setting.label(), self)
        box.setChecked(self._values.get(setting.option))
        box.toggled.connect(lambda is_on: self._values.set(setting.option, is_on))
        return box

    def _spin_box(self, setting: Setting[int]) -> QSpinBox:
        box = SteadySpinBox(self)
        assert setting.option.least is not None
        assert setting.option.most is not None
        box.setRange(int(setting.option.least), int(setting.option.most))
        if setting.least is not None:
            box.setSpecialValueText(setting.least())
        box.setKeyboardTracking(False)  # typing 25 must not set 2 first
        box.setValue(self._values.get(setting.option))
        box.lineEdit().setTextMargins(SPIN_TEXT, 0, 0, 0)
        box.valueChanged.connect(lambda number: self._values.set(setting.option, number))
        return box

    def _folder_field(self, setting: Setting[str]) -> FolderField:
        field = FolderField(setting.label(), self._values.get(setting.option), self)
        field.chosen.connect(lambda folder: self._values.set(setting.option, folder))
        return field

    def _combo_box(self, setting: Setting[Any]) -> QComboBox:
        assert setting.choices is not None
        box = SteadyComboBox(self)
        for value, label in setting.choices().items():
            box.addItem(ACCESS_KEY.sub("", label), value)
        box.setCurrentIndex(box.findData(self._values.get(setting.option)))
        box.activated.connect(lambda index: self._values.set(setting.option, box.itemData(index)))
        return box

    def _labelled(self, text: str, widget: QWidget) -> QHBoxLayout:
        label = PlainLabel(text, self)
        label.setBuddy(widget)
        self._labels.append(label)
        line = QHBoxLayout()
        line.addWidget(label)
        line.addWidget(widget)
        line.addStretch(1)
        return line

    def _help(self, text: str, indent: int) -> QLabel:
        label = PlainLabel(text, self)
        label.setFont(text_font(TextSize.SMALL))
        label.setWordWrap(True)
        label.setContentsMargins(indent, 0, 0, 0)
        set_style_class(label, StyleClass.MUTED)
        return label
