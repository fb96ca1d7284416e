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

    def __init__(self, default: Path, chosen: Path | None = None) -> None:
        self._default = default
        self._chosen = chosen
        """A folder that the user has chosen was there: if it is missing, its drive is away."""

    @property
    def folder(self) -> Path:
        """The folder of the next video."""
        return self._chosen or self._default

    def use(self, chosen: Path | None) -> None:
        """Save videos in this folder from now on; None: in the default one."""
        self._chosen = chosen

    async def check(self) -> None:
        """Create the folder if its parent exists, and write to it. Raises FolderRefused; a full disk raises nothing."""
        await asyncio.to_thread(self._check)

    def make(self) -> Path:
        """The folder. It is created if its parent exists, unless the user has chosen it. Raises OSError."""
        if self._chosen is not None:
            folders.check_mounted(self._chosen)
        else:
            folders.make_folder(self._default)
        return self.folder

    def _check(self) -> None:
        try:
            with disk.refusals(self.folder):
                folders.check_writable(self.make())
        except NoRoom as full:  # the rows of the downloads say it
            log.info("the disk of the videos is full: %s", full)
