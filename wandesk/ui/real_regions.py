"""The regions where a video of Practice can be made for real: those with a key."""

from __future__ import annotations

from wandesk.domain.catalog import Region
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.draft import Draft
from wandesk.settings.options import LAST_REGION
from wandesk.ui.settings.keys import Keys
from wandesk.ui.settings.page_card import Values


class RealRegions:
    """Knows which region was used last, also after a restart."""

    def __init__(self, catalog: CatalogSource, keys: Keys, values: Values | None) -> None:
        """Without `values` the last region is not remembered."""
        self._catalog = catalog
        self._keys = keys
        self._values = values

    def connected(self) -> tuple[Region, ...]:
        """The one that was used last first, the others in the order of the catalogue; the keyring is asked nothing."""
        last = self._values.get(LAST_REGION) if self._values is not None else ""
        regions = [each for each in self._catalog.current.offered_regions() if not each.is_practice]
        found = [each for each in regions if self._keys.is_connected(each.key)]
        return tuple(sorted(found, key=lambda region: region.key != last))

    def used(self, region: str) -> None:
        """An order goes there. Practice does not count."""
        if self._values is not None and not self._catalog.current.is_practice(region):
            self._values.set(LAST_REGION, region)

    def draft_changed(self, draft: Draft) -> None:
        """The form is for that region."""
        if not self._catalog.current.is_practice(draft.region) and self._keys.is_connected(draft.region):
            self.used(draft.region)
