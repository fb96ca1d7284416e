"""Proxies: none, the system's, or one that the user enters."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from wandesk.domain.account import Secret
from wandesk.domain.sentences import Sentence

_PORTS = {"http": 80, "https": 443, "socks5h": 1080}


class ProxyMode(StrEnum):
    """The source of the proxy."""

    SYSTEM = "system"
    """From the environment or the system settings, read again while the program runs."""
    NONE = "none"
    MANUAL = "manual"


class ProxySetting(Struct, frozen=True, kw_only=True):
    """The user's choice. `address` counts in manual mode: `host:port` or `scheme://host:port`, without a password."""

    mode: ProxyMode = ProxyMode.SYSTEM
    address: str = ""


class ProxyLogin(Struct, frozen=True, kw_only=True):
    """User name and password of a proxy; in memory and in the keyring only."""

    name: str
    password: Secret

    def written(self) -> Secret:
        """Both as one text, for the keyring."""
        return Secret(f"{quote(self.name, safe='')}:{quote(self.password.reveal(), safe='')}")

    @staticmethod
    def read(written: Secret) -> ProxyLogin:
        """The login from such a text."""
        name, _, password = written.reveal().partition(":")
        return ProxyLogin(name=unquote(name), password=Secret(unquote(password)))


class ProxyAddress(Struct, frozen=True, kw_only=True):
    """A proxy that can be used. `scheme` is http, https or socks5h (names are resolved there)."""

    scheme: str
    host: str
    """A host name or an IP address, IPv6 without brackets."""
    port: int
    login: ProxyLogin | None = None
    """The user name and password that the address contained, as in the environment."""

    @property
    def authority(self) -> str:
        """`host:port`, for the user and for the name of the keyring entry."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The address without user name and password."""
        return f"{self.scheme}://{self.authority}"


class ProxyUnusable(ValueError):
    """An address that cannot be used as a proxy. The text, for logs, holds no password."""

    def __init__(self, sentence: Sentence, detail: str) -> None:
        super().__init__(detail)
        self.sentence = sentence


class Socks4Proxy(ProxyUnusable):
    """A SOCKS 4 proxy: it has neither remote name resolution nor IPv6."""

    def __init__(self, scheme: str) -> None:
        super().__init__(Sentence.PROXY_SOCKS4, scheme)


def read_proxy(text: str) -> ProxyAddress:
    """Parse a proxy's address. Raises ProxyUnusable, Socks4Proxy.

    The default scheme is http. `socks://`, as proxy tools and desktops set it, means SOCKS 5 with remote name
    resolution.
    """
    scheme, separator, rest = text.strip().partition("://")
    if not separator:
        scheme, rest = "http", text.strip()
    scheme = scheme.lower()
    if scheme in ("socks4", "socks4a"):
        raise Socks4Proxy(scheme)
    if scheme in ("socks", "socks5"):
        scheme = "socks5h"
    if scheme not in _PORTS:
        raise ProxyUnusable(Sentence.PROXY_UNUSABLE, "unknown scheme")
    try:
        parts = urlsplit(f"{scheme}://{rest}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        # Without the cause, which may quote the address and with it a password.
        raise ProxyUnusable(Sentence.PROXY_UNUSABLE, "not an address") from None
    if not host or port == 0 or not host.isprintable() or any(sign in host for sign in " \\%*"):
        raise ProxyUnusable(Sentence.PROXY_UNUSABLE, "no host")
    login = None
    if parts.username:
        login = ProxyLogin(name=unquote(parts.username), password=Secret(unquote(parts.password or "")))
    return ProxyAddress(scheme=scheme, host=host, port=port or _PORTS[scheme], login=login)
