"""What a region starts with, by the user's settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from wandesk.app.model_choices import ModelChoices
from wandesk.domain.draft import changed_offer, new_draft
from wandesk.domain.structs import replace
from wandesk.settings import options
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.preferences import Preferences

CATALOG = load_catalogue()
REGION = "singapore"
MODEL, OTHER = "wan2.5-i2v-preview", "wan2.2-i2v-flash"


@pytest.fixture
def preferences(tmp_path: Path) -> Iterator[Preferences]:
    ours = Preferences(tmp_path / "settings.toml")
    yield ours
    ours.close()


def test_without_settings_the_values_stay_as_they_are(preferences: Preferences) -> None:
    draft = replace(new_draft(CATALOG, "practice", MODEL), prompt="a fox")
    choices = ModelChoices(CATALOG, preferences)
    assert choices.started(draft, REGION) == changed_offer(draft, CATALOG, region=REGION)
    assert choices.hidden == frozenset()


def test_region_starts_with_the_chosen_model_and_values(preferences: Preferences) -> None:
    draft = replace(new_draft(CATALOG, "practice", OTHER), prompt="a fox", resolution="480P")
    preferences.set(options.start_model(REGION), MODEL)
    preferences.set(options.start_resolution(REGION), "1080P")
    preferences.set(options.start_seconds(REGION), 10)
    choices = ModelChoices(CATALOG, preferences)
    started = choices.started(draft, REGION)
    assert (started.region, started.model, started.resolution, started.seconds) == (REGION, MODEL, "1080P", 10)
    assert started.prompt == "a fox"
    there = choices.started(draft, "practice")
    assert (there.model, there.resolution) == (OTHER, "480P"), "each region has settings of its own"


def test_what_is_not_offered_is_left_out(preferences: Preferences) -> None:
    draft = replace(new_draft(CATALOG, REGION, OTHER), resolution="480P")
    preferences.set(options.start_model(REGION), "wan9-of-tomorrow")
    preferences.set(options.start_resolution(REGION), "8640P")
    preferences.set(options.start_seconds(REGION), 3599)
    assert ModelChoices(CATALOG, preferences).started(draft, REGION) == draft


def test_hidden_models_are_a_set_of_keys(preferences: Preferences) -> None:
    preferences.set(options.HIDDEN_MODELS, f"{MODEL} {OTHER}")
    assert ModelChoices(CATALOG, preferences).hidden == {MODEL, OTHER}
