"""Reads how a picture is laid out in an ISO file (HEIC, AVIF): phones store a large one as many tiles.

ISO/IEC 14496-12 (`iloc`, `iinf`, `iref`), 23008-12 (`grid`, `clap`, `irot`, `imir`). Only what `tiles` decodes is
known; any other layout is None.
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from wandesk.media.iso_boxes import associations_of, boxes_in, meta_of, primary_item_of

log = logging.getLogger(__name__)

MOST_TILES = 8192
"""300 megapixels in tiles of 512 x 512 are 1145."""
MOST_ITEM_BYTES = 200_000_000
CONFIGURATIONS: Mapping[bytes, bytes] = {b"hvc1": b"hvcC", b"av01": b"av1C"}
"""The property with what a decoder must know, by the kind of item."""
TRANSFORMS = frozenset({b"clap", b"irot", b"imir"})
IN_FILE, IN_META = 0, 1
"""Where the offsets of an item count from (`iloc`): the file, or the box `idat`."""

Property = tuple[bytes, bytes]
"""Kind and content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an item lies."""

    method: int
    parts: Sequence[tuple[int, int]]
    """Offset and length of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TiledPicture:
    """The primary picture as `columns` x `rows` coded tiles, row by row from the top left. Sizes in pixels."""

    kind: bytes
    """`hvc1` or `av01`."""
    configuration: bytes
    columns: int
    rows: int
    tile: tuple[int, int]
    size: tuple[int, int]
    """The last tiles may reach beyond it."""
    places: Sequence[Place]
    coefficients: tuple[int, bool] | None
    """Matrix coefficients (ITU-T H.273), and whether values use the full range; None where only the coded picture says
    so."""
    transforms: Sequence[Property]
    """`clap`, `irot` and `imir` in the order in which they are applied."""

    def coded(self, file: BinaryIO) -> Iterator[bytes]:
        """The content of each tile. Raises ValueError where the file ends before."""
        for place in self.places:
            yield _content(file, place)


def read_tiles(file: BinaryIO) -> TiledPicture | None:
    """The layout of the primary picture; None where it is another one. The position of the file is kept."""
    position = file.tell()
    try:
        meta = meta_of(file)
        return _Items(meta, file).picture() if meta else None
    except (struct.error, IndexError, KeyError, ValueError) as error:
        log.info("cannot read the items of the picture", exc_info=error)
        return None
    finally:
        file.seek(position)


class _Items:
    """The items in a `meta` box. Raises struct.error, IndexError, KeyError, ValueError where it is broken."""

    def __init__(self, meta: bytes, file: BinaryIO) -> None:
        boxes = dict(boxes_in(meta, 4))  # after version and flags
        inside = list(boxes_in(boxes[b"iprp"]))
        self._file = file
        self._primary = primary_item_of(boxes[b"pitm"])
        self._data = boxes.get(b"idat", b"")
        self._kinds = _kinds(boxes[b"iinf"])
        self._places = _places(boxes[b"iloc"])
        self._tiles = _tiles(boxes.get(b"iref", b""))
        self._properties = [each for kind, content in inside if kind == b"ipco" for each in boxes_in(content)]
        self._numbers: dict[int, list[int]] = {}
        for kind, content in inside:
            if kind == b"ipma":
                self._numbers |= associations_of(content)

    def picture(self) -> TiledPicture | None:
        own = self._properties_of(self._primary)
        size = struct.unpack_from(">2I", dict(own)[b"ispe"], 4)
        tiles, rows, columns = [self._primary], 1, 1
        if self._kinds[self._primary] == b"grid":
            tiles = self._tiles[self._primary]
            rows, columns, size = self._grid()
        first = dict(self._properties_of(tiles[0]))
        kind = self._kinds[tiles[0]]
        if kind not in CONFIGURATIONS or len(tiles) != rows * columns or len(tiles) > MOST_TILES:
            return None
        needed = (b"ispe", CONFIGURATIONS[kind])
        for each in tiles:
            # One decoder for all.
            properties = dict(self._properties_of(each))
            is_alike = all(properties[name] == first[name] for name in needed)
            if not is_alike or self._kinds[each] != kind or self._places[each].method != IN_FILE:
                return None
        return TiledPicture(
            kind=kind,
            configuration=first[CONFIGURATIONS[kind]],
            columns=columns,
            rows=rows,
            tile=struct.unpack_from(">2I", first[b"ispe"], 4),
            size=size,
            places=[self._places[each] for each in tiles],
            coefficients=_coefficients([*own, *first.items()]),
            transforms=[each for each in own if each[0] in TRANSFORMS],
        )

    def _properties_of(self, item: int) -> list[Property]:
        every = self._properties
        return [every[number - 1] for number in self._numbers.get(item, []) if 0 < number <= len(every)]

    def _grid(self) -> tuple[int, int, tuple[int, int]]:
        """Rows, columns and size of the primary picture."""
        place = self._places[self._primary]
        if place.method == IN_META:
            content = b"".join(self._data[offset : offset + length] for offset, length in place.parts)
        else:
            content = _content(self._file, place)
        rows, columns = content[2] + 1, content[3] + 1
        return rows, columns, struct.unpack_from(">2I" if content[1] & 1 else ">2H", content, 4)


def _content(file: BinaryIO, place: Place) -> bytes:
    """Raises ValueError."""
    pieces = []
    for offset, length in place.parts:
        if length > MOST_ITEM_BYTES:
            raise ValueError("an item is too long")
        file.seek(offset)
        piece = file.read(length)
        if len(piece) < length:
            raise ValueError("the file ends before an item does")
        pieces.append(piece)
    return b"".join(pieces)


def _kinds(content: bytes) -> dict[int, bytes]:
    """The kind of each item (`iinf`)."""
    found = {}
    for kind, entry in boxes_in(content, 8 if content[0] else 6):
        if kind != b"infe" or entry[0] < 2:
            continue
        is_wide = entry[0] > 2
        number = struct.unpack_from(">I" if is_wide else ">H", entry, 4)[0]
        at = 10 if is_wide else 8
        found[number] = entry[at : at + 4]
    return found


def _tiles(content: bytes) -> dict[int, list[int]]:
    """The items that an item is derived from (`dimg` of `iref`)."""
    found = {}
    number = "I" if content and content[0] else "H"
    for kind, entry in boxes_in(content, 4):
        if kind == b"dimg":
            item, count = struct.unpack_from(f">{number}H", entry)
            found[item] = list(struct.unpack_from(f">{count}{number}", entry, struct.calcsize(f">{number}H")))
    return found


def _places(content: bytes) -> dict[int, Place]:
    """Where each item lies (`iloc`)."""
    version = content[0]
    offset_bytes, length_bytes = content[4] >> 4, content[4] & 15
    base_bytes, index_bytes = content[5] >> 4, content[5] & 15 if version else 0
    at = 6

    def number(size: int) -> int:
        nonlocal at
        at += size
        if at > len(content):
            raise ValueError("the list of places ends too early")
        return int.from_bytes(content[at - size : at], "big")

    found = {}
    for _ in range(number(4 if version == 2 else 2)):
        item = number(4 if version == 2 else 2)
        method = number(2) & 15 if version else IN_FILE
        number(2)  # the file: always this one in pictures
        base = number(base_bytes)
        parts = []
        for _ in range(number(2)):
            number(index_bytes)
            offset = number(offset_bytes)
            parts.append((base + offset, number(length_bytes)))
        found[item] = Place(method=method, parts=parts)
    return found


def _coefficients(properties: Sequence[Property]) -> tuple[int, bool] | None:
    for kind, content in properties:
        if kind == b"colr" and content[:4] == b"nclx":
            return struct.unpack_from(">H", content, 8)[0], bool(content[10] & 0x80)
    return None
