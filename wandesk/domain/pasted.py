"""How a picture from the clipboard is called: it has no name of its own, and ours is none for people."""

from __future__ import annotations

import re

_NAME = re.compile(r"pasted-[0-9a-f]{32}\.png")


def pasted_name(mark: str) -> str:
    """The file name of a pasted picture; `mark` (32 hexadecimal digits) tells it from the others."""
    return f"pasted-{mark}.png"


def is_pasted_name(name: str) -> bool:
    """Whether a file name is one of `pasted_name`: a user's own file is not called so."""
    return _NAME.fullmatch(name) is not None
