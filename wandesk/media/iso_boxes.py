"""Reads from the boxes of an ISO picture file (HEIC, AVIF) what the decoders leave out: crop box and CICP colours.

ISO/IEC 14496-12 (boxes), 23008-12 (items and their properties), MIAF 7.3.6.7 (the order of `clap`, `irot`, `imir`).
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MOST_META_BYTES = 8_000_000
"""More is no plausible list of items."""
MOST_BOXES = 4096

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureBoxes:
    """Properties of the primary item."""

    cicp: tuple[int, int] | None = None
    """Colour primaries and transfer characteristics of ITU-T H.273; None where the file does not name them."""
    aperture: tuple[float, float, float, float] | None = None
    """Left, top, right and bottom of the visible part in pixels of the stored picture (`clap`)."""


def read_boxes(file: BinaryIO) -> PictureBoxes:
    """The properties of the primary picture; empty where they cannot be read. The position of the file is kept."""
    position = file.tell()
    try:
        meta = meta_of(file)
        return _properties(meta) if meta else PictureBoxes()
    except (struct.error, IndexError, ValueError, ZeroDivisionError) as error:
        # The decoder judges the file; without these properties it is shown as the decoder shows it.
        log.info("cannot read the boxes of the picture", exc_info=error)
        return PictureBoxes()
    finally:
        file.seek(position)


def meta_of(file: BinaryIO) -> bytes | None:
    """The content of the top-level `meta` box."""
    at = 0
    end = file.seek(0, 2)
    for _ in range(MOST_BOXES):
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            return None
        size, kind = struct.unpack_from(">I4s", head)
        skipped = 8
        if size == 1:
            size, skipped = struct.unpack_from(">Q", head, 8)[0], 16
        elif size == 0:
            size = end - at
        if size < skipped:
            return None
        if kind == b"meta":
            file.seek(at + skipped)
            return file.read(min(size - skipped, MOST_META_BYTES))
        at += size
    return None


def boxes_in(content: bytes, at: int = 0) -> Iterator[tuple[bytes, bytes]]:
    """The boxes inside another one: kind and content."""
    while at + 8 <= len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        skipped = 8
        if size == 1:
            size, skipped = struct.unpack_from(">Q", content, at + 8)[0], 16
        elif size == 0:
            size = len(content) - at
        if size < skipped:
            return
        yield kind, content[at + skipped : at + size]
        at += size


def _properties(meta: bytes) -> PictureBoxes:
    boxes = dict(boxes_in(meta, 4))  # after version and flags
    primary = primary_item_of(boxes[b"pitm"]) if b"pitm" in boxes else None
    inside = list(boxes_in(boxes.get(b"iprp", b"")))
    containers = [content for kind, content in inside if kind == b"ipco"]
    if primary is None or not containers:
        return PictureBoxes()
    properties = list(boxes_in(containers[0]))
    numbers: list[int] = []
    for kind, content in inside:
        if kind == b"ipma":
            numbers += associations_of(content).get(primary, [])
    own = [properties[number - 1] for number in numbers if 0 < number <= len(properties)]
    cicp = next((_cicp(content) for kind, content in own if kind == b"colr" and content[:4] == b"nclx"), None)
    width, height = next((struct.unpack_from(">2I", content, 4) for kind, content in own if kind == b"ispe"), (0, 0))
    aperture = next((aperture_of(content, width, height) for kind, content in own if kind == b"clap"), None)
    return PictureBoxes(cicp=cicp, aperture=aperture)


def primary_item_of(content: bytes) -> int:
    number: int = struct.unpack_from(">I" if content[0] else ">H", content, 4)[0]
    return number


def associations_of(content: bytes) -> dict[int, list[int]]:
    """The numbers of the properties (from 1) by item."""
    version, is_wide = content[0], bool(content[3] & 1)
    count = struct.unpack_from(">I", content, 4)[0]
    at = 8
    found: dict[int, list[int]] = {}
    for _ in range(min(count, MOST_BOXES)):
        item = struct.unpack_from(">I" if version else ">H", content, at)[0]
        at += 4 if version else 2
        many = content[at]
        at += 1
        numbers = []
        for _ in range(many):
            if is_wide:
                numbers.append(struct.unpack_from(">H", content, at)[0] & 0x7FFF)
                at += 2
            else:
                numbers.append(content[at] & 0x7F)
                at += 1
        found[item] = numbers
    return found


def _cicp(content: bytes) -> tuple[int, int]:
    primaries, transfer = struct.unpack_from(">2H", content, 4)
    return primaries, transfer


def aperture_of(content: bytes, width: int, height: int) -> tuple[float, float, float, float] | None:
    """Edges of the clean aperture. Its offsets are those of its centre from the centre of the picture."""
    numbers = struct.unpack_from(">2I2I" + "iI" * 2, content)
    wide, high, across, down = (numbers[at] / numbers[at + 1] for at in range(0, 8, 2))
    left = across + (width - 1) / 2 - (wide - 1) / 2
    top = down + (height - 1) / 2 - (high - 1) / 2
    edges = (max(0.0, left), max(0.0, top), min(float(width), left + wide), min(float(height), top + high))
    return edges if edges[0] < edges[2] and edges[1] < edges[3] else None
