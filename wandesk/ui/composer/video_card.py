"""The card for the video's values: a field for each parameter that the parameter table assigns to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from wandesk.domain import parameter_kinds as kinds
from wandesk.domain import parameters as table
from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import Draft
from wandesk.domain.parameter_kinds import Parameter
from wandesk.ui.composer.card import SPACING, Card, sentence_label, show_sentence
from wandesk.ui.composer.fields import ParameterField, SwitchField, make_field
from wandesk.ui.look import StyleClass
from wandesk.ui.widgets.labels import captioned
from wandesk.ui.wording.parameters import label

COLUMNS = 2


class VideoCard(Card):
    """Shows the parameters that the model takes, two in a row, and hides the others."""

    chosen = Signal(str, object)
    """A parameter's key, and its new value."""

    def __init__(self, catalog: Catalog, entries: Sequence[Parameter] = table.VIDEO_CARD) -> None:
        super().__init__()
        self._catalog = catalog
        self._entries = entries
        self.fields = {entry.key: make_field(entry) for entry in entries}
        self._boxes = {key: _box(key, field) for key, field in self.fields.items()}
        self._shown: list[str] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACING)
        self._grid.setVerticalSpacing(SPACING)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self.problem_label = sentence_label(StyleClass.LOSS)
        self.column.addLayout(self._grid)
        self.column.addWidget(self.problem_label)
        for key, box in self._boxes.items():
            box.setParent(self)
            box.hide()
            self.fields[key].value_chosen.connect(lambda value, key=key: self.chosen.emit(key, value))

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return list(self.fields.values())

    def show_values(self, draft: Draft) -> None:
        """Show the draft's values among those of its model."""
        terms = kinds.terms_of(self._catalog, draft.region, self._catalog.model(draft.model))
        self._arrange([entry.key for entry in self._entries if table.is_offered(entry, terms)])
        for key in self._shown:
            self.fields[key].show_value(draft, terms)

    def _arrange(self, keys: list[str]) -> None:
        if keys == self._shown:
            return
        self._shown = keys
        while self._grid.takeAt(0) is not None:
            pass
        for position, key in enumerate(keys):
            self._grid.addWidget(self._boxes[key], position // COLUMNS, position % COLUMNS)
        for key, box in self._boxes.items():
            box.setVisible(key in keys)

    def show_problem(self, text: str) -> None:
        """Show a problem of the values, or nothing for an empty sentence."""
        show_sentence(self.problem_label, text)


def _box(key: str, field: ParameterField) -> QWidget:
    return field if isinstance(field, SwitchField) else captioned(label(key), field)
