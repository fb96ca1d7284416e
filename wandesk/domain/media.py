"""Facts of picture, audio and video files, from their content."""

from __future__ import annotations

from msgspec import Struct

from wandesk.domain.picture_edit import NO_EDIT, PictureEdit

MIME_TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "BMP": "image/bmp",
    "WEBP": "image/webp",
    "WAV": "audio/wav",
    "MP3": "audio/mpeg",
    "MP4": "video/mp4",
    "MOV": "video/quicktime",
}
"""MIME types by the format of the content (wire-protocol 6.1 - 6.3)."""

SUFFIXES = {
    "JPEG": ".jpg",
    "PNG": ".png",
    "BMP": ".bmp",
    "WEBP": ".webp",
    "HEIC": ".heic",
    "AVIF": ".avif",
    "GIF": ".gif",
    "TIFF": ".tiff",
    "WAV": ".wav",
    "MP3": ".mp3",
    "MP4": ".mp4",
    "MOV": ".mov",
}


class PictureFacts(Struct, frozen=True, kw_only=True):
    """A picture as shown: `width` and `height` in pixels after rotating it upright."""

    format: str
    width: int
    height: int
    size_bytes: int
    has_alpha: bool = False
    """The file has an alpha channel or a transparent colour, which no picture that is sent may have."""
    is_transparent: bool = False
    """Some pixel is not opaque."""
    is_turned: bool = False
    """The stored pixels are not upright (EXIF orientation)."""
    is_plain: bool = True
    """One 8-bit grey or RGB picture in sRGB; CMYK, palettes, 16 bits, other profiles and animations are converted."""
    is_moving: bool = False
    """The file has later moments (an animation), which are not sent."""
    has_pages: bool = False
    """The file has further pages, which are not sent."""
    is_black: bool = False
    """What is sent is all black."""
    has_other_colours: bool = False
    """The colours are not sRGB: CMYK, a profile, a gamma or HDR."""
    is_hdr: bool = False
    """The brightness is that of HDR, which is tone-mapped."""

    @property
    def aspect(self) -> float:
        """The longer side divided by the shorter one, at least 1."""
        return max(self.width, self.height) / min(self.width, self.height)


class AudioFacts(Struct, frozen=True, kw_only=True):
    """An audio file: `seconds` is the decoded length."""

    format: str
    seconds: float
    size_bytes: int
    sample_rate: int = 0
    channels: int = 0
    has_true_header: bool = True
    """The header gives the length that was decoded. Otherwise the file is rewritten before it is sent."""


class VideoFacts(Struct, frozen=True, kw_only=True):
    """A saved video as read from the file itself."""

    width: int
    height: int
    seconds: float
    fps: float
    video_codec: str
    audio_codec: str | None
    size_bytes: int


class ClipFacts(Struct, frozen=True, kw_only=True):
    """A video that another one continues: `width` and `height` in pixels as shown, `seconds` of the frames present."""

    format: str
    """The container's name: `MP4`, `MOV`, `MKV` ..."""
    width: int
    height: int
    seconds: float
    size_bytes: int
    fps: float = 0.0
    video_codec: str = ""
    can_be_copied: bool = False
    """Its encoded pictures go into an MP4 unchanged, so the container does not matter."""

    @property
    def aspect(self) -> float:
        """The longer side divided by the shorter one, at least 1."""
        return max(self.width, self.height) / min(self.width, self.height)


class Picture(Struct, frozen=True, kw_only=True):
    """A picture file of the user, checked by the media process."""

    path: str
    facts: PictureFacts
    edit: PictureEdit = NO_EDIT
    """What the user changes about it; `facts` are those of the file."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of the upright picture after the crop."""
        return self.edit.size(self.facts.width, self.facts.height)


class Audio(Struct, frozen=True, kw_only=True):
    """An audio file of the user, checked by the media process."""

    path: str
    facts: AudioFacts


class Clip(Struct, frozen=True, kw_only=True):
    """A video file of the user that the new video continues, checked by the media process.

    `first_picture` is the clip's first frame as a file of ours: the form and the list show it.
    """

    path: str
    facts: ClipFacts
    first_picture: Picture


class Video(Struct, frozen=True, kw_only=True):
    """A video on disk. `path` is absolute."""

    path: str
    facts: VideoFacts
    is_waiting: bool = False
    """The file is in the fallback folder until the videos folder can be written again."""
