"""What follows from the choices of an export: sizes, rates, crops, the estimate and what may go wrong."""

from __future__ import annotations

import pytest

from wandesk.domain.export import Fitting, Sound, contained, framed_size, rate_text, usual_rate
from wandesk.domain.export_offer import (
    FREE,
    Caution,
    ExportChoices,
    SourceVideo,
    cautions,
    plan_of,
    read_choices,
    remembered_choices,
    result_bytes,
    with_preset,
)
from wandesk.domain.language import LANGUAGE_KEYS
from wandesk.domain.media import VideoFacts
from wandesk.domain.picture_edit import Crop
from wandesk.domain.structs import replace
from wandesk.resources import resource_path
from wandesk.settings.export_offer import load_export_offer, read_export_offer
from wandesk.ui.wording.export import FORMATS, QUALITIES

OFFER = load_export_offer()
CONTENT = resource_path("exports.toml").read_text("utf-8")
FACTS = VideoFacts(
    width=1280, height=720, seconds=5.0, fps=30.0, video_codec="h264", audio_codec="aac", size_bytes=3_000_000
)


def video(**values: object) -> SourceVideo:
    return SourceVideo(path="/there/a.mp4", facts=replace(FACTS, **values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("measured", "most", "rate"),
    [
        (30.0, None, "30"),
        (29.97, None, "30000/1001"),
        (30.02, None, "30"),
        (24.0, 60, "24"),
        (27.3, None, "30000/1001"),
        (59.94, 30, "30"),
        (240.0, 60, "60"),
        (8.0, None, "24000/1001"),
    ],
)
def test_a_rate_becomes_a_common_one_that_shows_every_frame(measured: float, most: float | None, rate: str) -> None:
    assert rate_text(usual_rate(measured, most)) == rate


@pytest.mark.parametrize(
    ("size", "ratio", "fitting", "short_side", "result"),
    [
        ((1280, 720), 9 / 16, Fitting.CROP, None, (404, 720)),
        ((1280, 720), 9 / 16, Fitting.PAD, None, (1280, 2276)),
        ((1280, 720), 9 / 16, Fitting.CROP, 1080, (1080, 1920)),
        ((1280, 720), None, Fitting.CROP, None, (1280, 720)),
        ((1281, 721), None, Fitting.BLUR, None, (1280, 720)),
        ((720, 1280), 21 / 9, Fitting.PAD, 480, (1120, 480)),
        ((16, 16), 16 / 9, Fitting.CROP, None, (16, 16)),
        ((20000, 10000), None, Fitting.CROP, None, (4096, 2048)),
    ],
)
def test_a_shape_keeps_as_many_pixels_as_it_shows(
    size: tuple[int, int], ratio: float | None, fitting: Fitting, short_side: int | None, result: tuple[int, int]
) -> None:
    assert framed_size(*size, ratio, fitting, short_side) == result


def test_a_padded_video_lies_in_the_middle_on_even_pixels() -> None:
    for size in ((1280, 720), (719, 1281), (37, 1000)):
        left, top, width, height = contained(*size, (1080, 1080))
        assert not any(each % 2 for each in (left, top, width, height))
        assert abs(left - (1080 - left - width)) <= 2
        assert abs(top - (1080 - top - height)) <= 2
        assert width / height == pytest.approx(size[0] / size[1], rel=0.06)


def test_every_preset_names_a_shape_a_format_and_a_name_in_every_language() -> None:
    for preset in OFFER.presets:
        plan = plan_of(with_preset(ExportChoices(), OFFER, preset.key), OFFER, [video()])
        assert plan.width % 2 == plan.height % 2 == 0
        assert preset.name.keys() == set(LANGUAGE_KEYS)
    assert {each.key for each in OFFER.formats} == FORMATS.keys()
    assert {quality.key for each in OFFER.formats for quality in each.qualities} <= QUALITIES.keys()


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ('shape = "9:16"', 'shape = "2:7"'),
        ('format = "gif"', 'format = "mov"'),
        ('"9:16", "3:4"', '"9:16", "tall"'),
        ('en = "X", zh_CN = "X"', 'en = "X"'),
        ('container = "gif"', 'kontainer = "gif"'),
    ],
)
def test_a_mistake_in_the_file_is_refused(line: str, instead: str) -> None:
    assert line in CONTENT
    with pytest.raises(ValueError, match=r".+"):
        read_export_offer(CONTENT.replace(line, instead, 1))


def test_a_free_crop_gives_the_shape_and_joined_videos_follow_it() -> None:
    free = replace(video(), crop=Crop(left=0.0, top=0.0, right=0.5, bottom=1.0))
    plan = plan_of(ExportChoices(shape=FREE), OFFER, [free, video()])
    assert (plan.width, plan.height) == (640, 720)
    assert plan.clips[0].crop is not None
    assert plan.clips[1].crop is None, "the middle, in the same shape"


def test_the_fastest_of_joined_videos_gives_the_rate_within_the_limits_of_format_and_place() -> None:
    both = [video(fps=24.0), video(fps=60.0)]
    assert plan_of(ExportChoices(), OFFER, both).rate == "60"
    assert plan_of(with_preset(ExportChoices(), OFFER, "reels"), OFFER, both).rate == "30"
    assert plan_of(ExportChoices(format="gif"), OFFER, both).rate == "15"
    assert plan_of(ExportChoices(format="gif", rate=25), OFFER, both).rate == "25"


def test_a_silent_format_takes_no_audio_and_small_videos_are_not_enlarged_unasked() -> None:
    plan = plan_of(ExportChoices(format="gif"), OFFER, [video(width=320, height=180)])
    assert plan.audio.sound is Sound.NONE
    assert (plan.width, plan.height) == (320, 180)


def test_the_estimate_follows_length_size_and_quality_and_knows_an_easy_source() -> None:
    def estimated(choices: ExportChoices, source: SourceVideo) -> int:
        return result_bytes(plan_of(choices, OFFER, [source]), choices, OFFER, [source])

    good = estimated(ExportChoices(), video())
    assert 1_000_000 < good < 4_000_000
    assert estimated(ExportChoices(quality="small"), video()) < good < estimated(ExportChoices(quality="best"), video())
    assert estimated(ExportChoices(), video(size_bytes=200_000)) < good / 3
    assert estimated(ExportChoices(), replace(video(), end=2.5)) == pytest.approx(good / 2, rel=0.01)
    assert estimated(ExportChoices(format="prores"), video()) > 10 * good


def test_what_may_go_wrong_is_said_and_never_blocks() -> None:
    def said(choices: ExportChoices, source: SourceVideo) -> tuple[Caution, ...]:
        return cautions(plan_of(choices, OFFER, [source]), choices, OFFER, [source])

    assert said(ExportChoices(), video()) == ()
    assert said(with_preset(ExportChoices(), OFFER, "x"), video(seconds=200.0)) == (Caution.TOO_LONG,)
    assert said(ExportChoices(format="gif"), video()) == (Caution.SILENT,)
    assert said(ExportChoices(format="gif"), video(audio_codec=None)) == ()
    assert said(ExportChoices(short_side=2160), video()) == (Caution.MUCH_ENLARGED,)


def test_choices_are_remembered_and_a_damaged_or_older_text_gives_the_usual_ones() -> None:
    chosen = ExportChoices(format="webp", quality="small", shape="4:5", fitting=Fitting.BLUR, short_side=480)
    assert read_choices(remembered_choices(chosen), OFFER) == chosen
    for text in ("", "{", '{"format": "flv"}', '{"quality": 3}'):
        assert read_choices(text, OFFER) == ExportChoices()
