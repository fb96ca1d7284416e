"""The tables of `models.toml` about limits that all models share."""

from __future__ import annotations

from itertools import pairwise

from wandesk.domain import parameters
from wandesk.settings.catalogue_values import (
    RESOLUTIONS,
    Amount,
    Count,
    Entry,
    NonEmptyText,
    NonEmptyTexts,
    check_order,
)


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
        check_order(min_side=self.min_side, max_side=self.max_side)


class Range(Entry):
    min: int
    max: int

    def __post_init__(self) -> None:
        check_order(min=self.min, max=self.max)


class Limits(Entry):
    task: TaskLimits
    upload: UploadLimits
    image: ImageLimits
    ranges: dict[NonEmptyText, Range]
    negative_prompt_chars: Count

    def __post_init__(self) -> None:
        for key in self.ranges:
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
