"""Connections: which proxy, which certificates, and clients that carry neither cookies nor a key.

Why proxies are our own: httpx's constructor raises for addresses that proxy tools really set (`socks://`), and reads
them once for ever. Here they are asked again every few seconds, a bad one of the system is logged and left out, and
this computer is never reached through one. Everything else goes in TLS, so a proxy sees host names and no key.
"""

from __future__ import annotations

import asyncio
import copy
import ipaddress
import logging
import re
import ssl
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, NamedTuple, Protocol
from urllib.parse import SplitResult, urlsplit

import httpcore
import httpx
import msgspec
import truststore

from wandesk.dashscope.causes import PROXY, PROXY_LOGIN, Cause, ProxyFailed, wants_login
from wandesk.dashscope.endpoints import is_loopback
from wandesk.domain.account import Secret
from wandesk.domain.errors import KeyringFailed, Remedy
from wandesk.domain.proxy import ProxyLogin, ProxyMode, ProxySetting, ProxyUnusable, read_proxy
from wandesk.domain.sentences import Sentence

log = logging.getLogger(__name__)

PROXIES_KEPT_SECONDS = 10.0
LOGINS_KEPT_SECONDS = 60.0
"""Asking takes the keyring's thread, and up to its limit where the keyring is silent."""

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
    """For the next bytes of a video."""

    def timeout(self, read: float) -> httpx.Timeout:
        return httpx.Timeout(connect=self.connect, write=self.write, read=read, pool=self.connect)


class Routes(Protocol):
    """How the user wants regions to be reached. Asked on the engine's thread, for every request."""

    def setting(self, region: str) -> ProxySetting:
        """The setting for a region, or for all of them."""

    async def login(self, place: str) -> ProxyLogin | None:
        """The name and password kept for the proxy at `host:port`. Raises KeyringFailed."""


class SystemRoutes:
    """The system's proxy for every region, and no password of ours."""

    def setting(self, region: str) -> ProxySetting:  # noqa: ARG002 - the same for all
        return ProxySetting()

    async def login(self, place: str) -> ProxyLogin | None:  # noqa: ARG002
        return None


class _Way(NamedTuple):
    """A proxy ready for use, and its `host:port`."""

    proxy: httpx.Proxy
    place: str


class _Kept:
    """What the views of one network share."""

    def __init__(self) -> None:
        self.clients: dict[tuple[str, bool, object], httpx.AsyncClient] = {}
        self.tls: ssl.SSLContext | None = None
        self.tls_lock = asyncio.Lock()
        self.proxies: Mapping[str, str] = {}
        self.proxies_until: float | None = None
        self.answers: dict[str, tuple[float, str | None]] = {}
        """What `proxy_for` said of a host, and until when that counts."""
        self.logins: dict[str, tuple[float, ProxyLogin | None]] = {}
        """By the proxy's place, and until when that counts; forgotten when the proxy refuses it."""
        self.unusable: set[str] = set()
        """Fingerprints of proxies that were complained about once."""


class Network:
    """Makes clients for addresses; shares the certificates between them all."""

    def __init__(
        self,
        *,
        user_agent: str,
        proxies: Callable[[], Mapping[str, str]] | None = None,
        proxy_for: Callable[[str], str | None] | None = None,
        routes: Routes | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`proxies` gives the system's proxies as `urllib.request.getproxies` does, `routes` the user's own wishes.

        `proxy_for`, where given, is asked for the proxy of an address that the environment has none for: systems find
        it by a script (PAC) that only they can run. Both are called in a thread of their own and may take long.
        """
        self._user_agent = user_agent
        self._read_proxies = proxies or (urllib.request.getproxies_environment if proxy_for else system_proxies)
        self._proxy_for = proxy_for
        self._routes: Routes = routes or SystemRoutes()
        self._monotonic = monotonic
        self._region = ""
        self._kept = _Kept()

    def via(self, region: str) -> Network:
        """The same network as a region's exchanges use it, with the proxy that is set for that region."""
        view = copy.copy(self)
        view._region = region  # noqa: SLF001 - it is one of us
        return view

    async def shared(self, pool: str, url: str, *, timeout: httpx.Timeout, connections: int) -> httpx.AsyncClient:
        """The client of a pool that reaches `url`; it lives until `close`. Raises ProxyFailed, UnsupportedProtocol."""
        way = await self._route(url)
        is_secure = urlsplit(url).scheme == "https"
        clients = self._kept.clients
        key = (pool, is_secure, (way.proxy.url, way.proxy.raw_auth) if way else None)
        if key not in clients:
            limits = httpx.Limits(max_connections=connections)
            transport = await self._transport(way, limits, is_secure=is_secure)
            clients.setdefault(key, self._client(transport, timeout))  # another caller may have been faster
        return clients[key]

    @asynccontextmanager
    async def single(self, url: str, *, timeout: httpx.Timeout) -> AsyncIterator[httpx.AsyncClient]:
        """A client for one exchange on a connection of its own; it hears an answer that comes before the body's end.

        Raises ProxyFailed, UnsupportedProtocol.
        """
        limits = httpx.Limits(max_connections=1, max_keepalive_connections=0)
        is_secure = urlsplit(url).scheme == "https"
        transport = await self._transport(await self._route(url), limits, is_secure=is_secure, backend=_Attentive())
        async with self._client(transport, timeout) as client:
            yield client

    async def close(self) -> None:
        """Close the shared clients."""
        clients = list(self._kept.clients.values())
        self._kept.clients.clear()
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
        way: _Way | None,
        limits: httpx.Limits,
        *,
        is_secure: bool,
        backend: httpcore.AsyncNetworkBackend | None = None,
    ) -> httpx.AsyncHTTPTransport:
        # Plain http goes to this computer only and needs no certificates; a context without any trusts nobody.
        context = await self._certificates() if is_secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if way is None:
            transport = httpx.AsyncHTTPTransport(verify=context, trust_env=False, limits=limits)
        else:
            transport = _ThroughProxy(context, limits, way, self._login_refused)
            backend = backend or _Bounded()
        if backend is not None:
            # httpx has no parameter for httpcore's `network_backend`; a contract test fails should this field go away.
            transport._pool._network_backend = backend  # noqa: SLF001
        return transport

    async def _certificates(self) -> ssl.SSLContext:
        async with self._kept.tls_lock:
            context = self._kept.tls
            if context is None:
                context = await asyncio.to_thread(_trusting_the_system)
                self._kept.tls = context
            return context

    # ------------------------------------------------------------------ which way

    async def _route(self, url: str) -> _Way | None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if is_loopback(host):
            return None
        if parts.scheme != "https":
            # What is not encrypted would show the key to the proxy, and to everybody on the way.
            raise httpx.UnsupportedProtocol("only this computer is spoken to in plain http")
        setting = self._routes.setting(self._region)
        match setting.mode:
            case ProxyMode.NONE:
                return None
            case ProxyMode.MANUAL:
                return await self._ready(setting.address, is_users=True)
            case ProxyMode.SYSTEM:
                named = await self._system_proxy(parts)
                return await self._ready(named, is_users=False) if named else None

    async def _ready(self, named: str, *, is_users: bool) -> _Way | None:
        """The proxy with its login; None for a system's one that makes no sense, which is said once and left out."""
        try:
            address = read_proxy(named)
            httpx.URL(address.url)
        except (ProxyUnusable, httpx.InvalidURL) as unusable:
            sentence = unusable.sentence if isinstance(unusable, ProxyUnusable) else Sentence.PROXY_UNUSABLE
            if is_users or sentence == Sentence.PROXY_SOCKS4:
                raise ProxyFailed("the proxy cannot be used", Cause(sentence, Remedy.PROXY)) from None
            mark = Secret(named).fingerprint  # the address itself may hold a password
            if mark not in self._kept.unusable:
                self._kept.unusable.add(mark)
                log.warning("the system's proxy cannot be used (%s); going without it", sentence)
            return None
        login = address.login or await self._login(address.place)
        auth = (login.name, login.password.reveal()) if login else None
        return _Way(httpx.Proxy(address.url, auth=auth), address.place)

    async def _login(self, place: str) -> ProxyLogin | None:
        logins = self._kept.logins
        if place not in logins or self._monotonic() >= logins[place][0]:
            try:
                login = await self._routes.login(place)
            except KeyringFailed as trouble:
                log.info("the keyring gave no password for the proxy: %s", trouble)
                login = None
            logins[place] = (self._monotonic() + LOGINS_KEPT_SECONDS, login)
        return logins[place][1]

    def _login_refused(self, place: str) -> None:
        self._kept.logins.pop(place, None)

    async def _system_proxy(self, parts: SplitResult) -> str | None:
        kept, now = self._kept, self._monotonic()
        if kept.proxies_until is None or now >= kept.proxies_until:
            kept.proxies = await asyncio.to_thread(self._read_proxies)
            kept.proxies_until = now + PROXIES_KEPT_SECONDS
            kept.answers = {host: each for host, each in kept.answers.items() if now < each[0]}
        host, port = parts.hostname or "", parts.port or 443
        if "no" in kept.proxies and is_exempt(host, port, kept.proxies["no"]):
            return None
        named = choose_proxy(kept.proxies, parts.scheme)
        if named is None and self._proxy_for is not None:
            return await self._found_by_system(host, port, self._proxy_for)
        # The system's list of exceptions may ask the name service (Windows).
        if named and "no" not in kept.proxies and await asyncio.to_thread(urllib.request.proxy_bypass, parts.netloc):
            return None
        return named

    async def _found_by_system(self, host: str, port: int, proxy_for: Callable[[str], str | None]) -> str | None:
        answers = self._kept.answers
        place = f"{host}:{port}"
        if place not in answers or self._monotonic() >= answers[place][0]:
            # Only the host: neither the system nor a script of the network learns a signed address.
            found = await asyncio.to_thread(proxy_for, f"https://{place}/")
            answers[place] = (self._monotonic() + PROXIES_KEPT_SECONDS, found)
        return answers[place][1]


def _trusting_the_system() -> ssl.SSLContext:
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def system_proxies() -> Mapping[str, str]:
    """The environment's proxies, else the system's; `no` of the environment beside either.

    `urllib.request.getproxies` takes an environment that holds exceptions alone for a whole one.
    """
    named = urllib.request.getproxies_environment()
    if set(named) - {"no"}:
        return named
    read = getattr(urllib.request, "getproxies_registry", None) or getattr(
        urllib.request, "getproxies_macosx_sysconf", None
    )
    return {**(read() if read else {}), **named}


def choose_proxy(proxies: Mapping[str, str], scheme: str) -> str | None:
    """The system's proxy for a scheme, as `urllib.request.getproxies()` names them, or None."""
    for key in (scheme, "all"):
        if named := proxies.get(key, "").strip():
            return named
    # macOS writes its SOCKS proxy as http://, Windows as socks://.
    return f"socks5h://{socks.rpartition('://')[2]}" if (socks := proxies.get("socks", "").strip()) else None


def is_exempt(host: str, port: int, exceptions: str) -> bool:
    """Whether NO_PROXY names a host: by its name or a domain above it, its address, a network (`fe80::/10`), or `*`.

    An entry may end in a port. What cannot be read exempts nobody.
    """
    host = host.strip("[]").lower().rstrip(".")
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        address = None
    for entry in re.split(r"[,\s]+", exceptions.lower()):
        if entry == "*":
            return True
        name, wanted_port = _split_port(entry)
        if wanted_port not in (None, str(port)):
            continue
        if address is not None:
            try:
                if address in ipaddress.ip_network(name, strict=False):
                    return True
            except (ValueError, TypeError):
                continue
        else:
            name = name.removeprefix("*").strip(".")
            if name and (host == name or host.endswith(f".{name}")):
                return True
    return False


def _split_port(entry: str) -> tuple[str, str | None]:
    """`host:port`, `[::1]:port`, `[::1]`, `::1` or `fe80::/10` as name and port."""
    if entry.startswith("["):
        name, _, rest = entry[1:].partition("]")
        return name, rest.removeprefix(":") or None
    if entry.count(":") == 1:
        name, _, port = entry.partition(":")
        return name, port or None
    return entry, None


class _ThroughProxy(httpx.AsyncHTTPTransport):
    """Tells what went wrong at the proxy from what went wrong behind it; httpx's classes alone do not."""

    def __init__(
        self, context: ssl.SSLContext, limits: httpx.Limits, way: _Way, login_refused: Callable[[str], None]
    ) -> None:
        proxy = way.proxy
        # An https proxy is checked like any other server; httpx would take its own list of certificates for it.
        if proxy.url.scheme == "https":
            proxy = httpx.Proxy(proxy.url, auth=proxy.auth, ssl_context=context)
        super().__init__(verify=context, trust_env=False, limits=limits, proxy=proxy)
        self._place = way.place
        self._login_refused = login_refused

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        is_on_its_way = False
        greeted: httpcore.AsyncNetworkStream | None = None

        async def watch(event: str, facts: Mapping[str, Any]) -> None:
            nonlocal is_on_its_way, greeted
            if event.endswith("connect_tcp.started"):
                is_on_its_way = True
            elif event == "socks.connect_tcp.complete":
                greeted = facts["return_value"]
            elif event in ("proxy.start_tls.started", "socks.start_tls.started"):
                is_on_its_way = False  # the tunnel stands; what comes now is between the cloud and us

        request.extensions = {**request.extensions, "trace": watch}
        try:
            return await super().handle_async_request(request)
        except Exception as fault:
            # Whatever it is: the SOCKS greeting has asserts and exceptions of its own that httpx does not know.
            if not is_on_its_way or isinstance(fault, httpx.PoolTimeout):
                raise
            if greeted is not None:
                await greeted.aclose()  # httpcore forgets the connection when the greeting fails
            is_login = isinstance(fault, httpx.ProxyError) and wants_login(fault)
            if is_login:
                self._login_refused(self._place)
            detail = str(fault) or f"{type(fault).__name__} at the proxy"
            raise ProxyFailed(detail, PROXY_LOGIN if is_login else PROXY, request=request) from fault


class _Bounded(httpcore.AsyncNetworkBackend):
    """A backend without endless waits: httpcore greets SOCKS proxies without a time limit of its own."""

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
        stream = await self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        return self._style_class_set(stream, timeout)

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)

    def _style_class_set(
        self, stream: httpcore.AsyncNetworkStream, within: float | None
    ) -> httpcore.AsyncNetworkStream:
        return _BoundedStream(stream, within)


class _BoundedStream(httpcore.AsyncNetworkStream):
    """Waits for what nobody gave a limit for as long as the connection itself was given, in seconds."""

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


class _Attentive(_Bounded):
    """A backend whose connections notice an answer before the request's body is through.

    A server that refuses early answers and then closes; with the stock backend the write after that fails, the
    connection is torn down and the answer is lost, so a wrong key would look like a bad network.
    """

    def _style_class_set(
        self, stream: httpcore.AsyncNetworkStream, within: float | None
    ) -> httpcore.AsyncNetworkStream:
        return _AttentiveStream(stream, within)


class _AttentiveStream(_BoundedStream):
    """Looks before each write whether the other side has spoken, and keeps what it said for the reader."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, within: float | None) -> None:
        super().__init__(stream, within)
        self._heard: bytes | None = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._heard is None:
            return await super().read(max_bytes, timeout)
        heard, rest = self._heard[:max_bytes], self._heard[max_bytes:]
        self._heard = rest or None
        return heard

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if buffer and self._stream.get_extra_info("is_readable"):
            await self._listen()
        await super().write(buffer, timeout)

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
