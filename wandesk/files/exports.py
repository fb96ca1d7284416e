"""Where exports are written: a name that replaces nothing, reserved by an empty file until the result takes it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import Collection
from pathlib import Path

from wandesk import durable
from wandesk.domain.errors import FolderRefused
from wandesk.files import disk

NAME_TRIES = 1000

log = logging.getLogger(__name__)


class ExportFiles:
    """The engine's ExportTargets port. Slow disk work runs in threads.

    `note` names the reservation in use: after a crash the next start removes what the export left in the user's folder.
    """

    def __init__(self, note: Path) -> None:
        self._note = note

    async def is_any_of(self, target: Path, sources: Collection[str]) -> bool:
        """Whether the path leads to one of these files, also by another name."""
        return await asyncio.to_thread(lambda: any(_is_same(target, Path(source)) for source in sources))

    async def reserve(self, target: Path, *, may_replace: bool) -> Path:
        """The path for the result: this one, or a free one beside it. Raises FolderRefused, NoRoom."""
        reserved = await asyncio.to_thread(_reserve, target, may_replace)
        await asyncio.to_thread(self._remember, reserved)
        return reserved

    async def release(self, reserved: Path) -> None:
        """Delete a reservation that was not used."""
        await asyncio.to_thread(_release, reserved)
        await asyncio.to_thread(disk.remove_quietly, self._note)

    async def recover(self) -> None:
        """Remove what an export of a run that was cut off has left: its unfinished file and its empty name."""
        await asyncio.to_thread(self._recover)

    def _remember(self, reserved: Path) -> None:
        try:
            durable.write(self._note, os.fsencode(reserved))
        except OSError as error:
            log.info("no note of an export: %s", error)  # only a crash would need it

    def _recover(self) -> None:
        try:
            left = Path(os.fsdecode(self._note.read_bytes()))
        except OSError:
            return  # there is none
        log.info("an export was cut off: %s", left.name)
        with contextlib.suppress(OSError):
            durable.remove_draft(left)
        _release(left)
        disk.remove_quietly(self._note)


def _reserve(target: Path, may_replace: bool) -> Path:  # noqa: FBT001 - for to_thread
    for number in range(1, NAME_TRIES):
        path = target if number == 1 else target.with_name(f"{target.stem} ({number}){target.suffix}")
        try:
            with path.open("xb"):
                return path
        except FileExistsError as error:
            if may_replace and number == 1:
                if path.is_file():
                    return path
                raise FolderRefused(str(error), values={"folder": str(path.parent)}) from error
        except OSError as error:
            raise disk.refusal(error, path.parent) from error
    raise FolderRefused("every name is taken", values={"folder": str(target.parent)})


def _release(reserved: Path) -> None:
    with contextlib.suppress(OSError):
        if reserved.stat().st_size == 0:
            reserved.unlink()


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False  # one of them does not exist
