"""Several videos of one draft."""

from __future__ import annotations

from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import Draft
from wandesk.domain.structs import replace

MOST_COPIES = 12


def copies_of(draft: Draft, count: int, catalog: Catalog) -> tuple[Draft, ...]:
    """So many drafts that make different videos: a fixed seed counts up, else the model chooses each."""
    if draft.seed is None or count == 1:
        return (draft,) * count
    seeds = catalog.ranges["seed"]
    span = seeds.most - seeds.least + 1
    return tuple(replace(draft, seed=seeds.least + (draft.seed - seeds.least + each) % span) for each in range(count))
