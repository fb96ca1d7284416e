"""What a video cost: billed seconds at the list price, frozen when its task ended."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.support.samples import finished_job
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.charge import charge_for
from wandesk.domain.price import Price
from wandesk.domain.request import GenerationRequest
from wandesk.domain.structs import replace
from wandesk.domain.task import Usage
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
MODEL = "wan2.5-i2v-preview"


def request(**changes: Any) -> GenerationRequest:
    usual = finished_job().request
    values: dict[str, Any] = {"region": "singapore", "model": MODEL, "resolution": "480P", "seconds": 5, **changes}
    return replace(usual, **values)


@pytest.mark.parametrize(
    ("usage", "seconds", "amount"),
    [
        (Usage(seconds=5.0, resolution_tier=480), 5.0, "0.25"),
        (Usage(seconds=10.0, resolution_tier=720), 10.0, "1.00"),
        (Usage(seconds=4.5, resolution_tier=480), 4.5, "0.225"),
        (Usage(seconds=5.0, resolution_tier=480, videos=2), 5.0, "0.50"),
        (Usage(seconds=5.0), 5.0, "0.25"),
        (Usage(), 5, "0.25"),
        (None, 5, "0.25"),
    ],
)
def test_the_billed_seconds_count_at_the_billed_tier(usage: Usage | None, seconds: float, amount: str) -> None:
    charge = charge_for(request(), usage, CATALOG, at=1000.0)
    assert charge is not None
    assert (charge.seconds, charge.amount, charge.currency) == (seconds, Decimal(amount), "USD")
    assert charge.at == 1000.0


def test_a_silent_video_has_the_silent_rate() -> None:
    of_flash = request(model="wan2.6-i2v-flash", resolution="720P", sound_choice=SoundChoice.SILENT)
    with_sound = replace(of_flash, sound_choice=SoundChoice.AUTOMATIC)
    usage = Usage(seconds=5.0, resolution_tier=720)
    silent, loud = (charge_for(each, usage, CATALOG, at=0.0) for each in (of_flash, with_sound))
    assert silent is not None
    assert loud is not None
    assert silent.amount is not None
    assert loud.amount is not None
    assert silent.amount < loud.amount


@pytest.mark.parametrize("asked", [SoundChoice.SILENT, SoundChoice.AUTOMATIC])
@pytest.mark.parametrize("got", [True, False])
def test_the_rate_is_that_of_the_audio_in_the_usage(asked: SoundChoice, got: bool) -> None:
    charged = charge_for(
        request(model="wan2.6-i2v-flash", resolution="720P", sound_choice=asked),
        Usage(seconds=5.0, resolution_tier=720, has_sound=got),
        CATALOG,
        at=0.0,
    )
    usual = charge_for(
        request(
            model="wan2.6-i2v-flash",
            resolution="720P",
            sound_choice=SoundChoice.AUTOMATIC if got else SoundChoice.SILENT,
        ),
        Usage(seconds=5.0, resolution_tier=720),
        CATALOG,
        at=0.0,
    )
    assert charged is not None
    assert charged == usual


def test_practice_and_imported_tasks_cost_nothing_here() -> None:
    assert charge_for(request(region="practice"), Usage(seconds=5.0), CATALOG, at=0.0) is None
    assert charge_for(request(first_frame=None), Usage(seconds=5.0), CATALOG, at=0.0) is None


def test_a_model_without_a_price_now_costs_its_estimate() -> None:
    estimate = Price(amount=Decimal("0.40"), currency="USD")
    charge = charge_for(request(model="gone", estimate=estimate), Usage(seconds=5.0), CATALOG, at=0.0)
    assert charge is not None
    assert (charge.amount, charge.currency) == (Decimal("0.40"), "USD")
    unknown = charge_for(request(model="gone", estimate=None), Usage(seconds=5.0), CATALOG, at=0.0)
    assert unknown is not None
    assert unknown.amount is None
