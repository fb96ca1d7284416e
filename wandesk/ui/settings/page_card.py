"""One page of settings: a widget for each entry of the table. Changes apply and are stored immediately."""

from __future__ import annotations

import re
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)

from wandesk.settings.options import Option
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.settings.folder_field import FolderField
from wandesk.ui.settings.outdent import BOX, BOX_TEXT, outdented
from wandesk.ui.settings.pattern_field import PatternField
from wandesk.ui.settings.table import SETTINGS, Page, Setting
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.check_box import WrappingCheckBox
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.wheel import SteadyComboBox, SteadyDoubleSpinBox, SteadySpinBox

translate = QCoreApplication.translate

T = TypeVar("T")

SettingWidget = QCheckBox | QSpinBox | QDoubleSpinBox | QComboBox | FolderField | PatternField

SPIN_TEXT = 8
"""Logical pixels: the style sheet's padding does not reach a spin box's text."""
ACCESS_KEY = re.compile(r"\s*\(&.\)|&")


class Values(Protocol):
    """The stored settings: `settings.preferences.Preferences`."""

    def get(self, option: Option[T]) -> T: ...

    def set(self, option: Option[T], value: T) -> None: ...


class PageCard(QFrame):
    """The settings of one page. `widgets` holds each entry's widget by the option's name."""

    reopen_requested = Signal()
    """The user wants the program to be reopened, so that a setting acts."""

    def __init__(self, page: Page, values: Values, *, language: str, parent: QWidget | None = None) -> None:
        """`language` is the key of the language in use."""
        super().__init__(parent)
        self._values = values
        self._language = language
        self.widgets: dict[str, SettingWidget] = {}
        set_style_class(self, StyleClass.CARD)
        self._rows = QFormLayout(self)  # aligns the boxes, and puts one below a label that leaves it no room
        self._rows.setContentsMargins(16, 14, 16, 14)
        self._rows.setHorizontalSpacing(12)
        self._rows.setVerticalSpacing(8)
        self._rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._rows.setFormAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for setting in SETTINGS:
            if setting.page is page:
                self._add(setting)

    def _add(self, setting: Setting[Any]) -> None:
        widget: SettingWidget
        if setting.choices is not None:
            widget = self._combo_box(setting)
        elif isinstance(setting.option.default, bool):
            widget = self._check_box(setting)
        elif setting.is_folder:
            widget = self._folder_field(setting)
        elif setting.is_pattern:
            widget = self._pattern_field(setting)
        elif isinstance(setting.option.default, float):
            widget = self._amount_box(setting)
        else:
            widget = self._spin_box(setting)
        widget.setAccessibleName(setting.label())
        self.widgets[setting.option.name] = widget
        if isinstance(widget, QCheckBox):
            self._rows.addRow(outdented(widget, left=BOX))
        else:
            self._rows.addRow(self._label(setting.label(), widget), self._field(setting, widget))
        if setting.help is not None:
            widget.setAccessibleDescription(setting.help())
            self._rows.addRow(self._help(setting.help(), BOX_TEXT if isinstance(widget, QCheckBox) else 0))

    def _check_box(self, setting: Setting[bool]) -> QCheckBox:
        box = WrappingCheckBox(setting.label(), self)
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

    def _amount_box(self, setting: Setting[float]) -> QDoubleSpinBox:
        box = SteadyDoubleSpinBox(self)
        assert setting.option.least is not None
        assert setting.option.most is not None
        box.setDecimals(2)
        box.setRange(setting.option.least, setting.option.most)
        if setting.least is not None:
            box.setSpecialValueText(setting.least())
        box.setKeyboardTracking(False)
        box.setValue(self._values.get(setting.option))
        box.lineEdit().setTextMargins(SPIN_TEXT, 0, 0, 0)
        box.valueChanged.connect(lambda amount: self._values.set(setting.option, amount))
        return box

    def _folder_field(self, setting: Setting[str]) -> FolderField:
        field = FolderField(setting.label(), self._values.get(setting.option), self)
        field.chosen.connect(lambda folder: self._values.set(setting.option, folder))
        return field

    def _pattern_field(self, setting: Setting[str]) -> PatternField:
        field = PatternField(setting.label(), self._values.get(setting.option), self)
        field.chosen.connect(lambda pattern: self._values.set(setting.option, pattern))
        return field

    def _combo_box(self, setting: Setting[Any]) -> QComboBox:
        assert setting.choices is not None
        box = SteadyComboBox(self)
        for value, label in setting.choices().items():
            box.addItem(ACCESS_KEY.sub("", label), value)
        box.setCurrentIndex(box.findData(self._values.get(setting.option)))
        box.activated.connect(lambda index: self._values.set(setting.option, box.itemData(index)))
        return box

    def _reopen_button(self, setting: Setting[Any], box: QComboBox) -> QPushButton:
        """A button that is shown while the chosen value acts only after the program was reopened."""
        button = push_button(translate("Settings", "Reopen now"), self)

        def show() -> None:
            needs = setting.needs_reopening
            button.setVisible(needs is not None and needs(box.currentData(), self._language))

        show()
        box.activated.connect(show)
        button.clicked.connect(self.reopen_requested)
        return button

    def _field(self, setting: Setting[Any], widget: QWidget) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(widget)
        if setting.needs_reopening is not None and isinstance(widget, QComboBox):
            line.addWidget(self._reopen_button(setting, widget))
        return line

    def _label(self, text: str, widget: QWidget) -> QLabel:
        label = PlainLabel(text, self)
        label.setBuddy(widget)
        beside = widget.field if isinstance(widget, PatternField) else widget
        label.setMinimumHeight(beside.sizeHint().height())  # in the middle of the box beside it
        return label

    def _help(self, text: str, indent: int) -> QLabel:
        label = PlainLabel(text, self)
        label.setFont(text_font(TextSize.SMALL))
        label.setWordWrap(True)
        label.setContentsMargins(indent, 0, 0, 6)  # it belongs to what is above it
        set_style_class(label, StyleClass.MUTED)
        return label
