"""File names for pictures from the clipboard, which have no name that users know."""

from __future__ import annotations

import re

_NAME = re.compile(r"pasted-[0-9a-f]{32}\.png")


def pasted_name(unique: str) -> str:
    """The file name of a pasted picture; `unique` is 32 hexadecimal digits."""
    return f"pasted-{unique}.png"


def is_pasted_name(name: str) -> bool:
    """Whether a file name was made by `pasted_name`."""
    return _NAME.fullmatch(name) is not None
