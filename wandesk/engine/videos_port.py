"""The engine's port to the videos on disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from wandesk.domain.job import Job
from wandesk.domain.video_naming import VideoNaming


class Destination(Protocol):
    """The videos folder."""

    @property
    def folder(self) -> Path: ...

    async def check(self) -> None:
        """Create the folder where its parent exists, and write to it. Raises FolderRefused only."""

    def use(self, chosen: Path | None) -> None:
        """Save videos in this folder from now on, which is never created; None: in the default one."""


class Videos(Protocol):
    """Videos on disk. Methods that write raise NoRoom and FolderRefused."""

    def use_names(self, naming: VideoNaming) -> None:
        """Name new videos like this from now on."""

    async def reserve_video(self, job: Job) -> Path:
        """A free final path for the video, reserved by an empty file.

        A reservation that a crash left for this job is used again.
        """

    async def reserve_in_fallback(self, job: Job, complete_part: Path | None = None) -> Path:
        """The same in the fallback folder, for a videos folder that is missing or cannot be written.

        `complete_part` is in the videos folder: it is copied if it can be read.
        """

    def is_in_fallback(self, final: Path) -> bool: ...

    async def videos_in_fallback(self) -> Sequence[tuple[str, Path]]:
        """The videos in the fallback folder, each with its job's id."""

    async def relocate(self, job_id: str, video: Path, label: str = "") -> Path:
        """Copy a video from the fallback folder to its own, which may be that of its label. Can be repeated.

        Also raises VideoLocked.
        """

    async def give_name(self, video: Path, name: str) -> Path:
        """Give a video another name in its folder, the next free one; its earlier name stays until `drop_name`."""

    async def drop_name(self, earlier: Path, video: Path) -> None:
        """Delete the earlier name of a video that has another one now."""

    async def clear_fallback(self, job_id: str) -> None:
        """Delete a job's files in the fallback folder."""

    def part_path(self, final: Path) -> Path: ...

    async def is_complete(self, path: Path) -> bool:
        """Whether a part or a video is complete, as `Cloud.download` left it; an empty reservation is not."""

    async def finish_video(self, part: Path, final: Path) -> Path:
        """fsync and rename the part to the reserved path, or to a free path beside it if that has another file now.

        Also raises VideoLocked (another program keeps the file open) and VideoUnreadable (the part is missing).
        """

    async def trash(self, video: Path, size_bytes: int) -> bool:
        """Move a saved video of that size to the system's trash; False if its folder does not have it any more.

        Raises TrashRefused only.
        """

    async def free_bytes(self, folder: Path) -> int | None:
        """Free space of the folder's disk, None if it is unknown."""

    async def exists(self, path: Path) -> bool: ...

    async def discard(self, path: Path) -> None:
        """Delete one of our files (a part, an empty reservation) if it exists."""

    async def copy_out(self, source: Path, target: Path) -> None:
        """Copy a file to where the user wants it, whole or not at all; what has this name is replaced.

        Raises VideoUnreadable (there is no such source).
        """
