"""Reads a damaged SQLite file without SQLite and without changing it.

The format is sqlite.org/fileformat2.html: "The Database Header", "B-tree Pages", "Record Format", "The Write-Ahead
Log". The `-wal` that a killed program left counts as part of the file.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

MAGIC: Final = b"SQLite format 3\x00"
HEADER_BYTES: Final = 100
USUAL_PAGE_BYTES: Final = 4096
TABLE_LEAF: Final = 0x0D
LONGEST_ROW_BYTES: Final = 16 * 1024 * 1024

_WAL_HEADER = struct.Struct(">8I")
_FRAME_HEADER = struct.Struct(">6I")
_WAL_MAGIC = 0x377F0682
"""The last bit is the byte order of the checksums."""

RawCell = str | bytes | int | float | None


class NotARow(Exception):
    """These bytes are not a row."""


def wal_of(path: Path) -> Path:
    """The path of the file's write-ahead log."""
    return path.with_name(f"{path.name}-wal")


def header(path: Path) -> bytes | None:
    """The first 100 bytes, with the changes in the log; fewer if the file is shorter, None without a file.

    Raises OSError.
    """
    if not path.exists():
        return None
    with PageFile(path) as pages:
        return pages.page(1)[:HEADER_BYTES]


def is_log_torn_inside(path: Path) -> bool:
    """Whether the log has a damaged frame with commits after it, which SQLite would drop without an error.

    A damaged end is harmless: a power cut leaves it in a commit that was not reported yet. Raises OSError.
    """
    try:
        content = wal_of(path).read_bytes()
    except FileNotFoundError:
        return False
    if len(content) <= _WAL_HEADER.size:
        return False
    magic, _, page_bytes, _, *salts_and_sums = _WAL_HEADER.unpack_from(content)
    salts, written = tuple(salts_and_sums[:2]), tuple(salts_and_sums[2:])
    is_big = bool(magic & 1)
    sums = _checksum(content[: _WAL_HEADER.size - 8], (0, 0), is_big=is_big)
    if magic & ~1 != _WAL_MAGIC or not _is_page_size(page_bytes) or sums != written:
        return len(content) > _WAL_HEADER.size + _FRAME_HEADER.size
    is_broken = False
    for start in range(_WAL_HEADER.size, len(content) - _FRAME_HEADER.size - page_bytes + 1, 24 + page_bytes):
        _, commit, *rest = _FRAME_HEADER.unpack_from(content, start)
        if not is_broken:
            body = content[start : start + 8] + content[start + 24 : start + 24 + page_bytes]
            sums = _checksum(body, sums, is_big=is_big)
            is_broken = tuple(rest) != (*salts, *sums)
        elif commit and tuple(rest[:2]) == salts:
            return True
    return False


class PageFile:
    """The pages of a file as of the last commit; damaged pages as they are."""

    def __init__(self, path: Path) -> None:
        self._file = _opened(path)
        self._wal = _opened(wal_of(path))
        first = _read(self._file, 0, HEADER_BYTES)
        written = int.from_bytes(first[16:18], "big") if len(first) == HEADER_BYTES else 0
        self.page_bytes = {1: 65536}.get(written, written)
        self._frames: dict[int, int] = {}
        log = _read(self._wal, 0, _WAL_HEADER.size)
        if not _is_page_size(self.page_bytes):
            written = int.from_bytes(log[8:12], "big") if len(log) == _WAL_HEADER.size else 0
            self.page_bytes = written if _is_page_size(written) else USUAL_PAGE_BYTES
        if len(log) == _WAL_HEADER.size:
            self._index_log()
        size = self._file.seek(0, 2) if self._file else 0
        self.count = max(-(-size // self.page_bytes), max(self._frames, default=0))
        """Pages are numbered from 1."""

    def __enter__(self) -> PageFile:
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self._file, self._wal):
            if file is not None:
                file.close()

    def page(self, number: int) -> bytes:
        """The bytes of a page; fewer or none at the end of the file. Raises OSError."""
        if (start := self._frames.get(number)) is not None:
            return _read(self._wal, start, self.page_bytes)
        return _read(self._file, (number - 1) * self.page_bytes, self.page_bytes)

    def rows(self) -> Iterator[tuple[int, tuple[RawCell, ...]]]:
        """Every readable row of every table, with its number, in the order of the pages. Raises OSError."""
        for number in range(1, self.count + 1):
            page = self.page(number)
            start = HEADER_BYTES if number == 1 else 0
            if len(page) < self.page_bytes or page[start] != TABLE_LEAF:
                continue
            cells = int.from_bytes(page[start + 3 : start + 5], "big")
            for each in range(min(cells, self.page_bytes // 4)):
                at = int.from_bytes(page[start + 8 + 2 * each : start + 10 + 2 * each], "big")
                try:
                    yield self._row(page, at)
                except (NotARow, IndexError, struct.error, UnicodeDecodeError):
                    continue  # the next cell may be readable

    def _row(self, page: bytes, at: int) -> tuple[int, tuple[RawCell, ...]]:
        size, at = _varint(page, at)
        number, at = _varint(page, at)
        if not 0 < size <= LONGEST_ROW_BYTES:
            raise NotARow
        return number, _cells(self._payload(page, at, size))

    def _payload(self, page: bytes, at: int, size: int) -> bytes:
        most = self.page_bytes - 35
        least = (self.page_bytes - 12) * 32 // 255 - 23
        here = size
        if size > most:
            here = least + (size - least) % (self.page_bytes - 4)
            if here > most:
                here = least
        found = page[at : at + here]
        after = int.from_bytes(page[at + here : at + here + 4], "big")
        while len(found) < size:
            more = self.page(after) if after else b""
            if len(more) < self.page_bytes:
                raise NotARow
            after = int.from_bytes(more[:4], "big")
            found += more[4 : 4 + size - len(found)]
        return found

    def _index_log(self) -> None:
        """Index the pages in the log up to its last commit; frames of earlier checkpoints are skipped."""
        start, pending = _WAL_HEADER.size, dict[int, int]()
        salts: tuple[int, ...] | None = None
        while len(frame := _read(self._wal, start, _FRAME_HEADER.size)) == _FRAME_HEADER.size:
            number, commit, *rest = _FRAME_HEADER.unpack(frame)
            salts = salts or tuple(rest[:2])  # not the header's, which may be damaged
            if tuple(rest[:2]) == salts:
                pending[number] = start + _FRAME_HEADER.size
                if commit:
                    self._frames |= pending
                    pending = {}
            start += _FRAME_HEADER.size + self.page_bytes


def _cells(record: bytes) -> tuple[RawCell, ...]:
    length, at = _varint(record, 0)
    if length > len(record):
        raise NotARow
    kinds = []
    while at < length:
        kind, at = _varint(record, at)
        kinds.append(kind)
    cells: list[RawCell] = []
    at = length
    for kind in kinds:
        size = (kind - 12) // 2 if kind >= 12 else (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)[kind]
        value = record[at : at + size]
        if len(value) < size or kind in (10, 11):
            raise NotARow
        at += size
        cells.append(_cell(kind, value))
    return tuple(cells)


def _cell(kind: int, value: bytes) -> RawCell:
    match kind:
        case 0:
            return None
        case 7:
            number: float = struct.unpack(">d", value)[0]
            return number
        case 8 | 9:
            return kind - 8
        case _ if kind < 7:
            return int.from_bytes(value, "big", signed=True)
        case _:
            return value.decode("utf-8") if kind % 2 else value


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = 0
    for count in range(9):
        byte = content[at]
        at += 1
        if count == 8:
            return (value << 8) | byte, at
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            break
    return value, at


def _checksum(content: bytes, sums: tuple[int, ...], *, is_big: bool) -> tuple[int, int]:
    words = array("I", content)
    if is_big != (sys.byteorder == "big"):
        words.byteswap()
    one, two = sums
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two


def _is_page_size(size: int) -> bool:
    return 512 <= size <= 65536 and size & (size - 1) == 0


def _opened(path: Path) -> BinaryIO | None:
    try:
        return path.open("rb")
    except FileNotFoundError:
        return None


def _read(file: BinaryIO | None, start: int, size: int) -> bytes:
    if file is None:
        return b""
    file.seek(start)
    return file.read(size)
