"""Facts of picture, audio and video files, from their content."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from msgspec import Struct

from wandesk.domain.picture_edit import NO_EDIT, PictureEdit
from wandesk.domain.sentences import Sentence
from wandesk.domain.web_address import name_in

PREVIEW_SIDE = 880
"""Pixels of the longer side of a preview: twice the widest card, for dense screens."""

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


class VideoFrame(StrEnum):
    """The frames of a video that can become a picture."""

    FIRST = "first"
    LAST = "last"


class Extra(StrEnum):
    """What a picture file carries besides its picture. It is never sent."""

    PLACE = "place"
    DETAILS = "details"
    """Names, dates, comments, the camera."""
    PICTURES = "pictures"
    """Thumbnails and further pictures."""
    VIDEO = "video"
    OTHER = "other"


class PictureFacts(Struct, frozen=True, kw_only=True):
    """A picture as shown: `width` and `height` in pixels after rotating it upright."""

    format: str
    width: int
    height: int
    size_bytes: int
    has_alpha: bool = False
    """At least one pixel is transparent."""
    has_alpha_channel: bool = False
    """The pixels have an alpha channel or a transparent colour, whether any of them is transparent or not."""
    is_turned: bool = False
    """The stored pixels are not upright (EXIF orientation)."""
    is_plain: bool = True
    """One 8-bit grey or RGB picture in sRGB that no strict decoder refuses.

    CMYK, palettes, 16 bits, other profiles, animations, wrong checksums and arithmetic codes are converted.
    """
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
    is_cut: bool = False
    """The file lacks its last bytes, and nothing of its picture."""
    extras: tuple[Extra, ...] = ()
    """In the order of `Extra`."""
    clean_bytes: int | None = None
    """The size without the extras; None for a file that is re-encoded."""

    @property
    def picture_bytes(self) -> int:
        """The size of the picture alone, as far as it is known."""
        return self.size_bytes if self.clean_bytes is None else self.clean_bytes

    @property
    def is_known(self) -> bool:
        """Whether the picture was read here. Of a web address that only the cloud can read, nothing is known."""
        return self.width > 0 and self.height > 0

    @property
    def aspect(self) -> float:
        """The longer side divided by the shorter one, at least 1; 1 if nothing is known."""
        return max(self.width, self.height) / min(self.width, self.height) if self.is_known else 1.0


UNSEEN_PICTURE = PictureFacts(format="", width=0, height=0, size_bytes=0)
"""What is known of a picture that only the cloud can read."""

SILENCE = 33
"""Peaks below this are silence: -60 dB of full scale."""

CLIPPED_SHARE = 0.02
"""Music that is mastered loud has clipping in fewer stretches, which is not heard."""


class Waveform(Struct, frozen=True, kw_only=True):
    """The loudness of an audio file over its length."""

    peaks: tuple[int, ...] = ()
    """The highest level in each of many equal stretches of time: 0 to 32,767."""
    clipped: tuple[int, ...] = ()
    """The stretches with clipping, by their position in `peaks`: several samples in a row at the highest level."""

    def stretches(self, start: float, end: float) -> range:
        """The positions in `peaks` of a part of the file; `start` and `end` are shares of its length, 0 to 1."""
        count = len(self.peaks)
        first = min(max(0, int(start * count)), max(0, count - 1))
        return range(first, max(first + 1, min(count, round(end * count)))) if count else range(0)

    def is_silent(self, start: float = 0.0, end: float = 1.0) -> bool:
        """Whether a part of the file is silent. A file without a waveform is not."""
        part = self.stretches(start, end)
        return bool(part) and all(self.peaks[at] < SILENCE for at in part)

    def is_clipped(self, start: float = 0.0, end: float = 1.0) -> bool:
        """Whether so much of a part of the file is clipped that it is heard as distortion."""
        part = self.stretches(start, end)
        clipped = sum(at in part for at in self.clipped)
        return clipped > CLIPPED_SHARE * len(part)


class AudioFacts(Struct, frozen=True, kw_only=True):
    """An audio file, or the audio of a video: `seconds` is the decoded length."""

    format: str
    seconds: float
    size_bytes: int
    sample_rate: int = 0
    channels: int = 0
    is_plain: bool = True
    """What every decoder takes: a WAV of 16-bit PCM or an MP3, mono or stereo, of a usual rate."""
    is_clean: bool = True
    """It holds nothing but the audio and a header that tells its true length: no tags, no pictures."""
    encoded_seconds: float | None = None
    """The length of a plain and clean file by its header. An MP3 is a few frames longer than its audio."""
    has_video: bool = False
    """It is the audio of a video."""
    waveform: Waveform = Waveform()


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
    address: str = ""
    """The web address that it came from: sent itself if the picture needs no change. Without a path, it is all there
    is (`facts.is_known`)."""

    @property
    def origin(self) -> str:
        """Where it is read again: its address, else its path."""
        return self.address or self.path

    @property
    def name(self) -> str:
        """The file's name, for display."""
        return PurePath(self.path).name if self.path else name_in(self.address)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of the upright picture after the crop."""
        return self.edit.size(self.facts.width, self.facts.height)


class BeforeAndAfter(Struct, frozen=True, kw_only=True):
    """A picture as the user's file has it and as it is sent."""

    before: str
    """The path of a JPEG for the screen, like `after`."""
    after: str
    sent: PictureFacts


class FetchedPicture(Struct, frozen=True, kw_only=True):
    """A picture from a web address, and the sentence that says why only the cloud can read it, if so."""

    picture: Picture
    why_unseen: Sentence | None = None


class Audio(Struct, frozen=True, kw_only=True):
    """An audio file of the user, checked by the media process, and the part of it that is used (`domain.audio`)."""

    path: str
    facts: AudioFacts
    start: float = 0.0
    """Seconds from the beginning of the file."""
    length: float | None = None
    """Seconds; None: as much as the video needs."""
    address: str = ""
    """The web address that it came from: sent itself if the whole file is used and needs no change."""

    @property
    def origin(self) -> str:
        """Where it is read again: its address, else its path."""
        return self.address or self.path


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
