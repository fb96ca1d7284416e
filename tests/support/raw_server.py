"""A server of raw bytes on loopback. A coroutine handles each connection and may do anything to it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

Reader = asyncio.StreamReader
Writer = asyncio.StreamWriter


@dataclass
class Request:
    """A client's request: the first line of the head, its headers in lower case, and the body read so far."""

    line: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def length(self) -> int:
        return int(self.headers.get("content-length", "0"))


Treat = Callable[["RawServer", Request, Reader, Writer], Awaitable[None]]


class RawServer:
    """Counts connections and records requests. `treat` is called once the head of a request is read."""

    def __init__(self, treat: Treat) -> None:
        self._treat = treat
        self.requests: list[Request] = []
        self.connections = 0
        self.port = 0
        self._writers: set[Writer] = set()
        self._served: set[asyncio.Event] = set()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: Reader, writer: Writer) -> None:
        self.connections += 1
        served = asyncio.Event()
        self._writers.add(writer)
        self._served.add(served)
        try:
            while True:
                request = await read_head(reader)
                self.requests.append(request)
                await self._treat(self, request, reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client disconnected, or the treatment cut the connection: tests want both
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError, OSError):
                await writer.wait_closed()
            self._writers.discard(writer)
            served.set()

    async def end(self) -> None:
        """Close the connections that are still open, and wait for their coroutines."""
        for writer in self._writers:
            writer.transport.abort()
        for served in self._served:
            await served.wait()


async def read_head(reader: Reader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    line, *rest = head.strip().split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (each.partition(":") for each in rest)}
    return Request(line=line, headers=headers)


async def read_body(request: Request, reader: Reader, *, at_most: int | None = None) -> None:
    """Read the body, or its first `at_most` bytes."""
    request.body += await reader.readexactly(request.length if at_most is None else at_most)


async def say(writer: Writer, *, status: str = "200 OK", body: bytes = b"", **headers: str) -> None:
    """A whole answer with its length; a `_` in a header's name becomes a `-`."""
    named = {"content-length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    writer.write(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body)
    await writer.drain()


def answering(status: str = "200 OK", body: bytes = b"", **headers: str) -> Treat:
    """Reads the whole request and gives that answer."""

    async def treat(_server: RawServer, request: Request, reader: Reader, writer: Writer) -> None:
        await read_body(request, reader)
        await say(writer, status=status, body=body, **headers)

    return treat


def reset(writer: Writer) -> None:
    """Close the connection with an RST."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    raise ConnectionResetError


@contextlib.asynccontextmanager
async def raw_server(treat: Treat, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[RawServer]:
    server = RawServer(treat)
    sock = socket.create_server(("127.0.0.1", 0))
    # Small, so that a server that reads nothing is soon noticed.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    listening = await asyncio.start_server(server.serve, sock=sock, ssl=tls)
    server.port = sock.getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        await server.end()
        await listening.wait_closed()
