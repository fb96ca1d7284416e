"""Opens and decodes pictures: what a file is, how large it is, and its pixels in as little memory as they need.

A JPEG decodes at 1/2, 1/4 or 1/8 of its size several times faster (draft mode of libjpeg). Pictures of other formats
with more than `MAX_PIXELS` pass through row by row (`streaming`) or tile by tile (`tiles`).
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

import pi_heif
from PIL import AvifImagePlugin, Image, UnidentifiedImageError

from wandesk.domain.errors import InputRefused, WanDeskError, WrongKindOfFile
from wandesk.domain.sentences import Sentence
from wandesk.media.cleaning.ends import with_end
from wandesk.media.cleaning.png import without_pixels
from wandesk.media.colour import Colours, colours_of
from wandesk.media.foreign import PICTURE, opened, unreadable
from wandesk.media.handed import Handed, path_of
from wandesk.media.iso_boxes import PictureBoxes, read_boxes
from wandesk.media.iso_items import read_tiles
from wandesk.media.other_kinds import HEAD_BYTES, is_raw_tiff, sentence_for
from wandesk.media.streaming import READERS, streamed
from wandesk.media.tiles import from_tiles, step_of

log = logging.getLogger(__name__)

MAX_SIDE = 65_535
MAX_PIXELS = 100_000_000
"""The most pixels that are decoded at once."""
MAX_REDUCED_PIXELS = 300_000_000
"""The most pixels of a picture that is decoded at a reduced size."""
MAX_RESULT_PIXELS = 64_000_000
"""Of what it becomes: the largest picture that a model takes has 8000 x 8000."""
MAX_PROGRESSIVE_PIXELS = 60_000_000
"""Of a progressive JPEG at its full size: libjpeg keeps up to six bytes a pixel until the last scan."""
MAX_WEBP_PIXELS = 55_000_000
"""Of a WEBP that Pillow decodes, with 16 bytes a pixel (two canvases, a copy, the picture)."""
MAX_SLOW_PIXELS = 200_000_000
"""Of a progressive JPEG, whose decoder keeps up to six bytes a pixel at any size."""
MAX_SEE_THROUGH_PIXELS = 85_000_000
"""Of an AVIF with an alpha channel, which its decoder holds apart from the colours; `tiles` does not read it."""
MAX_SINGLE_PIXELS = 160_000_000
"""Of a picture in one tile, which FFmpeg's decoder holds whole with up to six bytes a pixel."""
MAX_FILE_BYTES = 200_000_000
MAX_PLAIN_FILE_BYTES = 650_000_000
"""Of a format that is read piece by piece and often not compressed: 100 megapixels of six bytes, and some more."""
PLAIN_SIGNATURES = (b"II*\0", b"MM\0*")
"""First bytes of TIFF."""

PILLOW_FORMATS = ("JPEG", "PNG", "BMP", "WEBP", "HEIF", "AVIF", "GIF", "TIFF")
"""The formats Pillow may try, in this order."""
ISO_FORMATS = frozenset({"HEIF", "AVIF"})
DECODER_THREADS = 2

ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation (tag 0x0112) -> operation that makes the picture upright."""
LYING = frozenset(TURNS[number] for number in (5, 6, 7, 8))
"""Operations that swap width and height."""

SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")
"""First bytes of picture files: a file that begins so and does not open is damaged, not unknown."""
ISO_BRANDS = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis"})

# `opened_picture` checks and reports the size; Pillow's own check only warns, or raises without the size.
Image.MAX_IMAGE_PIXELS = None
# One thread per core of a large machine would need more address space than the memory limit leaves.
AvifImagePlugin.DEFAULT_MAX_THREADS = DECODER_THREADS
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=DECODER_THREADS)


Reduced = Callable[[int | None], Image.Image]
"""Reads the pixels at a smaller size; where that is enough, with a longer side of at least so many pixels."""


@dataclass(slots=True, kw_only=True)
class OpenedPicture:
    """A picture of which only the header is read, until `decode`."""

    image: Image.Image
    format: str
    """As Pillow calls it."""
    size_bytes: int
    stored: tuple[int, int]
    """Width and height of the stored pixels, whatever size they are decoded at."""
    turn: Image.Transpose | None
    """The operation that makes the picture upright. A PNG may tell it after its pixels."""
    colours: Colours
    aperture: tuple[float, float, float, float] | None = None
    """The visible part in stored pixels, where it is not the whole."""
    reduced: Reduced | None = None
    """Reads a picture that is too large to be decoded whole."""
    was_turned: bool = False
    """The decoder has made the picture upright itself, as Pillow does with a TIFF."""

    @property
    def is_turned(self) -> bool:
        """Whether the pixels of the file do not lie as the picture is shown."""
        return self.was_turned or self.turn is not None

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height in pixels as the picture is shown."""
        width, height = self.stored
        if self.aperture is not None:
            left, top, right, bottom = self.aperture
            width, height = round(right) - round(left), round(bottom) - round(top)
        return (height, width) if self.turn in LYING else (width, height)

    @property
    def visible(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the visible part in the pixels that are decoded."""
        image, (width, height) = self.image, self.stored
        if self.aperture is None:
            return 0, 0, image.width, image.height
        across, down = image.width / width, image.height / height
        left, top, right, bottom = self.aperture
        return round(left * across), round(top * down), round(right * across), round(bottom * down)

    def decode(self, *, side: int | None = None) -> None:
        """Read the pixels; where it saves work, at a smaller size with a longer side of at least `side` pixels.

        Raises InputRefused.
        """
        if self.reduced is not None:
            with decoder_errors(self.stored):
                self.image = self.reduced(side)
            return
        if self.format in {"JPEG", "MPO"}:
            self._draft(side)
        with decoder_errors(self.stored):
            self.image.load()
        if self.format == "TIFF":
            self.stored, self.was_turned, self.turn = self.upright, self.turn is not None, None
        else:
            self.turn = TURNS.get(_orientation(self.image.getexif))
        if self.format == "BMP" and self.image.mode == "RGBA" and self.image.getchannel("A").getextrema() == (0, 0):
            # Windows programs leave the fourth byte empty, and no viewer shows such a picture as nothing.
            self.image = self.image.convert("RGB")
        # The pixels alone: decoders of ISO files keep the file and the pixels in their own format, as much again.
        self.image = self.image._new(self.image.im)  # noqa: SLF001 - every public way copies them
        # Some containers reveal the true size only now.
        if self.image.width * self.image.height > MAX_PIXELS:
            raise too_large(*self.image.size)

    def _draft(self, side: int | None) -> None:
        width, height = self.stored
        most = MAX_PROGRESSIVE_PIXELS if self.image.info.get("progressive") else MAX_PIXELS
        part = next((each for each in (1, 2, 4) if width * height <= most * each * each), 8)
        if side is not None:
            part = max(part, min(8, max(width, height) // side))
        if part > 1:
            self.image.draft(None, (max(1, width // part), max(1, height // part)))


@contextmanager
def opened_picture(source: Handed, *, only_header: bool = False) -> Iterator[OpenedPicture]:
    """Open a picture and check its size; no pixel is decoded yet. Raises InputRefused, WrongKindOfFile.

    With `only_header` the picture is not to be decoded: the end of the file is not looked at.
    """
    with opened(source, PICTURE) as (file, size_bytes):
        picture = _opened(
            _identified(file, source, size_bytes, only_header=only_header), file, size_bytes, path_of(source)
        )
        try:
            yield picture
        finally:
            picture.image.close()


def _opened(image: Image.Image, file: BinaryIO, size_bytes: int, path: str) -> OpenedPicture:
    """The picture whose header is read. Raises InputRefused."""
    width, height = image.size
    if min(image.size) < 1:
        raise InputRefused("no pixels", sentence=PICTURE.damaged)
    reduced = _reduced(image, file) if width * height > _most_pixels(image) else None
    if max(image.size) > MAX_SIDE or (reduced is None and width * height > _most_pixels(image)):
        raise too_large(width, height)
    if image.format == "TIFF" and is_raw_tiff(getattr(image, "tag_v2", None), path):
        raise InputRefused(sentence=Sentence.PICTURE_RAW)
    boxes = read_boxes(file) if image.format in ISO_FORMATS else PictureBoxes()
    turn = _turn(image, file, is_reduced=reduced is not None)
    if image.format == "TIFF" and turn in LYING:
        width, height = height, width  # Pillow tells the size that it will have made upright
    return OpenedPicture(
        image=image,
        format=image.format or "",
        size_bytes=size_bytes,
        stored=(width, height),
        turn=turn,
        colours=colours_of(image, file, boxes),
        reduced=reduced,
        # libheif applies the crop box itself, libavif leaves it to its callers.
        aperture=boxes.aperture if image.format == "AVIF" else None,
    )


def _most_pixels(image: Image.Image) -> int:
    """The most pixels that are read with Pillow."""
    match image.format:
        case "JPEG" | "MPO":
            return MAX_SLOW_PIXELS if image.info.get("progressive") else MAX_REDUCED_PIXELS
        case "WEBP":
            return MAX_WEBP_PIXELS
        case "AVIF" if image.has_transparency_data:
            return MAX_SEE_THROUGH_PIXELS
        case _:
            return MAX_PIXELS


def _turn(image: Image.Image, file: BinaryIO, *, is_reduced: bool) -> Image.Transpose | None:
    """What makes the picture upright, as far as it is known before the pixels."""
    if image.format != "PNG" or "exif" in image.info:
        return TURNS.get(_orientation(image.getexif))
    if not is_reduced:
        return None  # Pillow decodes a PNG to find its EXIF, which may follow the pixels
    with decoder_errors(image.size), Image.open(io.BytesIO(without_pixels(file)), formats=("PNG",)) as bare:
        return TURNS.get(_orientation(partial(Image.Image.getexif, bare)))


def _reduced(image: Image.Image, file: BinaryIO) -> Reduced | None:
    """How a picture of very many pixels is read; None for one that cannot be."""
    name, pixels = image.format or "", image.width * image.height
    if pixels > MAX_REDUCED_PIXELS:
        return None
    if name in READERS:
        return lambda side: streamed(file, name, most_pixels=MAX_RESULT_PIXELS, side=side)
    if name in ISO_FORMATS and not image.has_transparency_data:
        return _from_tiles(name, pixels, file)
    return None


def _from_tiles(name: str, pixels: int, file: BinaryIO) -> Reduced | None:
    tiles = read_tiles(file)
    if (
        tiles is None
        or step_of(tiles, MAX_RESULT_PIXELS) is None
        or (len(tiles.places) == 1 and pixels > MAX_SINGLE_PIXELS)
    ):
        return None

    def read(side: int | None) -> Image.Image:
        # libheif tells the size after turning and cropping, libavif before.
        return from_tiles(file, tiles, step=step_of(tiles, MAX_RESULT_PIXELS, side) or 1, is_turned=name == "HEIF")

    return read


def _identified(file: BinaryIO, source: Handed, size_bytes: int, *, only_header: bool) -> Image.Image:
    head = file.read(HEAD_BYTES)
    file.seek(0)
    most = MAX_PLAIN_FILE_BYTES if head.startswith(PLAIN_SIGNATURES) else MAX_FILE_BYTES
    if size_bytes > most:
        # Some decoders read the whole file at once. A video may be larger: it is no picture by its first bytes.
        raise _too_heavy(size_bytes, most) if _looks_like_picture(head) else _unknown("large", head, source)
    try:
        return Image.open(file if only_header else with_end(file), formats=PILLOW_FORMATS)
    except UnidentifiedImageError as error:
        raise _unknown(str(error), head, source) from error
    except Exception as error:
        # Pillow raises almost anything (struct.error, IndexError, SyntaxError ...) for a broken header.
        raise damaged(error) from error


def _unknown(detail: str, head: bytes, source: Handed) -> InputRefused:
    if (sentence := sentence_for(head, path_of(source))) is not None:
        # A video is tried as audio then: a file with the marks of a video may hold audio only.
        kind = WrongKindOfFile if sentence is Sentence.PICTURE_IS_VIDEO else InputRefused
        return kind(detail, sentence=sentence)
    return unreadable(detail, PICTURE, looks_right=_looks_like_picture(head))


def _too_heavy(size_bytes: int, most: int) -> InputRefused:
    values = {"size_bytes": size_bytes, "most_bytes": most}
    return InputRefused(sentence=Sentence.PICTURE_HEAVY, values=values)


@contextmanager
def decoder_errors(size: tuple[int, int]) -> Iterator[None]:
    """Turn whatever a decoder raises into `damaged`, or `too large` when memory ran out."""
    try:
        yield
    except WanDeskError:
        raise
    except MemoryError as error:
        raise too_large(*size) from error
    except Exception as error:
        # Decoders raise almost anything for broken pixels; the file is at fault.
        raise damaged(error) from error


def damaged(error: Exception) -> InputRefused:
    """The refusal of a file whose content cannot be decoded."""
    log.info("cannot decode the picture", exc_info=error)
    return InputRefused(f"{type(error).__name__}: {error}", sentence=PICTURE.damaged)


def too_large(width: int, height: int) -> InputRefused:
    """The refusal of more pixels than can be decoded."""
    return InputRefused(sentence=Sentence.PICTURE_TOO_LARGE, values={"width": width, "height": height})


def _looks_like_picture(head: bytes) -> bool:
    is_iso = head[4:8] == b"ftyp" and head[8:12] in ISO_BRANDS
    return head.startswith(SIGNATURES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP") or is_iso


def _orientation(read_exif: Callable[[], Image.Exif]) -> int:
    """The EXIF orientation, 1 (upright) where there is none or it cannot be read."""
    try:
        found = read_exif().get(ORIENTATION, 1)
    except Exception as error:
        # Broken EXIF raises almost anything; the pixels are fine without it.
        log.info("cannot read EXIF", exc_info=error)
        return 1
    return found if isinstance(found, int) else 1
