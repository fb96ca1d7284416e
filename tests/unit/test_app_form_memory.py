"""The form's values from the last run: every kind of parameter is restored, and what does not fit is dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from tests.support.widgets import CLIP_FACTS, FACTS, SOUND_FACTS
from wandesk.app.form_memory import FormMemory
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import Draft, Field
from wandesk.domain.media import Audio, Clip, Picture
from wandesk.domain.parameters import TABLE
from wandesk.domain.picture_edit import Crop, PictureEdit
from wandesk.domain.structs import replace
from wandesk.settings import options
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.options import remembered_option
from wandesk.settings.preferences import Preferences
from wandesk.ui.composer.restoring import RememberedFile

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
    before.remember(draft, is_reading=False, set_prompt=lambda _prompt: pytest.fail("there is no sample"))
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


def test_files_are_remembered_with_what_was_chosen_about_them(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    crop = PictureEdit(crop=Crop(left=0.25), background="#00ff00")
    first = Picture(path="/cat.jpg", facts=FACTS, edit=crop)
    last = Picture(path="/web.jpg", facts=FACTS, address="https://example.com/web.jpg")
    clip = Clip(path="/clip.mp4", facts=CLIP_FACTS, first_picture=first)
    audio = Audio(path="/voice.mp3", facts=SOUND_FACTS, start=1.5, length=4.0)
    draft = a_draft(path, picture=first, last_frame=last, clip=clip, audio=audio, is_loop=True)
    assert remembered(path, draft).is_loop
    form, preferences = memory(path)
    preferences.close()
    assert form.files.files() == [
        RememberedFile(field=Field.PICTURE, origin="/cat.jpg", edit=crop),
        RememberedFile(field=Field.LAST_FRAME, origin="https://example.com/web.jpg"),
        RememberedFile(field=Field.CLIP, origin="/clip.mp4"),
        RememberedFile(field=Field.AUDIO, origin="/voice.mp3", start=1.5, length=4.0),
    ], "also the audio that is not in use"
    assert form.files.origins() == ["/cat.jpg", "https://example.com/web.jpg", "/clip.mp4", "/voice.mp3"]
    besides = [file.field for file in form.files_besides(["/other.wav"])]
    assert besides == [Field.PICTURE, Field.LAST_FRAME, Field.CLIP]


def test_a_file_that_was_removed_is_forgotten_with_what_was_chosen_about_it(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    edited = Picture(path="/cat.jpg", facts=FACTS, edit=PictureEdit(may_enlarge=True))
    remembered(path, a_draft(path, picture=edited))
    remembered(path, a_draft(path, picture=None))
    form, preferences = memory(path)
    assert form.files.files() == []
    assert preferences.get(options.PICTURE_EDIT) == ""
    preferences.close()


@pytest.mark.parametrize("part", ["nan", "1 2 3", "-1", "soon", "inf 2"])
def test_what_cannot_be_read_about_a_file_is_left_out(tmp_path: Path, part: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        f'[order]\npicture = "/cat.jpg"\npicture_edit = "{{"\nsound_file = "/voice.mp3"\nsound_part = "{part}"\n',
        "utf-8",
    )
    form, preferences = memory(path)
    preferences.close()
    assert form.files.files() == [
        RememberedFile(field=Field.PICTURE, origin="/cat.jpg"),
        RememberedFile(field=Field.AUDIO, origin="/voice.mp3"),
    ]


def test_several_pictures_are_restored_with_their_edits(tmp_path: Path) -> None:
    form, preferences = memory(tmp_path / "settings.toml")
    crop = PictureEdit(crop=Crop(left=0.1, right=0.6))
    pictures = [Picture(path=f"/{number}.jpg", facts=FACTS) for number in range(3)]
    pictures[1] = replace(pictures[1], edit=crop)
    form.remember_series(pictures)
    assert form.files.series() == [], "those of the last run are not in the form yet"
    form.is_restored = True
    form.remember_series(pictures)
    form.files.store(replace(form.draft(), picture=pictures[1]), is_whole=True)
    preferences.close()
    form, preferences = memory(tmp_path / "settings.toml")
    assert [(file.origin, file.edit) for file in form.series_besides(["/voice.mp3", "/orders.csv"])] == [
        (each.path, each.edit) for each in pictures
    ]
    assert form.files_besides([]) == [], "the first frame is one of them"
    assert set(form.files.origins()) == {each.path for each in pictures}
    assert form.series_besides(["/other.jpg"]) == []
    form.is_restored = True
    form.remember_series(())
    assert [file.origin for file in form.files_besides([])] == ["/1.jpg"]
    preferences.close()
