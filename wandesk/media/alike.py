"""Similarity of two pictures: correlation of small grey versions. Runs in the child only.

Correlation instead of differences: a model may lighten or tint the first frame, which changes every value and keeps
the pattern.
"""

from __future__ import annotations

import math

from PIL import Image, ImageOps

from wandesk.domain.errors import VideoUnreadable, WrongKindOfFile
from wandesk.media.handed import Handed
from wandesk.media.images import small_picture
from wandesk.media.video import first_picture

SIDE = 64
DECODED_SIDE = 512
WATERMARK_SHARE = 0.12
"""The share at the bottom that is ignored: watermarks stand there."""
FLAT = 3.0
"""Grey levels: a picture with a smaller standard deviation has no pattern to compare."""
UNKNOWN = 0.85
"""The answer for flat pictures: neither the same nor different."""


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
    values = _pattern(first)
    compared = _pattern(ImageOps.fit(second, crop, Image.Resampling.LANCZOS))
    if values is None or compared is None:
        return UNKNOWN
    return math.fsum(a * b for a, b in zip(values, compared, strict=True)) / len(values)


def _opened(path: Handed) -> Image.Image:
    try:
        return small_picture(path, DECODED_SIDE)
    except WrongKindOfFile as refusal:
        try:
            return first_picture(path, DECODED_SIDE)
        except VideoUnreadable:
            raise refusal from None


def _pattern(image: Image.Image) -> list[float] | None:
    """Grey values with mean 0 and standard deviation 1; None for a flat picture."""
    visible = image.convert("L").crop((0, 0, image.width, max(1, round(image.height * (1 - WATERMARK_SHARE)))))
    values = list(visible.resize((SIDE, SIDE), Image.Resampling.BOX).tobytes())
    mean = math.fsum(values) / len(values)
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))
    if deviation < FLAT:
        return None
    return [(value - mean) / deviation for value in values]
