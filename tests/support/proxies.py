"""Real proxies on loopback, and a certificate for invented cloud hosts behind them.

Both proxies lead every host to one port of this computer, and record their requests.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ipaddress
import ssl
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

Reader = asyncio.StreamReader
Writer = asyncio.StreamWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A self-signed certificate: `path` is the file that a client trusts, `server` the one that a server presents."""

    path: Path
    server: ssl.SSLContext


def make_certificate(folder: Path, *hosts: str) -> Certificate:
    """A certificate for hosts, valid for a day."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    names = ",".join(f"DNS:{host}" for host in hosts)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-subj", f"/CN={hosts[0]}", "-addext", f"subjectAltName={names}", "-keyout", str(key), "-out",
         str(certificate)],
        capture_output=True,
        check=True,
    )  # fmt: skip
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    return Certificate(path=certificate, server=server)


class Proxy:
    """Leads to `behind`, a port of this computer. `login` is the required name and password, None for none."""

    scheme = ""

    def __init__(self, behind: int, login: tuple[str, str] | None) -> None:
        self.behind = behind
        self.login = login
        self.port = 0
        self.targets: list[str] = []
        """`host:port` of every opened tunnel."""
        self.refused = 0
        """How many clients had no valid login."""
        self.received = b""
        """All bytes from clients, which the proxy's owner could read."""
        self._writers: set[Writer] = set()
        self._served: set[asyncio.Event] = set()

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def serve(self, reader: Reader, writer: Writer) -> None:
        served = asyncio.Event()
        self._writers.add(writer)
        self._served.add(served)
        try:
            if await self.greet(reader, writer):
                await self._lead(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # a client that disconnects is one of the cases
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
            served.set()

    async def greet(self, reader: Reader, writer: Writer) -> bool:
        """Speak the proxy's own protocol; True when the tunnel is open."""
        raise NotImplementedError

    async def end(self) -> None:
        """Close every connection and wait for it."""
        for writer in self._writers:
            writer.transport.abort()
        for served in self._served:
            await served.wait()

    async def _lead(self, reader: Reader, writer: Writer) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.behind)
        self._writers.add(back)
        try:
            await asyncio.gather(self._copy(reader, back, is_heard=True), self._copy(there, writer))
        finally:
            back.close()
            with contextlib.suppress(OSError):
                await back.wait_closed()

    async def _copy(self, source: Reader, target: Writer, *, is_heard: bool = False) -> None:
        while some := await source.read(65536):
            if is_heard:
                self.received += some
            target.write(some)
            await target.drain()
        if target.can_write_eof():
            target.write_eof()


class ConnectProxy(Proxy):
    """An HTTP CONNECT proxy."""

    scheme = "http"

    async def greet(self, reader: Reader, writer: Writer) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        self.received += head
        line, *rest = head.decode("latin-1").strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in rest)}
        method, target, _ = line.split(" ")
        if self.login is not None:
            wanted = "Basic " + base64.b64encode(":".join(self.login).encode()).decode()
            if headers.get("proxy-authorization") != wanted:
                self.refused += 1
                await self._say(writer, b"407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm=x")
                return False
        if method != "CONNECT":
            await self._say(writer, b"405 Only CONNECT")
            return False
        self.targets.append(target)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await writer.drain()
        return True

    async def _say(self, writer: Writer, status: bytes) -> None:
        writer.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()


class SocksProxy(Proxy):
    """A SOCKS 5 proxy (RFC 1928), with the login of RFC 1929."""

    scheme = "socks5"

    async def greet(self, reader: Reader, writer: Writer) -> bool:
        _version, count = await self._read(reader, 2)
        methods = await self._read(reader, count)
        wanted = 0 if self.login is None else 2
        if wanted not in methods:
            self.refused += 1
            writer.write(b"\x05\xff")
            await writer.drain()
            return False
        writer.write(bytes([5, wanted]))
        if self.login is not None and not await self._is_known(reader, writer, self.login):
            return False
        _version, _command, _reserved, kind = await self._read(reader, 4)
        if kind == 3:
            host = (await self._read(reader, (await self._read(reader, 1))[0])).decode()
        else:
            host = str(ipaddress.ip_address(await self._read(reader, 4 if kind == 1 else 16)))
        port = int.from_bytes(await self._read(reader, 2), "big")
        self.targets.append(f"{host}:{port}")
        writer.write(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
        await writer.drain()
        return True

    async def _is_known(self, reader: Reader, writer: Writer, login: tuple[str, str]) -> bool:
        _version, length = await self._read(reader, 2)
        name = (await self._read(reader, length)).decode()
        password = (await self._read(reader, (await self._read(reader, 1))[0])).decode()
        is_known = (name, password) == login
        self.refused += not is_known
        writer.write(bytes([1, 0 if is_known else 1]))
        await writer.drain()
        return is_known

    async def _read(self, reader: Reader, count: int) -> bytes:
        some = await reader.readexactly(count)
        self.received += some
        return some


@contextlib.asynccontextmanager
async def running_proxy(
    kind: type[Proxy], behind: int, *, login: tuple[str, str] | None = None
) -> AsyncIterator[Proxy]:
    """A proxy for as long as the block lasts."""
    proxy = kind(behind, login)
    listening = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = listening.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        listening.close()
        await proxy.end()
        await listening.wait_closed()
