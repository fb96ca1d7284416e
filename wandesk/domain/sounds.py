"""The sound choices that a draft has."""

from __future__ import annotations

from wandesk.domain.catalog import Catalog, SoundChoice
from wandesk.domain.draft import Draft, excludes_own_audio
from wandesk.domain.parameter_kinds import terms_of
from wandesk.domain.parameters import sound_choices


def sounds_of(draft: Draft, catalog: Catalog) -> tuple[SoundChoice, ...]:
    """The sound choices of a draft's model without those that its files exclude; empty for a silent model."""
    model = catalog.model(draft.model)
    sounds = sound_choices(terms_of(catalog, draft.region, model))
    return tuple(each for each in sounds if each is not SoundChoice.MINE or not excludes_own_audio(draft, model))
