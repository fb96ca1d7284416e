"""What EXIF, XMP and comments say about a picture, as far as it concerns the person who took it."""

from __future__ import annotations

import logging

from PIL import Image

from wandesk.domain.media import Extra

log = logging.getLogger(__name__)

EXIF_MARK = b"Exif\0\0"
GPS, DETAILS, THUMBNAIL = 0x8825, 0x8769, 1
"""Tags and number of the directories inside EXIF (EXIF 2.3, 4.6)."""
GPS_VERSION = 0
HARMLESS = frozenset({0x0112, 0x011A, 0x011B, 0x0128, 0x0213, 0x9000, 0x9101, 0xA000, 0xA001, 0xA002, 0xA003, 0xA005})
"""Tags about the pixels: orientation, resolution, version, components, colour space, size."""
PERSONAL = frozenset({270, 271, 272, 305, 306, 315, 316, 700, 33432, 33723, 34377, *range(0x9C9B, 0x9CA0)})
"""Tags of a TIFF: description, camera, program, time, artist, computer, XMP, copyright, IPTC, Photoshop, Windows'."""


def extras_of_exif(content: bytes) -> frozenset[Extra]:
    """What an EXIF block carries, with or without its mark; one that cannot be read counts as details."""
    try:
        exif = Image.Exif()
        exif.load(content if content.startswith(EXIF_MARK) else EXIF_MARK + content)
        return _extras_of(exif)
    except Exception as error:
        # Broken EXIF raises almost anything; it is left out whatever it says.
        log.info("cannot read EXIF", exc_info=error)
        return frozenset({Extra.DETAILS})


def extras_of_xmp(content: bytes) -> frozenset[Extra]:
    """What an XMP packet carries."""
    return frozenset({Extra.DETAILS, Extra.PLACE} if b"GPSLatitude" in content else {Extra.DETAILS})


def extras_of_image(image: Image.Image) -> frozenset[Extra]:
    """What an opened picture carries, as far as its decoder tells: for formats whose files are always re-encoded."""
    xmp, comment = image.info.get("xmp"), image.info.get("comment")
    found: set[Extra] = {Extra.DETAILS} if comment else set()
    if isinstance(xmp, bytes):
        found |= extras_of_xmp(xmp)
    try:
        exif = image.getexif()
        if image.format != "TIFF":
            return frozenset(found | _extras_of(exif))
        # The directory of a TIFF is that of its EXIF; most of its tags describe the pixels.
        if PERSONAL & set(exif) or exif.get_ifd(DETAILS):
            found.add(Extra.DETAILS)
        return frozenset(found | (_extras_of(exif) & {Extra.PLACE}))
    except Exception as error:
        # Broken EXIF raises almost anything; it is left out whatever it says.
        log.info("cannot read EXIF", exc_info=error)
        return frozenset(found | {Extra.DETAILS})


def _extras_of(exif: Image.Exif) -> frozenset[Extra]:
    found: set[Extra] = set()
    if set(exif.get_ifd(GPS)) - {GPS_VERSION}:
        found.add(Extra.PLACE)
    if exif.get_ifd(THUMBNAIL):
        found.add(Extra.PICTURES)
    if ({*exif, *exif.get_ifd(DETAILS)} - HARMLESS) - {GPS, DETAILS}:
        found.add(Extra.DETAILS)
    return frozenset(found)
