"""The region's list of models and prices: read leniently and within bounds, compared, and trusted no further."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.catalogues import catalogue_without
from tests.support.simulator_inside import simulator_inside
from wandesk.dashscope.answers import CloudAnswer, read_answer
from wandesk.dashscope.client import DashScope
from wandesk.dashscope.model_list import HIGHEST_PRICE, MOST_MODELS, MOST_PAGES, PAGE_SIZE, read_model_list
from wandesk.domain.account import Connection, Secret
from wandesk.domain.catalog import Catalog
from wandesk.domain.errors import CloudError, CloudRefused, CloudUnreachable, KeyRefused
from wandesk.domain.model_list import ChangeKind, Comparison, ListedModel, ListedPrice, ModelList, compare
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
REGIONS = [region.key for region in CATALOG.offered_regions() if not region.is_practice]


async def read(base_url: str, region: str, key: str = "sk-here") -> ModelList:
    cloud = DashScope(CATALOG)
    try:
        return await cloud.models(
            Connection(account="a", region=region, base_url=base_url, secret=Secret(key), has_uploads=False)
        )
    finally:
        await cloud.close()


def checked(folder: Path, region: str = "singapore", *scenarios: str, catalog: Catalog = CATALOG) -> Comparison:
    """The region's comparison with the simulator's list, under these scenarios."""
    with simulator_inside(folder / "cloud", keys={"sk-here": f"me@{region}"}, scenarios=scenarios) as simulator:
        listed = asyncio.run(read(f"{simulator.regions_url}/{region}/api/v1", region))
        calls = {entry.kind for entry in simulator.service.store.entries()}
    assert calls <= {"models", "trouble"}, "only the list is read"
    return compare(catalog, region, listed)


def kinds(comparison: Comparison) -> list[tuple[ChangeKind, str]]:
    return [(change.kind, change.model_id) for change in comparison.changes]


# ---------------------------------------------------------------- with the simulator's own table


@pytest.mark.parametrize("region", REGIONS)
def test_list_of_each_region_agrees_with_the_catalogue(tmp_path: Path, region: str) -> None:
    found = checked(tmp_path, region)
    assert found.problem is None
    assert found.not_compared == ()
    uncertain = {offer.model_id for offer in CATALOG.offers if offer.region == region and offer.is_uncertain}
    assert [(kind, model) for kind, model in kinds(found) if model not in uncertain] == []
    assert {model for _, model in kinds(found)} == uncertain
    assert {kind for kind, _ in kinds(found)} <= {ChangeKind.OFFERED}


def test_new_gone_and_dearer_models_are_told(tmp_path: Path) -> None:
    new = checked(tmp_path, "singapore", "models-new")
    assert kinds(new) == [(ChangeKind.NEW, "wan9.1-i2v-flash")]
    assert new.writable == ()
    gone = checked(tmp_path, "singapore", "models-gone")
    assert kinds(gone) == [
        (ChangeKind.GONE, "wan2.1-i2v-turbo"),
        (ChangeKind.GONE, "wan2.1-i2v-plus"),
        (ChangeKind.GONE, "wan2.1-kf2v-plus"),
    ]
    (dearer,) = checked(tmp_path, "singapore", "models-dearer").changes
    assert (dearer.kind, dearer.model, dearer.currency) == (ChangeKind.DEARER, "wan2.5-i2v-preview", "USD")
    assert [(each.resolution, each.before, each.after) for each in dearer.prices] == [
        ("480P", Decimal("0.05"), Decimal("0.0625")),
        ("720P", Decimal("0.1"), Decimal("0.125")),
        ("1080P", Decimal("0.15"), Decimal("0.1875")),
    ]
    assert [each.per_second for each in dearer.all_prices] == [each.after for each in dearer.prices]


@pytest.mark.parametrize("scenario", ["models-others", "models-absurd"])
def test_absurd_list_changes_nothing(tmp_path: Path, scenario: str) -> None:
    found = checked(tmp_path, "singapore", scenario)
    assert found.changes == ()
    assert (found.problem is Sentence.MODEL_LIST_ODD) is (scenario == "models-others")


def test_incomplete_list_proves_no_model_gone(tmp_path: Path) -> None:
    found = checked(tmp_path, "singapore", "models-cut")
    assert (found.problem, found.changes) == (None, ())


def test_list_without_prices_says_nothing_about_them(tmp_path: Path) -> None:
    assert checked(tmp_path, "singapore", "models-without-prices").changes == ()


@pytest.mark.parametrize(
    ("scenario", "kind", "sentence"),
    [
        ("not-found:models", CloudRefused, Sentence.MODEL_LIST_UNAVAILABLE),
        ("workspace-denied:models", CloudRefused, Sentence.CLOUD_ENDPOINT_DENIED),
        ("token-expired:models", KeyRefused, Sentence.KEY_REFUSED),
        ("not-json:models", CloudUnreachable, Sentence.CLOUD_GATEWAY),
        ("server-error:models", CloudUnreachable, Sentence.CLOUD_TROUBLE),
        ("json-cut:models", CloudUnreachable, Sentence.CLOUD_GATEWAY),
    ],
)
def test_refusals_are_told_apart(tmp_path: Path, scenario: str, kind: type[CloudError], sentence: Sentence) -> None:
    keys = {"sk-here": "me@singapore"}
    with simulator_inside(tmp_path, keys=keys, scenarios=[scenario]) as simulator, pytest.raises(kind) as refused:
        asyncio.run(read(f"{simulator.regions_url}/singapore/api/v1", "singapore"))
    assert refused.value.sentence is sentence


@pytest.mark.parametrize("scenario", ["late-answer", "slow-body", "gzip", "numbers-as-text"])
def test_late_slow_and_unusual_answers_are_read(tmp_path: Path, scenario: str) -> None:
    assert checked(tmp_path, "tokyo", f"{scenario}:models").problem is None


# ---------------------------------------------------------------- what a list may hold

LISTED = ModelList(
    models=tuple(
        ListedModel(
            model_id=offer.model_id,
            prices=tuple(
                ListedPrice(resolution=price.resolution, per_second=price.per_second, has_sound=price.has_sound)
                for price in offer.prices
            ),
        )
        for offer in CATALOG.offers
        if offer.region == "singapore"
    ),
    is_complete=True,
)


def with_prices(model_id: str, *prices: ListedPrice) -> ModelList:
    models = [replace(each, prices=prices) if each.model_id == model_id else each for each in LISTED.models]
    return replace(LISTED, models=tuple(models))


def test_equal_list_changes_nothing() -> None:
    assert compare(CATALOG, "singapore", LISTED) == Comparison(region="singapore")


def test_price_in_another_currency_is_not_compared() -> None:
    printed = ListedPrice(resolution="720P", per_second=Decimal("0.733924"), currency="CNY")
    found = compare(CATALOG, "singapore", with_prices("wan2.7-i2v", printed))
    assert (found.changes, found.not_compared) == ((), ("wan2.7-i2v",))
    unnamed = compare(CATALOG, "singapore", with_prices("wan2.7-i2v", replace(printed, currency=None)))
    assert (unnamed.changes, unnamed.not_compared) == ((), ("wan2.7-i2v",))


def test_silent_rate_is_compared_with_the_silent_rate() -> None:
    found = compare(
        CATALOG,
        "singapore",
        with_prices(
            "wan2.6-i2v-flash",
            ListedPrice(resolution="720P", per_second=Decimal("0.05"), has_sound=True),
            ListedPrice(resolution="720P", per_second=Decimal("0.02"), has_sound=False),
        ),
    )
    (change,) = found.changes
    assert change.kind is ChangeKind.CHEAPER
    (price,) = change.prices
    assert (price.has_sound, price.before, price.after) == (False, Decimal("0.025"), Decimal("0.02"))
    assert len(change.all_prices) == 4


def test_unknown_price_becomes_known_in_its_currency() -> None:
    listed = ModelList(
        models=(
            ListedModel(
                model_id="wan3.0-video",
                prices=(
                    ListedPrice(resolution="480P", per_second=Decimal("0.3"), currency="CNY"),
                    ListedPrice(resolution="4K", per_second=Decimal(9), currency="CNY"),
                ),
            ),
        ),
        is_complete=True,
    )
    (change,) = compare(CATALOG, "tokyo", listed).changes
    assert (change.kind, change.currency) == (ChangeKind.PRICED, "CNY")
    assert [(price.resolution, price.per_second) for price in change.all_prices] == [("480P", Decimal("0.3"))]
    nameless = ListedPrice(resolution="480P", per_second=Decimal("0.3"))
    unnamed = replace(listed, models=(replace(listed.models[0], prices=(nameless,)),))
    found = compare(CATALOG, "tokyo", unnamed)
    assert (found.changes, found.not_compared) == ((), ("wan3.0-video",))


def test_model_of_another_region_and_a_retired_one_are_offered() -> None:
    more = replace(LISTED, models=(*LISTED.models, ListedModel(model_id="wan2.2-kf2v-flash")))
    (change,) = compare(CATALOG, "singapore", more).changes
    assert (change.kind, change.model, change.all_prices) == (ChangeKind.OFFERED, "wan2.2-kf2v-flash", ())
    retired = catalogue_without("wan2.1-i2v-turbo", "singapore")
    (back,) = compare(retired, "singapore", LISTED).changes
    assert (back.kind, back.model) == (ChangeKind.OFFERED, "wan2.1-i2v-turbo")
    assert [price.per_second for price in back.all_prices] == [Decimal("0.036"), Decimal("0.036")]


@pytest.mark.parametrize(
    ("model_id", "is_new"),
    [
        ("wan2.8-i2v", True),
        ("wan2.8-kf2v-plus", True),
        ("wan4.0-video-prime", True),
        ("wan2.7-i2v-2026-04-25", False),
        ("wan2.7-i2v-2027-02-01", False),  # a dated snapshot of a model that is known
        ("wan2.8-t2v", False),
        ("wan2.8-r2v-flash", False),
        ("wan2.2-animate-mix", False),
        ("kling-i2v", False),
    ],
)
def test_only_models_that_start_from_a_picture_are_new(model_id: str, *, is_new: bool) -> None:
    more = replace(LISTED, models=(*LISTED.models, ListedModel(model_id=model_id)))
    assert kinds(compare(CATALOG, "singapore", more)) == ([(ChangeKind.NEW, model_id)] if is_new else [])


def test_list_that_lacks_most_models_proves_nothing() -> None:
    few = replace(LISTED, models=LISTED.models[:3])
    assert compare(CATALOG, "singapore", few) == Comparison(region="singapore", problem=Sentence.MODEL_LIST_ODD)
    assert compare(CATALOG, "singapore", replace(few, is_complete=False)).problem is None


# ---------------------------------------------------------------- reading


def reading(*bodies: Any, status: int = 200) -> tuple[ModelList, list[Mapping[str, str]]]:
    """What is read from these answers, one after the other; the last one repeats."""
    queries: list[Mapping[str, str]] = []

    async def send(query: Mapping[str, str]) -> CloudAnswer:
        body = bodies[min(len(queries), len(bodies) - 1)]
        queries.append(query)
        return read_answer(status, {}, json.dumps(body).encode())

    return asyncio.run(read_model_list(send)), queries


def page(*rows: object, total: object = None) -> dict[str, object]:
    return {"output": {"total": total, "models": list(rows)}}


def priced(**item: object) -> dict[str, object]:
    usual = {"type": "video_second", "price": "0.1", "price_unit": "Per second", "price_name": "Video"}
    return {"model": "wan2.7-i2v", "prices": [{"range_name": "720P", "prices": [usual | item]}]}


@pytest.mark.parametrize(
    ("item", "price"),
    [
        ({}, ("0.1", None, None)),
        ({"price": 0.1}, ("0.1", None, None)),
        ({"price": "¥0.6"}, ("0.6", None, "CNY")),
        ({"price_unit": "每秒", "price": "0.60"}, ("0.60", None, "CNY")),
        ({"price_unit": "美元/秒"}, ("0.1", None, "USD")),
        ({"price_unit": "USD per second"}, ("0.1", None, "USD")),
        ({"currency": "usd"}, ("0.1", None, "USD")),
        ({"price_name": "Video with audio"}, ("0.1", True, None)),
        ({"price_name": "Video without audio"}, ("0.1", False, None)),
        ({"price_name": "无声视频"}, ("0.1", False, None)),
        ({"price": "0"}, None),
        ({"price": "-1"}, None),
        ({"price": "NaN"}, None),
        ({"price": "1e400"}, None),
        ({"price": "9" * 30}, None),
        ({"price": None}, None),
        ({"price": True}, None),
        ({"price": str(HIGHEST_PRICE + 1)}, None),
        ({"price_unit": "Per million tokens", "type": "input_token"}, None),
        ({"price_unit": "每张", "type": "image_number"}, None),
        ({"price_unit": "", "type": ""}, None),
        ({"time_band": "off_peak"}, None),
        ({"time_band": "standard"}, ("0.1", None, None)),
    ],
)
def test_price_is_read_exactly_or_not_at_all(
    item: dict[str, object], price: tuple[str, bool | None, str | None] | None
) -> None:
    listed, _ = reading(page(priced(**item)))
    (model,) = listed.models
    found = [(str(each.per_second), each.has_sound, each.currency) for each in model.prices]
    assert found == ([] if price is None else [price])


def test_pages_are_read_to_the_end_and_no_further() -> None:
    full = [{"model": f"wan2.7-{number}"} for number in range(PAGE_SIZE)]
    listed, queries = reading(page(*full, total=PAGE_SIZE + 1), page({"model": "wan2.7-i2v"}, total=PAGE_SIZE + 1))
    assert (len(queries), len(listed.models), listed.is_complete) == (2, PAGE_SIZE + 1, True)
    assert queries[1]["page_no"] == "2"
    endless, queries = reading(page(*full, total=10**9))
    assert (len(queries), endless.is_complete) == (MOST_PAGES, False)
    large, _ = reading(page(*[{"model": f"wan2.7-{number}"} for number in range(5000)]))
    assert len(large.models) <= MOST_MODELS


def test_secret_in_a_name_is_removed() -> None:
    listed, _ = reading(page({"model": "wan2.7-i2v", "name": "sk-0123456789abcdef0123456789abcdef"}))
    assert "0123456789abcdef0123" not in listed.models[0].name or "…" in listed.models[0].name


JSON_VALUES: st.SearchStrategy[object] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["720P", "0.1", "秒"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["output", "models", "model", "prices", "range_name", "price", "price_unit", "total", "name"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON_VALUES | st.fixed_dictionaries({"output": st.fixed_dictionaries({"models": st.lists(JSON_VALUES)})}))
def test_any_answer_is_a_list_or_a_refusal(body: object) -> None:
    async def send(_query: Mapping[str, str]) -> CloudAnswer:
        return CloudAnswer(status=200, body=body if isinstance(body, dict) else {"output": body})

    listed: ModelList | None
    try:
        listed = asyncio.run(read_model_list(send))
    except CloudRefused as refused:
        listed, sentence = None, refused.sentence
    if listed is None:
        assert sentence is Sentence.MODEL_LIST_UNAVAILABLE
        return
    for region in REGIONS:
        compare(CATALOG, region, listed)
