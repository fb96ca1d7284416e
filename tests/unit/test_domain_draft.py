"""Drafts: problems, prices, sizes, and what a change of model keeps."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wandesk.domain.catalog import AUTOMATIC_SECONDS, SoundChoice
from wandesk.domain.draft import (
    Draft,
    changed_fields,
    changed_offer,
    find_problems,
    needs_preparation,
    new_draft,
    price,
    price_elsewhere,
)
from wandesk.domain.media import Audio, AudioFacts, Extra, Picture, PictureFacts
from wandesk.domain.price import Price
from wandesk.domain.request import StoredInput, make_request
from wandesk.domain.structs import replace
from wandesk.domain.video_size import video_size
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
PICTURE = PictureFacts(format="JPEG", width=750, height=1000, size_bytes=300_000)
AUDIO = AudioFacts(format="WAV", seconds=6.0, size_bytes=500_000)


def draft(region: str = "singapore", key: str | None = None, **changes: object) -> Draft:
    made = new_draft(CATALOG, region, key)
    return replace(made, **{"picture": Picture(path="a.jpg", facts=PICTURE), **changes})  # type: ignore[arg-type]


def sentences(what: Draft) -> list[str]:
    return [problem.sentence for problem in find_problems(what, CATALOG)]


def test_first_choice_is_the_recommended_model_at_its_cheapest() -> None:
    made = new_draft(CATALOG, "practice")
    assert (made.model, made.resolution, made.seconds) == ("wan2.5-i2v-preview", "480P", 5)


def test_complete_draft_has_no_problem() -> None:
    assert sentences(draft()) == []


@pytest.mark.parametrize(
    "changes", [{"seconds": 31.0}, {"seconds": 2.9}, {"size_bytes": 16_000_000}, {"format": "FLAC", "is_plain": False}]
)
def test_what_preparation_corrects_is_no_problem(changes: dict[str, object]) -> None:
    facts = replace(AUDIO, **changes)  # type: ignore[arg-type]
    mine = replace(draft(), sound_choice=SoundChoice.MINE, audio=Audio(path="a", facts=facts))
    assert sentences(mine) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"picture": None}, "picture_missing"),
        ({"picture": Picture(path="a", facts=replace(PICTURE, width=100))}, "picture_too_small"),
        ({"sound_choice": SoundChoice.MINE}, "sound_missing"),
        (
            {"sound_choice": SoundChoice.MINE, "audio": Audio(path="a", facts=replace(AUDIO, seconds=1.0))},
            "sound_too_short",
        ),
        ({"resolution": "4K"}, "resolution_not_offered"),
        ({"seconds": 7}, "duration_not_offered"),
        ({"model": "wan2.2-kf2v-flash"}, "model_not_offered"),
    ],
)
def test_each_problem_has_its_sentence(changes: dict[str, object], sentence: str) -> None:
    assert sentence in sentences(replace(draft(), **changes))  # type: ignore[arg-type]


def test_oversized_picture_is_no_problem_and_gets_prepared() -> None:
    large = replace(PICTURE, width=9000, height=9000)
    limits = CATALOG.model("wan2.5-i2v-preview").picture
    assert sentences(draft(picture=Picture(path="a", facts=large))) == []
    assert needs_preparation(large, limits)
    assert not needs_preparation(PICTURE, limits)


def test_a_picture_keeps_its_pixels_unless_they_or_their_file_must_change() -> None:
    limits = CATALOG.model("wan2.5-i2v-preview").picture
    heavy = replace(PICTURE, size_bytes=limits.max_bytes + 1)
    assert needs_preparation(heavy, limits)
    assert not needs_preparation(replace(heavy, clean_bytes=limits.max_bytes, extras=(Extra.VIDEO,)), limits)
    assert needs_preparation(replace(PICTURE, has_alpha=True), limits)
    assert needs_preparation(replace(PICTURE, is_plain=False), limits)


def test_prices_are_those_of_the_list() -> None:
    expected = {"480P": "0.25", "720P": "0.50", "1080P": "0.75"}
    for resolution, amount in expected.items():
        cost = price(draft(resolution=resolution), CATALOG)
        assert cost is not None
        assert (cost.amount, cost.currency) == (Decimal(amount), "USD")


def test_silent_video_is_cheaper_only_where_the_list_says_so() -> None:
    flash = draft(key="wan2.6-i2v-flash")
    loud = price(replace(flash, sound_choice=SoundChoice.AUTOMATIC), CATALOG)
    silent = price(replace(flash, sound_choice=SoundChoice.SILENT), CATALOG)
    assert loud is not None
    assert silent is not None
    assert silent.amount * 2 == loud.amount
    preview = price(draft(sound_choice=SoundChoice.SILENT), CATALOG)
    assert preview is not None
    assert preview.amount == Decimal("0.25")


def test_practice_is_free_and_shows_the_real_price() -> None:
    here = price(draft("practice"), CATALOG)
    there = price_elsewhere(draft("practice"), CATALOG)
    assert here is not None
    assert here.is_free
    assert there is not None
    assert (there[0], there[1].amount) == ("singapore", Decimal("0.25"))


def test_documented_example_of_a_video_size_holds() -> None:
    """wire-protocol 7.2: 750 x 1000 at 720P gives 816 x 1104 where sides are multiples of 16."""
    assert video_size(draft(key="wan2.2-i2v-flash", resolution="720P"), CATALOG) == (816, 1104)


def test_change_of_model_keeps_what_fits_and_names_what_changed() -> None:
    before = draft("practice", resolution="480P", seconds=10, prompt="keep me")
    after = changed_offer(before, CATALOG, model_key="wan2.1-i2v-plus")
    assert after.prompt == "keep me"
    assert after.picture == before.picture
    assert (after.resolution, after.seconds, after.sound_choice) == ("720P", 5, None)
    assert set(changed_fields(before, after)) == {"resolution", "seconds", "sound_choice"}


@pytest.mark.parametrize("region", [region.key for region in CATALOG.offered_regions()])
def test_every_offer_can_be_ordered(region: str) -> None:
    for model in CATALOG.models_in(region):
        assert sentences(draft(region, model.key)) == [], model.key


def test_automatic_length_has_a_maximum_price() -> None:
    wanted = draft("beijing", "wan3.0-video", seconds=AUTOMATIC_SECONDS, resolution="480P")
    assert sentences(wanted) == []
    assert price(wanted, CATALOG) == Price(amount=Decimal("9.0"), currency="CNY", is_at_most=True)
    assert sentences(replace(wanted, model="wan2.7-i2v", resolution="720P")) == ["duration_not_offered"]
    assert changed_offer(wanted, CATALOG, model_key="wan2.7-i2v").seconds == 5
    assert changed_offer(wanted, CATALOG, model_key="wan3.0-video-prime").seconds == AUTOMATIC_SECONDS
    three = Price(amount=Decimal(3), currency="CNY", is_at_most=True).times(3)
    assert three == Price(amount=Decimal(9), currency="CNY", is_at_most=True)


def test_last_frame_has_the_same_rules_where_it_is_taken() -> None:
    last = Picture(path="b.jpg", facts=replace(PICTURE, width=100, height=130))
    (problem,) = find_problems(draft(key="wan2.7-i2v", last_frame=last), CATALOG)
    assert (problem.field, problem.sentence) == ("last_frame", "picture_too_small")
    assert sentences(draft(key="wan2.5-i2v-preview", last_frame=last)) == []


@pytest.mark.parametrize("model", [model.key for model in CATALOG.models_in("practice")])
def test_request_holds_only_what_its_model_takes(model: str) -> None:
    facts = CATALOG.model(model)
    offer = CATALOG.offer("practice", model)
    assert offer is not None
    frame = StoredInput(sha256="a", format="JPEG", name="a.jpg", size_bytes=1)
    template = facts.choices["template"][0] if "template" in facts.choices else "squish"
    wanted = draft("practice", model, template=template, shot_type="multi", ratio="9:16")
    made = make_request(
        wanted,
        model=facts,
        offer=offer,
        first_frame=frame,
        files={"last_frame": frame, "audio": frame},
        estimate=None,
        clip=frame,
    )
    is_frames_effect = template in facts.choices.get("template", ()) and facts.protocol == "kf2v"
    assert (made.last_frame is not None) is (facts.takes_last_frame and not is_frames_effect)
    assert (made.clip is not None) is (facts.clip_in is not None)
    assert made.template == (template if "template" in facts.choices else None)
    assert made.shot_type == ("multi" if "shot_type" in facts.choices else None)
    assert made.ratio == ("9:16" if "ratio" in facts.choices else None)
    assert made.audio is None
