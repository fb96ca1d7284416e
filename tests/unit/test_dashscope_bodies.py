"""Bodies are limited in size and time, before and after one layer of decompression."""

from __future__ import annotations

import asyncio
import gzip
import json
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandesk.dashscope.answer_bodies import LARGEST_ANSWER_BYTES, Unreadable, decompressed, parse_object, read_body

ANSWER = json.dumps({"output": {"task_id": "t"}}).encode()
MEGA = 1024 * 1024


class Slices(httpx.AsyncByteStream):
    """A body that arrives in these slices."""

    def __init__(self, *slices: bytes) -> None:
        self._slices = slices

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for each in self._slices:
            yield each


def gzipped(content: bytes) -> bytes:
    """Without the time, which would give a test another name in each process that runs tests."""
    return gzip.compress(content, mtime=0)


def response(*slices: bytes, encoding: str = "") -> httpx.Response:
    headers = {"content-encoding": encoding} if encoding else {}
    return httpx.Response(200, headers=headers, stream=Slices(*slices))


def deflated(raw: bytes, window: int) -> bytes:
    stream = zlib.compressobj(wbits=window)
    return stream.compress(raw) + stream.flush()


def test_body_has_a_limit_of_size_and_of_time() -> None:
    assert asyncio.run(read_body(response(b"a", b"b"))) == b"ab"
    with pytest.raises(Unreadable):
        asyncio.run(read_body(response(b"aa", b"b"), at_most=2))
    times = iter([0.0, 1.0, 400.0])
    with pytest.raises(Unreadable):
        asyncio.run(read_body(response(b"a", b"b"), monotonic=lambda: next(times)))


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("", ANSWER),
        ("identity", ANSWER),
        ("gzip", gzipped(ANSWER)),
        ("GZip", gzipped(ANSWER)),
        ("x-gzip", gzipped(ANSWER)),
        ("identity, gzip", gzipped(ANSWER)),
        ("gzip", gzipped(ANSWER[:9]) + gzipped(ANSWER[9:])),
        ("gzip", gzipped(ANSWER) + b"\0\0"),
        ("gzip", ANSWER),
        ("deflate", deflated(ANSWER, 15)),
        ("deflate", deflated(ANSWER, -15)),
    ],
)
def test_one_layer_is_read(encoding: str, body: bytes) -> None:
    middle = len(body) // 2
    assert asyncio.run(read_body(response(body[:middle], body[middle:], encoding=encoding))) == ANSWER


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip, gzip", gzipped(gzipped(ANSWER))),
        ("gzip,deflate", deflated(gzipped(ANSWER), 15)),
        ("br", ANSWER),
        ("gzip", gzipped(ANSWER)[:-4] + b"\0\0\0\0"),
        ("gzip", b"\x1f\x8bxx"),
        ("deflate", b"not deflated"),
    ],
)
def test_other_compression_is_unreadable(encoding: str, body: bytes) -> None:
    with pytest.raises(Unreadable):
        asyncio.run(read_body(response(body, encoding=encoding)))


def test_layer_inside_a_layer_is_no_json() -> None:
    body = asyncio.run(read_body(response(gzipped(gzipped(ANSWER)), encoding="gzip")))
    with pytest.raises(Unreadable):
        parse_object(body)


@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip", "deflate"])
def test_bomb_costs_little_memory(encoding: str) -> None:
    """128 MB of zeros in 128 kB, and the same once more compressed."""
    window = 15 if encoding == "deflate" else 31
    stream = zlib.compressobj(9, wbits=window)
    bomb = b"".join(stream.compress(b"\0" * MEGA) for _ in range(128)) + stream.flush()
    if encoding == "gzip, gzip":
        bomb = gzipped(bomb)
        assert len(bomb) < 10_000
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable):
            asyncio.run(read_body(response(bomb, encoding=encoding)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * LARGEST_ANSWER_BYTES + 2 * len(bomb)


def test_members_share_one_limit() -> None:
    member = gzipped(b"\0" * MEGA)
    assert len(decompressed(member * 7, "gzip", at_most=7 * MEGA)) == 7 * MEGA
    with pytest.raises(Unreadable):
        decompressed(member * 8, "gzip", at_most=7 * MEGA)


def test_members_are_few() -> None:
    """8 MB of empty members took minutes, in which the engine did nothing else."""
    assert decompressed(gzipped(b"") * 100 + gzipped(ANSWER), "gzip", at_most=MEGA) == ANSWER
    with pytest.raises(Unreadable):
        decompressed(gzipped(b"") * 5000, "gzip", at_most=MEGA)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "gzip, gzip", "br", "", ", ,", "\xff"]))
def test_arbitrary_bytes_are_read_or_unreadable(body: bytes, encoding: str) -> None:
    try:
        found = decompressed(body, encoding, at_most=1000)
    except Unreadable:
        return
    assert len(found) <= 1000
