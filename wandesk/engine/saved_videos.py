"""What a user can do with the files of saved videos. The videos themselves are never touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wandesk.domain.frame_times import FrameTimes
from wandesk.engine.media_port import Media
from wandesk.engine.ports import Files


class SavedVideos:
    """Copies of videos and of their frames. Only the media process opens a video."""

    def __init__(self, media: Media, files: Files, new_id: Callable[[], str]) -> None:
        self._media = media
        self._files = files
        self._new_id = new_id

    async def frame_times(self, path: str) -> FrameTimes:
        """When each frame begins. Raises VideoUnreadable, MediaProcessFailed."""
        return await self._media.frame_times(Path(path))

    async def frame(self, path: str, seconds: float, format_name: str = "PNG") -> Path:
        """The frame that is shown at a moment, in full size, as a file of ours ("PNG" or "JPEG").

        Raises VideoUnreadable, MediaProcessFailed, NoRoom, FolderRefused.
        """
        target = self._files.draft_path(f"frame-{self._new_id()}")
        await self._media.video_frame(Path(path), target, seconds, format_name)
        return target

    async def save_frame(self, path: str, seconds: float, target: Path, format_name: str) -> None:
        """The same as a file of the user's, which replaces what has this name. Raises as `frame`."""
        frame = await self.frame(path, seconds, format_name)
        await self._files.copy_out(frame, target)
        await self._files.discard(frame)

    async def save_copy(self, path: str, target: Path) -> None:
        """Copy a video to a file of the user's, which replaces what has this name.

        Raises VideoUnreadable (there is no such video), NoRoom, FolderRefused.
        """
        await self._files.copy_out(Path(path), target)
