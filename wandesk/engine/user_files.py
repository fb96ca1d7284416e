"""The files that the user puts into a draft: checked, previewed, and kept if they have no file that stays."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from wandesk.domain.catalog import AudioLimits, ClipLimits, PictureLimits
from wandesk.domain.errors import FolderRefused, InputRefused, NoRoom
from wandesk.domain.found_files import LISTED_SIDE, FoundFiles, ListedPicture
from wandesk.domain.media import (
    PREVIEW_SIDE,
    UNSEEN_PICTURE,
    Audio,
    BeforeAndAfter,
    Clip,
    FetchedPicture,
    Picture,
    PictureFacts,
    VideoFrame,
)
from wandesk.domain.pasted import pasted_name
from wandesk.domain.picture_edit import NO_EDIT, PictureEdit
from wandesk.domain.request import StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.web_address import WebFileUnseen, name_in
from wandesk.engine.media_port import Media
from wandesk.engine.ports import Cloud, Files

log = logging.getLogger(__name__)

MOST_READY = 8
"""Previews of pictures that were checked and not asked for yet."""


class UserFiles:
    """Checks and previews files. Only the media process opens them."""

    def __init__(self, media: Media, files: Files, cloud: Cloud, new_id: Callable[[], str]) -> None:
        self._media = media
        self._cloud = cloud
        self._files = files
        self._new_id = new_id
        self._ready: dict[str, Path] = {}
        """The previews that were made while pictures were checked, by the picture's path, oldest first."""

    async def get_ready(self) -> None:
        """Start the media process, so that the first file is read at once."""
        await self._media.get_ready()

    async def glance_picture(self, path: str) -> PictureFacts:
        """What the header of a picture tells, within milliseconds; `inspect_picture` then judges the whole file.

        Raises InputRefused, MediaProcessFailed.
        """
        return await self._media.glance_picture(Path(path))

    async def inspect_picture(self, path: str) -> Picture:
        """Check a picture. Its preview is made at the same time. Raises InputRefused, MediaProcessFailed."""
        try:
            target = _preview_path(self._files, self._new_id())
            facts = await self._media.preview_picture(Path(path), target, PREVIEW_SIDE, NO_EDIT)
        except (NoRoom, FolderRefused):  # the picture itself may be all right
            return Picture(path=path, facts=await self._media.inspect_picture(Path(path)))
        self._ready[path] = target
        while len(self._ready) > MOST_READY:
            del self._ready[next(iter(self._ready))]
        return Picture(path=path, facts=facts)

    async def find_files(self, places: Sequence[str]) -> FoundFiles:
        """The files of these places, with the pictures of each folder among them."""
        return await self._files.find_files(places)

    async def inspect_listed(self, path: str) -> ListedPicture:
        """Check one of many pictures. A small picture of it is made at the same time. Raises as `inspect_picture`."""
        try:
            target = _preview_path(self._files, self._new_id())
            facts = await self._media.preview_picture(Path(path), target, LISTED_SIDE, NO_EDIT)
        except (NoRoom, FolderRefused):  # the picture itself may be all right
            facts = await self._media.inspect_picture(Path(path))
            return ListedPicture(picture=Picture(path=path, facts=facts), thumbnail=None)
        return ListedPicture(picture=Picture(path=path, facts=facts), thumbnail=target)

    async def read_table(self, path: str) -> bytes:
        """The content of a table of orders. Raises InputRefused."""
        return await self._files.read_table(Path(path))

    async def file_beside(self, table: str, cell: str) -> str:
        """The path of a file that a table of orders names."""
        return await self._files.file_beside(Path(table), cell)

    async def video_frame(self, path: str, which: VideoFrame) -> Picture:
        """The first or the last frame of a video as a picture. Raises VideoUnreadable, MediaProcessFailed, NoRoom."""
        target = self._files.draft_path(pasted_name(self._new_id()))
        await self._media.video_frame(Path(path), target, which)
        return await self.inspect_picture(str(target))

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

    async def fit_clip(self, path: str, limits: ClipLimits, start: float, seconds: float) -> Clip:
        """A part of a video as a clip of ours within the limits. Raises as `inspect_clip`."""
        target = await self._files.kept_path(f"{Path(path).stem}.mp4")
        await self._media.fit_clip(Path(path), target, limits, start, seconds)
        return await self.inspect_clip(str(target))

    async def frame_strip(self, path: str, times: Sequence[float], height: int) -> Path:
        """The frames of a video at these times, side by side in one JPEG.

        Raises VideoUnreadable, MediaProcessFailed, NoRoom, FolderRefused.
        """
        target = _preview_path(self._files, self._new_id())
        await self._media.frame_strip(Path(path), target, times, height)
        return target

    async def fetch_picture(self, address: str, region: str) -> FetchedPicture:
        """Check the picture at a web address (`web_address.cloud_address`), read through the proxy of `region`.

        A picture that only the cloud can read is taken unseen. Raises InputRefused, MediaProcessFailed, NoRoom,
        FolderRefused.
        """
        target = await self._files.kept_path(name_in(address))
        try:
            await self._cloud.fetch(address, target, region=region)
        except WebFileUnseen as unseen:
            log.info("no preview of a web address: %s", unseen.detail)
            picture = Picture(path="", facts=UNSEEN_PICTURE, address=address)
            return FetchedPicture(picture=picture, why_unseen=unseen.sentence)
        return FetchedPicture(picture=replace(await self.inspect_picture(str(target)), address=address))

    async def fetch_audio(self, address: str, region: str) -> Audio:
        """Check the audio at a web address. Raises InputRefused also if only the cloud can read it: its length counts.

        Raises MediaProcessFailed, NoRoom, FolderRefused.
        """
        target = await self._files.kept_path(name_in(address))
        try:
            await self._cloud.fetch(address, target, region=region)
        except WebFileUnseen as unseen:
            raise InputRefused(unseen.detail, sentence=Sentence.WEB_NOT_HEARD, values=unseen.values) from unseen
        return replace(await self.inspect_audio(str(target)), address=address)

    async def preview(self, path: str, side: int, edit: PictureEdit = NO_EDIT) -> Path:
        """A JPEG of a picture for the composer, its longer side at most `side` pixels. Raises as `Media.thumbnail`."""
        if side == PREVIEW_SIDE and edit == NO_EDIT and (ready := self._ready.pop(path, None)) is not None:
            return ready
        target = _preview_path(self._files, self._new_id())
        await self._media.thumbnail(Path(path), target, side, edit)
        return target

    async def before_and_after(self, path: str, limits: PictureLimits, edit: PictureEdit) -> BeforeAndAfter:
        """How a picture looks in its file, and what is really sent of it. Raises as `Media.prepare_picture`."""
        before, sent, after = (_preview_path(self._files, self._new_id()) for _ in range(3))
        await self._media.thumbnail(Path(path), before, PREVIEW_SIDE, is_as_stored=True)
        facts = await self._media.prepare_picture(Path(path), sent, limits, edit)
        await self._media.thumbnail(sent, after, PREVIEW_SIDE)
        return BeforeAndAfter(before=str(before), after=str(after), sent=facts)

    async def audio_excerpt(self, path: str, limits: AudioLimits, start: float, seconds: float) -> Path:
        """A part of an audio file as a file of ours, as it would be sent. Raises as `Media.prepare_audio`."""
        target = self._files.draft_path(f"excerpt-{self._new_id()}")
        await self._media.prepare_audio(Path(path), target, replace(limits, min_seconds=0.0), start, seconds)
        return target

    async def transferred_files(self, key: str, listed: Sequence[str]) -> Sequence[str]:
        """The files that a sandboxed program handed over through a portal; `listed`, if one of these paths exists."""
        return await self._files.transferred_files(key, listed)

    async def keep_file(self, place: str) -> str:
        """A path of the same file that stays until the request is made: a copy if the file may vanish.

        `place` is a path, or an address such as `smb://nas/photos/cat.jpg`. Raises InputRefused.
        """
        return await self._files.keep_file(place)

    async def take_out(self, stored: StoredInput) -> str:
        """A path of a job's file for the draft, or its web address if that is all there is.

        Raises InputRefused, FolderRefused, NoRoom.
        """
        return str(await self._files.take_out(stored)) if stored.has_copy else stored.address or ""

    async def keep_picture(self, content: bytes, suffix: str) -> str:
        """Store a picture that has no file, not decoded, and return its path. Raises FolderRefused, NoRoom."""
        target = self._files.draft_path(pasted_name(self._new_id(), suffix))
        await self._files.write(target, content)
        return str(target)


def _preview_path(files: Files, new_id: str) -> Path:
    return files.draft_path(f"preview-{new_id}.jpg")
