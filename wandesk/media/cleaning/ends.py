"""The end of a JPEG: whether nothing but the end is missing, and whether bytes stand before it that are no pixels.

Decoders fill up missing pixels with grey, skip bytes that they do not need, and say nothing of either. So the file is
decoded a second time, with other bytes there: the same pixels show that none depends on them.
"""

from __future__ import annotations

import hashlib
import io
import logging
from typing import BinaryIO

from PIL import Image

from wandesk.media.cleaning.jpeg import EOI, SOI, clean_jpeg

log = logging.getLogger(__name__)

MOST_BYTES = 64_000_000
"""Of a file whose end is looked for: it is held in memory three times."""
MOST_PIXELS = 60_000_000
"""Of a picture that is compared at its full size; a larger JPEG at a smaller one."""
SCAN = b"\xff\xda"
NOISE = bytes.fromhex("fefdfbf7efdfbf7f" + "5ae16b9c27d4483f91b62d0e73ca1588" * 4)
"""Stands where bytes are missing or doubted: pixels that depend on it are not in the file.

It begins with many ones, since short codes, those of plain surfaces, are mostly zeros.
"""
IDLE_BYTES = 64
"""So many bytes are always pixels of several blocks, which look otherwise with other bytes."""
BAND_ROWS = 256


def with_end(file: BinaryIO) -> BinaryIO:
    """The file, or its content with an end if only that is missing. Raises OSError."""
    start = file.read(len(SOI))
    size_bytes = file.seek(-len(EOI), io.SEEK_END) + len(EOI)
    if start != SOI or file.read(len(EOI)) == EOI or size_bytes > MOST_BYTES:
        file.seek(0)
        return file
    file.seek(0)
    content = file.read()
    file.seek(0)
    if not clean_jpeg(content).is_cut:
        return file
    content = content.rstrip(b"\xff")
    try:
        is_complete = pixels_digest(content + EOI, "JPEG") == pixels_digest(content + NOISE + EOI, "JPEG")
    except Exception as error:
        # Decoders raise almost anything for broken pixels; the caller meets it again.
        log.info("cannot decode the picture with an end", exc_info=error)
        return file
    return io.BytesIO(content + EOI) if is_complete else file


def has_idle_bytes(content: bytes) -> bool:
    """Whether the last bytes before the end of a JPEG of one pass are no pixels. Raises whatever the decoder raises.

    In a progressive file the last scan may hold nothing visible for many bytes: it is not judged.
    """
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
        if image.info.get("progressive") or len(content) - content.rindex(SCAN) < 2 * IDLE_BYTES:
            return False
    other = content[: -IDLE_BYTES - len(EOI)].rstrip(b"\xff") + NOISE + EOI
    return pixels_digest(other, "JPEG") == pixels_digest(content, "JPEG")


def pixels_digest(content: bytes, format_name: str) -> tuple[str, tuple[int, int], bytes]:
    """What identifies the pixels of a picture: mode, size, digest. Raises whatever the decoder raises."""
    with Image.open(io.BytesIO(content), formats=(format_name,)) as image:
        if image.width * image.height > MOST_PIXELS:
            image.draft(None, (image.width // 4, image.height // 4))
        image.load()
        digest = hashlib.sha256()
        for top in range(0, image.height, BAND_ROWS):
            band = image.crop((0, top, image.width, min(image.height, top + BAND_ROWS)))
            digest.update(band.tobytes())
        return image.mode, image.size, digest.digest()
