"""Connections that never wait endlessly, and that notice an answer before the request is complete."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

_INTERIM = re.compile(rb"(HTTP/1\.1 1\d\d [^\r\n]*\r\n([^\r\n]+\r\n)*\r\n)+")
"""Interim answers such as 100 Continue; the final one follows."""

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
    """Checks before each write whether an answer has arrived, and buffers its bytes for the reader."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, within: float | None) -> None:
        super().__init__(stream, within)
        self._received: bytes | None = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._received is None:
            return await super().read(max_bytes, timeout)
        received, rest = self._received[:max_bytes], self._received[max_bytes:]
        self._received = rest or None
        return received

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if buffer and self._stream.get_extra_info("is_readable"):
            await self._receive()
        await super().write(buffer, timeout)

    async def _receive(self) -> None:
        """Raises WriteError, which makes httpcore stop writing, if the server has answered or closed."""
        try:
            piece = await self._stream.read(65536, timeout=0.05)
        except httpcore.ReadTimeout:
            return  # TLS session tickets, not an answer: continue writing
        except httpcore.ReadError as ended:
            raise httpcore.WriteError("the connection ended before the body did") from ended
        self._received = (self._received or b"") + piece
        if not (piece and _INTERIM.fullmatch(self._received)):
            raise httpcore.WriteError("answered before the end of the body")
