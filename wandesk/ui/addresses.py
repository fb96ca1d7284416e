"""URLs that drags and command lines contain instead of paths."""

from __future__ import annotations

import re

from PySide6.QtCore import QUrl

_WITH_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")  # two letters at least: C:// is a drive


def is_address(text: str) -> bool:
    """Whether the text is a URL, such as `https://...` or `file://...`, and not a path."""
    return _WITH_SCHEME.match(text) is not None


def local_path(address: QUrl) -> str:
    """The path of a file of this computer; empty where the address leads elsewhere.

    Some programs write `file://localhost/...` (RFC 8089 allows it); Qt takes that host for a server of shared folders.
    """
    if not address.isLocalFile():
        return ""
    if address.host().lower() == "localhost":
        address = QUrl(address)
        address.setHost("")
    return address.toLocalFile()
