"""What a picture file carries besides its picture, read by a parser of the tests' own, byte by byte.

It knows what may be there and names everything else, so that a new kind of extra is found as well.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

TABLES_AND_FRAMES = {0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD}
PNG_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"cICP", b"IDAT", b"IEND"}


def foreign_parts(content: bytes) -> list[str]:
    """Names of all parts that are not the picture; empty for a clean file."""
    if content[:2] == b"\xff\xd8":
        return list(_of_jpeg(content))
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return list(_of_png(content))
    if content[:4] == b"RIFF":
        return list(_of_webp(content))
    if content[:2] == b"BM":
        return list(_of_bmp(content))
    return ["no picture"]


def _of_jpeg(content: bytes) -> Iterator[str]:
    at = 2
    while at < len(content):
        if content[at] != 0xFF:
            yield f"stray byte at {at}"
            return
        marker = content[at + 1]
        if marker == 0xD9:
            if content[at + 2 :]:
                yield f"{len(content) - at - 2} bytes behind the end"
            return
        length = struct.unpack_from(">H", content, at + 2)[0]
        body = content[at + 4 : at + 2 + length]
        at += 2 + length
        if marker == 0xDA:
            while content[at : at + 1] != b"\xff" or content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7:
                at += 1
                if at >= len(content):
                    yield "no end"
                    return
        elif marker == 0xE0:
            if not (body.startswith(b"JFIF\0") and len(body) == 14 and body[12:] == b"\0\0"):
                yield "APP0"
        elif marker == 0xEE:
            if not (body.startswith(b"Adobe") and len(body) == 12):
                yield "APP14"
        elif marker == 0xFE:
            yield "COM"
        elif marker not in TABLES_AND_FRAMES:
            yield f"APP{marker - 0xE0}" if 0xE0 <= marker < 0xF0 else f"marker {marker:02x}"
    yield "no end"


def _of_png(content: bytes) -> Iterator[str]:
    at = 8
    while at < len(content):
        length = struct.unpack_from(">I", content, at)[0]
        name = content[at + 4 : at + 8]
        body = content[at + 8 : at + 8 + length]
        if name not in PNG_CHUNKS:
            yield name.decode("latin-1")
        if content[at + 8 + length : at + 12 + length] != struct.pack(">I", zlib.crc32(name + body)):
            yield f"wrong checksum of {name!r}"
        at += 12 + length
        if name == b"IEND":
            if content[at:]:
                yield f"{len(content) - at} bytes behind the end"
            return
    yield "no end"


def _of_webp(content: bytes) -> Iterator[str]:
    end = 8 + struct.unpack_from("<I", content, 4)[0]
    if end != len(content):
        yield f"{len(content) - end} bytes behind the end"
    at = 12
    while at < end:
        name, length = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        if name == b"VP8X" and content[at + 8] & 0b0010_1100:
            yield "VP8X says ICCP, EXIF or XMP"
        if name not in {b"VP8 ", b"VP8L", b"VP8X"}:
            yield name.decode("latin-1")
        at += 8 + length + length % 2


def _of_bmp(content: bytes) -> Iterator[str]:
    size, _, start = struct.unpack_from("<III", content, 2)
    head, width, height, _, bits, _, _, across, down, colours, _ = struct.unpack_from("<IiiHHIIiiII", content, 14)
    row = (width * bits + 31) // 32 * 4
    if size != len(content) or start + row * abs(height) != size:
        yield f"{len(content) - start - row * abs(height)} bytes behind the end"
    if head != 40 or start != 54 + 4 * colours or across or down:
        yield "more than sizes in the header"
    if bits == 24 and any(any(content[start + at * row + width * 3 : start + (at + 1) * row]) for at in range(height)):
        yield "bytes behind a row"
