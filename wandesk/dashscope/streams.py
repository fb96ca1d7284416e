"""Connections that never wait endlessly, and that notice an answer before the request is complete."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

_INTERIM = re.compile(rb"(HTTP/1\.1 1\d\d [^\r\n]*\r\n([^\r\n]+\r\n)*\r\n)+")
"""Interim answers such as 100 Continue; the final one follows."""

READ_BYTES = 65536
TURNS = 5
"""Turns of the event loop before each write, in which bytes that have arrived reach the read beside the writer.

They pass the selector or the completion port, asyncio's transport, anyio's queue, and TLS.
"""

SOCKET_OPTION = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class TimeoutBackend(httpcore.AsyncNetworkBackend):
    """A network backend with a timeout for every operation: httpcore has none for the SOCKS handshake.

    `connects` opens the connections.
    """

    def __init__(self, connects: httpcore.AsyncNetworkBackend | None = None) -> None:
        self._backend = connects or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream = await self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        return self._wrapped(stream, timeout)

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)

    def _wrapped(self, stream: httpcore.AsyncNetworkStream, within: float | None) -> httpcore.AsyncNetworkStream:
        return TimeoutStream(stream, within)


class TimeoutStream(httpcore.AsyncNetworkStream):
    """Reads and writes without a timeout use that of the connection, in seconds."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, within: float | None) -> None:
        self._stream = stream
        self._within = within

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._stream.read(max_bytes, self._within if timeout is None else timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, self._within if timeout is None else timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        stream = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        return type(self)(stream, self._within)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class EarlyAnswerBackend(TimeoutBackend):
    """A network backend that keeps an answer that arrives before the request's body is sent.

    A server that refuses early sends its answer and closes the connection. With the stock backend the next write fails
    and the answer is lost, so a wrong key would look like a network error.
    """

    def _wrapped(self, stream: httpcore.AsyncNetworkStream, within: float | None) -> httpcore.AsyncNetworkStream:
        return EarlyAnswerStream(stream, within)


class EarlyAnswerStream(TimeoutStream):
    """Reads beside the writer, and stops writing once an answer has arrived. Its bytes are kept for the reader.

    Asking the socket whether it is readable is not enough: on Windows an overlapped read of asyncio has taken the bytes
    already, and a connection that was reset while a write was under way gives nothing any more.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream, within: float | None) -> None:
        super().__init__(stream, within)
        self._reading: asyncio.Task[bytes] | None = None
        """The read that runs beside the writer; None while the reader itself reads."""
        self._received: bytes | None = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._reading is not None:
            within = self._within if timeout is None else timeout
            done, _ = await asyncio.wait({self._reading}, timeout=within)
            if not done:
                raise httpcore.ReadTimeout(f"no answer within {within} s")
            reading, self._reading = self._reading, None
            self._keep(reading.result())
        if self._received is None:
            return await super().read(max_bytes, timeout)
        received, rest = self._received[:max_bytes], self._received[max_bytes:]
        self._received = rest or None
        return received

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Raises WriteError, which makes httpcore stop writing and read, if the server has answered or closed."""
        if not buffer:
            return
        await self._stop_if_answered()
        try:
            await super().write(buffer, timeout)
        except httpcore.WriteTimeout:
            # A server that has answered need not read the rest.
            await self._stop_if_answered()
            raise

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        await self._stop_reading()  # the next bytes are for TLS
        return await super().start_tls(ssl_context, server_hostname, timeout)

    async def aclose(self) -> None:
        await self._stop_reading()
        await super().aclose()

    async def _stop_if_answered(self) -> None:
        if self._reading is None:
            self._reading = self._start_reading()
        for _ in range(TURNS):
            await asyncio.sleep(0)
            if not self._reading.done():
                continue
            ended = self._reading.exception()
            if ended is not None:
                raise httpcore.WriteError("the connection ended before the body did") from ended
            self._keep(self._reading.result())
            self._reading = None
            if not (self._received and _INTERIM.fullmatch(self._received)):
                raise httpcore.WriteError("answered before the end of the body")
            self._reading = self._start_reading()

    def _start_reading(self) -> asyncio.Task[bytes]:
        # No Supervisor knows it: it lives as long as this connection, whose `aclose` ends it.
        return asyncio.create_task(self._stream.read(READ_BYTES), name="early answer")  # noqa: TID251

    async def _stop_reading(self) -> None:
        """End the read beside the writer. What it has not taken stays in the connection."""
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    def _keep(self, piece: bytes) -> None:
        self._received = (self._received or b"") + piece
