"""Which addresses may be used for the key, for uploads and for downloads.

The key is sent only to the host of the connection's own address. Addresses in the cloud's answers (upload hosts,
videos) change, says the provider (wire-protocol 3.3), so they are not pinned. They must have a public name and the
default port. An http address is requested over https.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import msgspec

from wandesk.dashscope.json_values import name_text
from wandesk.dashscope.redaction import learn_link
from wandesk.domain.endpoint import AddressRefused, check_base, is_loopback, is_plain_loopback, split
from wandesk.domain.errors import CloudRefused
from wandesk.domain.sentences import Sentence

__all__ = [
    "AddressRefused",
    "StorageAddress",
    "api_url",
    "is_loopback",
    "is_on_this_computer",
    "redirect_target",
    "segment",
    "storage_address",
]

MOST_REDIRECTS = 3
"""Redirects of the storage that are followed for one request."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_USUAL_PORTS = {"https": 443, "http": 80}
_NUMERIC_LABEL = re.compile(r"(?:\d+|0[xX][0-9a-fA-F]*)")
_PRIVATE_SUFFIXES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa")


def api_url(base_url: str, path: str) -> str:
    """The address of `path` below an API base such as `https://dashscope.aliyuncs.com/api/v1`.

    Raises CloudRefused for a base that must not receive a key: neither https nor plain http to this computer.
    """
    try:
        check_base(base_url)
    except AddressRefused as refused:
        raise CloudRefused(
            str(refused), sentence=Sentence.CLOUD_ENDPOINT_REFUSED, values={"host": refused.host}
        ) from refused
    return f"{base_url.rstrip('/')}/{path.lstrip('/')}"


def is_on_this_computer(base_url: str) -> bool:
    """Whether an API base is plain http on this computer; only then may addresses in its answers be, too."""
    try:
        return is_plain_loopback(split(base_url))
    except AddressRefused:
        return False


def segment(text: str) -> str:
    """Quote a text as one path segment: a slash or dots in a task id must not change the address."""
    quoted = quote(text, safe="")
    return quoted.replace(".", "%2E") if quoted.strip(".") == "" else quoted


class StorageAddress(msgspec.Struct, frozen=True, kw_only=True):
    """An address from an answer that may be requested, without the key."""

    url: str
    """https, or plain http to this computer. A signed link: never logged."""
    host: str
    """To be shown; without secrets."""
    is_on_this_computer: bool
    """An address of Practice. Any other must lead to a public IP address."""

    def __repr__(self) -> str:
        return f"StorageAddress({self.host})"


def storage_address(url: str, *, allows_loopback: bool) -> StorageAddress:
    """Check an address from an answer, which is used without the key.

    A public name on the default port. http becomes https, because a link's signature does not cover the scheme. Plain
    http only to this computer, and only if `allows_loopback`. Raises AddressRefused, whose host is without secrets.
    """
    learn_link(url)
    try:
        return _checked(url, allows_loopback=allows_loopback)
    except AddressRefused as refused:
        raise AddressRefused(refused.reason, name_text(refused.host)) from None


def _checked(url: str, *, allows_loopback: bool) -> StorageAddress:
    parts = split(url)
    host = parts.hostname or ""
    if allows_loopback and is_plain_loopback(parts):
        return StorageAddress(url=url, host=name_text(host), is_on_this_computer=True)
    usual_port = _USUAL_PORTS.get(parts.scheme)
    if usual_port is None:
        raise AddressRefused("not https", host)
    if parts.port not in (None, usual_port):
        raise AddressRefused(f"port {parts.port}", host)
    if not _is_public_name(host):
        raise AddressRefused("not a public name", host)
    if parts.scheme == "http":
        url = urlunsplit(parts._replace(scheme="https", netloc=host))
    return StorageAddress(url=url, host=name_text(host), is_on_this_computer=False)


def storage_origin(url: str, *, allows_loopback: bool) -> str | None:
    """The address of the host of a link, without path and signature; None for a link that would not be requested."""
    try:
        parts = urlsplit(storage_address(url, allows_loopback=allows_loopback).url)
    except AddressRefused:
        return None
    return f"{parts.scheme}://{parts.netloc}"


def redirect_target(
    address: StorageAddress, status: int, location: str | None, *, allows_loopback: bool
) -> StorageAddress | None:
    """Where an answer of the storage redirects to, None if it is no redirect. Raises AddressRefused.

    The rules are those of the first address.
    """
    if status not in _REDIRECTS or not location:
        return None
    try:
        target = urljoin(address.url, location)
    except ValueError as malformed:
        raise AddressRefused("not an address") from malformed
    return storage_address(target, allows_loopback=allows_loopback)


def _is_public_name(host: str) -> bool:
    host = host.lower().rstrip(".")
    labels = host.split(".")
    # Resolvers read a numeric last label as an IPv4 address, in any of its spellings. A colon means IPv6.
    if len(labels) < 2 or ":" in host or not all(labels) or _NUMERIC_LABEL.fullmatch(labels[-1]):
        return False
    return not any(host.endswith(f".{suffix}") for suffix in _PRIVATE_SUFFIXES)
