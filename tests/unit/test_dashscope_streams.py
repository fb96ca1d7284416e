"""An answer that arrives before the body is sent is heard, on event loops that never say that a socket is readable."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore
import pytest

from wandesk.dashscope.streams import EarlyAnswerStream

ANSWER = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"
INTERIM = b"HTTP/1.1 100 Continue\r\n\r\n"


class TakenStream(httpcore.AsyncNetworkStream):
    """A connection as the Proactor loop of Windows has it: a read that is under way takes what arrives.

    So the socket never looks readable, and bytes arrive a few turns of the loop later.
    """

    def __init__(self, *, turns: int = 3) -> None:
        self.written: list[bytes] = []
        self.is_closed = False
        self.gate: asyncio.Event | None = None
        """Holds writes back."""
        self.reads = 0
        """Reads that are under way."""
        self._turns = turns
        self._arrived: asyncio.Queue[bytes | Exception] = asyncio.Queue()

    def arrive(self, *pieces: bytes | Exception) -> None:
        for piece in pieces:
            self._arrived.put_nowait(piece)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        assert self.reads == 0, "two reads at the same time"
        self.reads += 1
        try:
            async with asyncio.timeout(timeout):
                piece = await self._arrived.get()
        except TimeoutError:
            raise httpcore.ReadTimeout from None
        finally:
            self.reads -= 1
        for _ in range(self._turns):
            await asyncio.sleep(0)
        if isinstance(piece, Exception):
            raise piece
        assert len(piece) <= max_bytes
        return piece

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self.gate is not None:
            try:
                async with asyncio.timeout(timeout):
                    await self.gate.wait()
            except TimeoutError:
                raise httpcore.WriteTimeout from None
        self.written.append(buffer)

    async def aclose(self) -> None:
        self.is_closed = True

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        assert self.reads == 0, "the next bytes are for TLS"
        return TakenStream()

    def get_extra_info(self, info: str) -> Any:
        return False if info == "is_readable" else None


async def sent(stream: EarlyAnswerStream, slices: Iterable[bytes]) -> None:
    for each in slices:
        await stream.write(each, timeout=1)


def test_answer_stops_the_writer_and_is_kept_for_the_reader() -> None:
    async def story() -> None:
        inner = TakenStream()
        stream = EarlyAnswerStream(inner, 1.0)
        await sent(stream, [b"head", b"one"])
        inner.arrive(ANSWER[:20], ANSWER[20:])
        with pytest.raises(httpcore.WriteError):
            await sent(stream, [b"the last"])
        assert inner.written == [b"head", b"one"]
        assert await stream.read(5) + await stream.read(65536) == ANSWER[:20]
        assert await stream.read(65536) == ANSWER[20:]
        await stream.aclose()

    asyncio.run(story())


def test_answer_to_a_writer_that_is_stuck_is_heard() -> None:
    async def story() -> None:
        inner = TakenStream()
        stream = EarlyAnswerStream(inner, 1.0)
        await sent(stream, [b"head"])
        inner.gate = asyncio.Event()
        inner.arrive(ANSWER)
        with pytest.raises(httpcore.WriteError):
            await stream.write(b"one", timeout=0.05)
        assert await stream.read(65536) == ANSWER
        silent = EarlyAnswerStream(inner, 1.0)
        with pytest.raises(httpcore.WriteTimeout):
            await silent.write(b"one", timeout=0.05)
        await silent.aclose()

    asyncio.run(story())


def test_interim_answers_do_not_stop_the_writer() -> None:
    async def story() -> None:
        inner = TakenStream(turns=0)
        stream = EarlyAnswerStream(inner, 1.0)
        await sent(stream, [b"head"])
        inner.arrive(INTERIM)
        await sent(stream, [b"one"])
        inner.arrive(INTERIM)
        await sent(stream, [b"two", b"three"])
        inner.arrive(ANSWER)
        with pytest.raises(httpcore.WriteError):
            await sent(stream, [b"four"])
        assert inner.written == [b"head", b"one", b"two", b"three"]
        assert await stream.read(65536) == INTERIM + INTERIM + ANSWER

    asyncio.run(story())


@pytest.mark.parametrize("end", [b"", httpcore.ReadError("reset")])
def test_end_of_the_connection_stops_the_writer(end: bytes | Exception) -> None:
    async def story() -> None:
        inner = TakenStream()
        stream = EarlyAnswerStream(inner, 1.0)
        await sent(stream, [b"head"])
        inner.arrive(end)
        with pytest.raises(httpcore.WriteError):
            await sent(stream, [b"one"])
        if isinstance(end, Exception):
            with pytest.raises(httpcore.ReadError):
                await stream.read(65536)
        else:
            assert await stream.read(65536) == b""
        await stream.aclose()
        assert inner.written == [b"head"]

    asyncio.run(story())


def test_reader_takes_over_the_read_that_is_under_way() -> None:
    async def story() -> None:
        inner = TakenStream()
        stream = EarlyAnswerStream(inner, 1.0)
        await sent(stream, [b"head", b"all", b""])
        with pytest.raises(httpcore.ReadTimeout):
            await stream.read(65536, timeout=0.01)
        inner.arrive(ANSWER, b"rest")
        assert await stream.read(65536, timeout=1) == ANSWER
        assert await stream.read(65536, timeout=1) == b"rest"
        assert inner.written == [b"head", b"all"]

    asyncio.run(story())


def test_no_read_outlives_its_connection() -> None:
    async def story() -> None:
        stream = EarlyAnswerStream(inner := TakenStream(), 1.0)
        await sent(stream, [b"head"])
        assert inner.reads == 1
        await stream.start_tls(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        await sent(stream, [b"head"])
        inner.arrive(httpcore.ReadError("lost with the connection"))
        await stream.aclose()
        assert (inner.reads, inner.is_closed) == (0, True)
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(story())
