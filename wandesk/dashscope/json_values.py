"""Reads single values of the cloud's answers, leniently and within bounds.

`""`, null and a missing field are equal. Numbers may be integers, floats or texts. A number or a date beyond its bounds
counts as missing, and a long text is cut: one absurd value never costs the rest of an answer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

from wandesk.dashscope.redaction import LONGEST_SPELLING, holds_secret, redact, without_secrets
from wandesk.domain.cloud_text import LONGEST_CODE, LONGEST_MESSAGE, LONGEST_NAME, LONGEST_PROMPT

Json = Mapping[str, object]

CLOUD_TIME = timezone(timedelta(hours=8))
"""The zone of task times: UTC+8 from recorded traffic in Beijing; other regions unverified (wire-protocol 3.1)."""
EARLIEST_DATE = datetime(2024, 1, 1, tzinfo=UTC).timestamp()
LATEST_DATE = datetime(2100, 1, 1, tzinfo=UTC).timestamp()
"""Dates outside this range are bogus and ignored."""

LARGEST_NUMBER = 1e12
"""No count, size or duration in seconds is larger. Milliseconds since 1970 have a bound of their own."""
LONGEST_NUMBER = 40
"""Characters of a number or a date that is sent as text."""
LONGEST_LINK = 8192
"""Characters of an address: several times the length of a signed link with a token."""


def mapping(value: object) -> Json:
    """The value if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """A text, or a number as text; "" for anything else. Lone surrogates, which files and logs refuse, are replaced.

    It is neither cut nor redacted: for what is used and not kept, such as links and the fields of an upload.
    """
    if isinstance(value, str):
        return value if value.isascii() else whole_text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def message_text(value: object) -> str:
    """What the cloud says to people, without secrets and short enough to be stored and shown."""
    return _redacted(value, LONGEST_MESSAGE)


def code_text(value: object) -> str:
    """An error code, without secrets and short enough to be stored and shown."""
    return _redacted(value, LONGEST_CODE)


def name_text(value: object) -> str:
    """An id, a name or a status, without secrets and short enough to be stored and shown.

    It is compared, so only what is certainly a secret is removed: a key may be named after a model or a host.
    """
    return _redacted(value, LONGEST_NAME, only_certain=True)


def prompt_text(value: object) -> str:
    """A prompt. It is compared with the user's own, so only what is certainly a secret of this run is removed."""
    return without_secrets(text(_start(value, LONGEST_PROMPT)), limit=LONGEST_PROMPT, only_certain=True)


def id_text(value: object) -> str:
    """An id that is sent back to the cloud; "" for one that is too long or holds a secret."""
    found = text(_start(value, LONGEST_NAME))
    return "" if len(found) > LONGEST_NAME or holds_secret(found) else found


def link_text(value: object) -> str:
    """An address that is used and never kept; "" for one that is too long."""
    found = text(_start(value, LONGEST_LINK))
    return "" if len(found) > LONGEST_LINK else found


def whole_text(value: str) -> str:
    """The text with surrogate pairs joined and lone surrogates replaced."""
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def number(value: object, *, at_most: float = LARGEST_NUMBER) -> float | None:
    """A number from an integer, a float or a text; None for anything else, and beyond `at_most` in either direction."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and len(value) > LONGEST_NUMBER:
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) and abs(found) <= at_most else None


def positive(value: object, *, at_most: float) -> float | None:
    """As `number`, but None unless it is above 0."""
    found = number(value, at_most=at_most)
    return found if found is not None and found > 0 else None


def whole(value: object, *, at_most: int) -> int | None:
    """A whole number from 0 to `at_most`, from an integer, a float or a text; None for anything else."""
    found = number(value, at_most=at_most)
    return int(found) if found is not None and found >= 0 else None


def moment(value: object) -> float | None:
    """Seconds since 1970 from `2026-01-02 10:00:00[.123]`; UTC+8 if it names no zone. None for bogus dates."""
    if not isinstance(value, str) or len(value) > LONGEST_NUMBER:
        return None
    try:
        found = datetime.fromisoformat(value.strip())
        return plausible((found if found.tzinfo else found.replace(tzinfo=CLOUD_TIME)).timestamp())
    except (ValueError, OverflowError):
        return None


def row_moment(value: object) -> float | None:
    """A time in the list: milliseconds since 1970 as a number or a text, or the format of single tasks."""
    milliseconds = number(value, at_most=LATEST_DATE * 1000)
    return moment(value) if milliseconds is None else plausible(milliseconds / 1000)


def plausible(seconds: float) -> float | None:
    """The time if the cloud can mean it, else None."""
    return seconds if EARLIEST_DATE <= seconds < LATEST_DATE else None


def _redacted(value: object, limit: int, *, only_certain: bool = False) -> str:
    return redact(text(_start(value, limit * 4 + LONGEST_SPELLING)), limit=limit, only_certain=only_certain)


def _start(value: object, limit: int) -> object:
    """The beginning of a text, so that nothing works on megabytes. It is longer than `limit` if the text is."""
    return value[: limit + 1] if isinstance(value, str) else value
