"""Compares the catalogue with a region's own list of models: what is new, gone, dearer or cheaper.

Nothing here changes the catalogue. A list that is incomplete or absurd proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from wandesk.domain.catalog import Catalog, Offer, UnitPrice
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace

_VIDEO_FROM_PICTURES = re.compile(r"wanx?\d+\.\d+-(?:i2v|kf2v|video)\b.*")
"""The ids of models that make a video from a picture (wire-protocol 8)."""
_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}")
"""What follows the id of a model in that of a dated snapshot of it."""
SAME_CURRENCY_WITHIN = 4
"""A price without a currency that differs by a larger factor is taken to be in another currency."""
MOST_GONE = 0.5
"""Of a region's models. A list that lacks more than that is no proof that they are gone."""


class ListedPrice(Struct, frozen=True, kw_only=True):
    """A price of one second in the cloud's list. `currency` is None where the list names none."""

    resolution: str
    per_second: Decimal
    has_sound: bool | None = None
    currency: str | None = None


class ListedModel(Struct, frozen=True, kw_only=True):
    """A model in the cloud's list."""

    model_id: str
    name: str = ""
    prices: tuple[ListedPrice, ...] = ()


class ModelList(Struct, frozen=True, kw_only=True):
    """A region's list. `is_complete`: every page was read."""

    models: tuple[ListedModel, ...]
    is_complete: bool


class ChangeKind(StrEnum):
    """How the list differs from the catalogue."""

    NEW = "new"
    """A model that the catalogue does not know; only the user can add it, because the list says little about it."""
    OFFERED = "offered"
    """The region sells a model that the catalogue has for other regions, or has as uncertain or retired."""
    GONE = "gone"
    DEARER = "dearer"
    CHEAPER = "cheaper"
    PRICED = "priced"
    """The price was unknown."""


class PriceChange(Struct, frozen=True, kw_only=True):
    """One price before and after, in the currency of its offer; `before` is None for an unknown one."""

    resolution: str
    before: Decimal | None
    after: Decimal
    has_sound: bool | None = None


class ModelChange(Struct, frozen=True, kw_only=True):
    """What changes about one model in the region. `model` is its key in the catalogue, None for a new one."""

    kind: ChangeKind
    model_id: str
    model: str | None = None
    name: str = ""
    """The name in the list, for a new model."""
    currency: str | None = None
    prices: tuple[PriceChange, ...] = ()
    all_prices: tuple[UnitPrice, ...] = ()
    """The prices of the offer from now on."""

    @property
    def is_writable(self) -> bool:
        """Whether the catalogue can take the change."""
        return self.kind is not ChangeKind.NEW


class Comparison(Struct, frozen=True, kw_only=True):
    """The result for one region."""

    region: str
    changes: tuple[ModelChange, ...] = ()
    not_compared: tuple[str, ...] = ()
    """The keys of models whose listed prices are in another currency, or cannot be told apart from one."""
    problem: Sentence | None = None
    """Why the list proves nothing; there are no changes then."""

    @property
    def writable(self) -> tuple[ModelChange, ...]:
        return tuple(change for change in self.changes if change.is_writable)


def compare(catalog: Catalog, region: str, listed: ModelList) -> Comparison:
    """What the region's list says that the catalogue does not."""
    ours = [offer for offer in catalog.offers if offer.region == region and not catalog.model(offer.model).is_custom]
    by_id = {each.model_id: each for each in listed.models}
    found = {offer.model: by_id[each] for offer in ours for each in reversed(offer.all_ids) if each in by_id}
    missing = [offer for offer in ours if offer.model not in found]
    if not found or (listed.is_complete and len(missing) > MOST_GONE * len(ours)):
        return Comparison(region=region, problem=Sentence.MODEL_LIST_ODD)
    changes = [_gone(offer) for offer in missing if listed.is_complete and not offer.is_uncertain]
    not_compared: list[str] = []
    for offer in ours:
        if offer.model in found:
            change, is_compared = _priced(offer, found[offer.model], catalog.region(region).currency)
            if offer.is_uncertain:
                change = _offered(offer, change)
            changes += [change] if change is not None else []
            not_compared += [] if is_compared else [offer.model]
    changes += _others(catalog, region, [each for each in listed.models if each not in found.values()])
    order = list(ChangeKind)
    changes.sort(key=lambda change: order.index(change.kind))
    return Comparison(region=region, changes=tuple(changes), not_compared=tuple(not_compared))


def _gone(offer: Offer) -> ModelChange:
    return ModelChange(kind=ChangeKind.GONE, model_id=offer.model_id, model=offer.model)


def _offered(offer: Offer, change: ModelChange | None) -> ModelChange:
    if change is not None:
        return replace(change, kind=ChangeKind.OFFERED)
    return ModelChange(
        kind=ChangeKind.OFFERED,
        model_id=offer.model_id,
        model=offer.model,
        currency=offer.currency,
        all_prices=offer.prices,
    )


def _others(catalog: Catalog, region: str, models: Sequence[ListedModel]) -> list[ModelChange]:
    """Models of the list that the region does not sell by the catalogue."""
    here = [offer for offer in catalog.offers if offer.region == region]
    known = [(each, offer.model) for offer in (*catalog.retired, *catalog.offers) for each in offer.all_ids]
    changes: dict[str, ModelChange] = {}
    for listed in models:
        model_id = listed.model_id
        if not _VIDEO_FROM_PICTURES.fullmatch(model_id) or any(_is_id_of(model_id, offer) for offer in here):
            continue
        key = next((key for each, key in known if each == model_id), None)
        if key is None:
            if not any(_is_snapshot(model_id, each) for each, _ in known):
                changes[model_id] = ModelChange(kind=ChangeKind.NEW, model_id=model_id, name=listed.name)
        elif key not in changes:
            resolutions = catalog.model(key).resolutions
            unsold = Offer(
                region=region,
                model=key,
                model_id=model_id,
                currency=None,
                prices=(),
                resolutions=resolutions,
                submits_per_second=1,
                concurrency=1,
            )
            priced, _ = _priced(unsold, listed, catalog.region(region).currency)
            changes[key] = _offered(unsold, priced)
    return list(changes.values())


def _is_id_of(model_id: str, offer: Offer) -> bool:
    return any(model_id == each or _is_snapshot(model_id, each) for each in offer.all_ids)


def _is_snapshot(model_id: str, of: str) -> bool:
    return model_id.startswith(of) and _SNAPSHOT.fullmatch(model_id.removeprefix(of)) is not None


def _priced(offer: Offer, listed: ListedModel, usual_currency: str | None) -> tuple[ModelChange | None, bool]:
    """The change of an offer's prices, if any, and whether all listed prices could be compared."""
    if not offer.prices:
        return _first_prices(offer, listed, usual_currency)
    changes, prices, is_compared = [], [], True
    for ours in offer.prices:
        theirs = _price_for(ours, listed.prices)
        if theirs is not None and not _is_comparable(theirs, ours.per_second, offer.currency):
            theirs, is_compared = None, False
        if theirs is None or theirs.per_second == ours.per_second:
            prices.append(ours)
            continue
        prices.append(replace(ours, per_second=theirs.per_second))
        changes.append(
            PriceChange(
                resolution=ours.resolution,
                before=ours.per_second,
                after=theirs.per_second,
                has_sound=ours.has_sound,
            )
        )
    if not changes:
        return None, is_compared
    is_dearer = any(change.before is not None and change.after > change.before for change in changes)
    return ModelChange(
        kind=ChangeKind.DEARER if is_dearer else ChangeKind.CHEAPER,
        model_id=offer.model_id,
        model=offer.model,
        currency=offer.currency,
        prices=tuple(changes),
        all_prices=tuple(prices),
    ), is_compared


def _first_prices(offer: Offer, listed: ListedModel, usual_currency: str | None) -> tuple[ModelChange | None, bool]:
    """The prices of an offer that has none yet, all in one currency."""
    theirs = [price for price in listed.prices if price.resolution in offer.resolutions]
    currencies = {price.currency or usual_currency for price in theirs}
    if not theirs:
        return None, True
    if len(currencies) > 1 or None in currencies:
        return None, False
    prices = {(price.resolution, price.has_sound): price.per_second for price in theirs}
    return ModelChange(
        kind=ChangeKind.PRICED,
        model_id=offer.model_id,
        model=offer.model,
        currency=currencies.pop(),
        prices=tuple(
            PriceChange(resolution=resolution, before=None, after=after, has_sound=has_sound)
            for (resolution, has_sound), after in prices.items()
        ),
        all_prices=tuple(
            UnitPrice(resolution=resolution, per_second=after, has_sound=has_sound)
            for (resolution, has_sound), after in prices.items()
        ),
    ), True


def _price_for(ours: UnitPrice, listed: Sequence[ListedPrice]) -> ListedPrice | None:
    """The listed price of the same thing. Without a word about sound it is that of a video with sound."""
    same = [price for price in listed if price.resolution == ours.resolution]
    wanted = (False,) if ours.has_sound is False else (True, None)
    return next((price for has_sound in wanted for price in same if price.has_sound is has_sound), None)


def _is_comparable(theirs: ListedPrice, ours: Decimal, currency: str | None) -> bool:
    if theirs.currency is not None:
        return theirs.currency == currency
    return ours == 0 or 1 / Decimal(SAME_CURRENCY_WITHIN) <= theirs.per_second / ours <= SAME_CURRENCY_WITHIN
