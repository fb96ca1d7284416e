"""Prices where the model chooses the length: "up to", "automatic length", and the measured length afterwards."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.jobs import a_job, a_video
from wandesk.domain.catalog import AUTOMATIC_SECONDS, UnitPrice
from wandesk.domain.draft import Draft, new_draft, price
from wandesk.domain.job import JobStage
from wandesk.domain.structs import replace
from wandesk.domain.task import Usage
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer.price_line import price_line
from wandesk.ui.wording import job_rows as rows
from wandesk.ui.wording import jobs as wording
from wandesk.ui.wording.amounts import date_text

CATALOG = load_catalogue()
pytestmark = pytest.mark.usefixtures("qapp")


def automatic(region: str) -> Draft:
    return replace(new_draft(CATALOG, region, "wan3.0-video"), seconds=AUTOMATIC_SECONDS, resolution="480P")


def test_automatic_length_is_priced_up_to_a_maximum(qapp: QApplication) -> None:
    assert qapp is not None
    line = price_line(automatic("beijing"), CATALOG, "en")
    assert line.amount == "up to ¥9.00"
    assert line.about == "automatic length at 480P"
    assert "30 s at most: 30 s × ¥0.30 = ¥9.00" in line.tooltip
    assert "-1" not in f"{line.spoken}{line.tooltip}"
    fixed = price_line(replace(automatic("beijing"), seconds=5), CATALOG, "en")
    assert (fixed.amount, fixed.about) == ("about ¥1.50", "5 s at 480P")


def test_practice_shows_the_maximum_real_price() -> None:
    line = price_line(automatic("practice"), CATALOG, "en")
    assert line.is_free
    assert line.about == "up to $1.50 in Singapore"


def test_price_has_the_date_of_its_own_offer_and_all_its_digits() -> None:
    draft = new_draft(CATALOG, "singapore", "wan2.5-i2v-preview")
    dated = [
        replace(offer, as_of="2027-03-09", prices=(UnitPrice(resolution="480P", per_second=Decimal("0.00625")),))
        if (offer.region, offer.model) == ("singapore", draft.model)
        else offer
        for offer in CATALOG.offers
    ]
    tooltip = price_line(draft, replace(CATALOG, offers=tuple(dated)), "en").tooltip
    assert "5 s × $0.00625 = " in tooltip
    assert f"Prices as of {date_text('2027-03-09')}" in tooltip
    assert date_text(CATALOG.compiled) in price_line(draft, CATALOG, "en").tooltip


def test_unknown_price_is_shown_as_unknown() -> None:
    line = price_line(automatic("tokyo"), CATALOG, "en")
    assert (line.amount, line.about) == ("Price unknown", "not in the price list")


def test_rows_show_the_same() -> None:
    draft = automatic("beijing")
    job = a_job(seconds=AUTOMATIC_SECONDS, resolution="480P", estimate=price(draft, CATALOG))
    assert wording.price(job) == "up to ¥9.00"
    assert rows.request_text(job) == "480P · automatic length"


@pytest.mark.parametrize(
    ("usage", "text"),
    [
        (Usage(seconds=5), "5 s"),
        (Usage(seconds=5.4, is_measured=True), "5.4 s (measured)"),
        (Usage(), ""),
        (None, ""),
    ],
)
def test_measured_length_is_called_measured(usage: Usage | None, text: str) -> None:
    job = a_job("d", JobStage.DONE, usage=usage, video=a_video("/nowhere/video.mp4"))
    assert wording.billed(job) == text
