"""Reads the headers of an answer: the request id, the time, and when to try again."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

from wandesk.dashscope.json_values import LONGEST_NUMBER, name_text, number, plausible

REQUEST_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
CLOUD_HEADERS = ("req-arrive-time", "req-cost-time", "resp-start-time")
"""Headers of recorded answers that no gateway sets (wire-protocol 1.3)."""
LONGEST_WAIT_SECONDS = 86_400.0
"""A `retry-after` beyond a day counts as a day."""


def request_id_of(headers: Mapping[str, str]) -> str:
    """The request id in the headers of an answer, or ""."""
    for name in ("x-request-id", "x-dashscope-request-id", "x-acs-request-id"):
        if found := headers.get(name, "").strip():
            return name_text(found)
    return ""


def trusted_request_id_of(headers: Mapping[str, str]) -> str:
    """The request id in the headers of an answer if only the cloud can have set it, else "".

    A create request whose id is known and is missing in the list counts as not received. The `x-request-id` of a
    proxy's error page would have a paid task count as that.
    """
    found = request_id_of(headers)
    return found if has_cloud_headers(headers) and REQUEST_ID.fullmatch(found) else ""


def has_cloud_headers(headers: Mapping[str, str]) -> bool:
    """Whether the cloud set these headers, and not a gateway."""
    return any(name in headers for name in CLOUD_HEADERS)


def date_of(headers: Mapping[str, str]) -> float | None:
    """The `Date` header in seconds since 1970; None if it is missing, unreadable or bogus."""
    sent_at = _http_date(headers.get("date", ""))
    return None if sent_at is None else plausible(sent_at)


def retry_after_of(headers: Mapping[str, str], *, now: Callable[[], float] = time.time) -> float | None:
    """Seconds to wait, from `retry-after-ms` or `retry-after` (seconds or a date); None without either."""
    milliseconds = number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return _wait(milliseconds / 1000)
    value = headers.get("retry-after", "").strip()
    seconds = number(value)
    if seconds is None and (until := _http_date(value)) is not None:
        # The server's clock may differ from ours, so its own `Date` is preferred.
        since = _http_date(headers.get("date", ""))
        seconds = until - (now() if since is None else since)
    return None if seconds is None else _wait(seconds)


def _wait(seconds: float) -> float:
    return min(max(0.0, seconds), LONGEST_WAIT_SECONDS)


def _http_date(text: str) -> float | None:
    """Seconds since 1970; UTC if there is no zone (RFC 9110, 5.6.7)."""
    if len(text) > LONGEST_NUMBER:
        return None
    try:
        moment = parsedate_to_datetime(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, IndexError, TypeError):  # what the parser raises for invalid dates
        return None
