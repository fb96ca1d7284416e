"""Where a key may go: the addresses of a region, and the rules for one that the user typed."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from wandesk.domain.catalog import Region

API_PATH = "/api/v1"

_WORKSPACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")
"""The provider's grammar (wire-protocol 1.1), one sign shorter at most: a longer label is no host name."""
_HOST = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?")
_LAST_LABEL = re.compile(r"(?!0[xX][0-9a-fA-F]*$).*[A-Za-z_-].*")
"""A host whose last label is a number is an IPv4 address to every resolver, in any of its spellings."""


class AddressRefused(ValueError):
    """An address that is not spoken to. `host` is for people; the text never holds a path or a query."""

    def __init__(self, reason: str, host: str = "") -> None:
        super().__init__(f"{reason}: {host}" if host else reason)
        self.host = host


def shared_base(region: Region) -> str | None:
    """The API base that every workspace of the region's accounts can use, None where there is none."""
    return f"{region.host.rstrip('/')}{API_PATH}" if region.host else None


def workspace_base(region: Region, workspace_id: str) -> str | None:
    """The API base of one workspace, None where the region has no such address.

    Raises AddressRefused for an id that is none: it becomes part of a host name, and the key is sent there.
    """
    workspace_id = workspace_id.strip()
    if not _WORKSPACE.fullmatch(workspace_id):
        raise AddressRefused("not a workspace id")
    if region.workspace_host is None:
        return None
    return custom_base(region.workspace_host.format(workspace_id=workspace_id))


def custom_base(typed: str) -> str:
    """The API base for an address that the user typed; without a path it gets the usual one.

    https, or plain http to this computer; no name, password, query or fragment. Raises AddressRefused.
    """
    typed = typed.strip()
    parts = check_base(typed)
    path = parts.path.rstrip("/") or API_PATH
    return f"{parts.scheme}://{parts.netloc}{path}"


def check_base(base_url: str) -> SplitResult:
    """The parts of an API base that may receive a key. Raises AddressRefused."""
    parts = split(base_url)
    host = parts.hostname or ""
    if parts.query or parts.fragment or base_url.rstrip("/").endswith(("?", "#")):
        raise AddressRefused("an endpoint has no query", host)
    if parts.scheme != "https" and not is_plain_loopback(parts):
        raise AddressRefused("an endpoint is https", host)
    return parts


def is_loopback(host: str) -> bool:
    """Whether the host is this computer, by its literal address or by the one name that means it.

    With a dot at its end it is not: resolvers may ask the network for that.
    """
    host = host.strip("[]").lower()
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_plain_loopback(parts: SplitResult) -> bool:
    """Whether it is plain http to this computer."""
    return parts.scheme == "http" and is_loopback(parts.hostname or "")


def split(url: str) -> SplitResult:
    """The parts of an absolute address without a name and password, which every reader reads alike.

    Host names are ASCII: one in other letters may look like another, and is given as `xn--`. Raises AddressRefused.
    """
    if any(sign.isspace() or not sign.isprintable() for sign in url) or "\\" in url:
        raise AddressRefused("not an address")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as unreadable:
        raise AddressRefused("not an address") from unreadable
    if not host or parts.netloc.endswith(":") or port == 0:
        raise AddressRefused("not an address")
    if "@" in parts.netloc:
        raise AddressRefused("an address with a name or password", host)
    if not _is_host(host):
        raise AddressRefused("not a host name", host)
    return parts


def _is_host(host: str) -> bool:
    if _HOST.fullmatch(host) and _LAST_LABEL.fullmatch(host.rstrip(".").rpartition(".")[2]):
        return all(len(label) <= 63 for label in host.split(".")) and len(host) <= 253
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return not getattr(address, "scope_id", None)
