"""The part of the bridge for the files of the form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wandesk.domain.catalog import AudioLimits, ClipLimits, PictureLimits
from wandesk.domain.found_files import FoundFiles, ListedPicture
from wandesk.domain.media import Audio, BeforeAndAfter, Clip, FetchedPicture, Picture, PictureFacts, VideoFrame
from wandesk.domain.picture_edit import NO_EDIT, PictureEdit
from wandesk.domain.request import StoredInput

if TYPE_CHECKING:  # the bridge has this part
    from wandesk.ui.bridge import Bridge


class FilesBridge:
    """The part of the bridge for the files of the form: implements `questions.FileQuestions`."""

    def __init__(self, bridge: Bridge) -> None:
        self._ask = bridge.ask

    async def get_ready(self) -> None:
        """Start what reads files, so that the first one is read at once."""
        await self._ask("get ready for files", lambda engine: engine.user_files.get_ready())

    async def glance_picture(self, path: str) -> PictureFacts:
        return await self._ask("glance at picture", lambda engine: engine.user_files.glance_picture(path))

    async def find_files(self, places: Sequence[str]) -> FoundFiles:
        return await self._ask("find files", lambda engine: engine.user_files.find_files(places))

    async def inspect_listed(self, path: str) -> ListedPicture:
        return await self._ask("inspect a listed picture", lambda engine: engine.user_files.inspect_listed(path))

    async def inspect_picture(self, path: str) -> Picture:
        return await self._ask("inspect picture", lambda engine: engine.user_files.inspect_picture(path))

    async def inspect_audio(self, path: str) -> Audio:
        return await self._ask("inspect audio", lambda engine: engine.user_files.inspect_audio(path))

    async def audio_excerpt(self, path: str, limits: AudioLimits, start: float, seconds: float) -> Path:
        return await self._ask(
            "audio excerpt", lambda engine: engine.user_files.audio_excerpt(path, limits, start, seconds)
        )

    async def inspect_clip(self, path: str) -> Clip:
        return await self._ask("inspect clip", lambda engine: engine.user_files.inspect_clip(path))

    async def fit_clip(self, path: str, limits: ClipLimits, start: float, seconds: float) -> Clip:
        return await self._ask("fit clip", lambda engine: engine.user_files.fit_clip(path, limits, start, seconds))

    async def frame_strip(self, path: str, times: Sequence[float], height: int) -> Path:
        return await self._ask("frames of a video", lambda engine: engine.user_files.frame_strip(path, times, height))

    async def preview(self, path: str, side: int, edit: PictureEdit = NO_EDIT) -> Path:
        return await self._ask("preview", lambda engine: engine.user_files.preview(path, side, edit))

    async def before_and_after(self, path: str, limits: PictureLimits, edit: PictureEdit) -> BeforeAndAfter:
        return await self._ask("compare", lambda engine: engine.user_files.before_and_after(path, limits, edit))

    async def video_frame(self, path: str, which: VideoFrame) -> Picture:
        return await self._ask("frame of a video", lambda engine: engine.user_files.video_frame(path, which))

    async def fetch_picture(self, address: str, region: str) -> FetchedPicture:
        return await self._ask("fetch a picture", lambda engine: engine.user_files.fetch_picture(address, region))

    async def fetch_audio(self, address: str, region: str) -> Audio:
        return await self._ask("fetch audio", lambda engine: engine.user_files.fetch_audio(address, region))

    async def transferred_files(self, key: str, listed: Sequence[str]) -> Sequence[str]:
        return await self._ask("files of a portal", lambda engine: engine.user_files.transferred_files(key, listed))

    async def keep_file(self, place: str) -> str:
        return await self._ask("keep a file", lambda engine: engine.user_files.keep_file(place))

    async def take_out(self, stored: StoredInput) -> str:
        return await self._ask("take a file out", lambda engine: engine.user_files.take_out(stored))

    async def keep_picture(self, content: bytes, suffix: str) -> str:
        return await self._ask("keep a picture", lambda engine: engine.user_files.keep_picture(content, suffix))
