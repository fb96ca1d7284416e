"""How `resources/models.toml` is written: its tables, field by field."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from wandesk.domain.catalog import Protocol, SoundChoice, SoundMode

SCHEMA = 1


Word = Annotated[str, Meta(min_length=1)]
Words = Annotated[list[Word], Meta(min_length=1)]
Count = Annotated[int, Meta(gt=0, le=1_000_000_000_000)]
"""Pixels, bytes, characters, orders: a float holds it exactly."""
Amount = Annotated[float, Meta(gt=0, le=1_000_000)]
"""Seconds, hours, megabytes. Finite: it is multiplied and rounded."""
Ratio = Annotated[float, Meta(ge=1, le=1_000_000)]
"""The long side by the short one."""
Page = Annotated[str, Meta(pattern=r"^https://[^\s/]")]
"""An address for people."""


class Entry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A table of the file. Fields that no one reads yet stand here too: a key that does not is a typo."""


class Text(Entry):
    en: Word
    zh_CN: Word  # noqa: N815 - the language's own name


class Sells(Entry):
    per_s: Decimal
    rps: Count
    concurrency: Count


class Region(Entry):
    name: Text
    description: Text
    shown: bool = True
    is_practice: bool = False
    code: Word | None = None
    shared_host: str | None = None
    workspace_host: str | None = None
    storage_host: str | None = None
    temp_upload: bool = False
    currency: Word | None = None
    price_hint_region: str | None = None
    sells_everything: Sells | None = None
    key_page: Page | None = None
    free_quota_days: Count | None = None
    task_time_utc_offset: str | None = None


class Price(Entry):
    res: str
    per_s: Decimal
    audio: bool | None = None
    cny_printed: Decimal | None = None


class Offer(Entry):
    region: Word
    ids: Words
    scope: str | None = None
    currency: Word | None = None
    price: list[Price] = []
    resolutions: list[str] | None = None
    rps: Count | None = None
    concurrency: Count | None = None
    free_quota_s: Count | None = None
    usd_check: str | None = None


class Duration(Entry):
    min: Count | None = None
    max: Count | None = None
    values: list[Count] | None = None
    fixed: Count | None = None
    default: Count | None = None
    auto: int | None = None


class Image(Entry):
    max_mb: Amount
    max_aspect: Ratio | None = None


class AudioIn(Entry):
    field: Word
    formats: Words
    min_s: Amount
    max_s: Amount
    max_mb: Amount
    base64: bool = False


class ClipIn(Entry):
    formats: Words
    min_s: Amount
    max_s: Amount
    min_side: Count
    max_side: Count
    max_aspect: Ratio
    max_mb: Amount


class Defaults(Entry):
    improve_prompt: bool
    watermark: bool
    sound: SoundChoice = SoundChoice.AUTOMATIC


class Model(Entry):
    key: Word
    name: Text
    description: Text
    family: Word
    protocol: Protocol
    endpoint: Word
    params: list[Word]
    resolutions: list[str]
    default_resolution: str
    duration: Duration
    prompt_chars: Count
    image: Image
    sound: SoundMode
    defaults: Defaults
    shown: bool = True
    recommended: bool = False
    same_as: str | None = None
    audio_in: AudioIn | None = None
    clip_in: ClipIn | None = None
    audio_priority: str | None = None
    media_sets: list[Words] = []
    media_max: dict[str, Count] = {}
    ratios: list[Word] = []
    shot_types: list[Word] = []
    templates: list[Word] = []
    fps: Count | None = None
    size_multiple: Count | None = None
    usage_keys: list[str] = []
    actual_prompt: bool | None = None


class TaskLimits(Entry):
    retention_hours: Amount
    result_url_hours: Amount
    query_qps: Count
    list_qps: Count
    cancel_qps: Count
    list_window_hours: Amount
    server_timeout_hours: Amount
    queue: Count
    default_rps: Count
    default_concurrency: Count


class UploadLimits(Entry):
    url_hours: Amount
    policy_seconds: Amount
    policy_qps: Count
    policy_max_file_mb_doc: Amount
    policy_max_file_mb_seen: Amount
    inline_base64_max_raw_bytes: Count


class ImageLimits(Entry):
    formats: Words
    alpha: bool
    min_side: Count
    max_side: Count


class SeedLimits(Entry):
    min: int
    max: int


class TextLimits(Entry):
    chars: Count


class Limits(Entry):
    task: TaskLimits
    upload: UploadLimits
    image: ImageLimits
    seed: SeedLimits
    negative_prompt: TextLimits


class SizeRule(Entry):
    area_480P: Count  # noqa: N815 - the wire's own spelling
    area_720P: Count  # noqa: N815
    area_1080P: Count  # noqa: N815
    default_multiple: Count

    @property
    def areas(self) -> dict[str, int]:
        return {"480P": self.area_480P, "720P": self.area_720P, "1080P": self.area_1080P}


class Head(Entry):
    compiled: Word
    limits: Limits
    size_rule: SizeRule
    schema: int = SCHEMA
    price_source: str = ""
    usd_basis: str = ""
