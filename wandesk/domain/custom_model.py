"""A model that the user describes by hand: it takes what a known model takes, under another id."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from msgspec import Struct

from wandesk.domain.catalog import Catalog, Family, Model, UnitPrice, WireProtocol
from wandesk.domain.sentences import Sentence

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_FAMILY = re.compile(r"wanx?(\d+\.\d+)-")
_RANGE = re.compile(r"(\d{1,4})\s*[-–—~～至]\s*(\d{1,4})")
_SEPARATORS = re.compile(r"[\s,;，；、]+")
LONGEST_SECONDS = 3600
HIGHEST_PRICE = Decimal(1000)
MOST_DECIMALS = 8


class CustomField(StrEnum):
    """The fields of the form."""

    MODEL_ID = "model_id"
    RESOLUTIONS = "resolutions"
    SECONDS = "seconds"
    PRICES = "prices"


class CustomModel(Struct, frozen=True, kw_only=True):
    """What is written. `like` is the key of a model that takes the same request."""

    model_id: str
    name: str
    description: str
    like: str
    region: str
    resolutions: tuple[str, ...]
    duration: Mapping[str, object]
    """In the form of the file: `values` and `default`, or `fixed`."""
    prices: tuple[UnitPrice, ...] = ()
    currency: str | None = None
    """Of the prices; without prices it is unknown, and each request asks."""


class TypedModel(Struct, frozen=True, kw_only=True):
    """The form as it is typed. `prices` are texts by resolution; an empty one is unknown."""

    model_id: str
    like: str
    region: str
    resolutions: tuple[str, ...]
    seconds: str
    prices: Mapping[str, str]
    currency: str
    name: str = ""


def family_of(model_id: str, catalog: Catalog) -> Family | None:
    """The family that an id names, such as 2.7 in `wan2.7-i2v-plus`; None for one that the catalogue does not have."""
    found = _FAMILY.match(model_id)
    return next((each for each in catalog.families if found is not None and each.key == found[1]), None)


def likely_like(model_id: str, catalog: Catalog) -> str:
    """The key of the model that probably takes the same: of its family, or else of the newest, and of its kind."""
    models = [model for model in catalog.models if not model.is_custom]
    family = family_of(model_id, catalog)
    order = [each.key for each in catalog.families]
    takes_two = "kf2v" in model_id

    def rank(model: Model) -> tuple[bool, bool, int]:
        is_same = family is not None and model.family == family.key
        return (model.protocol is WireProtocol.KF2V) is not takes_two, not is_same, order.index(model.family)

    return min(models, key=rank).key


def find_problems(typed: TypedModel, catalog: Catalog) -> dict[CustomField, Sentence]:
    """Why the model cannot be written, by field."""
    problems: dict[CustomField, Sentence] = {}
    model_id = typed.model_id.strip()
    if not _ID.fullmatch(model_id):
        problems[CustomField.MODEL_ID] = Sentence.CUSTOM_ID_SHAPE
    elif _is_taken(model_id, catalog):
        problems[CustomField.MODEL_ID] = Sentence.CUSTOM_ID_TAKEN
    if not typed.resolutions:
        problems[CustomField.RESOLUTIONS] = Sentence.CUSTOM_NO_RESOLUTION
    if not catalog.model(typed.like).duration.is_fixed and read_seconds(typed.seconds) is None:
        problems[CustomField.SECONDS] = Sentence.CUSTOM_SECONDS
    texts = [typed.prices.get(resolution, "").strip() for resolution in typed.resolutions]
    if any(text and read_price(text) is None for text in texts) or (any(texts) and not typed.currency):
        problems[CustomField.PRICES] = Sentence.CUSTOM_PRICE
    return problems


def custom_model(typed: TypedModel, catalog: Catalog) -> CustomModel:
    """The model to write, from a form without problems."""
    like = catalog.model(typed.like)
    model_id = typed.model_id.strip()
    name = " ".join(typed.name.split()) or model_id
    prices = [
        UnitPrice(resolution=resolution, per_second=price)
        for resolution in typed.resolutions
        if (price := read_price(typed.prices.get(resolution, ""))) is not None
    ]
    return CustomModel(
        model_id=model_id,
        name=name,
        description=f"Added by hand; takes what {like.name.text('en')} takes.",
        like=typed.like,
        region=typed.region,
        resolutions=tuple(sorted(typed.resolutions, key=like_order)),
        duration=_duration(typed.seconds, like),
        prices=tuple(prices),
        currency=typed.currency if prices else None,
    )


def like_order(resolution: str) -> int:
    """The smallest first."""
    return int(resolution.rstrip("P"))


def read_seconds(text: str) -> tuple[int, ...] | None:
    """The lengths in `2-15` or `5, 10`, in ascending order; None for any other text."""
    text = text.strip()
    if found := _RANGE.fullmatch(text):
        least, most = int(found[1]), int(found[2])
        return tuple(range(least, most + 1)) if 0 < least <= most <= LONGEST_SECONDS else None
    parts = [part for part in _SEPARATORS.split(text) if part]
    if not parts or not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    values = sorted({int(part) for part in parts})
    return tuple(values) if values[0] > 0 and values[-1] <= LONGEST_SECONDS else None


def seconds_text(model: Model) -> str:
    """The model's lengths as they would be typed."""
    values = model.duration.values
    if len(values) > 2 and values == tuple(range(values[0], values[-1] + 1)):
        return f"{values[0]}-{values[-1]}"
    return ", ".join(str(value) for value in values)


def read_price(text: str) -> Decimal | None:
    """A price of one second as typed, with a point or a comma; None for an empty or an absurd one."""
    text = text.strip().replace(",", ".")
    if not text or len(text) > 20 or not text.isascii():
        return None
    try:
        price = Decimal(text)
    except InvalidOperation:
        return None
    if not price.is_finite() or not 0 <= price <= HIGHEST_PRICE:
        return None
    exponent = price.as_tuple().exponent
    return price if isinstance(exponent, int) and exponent >= -MOST_DECIMALS else None


def _is_taken(model_id: str, catalog: Catalog) -> bool:
    """Whether it is a model of the shipped list. One of the user's own is written again."""
    if any(model.key == model_id and not model.is_custom for model in catalog.models):
        return True
    return any(
        model_id in offer.all_ids and not catalog.model(offer.model).is_custom
        for offer in (*catalog.offers, *catalog.retired)
    )


def _duration(text: str, like: Model) -> dict[str, object]:
    rule = like.duration
    if rule.is_fixed:
        return {"fixed": rule.default}
    values: Sequence[int] = read_seconds(text) or rule.values
    default = rule.default if rule.default in values else values[0]
    duration: dict[str, object] = {"values": list(values), "default": default}
    return {**duration, "auto": -1} if rule.may_be_automatic else duration
