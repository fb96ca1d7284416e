"""Bounds for the values that the control accepts. Every function raises ValueError for a value outside them."""

from __future__ import annotations

import math
from typing import Any

MOST_ENTRIES = 1000
LONGEST_NAME = 200
LONGEST_PROMPT = 20_000
MOST_NUMBER = 1e9
MOST_SECONDS = 10 * 365 * 86_400.0
LATEST = 4_102_444_800.0
"""2100, in seconds since 1970: the clock goes no further, because dates end with the year 9999."""
MOST_VIDEO_BYTES = 500_000_000
MOST_TASKS = 20_000


def positive(value: Any, most: float = MOST_NUMBER) -> float:
    """A number that is more than 0, as a float."""
    number = finite(value, most)
    if not number > 0:
        raise ValueError(f"must be more than 0: {value}")
    return number


def finite(value: Any, most: float = MOST_NUMBER) -> float:
    """A number between -most and most, as a float."""
    number = math.nan if isinstance(value, bool | bytes) or len(str(value)) > LONGEST_NAME else float(value)
    if not abs(number) <= most:
        raise ValueError(f"must be a number of at most {most:g}")
    return number


def whole(value: Any, most: float = MOST_NUMBER) -> int:
    """A whole number of at least 1."""
    if int(positive(value, most)) < 1:
        raise ValueError(f"must be 1 or more: {value}")
    return int(value)


def name(value: Any, longest: int = LONGEST_NAME) -> str:
    """A text that is not too long."""
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(f"must be a text of at most {longest} characters")
    return value


def mapping(value: Any) -> dict[str, Any]:
    """A JSON object with few entries and short names."""
    if not isinstance(value, dict) or len(value) > MOST_ENTRIES:
        raise ValueError(f"must be an object of at most {MOST_ENTRIES} entries")
    return {name(key): entry for key, entry in value.items()}


def entries(value: Any) -> list[Any]:
    """A JSON list with few entries."""
    if not isinstance(value, list) or len(value) > MOST_ENTRIES:
        raise ValueError(f"must be a list of at most {MOST_ENTRIES} entries")
    return value
