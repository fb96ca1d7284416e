"""The card for region and model, and for the changes that a new choice causes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import Draft
from wandesk.ui.composer.card import Card, row, sentence_label, show_sentence
from wandesk.ui.look import StyleClass
from wandesk.ui.widgets.choice_box import Choice, ChoiceBox
from wandesk.ui.widgets.labels import caption_label, captioned
from wandesk.ui.wording.models import model_choice_name

translate = QCoreApplication.translate


class OfferCard(Card):
    """Region and model."""

    region_chosen = Signal(str)
    model_chosen = Signal(str)

    def __init__(self, catalog: Catalog, language: str) -> None:
        super().__init__()
        self._catalog = catalog
        self._language = language
        self.region_box = ChoiceBox(translate("Composer", "Region"))
        self.model_box = ChoiceBox(translate("Composer", "Model"))
        self.model_label = caption_label("")
        self.model_label.setWordWrap(True)
        self.model_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.model_label.setMinimumHeight(2 * self.model_label.fontMetrics().lineSpacing())  # no jump
        self.change_label = sentence_label(StyleClass.NONE)
        self.change_label.setAccessibleName(translate("Composer", "Changed with the model"))
        region = captioned(translate("Composer", "Region"), self.region_box)
        model = captioned(translate("Composer", "Model"), self.model_box)
        self.column.addLayout(row(region, model))
        self.column.addWidget(self.model_label)
        self.column.addWidget(self.change_label)
        self.region_box.chosen.connect(self.region_chosen)
        self.model_box.chosen.connect(self.model_chosen)

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [self.region_box, self.model_box]

    def show_offer(self, draft: Draft) -> None:
        """Show the draft's region and model among those that are offered."""
        regions = [
            Choice(
                key=each.key,
                name=each.name.text(self._language),
                description=each.description.text(self._language),
                is_practice=each.is_practice,
            )
            for each in self._catalog.offered_regions()
        ]
        on_sale, chosen = self._catalog.models_in(draft.region), self._catalog.model(draft.model)
        models = [
            Choice(
                key=each.key,
                name=model_choice_name(each, self._language, is_retired=each not in on_sale),
                description=each.description.text(self._language),
            )
            for each in (on_sale if chosen in on_sale else (*on_sale, chosen))
        ]
        self.region_box.set_choices(regions, draft.region)
        self.model_box.set_choices(models, draft.model)
        self.model_label.setText(self._catalog.model(draft.model).description.text(self._language))

    def show_changes(self, sentence: str) -> None:
        """Say what the last choice of region or model has changed, or nothing for an empty sentence."""
        show_sentence(self.change_label, sentence)
