"""The card for region and model: two chips."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.draft import Draft
from wandesk.ui.composer.card import Card, row
from wandesk.ui.composer.on_picture import FloatingSentence
from wandesk.ui.look import StyleClass
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.chips import ChipBox
from wandesk.ui.widgets.choice_box import Choice
from wandesk.ui.wording.models import model_choice_name

translate = QCoreApplication.translate


class OfferCard(Card):
    """Region and model, each with a description of every choice in its list."""

    region_chosen = Signal(str)
    model_chosen = Signal(str)

    def __init__(self, catalog: CatalogSource, language: str) -> None:
        super().__init__()
        self._catalog = catalog
        self._language = language
        self._hidden: Collection[str] = ()
        self.region_box = ChipBox(translate("Composer", "Region"), fills=True)
        self.model_box = ChipBox(translate("Composer", "Model"), fills=True)
        self.column.addLayout(row(self.region_box, self.model_box))
        self.change_label = FloatingSentence(StyleClass.NONE, folds=True)
        """It floats over the pictures of the form, where it moves and covers nothing."""
        self.region_box.chosen.connect(self.region_chosen)
        self.model_box.chosen.connect(self.model_chosen)

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [self.region_box, self.model_box]

    def hide_models(self, hidden: Collection[str], draft: Draft) -> None:
        """List these models no longer, by their keys. The model of the draft is always listed."""
        self._hidden = hidden
        self.show_offer(draft)

    def show_offer(self, draft: Draft) -> None:
        """Show the draft's region and model among those that are offered."""
        regions = [
            Choice(
                key=each.key,
                name=each.name.text(self._language),
                description=each.description.text(self._language),
                is_practice=each.is_practice,
            )
            for each in self._catalog.current.offered_regions()
        ]
        on_sale, chosen = self._catalog.current.models_in(draft.region), self._catalog.current.model(draft.model)
        models = [
            Choice(
                key=each.key,
                name=model_choice_name(each, self._language, is_retired=each not in on_sale),
                description=each.description.text(self._language),
            )
            for each in (on_sale if chosen in on_sale else (*on_sale, chosen))
            if each is chosen or each.key not in self._hidden
        ]
        self.region_box.set_choices(regions, draft.region)
        self.model_box.set_choices(models, draft.model)

    def show_changes(self, sentence: str) -> None:
        """Say what the last choice of region or model has changed, or nothing for an empty sentence."""
        self.change_label.show_text(sentence)
        if sentence:
            announce(self.model_box, sentence)
