"""Similarity of two pictures: correlation of small grey versions. Runs in the child only.

Correlation instead of differences: a model may lighten or tint the first frame, which changes every value and keeps
the pattern.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PIL import Image, ImageOps, ImageStat

from wandesk.domain.errors import VideoUnreadable, WrongKindOfFile
from wandesk.media.frames import shown_frame
from wandesk.media.handed import Handed
from wandesk.media.images import small_picture

SIDE = 64
DECODED_SIDE = 512
WATERMARK_SHARE = 0.12
"""The share at the bottom that is ignored: watermarks stand there."""
FLAT = 3.0
"""Grey levels: a picture with a smaller standard deviation has no pattern to compare."""
PATTERNED = 12.0
"""Grey levels: beside a flat picture, one with at least this standard deviation is plainly another."""
TINTED = 32.0
"""Levels of a colour: flat pictures whose colours differ by more are different ones, however a model tints them."""
UNKNOWN = 0.85
"""The answer for flat pictures that may be the same."""
DIFFERENT = 0.0


def similarity(one: Handed, other: Handed) -> float:
    """Correlation of two pictures' grey values, -1 to 1. For a video its first frame is compared.

    Pictures of different shapes are cropped around the centre first, as models do.
    Raises InputRefused for a damaged file, and WrongKindOfFile for one that is neither picture nor video.
    """
    first, second = _opened(one), _opened(other)
    ratio = first.width / first.height
    if second.width / second.height > ratio:
        crop = (max(1, round(second.height * ratio)), second.height)
    else:
        crop = (second.width, max(1, round(second.width / ratio)))
    one_look, other_look = _look(first), _look(ImageOps.fit(second, crop, Image.Resampling.LANCZOS))
    if min(one_look.deviation, other_look.deviation) < FLAT:
        return _similarity_of_flat(one_look, other_look)
    return math.fsum(a * b for a, b in zip(one_look.pattern, other_look.pattern, strict=True)) / len(one_look.pattern)


def _similarity_of_flat(one: _Look, other: _Look) -> float:
    """At least one of them has no pattern that could be compared."""
    if max(one.deviation, other.deviation) >= PATTERNED:
        return DIFFERENT
    is_tinted = max(abs(a - b) for a, b in zip(one.colour, other.colour, strict=True)) > TINTED
    return DIFFERENT if is_tinted else UNKNOWN


def _opened(path: Handed) -> Image.Image:
    try:
        return small_picture(path, DECODED_SIDE)
    except WrongKindOfFile as refusal:
        try:
            return shown_frame(path, side=DECODED_SIDE)
        except VideoUnreadable:
            raise refusal from None


@dataclass(frozen=True, slots=True)
class _Look:
    """What a small version of a picture looks like."""

    pattern: list[float]
    """Grey values with mean 0 and standard deviation 1; empty for a flat picture."""
    deviation: float
    """Standard deviation of the grey values, in levels."""
    colour: tuple[float, ...]
    """The mean of each colour, in levels."""


def _look(image: Image.Image) -> _Look:
    visible = image.crop((0, 0, image.width, max(1, round(image.height * (1 - WATERMARK_SHARE)))))
    small = visible.resize((SIDE, SIDE), Image.Resampling.BOX)
    values = list(visible.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX).tobytes())
    mean = math.fsum(values) / len(values)
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))
    pattern = [(value - mean) / deviation for value in values] if deviation >= FLAT else []
    return _Look(pattern, deviation, tuple(ImageStat.Stat(small.convert("RGB")).mean))
