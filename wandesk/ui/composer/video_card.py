"""The card for the video's values: a chip for each parameter that the table puts there, and *More* for the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain import parameter_kinds as kinds
from wandesk.domain import parameters as table
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.draft import Draft
from wandesk.domain.parameter_kinds import Parameter
from wandesk.ui.composer.card import Card, sentence_label
from wandesk.ui.composer.copies import CopiesBox
from wandesk.ui.composer.fields import make_field
from wandesk.ui.composer.more import MoreChip, MorePanel
from wandesk.ui.composer.notes import Note
from wandesk.ui.look import StyleClass
from wandesk.ui.widgets.flow import FlowRow
from wandesk.ui.wording.sentences import joined

translate = QCoreApplication.translate


class VideoCard(Card):
    """Shows the parameters that the model takes, and hides the others. `add_chip` gives it a chip that is no parameter.

    `more` floats over the form, which calls its `float_in`.
    """

    chosen = Signal(str, object)
    """A parameter's key, and its new value."""

    def __init__(self, catalog: CatalogSource, entries: Sequence[Parameter] = table.CHIPS) -> None:
        super().__init__(translate("Composer", "Video"))
        self._catalog = catalog
        self._entries = entries
        self._chips: list[QWidget] = []
        self._flow = FlowRow(spacing=6)
        self.fields = {entry.key: make_field(entry, catalog.current) for entry in entries}
        self.more_chip = MoreChip()
        self.more = MorePanel(catalog.current, self.more_chip)
        self.problem_label = sentence_label(StyleClass.LOSS)
        self.caution_label = sentence_label(StyleClass.MUTED)
        self._flow.addWidget(self.more_chip)
        self.column.addLayout(self._flow)
        self.column.addWidget(self.problem_label)
        self.column.addWidget(self.caution_label)
        for key, field in self.fields.items():
            self.add_chip(field)
            field.value_chosen.connect(lambda value, key=key: self.chosen.emit(key, value))
        self.copies = CopiesBox()
        self.add_chip(self.copies)
        self.more.chosen.connect(self.chosen)

    def add_chip(self, chip: QWidget) -> None:
        """Show a chip before *More*."""
        self._flow.insertWidget(len(self._chips), chip)
        self._chips.append(chip)
        for after in (self.more_chip, self.problem_label, self.caution_label):
            after.raise_()  # a screen reader reads the lowest child first

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [*self._chips, self.more_chip, *self.more.tab_stops]

    def show_values(self, draft: Draft) -> None:
        """Show the draft's values among those of its model."""
        terms = kinds.terms_of(self._catalog.current, draft.region, self._catalog.current.model(draft.model))
        for entry in self._entries:
            is_offered = table.is_offered(entry, terms)
            self.fields[entry.key].setVisible(is_offered)
            if is_offered:
                self.fields[entry.key].show_value(draft, terms)
        self.more.show_values(draft, terms)

    def show_notes(self, notes: Mapping[str, Note]) -> None:
        """Show what is wrong or doubtful about the values, by key: below the chips, or at the field behind *More*.

        A problem there is also shown below the chips, because it may be the reason why Generate is disabled.
        """
        self.more.show_notes(notes)
        cautions = {key: note for key, note in notes.items() if key not in self.more.fields}
        self.problem_label.show_text(joined(*(note.text for note in notes.values() if note.is_problem)))
        self.caution_label.show_text(joined(*(note.text for note in cautions.values() if not note.is_problem)))
