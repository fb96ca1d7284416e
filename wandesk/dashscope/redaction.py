"""Removes secrets from texts for logs, the store and details."""

from __future__ import annotations

import re
from urllib.parse import unquote

from wandesk.dashscope.live_secrets import LIVE
from wandesk.domain.cloud_text import LONGEST_MESSAGE, cut

_EQUALS = r"(?:\\*[\"']?\s*(?:[=:]|%(?:25)*3[ad]|\\+u003[ad]|&#(?:61|x3d);)\s*\\*[\"']?)"
"""Between a name and its value: in a query, in JSON or in a header, plain or escaped."""

_PATTERNS = (
    # A whole query: any part of it may be a signature, and no reason needs one.
    (
        re.compile(
            r"(?i)(\b(?:https?|oss)(?::|%(?:25)*3a)(?:\\*/|%(?:25)*2f){2}[^\s?\"'<>]*?(?:\?|%(?:25)*3f))[^\s\"'<>]+"
        ),
        r"\1…",
    ),
    # Not in "task-1234". Before it may be an escaped sign, which ends in a letter or a digit.
    (
        re.compile(
            r"(?:(?<![A-Za-z])|(?<=%[0-9A-Fa-f]{2})|(?<=\\[nrt])|(?<=\\u00[0-9A-Fa-f]{2}))sk-[A-Za-z0-9_.\-]{4,}"
        ),
        "sk-…",
    ),
    (re.compile(r"(?i)\b(bearer)\s+\S+"), r"\1 …"),
    (re.compile(r"(?i)(authorization\W+basic)\s+\S+"), r"\1 …"),
    (
        re.compile(rf"(?i)\b((?:Signature|OSSAccessKeyId|Expires|security-token|x-oss-[a-z-]+){_EQUALS})[^&\s\"',<>]+"),
        r"\1…",
    ),
    # The upload policy is a long base64 text; "policy: expired" is the reason of a refusal.
    (re.compile(rf"(?i)\b(policy{_EQUALS})[A-Za-z0-9+/=_%-]{{16,}}"), r"\1…"),
    (re.compile(r"data:[\w.+/-]*;base64,[A-Za-z0-9+/=_-]*"), "data:…"),
    (re.compile(r"://[^/@\s]+@"), "://…@"),
)
_SIGNING = re.compile(r"(?i)signature|token|accesskey")
"""The names in a query whose values sign it; besides `credential`."""
MOST_FIELDS = 50
LONGEST_SPELLING = 1024
"""A secret that begins before the cut is still found whole if it is not spelled longer than this."""


def learn(secret: str) -> None:
    """Redact this secret from now on, in every spelling. Call it before the secret is sent."""
    LIVE.learn(secret)


def learn_link(url: str) -> None:
    """Redact the signature of this link from now on, even where it stands alone."""
    query = url.partition("?")[2]
    for part in query.split("&", MOST_FIELDS)[:MOST_FIELDS]:
        name, _, value = part.partition("=")
        if "credential" in name.lower():
            learn(unquote(value).partition("/")[0])  # the key's id; date, region and service follow, which are public
        elif _SIGNING.search(name):
            learn(value)


def redact(text: str, *, limit: int = LONGEST_MESSAGE, only_certain: bool = False) -> str:
    """The text without secrets, signed queries, inline pictures and proxy passwords, cut to `limit` characters.

    `only_certain` as in `LiveSecrets.spans`.
    """
    # Cut first, so that megabytes are not searched.
    text = without_secrets(text, limit=limit * 4, only_certain=only_certain)
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return cut(text, limit)


def without_secrets(text: str, *, limit: int, only_certain: bool = False) -> str:
    """The text without the secrets of this run, otherwise unchanged, cut to `limit` characters.

    `only_certain` as in `LiveSecrets.spans`.
    """
    text = text[: limit + LONGEST_SPELLING]
    pieces: list[str] = []
    done = 0
    for begin, end in LIVE.spans(text, only_certain=only_certain):
        if begin >= limit:
            break
        pieces += [text[done:begin], "…"]
        done = end
    pieces.append(text[done:limit] if done < limit else "")
    return "".join(pieces)


def holds_secret(text: str) -> bool:
    """Whether a secret of this run is certainly in an id or an address: one that is refused by chance is lost."""
    return bool(LIVE.spans(text, only_certain=True))
