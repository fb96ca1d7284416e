"""Paths and addresses as drags, clipboards and command lines spell them.

A *place* is a path of this computer, or an address that has none: of the web, of a network share, of a phone. Paths
whose names are not text in the system's encoding hold lone surrogates, as everywhere in Python.
"""

from __future__ import annotations

import os
import re
import shlex
import socket
import sys
from urllib.parse import unquote_to_bytes

_WITH_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")  # two letters at least: C:// is a drive
_WEB = re.compile(r"https?://", re.IGNORECASE)
_DATA = re.compile(r"data:[\w!#$&^.+/;=\"'-]*,", re.IGNORECASE)
_FILE = re.compile(r"file:(?://(?P<host>[^/\\]*))?(?P<path>[/\\].*)", re.IGNORECASE | re.DOTALL)
_DRIVE = re.compile(r"/?(?P<letter>[A-Za-z])[:|](?P<rest>[/\\].*)?", re.DOTALL)
_LINE_END = re.compile(r"[\r\n\0]+")
_NAME_END = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_OWN_NAMES = frozenset({"", "localhost", "localhost.localdomain", "ip6-localhost", "127.0.0.1", "[::1]"})
_QUOTES = ('""', "''", "<>")
_GNOME_MARKERS = ("x-special/nautilus-clipboard", "x-special/gnome-copied-files")
_GNOME_ACTS = ("copy", "cut")


def is_address(text: str) -> bool:
    """Whether the text is a URL, such as `https://...` or `file://...`, and not a path."""
    return _WITH_SCHEME.match(text) is not None


def is_web_address(text: str) -> bool:
    """Whether the text is an address of the web, or a `data:` address, which holds its file."""
    return _WEB.match(text) is not None or is_data_address(text)


def is_data_address(text: str) -> bool:
    return _DATA.match(text) is not None


def scheme_of(address: str) -> str:
    """The scheme of an address in small letters."""
    return address.partition(":")[0].lower()


def place_of(address: str) -> str:
    """The path for a `file:` address of this computer; any other text stays as it is. Empty: no file can have it.

    RFC 8089: the host is empty, `localhost`, or the full name of the computer; some programs write the short one. On
    Windows another host is a server of shared folders (UNC); elsewhere such an address has no path.
    """
    parts = _FILE.fullmatch(address)
    if parts is None:
        return address
    host, path = parts["host"] or "", _decoded(parts["path"])
    if "\0" in path:
        return ""
    if sys.platform == "win32":
        return _windows_path(host, path)
    else:
        return path if _is_this_computer(host) else address


def places_in_list(content: bytes) -> list[str]:
    """The places in a `text/uri-list` (RFC 2483): one address per line, `#` begins a comment.

    GNOME's lists begin with what is to be done with the files. They are copied, also those that were cut.
    """
    lines = _lines(content.decode("utf-8", "surrogateescape"))
    if lines[:1] and lines[0] in _GNOME_ACTS:
        lines = lines[1:]
    places = (place_of(line) for line in lines if not line.startswith("#"))
    return [place for place in places if place]


def places_in_text(text: str) -> list[str]:
    """The places in plain text: empty unless every line is an address or an absolute path, perhaps in quotes."""
    if is_data_address(text.lstrip()):
        return ["".join(text.split())]  # base64 may be wrapped
    lines = _lines(text)
    if lines[:1] and lines[0] in _GNOME_MARKERS:  # what Nautilus 3.30 to 40 puts into the clipboard
        lines = lines[2:]
    places = [place for line in lines for place in _places_in_line(line)]
    return places if places and all(places) else []


def is_marked_list(text: str) -> bool:
    """Whether a text begins as the lists of copied files that older file managers offer as text."""
    return text.partition("\n")[0].strip() in _GNOME_MARKERS


def _lines(text: str) -> list[str]:
    return [line for each in _LINE_END.split(text) if (line := each.strip())]


def _places_in_line(line: str) -> list[str]:
    """The places of one line; an empty one stands for what is no place."""
    if line[0] + line[-1] in _QUOTES and line[0] not in line[1:-1]:
        return [_place_in_text(line[1:-1].strip())]
    if sys.platform != "win32" and (line[0] in "'\"" or (line[0] in "/~" and "\\" in line)):
        try:
            return [_place_in_text(each) for each in shlex.split(line)]  # as terminals quote what is dropped on them
        except ValueError:  # a quote that does not end
            return [""]
    return [_place_in_text(line)]


def _place_in_text(text: str) -> str:
    if _FILE.fullmatch(text):
        return place_of(text)
    if is_address(text) or is_data_address(text):
        return "" if re.search(r"\s", text) else text
    if sys.platform == "win32":
        is_path = _DRIVE.fullmatch(text) is not None or text.startswith("\\\\")
    else:
        text = os.path.expanduser(text) if text.startswith("~/") else text  # noqa: PTH111 - no Path: the text stays
        is_path = text.startswith("/")
    # "/imagine a cat" is a prompt, "/home/me/a cat.jpg" is a file.
    return text if is_path and (not re.search(r"\s", text) or _NAME_END.search(text)) else ""


def _decoded(path: str) -> str:
    content = unquote_to_bytes(path.encode("utf-8", "surrogateescape"))
    return content.decode("utf-8", "replace") if sys.platform == "win32" else os.fsdecode(content)


def _windows_path(host: str, path: str) -> str:
    drive = _DRIVE.fullmatch(path)
    if drive is not None:
        return f"{drive['letter']}:{drive['rest'] or '/'}"
    is_own = host.lower() in _OWN_NAMES
    return path if is_own else f"//{host}{path}"


def _is_this_computer(host: str) -> bool:
    """Whether a host name is this computer's: short, full or local. No name server is asked, which could take long."""
    host = host.lower().rstrip(".")
    return host in _OWN_NAMES or host.partition(".")[0] == socket.gethostname().lower().partition(".")[0]
