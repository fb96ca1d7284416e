"""How `resources/models.toml` is written: its tables, field by field."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from wandesk.domain.catalog import Protocol, SoundChoice, SoundMode

SCHEMA = 1


class Entry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A table of the file. Fields that no one reads yet stand here too: a key that does not is a typo."""


class Text(Entry):
    en: str
    zh_CN: str  # noqa: N815 - the language's own name


class Sells(Entry):
    per_s: Decimal
    rps: int
    concurrency: int


class Region(Entry):
    name: Text
    description: Text
    shown: bool = True
    is_practice: bool = False
    code: str | None = None
    shared_host: str | None = None
    workspace_host: str | None = None
    storage_host: str | None = None
    temp_upload: bool = False
    currency: str | None = None
    price_hint_region: str | None = None
    sells_everything: Sells | None = None
    key_page: str | None = None
    free_quota_days: int | None = None
    task_time_utc_offset: str | None = None


class Price(Entry):
    res: str
    per_s: Decimal
    audio: bool | None = None
    cny_printed: Decimal | None = None


class Offer(Entry):
    region: str
    ids: list[str]
    scope: str | None = None
    currency: str | None = None
    price: list[Price] = []
    resolutions: list[str] | None = None
    rps: int | None = None
    concurrency: int | None = None
    free_quota_s: int | None = None
    usd_check: str | None = None


class Duration(Entry):
    min: int | None = None
    max: int | None = None
    values: list[int] | None = None
    fixed: int | None = None
    default: int | None = None
    auto: int | None = None


class Image(Entry):
    max_mb: float
    max_aspect: float | None = None


class AudioIn(Entry):
    field: str
    formats: list[str]
    min_s: float
    max_s: float
    max_mb: float
    base64: bool = False


class ClipIn(Entry):
    formats: list[str]
    min_s: float
    max_s: float
    min_side: int
    max_side: int
    max_aspect: float
    max_mb: float


class Defaults(Entry):
    improve_prompt: bool
    watermark: bool
    sound: SoundChoice = SoundChoice.AUTOMATIC


class Model(Entry):
    key: str
    name: Text
    description: Text
    family: str
    protocol: Protocol
    endpoint: str
    params: list[str]
    resolutions: list[str]
    default_resolution: str
    duration: Duration
    prompt_chars: int
    image: Image
    sound: SoundMode
    defaults: Defaults
    shown: bool = True
    recommended: bool = False
    same_as: str | None = None
    audio_in: AudioIn | None = None
    clip_in: ClipIn | None = None
    audio_priority: str | None = None
    media_sets: list[list[str]] = []
    media_max: dict[str, int] = {}
    ratios: list[str] = []
    shot_types: list[str] = []
    templates: list[str] = []
    fps: int | None = None
    size_multiple: int | None = None
    usage_keys: list[str] = []
    actual_prompt: bool | None = None


class TaskLimits(Entry):
    retention_hours: float
    result_url_hours: float
    query_qps: int
    list_qps: int
    cancel_qps: int
    list_window_hours: float
    server_timeout_hours: float
    queue: int
    default_rps: int
    default_concurrency: int


class UploadLimits(Entry):
    url_hours: float
    policy_seconds: float
    policy_qps: int
    policy_max_file_mb_doc: float
    policy_max_file_mb_seen: float
    inline_base64_max_raw_bytes: int


class ImageLimits(Entry):
    formats: list[str]
    alpha: bool
    min_side: int
    max_side: int


class SeedLimits(Entry):
    min: int
    max: int


class TextLimits(Entry):
    chars: int


class Limits(Entry):
    task: TaskLimits
    upload: UploadLimits
    image: ImageLimits
    seed: SeedLimits
    negative_prompt: TextLimits


class SizeRule(Entry):
    area_480P: int  # noqa: N815 - the wire's own spelling
    area_720P: int  # noqa: N815
    area_1080P: int  # noqa: N815
    default_multiple: int

    @property
    def areas(self) -> dict[str, int]:
        return {"480P": self.area_480P, "720P": self.area_720P, "1080P": self.area_1080P}


class Head(Entry):
    compiled: str
    limits: Limits
    size_rule: SizeRule
    schema: int = SCHEMA
    price_source: str = ""
    usd_basis: str = ""
