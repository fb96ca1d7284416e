"""The card for the video itself: resolution and length."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog import AUTOMATIC_SECONDS, Catalog
from wandesk.domain.draft import Draft
from wandesk.domain.parameters import choices_in
from wandesk.ui.composer.card import Card, row, say, sentence_label
from wandesk.ui.look import StyleClass
from wandesk.ui.widgets.choice_box import Choice, ChoiceBox
from wandesk.ui.widgets.labels import captioned
from wandesk.ui.wording.amounts import ordered_length
from wandesk.ui.wording.sentences import sentence_start

translate = QCoreApplication.translate


class VideoCard(Card):
    """The values of the video that the model offers."""

    chosen = Signal(str, object)
    """A field of the draft, and its new value."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog
        self.resolution_box = ChoiceBox(translate("Composer", "Resolution"))
        self.duration_box = ChoiceBox(translate("Composer", "Duration"))
        self.problem_label = sentence_label(StyleClass.LOSS)
        resolution = captioned(translate("Composer", "Resolution"), self.resolution_box)
        duration = captioned(translate("Composer", "Duration"), self.duration_box)
        self.column.addLayout(row(resolution, duration))
        self.column.addWidget(self.problem_label)
        self.resolution_box.chosen.connect(lambda key: self.chosen.emit("resolution", key))
        self.duration_box.chosen.connect(lambda key: self.chosen.emit("seconds", int(key)))

    @property
    def tab_stops(self) -> list[QWidget]:
        """In the order of Tab."""
        return [self.resolution_box, self.duration_box]

    def show_values(self, draft: Draft) -> None:
        """Show the draft's values among those of its model."""
        model = self._catalog.model(draft.model)
        sizes = [Choice(key=each, name=each) for each in choices_in(self._catalog, draft.region, model, "resolution")]
        self.resolution_box.set_choices(sizes, draft.resolution)
        automatic = (AUTOMATIC_SECONDS,) if model.duration.may_be_automatic else ()
        lengths = [
            Choice(key=str(each), name=sentence_start(ordered_length(each)))
            for each in (*model.duration.values, *automatic)
        ]
        self.duration_box.set_choices(lengths, str(draft.seconds))
        self.duration_box.setEnabled(len(model.duration.values) > 1)

    def show_problem(self, words: str) -> None:
        """Say what is wrong with the values; nothing for an empty sentence."""
        say(self.problem_label, words)
