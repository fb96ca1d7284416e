"""Tags of an export: the label of AI-made content that a source carries, and nothing else unless the user wants it.

China requires that label and that copies keep it (GB 45438-2025). In MP4 and MOV it is the tag `AIGC`, a JSON object;
GIF and WebP carry it as XMP (TC260's practice guide for files of August 2025). A manifest of C2PA is bound to the bytes
of its file: a copy of it would be false, so it isn't copied.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from io import FileIO
from xml.sax.saxutils import quoteattr

from wandesk import durable
from wandesk.domain.export import ExportPlan

LABELS = frozenset({"aigc"})
"""The kept tags, in lower case."""
MOST_CHARACTERS = 8_000
"""Of a label. Longer ones are none."""
DESCRIPTION = "description"
_NAMESPACE = "http://www.tc260.org.cn/ns/AIGC/1.0/"
_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:TC260="{namespace}" TC260:AIGC={value}/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
_GIF_BLOCK = b"\x21\xff\x0bXMP DataXMP"
_GIF_END = bytes([1, *range(255, -1, -1), 0])
"""Makes a reader that knows no XMP skip it (XMP specification, part 3, 1.1.2)."""
_EXTENDED = b"VP8X"
_WEBP_HAS_XMP = 0x04
GIF_HEAD, WEBP_HEAD = 13, 21
"""Bytes of a file that say what follows."""
MOVED_BYTES = 1024 * 1024


def kept_labels(tags: Mapping[str, str]) -> Mapping[str, str]:
    """The labels among the tags of a source."""
    return {
        key: value for key, value in tags.items() if key.lower() in LABELS and 0 < len(value.strip()) <= MOST_CHARACTERS
    }


def container_tags(labels: Mapping[str, str], plan: ExportPlan) -> Mapping[str, str]:
    """The tags for the muxer. GIF and WebP ignore them."""
    return {**labels, **({DESCRIPTION: plan.description} if plan.description else {})}


def add_labels(result: FileIO, plan: ExportPlan, labels: Mapping[str, str]) -> None:
    """Write the first label into a finished GIF or WebP, whose muxers know no tags. Raises OSError."""
    value = next(iter(labels.values()), "")
    if not value:
        return
    xmp = _XMP.format(namespace=_NAMESPACE, value=quoteattr(value)).encode()
    match plan.encoding.container:
        case "gif":
            result.seek(0)
            head = result.read(GIF_HEAD)
            colours = 3 << ((head[10] & 7) + 1) if head[10] & 0x80 else 0
            _insert(result, GIF_HEAD + colours, _GIF_BLOCK + xmp + _GIF_END)
        case "webp":
            _add_to_webp(result, plan, xmp)


def _add_to_webp(result: FileIO, plan: ExportPlan, xmp: bytes) -> None:
    """A WebP whose frames are all the same is no animation, and first needs a header that tells what follows."""
    result.seek(0)
    if result.read(WEBP_HEAD)[12:16] != _EXTENDED:
        size = (plan.width - 1).to_bytes(3, "little") + (plan.height - 1).to_bytes(3, "little")
        _insert(result, 12, _EXTENDED + struct.pack("<I", 10) + bytes(4) + size)
    end = result.seek(0, os.SEEK_END)
    durable.write_all(result, b"XMP " + struct.pack("<I", len(xmp)) + xmp + bytes(len(xmp) % 2))
    result.seek(20)
    flags = result.read(1)[0]
    result.seek(20)
    durable.write_all(result, bytes([flags | _WEBP_HAS_XMP]))
    result.seek(4)
    durable.write_all(result, struct.pack("<I", end + 8 + len(xmp) + len(xmp) % 2 - 8))


def _insert(file: FileIO, at: int, block: bytes) -> None:
    """Put a block into a file; what follows moves back, piece by piece from its end."""
    rest = file.seek(0, os.SEEK_END)
    while rest > at:
        begin = max(at, rest - MOVED_BYTES)
        file.seek(begin)
        piece = file.read(rest - begin)
        file.seek(begin + len(block))
        durable.write_all(file, piece)
        rest = begin
    file.seek(at)
    durable.write_all(file, block)
