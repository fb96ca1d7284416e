"""File names for pictures from the clipboard, which have no name that users know."""

from __future__ import annotations

import re

_NAME = re.compile(r"pasted-[0-9a-f]{32}\.[a-z0-9]{3,5}")


def pasted_name(unique: str, suffix: str = ".png") -> str:
    """The file name of a pasted picture; `unique` is 32 hexadecimal digits, `suffix` that of its format."""
    return f"pasted-{unique}{suffix}"


def is_pasted_name(name: str) -> bool:
    """Whether a file name was made by `pasted_name`."""
    return _NAME.fullmatch(name) is not None
