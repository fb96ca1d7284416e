"""Fields of the form for request parameters: one class for each kind of the table."""

from __future__ import annotations

import random
from typing import Any, assert_never

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from wandesk.domain import parameter_kinds as kinds
from wandesk.domain import parameters as table
from wandesk.domain.catalog import Catalog, NumberRange
from wandesk.domain.parameter_kinds import Parameter, Terms
from wandesk.domain.parameters import Parameters
from wandesk.ui.composer.card import small_button
from wandesk.ui.composer.text_area import CountLabel, TextArea
from wandesk.ui.look import TextSize, text_font
from wandesk.ui.widgets.chips import ChipBox
from wandesk.ui.widgets.choice_box import Choice
from wandesk.ui.widgets.labels import caption_label
from wandesk.ui.widgets.plain_text import set_tooltip
from wandesk.ui.wording import parameters as wording
from wandesk.ui.wording.sentences import sentence_start

TEXT_LINES = 3


class ChoiceField(ChipBox):
    """One of a few values, on a chip. An optional choice has an entry that leaves it to the model."""

    value_chosen = Signal(object)

    def __init__(self, entry: Parameter, kind: kinds.Choice) -> None:
        super().__init__(wording.label(entry.key))
        self._entry = entry
        self._may_be_none = kind.usual is None
        self._values: dict[str, Any] = {}
        self.chosen.connect(lambda key: self.value_chosen.emit(self._values[key]))

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [self]

    def show_value(self, values: Parameters[Any, Any], terms: Terms) -> None:
        """Show the value among those that the terms allow."""
        offered = table.choices(self._entry, terms)
        offered = (None, *offered) if self._may_be_none else offered
        self._values = {str(each): each for each in offered}
        shown = [
            Choice(
                key=key,
                name=sentence_start(wording.value_text(self._entry.key, each)) or wording.left_to_model(),
            )
            for key, each in self._values.items()
        ]
        self.set_choices(shown, str(getattr(values, self._entry.key)))
        self.setEnabled(len(shown) > 1)


class SwitchField(QCheckBox):
    """On or off."""

    value_chosen = Signal(object)

    def __init__(self, entry: Parameter) -> None:
        super().__init__(wording.label(entry.key))
        self.setAccessibleName(wording.label(entry.key))
        self._key = entry.key
        self.toggled.connect(self.value_chosen.emit)

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [self]

    def show_value(self, values: Parameters[Any, Any], _terms: Terms) -> None:
        """Show the value."""
        with QSignalBlocker(self):
            self.setChecked(getattr(values, self._key))


class NumberField(QWidget):
    """A whole number that the user may fix; None while it is not fixed, or empty.

    A newly fixed number is a random one. The draft reports a number out of range as a problem.
    """

    value_chosen = Signal(object)

    def __init__(self, entry: Parameter, within: NumberRange) -> None:
        super().__init__()
        self._key = entry.key
        self._within = within
        self.switch = QCheckBox(wording.fixed_label(entry.key), self)
        self.switch.setAccessibleName(wording.fixed_label(entry.key))
        self.edit = QLineEdit(self)
        self.edit.setAccessibleName(wording.label(entry.key))
        self.edit.setValidator(QIntValidator(within.least, within.most, self.edit))
        self.edit.setPlaceholderText(wording.random_text())
        self.new_button = small_button("refresh", wording.another_label(entry.key), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.switch)
        row.addWidget(self.edit, 1)
        row.addWidget(self.new_button)
        self.switch.toggled.connect(self._fix)
        self.edit.textEdited.connect(lambda text: self.value_chosen.emit(_number(text)))
        self.new_button.clicked.connect(self._draw)
        self._show_fixed(is_fixed=False)

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [self.switch, self.edit, self.new_button]

    def show_value(self, values: Parameters[Any, Any], _terms: Terms) -> None:
        """Show the value, but keep what is being typed, such as leading zeros or an emptied field."""
        value = getattr(values, self._key)
        if value != _number(self.edit.text()):
            self.edit.setText("" if value is None else str(value))
            self._show_fixed(is_fixed=value is not None)

    def _show_fixed(self, *, is_fixed: bool) -> None:
        with QSignalBlocker(self.switch):
            self.switch.setChecked(is_fixed)
        self.edit.setEnabled(is_fixed)
        self.new_button.setEnabled(is_fixed)

    def _fix(self, is_fixed: bool) -> None:  # noqa: FBT001 - a signal's value
        self._show_fixed(is_fixed=is_fixed)
        if is_fixed:
            self._draw()
        else:
            self.edit.clear()
            self.value_chosen.emit(None)

    def _draw(self) -> None:
        number = random.randint(self._within.least, self._within.most)  # noqa: S311 - no secret
        self.edit.setText(str(number))
        self.value_chosen.emit(number)


class TextField(QWidget):
    """Text in a few lines, with a counter."""

    value_chosen = Signal(object)

    def __init__(self, entry: Parameter, kind: kinds.Text) -> None:
        super().__init__()
        self._key = entry.key
        self._most = kind.most
        self.edit = TextArea(wording.label(entry.key), TextSize.BODY, lines=TEXT_LINES, parent=self)
        self.edit.setFixedHeight(self.edit.sizeHint().height())
        self.edit.set_invitation(wording.placeholder(entry.key))
        self.counter = CountLabel(self)
        head = QHBoxLayout()
        head.addWidget(caption_label(wording.label(entry.key), self.edit))
        head.addStretch(1)
        self.usual_button: QToolButton | None = None
        if (usual := wording.usual_text(entry.key)) is not None:
            name, text = usual
            self.usual_button = QToolButton(self)
            self.usual_button.setText(name)
            self.usual_button.setFont(text_font(TextSize.SMALL))
            self.usual_button.setAccessibleName(name)
            self.usual_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            set_tooltip(self.usual_button, text)
            self.usual_button.clicked.connect(lambda: self._add(text))
            head.addWidget(self.usual_button)
        head.addWidget(self.counter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.edit)
        self.edit.textChanged.connect(lambda: self.value_chosen.emit(self.edit.text()))

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [self.edit, *([self.usual_button] if self.usual_button is not None else [])]

    def _add(self, usual: str) -> None:
        """Add the parts of the usual text that are not there yet."""
        text, comma = self.edit.text().rstrip(), wording.comma()
        missing = [part for part in usual.split(comma) if part not in text]
        if missing:
            self.edit.replace_text(comma.join([*([text] if text else []), *missing]))
        self.edit.setFocus()

    def show_value(self, values: Parameters[Any, Any], terms: Terms) -> None:
        """Show the value; the same text keeps the cursor position."""
        text: str = getattr(values, self._key)
        self.edit.set_text(text)
        self.counter.show_count(len(text), self._most(terms.model))


ParameterField = ChoiceField | SwitchField | NumberField | TextField


def make_field(entry: Parameter, catalog: Catalog) -> ParameterField:
    """The field for a parameter. Raises TypeError for a file, which has a card."""
    match entry.kind:
        case kinds.Choice() as kind:
            return ChoiceField(entry, kind)
        case kinds.Switch():
            return SwitchField(entry)
        case kinds.Number():
            return NumberField(entry, catalog.ranges[entry.key])
        case kinds.Text() as kind:
            return TextField(entry, kind)
        case kinds.File():
            raise TypeError(f"{entry.key} is a file")
    assert_never(entry.kind)


def _number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None
