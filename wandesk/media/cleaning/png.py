"""PNG: keeps the chunks that decode the picture and say what its colours mean, and drops all others.

A profile (iCCP) becomes the chunk sRGB: only a picture in sRGB is sent without being re-encoded.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from wandesk.domain.media import Extra
from wandesk.media.cleaning.cleaned import Cleaned, extras_behind
from wandesk.media.cleaning.notes import extras_of_exif, extras_of_xmp

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = frozenset({b"gAMA", b"cHRM", b"sRGB"})
"""What a profile overrides (PNG 3, 4.3)."""
KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"cICP", b"IDAT", b"IEND"}) | COLOURS
TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"tIME"})
XMP = b"XML:com.adobe.xmp\0"
ANCILLARY = 0x20
"""The bit of a chunk's first letter that lets decoders skip an unknown one."""
PIECE_BYTES = 1 << 20
MOST_HELD_BYTES = 64_000_000
"""Of all that is not compressed pixels, and of what stands behind the end."""
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""By colour type: values of a pixel."""
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Adam7: first column and row of each pass, and their steps."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    name: bytes
    body: memoryview
    whole: memoryview
    end: int
    """Where the next chunk begins."""
    is_complete: bool
    is_sound: bool
    """Its checksum is right."""


def clean_png(content: bytes) -> Cleaned:
    """The file without what is not its picture."""
    chunks = list(_chunks(content))
    extras = frozenset[Extra]().union(*map(_extras, chunks))
    has_end = bool(chunks) and chunks[-1].name == b"IEND" and chunks[-1].is_complete
    if has_end:
        extras |= extras_behind(memoryview(content)[chunks[-1].end :])
    kept = [each for each in chunks if each.name in KEPT]
    flaws = _flaws(chunks)
    has_every_pixel, data_flaw = _judge_data(kept)
    is_cut = not has_end and not flaws and has_every_pixel
    flaws += [] if has_end else ["no end of image"]
    flaws += [] if data_flaw is None else [data_flaw]
    return Cleaned(pieces=_pieces(chunks, kept), extras=extras, flaws=tuple(flaws), is_cut=is_cut)


def without_pixels(file: BinaryIO) -> bytes:
    """The file without its compressed pixels, of which nothing is read. It says what the whole says of extras."""
    pieces, at, held = [SIGNATURE], len(SIGNATURE), 0
    while held < MOST_HELD_BYTES:
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            break
        length, name = struct.unpack(">I4s", head)
        at += 12 + length
        if name != b"IDAT":
            pieces.append(head + file.read(min(length + 4, MOST_HELD_BYTES)))
            held += length
        if name == b"IEND":
            pieces.append(file.read(MOST_HELD_BYTES))
            break
    return b"".join(pieces)


def _chunks(content: bytes) -> Iterator[_Chunk]:
    """The chunks up to IEND or the end of the file; the last one may be incomplete."""
    if not content.startswith(SIGNATURE):
        return
    view = memoryview(content)
    at = len(SIGNATURE)
    while at + 8 <= len(content):
        length = int.from_bytes(view[at : at + 4], "big")
        name = bytes(view[at + 4 : at + 8])
        end = at + 12 + length
        body = view[at + 8 : at + 8 + length]
        is_complete = end <= len(content)
        is_sound = is_complete and zlib.crc32(view[at + 4 : end - 4]) == int.from_bytes(view[end - 4 : end], "big")
        yield _Chunk(name, body, view[at:end], end, is_complete, is_sound)
        if name == b"IEND" or not is_complete:
            return
        at = end


def _extras(chunk: _Chunk) -> frozenset[Extra]:
    if chunk.name == b"eXIf":
        return extras_of_exif(bytes(chunk.body))
    if chunk.name == b"iTXt" and bytes(chunk.body[: len(XMP)]) == XMP:
        return extras_of_xmp(bytes(chunk.body))
    return frozenset({Extra.DETAILS} if chunk.name in TEXTS else ())


def _flaws(chunks: Sequence[_Chunk]) -> list[str]:
    """What strict decoders refuse in the order and the checksums of the chunks, apart from the end."""
    names = [each.name for each in chunks]
    if not names or names[0] != b"IHDR" or names.count(b"IHDR") != 1 or not chunks[0].is_complete:
        return ["no header"]
    flaws = [f"a wrong checksum of {each.name!r}" for each in chunks if _is_wrong(each)]
    flaws += [f"an unknown chunk {each!r}" for each in names if each not in KEPT and not each[0] & ANCILLARY]
    data = [number for number, each in enumerate(names) if each == b"IDAT"]
    if not data or data[-1] - data[0] != len(data) - 1:
        flaws.append("picture data in several places")
    if any(names.count(each) > 1 for each in KEPT - {b"IDAT"}):
        flaws.append("a chunk that appears twice")
    if any(names.index(each) > data[0] for each in (*COLOURS, b"PLTE", b"tRNS", b"cICP") if data and each in names):
        flaws.append("a chunk behind the picture data that belongs before it")
    return flaws


def _is_wrong(chunk: _Chunk) -> bool:
    return chunk.name in KEPT and chunk.is_complete and not chunk.is_sound


def _judge_data(kept: Sequence[_Chunk]) -> tuple[bool, str | None]:
    """Whether every pixel of the header can be unpacked, and what else is wrong with the compressed pixels."""
    header = next((bytes(each.body) for each in kept if each.name == b"IHDR"), b"")
    wanted = _raw_bytes(header)
    if wanted is None:
        return False, "a broken header"
    unpacker = zlib.decompressobj()
    found = 0
    try:
        for chunk in (each for each in kept if each.name == b"IDAT"):
            piece: bytes | memoryview = chunk.body
            while piece and not unpacker.eof:
                found += len(unpacker.decompress(piece, PIECE_BYTES))
                piece = unpacker.unconsumed_tail
                if found > wanted:
                    return True, "more pixels than the header says"
            if piece or unpacker.unused_data:
                return found == wanted, "bytes behind the compressed pixels"
        while not unpacker.eof and (more := unpacker.decompress(unpacker.unconsumed_tail, PIECE_BYTES)):
            found += len(more)
    except zlib.error as error:
        return found == wanted, f"compressed pixels: {error}"
    if not unpacker.eof or found != wanted:
        return found == wanted, "compressed pixels without their end"
    return True, None


def _raw_bytes(header: bytes) -> int | None:
    """How many bytes the pixels of an IHDR take, with the filter byte of each row; None for a broken header."""
    if len(header) != 13:
        return None
    width, height, depth, kind, compression, filters, interlace = struct.unpack(">2I5B", header)
    if not width or not height or kind not in CHANNELS or depth not in {1, 2, 4, 8, 16}:
        return None
    if compression or filters or interlace > 1:
        return None
    bits = int(depth) * CHANNELS[kind]
    passes = PASSES if interlace else ((0, 0, 1, 1),)
    sizes = [
        ((width - left + right - 1) // right, (height - top + down - 1) // down) for left, top, right, down in passes
    ]
    found = sum((columns * bits + 7) // 8 * rows + rows for columns, rows in sizes if columns > 0 and rows > 0)
    return int(found)


def _pieces(chunks: Sequence[_Chunk], kept: Sequence[_Chunk]) -> list[bytes | memoryview]:
    has_profile = any(each.name == b"iCCP" for each in chunks)
    pieces: list[bytes | memoryview] = [SIGNATURE]
    for each in kept:
        if not (has_profile and each.name in COLOURS):
            pieces.append(each.whole)
        if has_profile and each.name == b"IHDR":
            content = b"sRGB\0"
            pieces.append(struct.pack(">I", 1) + content + struct.pack(">I", zlib.crc32(content)))
    return pieces
