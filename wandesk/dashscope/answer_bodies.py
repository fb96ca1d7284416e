"""Reads the bodies of answers: limited in size and time, and leniently as JSON.

httpx decompresses without bounds, and as many layers as the header names: 2.5 kB of gzip in gzip become 2.9 GB. So the
bytes of the connection are read here, and one layer is decompressed as far as the limit.
"""

from __future__ import annotations

import json
import math
import time
import zlib
from collections.abc import Callable

import httpx
import msgspec

LARGEST_ANSWER_BYTES = 8 * 1024 * 1024
"""For answers of the API. A list has 100 rows of about 600 bytes, but anything may hold the id of a paid task."""
LARGEST_CHECK_BYTES = 256 * 1024
"""For answers that are only looked at to see who answers."""
_MOST_MEMBERS = 1000
"""Members of a gzip body. What follows each is copied, so that a body of empty members would take minutes."""
_MOST_DIGITS = 40
"""A longer whole number is read as infinite: Python refuses to read thousands of digits."""
_GZIP_START = b"\x1f\x8b"
_GZIP, _ZLIB, _RAW_DEFLATE = 31, 15, -15
"""The window sizes by which zlib names the formats."""


class Unreadable(Exception):
    """A body that is not a JSON object, is too long or took too long."""


async def read_body(
    response: httpx.Response,
    *,
    at_most: int = LARGEST_ANSWER_BYTES,
    within: float = 300.0,
    monotonic: Callable[[], float] = time.monotonic,
) -> bytes:
    """The whole body of a streamed answer, decompressed.

    Raises Unreadable if it has more than `at_most` bytes, before or after decompressing, takes more than `within`
    seconds, or cannot be decompressed. Raises what httpx raises.
    """
    body = bytearray()
    give_up_at = monotonic() + within
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > at_most:
            raise Unreadable(f"an answer of more than {at_most} bytes")
        if monotonic() > give_up_at:
            raise Unreadable(f"an answer that took more than {within:.0f} s")
    return decompressed(bytes(body), response.headers.get("content-encoding", ""), at_most=at_most)


def decompressed(body: bytes, encoding: str, *, at_most: int) -> bytes:
    """The body without its layer of compression; `encoding` is the header Content-Encoding. Raises Unreadable.

    A body that says gzip and is none is taken as it is: some gateways decompress and keep the header.
    """
    layers = [layer for each in encoding.lower().split(",") if (layer := each.strip()) not in ("", "identity")]
    if not layers or not body:
        return body
    if len(layers) > 1:
        raise Unreadable("an answer with several layers of compression")
    try:
        match layers[0]:
            case "gzip" | "x-gzip":
                return _gunzipped(body, at_most) if body.startswith(_GZIP_START) else body
            case "deflate":
                return _inflated(body, at_most)
            case _:
                raise Unreadable("an answer with an unknown compression")
    except zlib.error as damaged:
        raise Unreadable("an answer with damaged compression") from damaged


def _gunzipped(body: bytes, at_most: int) -> bytes:
    """All members of a gzip file: a server may flush in between."""
    found = bytearray()
    for _ in range(_MOST_MEMBERS):
        member, body = _member(body, _GZIP, at_most - len(found))
        found += member
        if not body.startswith(_GZIP_START):
            return bytes(found)
    raise Unreadable("an answer with too many parts")


def _inflated(body: bytes, at_most: int) -> bytes:
    try:
        return _member(body, _ZLIB, at_most)[0]
    except zlib.error:  # servers disagree about what "deflate" is
        return _member(body, _RAW_DEFLATE, at_most)[0]


def _member(body: bytes, window: int, at_most: int) -> tuple[bytes, bytes]:
    """One compressed stream, and what follows it. Raises Unreadable and zlib.error."""
    stream = zlib.decompressobj(window)
    found = stream.decompress(body, at_most + 1)
    if len(found) > at_most:
        raise Unreadable("an answer that is too large when decompressed")
    return found, stream.unused_data


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
