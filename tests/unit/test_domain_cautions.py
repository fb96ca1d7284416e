"""Warnings never block, clips and seamless loops have their rules, and unused values stay in the draft."""

from __future__ import annotations

from typing import Any

import pytest

from wandesk.domain.catalog import Doubt, SoundChoice
from wandesk.domain.cautions import find_cautions
from wandesk.domain.draft import Draft, changed_offer, find_problems, new_draft, unused_fields
from wandesk.domain.media import UNSEEN_PICTURE, Audio, AudioFacts, Clip, ClipFacts, Picture, PictureFacts
from wandesk.domain.picture_edit import Crop, PictureEdit
from wandesk.domain.request import GenerationRequest, StoredInput, files_to_copy, is_request_of, make_request
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.video_size import video_size
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
FACTS = PictureFacts(format="JPEG", width=1280, height=720, size_bytes=300_000)
PICTURE = Picture(path="/home/anna/sea.jpg", facts=FACTS)
LAST = Picture(path="/home/anna/night.jpg", facts=FACTS)
CLIP_FACTS = ClipFacts(format="MP4", width=1280, height=720, seconds=4.0, size_bytes=2_000_000)
CLIP = Clip(path="/home/anna/beach.mp4", facts=CLIP_FACTS, first_picture=Picture(path="/drafts/1.png", facts=FACTS))
AUDIO = Audio(path="/home/anna/sea.mp3", facts=AudioFacts(format="MP3", seconds=6.0, size_bytes=500_000))


def draft(model: str = "wan2.7-i2v", region: str = "practice", **changes: Any) -> Draft:
    return replace(new_draft(CATALOG, region, model), **{"picture": PICTURE, **changes})


def problems(what: Draft) -> list[tuple[str, str]]:
    return [(each.field, each.sentence) for each in find_problems(what, CATALOG)]


def cautions(what: Draft) -> list[tuple[str, str]]:
    return [(each.field, each.sentence) for each in find_cautions(what, CATALOG)]


def stored(name: str, sha256: str = "ab" * 32, size: int = 300_000) -> StoredInput:
    return StoredInput(sha256=sha256, format="JPEG", name=name, size_bytes=size)


def requested(what: Draft, **files: StoredInput) -> GenerationRequest:
    model, offer = CATALOG.model(what.model), CATALOG.offer(what.region, what.model)
    assert offer is not None
    first, clip = files.pop("first_frame"), files.pop("clip", None)
    return make_request(what, model=model, offer=offer, first_frame=first, files=files, estimate=None, clip=clip)


@pytest.mark.parametrize(
    ("what", "caution"),
    [
        (draft(prompt="a" * 5001), ("prompt", "prompt_cut")),
        (draft(negative_prompt="a" * 501), ("negative_prompt", "prompt_cut")),
        (
            draft("wan2.6-i2v-flash", shot_type="multi", improve_prompt=False),
            ("shot_type", "shots_need_rewriting"),
        ),
        (draft("wan2.5-i2v-preview", sound_choice=SoundChoice.SILENT), ("sound_choice", "silence_unsure")),
        (draft("wan2.1-i2v-plus", "singapore", template="squish"), ("template", "effect_unsure")),
        (draft("wan2.1-kf2v-plus", "singapore", template="mech1"), ("template", "effect_unsure")),
        (draft("wan2.6-i2v", "virginia", seconds=7), ("seconds", "duration_unsure")),
        (
            draft("wan2.6-i2v", picture=Picture(path="a", facts=replace(FACTS, width=7000, height=700))),
            ("picture", "picture_shape_unsure"),
        ),
        (
            draft("wan2.2-kf2v-flash", last_frame=Picture(path="a", facts=replace(FACTS, width=7000, height=700))),
            ("last_frame", "picture_shape_unsure"),
        ),
        (
            draft(last_frame=Picture(path="a", facts=replace(FACTS, width=720, height=1280))),
            ("last_frame", "last_frame_other_shape"),
        ),
        (draft("wan2.1-kf2v-plus", template="mech1", last_frame=LAST), ("last_frame", "last_frame_unused")),
        (draft(clip=CLIP, seconds=4), ("clip", "clip_fills_video")),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else value.model,
)
def test_uncertain_and_useless_values_are_said_and_do_not_block(what: Draft, caution: tuple[str, str]) -> None:
    assert cautions(what) == [caution]
    assert problems(what) == []


@pytest.mark.parametrize(
    "what",
    [
        draft(prompt="a" * 5000, negative_prompt="a" * 500),
        draft("wan3.0-video", negative_prompt="a" * 501),  # it has no negative prompt
        draft("wan2.1-i2v-plus", prompt="a" * 900, template="squish"),  # the effect has its own prompt
        draft("wan2.6-i2v-flash", shot_type="multi"),
        draft("wan2.5-i2v-preview", shot_type="multi", improve_prompt=False),
        draft("wan2.1-i2v-plus", "beijing", template="squish"),
        draft("wan2.6-i2v", "virginia", seconds=10),
        draft("wan2.6-i2v", "singapore", seconds=7),
        draft("wan2.5-i2v-preview", last_frame=Picture(path="a", facts=replace(FACTS, width=720, height=1280))),
        draft(last_frame=LAST),
        draft(last_frame=Picture(path="a", facts=replace(FACTS, width=1281, height=720))),
        draft(is_loop=True, last_frame=Picture(path="a", facts=replace(FACTS, width=720, height=1280))),
        draft(clip=CLIP, seconds=10),
        draft(
            region="singapore",
            last_frame=Picture(path="", facts=UNSEEN_PICTURE, address="https://example.com/night.jpg"),
        ),
        draft(
            "wan2.6-i2v",
            "singapore",
            picture=Picture(path="", facts=UNSEEN_PICTURE, address="https://example.com/a.jpg"),
        ),
        draft(
            last_frame=Picture(  # cropped to the shape of the first one
                path="a",
                facts=replace(FACTS, width=1280, height=1440),
                edit=PictureEdit(crop=Crop(bottom=0.5)),
            )
        ),
    ],
)
def test_certain_values_are_not_warned_about(what: Draft) -> None:
    assert cautions(what) == []
    assert problems(what) == []


def test_doubt_about_some_values_names_the_certain_ones() -> None:
    (caution,) = find_cautions(draft("wan2.6-i2v", "virginia", seconds=7), CATALOG)
    assert dict(caution.values) == {"certain": "5, 10, 15"}


def test_catalogue_says_which_values_are_doubtful() -> None:
    every = Doubt(key="template", sentence=Sentence.EFFECT_UNSURE)
    assert (every.concerns("squish"), every.concerns(None)) == (True, False)
    some = Doubt(key="seconds", sentence=Sentence.DURATION_UNSURE, besides=(5, 10))
    assert (some.concerns(5), some.concerns(6)) == (False, True)


# ---------------------------------------------------------------- clips


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format": "MKV"}, "clip_format"),
        ({"seconds": 1.9}, "clip_too_short"),
        ({"seconds": 10.2}, "clip_too_long"),
        ({"height": 239}, "clip_too_small"),
        ({"width": 4097}, "clip_too_large"),
        ({"width": 2400, "height": 290}, "clip_too_narrow"),
        ({"size_bytes": 100_000_001}, "clip_too_heavy"),
    ],
)
def test_each_limit_of_a_clip_has_its_sentence(changes: dict[str, Any], sentence: str) -> None:
    clip = replace(CLIP, facts=replace(CLIP_FACTS, **changes))
    assert problems(draft(clip=clip, seconds=15)) == [("clip", sentence)]
    assert problems(draft("wan2.5-i2v-preview", clip=clip)) == []  # it takes no clip


@pytest.mark.parametrize("changes", [{"seconds": 2.0}, {"seconds": 10.05}, {"width": 4096, "height": 512}])
def test_clip_at_its_limits_is_accepted(changes: dict[str, Any]) -> None:
    assert problems(draft(clip=replace(CLIP, facts=replace(CLIP_FACTS, **changes)), seconds=15)) == []


def test_clip_needs_no_picture_and_excludes_own_audio() -> None:
    assert problems(draft(clip=CLIP, picture=None)) == []
    with_audio = draft(clip=CLIP, audio=AUDIO, sound_choice=SoundChoice.MINE)
    assert problems(with_audio) == [("audio", "audio_not_with_clip")]
    assert problems(replace(with_audio, audio=None)) == [("audio", "audio_not_with_clip")]
    assert problems(replace(with_audio, sound_choice=SoundChoice.AUTOMATIC)) == []
    assert problems(replace(with_audio, clip=None)) == []


def test_video_is_at_least_as_long_as_its_clip() -> None:
    (problem,) = find_problems(draft(clip=CLIP, seconds=3), CATALOG)
    assert (problem.field, problem.sentence) == ("seconds", "clip_outlasts_video")
    assert dict(problem.values) == {"seconds": 4.0, "least": 4}


def test_clip_needs_uploads() -> None:
    here = CATALOG.region("practice")
    closed = replace(CATALOG, regions=tuple(replace(each, has_uploads=False) for each in CATALOG.regions))
    assert here.has_uploads
    assert [each.sentence for each in find_problems(draft(clip=CLIP), closed)] == ["clip_no_uploads"]


def test_request_of_a_clip_does_not_name_the_picture() -> None:
    what = draft(clip=CLIP, last_frame=LAST)
    first, clip = stored("beach.mp4", "cd" * 32), stored("beach.mp4", "ef" * 32, 2_000_000)
    made = requested(what, first_frame=first, clip=clip, last_frame=stored("night.jpg"))
    assert (made.first_frame, made.clip) == (first, clip)
    assert is_request_of(made, what, CATALOG)
    assert not is_request_of(made, replace(what, clip=None), CATALOG)
    assert not is_request_of(replace(made, clip=None), what, CATALOG)
    assert video_size(what, CATALOG) == (1280, 720)


# ---------------------------------------------------------------- seamless loops, shapes, effects


@pytest.mark.parametrize("model", ["wan2.7-i2v", "wan2.2-kf2v-flash", "wan3.0-video"])
def test_seamless_loop_ends_with_its_first_picture(model: str) -> None:
    what = draft(model, is_loop=True, last_frame=LAST)
    assert files_to_copy(what, CATALOG.model(model)) == {"last_frame": PICTURE}
    made = requested(what, first_frame=stored("sea.jpg"), last_frame=stored("sea.jpg"))
    assert made.last_frame == made.first_frame
    assert is_request_of(made, what, CATALOG)
    assert not is_request_of(replace(made, last_frame=None), what, CATALOG)
    assert not is_request_of(made, replace(what, is_loop=False), CATALOG)


def test_loop_of_a_clip_ends_with_the_clips_first_picture() -> None:
    what = draft(clip=CLIP, is_loop=True)
    assert files_to_copy(what, CATALOG.model(what.model)) == {"last_frame": CLIP.first_picture}


def test_loop_is_kept_for_a_model_that_takes_a_last_frame() -> None:
    before = draft(is_loop=True, last_frame=LAST, clip=CLIP, negative_prompt="blur", prompt="a cat")
    assert unused_fields(before, CATALOG) == ()
    other = changed_offer(before, CATALOG, model_key="wan2.5-i2v-preview")
    assert unused_fields(other, CATALOG) == ("clip", "is_loop", "last_frame")
    assert unused_fields(changed_offer(before, CATALOG, model_key="wan3.0-video"), CATALOG) == (
        "clip",
        "negative_prompt",
    )
    assert files_to_copy(other, CATALOG.model(other.model)) == {}
    assert changed_offer(other, CATALOG, model_key="wan2.7-i2v") == before


def test_shape_that_the_user_chose_is_that_of_the_video() -> None:
    assert video_size(draft("wan3.0-video", resolution="720P", ratio="9:16"), CATALOG) == (720, 1280)
    assert video_size(draft("wan3.0-video", resolution="720P", ratio="adaptive"), CATALOG) == (1280, 720)
    assert video_size(draft("wan2.7-i2v", resolution="720P", ratio="9:16"), CATALOG) == (1280, 720)


def test_request_with_an_effect_has_no_texts_and_no_last_frame() -> None:
    texts: dict[str, Any] = {"prompt": "a cat", "negative_prompt": "blur", "improve_prompt": False}
    what = draft("wan2.1-kf2v-plus", template="mech1", last_frame=LAST, **texts)
    made = requested(what, first_frame=stored("sea.jpg"), last_frame=stored("night.jpg"))
    assert (made.prompt, made.negative_prompt, made.improve_prompt, made.last_frame) == ("", "", True, None)
    plain = requested(replace(what, template=None), first_frame=stored("sea.jpg"), last_frame=stored("night.jpg"))
    assert (plain.prompt, plain.negative_prompt, plain.improve_prompt) == ("a cat", "blur", False)
    assert plain.last_frame is not None


def test_practice_takes_no_picture_that_only_the_cloud_can_read() -> None:
    unseen = Picture(path="", facts=UNSEEN_PICTURE, address="https://example.com/night.jpg")
    assert problems(draft(last_frame=unseen)) == [("last_frame", "web_not_in_practice")]
    assert problems(draft(last_frame=unseen, is_loop=True)) == []
    assert problems(draft("wan2.5-i2v-preview", last_frame=unseen)) == []
    assert problems(draft(picture=unseen)) == [("picture", "web_not_in_practice")]
    assert problems(draft(picture=unseen, clip=CLIP)) == []
