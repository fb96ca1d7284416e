"""The frames of MP3 files (MPEG 1, 2, 2.5, layer III: ISO 11172-3, 13818-3): found, counted, cut, without tags."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HEADER_BYTES = 4
_LAYER_3 = 1
_MPEG_1 = 3
_RESERVED = 1
_MONO = 3
_BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""Kilobits per second by the header's index: MPEG 1, and MPEG 2 and 2.5."""
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}

_HAS_FRAMES, _HAS_BYTES, _HAS_CONTENTS, _HAS_QUALITY = 1, 2, 4, 8
_CONTENTS = 100
"""Entries of a table of contents: the share of the bytes, of 256, for each percent of the length."""
_ENCODER_BYTES = 36
"""The block of the encoder LAME behind the table. Its last two bytes are a checksum."""
_DELAYS_AT = 21
"""Where that block has the samples that a player leaves out at the beginning and the end: 12 bits each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mp3:
    """The audio frames of a file, the frame with its table (empty if there is none), and whether the file is clean.

    `is_clean`: nothing stands before, between or behind the frames, and the file tells its true length: by a true
    table, or by a constant bitrate.
    """

    frames: Sequence[bytes]
    table: bytes
    is_clean: bool
    samples: int
    """In each frame."""
    rate: int

    @property
    def seconds(self) -> float:
        """The length of all frames: a little more than that of the audio."""
        return len(self.frames) * self.samples / self.rate


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    kind: tuple[int, int]
    """The version and the rate, which are the same in every frame of a file."""
    size: int
    bitrate: int
    side_bytes: int

    @property
    def samples(self) -> int:
        return 1152 if self.kind[0] == _MPEG_1 else 576


def read_mp3(content: bytes) -> Mp3 | None:
    """The frames of a file; None if it has none, or frames of a free bitrate."""
    frames: list[bytes] = []
    first: _Header | None = None
    table = b""
    end, strays, bitrates = 0, 0, set()
    for at, header in _found(content):
        strays += at - end
        end = at + header.size
        if first is None:
            first = header
            if _table_at(content[at:end], header) is not None:
                table = content[at:end]
                continue
        frames.append(content[at:end])
        bitrates.add(header.bitrate)
    if first is None or not frames:
        return None
    strays += len(content) - end
    counted = _counted(table, first) if table else None
    # Some encoders count the table's own frame.
    is_true = counted in {len(frames), len(frames) + 1} if table else len(bitrates) == 1
    is_clean = strays == 0 and is_true
    return Mp3(frames=frames, table=table, is_clean=is_clean, samples=first.samples, rate=first.kind[1])


def mp3_file(mp3: Mp3, most_seconds: float | None) -> bytes:
    """The same encoded audio, or its first `most_seconds`, without tags and with a true table.

    Without a table of its own a file of variable bitrate gets one.
    """
    frames = mp3.frames
    if most_seconds is not None:
        frames = frames[: int(most_seconds * mp3.rate / mp3.samples + 1e-9)]
    is_whole = len(frames) == len(mp3.frames)
    table = mp3.table or _empty_table(frames)
    return b"".join((_true_table(table, frames, is_whole=is_whole), *frames))


def _found(content: bytes) -> Iterator[tuple[int, _Header]]:
    """Where frames begin. After stray bytes a frame counts only if another one of its kind follows, or the end."""
    at, kind, is_in_step = 0, None, False
    while (at := content.find(b"\xff", at)) >= 0:
        header = _header(content, at)
        if header is None or (kind is not None and header.kind != kind) or at + header.size > len(content):
            at, is_in_step = at + 1, False
            continue
        if not is_in_step:
            follower = _header(content, at + header.size)
            if at + header.size < len(content) and (follower is None or follower.kind != header.kind):
                at += 1
                continue
        yield at, header
        at, kind, is_in_step = at + header.size, header.kind, True


def _header(content: bytes, at: int) -> _Header | None:
    """The header there; None for anything but layer III with a fixed bitrate."""
    head = content[at : at + HEADER_BYTES]
    if len(head) < HEADER_BYTES or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate_index, rate_index, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == _RESERVED or layer != _LAYER_3 or not 1 <= bitrate_index <= 14 or rate_index == 3:
        return None
    is_mono = head[3] >> 6 == _MONO
    rate = _RATES[version][rate_index]
    if version == _MPEG_1:
        bitrate, scale, side_bytes = _BITRATES_1[bitrate_index], 144_000, 17 if is_mono else 32
    else:
        bitrate, scale, side_bytes = _BITRATES_2[bitrate_index], 72_000, 9 if is_mono else 17
    return _Header(kind=(version, rate), size=scale * bitrate // rate + padding, bitrate=bitrate, side_bytes=side_bytes)


# ---------------------------------------------------------------- the table in the first frame


def _table_at(frame: bytes, header: _Header) -> int | None:
    """Where a frame has the table of Xing and LAME, or of Fraunhofer; None if it is a frame of audio."""
    at = HEADER_BYTES + header.side_bytes
    if frame[at : at + 4] in {b"Xing", b"Info"}:
        return at
    return 36 if frame[36:40] == b"VBRI" else None


def _counted(table: bytes, header: _Header) -> int | None:
    """The number of frames that a table gives."""
    at = _table_at(table, header)
    assert at is not None
    if table[at : at + 4] == b"VBRI":
        return int.from_bytes(table[at + 14 : at + 18], "big")
    flags, count = struct.unpack(">II", table[at + 4 : at + 12].ljust(8, b"\0"))
    return count if flags & _HAS_FRAMES else None


def _empty_table(frames: Sequence[bytes]) -> bytes:
    """A frame without audio, of the kind of the others and large enough for a table, whose flags are set."""
    for index in range(1, 15):
        head = bytearray(frames[0][:HEADER_BYTES])
        head[1] |= 1  # no checksum follows the header
        head[2] = index << 4 | head[2] & 0x0C
        header = _header(bytes(head), 0)
        assert header is not None
        at = HEADER_BYTES + header.side_bytes
        if header.size >= at + 16 + _CONTENTS + 4:
            flags = _HAS_FRAMES | _HAS_BYTES | _HAS_CONTENTS | _HAS_QUALITY
            start = bytes(head) + bytes(header.side_bytes) + b"Xing" + struct.pack(">I", flags)
            return start.ljust(header.size, b"\0")
    raise AssertionError("the largest frame holds a table")


def _true_table(table: bytes, frames: Sequence[bytes], *, is_whole: bool) -> bytes:
    """The table for these frames. A table of Fraunhofer is replaced."""
    header = _header(table, 0)
    assert header is not None
    at = _table_at(table, header)
    assert at is not None
    flags = int.from_bytes(table[at + 4 : at + 8], "big")
    if table[at : at + 4] == b"VBRI" or not flags & _HAS_FRAMES:
        return _true_table(_empty_table(frames), frames, is_whole=is_whole)
    true = bytearray(table)
    offsets = [len(table)]
    for frame in frames:
        offsets.append(offsets[-1] + len(frame))
    struct.pack_into(">I", true, at + 8, len(frames))
    behind = at + 12
    if flags & _HAS_BYTES:
        struct.pack_into(">I", true, behind, offsets[-1])
        behind += 4
    if flags & _HAS_CONTENTS:
        shares = (offsets[each * len(frames) // _CONTENTS] * 256 // offsets[-1] for each in range(_CONTENTS))
        true[behind : behind + _CONTENTS] = bytes(min(255, share) for share in shares)
        behind += _CONTENTS
    behind += 4 if flags & _HAS_QUALITY else 0
    if true[behind : behind + 1].isalpha() and len(true) >= behind + _ENCODER_BYTES:
        if not is_whole:  # the samples left out at the end are gone
            true[behind + _DELAYS_AT + 1] &= 0xF0
            true[behind + _DELAYS_AT + 2] = 0
        checked = behind + _ENCODER_BYTES - 2
        struct.pack_into(">H", true, checked, _checksum(bytes(true[:checked])))
    return bytes(true)


def _checksum(content: bytes) -> int:
    """CRC-16 with the reversed polynomial 0xA001, as LAME computes it over the beginning of the file."""
    value = 0
    for each in content:
        value ^= each
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value
