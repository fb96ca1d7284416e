"""What EXIF and XMP say about a picture, as far as it concerns the person who took it."""

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


def extras_of_exif(content: bytes) -> frozenset[Extra]:
    """What an EXIF block carries, with or without its mark; one that cannot be read counts as details."""
    found: set[Extra] = set()
    try:
        exif = Image.Exif()
        exif.load(content if content.startswith(EXIF_MARK) else EXIF_MARK + content)
        if set(exif.get_ifd(GPS)) - {GPS_VERSION}:
            found.add(Extra.PLACE)
        if exif.get_ifd(THUMBNAIL):
            found.add(Extra.PICTURES)
        if ({*exif, *exif.get_ifd(DETAILS)} - HARMLESS) - {GPS, DETAILS}:
            found.add(Extra.DETAILS)
    except Exception as error:
        # Broken EXIF raises almost anything; it is left out whatever it says.
        log.info("cannot read EXIF", exc_info=error)
        found.add(Extra.DETAILS)
    return frozenset(found)


def extras_of_xmp(content: bytes) -> frozenset[Extra]:
    """What an XMP packet carries."""
    return frozenset({Extra.DETAILS, Extra.PLACE} if b"GPSLatitude" in content else {Extra.DETAILS})
