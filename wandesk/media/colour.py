"""The colours of a picture: what its numbers mean, and how they become sRGB.

In the order of the PNG, ISO and EXIF specifications: CICP numbers, an embedded profile, gamma and chromaticities,
Adobe RGB by EXIF. Without any of them the numbers count as sRGB, as in browsers.
"""

from __future__ import annotations

import functools
import io
import itertools
import logging
import struct
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageCms

from wandesk.media.icc import (
    Primaries,
    adobe_rgb_profile,
    cicp_profile,
    gamma_profile,
    is_hdr,
)
from wandesk.media.iso_boxes import PictureBoxes

log = logging.getLogger(__name__)

SRGB_GAMMA = 1 / 2.2
GAMMA_WITHIN = 0.005
"""A gAMA this near to 1/2.2 is what programs write for sRGB."""
PLAIN_WITHIN = 2
"""Levels: a profile that changes no colour by more is sRGB, whatever it calls itself."""
MOST_CHUNKS_BYTES = 65_536
"""PNG's colour chunks precede the palette and the pixels."""
EXIF_IFD, INTEROPERABILITY_IFD = 0x8769, 0xA005
COLOUR_SPACE, INTEROPERABILITY_INDEX = 0xA001, 1
UNCALIBRATED, ADOBE_INDEX = 0xFFFF, "R03"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """What the numbers of a picture mean; without a profile they are sRGB."""

    profile: ImageCms.ImageCmsProfile | None = None
    is_hdr: bool = False
    """The profile tone-maps an HDR signal."""


SRGB = Colours()


def colours_of(image: Image.Image, file: BinaryIO, boxes: PictureBoxes) -> Colours:
    """The colours of a picture whose header is read. `file` keeps its position."""
    if image.mode == "LAB":
        return Colours(profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    cicp = boxes.cicp
    if image.format == "PNG":
        cicp = _png_cicp(file)
    profile = _profile(image.info.get("icc_profile"))
    # In ISO files a profile rules (23000-22, 7.3.6.4), in PNG the CICP chunk does.
    if cicp is not None and (profile is None or image.format == "PNG"):
        return cicp_colours(*cicp)
    if profile is not None:
        return Colours(profile=profile) if changes_colours(profile, image.mode) else SRGB
    if image.format == "PNG" and "srgb" not in image.info:
        return _png_colours(image)
    if image.format in {"JPEG", "MPO"} and _is_adobe_by_exif(image):
        return Colours(profile=_profile(adobe_rgb_profile()))
    return SRGB


def cicp_colours(primaries: int, transfer: int) -> Colours:
    """The colours named by two numbers of ITU-T H.273."""
    content = cicp_profile(primaries, transfer)
    return Colours(profile=_profile(content), is_hdr=is_hdr(transfer)) if content else SRGB


def to_srgb(image: Image.Image, colours: Colours) -> Image.Image:
    """The same picture in sRGB: L, LA, RGB, RGBA, CMYK or LAB becomes RGB or RGBA where the colours are others."""
    if colours.profile is None:
        return image
    alpha = image.getchannel("A") if image.mode in {"LA", "RGBA"} else None
    bare = image.convert(image.mode[:-1]) if alpha else image
    transform = _transform(colours.profile, bare.mode)
    if transform is None:
        return image
    converted = ImageCms.applyTransform(bare, transform)
    assert converted is not None
    if alpha:
        converted.putalpha(alpha)
    return converted


def changes_colours(profile: ImageCms.ImageCmsProfile, mode: str) -> bool:
    """Whether sRGB differs visibly from what the profile says, tried on colours of the whole range."""
    if mode not in {"L", "LA", "RGB", "RGBA", "P", "PA"}:
        return True
    steps = bytes(range(0, 256, 51))
    if mode in {"L", "LA"}:
        sample = Image.frombytes("L", (len(steps), 1), steps)
    else:
        colours = [bytes(each) for each in itertools.product(steps, repeat=3)]
        sample = Image.frombytes("RGB", (len(colours), 1), b"".join(colours))
    transform = _transform(profile, sample.mode)
    if transform is None:
        return False
    converted = ImageCms.applyTransform(sample, transform)
    assert converted is not None
    before, after = sample.convert("RGB").tobytes(), converted.tobytes()
    return max(abs(one - other) for one, other in zip(before, after, strict=True)) > PLAIN_WITHIN


@functools.lru_cache(maxsize=4)
def _transform(profile: ImageCms.ImageCmsProfile, mode: str) -> ImageCms.ImageCmsTransform | None:
    try:
        return ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), mode, "RGB")
    except ImageCms.PyCMSError as error:
        # A profile that does not match the pixels (grey with an RGB profile): ignored, as viewers do.
        log.info("the colour profile does not match the pixels", exc_info=error)
        return None


def _profile(content: object) -> ImageCms.ImageCmsProfile | None:
    """The colour profile; None where there is none or it is broken."""
    if not isinstance(content, bytes) or not content:
        return None
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(content))
    except (OSError, ImageCms.PyCMSError) as error:
        log.info("cannot read the colour profile", exc_info=error)
        return None


def _png_cicp(file: BinaryIO) -> tuple[int, int] | None:
    """Primaries and transfer function of a PNG's cICP chunk, which Pillow does not read."""
    position = file.tell()
    try:
        file.seek(8)
        head = file.read(MOST_CHUNKS_BYTES)
    finally:
        file.seek(position)
    at = 0
    while at + 12 <= len(head):
        size, kind = struct.unpack_from(">I4s", head, at)
        if kind in {b"IDAT", b"PLTE"}:
            return None
        if kind == b"cICP" and size == 4:
            return head[at + 8], head[at + 9]
        at += 12 + size
    return None


def _png_colours(image: Image.Image) -> Colours:
    """By gAMA and cHRM."""
    gamma, points = image.info.get("gamma"), image.info.get("chromaticity")
    primaries = _plausible(points)
    # 1/2.2 is written for sRGB's own curve, which is near it.
    exponent = 1 / gamma if gamma and abs(gamma - SRGB_GAMMA) >= GAMMA_WITHIN else None
    if exponent is None and primaries is None:
        return SRGB
    profile = _profile(gamma_profile(exponent, primaries))
    return Colours(profile=profile) if profile is not None and changes_colours(profile, "RGB") else SRGB


def _plausible(points: object) -> Primaries | None:
    """cHRM as red, green, blue and white; None where it is missing or describes no colours."""
    if not isinstance(points, tuple) or len(points) != 8:
        return None
    white, red, green, blue = ((points[at], points[at + 1]) for at in range(0, 8, 2))
    corners = (red, green, blue, white)
    if any(not (0 < x < 1 and 0 < y < 1 and x + y <= 1.001) for x, y in corners):
        return None
    area = (green[0] - red[0]) * (blue[1] - red[1]) - (blue[0] - red[0]) * (green[1] - red[1])
    return corners if abs(area) > 0.01 else None


def _is_adobe_by_exif(image: Image.Image) -> bool:
    """Cameras that store Adobe RGB without a profile say so in EXIF (DCF 2.0: index R03)."""
    try:
        exif = image.getexif()
        details = exif.get_ifd(EXIF_IFD)
        index = str(exif.get_ifd(INTEROPERABILITY_IFD).get(INTEROPERABILITY_INDEX, ""))
    except Exception as error:
        # Broken EXIF raises almost anything; the pixels are fine without it.
        log.info("cannot read EXIF", exc_info=error)
        return False
    return details.get(COLOUR_SPACE) == UNCALIBRATED and index.startswith(ADOBE_INDEX)
