"""A job's request in another region, or at a higher resolution."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.support.samples import finished_job
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import Field
from wandesk.domain.price import Price
from wandesk.domain.remaking import Change, higher_resolutions, misfits, remade
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
FIRST = StoredInput(sha256="a" * 64, format="JPEG", name="cat.jpg", size_bytes=10)
OTHER = StoredInput(sha256="b" * 64, format="MP3", name="song.mp3", size_bytes=30)


def practised(model: str = "wan2.5-i2v-preview", **changes: Any) -> GenerationRequest:
    """A request of Practice."""
    offer = CATALOG.offer("practice", model)
    assert offer is not None
    values: dict[str, Any] = {
        "region": "practice",
        "model": model,
        "model_id": offer.model_id,
        "first_frame": FIRST,
        "resolution": "480P",
        "seconds": 5,
        "sound_choice": SoundChoice.AUTOMATIC,
        "estimate": Price(amount=Decimal(0), currency="USD"),
        **changes,
    }
    return replace(finished_job().request, **values)


def test_a_request_of_practice_is_made_in_a_region_at_its_price() -> None:
    made = practised(prompt="A cat", seed=7, audio=OTHER, sound_choice=SoundChoice.MINE)
    real = remade(made, Change(region="singapore"), CATALOG)
    assert real is not None
    assert real.estimate == Price(amount=Decimal("0.25"), currency="USD")
    assert replace(real, region="practice", model_id=made.model_id, estimate=made.estimate) == made


def test_the_region_s_own_id_of_the_model_is_sent() -> None:
    made = practised("wan2.1-i2v-turbo", sound_choice=None)
    ids = [remade(made, Change(region=region), CATALOG) for region in ("beijing", "singapore")]
    assert [each.model_id for each in ids if each] == ["wanx2.1-i2v-turbo", "wan2.1-i2v-turbo"]


@pytest.mark.parametrize(
    ("request_of", "region", "expected"),
    [
        (practised("wan2.2-kf2v-flash", sound_choice=None), "singapore", (Field.MODEL,)),
        (practised("wan2.2-i2v-flash", sound_choice=None, resolution="1080P"), "singapore", ("resolution",)),
        (practised("wan2.2-i2v-flash", sound_choice=None, resolution="720P"), "singapore", ()),
        (practised(first_frame=None), "singapore", (Field.MODEL,)),
    ],
)
def test_what_a_region_does_not_offer_is_named_and_not_replaced(
    request_of: GenerationRequest, region: str, expected: tuple[str, ...]
) -> None:
    assert misfits(request_of, region, CATALOG) == expected
    assert (remade(request_of, Change(region=region), CATALOG) is None) is bool(expected)


def test_files_that_must_be_uploaded_need_a_region_with_uploads() -> None:
    regions = tuple(replace(each, has_uploads=each.key != "beijing") for each in CATALOG.regions)
    catalog = replace(CATALOG, regions=regions)
    sung = practised("wan2.7-i2v", resolution="720P", audio=OTHER, sound_choice=SoundChoice.MINE)
    assert misfits(sung, "beijing", catalog) == ("sound_choice",)
    assert misfits(sung, "singapore", catalog) == ()
    assert misfits(practised("wan2.7-i2v", resolution="720P", clip=OTHER), "beijing", catalog) == (Field.CLIP,)
    assert misfits(practised("wan2.7-i2v", resolution="720P"), "beijing", catalog) == ()


def test_higher_resolutions_are_those_of_the_offer_the_highest_first() -> None:
    made = practised(region="singapore")
    assert higher_resolutions(made, CATALOG) == ("1080P", "720P")
    assert higher_resolutions(replace(made, resolution="1080P"), CATALOG) == ()
    assert higher_resolutions(replace(made, resolution=""), CATALOG) == ()
    assert higher_resolutions(replace(made, model="gone"), CATALOG) == ()
    larger = remade(made, Change(resolution="720P", seed=7), CATALOG)
    assert larger is not None
    assert (larger.resolution, larger.seed, larger.estimate) == (
        "720P",
        7,
        Price(amount=Decimal("0.50"), currency="USD"),
    )
