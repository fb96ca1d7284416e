"""The user's own list is written so that it reads back as meant, with what the user wrote in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandesk.domain.catalog import Catalog, UnitPrice
from wandesk.domain.custom_model import (
    CustomField,
    CustomModel,
    TypedModel,
    custom_model,
    family_of,
    find_problems,
    likely_like,
    read_price,
    read_seconds,
    seconds_text,
)
from wandesk.domain.draft import new_draft, price
from wandesk.domain.errors import CatalogueError, FolderRefused
from wandesk.domain.model_list import ChangeKind, Comparison, ModelChange, PriceChange
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.catalogue_override import load_catalogues
from wandesk.settings.own_models import OwnModels

CATALOG = load_catalogue()
DAY = "2027-01-15"
MINE = """# my own notes
schema = 1
compiled = "2026-12-01"   # when I looked

[[model]]
key = "wan2.7-i2v"
prompt_chars = 6000   # says the forum
  [[model.offer]]
  region = "beijing"
  rps = 4
"""

DEARER = ModelChange(
    kind=ChangeKind.DEARER,
    model_id="wan2.5-i2v-preview",
    model="wan2.5-i2v-preview",
    currency="USD",
    prices=(PriceChange(resolution="480P", before=Decimal("0.05"), after=Decimal("0.0625")),),
    all_prices=(
        UnitPrice(resolution="480P", per_second=Decimal("0.0625")),
        UnitPrice(resolution="720P", per_second=Decimal("0.1")),
        UnitPrice(resolution="1080P", per_second=Decimal("0.15")),
    ),
)
GONE = ModelChange(kind=ChangeKind.GONE, model_id="wan2.1-i2v-turbo", model="wan2.1-i2v-turbo")
SILENT = ModelChange(
    kind=ChangeKind.CHEAPER,
    model_id="wan2.6-i2v-flash",
    model="wan2.6-i2v-flash",
    currency="USD",
    all_prices=(
        UnitPrice(resolution="720P", per_second=Decimal("0.05"), has_sound=True),
        UnitPrice(resolution="720P", per_second=Decimal("0.02"), has_sound=False),
    ),
)
NEW = ModelChange(kind=ChangeKind.NEW, model_id="wan9.1-i2v")
OFFERED = ModelChange(kind=ChangeKind.OFFERED, model_id="wan2.2-kf2v-flash", model="wan2.2-kf2v-flash")

CUSTOM = CustomModel(
    model_id="wan9.1-i2v",
    name='Wan 9.1 "the \\ best"',
    description="Added by hand.",
    like="wan2.7-i2v",
    region="singapore",
    resolutions=("720P", "1080P"),
    duration={"values": [4, 8], "default": 8},
    prices=(UnitPrice(resolution="720P", per_second=Decimal("0.0123")),),
    currency="USD",
)


@pytest.fixture
def own(tmp_path: Path) -> OwnModels:
    return OwnModels(tmp_path / "models.toml", today=lambda: date.fromisoformat(DAY))


def found(own: OwnModels) -> Catalog:
    loaded = load_catalogues(own.path)
    assert loaded.error is None
    assert loaded.outdated == ()
    return loaded.catalog


def comparison(*changes: ModelChange) -> Comparison:
    return Comparison(region="singapore", changes=changes)


# ---------------------------------------------------------------- a comparison


def test_changes_read_back_as_they_were_found(own: OwnModels) -> None:
    catalog = own.apply(comparison(NEW, OFFERED, GONE, DEARER, SILENT))
    assert catalog == found(own)
    offer = catalog.offer("singapore", "wan2.5-i2v-preview")
    assert offer is not None
    assert (offer.prices, offer.currency, offer.as_of) == (DEARER.all_prices, "USD", DAY)
    ended = catalog.retired_offer("singapore", "wan2.1-i2v-turbo")
    assert ended is not None
    assert ended.retired == DAY
    sounded = catalog.offer("singapore", "wan2.6-i2v-flash")
    assert sounded is not None
    assert sounded.prices == SILENT.all_prices
    added = catalog.offer("singapore", "wan2.2-kf2v-flash")
    assert added is not None
    assert (added.model_id, added.prices, added.currency) == ("wan2.2-kf2v-flash", (), None)
    assert all(model.key != "wan9.1-i2v" for model in catalog.models)
    assert catalog.newest == DAY


def test_comparison_without_changes_renews_the_date_only(own: OwnModels) -> None:
    catalog = own.apply(comparison())
    assert (catalog.offers, catalog.retired) == (CATALOG.offers, CATALOG.retired)
    assert catalog.checked == {"singapore": DAY}


def test_retired_model_can_come_back(own: OwnModels) -> None:
    own.apply(comparison(GONE))
    back = replace(GONE, kind=ChangeKind.OFFERED, currency="USD", all_prices=DEARER.all_prices[:1])
    catalog = own.apply(comparison(back))
    assert catalog.retired == ()
    offer = catalog.offer("singapore", "wan2.1-i2v-turbo")
    assert offer is not None
    assert offer.prices == DEARER.all_prices[:1]


def test_uncertain_offer_is_confirmed(own: OwnModels) -> None:
    change = ModelChange(kind=ChangeKind.OFFERED, model_id="wan3.0-video", model="wan3.0-video")
    catalog = own.apply(Comparison(region="hongkong", changes=(change,)))
    offer = catalog.offer("hongkong", "wan3.0-video")
    assert offer is not None
    assert not offer.is_uncertain


def test_what_the_user_wrote_stays(own: OwnModels) -> None:
    own.path.write_text(MINE)
    catalog = own.apply(comparison(DEARER, GONE))
    text = own.path.read_text()
    for written in ("# my own notes", "# when I looked", "# says the forum", "rps = 4"):
        assert written in text
    assert catalog.model("wan2.7-i2v").prompt_chars == 6000
    beijing = catalog.offer("beijing", "wan2.7-i2v")
    assert beijing is not None
    assert (beijing.submits_per_second, beijing.as_of) == (4, "2026-12-01")
    own.apply(comparison(DEARER, GONE))
    assert own.path.read_text() == text, "the same changes again change nothing"


def test_tables_on_one_line_are_written_to_as_well(own: OwnModels) -> None:
    own.path.write_text(
        f'schema = 1\ncompiled = "{DAY}"\n'
        'model = [{ key = "wan2.5-i2v-preview", offer = [{ region = "beijing", rps = 3 }] }]\n'
    )
    catalog = own.apply(comparison(DEARER, GONE))
    assert catalog == found(own)
    offers = {offer.region: offer for offer in catalog.offers if offer.model == "wan2.5-i2v-preview"}
    assert offers["beijing"].submits_per_second == 3
    assert offers["singapore"].prices == DEARER.all_prices


@pytest.mark.parametrize("text", ["a = [", 'schema = 1\ncompiled = "2027-01-01"\n[[model]]\nkey = "x"\n'])
def test_file_with_an_error_is_refused_and_stays(own: OwnModels, text: str) -> None:
    own.path.write_text(text)
    with pytest.raises(CatalogueError, match=r"models\.toml"):
        own.apply(comparison(DEARER))
    with pytest.raises(CatalogueError, match=r"models\.toml"):
        own.add(CUSTOM)
    assert own.path.read_text() == text


def test_impossible_change_is_not_written(own: OwnModels) -> None:
    own.apply(comparison(GONE))
    before = own.path.read_text()
    wrong = replace(DEARER, all_prices=(UnitPrice(resolution="480P", per_second=Decimal(-1)),))
    with pytest.raises(CatalogueError):
        own.apply(comparison(wrong))
    assert own.path.read_text() == before


def test_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    own = OwnModels(tmp_path / "away" / "models.toml")
    with pytest.raises(FolderRefused):
        own.apply(comparison(GONE))


# ---------------------------------------------------------------- a model by hand


def test_custom_model_reads_back_and_can_be_ordered(own: OwnModels) -> None:
    catalog = own.add(CUSTOM)
    assert catalog == found(own)
    made = catalog.model("wan9.1-i2v")
    assert (made.name.text("en"), made.is_custom) == (CUSTOM.name, True)
    assert (made.resolutions, made.duration.values, made.duration.default) == (("720P", "1080P"), (4, 8), 8)
    draft = new_draft(catalog, "singapore", "wan9.1-i2v")
    cost = price(draft, catalog)
    assert cost is not None
    assert (cost.amount, cost.currency) == (Decimal("0.0984"), "USD")
    assert price(replace(draft, resolution="1080P"), catalog) is None  # unknown: each request asks


def test_custom_model_is_written_again_and_removed(own: OwnModels) -> None:
    own.add(CUSTOM)
    own.add(replace(CUSTOM, region="beijing", prices=(), currency=None))
    catalog = own.add(replace(CUSTOM, prices=(), currency=None, resolutions=("480P",)))
    assert {offer.region for offer in catalog.offers if offer.model == "wan9.1-i2v"} == {"singapore", "beijing"}
    offer = catalog.offer("singapore", "wan9.1-i2v")
    assert offer is not None
    assert (offer.prices, offer.currency, offer.resolutions) == ((), None, ("480P",))
    assert own.remove("wan9.1-i2v") == CATALOG


@pytest.mark.parametrize("like", [model.key for model in CATALOG.models])
def test_custom_model_may_be_like_any_model(own: OwnModels, like: str) -> None:
    base = CATALOG.model(like)
    typed = TypedModel(
        model_id="wan9.1-new",
        like=like,
        region="singapore",
        resolutions=base.resolutions,
        seconds=seconds_text(base),
        prices={},
        currency="",
    )
    assert find_problems(typed, CATALOG) == {}
    catalog = own.add(custom_model(typed, CATALOG))
    made = catalog.model("wan9.1-new")
    assert (made.protocol, made.path, made.parameters) == (base.protocol, base.path, base.parameters)
    assert (made.duration, made.resolutions, made.sound) == (base.duration, base.resolutions, base.sound)
    assert (made.media_sets, made.clip_in, made.audio_in) == (base.media_sets, base.clip_in, base.audio_in)


@pytest.mark.parametrize(
    ("model_id", "like"),
    [
        ("wan2.7-i2v-plus", "wan2.7-i2v"),
        ("wan2.6-i2v-max", "wan2.6-i2v-flash"),
        ("wan2.2-kf2v-plus", "wan2.2-kf2v-flash"),
        ("wanx2.1-i2v-new", "wan2.1-i2v-turbo"),
        ("wan9.1-i2v", "wan3.0-video"),
        ("wan9.1-kf2v", "wan2.2-kf2v-flash"),
        ("something", "wan3.0-video"),
    ],
)
def test_likely_model_is_of_the_same_family_and_kind(model_id: str, like: str) -> None:
    assert likely_like(model_id, CATALOG) == like
    family = family_of(model_id, CATALOG)
    assert (family is not None) is (model_id.startswith(("wan2.", "wanx2.")))


TYPED = TypedModel(
    model_id=" wan9.1-i2v ",
    like="wan2.7-i2v",
    region="singapore",
    resolutions=("1080P", "720P"),
    seconds="2-15",
    prices={"720P": "0,1", "1080P": ""},
    currency="USD",
    name="  Wan\n9.1 ",
)


def test_typed_model_is_cleaned() -> None:
    assert find_problems(TYPED, CATALOG) == {}
    made = custom_model(TYPED, CATALOG)
    assert (made.model_id, made.name, made.resolutions) == ("wan9.1-i2v", "Wan 9.1", ("720P", "1080P"))
    assert made.prices == (UnitPrice(resolution="720P", per_second=Decimal("0.1")),)
    assert made.duration == {"values": list(range(2, 16)), "default": 5}
    assert custom_model(replace(TYPED, name=" "), CATALOG).name == "wan9.1-i2v"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (replace(TYPED, model_id=""), CustomField.MODEL_ID, Sentence.CUSTOM_ID_SHAPE),
        (replace(TYPED, model_id="wan 9"), CustomField.MODEL_ID, Sentence.CUSTOM_ID_SHAPE),
        (replace(TYPED, model_id="../x"), CustomField.MODEL_ID, Sentence.CUSTOM_ID_SHAPE),
        (replace(TYPED, model_id="万相"), CustomField.MODEL_ID, Sentence.CUSTOM_ID_SHAPE),
        (replace(TYPED, model_id="wan2.7-i2v"), CustomField.MODEL_ID, Sentence.CUSTOM_ID_TAKEN),
        (replace(TYPED, model_id="wanx2.1-i2v-plus"), CustomField.MODEL_ID, Sentence.CUSTOM_ID_TAKEN),
        (replace(TYPED, resolutions=()), CustomField.RESOLUTIONS, Sentence.CUSTOM_NO_RESOLUTION),
        (replace(TYPED, seconds=""), CustomField.SECONDS, Sentence.CUSTOM_SECONDS),
        (replace(TYPED, seconds="5.5"), CustomField.SECONDS, Sentence.CUSTOM_SECONDS),
        (replace(TYPED, prices={"720P": "cheap"}), CustomField.PRICES, Sentence.CUSTOM_PRICE),
        (replace(TYPED, currency=""), CustomField.PRICES, Sentence.CUSTOM_PRICE),
    ],
)
def test_each_wrong_field_is_named(typed: TypedModel, field: CustomField, sentence: Sentence) -> None:
    assert find_problems(typed, CATALOG) == {field: sentence}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("5", (5,)),
        ("10, 5", (5, 10)),
        ("5，10、15", (5, 10, 15)),
        ("2-4", (2, 3, 4)),
        ("2 – 4", (2, 3, 4)),
        ("4-2", None),
        ("0", None),
        ("5 s", None),
        ("-1", None),
        ("3601", None),
        ("²", None),
        ("", None),
    ],
)
def test_lengths_are_read_as_people_type_them(text: str, values: tuple[int, ...] | None) -> None:
    assert read_seconds(text) == values


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    seconds, amount = read_seconds(text), read_price(text)
    assert seconds is None or (seconds and all(0 < each <= 3600 for each in seconds))
    assert amount is None or 0 <= amount <= 1000


@given(amount=st.decimals(min_value="0.00000001", max_value=1000, places=8))
def test_prices_are_written_exactly(tmp_path_factory: pytest.TempPathFactory, amount: Decimal) -> None:
    own = OwnModels(tmp_path_factory.mktemp("exact") / "models.toml", today=lambda: date.fromisoformat(DAY))
    change = replace(DEARER, all_prices=(UnitPrice(resolution="480P", per_second=amount),))
    offer = own.apply(comparison(change)).offer("singapore", "wan2.5-i2v-preview")
    assert offer is not None
    assert offer.prices[0].per_second == amount
