"""Foreign text (prompts, file names, what the cloud says) inside our own sentences and on one line."""

from __future__ import annotations

import re

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Control characters, and the line breaks among them."""
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn around the direction of the text after them, ours included."""


def one_line(text: str) -> str:
    """The text on one line, which leaves the text around it as it is. Its letters, and their own direction, stay."""
    return " ".join(_TURNS.sub("", _BREAKS.sub(" ", text)).split())
