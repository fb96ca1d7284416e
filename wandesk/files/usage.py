"""How much of the disk our files occupy."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path


class Usage:
    """The part of Files for what they occupy. Disk work runs in threads; what cannot be read counts as missing."""

    def __init__(self, inputs: Path, posters: Path) -> None:
        self._inputs_folder = inputs
        self._posters_folder = posters

    async def sizes(self, paths: Collection[Path]) -> Mapping[Path, int]:
        """The size of each of these files that exists."""
        return await asyncio.to_thread(_sizes, paths)

    async def input_bytes(self) -> int:
        """The size of all copies of inputs and of the drafts."""
        return await asyncio.to_thread(lambda: sum(each.stat().st_size for each in _files(self._inputs_folder)))

    async def posters(self) -> Mapping[Path, tuple[int, float]]:
        """The size of each poster, and when it was written (seconds since 1970)."""
        return await asyncio.to_thread(self._posters_now)

    def _posters_now(self) -> dict[Path, tuple[int, float]]:
        found = {}
        for each in _files(self._posters_folder):
            status = each.stat()
            found[Path(each.path)] = (status.st_size, status.st_mtime)
        return found


def _sizes(paths: Collection[Path]) -> dict[Path, int]:
    found = {}
    for path in paths:
        with contextlib.suppress(OSError, ValueError):  # ValueError: a NUL in a damaged row
            found[path] = path.stat().st_size
    return found


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    """The files of a folder and of the folders in it that can be read."""
    waiting = [folder]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                elif entry.is_file(follow_symlinks=False):
                    yield entry
