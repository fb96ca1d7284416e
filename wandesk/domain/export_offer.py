"""What Export offers, what the user chooses of it, and the plan that follows. Pure values and rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec
from msgspec import Struct

from wandesk.domain.export import (
    Encoding,
    ExportAudio,
    ExportClip,
    ExportPlan,
    Fitting,
    Sound,
    estimated_bytes,
    framed_size,
    rate_text,
    usual_rate,
)
from wandesk.domain.media import VideoFacts
from wandesk.domain.picture_edit import BLACK, Crop
from wandesk.domain.structs import replace

AS_VIDEO, FREE = "", "free"
"""Shapes without a ratio: that of the first video, and that of its crop."""
FADE_SECONDS = 1.0
MEGABYTE = 1_000_000


class Quality(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A quality of a format. `bits_per_pixel` is its usual size, for the estimate."""

    key: str
    options: Mapping[str, str]
    bits_per_pixel: float
    is_of_pixels: bool = False
    """The size follows from the pixels alone, however little they show."""


class Format(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of file. Rates are frames a second, sides are pixels."""

    key: str
    suffix: str
    container: str
    codec: str
    pixel_format: str
    qualities: tuple[Quality, ...]
    most_rate: float
    audio_codec: str = ""
    audio_bits: int = 0
    has_palette: bool = False
    most_short_side: int | None = None
    usual_rate: float | None = None
    """The rate if the user chooses none; None: that of the video."""
    usual_short_side: int | None = None
    muxer_options: Mapping[str, str] = {}

    @property
    def has_audio(self) -> bool:
        return bool(self.audio_codec)

    def quality(self, key: str) -> Quality:
        """The quality of a key, or the one in the middle where this format has no such."""
        return next((each for each in self.qualities if each.key == key), self.qualities[len(self.qualities) // 2])

    def encoding(self, quality: str) -> Encoding:
        return Encoding(
            container=self.container,
            codec=self.codec,
            pixel_format=self.pixel_format,
            options=self.quality(quality).options,
            muxer_options=self.muxer_options,
            audio_codec=self.audio_codec,
            audio_bits=self.audio_bits,
            has_palette=self.has_palette,
        )


class Preset(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The usual values for a place. Its limits are only pointed out."""

    key: str
    name: Mapping[str, str]
    """By language."""
    shape: str
    size: int
    format: str = "mp4"
    most_rate: float | None = None
    most_seconds: float | None = None
    most_megabytes: float | None = None


class ExportOffer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that can be chosen, each in the order in which it is shown."""

    shapes: tuple[str, ...]
    sizes: tuple[int, ...]
    rates: tuple[int, ...]
    formats: tuple[Format, ...]
    presets: tuple[Preset, ...]

    def __post_init__(self) -> None:
        if any(ratio_of(shape) is None for shape in self.shapes):
            raise ValueError("a shape is two numbers with a colon between them")
        for preset in self.presets:
            if preset.shape not in (AS_VIDEO, *self.shapes):
                raise ValueError(f"{preset.key}: {preset.shape} is none of the shapes")
            self.format(preset.format)

    def format(self, key: str) -> Format:
        """Raises ValueError for an unknown one."""
        for each in self.formats:
            if each.key == key:
                return each
        raise ValueError(f"{key} is none of the formats")

    def preset(self, key: str) -> Preset | None:
        return next((each for each in self.presets if each.key == key), None)


class SourceVideo(Struct, frozen=True, kw_only=True):
    """A video to export, with the part and the crop that the user chose."""

    path: str
    facts: VideoFacts
    start: float = 0.0
    end: float | None = None
    """None: its end."""
    crop: Crop | None = None

    @property
    def seconds(self) -> float:
        return max(0.0, (self.facts.seconds if self.end is None else self.end) - self.start)

    @property
    def bits_per_pixel(self) -> float:
        """Of its file, with its audio."""
        pixels = self.facts.width * self.facts.height * self.facts.fps * self.facts.seconds
        return self.facts.size_bytes * 8 / pixels if pixels else 0.0


class ExportChoices(Struct, frozen=True, kw_only=True):
    """What the user chose."""

    preset: str = ""
    format: str = "mp4"
    quality: str = "good"
    shape: str = AS_VIDEO
    fitting: Fitting = Fitting.CROP
    background: str = BLACK
    short_side: int | None = None
    """None: the pixels of the video, or what is usual for the format."""
    rate: int | None = None
    audio: ExportAudio = ExportAudio()
    fades: bool = True
    has_description: bool = False


class Caution(StrEnum):
    """What may go wrong with the result. It never blocks."""

    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    SILENT = "silent"
    """The format has no audio, and the videos have."""
    MUCH_ENLARGED = "much_enlarged"


def ratio_of(shape: str) -> float | None:
    """Width divided by height; None for a shape without a ratio."""
    width, _, height = shape.partition(":")
    if width.isdecimal() and height.isdecimal() and int(width) and int(height):
        return int(width) / int(height)
    return None


def remembered_choices(choices: ExportChoices) -> str:
    """What the next export begins with, as JSON: everything but the audio file and the prompt."""
    return msgspec.json.encode(replace(choices, audio=ExportAudio(), has_description=False)).decode()


def read_choices(text: str, offer: ExportOffer) -> ExportChoices:
    """The choices of `remembered_choices`; the usual ones for a text that cannot be read or that names what is gone."""
    try:
        choices = msgspec.json.decode(text, type=ExportChoices) if text else ExportChoices()
        offer.format(choices.format)
    except (msgspec.DecodeError, ValueError):
        return ExportChoices()
    is_known = choices.shape in (AS_VIDEO, FREE, *offer.shapes)
    return with_preset(choices, offer, choices.preset) if is_known else replace(choices, shape=AS_VIDEO, preset="")


def has_shape(video: SourceVideo, ratio: float) -> bool:
    """Whether the crop of a video has that shape, to the pixel."""
    left, top, right, bottom = (video.crop or Crop()).pixels(video.facts.width, video.facts.height)
    return abs((right - left) - (bottom - top) * ratio) <= max(1.5, 1.5 * ratio)


def with_preset(choices: ExportChoices, offer: ExportOffer, key: str) -> ExportChoices:
    """The choices for a place; an unknown key only forgets the place."""
    preset = offer.preset(key)
    if preset is None:
        return replace(choices, preset="")
    return replace(choices, preset=key, shape=preset.shape, short_side=preset.size, rate=None, format=preset.format)


def shape_ratio(choices: ExportChoices, videos: Sequence[SourceVideo]) -> float:
    """The shape of the result."""
    first = videos[0]
    if (ratio := ratio_of(choices.shape)) is not None:
        return ratio
    if choices.shape == FREE and first.crop is not None:
        left, top, right, bottom = first.crop.pixels(first.facts.width, first.facts.height)
        return (right - left) / (bottom - top)
    return first.facts.width / first.facts.height


def fitting_of(choices: ExportChoices) -> Fitting:
    """How the videos fill the result: a free crop is a crop."""
    return Fitting.CROP if choices.shape == FREE else choices.fitting


def result_size(choices: ExportChoices, offer: ExportOffer, videos: Sequence[SourceVideo]) -> tuple[int, int]:
    """Width and height of the result."""
    first, form = videos[0], offer.format(choices.format)
    ratio, fitting = shape_ratio(choices, videos), fitting_of(choices)
    width, height = first.facts.width, first.facts.height
    if first.crop is not None and fitting is Fitting.CROP:
        left, top, right, bottom = first.crop.pixels(width, height)
        width, height = right - left, bottom - top
    most = [side for side in (form.most_short_side, choices.short_side or form.usual_short_side) if side is not None]
    wanted = min(most) if most else None
    if wanted is not None and choices.short_side is None:
        wanted = min(wanted, *framed_size(width, height, ratio, fitting, None))  # never enlarged unasked
    return framed_size(width, height, ratio, fitting, wanted)


def plan_of(
    choices: ExportChoices, offer: ExportOffer, videos: Sequence[SourceVideo], *, description: str = ""
) -> ExportPlan:
    """The plan. `description` is written only if the user wants it."""
    form = offer.format(choices.format)
    width, height = result_size(choices, offer, videos)
    clips = tuple(
        ExportClip(
            path=video.path,
            start=video.start,
            end=video.facts.seconds if video.end is None else video.end,
            crop=video.crop if at == 0 or choices.shape != FREE else None,
        )
        for at, video in enumerate(videos)
    )
    audio = choices.audio if form.has_audio else ExportAudio(sound=Sound.NONE)
    return ExportPlan(
        clips=clips,
        width=width,
        height=height,
        rate=result_rate(choices, offer, videos),
        encoding=form.encoding(choices.quality),
        fitting=fitting_of(choices),
        background=choices.background,
        audio=replace(audio, fade_seconds=FADE_SECONDS if choices.fades and audio.sound is Sound.FILE else 0.0),
        description=description if choices.has_description else "",
    )


def result_rate(choices: ExportChoices, offer: ExportOffer, videos: Sequence[SourceVideo]) -> str:
    """Frames a second, as a plan has them: the fastest video's, or what was chosen."""
    form, preset = offer.format(choices.format), offer.preset(choices.preset)
    if choices.rate is not None:
        return str(min(choices.rate, int(form.most_rate)))
    most = [rate for rate in (form.most_rate, form.usual_rate, preset.most_rate if preset else None) if rate]
    measured = max(video.facts.fps for video in videos) or 30.0
    if form.usual_rate is not None and measured >= form.usual_rate:
        return str(int(min(most)))
    return rate_text(usual_rate(measured, min(most)))


def result_seconds(videos: Sequence[SourceVideo]) -> float:
    return sum(video.seconds for video in videos)


def result_bytes(plan: ExportPlan, choices: ExportChoices, offer: ExportOffer, videos: Sequence[SourceVideo]) -> int:
    """About how large the file becomes."""
    form = offer.format(choices.format)
    quality = form.quality(choices.quality)
    has_audio = form.has_audio and (
        plan.audio.sound is Sound.FILE
        or (plan.audio.sound is Sound.OWN and any(video.facts.audio_codec for video in videos))
    )
    return estimated_bytes(
        size=(plan.width, plan.height),
        rate=float(plan.frames_per_second),
        seconds=result_seconds(videos),
        bits_per_pixel=quality.bits_per_pixel,
        source_bits_per_pixel=() if quality.is_of_pixels else [video.bits_per_pixel for video in videos],
        audio_bits=form.audio_bits if has_audio else 0,
    )


def cautions(
    plan: ExportPlan, choices: ExportChoices, offer: ExportOffer, videos: Sequence[SourceVideo]
) -> tuple[Caution, ...]:
    """What may go wrong, the most important first."""
    found: list[Caution] = []
    preset = offer.preset(choices.preset)
    if preset is not None and preset.most_seconds is not None and result_seconds(videos) > preset.most_seconds:
        found.append(Caution.TOO_LONG)
    size = result_bytes(plan, choices, offer, videos)
    if preset is not None and preset.most_megabytes is not None and size > preset.most_megabytes * MEGABYTE:
        found.append(Caution.TOO_LARGE)
    if not offer.format(choices.format).has_audio and any(video.facts.audio_codec for video in videos):
        found.append(Caution.SILENT)
    if min(plan.width, plan.height) > 2 * max(min(video.facts.width, video.facts.height) for video in videos):
        found.append(Caution.MUCH_ENLARGED)
    return tuple(found)
