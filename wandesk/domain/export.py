"""An export: what is made of finished videos for another place. Pure values and their geometry.

The videos themselves never change. A plan says everything that the media process needs, so it knows no presets and
reads no settings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from wandesk.domain.picture_edit import BLACK, Crop

COMMON_RATES = (
    Fraction(24000, 1001),
    Fraction(24),
    Fraction(25),
    Fraction(30000, 1001),
    Fraction(30),
    Fraction(48),
    Fraction(50),
    Fraction(60000, 1001),
    Fraction(60),
)
"""Frames per second that every player and every place takes."""
RATE_TOLERANCE = Fraction(5, 1000)
"""A measured rate may be so much (as a share) above a common one and still be it."""
LEAST_SIDE, MOST_SIDE = 16, 4096
"""Pixels. Below, encoders refuse; above, H.264 levels end and the memory of the media process does."""


class Fitting(StrEnum):
    """How a video fills a frame of another shape."""

    CROP = "crop"
    PAD = "pad"
    """The whole video, with a colour beside it."""
    BLUR = "blur"
    """The whole video, with its own blurred picture beside it."""


class Sound(StrEnum):
    """What is heard."""

    OWN = "own"
    """Each video's own audio."""
    NONE = "none"
    FILE = "file"
    """One audio file under everything."""


class Encoding(Struct, frozen=True, kw_only=True):
    """How the result is written, in FFmpeg's names."""

    container: str
    codec: str
    pixel_format: str
    options: Mapping[str, str] = {}
    """Of the encoder."""
    muxer_options: Mapping[str, str] = {}
    audio_codec: str = ""
    """Empty: the format is silent."""
    audio_bits: int = 0
    """Bits a second; 0 lets the encoder decide."""
    has_palette: bool = False
    """256 colours, chosen from all frames."""


class ExportClip(Struct, frozen=True, kw_only=True):
    """A part of a video. `start` and `end` are seconds from its first frame; `end` None is the end of the video."""

    path: str
    start: float = 0.0
    end: float | None = None
    crop: Crop | None = None
    """The part of the upright picture that is seen, for Fitting.CROP; None: as much of the middle as the shape allows.
    """


class ExportAudio(Struct, frozen=True, kw_only=True):
    """What is heard in the result."""

    sound: Sound = Sound.OWN
    path: str = ""
    """The file of Sound.FILE."""
    start: float = 0.0
    """Seconds into the file."""
    repeats: bool = True
    """A file that is shorter than the video begins again; else silence follows."""
    fade_seconds: float = 0.0
    """The audio of a file becomes silent so many seconds before the end of the video."""


class ExportPlan(Struct, frozen=True, kw_only=True):
    """One file to make: the clips one after the other, in one size and at one rate."""

    clips: tuple[ExportClip, ...]
    width: int
    height: int
    rate: str
    """Frames per second, as `30` or `30000/1001`."""
    encoding: Encoding
    fitting: Fitting = Fitting.CROP
    background: str = BLACK
    """The colour beside the video, as `#rrggbb`."""
    audio: ExportAudio = ExportAudio()
    description: str = ""
    """Text for the file's tags, if the user wants it: the prompt."""

    @property
    def sources(self) -> Mapping[str, str]:
        """Every file that is read, by the name under which the media process gets it."""
        clips = {f"clip_{at}": clip.path for at, clip in enumerate(self.clips)}
        return clips | ({"audio": self.audio.path} if self.audio.sound is Sound.FILE else {})

    @property
    def frames_per_second(self) -> Fraction:
        return Fraction(self.rate)


class ExportResult(Struct, frozen=True, kw_only=True):
    """What was written."""

    width: int
    height: int
    seconds: float
    size_bytes: int
    missing_seconds: float = 0.0
    """How much shorter than planned it is, because a source ended before its end."""
    lost_audio: bool = False
    """A video's audio has a format that cannot be read: it is silent there."""
    kept_label: bool = False
    """The mark of AI-made content that a source carries is in the result, too."""


def even(length: float) -> int:
    """The nearest even number of pixels, within the limits: encoders halve the colours."""
    return min(MOST_SIDE, max(LEAST_SIDE, 2 * round(length / 2)))


def framed_size(
    width: int, height: int, ratio: float | None, fitting: Fitting, short_side: int | None
) -> tuple[int, int]:
    """The size of the result for a video of that size. `ratio` None keeps its shape, `short_side` None its scale.

    A crop keeps the pixels that it shows; padding keeps all of them.
    """
    shape = width / height if ratio is None else ratio
    if short_side is not None:
        size = (short_side * shape, short_side) if shape >= 1 else (short_side, short_side / shape)
    elif (width / height > shape) == (fitting is Fitting.CROP):
        size = (height * shape, height)
    else:
        size = (width, width / shape)
    shrunk = min(1.0, MOST_SIDE / max(size))
    return even(size[0] * shrunk), even(size[1] * shrunk)


def centred_crop(width: float, height: float, ratio: float) -> Crop:
    """The largest part of the middle with that shape (width divided by height)."""
    wide, high = min(1.0, height * ratio / width), min(1.0, width / ratio / height)
    return Crop(left=(1 - wide) / 2, top=(1 - high) / 2, right=(1 + wide) / 2, bottom=(1 + high) / 2)


def contained(width: float, height: float, into: tuple[int, int]) -> tuple[int, int, int, int]:
    """Where a video of that size lies in the frame `into` as a whole: left, top, width and height, all even."""
    scale = min(into[0] / width, into[1] / height)
    wide, high = (
        max(2, min(most, 2 * round(side * scale / 2))) for side, most in zip((width, height), into, strict=True)
    )
    return (into[0] - wide) // 4 * 2, (into[1] - high) // 4 * 2, wide, high


def usual_rate(measured: float, most: float | None = None) -> Fraction:
    """The rate of the result for a video of that rate: the next common one, and at most `most`.

    A variable rate becomes a constant one that shows every frame.
    """
    offered = [rate for rate in COMMON_RATES if most is None or rate <= most] or [Fraction(most or 1)]
    fast_enough = [rate for rate in offered if rate * (1 + RATE_TOLERANCE) >= measured]
    return min(fast_enough, key=lambda rate: abs(float(rate) - measured), default=offered[-1])


def rate_text(rate: Fraction) -> str:
    """The rate as a plan has it."""
    return str(rate.numerator) if rate.denominator == 1 else f"{rate.numerator}/{rate.denominator}"


def estimated_bytes(
    *,
    size: tuple[int, int],
    rate: float,
    seconds: float,
    bits_per_pixel: float,
    source_bits_per_pixel: Sequence[float],
    audio_bits: int,
) -> int:
    """About how large the result becomes.

    `bits_per_pixel` is usual for format and quality; a source of few bits has little to encode, and a lossy result
    rarely needs more than half as much again.
    """
    known = [bits for bits in source_bits_per_pixel if bits > 0]
    bits = min(bits_per_pixel, 1.5 * sum(known) / len(known)) if known else bits_per_pixel
    return round((size[0] * size[1] * rate * bits + audio_bits) * seconds / 8)
