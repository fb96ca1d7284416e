"""Reads PNG, TIFF and WEBP of very many pixels at a reduced size: the file passes through row by row, with libvips.

Pillow holds a picture whole, with four bytes a pixel (its WEBP decoder with sixteen). This holds the rows at work, and
of an interlaced PNG, a lossless WEBP or a TIFF in one strip the decoded bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image

from wandesk.domain.errors import InputRefused
from wandesk.domain.sentences import Sentence

if TYPE_CHECKING:
    from wandesk.media.libvips import VipsImage

READERS: Mapping[str, str] = {"PNG": "pngload_source", "TIFF": "tiffload_source", "WEBP": "webpload_source"}
"""By Pillow's name of the format."""
MOST_WEBP_PIXELS = 32_000_000
"""Of the result: the decoder and libvips hold it four times, beside all pixels of a lossless file."""
OPTIONS = "access=sequential,fail-on=error"
MODES: Mapping[tuple[str, int], str] = {
    ("b-w", 1): "L",
    ("b-w", 2): "LA",
    ("srgb", 3): "RGB",
    ("srgb", 4): "RGBA",
    ("cmyk", 4): "CMYK",
}
"""Pillow's mode by what the values mean and their number."""
EIGHT_BITS: Mapping[str, str] = {"grey16": "b-w", "rgb16": "srgb"}


def streamed(file: BinaryIO, format_name: str, *, most_pixels: int, side: int | None) -> Image.Image:
    """The first picture of a file with at most so many pixels, or a longer side of at least `side` pixels.

    Raises VipsError for what cannot be decoded, InputRefused for values that no viewer shows (floating point, spectra).
    """
    from wandesk.media.libvips import loaded

    whole = loaded(READERS[format_name], file.fileno(), OPTIONS)
    if format_name == "WEBP":
        most_pixels = min(most_pixels, MOST_WEBP_PIXELS)
    scale = _scale(whole.size, most_pixels, side)
    if format_name == "WEBP":
        # The WEBP decoder scales while it decodes.
        shown = loaded(READERS[format_name], file.fileno(), f"{OPTIONS},scale={scale:.6f}")
    elif side is not None:
        step = round(1 / scale)
        shown = _smaller(whole, "shrink", f"hshrink={step},vshrink={step}")
    else:
        shown = _smaller(whole, "resize", f"scale={scale:.6f}")
    if shown.value_type == "ushort":
        shown = shown.then("cast", "format=uchar,shift=true")
    mode = MODES.get((EIGHT_BITS.get(shown.meaning, shown.meaning), shown.bands))
    if mode is None or shown.value_type != "uchar":
        width, height = whole.size
        raise InputRefused(sentence=Sentence.PICTURE_TOO_LARGE, values={"width": width, "height": height})
    size = shown.size
    with shown.content() as content:
        return Image.frombytes(mode, size, content)


def _scale(size: tuple[int, int], most_pixels: int, side: int | None) -> float:
    """Of width and height; a whole fraction where a smaller picture will do, which takes the least time."""
    least = min(1.0, (most_pixels / (size[0] * size[1])) ** 0.5)
    return least if side is None else min(1.0, 1 / max(1, max(size) // side))


def _smaller(image: VipsImage, operation: str, options: str) -> VipsImage:
    """Colours of transparent pixels are hidden: they must not colour those beside them."""
    if not image.has_alpha:
        return image.then(operation, options)
    kind = image.value_type
    return image.then("premultiply").then(operation, options).then("unpremultiply").then("cast", f"format={kind}")
