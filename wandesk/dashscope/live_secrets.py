"""Finds the secrets of this run in foreign texts, in whatever spelling they come back.

A gateway may repeat the key that it got: plainly, escaped for a URL, for JSON or for HTML, in base64 or hexadecimal,
and broken by spaces and line ends. So the text is decoded first, with the position of each character, and the secrets
are looked up in the result.
"""

from __future__ import annotations

import base64
import html
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

SHORTEST = 6
"""A shorter secret cannot be told from ordinary text."""
LONGEST = 2048
"""Characters of a secret that are looked for."""
FRAGMENT = 10
"""This many characters in a row of a secret are a part of it, because the other side may have cut it."""
WHOLE_UP_TO = 2 * FRAGMENT
"""A shorter secret is found as a whole only: its parts may be ordinary words."""
MOST_SECRETS = 64
"""Signatures of links come and go; the ones used last are kept."""
MOST_ROUNDS = 4
"""How often a text is decoded: it may be escaped more than once."""

_ESCAPE = re.compile(
    r"%(?P<percent>[0-9a-f]{2})"
    r"|(?<!\\)\\+(?:u(?P<unicode>[0-9a-f]{4})|x(?P<hex>[0-9a-f]{2})|(?P<newline>[nrt])|(?P<escaped>[^\\]))"
    r"|(?P<entity>&(?:#(?:x[0-9a-f]{1,9}|[0-9]{1,9});?|[a-z]{2,6};))"
    r"|(?P<space>[\s\x00-\x20\x7f\u00ad\u200b-\u200f\u2060\ufeff]+)",
    re.IGNORECASE,
)
_LOWER = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
_ONE_ALPHABET = str.maketrans("-_", "+/")
"""The URL-safe alphabet of base64 as the usual one."""


class _Decoded(NamedTuple):
    """A text without escapes and spaces, and where each of its characters begins and ends in the original."""

    text: str
    starts: list[int]
    ends: list[int]


class _Fragments(NamedTuple):
    """What a secret looks like: pieces by their length, for texts in lower case and for base64."""

    plain: Mapping[int, frozenset[str]]
    encoded: Mapping[int, frozenset[str]]


class LiveSecrets:
    """The keys, passwords and signatures that this process has used. Safe to call from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[str, _Fragments] = OrderedDict()
        self._all = _Fragments({}, {})

    def learn(self, secret: str) -> None:
        """Look for this secret from now on. Call it before the secret is sent."""
        secret = secret.strip()[:LONGEST]
        if len(secret) < SHORTEST:
            return
        with self._lock:
            if secret in self._known:
                self._known.move_to_end(secret)
                return
            self._known[secret] = _fragments(secret)
            while len(self._known) > MOST_SECRETS:
                self._known.popitem(last=False)
            self._all = _Fragments(
                _union(each.plain for each in self._known.values()),
                _union(each.encoded for each in self._known.values()),
            )

    def spans(self, text: str, *, only_certain: bool = False) -> list[tuple[int, int]]:
        """Where secrets are in the text, as start and end, in order and without overlaps.

        `only_certain`: without what may be there by chance, that is short secrets and short parts of secrets.
        """
        plain, encoded = self._all
        if not plain:
            return []
        found: list[tuple[int, int]] = []
        parts: list[tuple[int, int]] = []
        content = _decoded(text)
        for wanted, spelled in (
            (plain, content.text.translate(_LOWER)),
            (encoded, content.text.translate(_ONE_ALPHABET)),
        ):
            for length, pieces in wanted.items():
                (found if length > FRAGMENT else parts).extend(
                    (content.starts[at], content.ends[at + length - 1])
                    for at in range(len(spelled) - length + 1)
                    if spelled[at : at + length] in pieces
                )
        if only_certain:
            parts = [(begin, end) for begin, end in _merged(sorted(parts)) if end - begin >= WHOLE_UP_TO]
        return list(_merged(sorted(found + parts)))


LIVE = LiveSecrets()
"""The secrets of this process. One set for all, because a line of the log may come from anywhere."""


def _decoded(text: str) -> _Decoded:
    content = _Decoded(text, list(range(len(text))), list(range(1, len(text) + 1)))
    for _ in range(MOST_ROUNDS):
        further = _decoded_once(content)
        if further.text == content.text:
            break
        content = further
    return content


def _decoded_once(content: _Decoded) -> _Decoded:
    text, starts, ends = content
    pieces: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    done = 0
    for found in _ESCAPE.finditer(text):
        begin, end = found.span()
        pieces.append(text[done:begin])
        new_starts += starts[done:begin]
        new_ends += ends[done:begin]
        done = end
        instead = _DECODERS[found.lastgroup or ""](found)
        pieces.append(instead)
        new_starts += [starts[begin]] * len(instead)
        new_ends += [ends[end - 1]] * len(instead)
    if not done:
        return content
    pieces.append(text[done:])
    return _Decoded("".join(pieces), new_starts + starts[done:], new_ends + ends[done:])


def _character(found: re.Match[str]) -> str:
    return chr(int(found[found.lastgroup or ""], 16))


def _entity(found: re.Match[str]) -> str:
    character = html.unescape(found[0])
    return found[0] if character == found[0] else character


_DECODERS: Mapping[str, Callable[[re.Match[str]], str]] = {
    "percent": _character,
    "unicode": _character,
    "hex": _character,
    "entity": _entity,
    "newline": lambda _found: "",
    "space": lambda _found: "",
    "escaped": lambda found: found["escaped"],
}


def _fragments(secret: str) -> _Fragments:
    raw = secret.encode("utf-8", "surrogatepass")
    # Percent-encoding and hexadecimal spell bytes, so that a letter beyond ASCII comes back as several characters.
    spellings = {_decoded(secret).text.translate(_LOWER), _decoded(raw.decode("latin-1")).text.translate(_LOWER)}
    plain = [spelling for spelling in spellings if len(spelling) >= SHORTEST]
    return _Fragments(_pieces([*plain, raw.hex()]), _pieces(_base64_of(raw)))


def _base64_of(raw: bytes) -> Iterator[str]:
    """The characters of base64 that depend on the secret alone, for every position in its three bytes."""
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + raw).decode()
        yield whole[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]


def _pieces(spellings: Iterable[str]) -> dict[int, frozenset[str]]:
    by_length: dict[int, set[str]] = {}
    for spelling in spellings:
        length = FRAGMENT if len(spelling) >= WHOLE_UP_TO else len(spelling)
        by_length.setdefault(length, set()).update(
            spelling[at : at + length] for at in range(len(spelling) - length + 1)
        )
    return {length: frozenset(pieces) for length, pieces in by_length.items()}


def _union(many: Iterable[Mapping[int, frozenset[str]]]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for each in many:
        for length, pieces in each.items():
            found.setdefault(length, set()).update(pieces)
    return {length: frozenset(pieces) for length, pieces in found.items()}


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    current: tuple[int, int] | None = None
    for begin, end in spans:
        if current is not None and begin <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current is not None:
            yield current
        current = (begin, end)
    if current is not None:
        yield current
