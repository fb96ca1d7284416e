"""Pictures: inspects them, converts them to what the cloud accepts, makes thumbnails. Runs in the child only.

Every picture is shown as viewers show it: upright, first frame only, in sRGB, transparent areas filled with white.
Output files carry pixels only: no EXIF (it may hold a location), no comments, no profiles.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pi_heif
from PIL import AvifImagePlugin, Image, ImageCms, ImageFile, UnidentifiedImageError

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.errors import InputRefused, WanDeskError
from wandesk.domain.media import PictureFacts
from wandesk.domain.sentences import Sentence
from wandesk.media.foreign import PICTURE, opened, unreadable
from wandesk.media.handed import Handed
from wandesk.media.writing import write_result

log = logging.getLogger(__name__)

MAX_SIDE = 16384
MAX_PIXELS = 100_000_000
MAX_FILE_BYTES = 200_000_000

PILLOW_FORMATS = ("JPEG", "PNG", "BMP", "WEBP", "HEIF", "AVIF", "GIF", "TIFF")
"""The formats Pillow may try, in this order."""
FORMAT_NAMES = {"MPO": "JPEG", "HEIF": "HEIC"}
"""Our names where Pillow's differ: MPO is a JPEG with several pictures (phones)."""
LOSSLESS = frozenset({"PNG", "BMP", "GIF", "TIFF"})

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
LYING = frozenset({5, 6, 7, 8})
"""Orientations that swap width and height."""

QUALITIES = (95, 92, 88, 84, 80, 74, 68, 60)
SHRINK = 0.85
THUMBNAIL_QUALITY = 88
DECODER_THREADS = 2

SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")
"""First bytes of picture files: a file that begins so and does not open is damaged, not unknown."""

# `_read` checks and reports the size; Pillow's own check only warns, or raises without the size.
Image.MAX_IMAGE_PIXELS = None
# One thread per core of a large machine would need more address space than the memory limit leaves.
AvifImagePlugin.DEFAULT_MAX_THREADS = DECODER_THREADS
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=DECODER_THREADS)


def inspect_picture(path: Handed) -> PictureFacts:
    """Decode the whole picture and return its facts. Raises InputRefused."""
    with opened(path, PICTURE) as (file, size_bytes):
        _refuse_heavy(size_bytes)
        with _read(file) as image:
            is_plain = _is_plain(image)  # before decoding, which loses the stored bit depth
            _decode(image)
            return _facts(image, size_bytes, is_plain=is_plain)


def prepare_picture(source: Handed, target: Handed, limits: PictureLimits) -> PictureFacts:
    """Write the picture to send and return its facts. Raises InputRefused, NoRoom, FolderRefused."""
    with opened(source, PICTURE) as (file, size_bytes):
        _refuse_heavy(size_bytes)
        with _read(file) as image:
            _decode(image)
            is_lossless = image.format in LOSSLESS
            with _decoder_errors(image):
                shown = as_shown(image, limits.max_side)
    content, format_name, (width, height) = _encoded(shown, limits, is_lossless=is_lossless)
    write_result(target, content)
    return PictureFacts(format=format_name, width=width, height=height, size_bytes=len(content))


def thumbnail(source: Handed, target: Handed, side: int) -> None:
    """Write a small JPEG of a picture. Raises InputRefused, WrongKindOfFile (it may be a video)."""
    with opened(source, PICTURE) as (file, size_bytes), _read(file) as image:
        # The size limit is for pictures only: a video may be larger.
        _refuse_heavy(size_bytes)
        # A JPEG decodes at 1/2, 1/4 or 1/8 several times faster, still at least twice the side.
        image.draft(None, (side * 2, side * 2))
        _decode(image)
        with _decoder_errors(image):
            small = as_shown(image, side)
    write_thumbnail(small, target)


def small_picture(source: Handed, side: int) -> Image.Image:
    """The picture as shown, its longer side at most `side` pixels. Raises InputRefused, WrongKindOfFile."""
    with opened(source, PICTURE) as (file, size_bytes), _read(file) as image:
        _refuse_heavy(size_bytes)
        image.draft(None, (side * 2, side * 2))
        _decode(image)
        with _decoder_errors(image):
            return as_shown(image, side)


def write_thumbnail(image: Image.Image, target: Handed) -> None:
    """Write an RGB image as the JPEG for lists and cards."""
    write_result(target, _jpeg(image, THUMBNAIL_QUALITY, subsampling=2))


def as_shown(image: Image.Image, longest: int) -> Image.Image:
    """A decoded picture as RGB pixels: at most `longest` a side, sRGB, on white, upright, without any metadata."""
    turn = TURNS.get(_orientation(image))
    profile = image.info.get("icc_profile")
    shown = _eight_bits(image)
    if max(shown.size) > longest:
        scale = longest / max(shown.size)
        size = (max(1, round(shown.width * scale)), max(1, round(shown.height * scale)))
        shown = shown.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    shown = _in_srgb(shown, profile)
    if shown.has_transparency_data:
        shown = shown.convert("RGBA")
        paper = Image.new("RGB", shown.size, "white")
        paper.paste(shown, mask=shown.getchannel("A"))
        shown = paper
    shown = shown.convert("RGB")
    if turn is not None:
        shown = shown.transpose(turn)
    # Pillow's writers copy profiles and comments from `info` unasked.
    shown.info = {}
    return shown


@contextmanager
def _read(file: BinaryIO) -> Iterator[Image.Image]:
    """Open the picture and check its size; no pixel is decoded yet."""
    try:
        image = Image.open(file, formats=PILLOW_FORMATS)
    except UnidentifiedImageError as error:
        raise unreadable(str(error), PICTURE, looks_right=_looks_like_picture(file)) from error
    except Exception as error:
        # Pillow raises almost anything (struct.error, IndexError, SyntaxError ...) for a broken header.
        raise _damaged(error) from error
    with image:
        if max(image.size) > MAX_SIDE or image.width * image.height > MAX_PIXELS:
            raise _too_large(image)
        if min(image.size) < 1:
            raise InputRefused("no pixels", sentence=PICTURE.damaged)
        yield image


def _decode(image: Image.Image) -> None:
    with _decoder_errors(image):
        image.load()
    # Some containers reveal the true size only now.
    if max(image.size) > MAX_SIDE or image.width * image.height > MAX_PIXELS:
        raise _too_large(image)


@contextmanager
def _decoder_errors(image: Image.Image) -> Iterator[None]:
    """Turn whatever a decoder raises into `damaged`, or `too large` when memory ran out."""
    try:
        yield
    except WanDeskError:
        raise
    except MemoryError as error:
        raise _too_large(image) from error
    except Exception as error:
        # Decoders raise almost anything for broken pixels; the file is at fault.
        raise _damaged(error) from error


def _damaged(error: Exception) -> InputRefused:
    log.info("cannot decode the picture", exc_info=error)
    return InputRefused(f"{type(error).__name__}: {error}", sentence=PICTURE.damaged)


def _too_large(image: Image.Image) -> InputRefused:
    return InputRefused(sentence=Sentence.PICTURE_TOO_LARGE, values={"width": image.width, "height": image.height})


def _refuse_heavy(size_bytes: int) -> None:
    if size_bytes > MAX_FILE_BYTES:
        values = {"size_bytes": size_bytes, "most_bytes": MAX_FILE_BYTES}
        raise InputRefused(sentence=Sentence.PICTURE_HEAVY, values=values)


def _looks_like_picture(file: BinaryIO) -> bool:
    file.seek(0)
    head = file.read(16)
    is_heif = head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis"}
    return head.startswith(SIGNATURES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP") or is_heif


def _facts(image: Image.Image, size_bytes: int, *, is_plain: bool) -> PictureFacts:
    orientation = _orientation(image)
    width, height = reversed(image.size) if orientation in LYING else image.size
    name = image.format or ""
    return PictureFacts(
        format=FORMAT_NAMES.get(name, name),
        width=width,
        height=height,
        size_bytes=size_bytes,
        has_alpha=image.has_transparency_data,
        is_turned=orientation in TURNS,
        is_plain=is_plain,
    )


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 (upright) where there is none or it cannot be read."""
    try:
        found = image.getexif().get(ORIENTATION, 1)
    except Exception as error:
        # Broken EXIF raises almost anything; the pixels are fine without it.
        log.info("cannot read EXIF", exc_info=error)
        return 1
    return found if isinstance(found, int) else 1


def _is_plain(image: Image.Image) -> bool:
    """Whether any decoder shows it alike: one frame, 8-bit grey or RGB, sRGB colours."""
    if image.mode not in {"L", "RGB", "RGBA"} or _has_sixteen_bits(image):
        return False
    if image.format in {"PNG", "WEBP"} and getattr(image, "is_animated", False):
        return False
    profile = _profile(image.info.get("icc_profile"))
    return profile is None or "srgb" in ImageCms.getProfileDescription(profile).lower()


def _has_sixteen_bits(image: Image.Image) -> bool:
    """Pillow converts 16-bit colours to 8-bit; only the raw mode of its tiles shows it."""
    return any("16" in str(tile[3]) for tile in getattr(image, "tile", ()) if image.format in {"PNG", "TIFF"})


def _profile(content: object) -> ImageCms.ImageCmsProfile | None:
    """The embedded colour profile; None where there is none or it is broken."""
    if not isinstance(content, bytes) or not content:
        return None
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(content))
    except (OSError, ImageCms.PyCMSError) as error:
        log.info("cannot read the colour profile", exc_info=error)
        return None


def _eight_bits(image: Image.Image) -> Image.Image:
    """Convert to a mode that can be scaled and colour-managed: L, LA, RGB, RGBA, CMYK or LAB."""
    match image.mode:
        case "L" | "LA" | "RGB" | "RGBA" | "CMYK" | "LAB":
            # tRNS of a grey or RGB PNG becomes an alpha channel; scaling would smear its one transparent colour.
            return image.convert("RGBA") if "transparency" in image.info and "A" not in image.mode else image
        case mode if mode.startswith("I;16"):
            # Pillow's own conversion clips everything above 255 to white.
            return image.convert("I").point(lambda value: value * (255 / 65535)).convert("L")
        case "I" | "F":
            return _stretched(image)
        case _:
            return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _stretched(image: Image.Image) -> Image.Image:
    """Map the range of integer or float pixels to black .. white; their nominal range is unknown."""
    low, high = (float(each) for each in image.getextrema())  # type: ignore[arg-type]
    scale = 255 / (high - low) if high > low else 0.0
    return image.convert("F").point(lambda value: value * scale - low * scale).convert("L")


def _in_srgb(image: Image.Image, content: object) -> Image.Image:
    """Convert to sRGB; without a profile the values count as sRGB already."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")) if image.mode == "LAB" else _profile(content)
    if profile is None:
        return image
    alpha = image.getchannel("A") if image.mode in {"LA", "RGBA"} else None
    colours = image.convert(image.mode[:-1]) if alpha else image
    try:
        converted = ImageCms.profileToProfile(
            colours, profile, ImageCms.createProfile("sRGB"), outputMode="RGB", inPlace=False
        )
    except ImageCms.PyCMSError as error:
        # A profile that does not match the pixels (grey with an RGB profile): ignored, as viewers do.
        log.info("the colour profile does not match the pixels", exc_info=error)
        return image
    assert converted is not None
    if alpha:
        converted.putalpha(alpha)
    return converted


def _encoded(image: Image.Image, limits: PictureLimits, *, is_lossless: bool) -> tuple[bytes, str, tuple[int, int]]:
    """The best encoding within `limits.max_bytes`: content, format, (width, height)."""
    if is_lossless and "PNG" in limits.formats:
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        if buffer.tell() <= limits.max_bytes:
            return buffer.getvalue(), "PNG", image.size
    while True:
        for quality in QUALITIES:
            content = _jpeg(image, quality, subsampling=0)
            if len(content) <= limits.max_bytes:
                return content, "JPEG", image.size
        size = (int(image.width * SHRINK), int(image.height * SHRINK))
        if min(size) < max(1, limits.min_side):
            values = {"size_bytes": len(content), "most_bytes": limits.max_bytes}
            raise InputRefused(sentence=Sentence.PICTURE_HEAVY, values=values)
        image = image.resize(size, Image.Resampling.LANCZOS)


def _jpeg(image: Image.Image, quality: int, *, subsampling: int) -> bytes:
    buffer = io.BytesIO()
    # With `optimize` the encoder writes the whole picture at once, and Pillow's buffer for it is too small for noise
    # in full colour (fine grain, confetti, a snowstorm). Three bytes a pixel are its pixels without compression.
    usual, ImageFile.MAXBLOCK = ImageFile.MAXBLOCK, max(ImageFile.MAXBLOCK, 3 * image.width * image.height)
    try:
        image.save(buffer, "JPEG", quality=quality, subsampling=subsampling, optimize=True)
    finally:
        ImageFile.MAXBLOCK = usual  # decoders read blocks of this size
    return buffer.getvalue()
