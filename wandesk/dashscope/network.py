"""HTTP clients with the system's certificates and the right proxy, without cookies and without the key."""

from __future__ import annotations

import asyncio
import copy
import ssl
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlsplit

import httpcore
import httpx
import msgspec
import truststore

from wandesk.dashscope.proxy_routes import ProxyRouter, Route, Routes
from wandesk.dashscope.proxy_transport import ProxyTransport
from wandesk.dashscope.public_hosts import PublicHostsBackend
from wandesk.dashscope.streams import EarlyAnswerBackend, TimeoutBackend


class Timeouts(msgspec.Struct, frozen=True, kw_only=True):
    """The timeout of each step of an exchange, in seconds."""

    connect: float = 20.0
    """Long, because the system may check a certificate over the network (pitfalls 2.5)."""
    write: float = 30.0
    """For one slice of a body."""
    read: float = 60.0
    create_read: float = 120.0
    stall: float = 60.0
    """For the next bytes of a video."""

    def timeout(self, read: float) -> httpx.Timeout:
        return httpx.Timeout(connect=self.connect, write=self.write, read=read, pool=self.connect)


class _Shared:
    """State shared by the views of one network (`Network.via`)."""

    def __init__(self) -> None:
        self.clients: dict[tuple[str, bool, bool, object], httpx.AsyncClient] = {}
        self.tls: ssl.SSLContext | None = None
        self.tls_lock = asyncio.Lock()


class Network:
    """Creates HTTP clients; all of them share the certificates."""

    def __init__(
        self,
        *,
        user_agent: str,
        proxies: Callable[[], Mapping[str, str]] | None = None,
        proxy_for: Callable[[str], str | None] | None = None,
        routes: Routes | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """The last four parameters are those of `ProxyRouter`."""
        self._user_agent = user_agent
        self._router = ProxyRouter(proxies=proxies, proxy_for=proxy_for, routes=routes, monotonic=monotonic)
        self._region = ""
        self._shared = _Shared()

    def via(self, region: str) -> Network:
        """A view of the network with the proxy of a region."""
        view = copy.copy(self)
        view._region = region  # noqa: SLF001 - same class
        return view

    async def proxy_of(self, region: str, url: str) -> str:
        """The `host:port` of the proxy that leads to an address for requests of a region; "" without one.

        Raises ProxyFailed, UnsupportedProtocol.
        """
        route = await self._router.route(url, region)
        return route.address if route is not None else ""

    async def shared(
        self, pool: str, url: str, *, timeout: httpx.Timeout, connections: int, is_foreign: bool = False
    ) -> httpx.AsyncClient:
        """The pooled client for `url`; it stays open until `close`. Raises ProxyFailed, UnsupportedProtocol.

        `is_foreign`: an answer of the cloud named the host, so it must have a public address (NotPublic otherwise).
        """
        route = await self._router.route(url, self._region)
        is_secure = urlsplit(url).scheme == "https"
        clients = self._shared.clients
        key = (pool, is_secure, is_foreign, (route.proxy.url, route.proxy.raw_auth) if route else None)
        if key not in clients:
            limits = httpx.Limits(max_connections=connections)
            connects = PublicHostsBackend() if is_foreign and route is None else None
            transport = await self._transport(route, limits, is_secure=is_secure, backend=connects)
            clients.setdefault(key, self._client(transport, timeout))  # another coroutine may have added it meanwhile
        return clients[key]

    @asynccontextmanager
    async def single(
        self, url: str, *, timeout: httpx.Timeout, is_foreign: bool = False
    ) -> AsyncIterator[httpx.AsyncClient]:
        """A client for one exchange on its own connection; it reads an answer that arrives before the body is sent.

        `is_foreign` as in `shared`. Raises ProxyFailed, UnsupportedProtocol.
        """
        limits = httpx.Limits(max_connections=1, max_keepalive_connections=0)
        is_secure = urlsplit(url).scheme == "https"
        route = await self._router.route(url, self._region)
        connects = PublicHostsBackend() if is_foreign and route is None else None
        transport = await self._transport(route, limits, is_secure=is_secure, backend=EarlyAnswerBackend(connects))
        async with self._client(transport, timeout) as client:
            yield client

    async def close(self) -> None:
        """Close the shared clients."""
        clients = list(self._shared.clients.values())
        self._shared.clients.clear()
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
        self,
        route: Route | None,
        limits: httpx.Limits,
        *,
        is_secure: bool,
        backend: httpcore.AsyncNetworkBackend | None = None,
    ) -> httpx.AsyncHTTPTransport:
        # Plain http is only for this computer and needs no certificates. An empty context trusts none.
        context = await self._certificates() if is_secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if route is None:
            transport = httpx.AsyncHTTPTransport(verify=context, trust_env=False, limits=limits)
        else:
            transport = ProxyTransport(context, limits, route, self._router.forget_login)
            backend = backend or TimeoutBackend()
        if backend is not None:
            # httpx has no parameter for httpcore's `network_backend`. A contract test fails if this field disappears.
            transport._pool._network_backend = backend  # noqa: SLF001
        return transport

    async def _certificates(self) -> ssl.SSLContext:
        async with self._shared.tls_lock:
            context = self._shared.tls
            if context is None:
                context = await asyncio.to_thread(_system_certificates)
                self._shared.tls = context
            return context


def _system_certificates() -> ssl.SSLContext:
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
