"""The local paths of network shares, phones and cameras that a desktop has mounted for programs without its library.

GNOME's gvfs mounts them at `$XDG_RUNTIME_DIR/gvfs/TYPE:KEY=VALUE,...`, KDE's kio-fuse at
`$XDG_RUNTIME_DIR/kio-fuse-XXXXXX/SCHEME/AUTHORITY`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

_ADDRESS = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?P<user>[^@/]*)@)?(?P<host>\[[^\]/]*\]|[^/:]*)(?::(?P<port>\d+))?(?P<path>/.*)?",
    re.DOTALL,
)
_TYPES = {"smb": "smb-share", "davs": "dav", "afp": "afp-volume", "ssh": "sftp", "cifs": "smb-share"}
"""The type of a gvfs mount by scheme, where the two differ."""
_FIRST_FOLDERS = ("share", "volume")
"""Keys of a gvfs mount that name the first folder of the path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Address:
    scheme: str
    user: str
    host: str
    port: str
    path: bytes
    """Decoded, with the slash at its beginning."""
    authority: str


def mounted_path(address: str, environment: Mapping[str, str]) -> str | None:
    """The path of a file by its address, None if its place is not mounted. Reads folders of the desktop; blocks."""
    parts = _parsed(address)
    if parts is None or b".." in parts.path.split(b"/"):
        return None
    for runtime in _runtime_folders(environment):
        for path in (*_gvfs_paths(runtime, parts), *_kio_paths(runtime, parts)):
            if os.path.lexists(path):
                return path
    return None


def _parsed(address: str) -> _Address | None:
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    return _Address(
        scheme=found["scheme"].lower(),
        user=unquote(found["user"] or ""),
        host=unquote(found["host"] or "").lower(),
        port=found["port"] or "",
        path=unquote_to_bytes((found["path"] or "/").encode("utf-8", "surrogateescape")),
        authority=address.partition("://")[2].partition("/")[0],
    )


def _runtime_folders(environment: Mapping[str, str]) -> list[Path]:
    own = f"/run/user/{os.getuid()}" if hasattr(os, "getuid") else ""
    return [Path(each) for each in dict.fromkeys((environment.get("XDG_RUNTIME_DIR", ""), own)) if each]


def _entries(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - names only
    except OSError:  # nothing is mounted
        return []


def _gvfs_paths(runtime: Path, address: _Address) -> Iterator[str]:
    for name in _entries(runtime / "gvfs"):
        kind, _, text = name.partition(":")
        if kind != _TYPES.get(address.scheme, address.scheme):
            continue
        keys = {key: unquote(value) for key, _, value in (each.partition("=") for each in text.split(","))}
        rest = _rest_below(keys, address)
        if rest is not None:
            yield os.path.join(runtime, "gvfs", name, os.fsdecode(rest.lstrip(b"/")))  # noqa: PTH118 - surrogates


def _rest_below(keys: Mapping[str, str], address: _Address) -> bytes | None:
    """The path below a mount with these keys; None if the address is not there."""
    if keys.get("server", keys.get("host", "")).lower() != address.host:
        return None
    if (address.user and keys.get("user", address.user) != address.user) or (
        address.port and keys.get("port", address.port) != address.port
    ):
        return None
    rest = address.path.lstrip(b"/")
    for key in _FIRST_FOLDERS:
        if key in keys:
            first, _, rest = rest.partition(b"/")
            if os.fsdecode(first).lower() != keys[key].lower():
                return None
    prefix = os.fsencode(keys.get("prefix", "")).strip(b"/")
    if prefix and rest != prefix and not rest.startswith(prefix + b"/"):
        return None
    return rest[len(prefix) :]


def _kio_paths(runtime: Path, address: _Address) -> Iterator[str]:
    for name in _entries(runtime):
        if name.startswith("kio-fuse-"):
            path = os.fsdecode(address.path.lstrip(b"/"))
            yield os.path.join(runtime, name, address.scheme, unquote(address.authority), path)  # noqa: PTH118
