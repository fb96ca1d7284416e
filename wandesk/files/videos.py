"""Videos on disk: final names that replace nothing, partial downloads, and the fallback folder."""

from __future__ import annotations

import asyncio
import errno
import filecmp
import logging
import os
import shutil
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from wandesk import durable, folders
from wandesk.domain.errors import FolderRefused, TrashRefused, VideoLocked, VideoUnreadable
from wandesk.domain.job import Job
from wandesk.domain.transfers import spare_bytes
from wandesk.domain.video_naming import DEFAULT_NAMING, VideoNaming
from wandesk.files import disk
from wandesk.files.destination import Destination
from wandesk.files.names import label_folder
from wandesk.files.reserving import PART, Names, is_reserved, next_name, numbered

RENAME_DELAYS = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)
"""Seconds between retries. On Windows a virus scanner or an indexer may keep a new file open for a moment."""
TRASH_DELAYS = (0.2, 0.8, 2.0)
"""Seconds between retries of the trash, for the same reason."""
VIDEO = ".mp4"
COPY_BYTES = 1024 * 1024
NOTE = ".json"
"""Suffix of the note beside a part that is not complete (`Cloud.download`)."""

log = logging.getLogger(__name__)


class VideoFiles:
    """The part of Files for videos. Slow disk work runs in threads.

    `fallback` holds videos while the videos folder cannot be written: `fallback/JOB/NAME`.
    """

    def __init__(
        self,
        destination: Destination,
        fallback: Path,
        sleep: Callable[[float], Awaitable[object]],
        move_to_trash: Callable[[Path], bool],
    ) -> None:
        """`move_to_trash` moves a file to the system's trash; False: it refused, and the file is where it was."""
        self.destination = destination
        self._fallback = fallback
        self._sleep = sleep
        self._move_to_trash = move_to_trash
        self._naming = DEFAULT_NAMING
        self._names = Names()

    def use_names(self, naming: VideoNaming) -> None:
        """Name new videos like this from now on."""
        self._naming = naming

    async def reserve_video(self, job: Job) -> Path:
        """Reserve a final path by an empty file. Raises FolderRefused (also if the folder's disk is missing), NoRoom.

        An empty file that a crash left for this job is used again.
        """
        return await asyncio.to_thread(self._reserve, job)

    async def reserve_in_fallback(self, job: Job, complete_part: Path | None = None) -> Path:
        """The same in the fallback folder. `complete_part` is elsewhere; it is copied if it can be read.

        Raises FolderRefused, NoRoom.
        """
        return await asyncio.to_thread(self._reserve_in_fallback, job, complete_part)

    def is_in_fallback(self, final: Path) -> bool:
        """Whether the path is in the fallback folder."""
        return self._fallback in final.parents

    async def videos_in_fallback(self) -> Sequence[tuple[str, Path]]:
        """The videos in the fallback folder, each with the id of its job."""
        return await asyncio.to_thread(self._all_in_fallback)

    async def relocate(self, job_id: str, video: Path, label: str = "") -> Path:
        """Copy a video from the fallback folder to the videos folder, or that of its label.

        It keeps its own name, or gets the next free one.

        Returns its new path. Can be repeated after a crash. Raises FolderRefused, NoRoom, VideoLocked.
        """
        part, final = await asyncio.to_thread(self._copy_to_videos, job_id, video, label)
        return final if part is None else await self.finish_video(part, final)

    async def clear_fallback(self, job_id: str) -> None:
        """Delete the job's files in the fallback folder. A file that cannot be deleted is deleted next time."""
        await asyncio.to_thread(self._clear_fallback, job_id)

    def part_path(self, final: Path) -> Path:
        """The path that the video is downloaded to, beside its final path."""
        return final.with_name(final.name + PART)

    async def is_complete(self, path: Path) -> bool:
        """Whether a part or a video exists and is complete as far as known. An empty file is not."""
        return await asyncio.to_thread(_is_complete, path)

    async def finish_video(self, part: Path, final: Path) -> Path:
        """Rename the part to its final name, and return its path. Only our own empty file is ever replaced.

        Can be repeated after a crash. Raises FolderRefused, NoRoom, VideoUnreadable (the part is missing) and
        VideoLocked (another program keeps the file open).
        """
        for delay in (*RENAME_DELAYS, None):
            try:
                return await asyncio.to_thread(_finish, part, final)
            except PermissionError as error:
                if not await asyncio.to_thread(disk.can_write, final.parent):
                    raise FolderRefused(str(error), values={"folder": str(final.parent)}) from error
                if delay is None:
                    raise VideoLocked(str(error), values={"file": str(part)}) from error
                await self._sleep(delay)
            except OSError as error:
                raise disk.refusal(error, final.parent) from error
        raise AssertionError("the loop returns or raises")

    async def trash(self, video: Path, size_bytes: int) -> bool:
        """Move a saved video to the system's trash; False if its folder does not have it any more.

        Raises TrashRefused, also for a file of another size, which is not the one that was saved.
        """
        for delay in (*TRASH_DELAYS, None):
            size = await asyncio.to_thread(_size, video)
            if size is None and await asyncio.to_thread(video.parent.is_dir):
                return False
            if size != size_bytes:
                break  # without its folder: the disk of the videos folder is away, and the video with it
            if await asyncio.to_thread(self._move_to_trash, video):
                return True
            if delay is not None:
                await self._sleep(delay)
        raise TrashRefused(str(video), values={"file": video.name, "folder": str(video.parent)})

    async def free_bytes(self, folder: Path) -> int | None:
        """The free bytes of the disk, None if unknown."""
        return await asyncio.to_thread(_free_bytes, folder)

    async def exists(self, path: Path) -> bool:
        """Whether the file exists. One that cannot be accessed counts as missing."""
        return await asyncio.to_thread(disk.is_file, path)

    async def discard(self, path: Path) -> None:
        """Delete a part, an empty reservation or a draft. A video with content is kept and logged.

        Raises FolderRefused.
        """
        await asyncio.to_thread(self._discard, path)

    # ---------------------------------------------------------------- in threads

    def _reserve(self, job: Job) -> Path:
        with disk.refusals(self.destination.folder):
            return self._names.reserve_for(job, self._folder_of(job.marks.label), self._naming)

    def _folder_of(self, label: str) -> Path:
        """The folder for new videos with that label, which is created. Raises OSError."""
        videos = self.destination.make()
        if not (name := label_folder(label, self._naming)):
            return videos
        folders.make_folder(videos / name, below=videos)
        return videos / name

    def _reserve_in_fallback(self, job: Job, complete_part: Path | None) -> Path:
        folder = self._fallback / job.id
        with disk.refusals(folder):
            folders.make_folder(folder, below=self._fallback.parent)
            final = self._names.reserve_for(job, folder, self._naming)
            part = self.part_path(final)
            if complete_part is not None and not _is_complete(part):
                _copy_complete(complete_part, part)
        return final

    def _all_in_fallback(self) -> list[tuple[str, Path]]:
        try:
            found = [(path.parent.name, path) for path in sorted(self._fallback.glob("*/*.mp4"))]
            return [(job_id, path) for job_id, path in found if path.stat().st_size]
        except OSError:
            return []  # no folder, or a file was deleted meanwhile; the caller tries again

    def _copy_to_videos(self, job_id: str, video: Path, label: str) -> tuple[Path | None, Path]:
        target = self.destination.folder / label_folder(label, self._naming) / video.name
        with disk.refusals(self.destination.folder):
            if _is_same(video, target):
                return None, target  # copied before a crash
            self._folder_of(label)
            final = self._names.reserve(numbered(target), job_id, mark=target.stem)
            part = self.part_path(final)
            _note(part).unlink(missing_ok=True)
            try:
                _check_room(video, part)
                _copy(video, part)
            except OSError:
                for path in (part, final):
                    disk.remove_quietly(path)
                raise
        return part, final

    def _clear_fallback(self, job_id: str) -> None:
        folder = self._fallback / job_id
        for path in (*folder.glob("*.mp4"), *folder.glob("*.part*")):
            disk.remove_quietly(path)
        try:
            folder.rmdir()
        except OSError as error:
            log.info("a folder in the fallback folder was not deleted: %s", error)

    def _discard(self, path: Path) -> None:
        try:
            if path.suffix == PART:
                _note(path).unlink(missing_ok=True)
            elif path.suffix == VIDEO and path.stat().st_size:
                log.warning("a video was not discarded: %s", path.name)
                return
            path.unlink()
        except FileNotFoundError:
            return
        except OSError as error:
            raise disk.refusal(error, path.parent) from error


def _note(part: Path) -> Path:
    return part.with_name(part.name + NOTE)


def _finish(part: Path, final: Path) -> Path:
    """Raises OSError, VideoUnreadable."""
    try:
        durable.fsync_file(part)
    except FileNotFoundError as error:
        if disk.is_file(final) and final.stat().st_size:
            return final  # renamed before a crash
        if not part.parent.is_dir():
            raise  # the whole folder is missing
        raise VideoUnreadable("the part is gone") from error
    if is_reserved(final):
        target = final
        part.replace(target)
    else:
        # The name is free, or the file is not ours: reserve a name exclusively.
        target = next_name(final, part)
        try:
            part.replace(target)
        except OSError:
            disk.remove_quietly(target)
            raise
    for leftover in (_note(part), _note(part).with_name(f"{_note(part).name}.new")):
        disk.remove_quietly(leftover)  # of a given-up download, or of a folder that went away while it was written
    disk.fsync_folder(target.parent)
    return target


def _is_complete(part: Path) -> bool:
    try:
        return durable.is_own(part) and part.lstat().st_size > 0 and not os.path.lexists(_note(part))
    except OSError:
        return False


def _copy_complete(complete_part: Path, part: Path) -> None:
    """Copy a complete part; when it cannot be read, the video is downloaded again."""
    draft = part.with_name(part.name + ".copy")
    try:
        _copy(complete_part, draft)
        durable.fsync_file(draft)
        draft.replace(part)
    except OSError as error:
        log.info("a complete part could not be copied: %s", error)
        disk.remove_quietly(draft)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, durable.create_own(target) as written:
        while piece := read.read(COPY_BYTES):
            durable.write_all(written, piece)


def _check_room(video: Path, target: Path) -> None:
    """Raises OSError (ENOSPC) where a copy would not leave enough free space."""
    usage = shutil.disk_usage(target.parent)
    if 0 < usage.free < video.stat().st_size + spare_bytes(usage.total):  # some disks report 0 for unknown
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))


def _is_same(video: Path, target: Path) -> bool:
    try:
        return filecmp.cmp(video, target, shallow=False)
    except FileNotFoundError:
        return False


def _size(path: Path) -> int | None:
    """The size of a file, None if it is missing or cannot be accessed."""
    try:
        return path.stat().st_size
    except OSError:
        return None


def _free_bytes(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
