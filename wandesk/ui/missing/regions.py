"""The regions whose task list can be read: those with an API key, and Practice."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from wandesk.domain.catalog import Catalog
from wandesk.domain.errors import KeyringFailed
from wandesk.ui.settings.keys import Keys, KeySource
from wandesk.ui.widgets.choice_box import Choice, ChoiceBox
from wandesk.ui.wording import missing as wording

log = logging.getLogger(__name__)


async def askable_regions(catalog: Catalog, keys: Keys, *, always: str) -> list[str]:
    """Keys of regions in the catalogue's order; `always` is among them in any case.

    A region whose keyring does not answer is included: the request then says why it fails.
    """
    found = []
    for region in catalog.offered_regions():
        is_askable = region.is_practice or region.key == always
        try:
            is_askable = is_askable or await keys.source(region.key) not in (None, KeySource.UNTESTED)
        except KeyringFailed as silent:
            log.info("the key of %s: %s", region.key, silent)
            is_askable = True
        if is_askable:
            found.append(region.key)
    return found


class RegionBox(ChoiceBox):
    """Chooses the region to ask. It starts with one region; `offer_askable` adds the others."""

    def __init__(self, *, catalog: Catalog, keys: Keys, region: str, language: str) -> None:
        super().__init__(wording.region())
        self._catalog = catalog
        self._keys = keys
        self._language = language
        self._offer([region], region)

    async def offer_askable(self) -> None:
        """Offer the regions that can be asked now; the chosen one stays."""
        self._offer(await askable_regions(self._catalog, self._keys, always=self.key), self.key)

    def _offer(self, regions: Sequence[str], chosen: str) -> None:
        shown = [self._catalog.region(key) for key in regions]
        self.set_choices(
            [Choice(key=each.key, name=each.name.text(self._language), is_practice=each.is_practice) for each in shown],
            chosen,
        )
