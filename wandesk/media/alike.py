"""Whether two pictures show the same: small grey versions, compared by their pattern. Runs in the child only.

Why the pattern and not the values: a model may lighten or tint the first frame of its video, which changes every value
and leaves the pattern as it was.
"""

from __future__ import annotations

import math

from PIL import Image, ImageOps

from wandesk.domain.errors import InputRefused, VideoUnreadable
from wandesk.media.foreign import PICTURE
from wandesk.media.images import small_picture
from wandesk.media.video import first_picture

SIDE = 64
SEEN_SIDE = 512
STAMPED = 0.12
"""The share at the bottom that is left out: a watermark and Practice's own word stand there."""
FLAT = 3.0
"""Grey levels: a picture whose values spread less has no pattern to compare."""
UNKNOWN = 0.85
"""For flat pictures: neither the same nor another."""


def similarity(one: str, other: str) -> float:
    """-1 to 1: the correlation of two pictures' grey values. Each may be a video, of which the first frame counts.

    Of pictures of different shapes the middle is compared, as a model that crops would take it.
    Raises InputRefused when one is neither.
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


def _opened(path: str) -> Image.Image:
    try:
        return small_picture(path, SEEN_SIDE)
    except InputRefused as refusal:
        if refusal.sentence != PICTURE.unknown:
            raise
        try:
            return first_picture(path, SEEN_SIDE)
        except VideoUnreadable:
            raise refusal from None


def _pattern(image: Image.Image) -> list[float] | None:
    """Grey values with mean 0 and spread 1; None for a flat picture."""
    unstamped = image.convert("L").crop((0, 0, image.width, max(1, round(image.height * (1 - STAMPED)))))
    values = list(unstamped.resize((SIDE, SIDE), Image.Resampling.BOX).tobytes())
    mean = math.fsum(values) / len(values)
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))
    if spread < FLAT:
        return None
    return [(value - mean) / spread for value in values]
