"""Chooses the proxy for an address: the user's setting for a region, or the system's proxy.

httpx does not read the system's proxies: its constructor raises for addresses that proxy tools set (`socks://`), and
it reads them only once. This module reads them every few seconds, logs and ignores an unusable one, and never uses a
proxy for this computer. Everything else is sent over TLS: a proxy sees host names and no key.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import re
import time
import urllib.request
from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol
from urllib.parse import SplitResult, urlsplit

import httpx

from wandesk.dashscope.causes import Cause, ProxyFailed
from wandesk.dashscope.endpoints import is_loopback
from wandesk.dashscope.redaction import learn
from wandesk.domain.account import Secret
from wandesk.domain.errors import KeyringFailed, Remedy
from wandesk.domain.proxy import ProxyLogin, ProxyMode, ProxySetting, ProxyUnusable, Socks4Proxy, read_proxy
from wandesk.domain.sentences import Sentence

log = logging.getLogger(__name__)

PROXIES_KEPT_SECONDS = 10.0
LOGINS_KEPT_SECONDS = 60.0
"""A login is cached because a silent keyring blocks its thread until the timeout."""


class Routes(Protocol):
    """The user's proxy settings. Called on the engine's thread for every request."""

    def setting(self, region: str) -> ProxySetting:
        """The setting for a region, or for all of them."""

    async def login(self, authority: str) -> ProxyLogin | None:
        """The login stored for the proxy at `host:port`. Raises KeyringFailed."""


class SystemRoutes:
    """The system's proxy for every region, without a stored login."""

    def setting(self, region: str) -> ProxySetting:  # noqa: ARG002 - the same for all
        return ProxySetting()

    async def login(self, authority: str) -> ProxyLogin | None:  # noqa: ARG002
        return None


class Route(NamedTuple):
    """A proxy ready for use, and its `host:port`."""

    proxy: httpx.Proxy
    address: str


class ProxyRouter:
    """Finds the proxy for an address; caches the system's proxies and the logins."""

    def __init__(
        self,
        *,
        proxies: Callable[[], Mapping[str, str]] | None = None,
        proxy_for: Callable[[str], str | None] | None = None,
        routes: Routes | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`proxies` gives the system's proxies as `urllib.request.getproxies` does, `routes` the user's settings.

        `proxy_for` finds the proxy of an address for which the environment has none: some systems use a script (PAC)
        that only they can run. Both run in worker threads and may be slow.
        """
        self._read_proxies = proxies or (urllib.request.getproxies_environment if proxy_for else system_proxies)
        self._proxy_for = proxy_for
        self._routes: Routes = routes or SystemRoutes()
        self._monotonic = monotonic
        self._proxies: Mapping[str, str] = {}
        self._proxies_until: float | None = None
        self._found: dict[str, tuple[float, str | None]] = {}
        """Results of `proxy_for` by `host:port`, with their expiry."""
        self._logins: dict[str, tuple[float, ProxyLogin | None]] = {}
        """Logins by the proxy's `host:port`, with their expiry; deleted when the proxy refuses them."""
        self._unusable: set[str] = set()
        """Fingerprints of unusable proxies that were logged."""

    async def route(self, url: str, region: str) -> Route | None:
        """The proxy that leads to `url` for requests of a region; None: no proxy.

        Raises ProxyFailed, and UnsupportedProtocol for plain http to another computer.
        """
        parts = urlsplit(url)
        if is_loopback(parts.hostname or ""):
            return None
        if parts.scheme != "https":
            # Without TLS every host on the way could read the key.
            raise httpx.UnsupportedProtocol("plain http is for this computer only")
        setting = self._routes.setting(region)
        match setting.mode:
            case ProxyMode.NONE:
                return None
            case ProxyMode.MANUAL:
                return await self._ready(setting.address, is_users=True)
            case ProxyMode.SYSTEM:
                named = await self._system_proxy(parts)
                return await self._ready(named, is_users=False) if named else None

    def forget_login(self, address: str) -> None:
        """Read the login from the keyring again, because the proxy at this `host:port` refused it."""
        self._logins.pop(address, None)

    async def _ready(self, named: str, *, is_users: bool) -> Route | None:
        """The proxy with its login; None for an unusable proxy of the system, which is logged once."""
        try:
            address = read_proxy(named)
            httpx.URL(address.url)
        except (ProxyUnusable, httpx.InvalidURL) as unusable:
            sentence = unusable.sentence if isinstance(unusable, ProxyUnusable) else Sentence.PROXY_UNUSABLE
            if is_users or isinstance(unusable, Socks4Proxy):
                raise ProxyFailed("the proxy cannot be used", Cause(sentence, Remedy.PROXY)) from None
            fingerprint = Secret(named).fingerprint  # the address itself may hold a password
            if fingerprint not in self._unusable:
                self._unusable.add(fingerprint)
                log.warning("the system's proxy cannot be used (%s); going without it", sentence)
            return None
        login = address.login or await self._login(address.authority)
        auth = (login.name, login.password.reveal()) if login else None
        if auth is not None:
            learn(auth[1])
        return Route(httpx.Proxy(address.url, auth=auth), address.authority)

    async def _login(self, address: str) -> ProxyLogin | None:
        if address not in self._logins or self._monotonic() >= self._logins[address][0]:
            try:
                login = await self._routes.login(address)
            except KeyringFailed as error:
                if error.sentence is Sentence.KEYRING_LOCKED:  # asked again as soon as the job tries again
                    raise ProxyFailed(str(error), Cause(Sentence.KEYRING_LOCKED, Remedy.PROXY)) from None
                log.info("the keyring gave no password for the proxy: %s", error)
                login = None
            self._logins[address] = (self._monotonic() + LOGINS_KEPT_SECONDS, login)
        return self._logins[address][1]

    async def _system_proxy(self, parts: SplitResult) -> str | None:
        now = self._monotonic()
        if self._proxies_until is None or now >= self._proxies_until:
            self._proxies = await asyncio.to_thread(self._read_proxies)
            self._proxies_until = now + PROXIES_KEPT_SECONDS
            self._found = {host: each for host, each in self._found.items() if now < each[0]}
        host, port = parts.hostname or "", parts.port or 443
        if "no" in self._proxies and is_exempt(host, port, self._proxies["no"]):
            return None
        named = choose_proxy(self._proxies, parts.scheme)
        if named is None and self._proxy_for is not None:
            return await self._found_by_system(f"{host}:{port}", self._proxy_for)
        # On Windows the check of the exceptions may use the name service.
        if named and "no" not in self._proxies and await asyncio.to_thread(urllib.request.proxy_bypass, parts.netloc):
            return None
        return named

    async def _found_by_system(self, address: str, proxy_for: Callable[[str], str | None]) -> str | None:
        if address not in self._found or self._monotonic() >= self._found[address][0]:
            # Only the host is passed on, because a signed URL is a secret.
            found = await asyncio.to_thread(proxy_for, f"https://{address}/")
            self._found[address] = (self._monotonic() + PROXIES_KEPT_SECONDS, found)
        return self._found[address][1]


def system_proxies() -> Mapping[str, str]:
    """The environment's proxies, else the system's; in both cases with the environment's `no`.

    `urllib.request.getproxies` ignores the system's proxies if the environment has nothing but exceptions.
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

    An entry may end in a port. Unreadable entries are ignored.
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
