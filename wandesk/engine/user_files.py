"""The files that the user puts into a draft: checked, previewed, and kept if they have no file that stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wandesk.domain.catalog import AudioLimits
from wandesk.domain.media import Audio, Clip, Picture
from wandesk.domain.pasted import pasted_name
from wandesk.domain.structs import replace
from wandesk.engine.ports import Files, Media


class UserFiles:
    """Checks and previews files. Only the media process opens them."""

    def __init__(self, media: Media, files: Files, new_id: Callable[[], str]) -> None:
        self._media = media
        self._files = files
        self._new_id = new_id

    async def inspect_picture(self, path: str) -> Picture:
        """Check a picture. Raises InputRefused, MediaProcessFailed."""
        return Picture(path=path, facts=await self._media.inspect_picture(Path(path)))

    async def inspect_audio(self, path: str) -> Audio:
        """Check an audio file. Raises InputRefused, MediaProcessFailed."""
        return Audio(path=path, facts=await self._media.inspect_audio(Path(path)))

    async def inspect_clip(self, path: str) -> Clip:
        """Check a clip and keep its first picture as a draft. Raises InputRefused, MediaProcessFailed, NoRoom,
        FolderRefused.
        """
        target = self._files.draft_path(f"clip-{self._new_id()}.jpg")
        facts, picture = await self._media.inspect_clip(Path(path), target)
        return Clip(path=path, facts=facts, first_picture=Picture(path=str(target), facts=picture))

    async def preview(self, path: str, side: int) -> Path:
        """A JPEG of a picture for the composer, its longer side at most `side` pixels. Raises as `Media.thumbnail`."""
        target = self._files.draft_path(f"preview-{self._new_id()}.jpg")
        await self._media.thumbnail(Path(path), target, side)
        return target

    async def audio_excerpt(self, path: str, limits: AudioLimits, start: float, seconds: float) -> Path:
        """A part of an audio file as a file of ours, as it would be sent. Raises as `Media.prepare_audio`."""
        target = self._files.draft_path(f"excerpt-{self._new_id()}")
        await self._media.prepare_audio(Path(path), target, replace(limits, min_seconds=0.0), start, seconds)
        return target

    async def keep_file(self, place: str) -> str:
        """A path of the file that stays until the request is made: a copy if the file may vanish.

        `place` is a path, or an address such as `smb://nas/photos/cat.jpg`. Raises InputRefused.
        """
        return await self._files.keep_file(place)

    async def keep_picture(self, content: bytes, suffix: str) -> str:
        """Store a picture that has no file, not decoded, and return its path. Raises FolderRefused, NoRoom."""
        target = self._files.draft_path(pasted_name(self._new_id(), suffix))
        await self._files.write(target, content)
        return str(target)
