"""How a region is reached: straight, through the system's proxy, or through one that the user names."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from wandesk.domain.account import Secret
from wandesk.domain.sentences import Sentence

_PORTS = {"http": 80, "https": 443, "socks5h": 1080}


class ProxyMode(StrEnum):
    """Where the proxy comes from."""

    SYSTEM = "system"
    """What the environment or the system's own settings name, read again while the program runs."""
    NONE = "none"
    MANUAL = "manual"


class ProxySetting(Struct, frozen=True, kw_only=True):
    """The user's choice. `address` counts in manual mode: `host:port` or `scheme://host:port`, without a password."""

    mode: ProxyMode = ProxyMode.SYSTEM
    address: str = ""


class ProxyLogin(Struct, frozen=True, kw_only=True):
    """What a proxy asks for; in memory and in the keyring only."""

    name: str
    password: Secret

    def written(self) -> Secret:
        """Both as one text for the keyring."""
        return Secret(f"{quote(self.name, safe='')}:{quote(self.password.reveal(), safe='')}")

    @staticmethod
    def read(written: Secret) -> ProxyLogin:
        """The login behind such a text."""
        name, _, password = written.reveal().partition(":")
        return ProxyLogin(name=unquote(name), password=Secret(unquote(password)))


class ProxyAddress(Struct, frozen=True, kw_only=True):
    """A proxy that can be used. `scheme` is http, https or socks5h (names are resolved there)."""

    scheme: str
    host: str
    """A name or a literal address, IPv6 without brackets."""
    port: int
    login: ProxyLogin | None = None
    """Where the address itself held a name and password, as those of the environment do."""

    @property
    def place(self) -> str:
        """`host:port`, for people and for the name of its keyring entry."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The address without a name and password."""
        return f"{self.scheme}://{self.place}"


class ProxyUnusable(ValueError):
    """An address that is no proxy for us; its text holds no password. `sentence` is the key of its words."""

    def __init__(self, sentence: Sentence, detail: str) -> None:
        super().__init__(detail)
        self.sentence = sentence


def read_proxy(text: str) -> ProxyAddress:
    """A proxy from its address as people and tools write it. Raises ProxyUnusable.

    Without a scheme it is an http proxy. `socks://` is what proxy tools and desktops set and means SOCKS 5 with names
    resolved there; SOCKS 4 can neither do that nor IPv6, and nobody here speaks it.
    """
    scheme, separator, rest = text.strip().partition("://")
    if not separator:
        scheme, rest = "http", text.strip()
    scheme = scheme.lower()
    if scheme in ("socks4", "socks4a"):
        raise ProxyUnusable(Sentence.PROXY_SOCKS4, scheme)
    if scheme in ("socks", "socks5"):
        scheme = "socks5h"
    if scheme not in _PORTS:
        raise ProxyUnusable(Sentence.PROXY_UNUSABLE, "an unknown kind of proxy")
    try:
        parts = urlsplit(f"{scheme}://{rest}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        # Without its cause: that one may quote the address, and with it a password.
        raise ProxyUnusable(Sentence.PROXY_UNUSABLE, "not an address") from None
    if not host or port == 0 or not host.isprintable() or any(sign in host for sign in " \\%*"):
        raise ProxyUnusable(Sentence.PROXY_UNUSABLE, "no host")
    login = None
    if parts.username:
        login = ProxyLogin(name=unquote(parts.username), password=Secret(unquote(parts.password or "")))
    return ProxyAddress(scheme=scheme, host=host, port=port or _PORTS[scheme], login=login)
