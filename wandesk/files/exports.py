"""Where exports are written: a name that replaces nothing, reserved by an empty file until the result takes it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection
from pathlib import Path

from wandesk.domain.errors import FolderRefused
from wandesk.files import disk

NAME_TRIES = 1000


class ExportFiles:
    """The engine's ExportTargets port. Slow disk work runs in threads."""

    async def is_any_of(self, target: Path, sources: Collection[str]) -> bool:
        """Whether the path leads to one of these files, also by another name."""
        return await asyncio.to_thread(lambda: any(_is_same(target, Path(source)) for source in sources))

    async def reserve(self, target: Path, *, may_replace: bool) -> Path:
        """The path for the result: this one, or a free one beside it. Raises FolderRefused, NoRoom."""
        return await asyncio.to_thread(_reserve, target, may_replace)

    async def release(self, reserved: Path) -> None:
        """Delete a reservation that was not used."""
        await asyncio.to_thread(_release, reserved)


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
