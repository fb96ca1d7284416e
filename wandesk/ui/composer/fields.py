"""Fields of the form for request parameters: one class for each kind of the table."""

from __future__ import annotations

from typing import Any, assert_never

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QLineEdit

from wandesk.domain import parameter_kinds as kinds
from wandesk.domain import parameters as table
from wandesk.domain.parameter_kinds import Parameter, Terms
from wandesk.domain.parameters import Parameters
from wandesk.ui.widgets.choice_box import Choice, ChoiceBox
from wandesk.ui.wording.parameters import label, left_to_model, value_text
from wandesk.ui.wording.sentences import sentence_start


class ChoiceField(ChoiceBox):
    """One of a few values. An optional choice has an entry that leaves it to the model."""

    value_chosen = Signal(object)

    def __init__(self, entry: Parameter, kind: kinds.Choice) -> None:
        super().__init__(label(entry.key))
        self._entry = entry
        self._may_be_none = kind.usual is None
        self._values: dict[str, Any] = {}
        self.chosen.connect(lambda key: self.value_chosen.emit(self._values[key]))

    def show_value(self, values: Parameters[Any, Any], terms: Terms) -> None:
        """Show the value among those that the terms allow."""
        offered = table.choices(self._entry, terms)
        offered = (None, *offered) if self._may_be_none else offered
        self._values = {str(each): each for each in offered}
        shown = [
            Choice(key=key, name=sentence_start(value_text(self._entry.key, each)) or left_to_model())
            for key, each in self._values.items()
        ]
        self.set_choices(shown, str(getattr(values, self._entry.key)))
        self.setEnabled(len(shown) > 1)


class SwitchField(QCheckBox):
    """On or off."""

    value_chosen = Signal(object)

    def __init__(self, entry: Parameter) -> None:
        super().__init__(label(entry.key))
        self.setAccessibleName(label(entry.key))
        self._key = entry.key
        self.toggled.connect(self.value_chosen.emit)

    def show_value(self, values: Parameters[Any, Any], _terms: Terms) -> None:
        """Show the value."""
        with QSignalBlocker(self):
            self.setChecked(getattr(values, self._key))


class NumberField(QLineEdit):
    """A whole number, or None while empty. The draft reports a number out of range as a problem."""

    value_chosen = Signal(object)

    def __init__(self, entry: Parameter) -> None:
        super().__init__()
        self.setAccessibleName(label(entry.key))
        self.setValidator(QIntValidator(self))
        self._key = entry.key
        self.textEdited.connect(lambda text: self.value_chosen.emit(_number(text)))

    def show_value(self, values: Parameters[Any, Any], _terms: Terms) -> None:
        """Show the value, but keep what is being typed, such as a minus sign."""
        value = getattr(values, self._key)
        if value != _number(self.text()):
            self.setText("" if value is None else str(value))


class TextField(QLineEdit):
    """Text in one line."""

    value_chosen = Signal(object)

    def __init__(self, entry: Parameter) -> None:
        super().__init__()
        self.setAccessibleName(label(entry.key))
        self._key = entry.key
        self.textEdited.connect(self.value_chosen.emit)

    def show_value(self, values: Parameters[Any, Any], _terms: Terms) -> None:
        """Show the value; the same text keeps the cursor position."""
        value = getattr(values, self._key)
        if value != self.text():
            self.setText(value)


ParameterField = ChoiceField | SwitchField | NumberField | TextField


def make_field(entry: Parameter) -> ParameterField:
    """The field for a parameter. Raises TypeError for a file, which needs its own card."""
    match entry.kind:
        case kinds.Choice() as kind:
            return ChoiceField(entry, kind)
        case kinds.Switch():
            return SwitchField(entry)
        case kinds.Number():
            return NumberField(entry)
        case kinds.Text():
            return TextField(entry)
        case kinds.File():
            raise TypeError(f"{entry.key} is a file")
    assert_never(entry.kind)


def _number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None
