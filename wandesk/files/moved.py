"""Looks for a video that the user moved: by the size that was stored, never by what is in it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

MOST_ENTRIES = 50_000
"""Files of a chosen folder that are looked at, with those in the folders below it."""


class MovedVideos:
    """The part of Files for videos that are elsewhere. Disk work runs in threads."""

    async def find_moved(self, before: Path, size_bytes: int, chosen: Path) -> Path | None:
        """The file of that size: `chosen` itself, or in this folder under the name it had `before`. None: neither."""
        return await asyncio.to_thread(_find, before, size_bytes, chosen)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size if path.is_file() else None
    except OSError:
        return None


def _find(before: Path, size_bytes: int, chosen: Path) -> Path | None:
    chosen = chosen.absolute()
    if _size(chosen) == size_bytes:
        return chosen
    for count in range(len(before.parts) - 1, 0, -1):  # with as many of its folders as are there
        candidate = chosen.joinpath(*before.parts[-count:])
        if _size(candidate) == size_bytes:
            return candidate
    left = MOST_ENTRIES
    for folder, _folders, names in os.walk(chosen):
        candidate = Path(folder) / before.name
        if before.name in names and _size(candidate) == size_bytes:
            return candidate
        left -= len(names) + 1
        if left <= 0:
            break
    return None
