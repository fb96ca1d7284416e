"""Encodes pictures: the best JPEG or PNG within a number of bytes, whatever the picture shows.

The size of a JPEG depends on its content so much that only trying tells it. Trying on a sample of strips is many times
faster than on the whole, and near enough that mostly one encoding of the whole is needed.
"""

from __future__ import annotations

import io

from PIL import Image

from wandesk.domain.errors import InputRefused
from wandesk.domain.sentences import Sentence

BEST_QUALITY = 95
"""Above it a JPEG grows fast and looks no better."""
GOOD_QUALITY = 86
"""A picture is made smaller rather than coarser than this: at the size of a video the smaller one is much nearer to the
original (with strong grain 40 dB against 30), and at its own size as near."""
FINE_SIDE = 2560
"""Pixels of the longer side above which that holds: more than any video has."""
LEAST_QUALITY = 40
"""Of a picture that cannot be made smaller any more."""
THRIFTY_QUALITY = 80
"""Below it colours have half the resolution: the bytes are better spent on brightness."""
SAMPLE_PIXELS = 1_200_000
SAMPLE_STRIPS = 12
BLOCK = 16
"""Rows of the blocks that JPEG encodes together."""
HOPELESS = 1.25
"""A PNG is not tried whose sample suggests that it is this much too large."""
SHRINK_AT_LEAST = 0.96
"""Of the sides, for each further try."""


def fitted(
    image: Image.Image, *, most_bytes: int, least_side: int, may_be_png: bool
) -> tuple[bytes, str, tuple[int, int]]:
    """The best encoding of RGB pixels within `most_bytes`: content, format, (width, height).

    The shorter side stays at least `least_side`. Raises InputRefused (`picture_heavy`) when nothing fits.
    """
    if may_be_png and (content := _png(image, most_bytes)) is not None:
        return content, "PNG", image.size
    while True:
        is_fine = max(image.size) > FINE_SIDE
        content = _best_jpeg(image, most_bytes, least=GOOD_QUALITY if is_fine else LEAST_QUALITY)
        if len(content) <= most_bytes:
            return content, "JPEG", image.size
        scale = max(min(SHRINK_AT_LEAST, (most_bytes / len(content)) ** 0.5), least_side / min(image.size))
        if is_fine:
            scale = max(scale, FINE_SIDE / max(image.size))
        size = (round(image.width * scale), round(image.height * scale))
        if size == image.size:
            values = {"size_bytes": len(content), "most_bytes": most_bytes}
            raise InputRefused(sentence=Sentence.PICTURE_HEAVY, values=values)
        image = image.resize(size, Image.Resampling.LANCZOS)


def jpeg(image: Image.Image, quality: int) -> bytes:
    """The picture as a JPEG. Its tables are the standard ones, so it is written as it is made and needs no memory."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, subsampling=0 if quality >= THRIFTY_QUALITY else 2)
    return buffer.getvalue()


def _best_jpeg(image: Image.Image, most_bytes: int, *, least: int) -> bytes:
    """The JPEG of the highest quality that fits, or the one of quality `least`, which may not."""
    sample = _sample(image)
    share = (image.width * image.height) / (sample.width * sample.height)
    quality = _highest(sample, most_bytes / share, least)
    content = jpeg(image, quality)
    while len(content) > most_bytes and quality > least:
        # The sample was a little off.
        quality = max(least, quality - max(1, round((len(content) / most_bytes - 1) * 20)))
        content = jpeg(image, quality)
    return content


def _highest(sample: Image.Image, most_bytes: float, least: int) -> int:
    """The highest quality at which the sample fits, or `least`."""
    low, high = least, BEST_QUALITY
    while low < high:
        middle = (low + high + 1) // 2
        if len(jpeg(sample, middle)) <= most_bytes:
            low = middle
        else:
            high = middle - 1
    return low


def _png(image: Image.Image, most_bytes: int) -> bytes | None:
    """The picture as a PNG, None where that is too large."""
    sample = _sample(image)
    share = (image.width * image.height) / (sample.width * sample.height)
    if sample is not image and len(_as_png(sample)) * share > most_bytes * HOPELESS:
        return None
    content = _as_png(image)
    return content if len(content) <= most_bytes else None


def _as_png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _sample(image: Image.Image) -> Image.Image:
    """Strips from the whole height of a large picture, one below the other; a small one itself."""
    if image.width * image.height <= 2 * SAMPLE_PIXELS:
        return image
    rows = max(BLOCK, SAMPLE_PIXELS // image.width // SAMPLE_STRIPS // BLOCK * BLOCK)
    strips = min(SAMPLE_STRIPS, image.height // rows)
    sample = Image.new("RGB", (image.width, rows * strips))
    for number in range(strips):
        top = (image.height - rows) * number // max(1, strips - 1)
        sample.paste(image.crop((0, top, image.width, top + rows)), (0, rows * number))
    return sample
