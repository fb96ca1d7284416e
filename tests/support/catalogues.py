"""The shipped catalogue with one thing changed."""

from __future__ import annotations

from wandesk.domain.catalog import Catalog
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue

RETIRED_ON = "2027-01-10"


def catalogue_without(model: str, region: str, *, replaced_by: str | None = None) -> Catalog:
    """The shipped catalogue where that region no longer sells that model."""
    catalog = load_catalogue()
    ended = catalog.offer(region, model)
    assert ended is not None
    return replace(
        catalog,
        offers=tuple(offer for offer in catalog.offers if offer is not ended),
        retired=(replace(ended, retired=RETIRED_ON),),
        models=tuple(replace(each, replaced_by=replaced_by) if each.key == model else each for each in catalog.models),
    )
