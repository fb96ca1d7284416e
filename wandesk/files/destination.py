"""The videos folder: created only where its parent exists, or chosen by the user."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from wandesk import folders
from wandesk.domain.errors import NoRoom
from wandesk.files import disk

log = logging.getLogger(__name__)


class Destination:
    """The engine's Destination. Slow disk work runs in threads, because a drive that is away may not answer."""

    def __init__(self, folder: Path, *, is_chosen: bool = False) -> None:
        self.folder = folder
        self._is_chosen = is_chosen
        """The user has chosen the folder, so it was there: if it is missing, its drive is away."""

    async def check(self) -> None:
        """Create the folder if its parent exists, and write to it. Raises FolderRefused; a full disk raises nothing."""
        await asyncio.to_thread(self._check)

    async def choose(self, folder: Path) -> None:
        """Save videos in this folder from now on. Raises FolderRefused, NoRoom."""
        with disk.refusals(folder):
            await asyncio.to_thread(_check_existing, folder)
        self.folder, self._is_chosen = folder, True

    def make(self) -> Path:
        """The folder. It is created if its parent exists, unless the user has chosen it. Raises OSError."""
        if self._is_chosen:
            folders.check_mounted(self.folder)
        else:
            folders.make_folder(self.folder)
        return self.folder

    def _check(self) -> None:
        try:
            with disk.refusals(self.folder):
                folders.check_writable(self.make())
        except NoRoom as full:  # the rows of the downloads say it
            log.info("the disk of the videos is full: %s", full)


def _check_existing(folder: Path) -> None:
    folders.check_mounted(folder)
    folders.check_writable(folder)
