"""Which regions can be asked: those with a key, Practice, and the one that was meant."""

from __future__ import annotations

import logging

from wandesk.domain.catalog import Catalog
from wandesk.domain.errors import KeyringFailed
from wandesk.ui.composer.choices import Choice
from wandesk.ui.settings.keys import KeyPlace, Keys

log = logging.getLogger(__name__)


async def askable_regions(catalog: Catalog, keys: Keys, *, meant: str) -> list[str]:
    """Keys of regions, in the catalogue's order. One whose keyring does not answer is not left out: asking says why."""
    found = []
    for region in catalog.offered_regions():
        is_askable = region.is_practice or region.key == meant
        try:
            is_askable = is_askable or await keys.place(region.key) not in (None, KeyPlace.UNTESTED)
        except KeyringFailed as silent:
            log.info("the key of %s: %s", region.key, silent)
            is_askable = True
        if is_askable:
            found.append(region.key)
    return found


def region_choices(catalog: Catalog, regions: list[str], language: str) -> list[Choice]:
    """The same for a box."""
    shown = [catalog.region(key) for key in regions]
    return [Choice(key=each.key, name=each.name.text(language), is_practice=each.is_practice) for each in shown]
