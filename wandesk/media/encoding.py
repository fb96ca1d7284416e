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
FULL_SIZE_QUALITY = 78
"""A picture is made smaller rather than coarser than this; far more pixels than the video has are left then."""
SCALED_QUALITY = 88
"""The quality of a picture that must be made smaller."""
LEAST_QUALITY = 40
"""Of a picture that cannot be made smaller any more."""
FULL_COLOUR_QUALITY = 85
"""From here on colours keep their full resolution: below, the bytes are better spent on brightness."""
SAMPLE_PIXELS = 1_200_000
SAMPLE_STRIPS = 12
BLOCK = 16
"""Rows of the blocks that JPEG encodes together."""
HOPELESS = 1.25
"""A PNG is not tried whose sample suggests that it is this much too large."""
SHRINK_AT_LEAST = 0.94


def fitted(
    image: Image.Image, *, most_bytes: int, least_side: int, may_be_png: bool
) -> tuple[bytes, str, tuple[int, int]]:
    """The best encoding of RGB pixels within `most_bytes`: content, format, (width, height).

    The shorter side stays at least `least_side`. Raises InputRefused (`picture_heavy`) when nothing fits.
    """
    if may_be_png and (content := _png(image, most_bytes)) is not None:
        return content, "PNG", image.size
    content = _best_jpeg(image, most_bytes, least=FULL_SIZE_QUALITY)
    smallest = content
    while len(content) > most_bytes:
        scale = min(SHRINK_AT_LEAST, (most_bytes / len(jpeg(image, SCALED_QUALITY))) ** 0.5)
        scale = max(scale, least_side / min(image.size))
        size = (max(1, int(image.width * scale)), max(1, int(image.height * scale)))
        if min(size) < least_side or scale >= 1.0:
            smallest = _best_jpeg(image, most_bytes, least=LEAST_QUALITY)
            if len(smallest) <= most_bytes:
                return smallest, "JPEG", image.size
            values = {"size_bytes": len(smallest), "most_bytes": most_bytes}
            raise InputRefused(sentence=Sentence.PICTURE_HEAVY, values=values)
        image = image.resize(size, Image.Resampling.LANCZOS)
        content = _best_jpeg(image, most_bytes, least=FULL_SIZE_QUALITY)
    return content, "JPEG", image.size


def jpeg(image: Image.Image, quality: int) -> bytes:
    """The picture as a JPEG. Its tables are the standard ones, so it is written as it is made and needs no memory."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, subsampling=0 if quality >= FULL_COLOUR_QUALITY else 2)
    return buffer.getvalue()


def _best_jpeg(image: Image.Image, most_bytes: int, *, least: int) -> bytes:
    """The JPEG of the highest quality that fits, or the one of quality `least`, which may not."""
    sample = _sample(image)
    share = (image.width * image.height) / (sample.width * sample.height)
    quality = _highest(sample, most_bytes / share, least)
    content = jpeg(image, quality)
    while len(content) > most_bytes and quality > least:
        quality -= max(1, round((len(content) / most_bytes - 1) * 20))
        quality = max(least, quality)
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
