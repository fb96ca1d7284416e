"""Damaged, lying and strange audio files, the same ones for the same seed, and what may be said of them."""

from __future__ import annotations

import random
import struct
from array import array
from collections.abc import Iterator, Mapping
from functools import cache

from tests.support.audio import KINDS, made, plain_mp3, wav, wav_of
from tests.support.damage import Case, evenly_damaged
from wandesk.domain.sentences import Sentence

BROKEN = frozenset({Sentence.AUDIO_DAMAGED, Sentence.AUDIO_UNKNOWN})
STRANGE = BROKEN | {Sentence.AUDIO_EMPTY, Sentence.AUDIO_TRACK_MISSING, Sentence.AUDIO_TOO_SHORT, Sentence.AUDIO_SLOW}
"""What random changes of a file can lead to: another kind of file, other lengths, no file."""
MANY = 0xFFFFFFFF


@cache
def sources() -> Mapping[str, bytes]:
    """Good files of every kind, by name."""
    return {
        "plain.wav": wav(4.0),
        "plain.mp3": plain_mp3(4.0),
        "variable.mp3": plain_mp3(2.0, has_table=False) + plain_mp3(2.0, has_table=False, bit_rate=160_000),
        "tagged.mp3": _id3(b"TIT2\0\0\0\x05\0\0\0Song" + bytes(900)) + plain_mp3(4.0) + b"TAG" + bytes(125),
        **{name: made(name, 4.0) for name in KINDS},
    }


def _id3(body: bytes, size: int | None = None) -> bytes:
    stated = len(body) if size is None else size
    return b"ID3\x04\x00\x00" + bytes(stated >> shift & 0x7F for shift in (21, 14, 7, 0)) + body


def damaged_files(count: int, seed: int) -> Iterator[Case]:
    """So many files with one damage each."""
    yield from evenly_damaged(sources(), STRANGE, count, seed)


def _wav(rate: int, channels: int, bits: int = 16, *, data: bytes = bytes(64_000), **lies: int) -> bytes:
    """A WAV with any header. `lies` replace its computed values."""
    block = lies.get("block", channels * bits // 8) & 0xFFFF
    byte_rate = lies.get("byte_rate", rate * block) & MANY
    fmt = struct.pack("<HHIIHH", lies.get("tag", 1), channels, rate & MANY, byte_rate, block, bits)
    size = lies.get("size", len(data)) & MANY
    riff = lies.get("riff", 36 + len(data)) & MANY
    return (
        b"RIFF"
        + struct.pack("<I", riff)
        + b"WAVEfmt "
        + struct.pack("<I", 16)
        + fmt
        + b"data"
        + (struct.pack("<I", size) + data)
    )


def lying_headers() -> Iterator[Case]:
    """Rates, channels, depths and lengths that no recording has."""
    for rate in (0, 1, 7, 999, 1_000, 8_001, 192_000, 768_000, 2**31 - 1, MANY):
        yield Case(name=f"rate {rate}", content=_wav(rate, 1), sentences=STRANGE)
    for channels in (0, 3, 7, 9, 24, 64, 65, 255, 4_096, 65_535):
        yield Case(name=f"channels {channels}", content=_wav(8_000, channels), sentences=STRANGE)
    for bits in (0, 1, 4, 8, 12, 20, 24, 32, 64, 255, 65_535):
        yield Case(name=f"bits {bits}", content=_wav(8_000, 1, bits), sentences=STRANGE)
    for tag in (0, 2, 3, 6, 7, 0x11, 0x31, 0x50, 0x55, 0x161, 0xFFFE, 0x9F31):
        yield Case(name=f"codec {tag:x}", content=_wav(8_000, 1, tag=tag), sentences=STRANGE)
    for size in (0, 1, 2**31 - 1, 2**31, MANY - 1, MANY):
        yield Case(name=f"length {size}", content=_wav(8_000, 1, size=size), sentences=STRANGE)
        yield Case(name=f"file length {size}", content=_wav(8_000, 1, riff=size), sentences=frozenset())
    for block in (0, 1, 3, 65_535):
        yield Case(name=f"block {block}", content=_wav(8_000, 1, block=block), sentences=STRANGE)
    yield Case(name="byte rate 0", content=_wav(8_000, 1, byte_rate=0), sentences=STRANGE)
    yield Case(name="no samples", content=wav(0.0), sentences=STRANGE, may_be_good=False)
    yield Case(name="one sample", content=wav_of(array("h", [5])), sentences=STRANGE, may_be_good=False)


def lying_tags() -> Iterator[Case]:
    """Tags of sizes that they do not have, up to gigabytes, and files of nothing else."""
    song = plain_mp3(4.0)
    for size in (0, 1, 127, 100_000, 2**28 - 1):
        yield Case(name=f"tag of {size}", content=_id3(bytes(50), size) + song, sentences=STRANGE)
    yield Case(name="tags in tags", content=_id3(bytes(20)) * 5_000 + song, sentences=STRANGE)
    yield Case(name="tag of 20 MB", content=_id3(bytes(20_000_000)) + song, sentences=STRANGE)
    yield Case(name="only a tag", content=_id3(bytes(100_000)), sentences=STRANGE, may_be_good=False)
    cover = b"APIC" + struct.pack(">IH", 2**31 - 1, 0) + b"\0image/png\0\3\0"
    yield Case(name="cover of 2 GB", content=_id3(cover + bytes(500)) + song, sentences=STRANGE)
    many = b"".join(b"TXXX\0\0\0\x05\0\0\0a\0b" for _ in range(50_000))
    yield Case(name="50,000 tags", content=_id3(many) + song, sentences=STRANGE)
    chunks = b"".join(b"LIST" + struct.pack("<I", 4) + b"INFO" for _ in range(200_000))
    plain = wav(4.0)
    yield Case(name="200,000 chunks", content=plain[:36] + chunks + plain[36:], sentences=STRANGE)
    endless = b"LIST" + struct.pack("<I", MANY) + b"INFO"
    yield Case(name="endless chunk", content=plain[:36] + endless + plain[36:], sentences=STRANGE)


def bombs(*, large: bool) -> Iterator[Case]:
    """Small files of long audio, and files in which a reader may search for long."""
    silence = made("music.flac", 600.0 if large else 30.0)
    yield Case(name="long flac", content=silence, sentences=frozenset())
    yield Case(name="frames of nothing", content=b"\xff\xfb\x90\x64" * 500_000, sentences=STRANGE)
    yield Case(name="sync without a frame", content=b"\xff" * 3_000_000, sentences=STRANGE, may_be_good=False)
    yield Case(name="ogg pages of nothing", content=(b"OggS" + bytes(23)) * 100_000, sentences=STRANGE)
    yield Case(name="aac of nothing", content=b"\xff\xf1\x50\x80\x01\x1f\xfc" * 300_000, sentences=STRANGE)
    yield Case(name="boxes in boxes", content=_boxes(5_000), sentences=STRANGE | {Sentence.AUDIO_TRACK_MISSING})
    noise = random.Random(1).randbytes(8_000_000)
    yield Case(name="noise", content=noise, sentences=STRANGE, may_be_good=False)
    yield Case(name="zeros", content=bytes(8_000_000), sentences=STRANGE, may_be_good=False)
    if large:
        hour = _wav(8_000, 1, 8, data=b"\x80" * (8_000 * 3_600 * 5))
        yield Case(name="five hours", content=hour, sentences=frozenset())
        yield Case(name="noise of 100 MB", content=noise * 12, sentences=STRANGE, may_be_good=False)


def _boxes(depth: int) -> bytes:
    content = b""
    for _ in range(depth):
        content = struct.pack(">I", len(content) + 8) + b"moov" + content
    return b"\0\0\0\x14ftypM4A \0\0\0\0M4A " + content


def signatures() -> Iterator[Case]:
    """Beginnings of files without the rest."""
    for name, content in sources().items():
        for length in (4, 12, 40, 200):
            yield Case(name=f"first {length} of {name}", content=content[:length], sentences=STRANGE, may_be_good=False)


def all_cases(count: int, seed: int, *, large: bool) -> Iterator[Case]:
    """Every kind of bad content; `count` of them are damaged at random."""
    yield from signatures()
    yield from lying_headers()
    yield from lying_tags()
    yield from bombs(large=large)
    yield from damaged_files(count, seed)
