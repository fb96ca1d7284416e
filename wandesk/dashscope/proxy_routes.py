"""Which proxy leads to an address: the user's own for a region, or the system's.

httpx's own search is off: its constructor raises for addresses that proxy tools really set (`socks://`), and it reads
them only once. Here they are read again every few seconds, an unusable one of the system is logged and left out, and
this computer is never reached through a proxy. Everything else is sent over TLS: a proxy sees host names and no key.
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
from wandesk.domain.account import Secret
from wandesk.domain.errors import KeyringFailed, Remedy
from wandesk.domain.proxy import ProxyLogin, ProxyMode, ProxySetting, ProxyUnusable, read_proxy
from wandesk.domain.sentences import Sentence

log = logging.getLogger(__name__)

PROXIES_KEPT_SECONDS = 10.0
LOGINS_KEPT_SECONDS = 60.0
"""Reading one takes the keyring's thread, and up to its timeout where the keyring is silent."""


class Routes(Protocol):
    """How the user wants regions to be reached. Asked on the engine's thread, for every request."""

    def setting(self, region: str) -> ProxySetting:
        """The setting for a region, or for all of them."""

    async def login(self, authority: str) -> ProxyLogin | None:
        """The name and password kept for the proxy at `host:port`. Raises KeyringFailed."""


class SystemRoutes:
    """The system's proxy for every region, and no password of ours."""

    def setting(self, region: str) -> ProxySetting:  # noqa: ARG002 - the same for all
        return ProxySetting()

    async def login(self, authority: str) -> ProxyLogin | None:  # noqa: ARG002
        return None


class Route(NamedTuple):
    """A proxy ready for use, and its `host:port`."""

    proxy: httpx.Proxy
    address: str


class ProxyRouter:
    """Finds the proxy for an address, and caches what the system and the keyring answer."""

    def __init__(
        self,
        *,
        proxies: Callable[[], Mapping[str, str]] | None = None,
        proxy_for: Callable[[str], str | None] | None = None,
        routes: Routes | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`proxies` gives the system's proxies as `urllib.request.getproxies` does, `routes` the user's settings.

        `proxy_for`, where given, finds the proxy of an address that the environment has none for: some systems find it
        by a script (PAC) that only they can run. Both are called in a thread of their own and may take long.
        """
        self._read_proxies = proxies or (urllib.request.getproxies_environment if proxy_for else system_proxies)
        self._proxy_for = proxy_for
        self._routes: Routes = routes or SystemRoutes()
        self._monotonic = monotonic
        self._proxies: Mapping[str, str] = {}
        self._proxies_until: float | None = None
        self._found: dict[str, tuple[float, str | None]] = {}
        """What `proxy_for` found for a `host:port`, and until when that counts."""
        self._logins: dict[str, tuple[float, ProxyLogin | None]] = {}
        """By the proxy's `host:port`, and until when that counts; forgotten when the proxy refuses it."""
        self._unusable: set[str] = set()
        """Fingerprints of proxies that were logged once."""

    async def route(self, url: str, region: str) -> Route | None:
        """The proxy that leads to `url` for requests of a region; None: no proxy.

        Raises ProxyFailed, and UnsupportedProtocol for plain http to another computer.
        """
        parts = urlsplit(url)
        if is_loopback(parts.hostname or ""):
            return None
        if parts.scheme != "https":
            # Unencrypted, the key would be readable for the proxy and for everything on the way.
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
        """The proxy at this `host:port` refused the login: read it from the keyring again."""
        self._logins.pop(address, None)

    async def _ready(self, named: str, *, is_users: bool) -> Route | None:
        """The proxy with its login; None for an unusable one of the system, which is logged once and left out."""
        try:
            address = read_proxy(named)
            httpx.URL(address.url)
        except (ProxyUnusable, httpx.InvalidURL) as unusable:
            sentence = unusable.sentence if isinstance(unusable, ProxyUnusable) else Sentence.PROXY_UNUSABLE
            if is_users or sentence is Sentence.PROXY_SOCKS4:
                raise ProxyFailed("the proxy cannot be used", Cause(sentence, Remedy.PROXY)) from None
            mark = Secret(named).fingerprint  # the address itself may hold a password
            if mark not in self._unusable:
                self._unusable.add(mark)
                log.warning("the system's proxy cannot be used (%s); going without it", sentence)
            return None
        login = address.login or await self._login(address.authority)
        auth = (login.name, login.password.reveal()) if login else None
        return Route(httpx.Proxy(address.url, auth=auth), address.authority)

    async def _login(self, address: str) -> ProxyLogin | None:
        if address not in self._logins or self._monotonic() >= self._logins[address][0]:
            try:
                login = await self._routes.login(address)
            except KeyringFailed as trouble:
                log.info("the keyring gave no password for the proxy: %s", trouble)
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
        # The system's list of exceptions may ask the name service (Windows).
        if named and "no" not in self._proxies and await asyncio.to_thread(urllib.request.proxy_bypass, parts.netloc):
            return None
        return named

    async def _found_by_system(self, address: str, proxy_for: Callable[[str], str | None]) -> str | None:
        if address not in self._found or self._monotonic() >= self._found[address][0]:
            # Only the host: neither the system nor a script of the network learns a signed URL.
            found = await asyncio.to_thread(proxy_for, f"https://{address}/")
            self._found[address] = (self._monotonic() + PROXIES_KEPT_SECONDS, found)
        return self._found[address][1]


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
