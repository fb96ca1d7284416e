"""The types of single values in `models.toml`, and checks that several tables share."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wandesk.domain.language import ENGLISH, LANGUAGE_KEYS

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
Path = Annotated[str, Meta(pattern=r"^[A-Za-z0-9-]+(/[A-Za-z0-9-]+)*$")]
"""Below `/api/v1/`."""
WorkspaceAddress = Annotated[str, Meta(pattern=r"^https://\{workspace_id\}\.[^\s{}]+$")]


class Entry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A table of the file. Any key without a field is a typo.

    The program does not read every field: some only let the tests compare the simulator's rules with the catalogue.
    """


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def check_dates(compiled: str, checked: dict[str, str]) -> None:
    """Raises ValueError for a day that is none."""
    check_date("compiled", compiled)
    for region, day in checked.items():
        check_date(f"checked.{region}", day)


def check_date(name: str, day: str) -> None:
    """Raises ValueError unless the text is a day as `YYYY-MM-DD`."""
    try:
        is_day = _DAY.fullmatch(day) is not None and bool(date.fromisoformat(day))
    except ValueError:
        is_day = False
    if not is_day:
        raise ValueError(f"expected a day as YYYY-MM-DD for `{name}`")


def check_text(**texts: Text) -> None:
    """Raises ValueError for a text without English, or in a language that the program does not have."""
    for field, text in texts.items():
        if ENGLISH.key not in text or not text.keys() <= set(LANGUAGE_KEYS):
            raise ValueError(f"expected `{field}` in English and perhaps in others of {', '.join(LANGUAGE_KEYS)}")


def check_price(per_second: Decimal) -> None:
    """Raises ValueError for a price that is negative, absurd or no number."""
    if not (per_second.is_finite() and 0 <= per_second <= HIGHEST_PRICE):
        raise ValueError(f"expected a price from 0 to {HIGHEST_PRICE} for `per_s`")


def check_order(**bounds: float) -> None:
    """Raises ValueError unless the first bound is at most the second."""
    (low, least), (high, most) = bounds.items()
    if least > most:
        raise ValueError(f"`{low}` is more than `{high}`")


def ascending(resolutions: list[Resolution]) -> list[Resolution]:
    """The same resolutions with the smallest first, each once."""
    return [each for each in RESOLUTIONS if each in resolutions]
