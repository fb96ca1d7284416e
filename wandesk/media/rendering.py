"""Renders a decoded picture as it is shown: upright, in sRGB, on paper, cropped, at the size that is wanted.

A large picture is worked on in strips, so that beside the decoded pixels and the result only a few rows exist in
between (converted, colour-managed, with an alpha channel). As soon as they are no longer needed, the decoded pixels
are given back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from wandesk.domain.picture_edit import WHITE, Crop
from wandesk.media.colour import to_srgb
from wandesk.media.reading import LYING, OpenedPicture, decoder_errors

STRIP_PIXELS = 4_000_000
REDUCED_ABOVE = 4.0
"""From this scale on, whole blocks of pixels are averaged first, which is many times faster."""
GAP = 2.0
"""By how much the averaged picture is still larger than the result, so that the quality does not suffer."""
QUICK_PIXELS = 50_000_000
"""A larger picture is scaled by a cubic kernel: a third faster, with no visible difference at that size."""
LANCZOS_REACH = 3.0
"""Source pixels at each side that a result pixel depends on, times the scale."""

Convert = Callable[[Image.Image], Image.Image]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """The picture that is wanted. Sides in pixels."""

    longest: int
    shortest: int = 0
    """The shorter side of a picture that is enlarged; 0 leaves small pictures as they are."""
    crop: Crop | None = None
    background: str = WHITE


def rendered(picture: OpenedPicture, rendition: Rendition) -> Image.Image:
    """RGB pixels without any metadata. `picture` is decoded and used up. Raises InputRefused."""
    image = picture.image
    with decoder_errors(picture.stored):
        box = _box(picture, rendition.crop)
        size = _size(box, rendition)
        eight_bits = eight_bits_of(image)

        def on_paper(strip: Image.Image) -> Image.Image:
            return _on_paper(to_srgb(strip, picture.colours), rendition.background)

        source = image
        convert: Convert = eight_bits
        finished: Convert = on_paper
        if image.has_transparency_data and picture.colours.profile is None:
            # Scaling three colours on paper gives the same pixels as scaling four, in less time.
            convert, finished = _then(eight_bits, on_paper), _unchanged
        scale = min((box[2] - box[0]) / size[0], (box[3] - box[1]) / size[1])
        if scale >= REDUCED_ABOVE:
            source = _reduced(image, box, int(scale / GAP), convert)
            box, convert = (0, 0, *source.size), _unchanged
            image.close()
        shown = _resized(source, box, size, convert, finished)
        image.close()
        source.close()
        if picture.turn is not None:
            shown = shown.transpose(picture.turn)
        # Pillow's writers copy profiles and comments from `info` unasked.
        shown.info = {}
        return shown


def is_transparent(image: Image.Image) -> bool:
    """Whether any pixel of a decoded picture is not opaque."""
    if not image.has_transparency_data:
        return False
    convert = eight_bits_of(image)
    for top, bottom in _rows(image.width, image.height):
        strip = convert(image.crop((0, top, image.width, bottom)))
        if "A" in strip.mode and strip.getchannel("A").getextrema()[0] < 255:  # type: ignore[operator]
            return True
    return False


def eight_bits_of(image: Image.Image) -> Convert:
    """How parts of the picture become L, LA, RGB, RGBA, CMYK or LAB, which can be scaled and colour-managed."""
    match image.mode:
        case "L" | "LA" | "RGB" | "RGBA" | "CMYK" | "LAB":
            # tRNS of a grey or RGB PNG becomes an alpha channel; scaling would smear its one transparent colour.
            if "transparency" in image.info and "A" not in image.mode:
                return _with_transparency(image, "RGBA")
            return _unchanged
        case mode if mode.startswith("I;16"):
            # Pillow's own conversion clips everything above 255 to white.
            return lambda part: part.convert("I").point(lambda value: value * (255 / 65535)).convert("L")
        case "I" | "F":
            return _stretching(image)
        case "1":
            return lambda part: part.convert("L")
        case _:
            return _with_transparency(image, "RGBA" if image.has_transparency_data else "RGB")


def _then(first: Convert, second: Convert) -> Convert:
    return lambda part: second(first(part))


def _unchanged(part: Image.Image) -> Image.Image:
    return part


def _with_transparency(image: Image.Image, mode: str) -> Convert:
    known = {key: image.info[key] for key in ("transparency",) if key in image.info}

    def convert(part: Image.Image) -> Image.Image:
        part.info.update(known)
        return part.convert(mode)

    return convert


def _stretching(image: Image.Image) -> Convert:
    """Map the range of integer or float pixels to black .. white; their nominal range is unknown."""
    low, high = (float(each) for each in image.getextrema())  # type: ignore[arg-type]
    scale = 255 / (high - low) if high > low else 0.0
    return lambda part: part.convert("F").point(lambda value: value * scale - low * scale).convert("L")


def _box(picture: OpenedPicture, crop: Crop | None) -> Box:
    """The part to show, in decoded pixels."""
    left, top, right, bottom = picture.visible
    if crop is None:
        return left, top, right, bottom
    wide, high = right - left, bottom - top
    lies = picture.turn in LYING
    x0, y0, x1, y1 = crop.pixels(high, wide) if lies else crop.pixels(wide, high)
    width, height = (high, wide) if lies else (wide, high)
    match picture.turn:
        case None:
            part = x0, y0, x1, y1
        case Image.Transpose.FLIP_LEFT_RIGHT:
            part = width - x1, y0, width - x0, y1
        case Image.Transpose.ROTATE_180:
            part = width - x1, height - y1, width - x0, height - y0
        case Image.Transpose.FLIP_TOP_BOTTOM:
            part = x0, height - y1, x1, height - y0
        case Image.Transpose.TRANSPOSE:
            part = y0, x0, y1, x1
        case Image.Transpose.ROTATE_270:
            part = y0, width - x1, y1, width - x0
        case Image.Transpose.TRANSVERSE:
            part = height - y1, width - x1, height - y0, width - x0
        case Image.Transpose.ROTATE_90:
            part = height - y1, x0, height - y0, x1
    return left + part[0], top + part[1], left + part[2], top + part[3]


def _size(box: Box, rendition: Rendition) -> tuple[int, int]:
    """Width and height of the result in the stored orientation."""
    width, height = box[2] - box[0], box[3] - box[1]
    scale = min(1.0, rendition.longest / max(width, height))
    if rendition.shortest > min(width, height):
        # The longer side never exceeds `longest`: a shape that cannot fit is refused before.
        scale = min(rendition.shortest / min(width, height), rendition.longest / max(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return (width, height) if scale == 1.0 else size


def _reduced(image: Image.Image, box: Box, factor: int, convert: Convert) -> Image.Image:
    """The part of a picture at 1/`factor` of its size, each pixel the average of a block."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    reduced: Image.Image | None = None
    size = ((width + factor - 1) // factor, (height + factor - 1) // factor)
    for start, end in _rows(width, height, multiple=factor):
        strip = convert(image.crop((left, top + start, right, top + end))).reduce(factor)
        reduced = reduced if reduced is not None else Image.new(strip.mode, size)
        reduced.paste(strip, (0, start // factor))
    assert reduced is not None
    return reduced


def _resized(image: Image.Image, box: Box, size: tuple[int, int], convert: Convert, finished: Convert) -> Image.Image:
    """The part of a picture at that size, as RGB."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    result = Image.new("RGB", size)
    down = height / size[1]
    kernel = Image.Resampling.LANCZOS if width * height <= QUICK_PIXELS else Image.Resampling.BICUBIC
    reach = int(LANCZOS_REACH * max(down, 1.0)) + 2
    # Rows of the result, from as many rows of the source as make a strip.
    for start, end in _rows(max(width, size[0]), height):
        first, last = round(start / down), size[1] if end == height else round(end / down)
        if first == last:
            continue
        if (left, top, width, height) == (0, 0, *image.size) and (start, end) == (0, height):
            # The whole picture at once: it needs no copy.
            strip = convert(image)
            strip = strip if size == image.size else strip.resize(size, kernel)
        elif size == (width, height):
            strip = convert(image.crop((left, top + start, right, top + end)))
        else:
            above = max(0, int(first * down) - reach)
            below = min(height, int(last * down) + reach)
            strip = convert(image.crop((left, top + above, right, top + below)))
            part = (0.0, first * down - above, float(width), min(last * down - above, float(below - above)))
            strip = strip.resize((size[0], last - first), kernel, box=part)
        result.paste(finished(strip).convert("RGB"), (0, first))
    return result


def _rows(width: int, height: int, *, multiple: int = 1) -> list[tuple[int, int]]:
    """The rows of a picture in strips: first and end of each."""
    step = max(1, STRIP_PIXELS // max(1, width)) // multiple * multiple or multiple
    return [(start, min(height, start + step)) for start in range(0, height, step)]


def _on_paper(image: Image.Image, background: str) -> Image.Image:
    if not image.has_transparency_data:
        return image
    image = image.convert("RGBA")
    paper = Image.new("RGB", image.size, background)
    paper.paste(image, mask=image.getchannel("A"))
    return paper
