"""The settings of a job as a draft."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.samples import finished_job
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import Field
from wandesk.domain.picture_edit import PictureEdit
from wandesk.domain.request import FIRST_FRAME, GenerationRequest, StoredInput
from wandesk.domain.reuse import draft_of, files_of, replaced_fields
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
FIRST = StoredInput(sha256="a" * 64, format="JPEG", name="cat.jpg", size_bytes=10)
OTHER = StoredInput(sha256="b" * 64, format="PNG", name="dog.png", size_bytes=20)
SOUND = StoredInput(sha256="c" * 64, format="MP3", name="song.mp3", size_bytes=30)


def request(**changes: Any) -> GenerationRequest:
    values: dict[str, Any] = {"region": "singapore", "model": "wan2.7-i2v", "first_frame": FIRST, **changes}
    return replace(finished_job().request, **values)


def test_every_value_comes_back() -> None:
    made = request(
        prompt="A cat",
        negative_prompt="blur",
        resolution="720P",
        seconds=7,
        seed=42,
        watermark=True,
        improve_prompt=False,
        sound_choice=SoundChoice.MINE,
        audio=SOUND,
        last_frame=OTHER,
    )
    draft = draft_of(made, CATALOG)
    assert (draft.region, draft.model) == ("singapore", "wan2.7-i2v")
    assert (draft.prompt, draft.negative_prompt, draft.resolution, draft.seconds) == ("A cat", "blur", "720P", 7)
    assert (draft.seed, draft.watermark, draft.improve_prompt) == (42, True, False)
    assert draft.sound_choice is SoundChoice.MINE
    assert not draft.is_loop
    assert (draft.picture, draft.last_frame, draft.audio) == (None, None, None), "files are read again"
    assert [(each.field, each.stored) for each in files_of(made)] == [
        (Field.PICTURE, FIRST),
        (Field.LAST_FRAME, OTHER),
        (Field.AUDIO, SOUND),
    ]


def test_edits_loops_and_clips() -> None:
    edit = PictureEdit(may_enlarge=True)
    (first,) = files_of(request(edits=((FIRST_FRAME, edit),), last_frame=FIRST))
    assert (first.field, first.edit) == (Field.PICTURE, edit)
    assert draft_of(request(last_frame=FIRST), CATALOG).is_loop
    clip = StoredInput(sha256="d" * 64, format="MP4", name="walk.mp4", size_bytes=40)
    (only,) = files_of(request(clip=clip))
    assert (only.field, only.stored) == (Field.CLIP, clip), "the first frame was taken from the clip"


@pytest.mark.parametrize(("region", "model"), [("atlantis", "wan2.7-i2v"), ("singapore", "wan0.1-gone")])
def test_what_is_no_longer_offered_is_replaced(region: str, model: str) -> None:
    draft = draft_of(request(region=region, model=model, resolution="4K", prompt="A cat"), CATALOG)
    assert CATALOG.offer(draft.region, draft.model) is not None
    offer = CATALOG.offer(draft.region, draft.model)
    assert offer is not None
    assert draft.resolution in offer.resolutions
    assert draft.prompt == "A cat"


def test_a_silent_models_job_gets_the_usual_sound() -> None:
    draft = draft_of(request(model="wan2.5-i2v-preview", sound_choice=None), CATALOG)
    assert draft.sound_choice is SoundChoice.AUTOMATIC


def test_what_the_form_replaces_is_named() -> None:
    made = request(resolution="720P", sound_choice=SoundChoice.AUTOMATIC)
    assert replaced_fields(made, draft_of(made, CATALOG)) == ()
    silent = request(model="wan2.2-i2v-flash", resolution="720P", sound_choice=None)
    assert replaced_fields(silent, draft_of(silent, CATALOG)) == ()
    gone = request(model="wan0.1-gone", resolution="4K", sound_choice=None)
    assert replaced_fields(gone, draft_of(gone, CATALOG)) == (Field.MODEL, "resolution")
