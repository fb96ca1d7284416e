"""Which addresses may be used for the key, for uploads and for downloads.

The key is sent only to the host of the connection's own address. Addresses in the cloud's answers (upload hosts,
videos) change, says the provider (wire-protocol 3.3), so they are not pinned. They must be https, on its default port,
with a public name.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from wandesk.dashscope.json_values import name_text
from wandesk.domain.endpoint import AddressRefused, check_base, is_loopback, is_plain_loopback, split
from wandesk.domain.errors import CloudRefused
from wandesk.domain.sentences import Sentence

__all__ = ["AddressRefused", "api_url", "check_foreign", "is_loopback", "is_on_this_computer", "segment"]

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


def check_foreign(url: str, *, allows_loopback: bool) -> str:
    """Check an address from an answer, which is used without the key; returns its host to be shown.

    Raises AddressRefused, whose host is without secrets, too.
    """
    try:
        return name_text(_foreign_host(url, allows_loopback=allows_loopback))
    except AddressRefused as refused:
        raise AddressRefused(refused.reason, name_text(refused.host)) from None


def _foreign_host(url: str, *, allows_loopback: bool) -> str:
    """The host of an address that may be used. Raises AddressRefused.

    https on port 443 with a public name; plain http only to this computer, and only if `allows_loopback`.
    """
    parts = split(url)
    host = parts.hostname or ""
    if allows_loopback and is_plain_loopback(parts):
        return host
    if parts.scheme != "https":
        raise AddressRefused("not https", host)
    if parts.port not in (None, 443):
        raise AddressRefused(f"port {parts.port}", host)
    if not _is_public_name(host):
        raise AddressRefused("not a public name", host)
    return host


def _is_public_name(host: str) -> bool:
    host = host.lower().rstrip(".")
    labels = host.split(".")
    # Resolvers read a numeric last label as an IPv4 address, in any of its spellings. A colon means IPv6.
    if len(labels) < 2 or ":" in host or not all(labels) or _NUMERIC_LABEL.fullmatch(labels[-1]):
        return False
    return not any(host.endswith(f".{suffix}") for suffix in _PRIVATE_SUFFIXES)
