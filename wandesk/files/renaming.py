"""Gives saved videos other names."""

from __future__ import annotations

import asyncio
from pathlib import Path

from wandesk.files import disk
from wandesk.files.names import beside
from wandesk.files.reserving import drop_name, give_name


class VideoRenaming:
    """The part of Files that renames videos. Disk work runs in threads.

    A row must never have a path without a file: the new name is given, the row learns it, the earlier name is dropped.
    """

    async def give_name(self, video: Path, name: str) -> Path:
        """Give a video another name in its folder, the next free one; its earlier name stays until `drop_name`.

        Returns the path with the new name. Raises FolderRefused, NoRoom.
        """
        with disk.refusals(video.parent):
            return await asyncio.to_thread(give_name, video, beside(video, name))

    async def drop_name(self, earlier: Path, video: Path) -> None:
        """Delete the earlier name of a video that has another one. One that cannot be deleted stays."""
        await asyncio.to_thread(drop_name, earlier, video)
