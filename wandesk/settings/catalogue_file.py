"""The tables of `resources/models.toml`, field by field, with the checks within one table.

msgspec reports a `ValueError` of a table with the table's path in the file.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from wandesk.domain import parameters
from wandesk.domain.catalog import (
    AUTOMATIC_SECONDS,
    DurationRule,
    SoundChoice,
    SoundMode,
    WireProtocol,
    possible_sound_choices,
)
from wandesk.domain.language import ENGLISH, LANGUAGE_KEYS
from wandesk.domain.sentences import Sentence

HIGHEST_PRICE = 1_000_000
"""Of a second, in any currency; more is a typo."""

NonEmptyText = Annotated[str, Meta(min_length=1)]
Text = dict[str, NonEmptyText]
"""By the key of its language."""
NonEmptyTexts = Annotated[list[NonEmptyText], Meta(min_length=1)]
Count = Annotated[int, Meta(gt=0, le=1_000_000_000_000)]
"""Pixels, bytes, characters, tasks: a float represents it exactly."""
Amount = Annotated[float, Meta(gt=0, le=1_000_000)]
"""Seconds, hours, megabytes. Finite: it is multiplied and rounded."""
Ratio = Annotated[float, Meta(ge=1, le=1_000_000)]
"""The long side by the short one."""
Seconds = Annotated[int, Meta(gt=0, le=3600)]
"""A longer video is a typo: every whole second becomes a choice."""
Resolution = Literal["480P", "720P", "1080P"]
RESOLUTIONS: tuple[Resolution, ...] = ("480P", "720P", "1080P")
"""The smallest first."""
Address = Annotated[str, Meta(pattern=r"^https://[^\s/]")]
WorkspaceAddress = Annotated[str, Meta(pattern=r"^https://\{workspace_id\}\.[^\s{}]+$")]


class Entry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A table of the file. Any key without a field is a typo.

    The program does not read every field: some only let the tests compare the simulator's rules with the catalogue.
    """


class Sells(Entry):
    per_s: Decimal
    rps: Count
    concurrency: Count

    def __post_init__(self) -> None:
        _check_price(self.per_s)


class Region(Entry):
    name: Text
    description: Text
    shown: bool = True
    is_practice: bool = False
    code: NonEmptyText | None = None
    shared_host: Address | None = None
    workspace_host: WorkspaceAddress | None = None
    storage_host: Address | None = None
    temp_upload: bool = False
    currency: NonEmptyText | None = None
    price_hint_region: str | None = None
    sells_everything: Sells | None = None
    key_page: Address | None = None

    def __post_init__(self) -> None:
        _check_text(name=self.name, description=self.description)
        if not self.is_practice and self.shared_host is None and self.workspace_host is None:
            raise ValueError("expected `shared_host` or `workspace_host`")


class Price(Entry):
    res: Resolution
    per_s: Decimal
    audio: bool | None = None

    def __post_init__(self) -> None:
        _check_price(self.per_s)


class Doubt(Entry):
    """`only` or `besides` or neither."""

    key: NonEmptyText
    sentence: NonEmptyText
    only: list[str | int] = []
    besides: list[str | int] = []

    def __post_init__(self) -> None:
        if self.key not in parameters.BY_KEY:
            raise ValueError(f"there is no parameter {self.key!r}")
        if self.sentence not in set(Sentence):
            raise ValueError(f"there is no sentence {self.sentence!r}")
        if self.only and self.besides:
            raise ValueError("expected `only` or `besides`, not both")


class Offer(Entry):
    region: NonEmptyText
    ids: NonEmptyTexts
    currency: NonEmptyText | None = None
    price: list[Price] = []
    resolutions: list[Resolution] | None = None
    rps: Count | None = None
    concurrency: Count | None = None
    doubts: list[Doubt] = []

    def __post_init__(self) -> None:
        if self.price and self.currency is None:
            raise ValueError("a price needs its `currency`")


class Duration(Entry):
    """`fixed`, or `values`, or `min` and `max`."""

    min: Seconds | None = None
    max: Seconds | None = None
    values: list[Seconds] | None = None
    fixed: Seconds | None = None
    default: Seconds | None = None
    auto: int | None = None

    def __post_init__(self) -> None:
        rule = self.rule()
        if rule.default not in rule.values:
            raise ValueError("expected `min` and `max`, `values` or `fixed`, and a `default` among them")
        if self.auto not in (None, AUTOMATIC_SECONDS):
            raise ValueError(f"expected {AUTOMATIC_SECONDS} for `auto`")

    def rule(self) -> DurationRule:
        if self.fixed is not None:
            return DurationRule(values=(self.fixed,), default=self.fixed, is_fixed=True)
        values = tuple(self.values or ())
        if self.min is not None and self.max is not None:
            values = values or tuple(range(self.min, self.max + 1))
        return DurationRule(values=values, default=self.default or 0, may_be_automatic=self.auto is not None)


class Image(Entry):
    max_mb: Amount
    max_aspect: Ratio | None = None


class AudioIn(Entry):
    field: NonEmptyText
    formats: NonEmptyTexts
    min_s: Amount
    max_s: Amount
    max_mb: Amount

    def __post_init__(self) -> None:
        _check_order(min_s=self.min_s, max_s=self.max_s)


class ClipIn(Entry):
    formats: NonEmptyTexts
    min_s: Amount
    max_s: Amount
    min_side: Count
    max_side: Count
    max_aspect: Ratio
    max_mb: Amount

    def __post_init__(self) -> None:
        _check_order(min_s=self.min_s, max_s=self.max_s)
        _check_order(min_side=self.min_side, max_side=self.max_side)


class Model(Entry):
    key: NonEmptyText
    name: Text
    description: Text
    family: NonEmptyText
    protocol: WireProtocol
    endpoint: NonEmptyText
    params: list[NonEmptyText]
    resolutions: list[Resolution]
    default_resolution: Resolution
    duration: Duration
    prompt_chars: Count
    image: Image
    sound: SoundMode
    defaults: dict[NonEmptyText, bool | int | str]
    shown: bool = True
    recommended: bool = False
    same_as: str | None = None
    audio_in: AudioIn | None = None
    clip_in: ClipIn | None = None
    media_sets: list[NonEmptyTexts] = []
    media_max: dict[str, Count] = {}
    choices: dict[NonEmptyText, NonEmptyTexts] = {}
    fps: Count | None = None
    size_multiple: Count | None = None
    usage_keys: list[str] = []
    actual_prompt: bool | None = None
    doubts: list[Doubt] = []
    offer: list[Offer] = []

    def __post_init__(self) -> None:
        _check_text(name=self.name, description=self.description)
        if not self.resolutions or _ascending(self.resolutions) != self.resolutions:
            raise ValueError("expected `resolutions` with the smallest first")
        if self.default_resolution not in self.resolutions:
            raise ValueError("expected a `default_resolution` among the `resolutions`")
        if self.sound is SoundMode.NEVER and self.audio_in:
            raise ValueError("a silent model has no `audio_in`")
        choices = possible_sound_choices(self.sound, takes_own=self.audio_in is not None)
        sound = self.defaults.get("sound_choice", SoundChoice.AUTOMATIC)
        if sound not in (choices or (SoundChoice.AUTOMATIC,)):
            raise ValueError("expected one of the model's own choices for `defaults.sound_choice`")
        for key in (*self.choices, *self.defaults):
            if key not in parameters.BY_KEY:
                raise ValueError(f"there is no parameter {key!r}")
        if self.protocol in (WireProtocol.MEDIA, WireProtocol.MEDIA3) and ["first_frame"] not in self.media_sets:
            raise ValueError('expected ["first_frame"] among the `media_sets`')
        regions = [offer.region for offer in self.offer]
        if len(set(regions)) < len(regions):
            raise ValueError("expected one `offer` for each region")
        for offer in self.offer:
            sold = offer.resolutions if offer.resolutions is not None else self.resolutions
            if not sold or [each for each in self.resolutions if each in sold] != sold:
                raise ValueError(f"expected some of the model's `resolutions` in {offer.region}, the smallest first")
            if not {price.res for price in offer.price} <= set(sold):
                raise ValueError(f"a `price` in {offer.region} is of a resolution that is not sold there")


class TaskLimits(Entry):
    retention_hours: Amount
    query_qps: Count
    list_qps: Count
    cancel_qps: Count
    queue: Count
    default_rps: Count
    default_concurrency: Count


class UploadLimits(Entry):
    url_hours: Amount
    policy_seconds: Amount
    policy_qps: Count
    policy_max_file_mb_seen: Amount
    inline_base64_max_raw_bytes: Count


class ImageLimits(Entry):
    formats: NonEmptyTexts
    min_side: Count
    max_side: Count

    def __post_init__(self) -> None:
        _check_order(min_side=self.min_side, max_side=self.max_side)


class Range(Entry):
    min: int
    max: int

    def __post_init__(self) -> None:
        _check_order(min=self.min, max=self.max)


class Limits(Entry):
    task: TaskLimits
    upload: UploadLimits
    image: ImageLimits
    ranges: dict[NonEmptyText, Range]
    text_chars: dict[NonEmptyText, Count] = {}

    def __post_init__(self) -> None:
        for key in (*self.ranges, *self.text_chars):
            if key not in parameters.BY_KEY:
                raise ValueError(f"there is no parameter {key!r}")


class SizeRule(Entry):
    area_480P: Count  # noqa: N815 - the wire's own spelling
    area_720P: Count  # noqa: N815
    area_1080P: Count  # noqa: N815
    default_multiple: Count

    def __post_init__(self) -> None:
        for smaller, larger in pairwise(self.areas.values()):
            if smaller >= larger:
                raise ValueError("expected larger areas for larger resolutions")

    @property
    def areas(self) -> dict[str, int]:
        return dict(zip(RESOLUTIONS, (self.area_480P, self.area_720P, self.area_1080P), strict=True))


class Document(Entry):
    """The whole file. Regions and models are read one by one, so that an error names them."""

    schema: Literal[1]
    compiled: NonEmptyText
    limits: Limits
    size_rule: SizeRule
    region: dict[NonEmptyText, dict[str, Any]]
    model: list[dict[str, Any]]


def _check_text(**texts: Text) -> None:
    for field, text in texts.items():
        if ENGLISH.key not in text or not text.keys() <= set(LANGUAGE_KEYS):
            raise ValueError(f"expected `{field}` in English and perhaps in others of {', '.join(LANGUAGE_KEYS)}")


def _check_price(per_second: Decimal) -> None:
    if not (per_second.is_finite() and 0 <= per_second <= HIGHEST_PRICE):
        raise ValueError(f"expected a price from 0 to {HIGHEST_PRICE} for `per_s`")


def _check_order(**bounds: float) -> None:
    (low, least), (high, most) = bounds.items()
    if least > most:
        raise ValueError(f"`{low}` is more than `{high}`")


def _ascending(resolutions: list[Resolution]) -> list[Resolution]:
    return [each for each in RESOLUTIONS if each in resolutions]
