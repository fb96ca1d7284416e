"""The form's values from the last run: every kind of parameter is restored, and what does not fit is dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from tests.support.widgets import FACTS, SOUND_FACTS
from wandesk.app.form_memory import FormMemory
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import Draft
from wandesk.domain.media import Audio, Picture
from wandesk.domain.parameters import TABLE
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.options import remembered_option
from wandesk.settings.preferences import Preferences

CATALOG = load_catalogue()
EVERY = {entry.key: remembered_option(structs.replace(entry, remembered=entry.key)) for entry in TABLE}
"""As if every parameter were remembered: one value of each kind."""
FLASH = next(model.key for model in CATALOG.models_in("practice") if model.choices.get("shot_type"))


def memory(path: Path) -> tuple[FormMemory, Preferences]:
    preferences = Preferences(path)
    return FormMemory(CATALOG, preferences, None, EVERY), preferences


def remembered(path: Path, draft: Draft) -> Draft:
    """The draft of the next run."""
    before, preferences = memory(path)
    before.is_restored = True
    before.remember(draft, is_reading=False, set_draft=lambda _draft: pytest.fail("there is no sample"))
    preferences.close()
    after, preferences = memory(path)
    try:
        return after.draft()
    finally:
        preferences.close()


def a_draft(path: Path, **values: Any) -> Draft:
    form, preferences = memory(path)
    preferences.close()
    draft = replace(form.draft(), region="practice", model=FLASH)
    return replace(draft, **{"resolution": "720P", **values})


@pytest.mark.parametrize(
    "values",
    [
        {"resolution": "1080P", "seconds": 10, "sound_choice": SoundChoice.SILENT},
        {"watermark": True, "improve_prompt": False},
        {"watermark": False, "improve_prompt": True},
        {"seed": 0},
        {"seed": 42},
        {"seed": None},
        {"prompt": "waves", "negative_prompt": "blur"},
        {"shot_type": "multi"},
        {"shot_type": None},
    ],
)
def test_set_values_are_restored(tmp_path: Path, values: dict[str, Any]) -> None:
    path = tmp_path / "settings.toml"
    after = remembered(path, a_draft(path, **values))
    assert {key: getattr(after, key) for key in values} == values
    assert all(type(getattr(after, key)) is type(value) for key, value in values.items())


def test_a_switch_that_was_never_set_has_the_default_of_the_model(tmp_path: Path) -> None:
    form, preferences = memory(tmp_path / "settings.toml")
    draft = form.draft()
    defaults = CATALOG.model(draft.model).defaults
    assert draft.improve_prompt is defaults["improve_prompt"] is True
    preferences.close()


def test_value_that_the_model_no_longer_has_becomes_its_default(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        f'[order]\nmodel = "{FLASH}"\nresolution = "999P"\nseconds = 77\nseed = "many"\nshot_type = "none"\n', "utf-8"
    )
    form, preferences = memory(path)
    draft = form.draft()
    preferences.close()
    assert draft.model == FLASH
    assert draft.resolution in ("720P", "1080P")
    assert (draft.seconds, draft.seed, draft.shot_type) == (5, None, None)


def test_files_are_remembered_by_their_paths(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    files = {"picture": Picture(path="/cat.jpg", facts=FACTS), "audio": Audio(path="/voice.mp3", facts=SOUND_FACTS)}
    draft = a_draft(path, sound_choice=SoundChoice.MINE, **files)
    remembered(path, draft)
    form, preferences = memory(path)
    preferences.close()
    assert form.files() == ["/cat.jpg", "/voice.mp3"]
    assert form.files_besides(["/other.wav"]) == ["/cat.jpg"]
