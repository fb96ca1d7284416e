"""What the child does with pictures: looks at them, prepares them for the cloud, makes thumbnails.

Every picture is shown as viewers show it: upright, its first moment or page only, in sRGB, with a colour behind
transparent areas. Files that are written carry pixels only: no EXIF (it may hold a location), no comments, no profiles.
"""

from __future__ import annotations

import logging
import math

from PIL import Image

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.draft import needs_preparation
from wandesk.domain.media import PREVIEW_SIDE, Extra, PictureFacts
from wandesk.domain.picture_edit import NO_EDIT, PictureEdit
from wandesk.domain.structs import replace
from wandesk.media.cleaning.notes import extras_of_image
from wandesk.media.colour import SRGB
from wandesk.media.encoding import fitted, jpeg
from wandesk.media.handed import Handed
from wandesk.media.reading import OpenedPicture, opened_picture
from wandesk.media.rendering import Rendition, is_transparent, rendered
from wandesk.media.sendable import CLEANERS, as_it_is, with_file_facts
from wandesk.media.writing import write_result

log = logging.getLogger(__name__)

FORMAT_NAMES = {"MPO": "JPEG", "HEIF": "HEIC"}
"""Our names where Pillow's differ: MPO is a JPEG with several pictures (phones)."""
LOSSLESS = frozenset({"PNG", "BMP", "GIF", "TIFF"})
MOVING = frozenset({"GIF", "PNG", "WEBP", "AVIF"})
"""Formats whose further pictures are later moments; a TIFF has pages, a JPEG the other pictures of a phone."""
THUMBNAIL_QUALITY = 88
CHEQUERS, CHEQUER_SIDE = ("#ffffff", "#c8c8c8"), 16
BLACK = 12
"""A picture without any brighter level is black."""


def glance_picture(path: Handed) -> PictureFacts:
    """The facts that the header tells, within milliseconds. Raises InputRefused, WrongKindOfFile."""
    with opened_picture(path, only_header=True) as picture:
        return _facts(picture)


def inspect_picture(path: Handed) -> PictureFacts:
    """Decode the whole picture and return its facts. Raises InputRefused, WrongKindOfFile."""
    return _inspected(path, PREVIEW_SIDE, NO_EDIT)[0]


def preview_picture(source: Handed, target: Handed, side: int, edit: PictureEdit = NO_EDIT) -> PictureFacts:
    """As `inspect_picture`, and write the rendering as a JPEG: the picture is decoded once for both."""
    facts, small = _inspected(source, side, edit)
    write_thumbnail(small, target)
    return facts


def prepare_picture(source: Handed, target: Handed, limits: PictureLimits, edit: PictureEdit = NO_EDIT) -> PictureFacts:
    """Write the picture to send and return its facts: as it is where it may be, and without what else its file carries.

    Raises InputRefused, NoRoom, FolderRefused.
    """
    # What the header tells, but for the weight of what is left out, mostly spares decoding the picture twice.
    if not needs_preparation(replace(glance_picture(source), size_bytes=0), limits, edit):
        facts = inspect_picture(source)
        if (clean := as_it_is(source, facts, limits, edit)) is not None:
            write_result(target, clean)
            return replace(facts, size_bytes=len(clean), clean_bytes=len(clean), extras=())
    with opened_picture(source) as picture:
        picture.decode()
        is_lossless = picture.format in LOSSLESS
        rendition = Rendition(
            longest=limits.max_side,
            shortest=limits.min_side if edit.may_enlarge else 0,
            crop=edit.crop,
            background=edit.background,
        )
        shown = rendered(picture, rendition)
    content, name, (width, height) = fitted(
        shown,
        most_bytes=limits.max_bytes,
        least_side=min(limits.min_side, *shown.size),
        may_be_png=is_lossless and "PNG" in limits.formats,
    )
    write_result(target, content)
    return PictureFacts(format=name, width=width, height=height, size_bytes=len(content))


def thumbnail(source: Handed, target: Handed, side: int, edit: PictureEdit = NO_EDIT) -> None:
    """Write a small JPEG of a picture. Raises InputRefused, WrongKindOfFile (it may be a video)."""
    write_thumbnail(small_picture(source, side, edit), target)


def thumbnail_as_stored(source: Handed, target: Handed, side: int) -> None:
    """Write a small JPEG of a picture before anything is done to it: not turned, its numbers taken for sRGB, and with
    chequers behind transparent areas. Raises InputRefused, WrongKindOfFile.
    """
    light, is_see_through = _as_stored(source, side, CHEQUERS[0])
    if is_see_through:
        # The same picture on two grounds: where the chequers are dark, the second one shows.
        dark, _ = _as_stored(source, side, CHEQUERS[1])
        light.paste(dark, mask=_chequers(light.size))
    write_thumbnail(light, target)


def _as_stored(source: Handed, side: int, background: str) -> tuple[Image.Image, bool]:
    with opened_picture(source) as picture:
        is_see_through = picture.image.has_transparency_data
        picture.decode(side=side)
        picture.turn, picture.colours = None, SRGB
        return rendered(picture, Rendition(longest=side, background=background)), is_see_through


def _chequers(size: tuple[int, int]) -> Image.Image:
    """White where the chequers are dark."""
    width, height = (-(-each // CHEQUER_SIDE) for each in size)
    small = Image.new("L", (width, height))
    small.putdata([255 * ((at // width + at % width) % 2) for at in range(width * height)])
    return small.resize((width * CHEQUER_SIDE, height * CHEQUER_SIDE), Image.Resampling.NEAREST).crop((0, 0, *size))


def small_picture(source: Handed, side: int, edit: PictureEdit = NO_EDIT) -> Image.Image:
    """The picture as shown, its longer side at most `side` pixels. Raises InputRefused, WrongKindOfFile."""
    with opened_picture(source) as picture:
        picture.decode(side=_decoded_side(picture, side, edit))
        return rendered(picture, Rendition(longest=side, crop=edit.crop, background=edit.background))


def write_thumbnail(image: Image.Image, target: Handed) -> None:
    """Write an RGB image as the JPEG for lists and cards."""
    write_result(target, jpeg(image, THUMBNAIL_QUALITY))


def _inspected(source: Handed, side: int, edit: PictureEdit) -> tuple[PictureFacts, Image.Image]:
    with opened_picture(source) as picture:
        facts = _facts(picture)
        # Before decoding, after which a TIFF has no more file to read it from. A PNG would decode its pixels for it.
        carried = extras_of_image(picture.image) if facts.format not in CLEANERS else frozenset[Extra]()
        picture.decode(side=_decoded_side(picture, side, edit))
        width, height = picture.upright
        shows_through = is_transparent(picture.image)
        small = rendered(picture, Rendition(longest=side, crop=edit.crop, background=edit.background))
    seen = replace(
        facts,
        width=width,
        height=height,
        is_turned=picture.is_turned,
        has_alpha=shows_through,
        is_black=all(high <= BLACK for _, high in small.getextrema()),  # type: ignore[misc]
    )
    return with_file_facts(source, seen, carried, is_reduced=picture.reduced is not None), small


def _decoded_side(picture: OpenedPicture, side: int, edit: PictureEdit) -> int:
    """The longer side to decode at: at least that of the rendering, of which the crop is a part.

    A JPEG that is scaled by its decoder differs from one that is scaled afterwards by less than 1 in 255 (48 dB), and a
    side twice as long takes twice the time.
    """
    width, height = picture.upright
    cropped = edit.size(width, height)
    return math.ceil(side * max(width, height) / max(cropped))


def _facts(picture: OpenedPicture) -> PictureFacts:
    """What the header tells. Transparency is only suspected until the pixels are seen."""
    image = picture.image
    width, height = picture.upright
    name = picture.format
    has_more = _has_more(image)
    is_moving = has_more and name in MOVING
    is_deep = _has_sixteen_bits(image)
    has_other_colours = picture.colours.profile is not None
    return PictureFacts(
        format=FORMAT_NAMES.get(name, name),
        width=width,
        height=height,
        size_bytes=picture.size_bytes,
        has_alpha=image.has_transparency_data,
        has_alpha_channel=image.has_transparency_data,
        is_turned=picture.is_turned,
        is_plain=image.mode in {"L", "RGB", "RGBA"} and not (is_deep or is_moving or has_other_colours),
        is_moving=is_moving,
        has_pages=has_more and name == "TIFF",
        has_other_colours=has_other_colours or image.mode == "CMYK",
        is_hdr=picture.colours.is_hdr,
    )


def _has_more(image: Image.Image) -> bool:
    """Whether further pictures follow the first, be they broken."""
    try:
        return bool(getattr(image, "is_animated", False))
    except Exception as error:
        # A second picture that begins and is cut raises almost anything; the first one counts.
        log.info("cannot read the second picture", exc_info=error)
        return True


def _has_sixteen_bits(image: Image.Image) -> bool:
    """Pillow converts 16-bit colours to 8-bit; only the raw mode of its tiles shows it."""
    return any("16" in str(tile[3]) for tile in getattr(image, "tile", ()) if image.format in {"PNG", "TIFF"})
