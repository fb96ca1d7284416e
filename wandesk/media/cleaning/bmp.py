"""BMP: keeps the sizes, the palette and the pixels, in the form that every decoder reads (BITMAPINFOHEADER).

Only rows from the bottom with 8 or 24 bits a pixel and no compression stay as they are.
"""

from __future__ import annotations

import struct

from wandesk.media.cleaning.cleaned import Cleaned, extras_behind

FILE_HEAD_BYTES, HEAD_BYTES = 14, 40
HEAD = struct.Struct("<IiiHHIIiiII")
"""Size of the header, width, height, planes, bits, compression, bytes of pixels, resolution (2), colours (2)."""
MOST_COLOURS = 256


def clean_bmp(content: bytes) -> Cleaned:
    """The file without what is not its picture."""
    if len(content) < FILE_HEAD_BYTES + HEAD_BYTES or content[:2] != b"BM":
        return _flawed("no BMP, or one of OS/2")
    (offset,) = struct.unpack_from("<I", content, 10)
    head_bytes, width, height, planes, bits, compression, *_, colours, _ = HEAD.unpack_from(content, FILE_HEAD_BYTES)
    if head_bytes < HEAD_BYTES or planes != 1 or bits not in {8, 24} or compression or width <= 0 or height <= 0:
        return _flawed(f"a rare kind of BMP: {bits} bits, compression {compression}")
    colours = (colours or MOST_COLOURS) if bits == 8 else 0
    palette_at = FILE_HEAD_BYTES + head_bytes
    used = width * bits // 8
    row = (used + 3) // 4 * 4
    end = offset + row * height
    if colours > MOST_COLOURS or offset < palette_at + 4 * colours or end > len(content):
        return _flawed("sizes that contradict each other")
    view = memoryview(content)
    palette = b"".join(bytes(view[at : at + 3]) + b"\0" for at in range(palette_at, palette_at + 4 * colours, 4))
    start = FILE_HEAD_BYTES + HEAD_BYTES + len(palette)
    head = b"BM" + struct.pack("<IHHI", start + row * height, 0, 0, start)
    head += HEAD.pack(HEAD_BYTES, width, height, 1, bits, 0, row * height, 0, 0, colours, 0)
    pixels = view[offset:end]
    if used != row:
        # Whatever stood in memory may stand in the bytes that fill up a row.
        cleared = bytearray(pixels)
        for filler in range(used, row):
            cleared[filler::row] = bytes(height)
        pixels = memoryview(cleared)
    extras = extras_behind(view[end:]) | extras_behind(view[palette_at + 4 * colours : offset])
    return Cleaned(pieces=(head, palette, pixels), extras=extras)


def _flawed(why: str) -> Cleaned:
    return Cleaned(pieces=(), extras=frozenset(), flaws=(why,))
