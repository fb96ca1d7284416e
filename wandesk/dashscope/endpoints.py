"""Which addresses may be spoken to: where the key may go, where a file may go, and where a film may come from.

The key goes to the host of the connection's own address and nowhere else. Addresses that the cloud's answers name
(upload hosts, films) are not pinned, because the provider says that they change (wire-protocol 3.3), so they are
held to rules instead: https, its own port, a public name.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, quote, urlsplit

from wandesk.domain.errors import CloudRefused

_NUMERIC_LABEL = re.compile(r"(?:\d+|0[xX][0-9a-fA-F]*)")
_PRIVATE_SUFFIXES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa")


class AddressRefused(ValueError):
    """An address that is not spoken to. `host` is for people; the text never holds a path or a query."""

    def __init__(self, reason: str, host: str = "") -> None:
        super().__init__(f"{reason}: {host}" if host else reason)
        self.host = host


def is_loopback(host: str) -> bool:
    """Whether the host is this computer, by its literal address or by the one name that means it."""
    host = host.strip("[]").lower().rstrip(".")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def api_url(base_url: str, path: str) -> str:
    """The address of `path` below an API base such as `https://dashscope.aliyuncs.com/api/v1`.

    Raises CloudRefused when the base is not fit to receive a key: https, or plain http to this computer.
    """
    try:
        _check_base(base_url)
    except AddressRefused as refused:
        raise CloudRefused(str(refused), sentence="cloud_endpoint_refused", values={"host": refused.host}) from refused
    return f"{base_url.rstrip('/')}/{path.lstrip('/')}"


def _check_base(base_url: str) -> None:
    parts = _split(base_url)
    if parts.query or parts.fragment:
        raise AddressRefused("an endpoint has no query", parts.hostname or "")
    if not _is_secure(parts) and not _is_plain_loopback(parts):
        raise AddressRefused("an endpoint is https", parts.hostname or "")


def is_practice_base(base_url: str) -> bool:
    """Whether an API base is plain http on this computer: only then are the other addresses of its answers so too."""
    try:
        return _is_plain_loopback(_split(base_url))
    except AddressRefused:
        return False


def segment(text: str) -> str:
    """A text as one segment of a path: a slash or dots in a task id change no address."""
    quoted = quote(text, safe="")
    return quoted.replace(".", "%2E") if quoted.strip(".") == "" else quoted


def check_foreign(url: str, *, allows_loopback: bool) -> str:
    """The host of an address from an answer, when it may be used without the key. Raises AddressRefused.

    https on port 443 with a public name; plain http only to this computer, and only if `allows_loopback`.
    """
    parts = _split(url)
    host = parts.hostname or ""
    if allows_loopback and _is_plain_loopback(parts):
        return host
    if not _is_secure(parts):
        raise AddressRefused("not https", host)
    if parts.port not in (None, 443):
        raise AddressRefused(f"port {parts.port}", host)
    if not _is_public_name(host):
        raise AddressRefused("not a public name", host)
    return host


def _split(url: str) -> SplitResult:
    """The parts of an absolute address without a name and password. Raises AddressRefused."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as unreadable:
        raise AddressRefused("not an address") from unreadable
    if not host or any(sign.isspace() or not sign.isprintable() for sign in url) or "\\" in url:
        raise AddressRefused("not an address")
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("an address with a name or password", host)
    return parts


def _is_secure(parts: SplitResult) -> bool:
    return parts.scheme == "https"


def _is_plain_loopback(parts: SplitResult) -> bool:
    return parts.scheme == "http" and is_loopback(parts.hostname or "")


def _is_public_name(host: str) -> bool:
    host = host.lower().rstrip(".")
    labels = host.split(".")
    # A last label of digits is an IPv4 address to every resolver, in any of its spellings; a colon is IPv6.
    if len(labels) < 2 or ":" in host or not all(labels) or _NUMERIC_LABEL.fullmatch(labels[-1]):
        return False
    return not any(host.endswith(f".{suffix}") for suffix in _PRIVATE_SUFFIXES)
