"""Several videos of one draft differ by their seeds."""

from __future__ import annotations

from wandesk.domain.copies import copies_of
from wandesk.domain.draft import new_draft
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
DRAFT = new_draft(CATALOG, "singapore")


def test_a_fixed_seed_counts_up_and_stays_in_its_range() -> None:
    most = CATALOG.ranges["seed"].most
    drafts = copies_of(replace(DRAFT, seed=most - 1), 3, CATALOG)
    assert [each.seed for each in drafts] == [most - 1, most, CATALOG.ranges["seed"].least]
    assert {replace(each, seed=None) for each in drafts} == {replace(DRAFT, seed=None)}


def test_without_a_seed_the_model_chooses_each() -> None:
    assert copies_of(DRAFT, 3, CATALOG) == (DRAFT, DRAFT, DRAFT)
    assert copies_of(replace(DRAFT, seed=7), 1, CATALOG) == (replace(DRAFT, seed=7),)
