"""How long the texts of the cloud may be, wherever they are stored or shown.

The cloud promises no length, and a gateway may send megabytes: a label with a message of 5 MB blocks the window for
more than a minute. So a text is cut where it is read from an answer, and again where it is read from the store, which
may hold rows of earlier versions.
"""

from __future__ import annotations

LONGEST_MESSAGE = 500
LONGEST_CODE = 120
LONGEST_NAME = 200
"""Ids, model names, statuses, regions and hosts, in characters."""
LONGEST_PROMPT = 6000
"""More than any model takes (5000). A label with 10,000 characters takes 300 ms to lay out."""


def cut(text: str, limit: int) -> str:
    """At most `limit` characters of the text; a shorter one ends in an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
