"""The engine's port to the media process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from wandesk.domain.catalog import AudioLimits, ClipLimits, PictureLimits
from wandesk.domain.frame_times import FrameTimes
from wandesk.domain.media import AudioFacts, ClipFacts, PictureFacts, VideoFacts, VideoFrame
from wandesk.domain.picture_edit import NO_EDIT, PictureEdit


class Media(Protocol):
    """The media child process, the only code that opens foreign files.

    Raises InputRefused (with the sentence), VideoUnreadable, MediaProcessFailed; methods that write a file also raise
    NoRoom and FolderRefused.
    """

    async def glance_picture(self, path: Path) -> PictureFacts:
        """What the header of a picture tells, at once. The file may still be damaged."""

    async def inspect_picture(self, path: Path) -> PictureFacts: ...

    async def preview_picture(self, source: Path, target: Path, side: int, edit: PictureEdit) -> PictureFacts:
        """As `inspect_picture`, and write a JPEG of the edited picture: the picture is decoded once for both."""

    async def inspect_audio(self, path: Path) -> AudioFacts: ...

    async def inspect_video(self, path: Path) -> VideoFacts: ...

    async def prepare_picture(
        self, source: Path, target: Path, limits: PictureLimits, edit: PictureEdit = NO_EDIT
    ) -> PictureFacts:
        """Write the picture to send: without its extras; with its own pixels if they fit (`draft.needs_preparation`).

        Any other is upright, edited, flattened and within the limits, as JPEG or PNG (its `format`).
        """

    async def inspect_clip(self, path: Path, picture: Path) -> tuple[ClipFacts, PictureFacts]:
        """Facts about a clip and its first picture, which is written to `picture` as a JPEG."""

    async def clean_clip(self, source: Path, target: Path) -> ClipFacts:
        """Write the same clip as MP4 or MOV, without tags and other tracks."""

    async def fit_clip(self, source: Path, target: Path, limits: ClipLimits, start: float, seconds: float) -> ClipFacts:
        """Write a part of a video, in seconds, as an MP4 within the limits."""

    async def frame_strip(self, source: Path, target: Path, times: Sequence[float], height: int) -> None:
        """Write the frames that are shown at these times, in seconds, side by side as a JPEG of that height in pixels.

        Each has an equal share of the width.
        """

    async def prepare_audio(
        self, source: Path, target: Path, limits: AudioLimits, start: float, seconds: float
    ) -> AudioFacts:
        """Write a part of the audio, in seconds, as plain WAV or MP3 within the limits and without tags."""

    async def thumbnail(
        self, source: Path, target: Path, side: int, edit: PictureEdit = NO_EDIT, *, is_as_stored: bool = False
    ) -> None:
        """Write a JPEG of the edited picture or of the video's first frame, its longer side at most `side` pixels.

        `is_as_stored`: of the picture as its file has it, neither turned nor in other colours.
        """

    async def video_frame(
        self, source: Path, target: Path, which: VideoFrame | float, format_name: str = "PNG"
    ) -> PictureFacts:
        """Write a frame of a video as "PNG" or "JPEG": upright, in sRGB, at its full size.

        A number is the moment, in seconds, at which the frame is shown.
        """

    async def frame_times(self, path: Path) -> FrameTimes:
        """When each frame of a video begins, read without decoding."""

    async def get_ready(self) -> None:
        """Start the process, so that the first request is answered at once. Errors are those of the next request."""

    async def likeness(self, one: Path, other: Path) -> float:
        """Similarity of two pictures or first frames of videos: -1 to 1 (`domain.likeness`)."""

    async def close(self) -> None: ...
