"""Removes secrets from texts for logs and details."""

from __future__ import annotations

import re

_SECRETS = (
    (re.compile(r"sk-[A-Za-z0-9_.\-]{4,}"), "sk-…"),
    (re.compile(r"(?i)\b(bearer)\s+\S+"), r"\1 …"),
    (re.compile(r"(?i)(authorization\W+basic)\s+\S+"), r"\1 …"),
    (
        re.compile(
            r"(?i)\b(Signature|OSSAccessKeyId|Expires|security-token|x-oss-[a-z-]+|policy)(\"?\s*[=:]\s*\"?)[^&\s\"',<>]+"
        ),
        r"\1\2…",
    ),
    (re.compile(r"data:[\w.+/-]*;base64,[A-Za-z0-9+/=_-]*"), "data:…"),
    (re.compile(r"://[^/@\s]+@"), "://…@"),
)


def redact(text: str, *, limit: int = 500) -> str:
    """The text without keys, signed queries, inline pictures and proxy passwords, cut to `limit` characters."""
    # Cut first, so that megabytes are not searched. A secret that is cut in two still matches by its beginning.
    text = text[: limit * 4]
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text if len(text) <= limit else text[: limit - 1] + "…"
