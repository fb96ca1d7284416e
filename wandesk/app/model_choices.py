"""The user's settings about models, applied to the form: which are listed, and what a region starts with."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.draft import Draft, changed_offer
from wandesk.domain.structs import replace
from wandesk.settings import options
from wandesk.settings.preferences import Preferences
from wandesk.ui.main_window import MainWindow


class ModelChoices:
    """Follows the settings as long as the window lives."""

    def __init__(self, catalog: CatalogSource, preferences: Preferences) -> None:
        self._catalog = catalog
        self._preferences = preferences

    @property
    def hidden(self) -> Collection[str]:
        """The keys of the models that the form does not list."""
        return frozenset(self._preferences.get(options.HIDDEN_MODELS).split())

    def attach(self, window: MainWindow) -> None:
        """Apply the settings to the window's form, now and after each change."""
        offer = window.composer.cards.offer

        def hide(_hidden: str = "") -> None:
            offer.hide_models(self.hidden, window.composer.draft)

        def start(region: str) -> None:
            window.composer.set_draft(self.started(window.composer.draft, region))

        hide()
        self._preferences.on_change(options.HIDDEN_MODELS, hide)
        for chosen in (offer.region_chosen, window.settings.region_chosen):
            chosen.connect(start)

    def started(self, draft: Draft, region: str) -> Draft:
        """The draft for a region that the user has just chosen. What the model does not offer is left as it was."""
        get = self._preferences.get
        model = get(options.start_model(region))
        on_sale = {each.key for each in self._catalog.current.models_in(region)}
        values: dict[str, Any] = {}
        if resolution := get(options.start_resolution(region)):
            values["resolution"] = resolution
        if seconds := get(options.start_seconds(region)):
            values["seconds"] = seconds
        before = changed_offer(
            draft, self._catalog.current, region=region, model_key=model if model in on_sale else None
        )
        wanted = changed_offer(replace(before, **values), self._catalog.current)
        kept = {key: getattr(wanted if getattr(wanted, key) == value else before, key) for key, value in values.items()}
        return replace(before, **kept)
