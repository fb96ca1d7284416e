"""Takes out of a text what says something about the user: names of files and people, links, hosts, prompts.

API keys and signatures are `dashscope.redaction`'s. A text that is copied passes both.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from urllib.parse import urlsplit

LEAST_PRIVATE = 4
"""Characters: shorter texts of the user's are too common to be searched."""
CLOUD = ".aliyuncs.com"
_COMMON_USERS = {"root", "user", "admin", "wandesk"}
"""Names of accounts that tell nothing and are common words."""

_LINK = re.compile(r"(?i)\b[a-z][a-z0-9+.-]{1,15}://[^\s'\"<>]*")
_PATH = re.compile(r"(?<![\w.:/\\~-])(?:~|[A-Za-z]:)?[/\\][^\n'\"<>|:,;)\]]*")
"""An absolute path, as far as it can reach: names of folders and files may hold spaces."""
_SUFFIXES = (
    r"png|jpe?g|jfif|webp|gif|bmp|tiff?|heic|heif|avif|svg|psd|pdf|csv|"
    r"mp4|mov|m4v|mkv|webm|avi|wav|mp3|m4a|aac|flac|ogg|opus"
)
_QUOTED_FILE = re.compile(rf"(?i)(['\"])[^'\"\n]*\.({_SUFFIXES})\1")
_FILE = re.compile(rf"(?i)[^\s'\"/\\=(…]+\.({_SUFFIXES})\b")
_OURS = re.compile(r"[0-9a-f]{16,}(?:\.part)?\.\w+$")
"""A copy of an input is named by its content."""
_ADDRESS = re.compile(r"\b(?!127\.)(?:\d{1,3}\.){3}\d{1,3}\b")


class Anonymiser:
    """`text` cleans one text; it takes milliseconds for a log, so it belongs in a worker thread."""

    def __init__(self, *, home: str, user: str, own: Sequence[str], private: Iterable[str]) -> None:
        """`home`: the user's folder. `user`: the name of their account.

        `own`: folders whose files the program has named. `private`: texts that the user has written or named.
        """
        self._home = home
        self._user = user if len(user) >= LEAST_PRIVATE - 1 and user.lower() not in _COMMON_USERS else ""
        self._own = tuple(sorted(filter(None, own), key=len, reverse=True))
        self._private = _alternatives(_pieces(private))

    def text(self, text: str) -> str:
        """The text without anything private."""
        text = _LINK.sub(lambda found: _link(found[0]), text)
        if self._private is not None:
            text = self._private.sub("…", text)
        text = _PATH.sub(lambda found: self._path(found[0]), text)
        text = _QUOTED_FILE.sub(r"\1….\2\1", text)
        text = _FILE.sub(lambda found: found[0] if _OURS.search(found[0]) else f"….{found[1]}", text)
        text = _ADDRESS.sub("…", text)
        if self._user:
            text = re.sub(rf"(?i)(?<![\w-]){re.escape(self._user)}(?![\w-])", "USER", text)
        return text.replace(self._home, "~") if len(self._home) > 1 else text

    def _path(self, path: str) -> str:
        """A path of the program's own, below ~ where it is there; of any other only the kind of file."""
        if path.startswith(("/api/", "/simulator/")) or path in ("/", "\\"):
            return path
        for folder in self._own:
            if path.startswith(folder) and (path[len(folder) :][:1] in ("", "/", "\\", " ")):
                return path.replace(self._home, "~", 1)
        name = re.split(r"[/\\]", path.rstrip())[-1]
        suffix = name.rpartition(".")[2] if "." in name else ""
        return f"…/….{suffix}" if suffix.isalnum() and len(suffix) <= 5 else "…/…"


def _link(link: str) -> str:
    """A link of the cloud without the name of a workspace and without its path; of any other only the scheme."""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").lower()
    except ValueError:
        return "…://…"
    if host in ("127.0.0.1", "localhost", "::1"):
        return f"{parts.scheme}://{host}/…"
    if not host.endswith(CLOUD):
        return f"{parts.scheme}://…"
    if host.endswith(".maas.aliyuncs.com"):
        host = f"….{host.partition('.')[2]}"
    return f"{parts.scheme}://{host}/…"


def _pieces(private: Iterable[str]) -> Collection[str]:
    """The texts, their lines, and their beginnings: a log cuts what is long."""
    found = set()
    for text in private:
        for line in (text, *text.splitlines()):
            found |= {line.strip(), line.strip()[:40].strip()}
    return {each for each in found if len(each) >= LEAST_PRIVATE}


def _alternatives(texts: Collection[str]) -> re.Pattern[str] | None:
    if not texts:
        return None
    longest_first = sorted(texts, key=len, reverse=True)
    return re.compile(
        "|".join(rf"(?<![A-Za-z0-9]){re.escape(each)}(?![A-Za-z0-9])" for each in longest_first), re.IGNORECASE
    )
