"""The folders of one profile: inputs, videos and posters."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path, PurePath

from wandesk import durable
from wandesk.domain.errors import InputRefused
from wandesk.domain.media import SUFFIXES
from wandesk.domain.request import StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.files import disk
from wandesk.files.copies import UserCopies
from wandesk.files.destination import Destination
from wandesk.files.drafts import DraftFiles
from wandesk.files.inputs import InputFiles
from wandesk.files.moved import MovedVideos
from wandesk.files.renaming import VideoRenaming
from wandesk.files.usage import Usage
from wandesk.files.videos import VideoFiles


class ProfileFiles(InputFiles, DraftFiles, VideoFiles, VideoRenaming, MovedVideos, UserCopies, Usage):
    """The engine's Files. Slow disk work runs in threads."""

    def __init__(
        self,
        *,
        inputs: Path,
        posters: Path,
        destination: Destination,
        fallback: Path,
        move_to_trash: Callable[[Path], bool],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """`fallback` holds videos while the videos folder cannot be written; `move_to_trash` as in VideoFiles."""
        InputFiles.__init__(self, inputs)
        DraftFiles.__init__(self, inputs / "drafts")
        VideoFiles.__init__(self, destination, fallback, sleep, move_to_trash)
        Usage.__init__(self, inputs, posters)
        self._posters = posters

    async def write(self, path: Path, content: bytes) -> None:
        """Write a small file atomically. Raises NoRoom, FolderRefused."""
        with disk.refusals(path.parent):
            await asyncio.to_thread(durable.write, path, content)

    async def take_out(self, stored: StoredInput) -> Path:
        """A copy of an input as a file of the draft, under the user's own name. Raises InputRefused, NoRoom.

        The input itself is deleted with its last job.
        """
        name = PurePath(stored.name).stem or "file"
        target = await self.kept_path(f"{name}{SUFFIXES.get(stored.format, '')}")
        source = self.input_path(stored)
        try:
            with disk.refusals(target.parent):
                await asyncio.to_thread(shutil.copyfile, source, target)
        except FileNotFoundError as gone:
            raise InputRefused(str(gone), sentence=Sentence.PICTURE_NOT_HERE) from gone
        return target

    async def sweep(self, older_than: float, keep: Collection[str] = ()) -> None:
        """Delete drafts last changed before `older_than` (seconds since 1970), and unfinished copies of earlier runs.

        `keep` are paths still in use: a pasted picture in the form has no other file.
        """
        await self.sweep_drafts(older_than, keep)
        await self.sweep_copies()

    def poster_path(self, job_id: str) -> Path:
        """The path of a job's poster; its folder is created if missing. Raises FolderRefused, NoRoom."""
        return disk.inside(self._posters, f"{job_id}.jpg", below=self._posters.parent)
