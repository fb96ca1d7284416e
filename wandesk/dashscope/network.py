"""Connections: which proxy, which certificates, and clients that carry neither cookies nor a key.

Why proxies are our own: httpx's constructor raises for addresses that proxy tools really set (`socks://`), and reads
them once for ever. Here they are asked again every few seconds, a bad one is logged and left out, and this computer
is never reached through one.
"""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx
import msgspec
import truststore

from wandesk.dashscope.endpoints import is_loopback

log = logging.getLogger(__name__)

PROXIES_KEPT_SECONDS = 10.0

_INTERIM = re.compile(rb"(HTTP/1\.1 1\d\d [^\r\n]*\r\n([^\r\n]+\r\n)*\r\n)+")
"""Answers such as 100 Continue, which are none."""

SOCKET_OPTION = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class Waits(msgspec.Struct, frozen=True, kw_only=True):
    """How long each step of an exchange may take, in seconds."""

    connect: float = 20.0
    """A system's own check of a certificate may go to the network (pitfalls 2.5)."""
    write: float = 30.0
    """For one slice of a body."""
    read: float = 60.0
    create_read: float = 120.0
    stall: float = 60.0
    """For the next bytes of a film."""

    def timeout(self, read: float) -> httpx.Timeout:
        return httpx.Timeout(connect=self.connect, write=self.write, read=read, pool=self.connect)


class Network:
    """Makes clients for addresses; shares the certificates between them all."""

    def __init__(
        self,
        *,
        user_agent: str,
        proxies: Callable[[], Mapping[str, str]] = urllib.request.getproxies,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._user_agent = user_agent
        self._read_proxies = proxies
        self._monotonic = monotonic
        self._proxies: Mapping[str, str] = {}
        self._proxies_until: float | None = None
        self._tls: ssl.SSLContext | None = None
        self._tls_lock = asyncio.Lock()
        self._shared: dict[tuple[str, bool, object], httpx.AsyncClient] = {}

    async def shared(self, pool: str, url: str, *, timeout: httpx.Timeout, connections: int) -> httpx.AsyncClient:
        """The client of a pool that reaches `url`; it lives until `close`."""
        proxy = await self._proxy_for(url)
        is_secure = urlsplit(url).scheme == "https"
        key = (pool, is_secure, (proxy.url, proxy.raw_auth) if proxy else None)
        if key not in self._shared:
            limits = httpx.Limits(max_connections=connections)
            transport = await self._transport(proxy, limits, is_secure=is_secure)
            self._shared.setdefault(key, self._client(transport, timeout))  # another caller may have been faster
        return self._shared[key]

    @asynccontextmanager
    async def single(self, url: str, *, timeout: httpx.Timeout) -> AsyncIterator[httpx.AsyncClient]:
        """A client for one exchange on a connection of its own; it hears an answer that comes before the body's end."""
        limits = httpx.Limits(max_connections=1, max_keepalive_connections=0)
        is_secure = urlsplit(url).scheme == "https"
        transport = await self._transport(await self._proxy_for(url), limits, is_secure=is_secure)
        # httpx has no parameter for httpcore's `network_backend`; a contract test fails should this field go away.
        transport._pool._network_backend = _Attentive()  # noqa: SLF001
        async with self._client(transport, timeout) as client:
            yield client

    async def close(self) -> None:
        """Close the shared clients."""
        clients, self._shared = list(self._shared.values()), {}
        for client in clients:
            await client.aclose()

    def _client(self, transport: httpx.AsyncBaseTransport, timeout: httpx.Timeout) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=transport,
            timeout=timeout,
            trust_env=False,
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"user-agent": self._user_agent, "accept": "*/*", "accept-encoding": "gzip, deflate"},
        )

    async def _transport(
        self, proxy: httpx.Proxy | None, limits: httpx.Limits, *, is_secure: bool
    ) -> httpx.AsyncHTTPTransport:
        # Plain http goes to this computer only and needs no certificates; a context without any trusts nobody.
        context = await self._certificates() if is_secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return httpx.AsyncHTTPTransport(verify=context, trust_env=False, limits=limits, proxy=proxy)

    async def _certificates(self) -> ssl.SSLContext:
        async with self._tls_lock:
            context = self._tls
            if context is None:
                context = await asyncio.to_thread(_trusting_the_system)
                self._tls = context
            return context

    async def _proxy_for(self, url: str) -> httpx.Proxy | None:
        parts = urlsplit(url)
        if is_loopback(parts.hostname or ""):
            return None
        now = self._monotonic()
        if self._proxies_until is None or now >= self._proxies_until:
            self._proxies = await asyncio.to_thread(self._read_proxies)
            self._proxies_until = now + PROXIES_KEPT_SECONDS
        named = choose_proxy(self._proxies, parts.scheme)
        # The system's list of exceptions may ask the name service (Windows).
        if named is None or await asyncio.to_thread(_is_exempt, parts.netloc, self._proxies):
            return None
        return usable_proxy(named)


def _trusting_the_system() -> ssl.SSLContext:
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def choose_proxy(proxies: Mapping[str, str], scheme: str) -> str | None:
    """The system's proxy for a scheme, as `urllib.request.getproxies()` names them, or None."""
    for key in (scheme, "all"):
        if named := proxies.get(key, "").strip():
            return named
    # macOS writes its SOCKS proxy as http://, Windows as socks://.
    return f"socks5h://{socks.rpartition('://')[2]}" if (socks := proxies.get("socks", "").strip()) else None


def usable_proxy(named: str) -> httpx.Proxy | None:
    """A proxy as httpx takes it; None, with a warning, for one that cannot be used.

    `socks://` is what proxy tools and desktops set and means SOCKS 5 with names resolved there.
    """
    scheme, separator, rest = named.partition("://")
    if not separator:
        scheme, rest = "http", named
    scheme = scheme.lower()
    if scheme in ("socks", "socks5"):
        scheme = "socks5h"
    try:
        proxy = httpx.Proxy(f"{scheme}://{rest}")
    except (ValueError, httpx.InvalidURL):
        proxy = None
    if proxy is None or not proxy.url.host or not 0 < (proxy.url.port or 1) < 65536:
        # Not the address itself: it may hold a password.
        log.warning("the system's proxy (%s) cannot be used; going without it", scheme if separator else "no scheme")
        return None
    return proxy


def _is_exempt(host: str, proxies: Mapping[str, str]) -> bool:
    if "no" in proxies:
        return bool(urllib.request.proxy_bypass_environment(host, dict(proxies)))  # type: ignore[attr-defined]
    return bool(urllib.request.proxy_bypass(host))


class _Attentive(httpcore.AsyncNetworkBackend):
    """A backend whose connections notice an answer before the request's body is through.

    A server that refuses early answers and then closes; with the stock backend the write after that fails, the
    connection is torn down and the answer is lost, so a wrong key would look like a bad network.
    """

    def __init__(self) -> None:
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return _AttentiveStream(await self._backend.connect_tcp(host, port, timeout, local_address, socket_options))

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)


class _AttentiveStream(httpcore.AsyncNetworkStream):
    """Looks before each write whether the other side has spoken, and keeps what it said for the reader."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._heard: bytes | None = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._heard is None:
            return await self._stream.read(max_bytes, timeout)
        heard, rest = self._heard[:max_bytes], self._heard[max_bytes:]
        self._heard = rest or None
        return heard

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if buffer and self._stream.get_extra_info("is_readable"):
            await self._listen()
        await self._stream.write(buffer, timeout)

    async def _listen(self) -> None:
        """Raises WriteError, for httpcore the end of writing, when the other side has answered or is gone."""
        try:
            said = await self._stream.read(65536, timeout=0.05)
        except httpcore.ReadTimeout:
            return  # TLS housekeeping (session tickets): nothing comes of it, and writing goes on
        except httpcore.ReadError as ended:
            raise httpcore.WriteError("the connection ended before the body did") from ended
        self._heard = (self._heard or b"") + said
        if not (said and _INTERIM.fullmatch(self._heard)):
            raise httpcore.WriteError("answered before the end of the body")

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return _AttentiveStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
