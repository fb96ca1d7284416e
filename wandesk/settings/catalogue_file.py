"""The tables of `resources/models.toml`, field by field, with the checks within one table.

msgspec reports a `ValueError` of a table with the table's path in the file.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from msgspec import field

from wandesk.domain import parameters
from wandesk.domain.catalog import (
    AUTOMATIC_SECONDS,
    DurationRule,
    SoundChoice,
    SoundMode,
    WireProtocol,
    possible_sound_choices,
)
from wandesk.domain.sentences import Sentence
from wandesk.settings.catalogue_limits import Limits, SizeRule
from wandesk.settings.catalogue_values import (
    Address,
    Amount,
    Count,
    Entry,
    NonEmptyText,
    NonEmptyTexts,
    Path,
    Ratio,
    Resolution,
    Seconds,
    Text,
    WorkspaceAddress,
    ascending,
    check_date,
    check_dates,
    check_order,
    check_price,
    check_text,
)


class Sells(Entry):
    per_s: Decimal
    rps: Count
    concurrency: Count

    def __post_init__(self) -> None:
        check_price(self.per_s)


class Region(Entry):
    name: Text
    description: Text
    shown: bool = True
    is_practice: bool = False
    code: NonEmptyText | None = None
    shared_host: Address | None = None
    shared_host_leaves: bool = False
    workspace_host: WorkspaceAddress | None = None
    storage_host: Address | None = None
    temp_upload: bool = False
    currency: NonEmptyText | None = None
    price_hint_region: str | None = None
    sells_everything: Sells | None = None
    key_page: Address | None = None
    free_quota_days: Count | None = None
    account_page: Address | None = None
    console_page: Address | None = None
    keys_page: Address | None = None

    def __post_init__(self) -> None:
        check_text(name=self.name, description=self.description)
        if not self.is_practice and self.shared_host is None and self.workspace_host is None:
            raise ValueError("expected `shared_host` or `workspace_host`")


class Price(Entry):
    res: Resolution
    per_s: Decimal
    audio: bool | None = None

    def __post_init__(self) -> None:
        check_price(self.per_s)


class Doubt(Entry):
    """`only` or `besides` or neither."""

    key: NonEmptyText
    sentence: NonEmptyText
    only: list[str | int] = field(default_factory=list)
    besides: list[str | int] = field(default_factory=list)

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
    price: list[Price] = field(default_factory=list)
    resolutions: list[Resolution] | None = None
    rps: Count | None = None
    concurrency: Count | None = None
    doubts: list[Doubt] = field(default_factory=list)
    compiled: str | None = None
    uncertain: bool = False
    retired: str | None = None
    free_quota_s: Count | None = None

    def __post_init__(self) -> None:
        if self.price and self.currency is None:
            raise ValueError("a price needs its `currency`")
        for name, day in (("compiled", self.compiled), ("retired", self.retired)):
            if day is not None:
                check_date(name, day)


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
        check_order(min_s=self.min_s, max_s=self.max_s)


class ClipIn(Entry):
    formats: NonEmptyTexts
    min_s: Amount
    max_s: Amount
    min_side: Count
    max_side: Count
    max_aspect: Ratio
    max_mb: Amount

    def __post_init__(self) -> None:
        check_order(min_s=self.min_s, max_s=self.max_s)
        check_order(min_side=self.min_side, max_side=self.max_side)


class Model(Entry):
    key: NonEmptyText
    name: Text
    description: Text
    family: NonEmptyText
    protocol: WireProtocol
    endpoint: Path
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
    media_sets: list[NonEmptyTexts] = field(default_factory=list)
    media_max: dict[str, Count] = field(default_factory=dict)
    choices: dict[NonEmptyText, NonEmptyTexts] = field(default_factory=dict)
    fps: Count | None = None
    size_multiple: Count | None = None
    usage_keys: list[str] = field(default_factory=list)
    actual_prompt: bool | None = None
    doubts: list[Doubt] = field(default_factory=list)
    custom: bool = False
    replaced_by: NonEmptyText | None = None
    offer: list[Offer] = field(default_factory=list)

    def __post_init__(self) -> None:
        check_text(name=self.name, description=self.description)
        if not self.resolutions or ascending(self.resolutions) != self.resolutions:
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


class Family(Entry):
    name: Text

    def __post_init__(self) -> None:
        check_text(name=self.name)


class Document(Entry):
    """The whole file. Regions, families and models are read one by one, so that an error names them."""

    schema: Literal[1]
    compiled: str
    limits: Limits
    size_rule: SizeRule
    region: dict[NonEmptyText, dict[str, Any]]
    family: dict[NonEmptyText, dict[str, Any]]
    model: list[dict[str, Any]]
    checked: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_dates(self.compiled, self.checked)


class Override(Entry):
    """The file beside the settings: only what differs. Its tables are checked once they are merged."""

    schema: Literal[1]
    compiled: str
    limits: dict[str, Any] = field(default_factory=dict)
    size_rule: dict[str, Any] = field(default_factory=dict)
    region: dict[NonEmptyText, dict[str, Any]] = field(default_factory=dict)
    family: dict[NonEmptyText, dict[str, Any]] = field(default_factory=dict)
    model: list[dict[str, Any]] = field(default_factory=list)
    checked: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_dates(self.compiled, self.checked)
