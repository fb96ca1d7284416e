"""The addresses that may receive a key: those of a region, and rules for a custom one."""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct

from wandesk.domain.catalog import Region
from wandesk.domain.sentences import Sentence

API_PATH = "/api/v1"
CHAT_PATH = "/compatible-mode"
"""The path of the chat API on the same hosts, often copied by mistake."""

_WORKSPACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")
"""The provider's grammar (wire-protocol 1.1), limited to the length of a host name's label."""
_HOST = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?")
_LAST_LABEL = re.compile(r"(?!0[xX][0-9a-fA-F]*$).*[A-Za-z_-].*")
"""Excludes numbers: resolvers read a host whose last label is a number as an IPv4 address."""


class AddressRefused(ValueError):
    """An address that is refused. The text, for logs, never holds a path or a query.

    `reason` is the text without the host. `host` and `sentence` are for the message to the user.
    """

    def __init__(self, reason: str, host: str = "", *, sentence: Sentence = Sentence.ADDRESS_SHAPE) -> None:
        super().__init__(f"{reason}: {host}" if host else reason)
        self.reason = reason
        self.host = host
        self.sentence = sentence


class AddressKind(StrEnum):
    """The kind of address of a region."""

    USUAL = "usual"
    """The address that all workspaces share."""
    WORKSPACE = "workspace"
    CUSTOM = "custom"
    """Any other, such as a company's gateway or a test server on this computer."""


class AddressChoice(Struct, frozen=True, kw_only=True):
    """The user's choice for a region. `text` is as typed: a workspace id or an address; empty with USUAL."""

    kind: AddressKind = AddressKind.USUAL
    text: str = ""


class RegionAddress(Struct, frozen=True, kw_only=True):
    """Where the requests of a region go for a choice, or why they cannot be sent."""

    choice: AddressChoice
    base_url: str | None = None
    account: str | None = None
    """The id of the account (region, address, workspace); None without an address."""
    is_agreed: bool = False
    """The key may be sent there: the host is the catalogue's, or the user agreed."""
    problem: Sentence | None = None
    """Why there is no address."""
    host: str = ""


def chosen_base(region: Region, choice: AddressChoice) -> str:
    """The API base for a choice. Raises AddressRefused."""
    match choice.kind:
        case AddressKind.CUSTOM:
            return custom_base(choice.text)
        case AddressKind.WORKSPACE:
            base = workspace_base(region, choice.text)
        case AddressKind.USUAL:
            base = shared_base(region)
    if base is None:
        raise AddressRefused("the region has no such address", sentence=Sentence.WORKSPACE_NEEDED)
    return base


def is_catalogues(region: Region, base_url: str) -> bool:
    """Whether an API base is on one of the region's own hosts. Raises AddressRefused for a malformed base."""
    parts = check_base(base_url)
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or parts.port not in (None, 443):
        return False
    if region.host and host == (urlsplit(region.host).hostname or "").lower():
        return True
    label, dot, rest = host.partition(".")
    pattern = (region.workspace_host or "").removeprefix("https://{workspace_id}.").lower()
    return bool(dot and pattern and rest == pattern and _WORKSPACE.fullmatch(label))


def same_address(base_url: str) -> str:
    """The normal form of an API base: lower-case host, no default port, no trailing slash."""
    parts = check_base(base_url)
    host = (parts.hostname or "").lower()
    literal = f"[{host}]" if ":" in host else host
    usual = 443 if parts.scheme == "https" else 80
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{parts.scheme}://{literal}{port}{parts.path.rstrip('/')}"


def shared_base(region: Region) -> str | None:
    """The API base that every workspace of the region can use, None where there is none."""
    return f"{region.host.rstrip('/')}{API_PATH}" if region.host else None


def workspace_base(region: Region, workspace_id: str) -> str | None:
    """The API base of one workspace, None where the region has no such address.

    Raises AddressRefused for a malformed id: it becomes part of the host name that receives the key.
    """
    workspace_id = workspace_id.strip()
    if not _WORKSPACE.fullmatch(workspace_id):
        raise AddressRefused(
            "not a workspace id", sentence=Sentence.WORKSPACE_SHAPE if workspace_id else Sentence.WORKSPACE_NEEDED
        )
    if region.workspace_host is None:
        return None
    return custom_base(region.workspace_host.format(workspace_id=workspace_id))


def custom_base(typed: str) -> str:
    """The API base for an address that the user typed; the default path is added where it has none.

    https, or http to this computer; no user name, password, query or fragment. Raises AddressRefused.
    """
    typed = typed.strip()
    parts = check_base(typed)
    path = parts.path.rstrip("/") or API_PATH
    if path.startswith(CHAT_PATH):
        raise AddressRefused("the address of another service", parts.hostname or "", sentence=Sentence.ADDRESS_CHAT)
    return f"{parts.scheme}://{parts.netloc}{path}"


def check_base(base_url: str) -> SplitResult:
    """The parts of an API base that may receive a key. Raises AddressRefused."""
    parts = split(base_url)
    host = parts.hostname or ""
    if parts.query or parts.fragment or base_url.rstrip("/").endswith(("?", "#")):
        raise AddressRefused("an endpoint has no query", host, sentence=Sentence.ADDRESS_QUERY)
    if parts.scheme != "https" and not is_plain_loopback(parts):
        raise AddressRefused("an endpoint is https", host, sentence=Sentence.ADDRESS_HTTPS)
    return parts


def is_loopback(host: str) -> bool:
    """Whether the host is this computer: a loopback address or `localhost`.

    Not `localhost.`: resolvers may ask the network for it.
    """
    host = host.strip("[]").lower()
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_plain_loopback(parts: SplitResult) -> bool:
    """Whether the address is http to this computer."""
    return parts.scheme == "http" and is_loopback(parts.hostname or "")


def split(url: str) -> SplitResult:
    """The parts of an absolute address that all parsers read alike, without user name and password.

    Host names are ASCII (`xn--` for others): letters of other scripts may look alike. Raises AddressRefused.
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
        raise AddressRefused("an address with a name or password", host, sentence=Sentence.ADDRESS_LOGIN)
    if not _is_host(host):
        raise AddressRefused("not a host name", host, sentence=Sentence.ADDRESS_HOST)
    return parts


def _is_host(host: str) -> bool:
    if _HOST.fullmatch(host) and _LAST_LABEL.fullmatch(host.rstrip(".").rpartition(".")[2]):
        return all(len(label) <= 63 for label in host.split(".")) and len(host) <= 253
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return not getattr(address, "scope_id", None)
