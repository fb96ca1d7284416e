"""The regions whose task list can be read: those with an API key, and Practice."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from wandesk.domain.catalog import Catalog
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import KeyringFailed
from wandesk.ui.settings.keys import Keys, KeySource
from wandesk.ui.widgets.choice_box import Choice, ChoiceBox
from wandesk.ui.wording import missing as wording

log = logging.getLogger(__name__)


async def regions_with_key(catalog: Catalog, keys: Keys, *, always: str) -> list[str]:
    """Region keys in the catalogue's order, always including `always`.

    A region is included if the keyring does not respond, because the request then reports the reason.
    """
    found = []
    for region in catalog.offered_regions():
        has_usable_key = region.is_practice or region.key == always
        try:
            has_usable_key = has_usable_key or await keys.source(region.key) not in (None, KeySource.UNTESTED)
        except KeyringFailed as error:
            log.info("the key of %s: %s", region.key, error)
            has_usable_key = True
        if has_usable_key:
            found.append(region.key)
    return found


class RegionBox(ChoiceBox):
    """Chooses a region. It starts with one region, and `offer_askable` adds the others."""

    def __init__(self, *, catalog: CatalogSource, keys: Keys, region: str, language: str) -> None:
        super().__init__(wording.region())
        self._catalog = catalog
        self._keys = keys
        self._language = language
        self._offer([region], region)

    async def add_regions_with_key(self) -> None:
        """Offer the regions with a key; the chosen one stays."""
        self._offer(await regions_with_key(self._catalog.current, self._keys, always=self.key), self.key)

    async def unlock(self) -> None:
        """Let the user unlock the key of the chosen region. Raises KeyringFailed while it stays locked."""
        await self._keys.unlock(self.key)

    def _offer(self, regions: Sequence[str], chosen: str) -> None:
        shown = [self._catalog.current.region(key) for key in regions]
        self.set_choices(
            [Choice(key=each.key, name=each.name.text(self._language), is_practice=each.is_practice) for each in shown],
            chosen,
        )
