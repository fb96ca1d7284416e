"""Looks for a secret in bytes, whatever escapes and breaks it: written without the program's own search."""

from __future__ import annotations

import base64
import html
import re
import urllib.parse
from collections.abc import Iterable, Iterator

PART = 10
"""So many characters in a row give a secret away."""
_UNICODE = re.compile(rb"\\+u00([0-9a-fA-F]{2})")
_SPACE = re.compile(rb"(?:\\+[nrt]|\s)+")


def found_in(places: Iterable[tuple[str, bytes]], secrets: Iterable[str]) -> list[str]:
    """The places with a part of one of the secrets, in any spelling."""
    secrets = list(secrets)
    plain = {part for secret in secrets for part in _parts(_plain(secret.encode()).lower())}
    plain |= {part for secret in secrets for part in _parts(secret.encode().hex().encode(), 2 * PART)}
    encoded = {part for secret in secrets for text in _base64(secret.encode()) for part in _parts(text)}
    leaks = []
    for where, content in places:
        views = {content, _plain(content)}
        views |= {_SPACE.sub(b"", view) for view in views}
        if any(part in view.lower() for view in views for part in plain) or any(
            part in view.replace(b"-", b"+").replace(b"_", b"/") for view in views for part in encoded
        ):
            leaks.append(where)
    return leaks


def _parts(text: bytes, length: int = PART) -> Iterator[bytes]:
    length = min(length, len(text))
    for at in range(len(text) - length + 1):
        yield text[at : at + length]


def _base64(raw: bytes) -> Iterator[bytes]:
    for before in range(3):
        yield base64.b64encode(b"\0" * before + raw)[4 if before else 0 : -4]


def _plain(content: bytes) -> bytes:
    """Without escapes, as often as there are any; a backslash escapes what follows it."""
    for _ in range(4):
        content = urllib.parse.unquote_to_bytes(content)
        content = _UNICODE.sub(lambda found: bytes([int(found[1], 16)]), content)
        content = html.unescape(content.decode("latin-1")).encode("latin-1", "replace")
        content = content.replace(b"\\\\", b"\\").replace(b'\\"', b'"').replace(b"\\/", b"/")
    return content.replace(b"\\", b"")
