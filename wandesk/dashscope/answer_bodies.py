"""Reads the bodies of answers: limited in size and time, and leniently as JSON."""

from __future__ import annotations

import json
import math
import time
from collections.abc import AsyncIterator, Callable

import msgspec

LARGEST_ANSWER_BYTES = 8 * 1024 * 1024
_MOST_DIGITS = 40
"""A longer whole number is read as infinite: Python refuses to read thousands of digits."""


class Unreadable(Exception):
    """A body that is not a JSON object, is too long or took too long."""


async def read_bounded(
    slices: AsyncIterator[bytes],
    *,
    at_most: int = LARGEST_ANSWER_BYTES,
    within: float = 300.0,
    monotonic: Callable[[], float] = time.monotonic,
) -> bytes:
    """The whole body. Raises Unreadable if it has more than `at_most` bytes or takes more than `within` seconds."""
    body = bytearray()
    give_up_at = monotonic() + within
    async for piece in slices:
        body += piece
        if len(body) > at_most:
            raise Unreadable(f"an answer of more than {at_most} bytes")
        if monotonic() > give_up_at:
            raise Unreadable(f"an answer that took more than {within:.0f} s")
    return bytes(body)


def parse_object(body: bytes) -> dict[str, object]:
    """Read a JSON object very leniently: it may contain the id of a paid task. Raises Unreadable."""
    value: object
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, ValueError, RecursionError):
        try:  # a byte order mark, NaN, numbers without bounds, lone surrogates, invalid UTF-8
            value = json.loads(body.decode("utf-8-sig", "replace"), parse_int=_whole)
        except (ValueError, RecursionError) as unreadable:
            raise Unreadable("not JSON") from unreadable
    if not isinstance(value, dict):
        raise Unreadable("not a JSON object")
    return value


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MOST_DIGITS else math.inf
