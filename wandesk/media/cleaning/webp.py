"""WEBP: keeps the one chunk that is the picture, in a file of the simple form (RFC 9649, 2.5 and 2.6)."""

from __future__ import annotations

import struct

from wandesk.domain.media import Extra
from wandesk.media.cleaning.cleaned import Cleaned, extras_behind
from wandesk.media.cleaning.notes import extras_of_exif, extras_of_xmp

PICTURES = (b"VP8 ", b"VP8L")
ANIMATION = (b"ANIM", b"ANMF")
HEAD_BYTES, CHUNK_HEAD_BYTES = 12, 8


def clean_webp(content: bytes) -> Cleaned:
    """The file without what is not its picture."""
    view = memoryview(content)
    flaws: list[str] = []
    extras: set[Extra] = set()
    pictures: list[tuple[bytes, memoryview]] = []
    size = int.from_bytes(view[4:8], "little")
    end = size + 8
    if len(content) < HEAD_BYTES or content[:4] != b"RIFF" or content[8:12] != b"WEBP" or end > len(content):
        flaws.append("no WEBP, or a cut one")
        end = len(content)
    at = HEAD_BYTES
    while at < end and not flaws:
        name = bytes(view[at : at + 4])
        length = int.from_bytes(view[at + 4 : at + CHUNK_HEAD_BYTES], "little")
        body = view[at + CHUNK_HEAD_BYTES : at + CHUNK_HEAD_BYTES + length]
        at += CHUNK_HEAD_BYTES + length + length % 2
        if at > end:
            flaws.append(f"a chunk {name!r} that is cut")
        elif name in PICTURES:
            pictures.append((name, body))
        elif name in ANIMATION or name == b"ALPH":
            flaws.append(f"a chunk {name!r}")
        elif name == b"EXIF":
            extras |= extras_of_exif(bytes(body))
        elif name == b"XMP ":
            extras |= extras_of_xmp(bytes(body))
    if len(pictures) != 1:
        flaws.append("not one picture")
        return Cleaned(pieces=(), extras=frozenset(extras), flaws=tuple(flaws))
    extras |= extras_behind(view[end:])
    (name, body), padding = pictures[0], b"\0" * (len(pictures[0][1]) % 2)
    whole = b"WEBP" + name + struct.pack("<I", len(body))
    head = b"RIFF" + struct.pack("<I", len(whole) + len(body) + len(padding)) + whole
    return Cleaned(pieces=(head, body, padding), extras=frozenset(extras), flaws=tuple(flaws))
