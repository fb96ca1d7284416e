"""Damaged, lying and strange picture files, the same ones for the same seed, and what may be said of them."""

from __future__ import annotations

import os
import random
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from tests.support.extras import VIDEO, chunk, exif, full_bmp, full_jpeg, full_png, full_webp, saved, scene, segment
from tests.support.heic import heic
from wandesk.domain.sentences import Sentence

PHONE = Path(__file__).parent / "phone"

BROKEN = frozenset({Sentence.PICTURE_DAMAGED})
STRANGE = BROKEN | {
    Sentence.PICTURE_EMPTY,
    Sentence.PICTURE_UNKNOWN,
    Sentence.PICTURE_TOO_LARGE,
    Sentence.PICTURE_OTHER_FORMAT,
    Sentence.PICTURE_RAW,
    Sentence.PICTURE_IS_VIDEO,  # HEIC and AVIF are files of the family of MP4
}
"""What random changes of a file can lead to: another kind of file, other sizes, no file."""
NAMES = (
    "🐈‍⬛ cat 👩‍👩‍👧.jpg",
    "two\nlines.jpg",
    "tab\tand\rreturn.jpg",
    "n" * 251 + ".jpg",
    "猫" * 83 + ".jpg",
    "abc\u202egpj.exe",
    "\u200f\u202bمرحبا\u202c.jpg",
    "CON.jpg",
    "NUL",
    "com1.png",
    "aux",
    " leading and trailing ",
    "trailing dot.",
    "-rf.jpg",
    "%s%n%d.jpg",
    "<b>bold</b>&amp;.jpg",
    "quote'\"`$(touch x)`.jpg",
    "back\\slash.jpg",
    "e\u0301 decomposed.jpg",
    "zero\u200bwidth.jpg",
)
"""Names of good files."""
BYTE_NAMES = (b"\xff\xfe latin \xe9.jpg", b"\x80.png", b"gbk \xc3\xa8.jpg"[:-5] + b"\xb5.jpg", b"\xed\xa0\x80.jpg")
"""Names that are not UTF-8."""


LARGE_SHARE = 10
"""Of so many damaged files, one has very many pixels: each takes a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One file, and the sentences that may refuse it; an empty set: it must be accepted."""

    name: str
    content: bytes
    sentences: frozenset[Sentence]
    may_be_good: bool = True


def _frames(format_name: str) -> bytes:
    return saved(scene("P"), format_name, save_all=True, append_images=[scene("P").rotate(90)], duration=100)


@cache
def sources() -> Mapping[str, bytes]:
    """Good files of every format, by name."""
    small = scene(size=(301, 243))
    return {
        "jpeg": full_jpeg(),
        "progressive": full_jpeg(progressive=True),
        "restarts": full_jpeg(restart_marker_blocks=4),
        "cmyk": saved(small.convert("CMYK"), "JPEG"),
        "grey jpeg": saved(small.convert("L"), "JPEG", exif=exif(6)),
        "mpo": saved(small, "MPO", save_all=True, append_images=[small]),
        "motion": full_jpeg() + VIDEO,
        "png": full_png(),
        "alpha": saved(small.convert("RGBA"), "PNG"),
        "palette": saved(small.quantize(13), "PNG"),
        "deep": saved(Image.new("I;16", (300, 240), 3000), "PNG"),
        "apng": _frames("PNG"),
        "webp": full_webp(),
        "lossless webp": full_webp(lossless=True),
        "moving webp": _frames("WEBP"),
        "bmp": full_bmp(),
        "grey bmp": full_bmp("L"),
        "bits": saved(small.convert("1"), "BMP"),
        "gif": saved(small.quantize(40), "GIF"),
        "moving gif": _frames("GIF"),
        "tiff": saved(small, "TIFF", exif=exif()),
        "lzw tiff": saved(small, "TIFF", compression="tiff_lzw"),
        "jpeg tiff": saved(small, "TIFF", compression="jpeg"),
        "pages": saved(small, "TIFF", save_all=True, append_images=[small]),
        "float tiff": saved(Image.new("F", (300, 240), 0.5), "TIFF"),
        "avif": saved(small, "AVIF", exif=exif()),
        "heic": (PHONE / "turned-1.heic").read_bytes(),
    }


@cache
def large_sources() -> Mapping[str, bytes]:
    """Good files of more pixels than are decoded at once, by name: row by row or tile by tile."""
    soft = Image.linear_gradient("L").resize((10_200, 10_200))
    tile = scene(size=(512, 512))
    grid = Image.new("RGB", (10_240, 10_240))
    for number in range(400):
        grid.paste(tile, (number % 20 * 512, number // 20 * 512))
    return {
        "large png": saved(soft, "PNG", compress_level=1),
        "large palette": saved(soft.quantize(200), "PNG", compress_level=1),
        "large tiff": saved(soft, "TIFF", compression="tiff_lzw"),
        "large webp": saved(soft.crop((0, 0, 8000, 7000)).convert("RGB"), "WEBP", quality=60, method=0),
        "large heic": heic(grid, tile=512, crf=30),
        "large avif": saved(soft, "AVIF", quality=40, speed=10),
    }


def _cut(content: bytes, by: random.Random) -> bytes:
    return content[: by.choice((by.randrange(1, len(content)), by.randrange(1, 64), len(content) - by.randrange(1, 9)))]


def _flipped(content: bytes, by: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(by.choice((1, 2, 8, 64))):
        changed[by.randrange(len(changed))] ^= 1 << by.randrange(8)
    return bytes(changed)


def _lying(content: bytes, by: random.Random) -> bytes:
    """A header with other numbers."""
    changed = bytearray(content)
    for _ in range(by.choice((1, 2, 4))):
        at = by.randrange(min(len(changed) - 4, by.choice((32, 300, 3000))))
        changed[at : at + 4] = by.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", by.randbytes(4)))
    return bytes(changed)


def _shortened(content: bytes, by: random.Random) -> bytes:
    at = by.randrange(len(content))
    return content[:at] + content[at + by.choice((1, 2, 16, 512, 4096)) :]


def _doubled(content: bytes, by: random.Random) -> bytes:
    at = by.randrange(len(content))
    return content[:at] + content[max(0, at - 400) :]


def _zeroed(content: bytes, by: random.Random) -> bytes:
    """What an interrupted download or a bad card leaves: the length is right, and the rest is zeros."""
    at = by.randrange(len(content))
    end = len(content) if by.random() < 0.5 else at + 512
    return content[:at] + bytes(len(content[at:end])) + content[end:]


def _mixed(content: bytes, by: random.Random) -> bytes:
    other = by.choice(list(sources().values()))
    return content[: by.randrange(len(content))] + other[by.randrange(len(other)) :]


def _tailed(content: bytes, by: random.Random) -> bytes:
    return content + by.randbytes(by.choice((1, 100, 70_000)))


WAYS: Sequence[Callable[[bytes, random.Random], bytes]] = (
    _cut,
    _flipped,
    _lying,
    _shortened,
    _doubled,
    _zeroed,
    _mixed,
    _tailed,
)


def damaged_files(count: int, seed: int, good: Mapping[str, bytes] | None = None) -> Iterator[Case]:
    """So many files with one damage each; `good` are others than `sources`."""
    yield from evenly_damaged(sources() if good is None else good, STRANGE, count, seed)


def evenly_damaged(good: Mapping[str, bytes], sentences: frozenset[Sentence], count: int, seed: int) -> Iterator[Case]:
    """So many of the good files with one damage each, evenly over files and ways; `sentences` may be said of them."""
    by = random.Random(seed)
    names = list(good)
    for number in range(count):
        name, way = names[number % len(names)], WAYS[number // len(names) % len(WAYS)]
        content = way(good[name], by)
        yield Case(name=f"{number} {name} {way.__name__.strip('_')}", content=content, sentences=sentences)


def _png(width: int, height: int, rows: bytes, *, kind: int = 2, depth: int = 8, interlace: int = 0) -> bytes:
    header = struct.pack(">2I5B", width, height, depth, kind, 0, 0, interlace)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def _sized_jpeg(width: int, height: int) -> bytes:
    content = bytearray(saved(scene(), "JPEG"))
    struct.pack_into(">HH", content, content.index(b"\xff\xc0") + 5, height, width)
    return bytes(content)


def _sized_gif(width: int, height: int) -> bytes:
    content = bytearray(saved(scene("P"), "GIF"))
    struct.pack_into("<HH", content, 6, width, height)
    return bytes(content)


def _sized_bmp(width: int, height: int) -> bytes:
    content = bytearray(saved(scene(), "BMP"))
    struct.pack_into("<ii", content, 18, width, height)
    return bytes(content)


def _sized_tiff(width: int, height: int) -> bytes:
    content = bytearray(saved(scene(), "TIFF"))
    at = struct.unpack_from("<I", content, 4)[0]
    for entry in range(at + 2, at + 2 + 12 * struct.unpack_from("<H", content, at)[0], 12):
        if (tag := struct.unpack_from("<H", content, entry)[0]) in {256, 257}:
            struct.pack_into("<HII", content, entry + 2, 4, 1, width if tag == 256 else height)
    return bytes(content)


def _empty_png(width: int, height: int) -> bytes:
    return _png(width, height, b"")


def _sized_webp(width: int, height: int) -> bytes:
    """A lossless WEBP of that size (RFC 9649, 3.4) without pixels."""
    body = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + bytes(41)
    return b"RIFF" + struct.pack("<I", 12 + len(body)) + b"WEBPVP8L" + struct.pack("<I", len(body)) + body


def lying_sizes() -> Iterator[Case]:
    """Headers of sizes that the content does not have, up to those that no memory holds."""
    sizes = ((1, 60_000), (60_000, 1), (30_000, 30_000), (65_535, 65_535), (0, 0), (0, 300), (12_000, 9_000))
    makers: tuple[Callable[[int, int], bytes], ...] = (_sized_jpeg, _sized_gif, _sized_bmp, _sized_tiff, _empty_png)
    for width, height in sizes:
        for number, made in enumerate(makers):
            yield Case(
                name=f"size {width} x {height} {number}",
                content=made(width, height),
                sentences=BROKEN | {Sentence.PICTURE_TOO_LARGE, Sentence.PICTURE_UNKNOWN},
            )
    for width, height in ((9_000, 7_000), (16_000, 6_000), (16_383, 16_383)):
        yield Case(
            name=f"size {width} x {height} webp",
            content=_sized_webp(width, height),
            sentences=BROKEN | {Sentence.PICTURE_TOO_LARGE},
            may_be_good=False,
        )
    for width, height in ((2**31 - 1, 2**31 - 1), (2**31 - 1, 1), (1, 2**31 - 1)):
        yield Case(
            name=f"size {width} x {height} png",
            content=_empty_png(width, height),
            sentences=BROKEN | {Sentence.PICTURE_TOO_LARGE},
            may_be_good=False,
        )


def bombs(*, large: bool) -> Iterator[Case]:
    """Small files whose content is large. `large`: also those whose pixels take a second."""
    most = frozenset({Sentence.PICTURE_TOO_LARGE})
    yield Case(name="bomb 1 x 60000", content=_png(1, 60_000, b"\0abc" * 60_000), sentences=BROKEN | most)
    yield Case(name="bomb 60000 x 1", content=_png(60_000, 1, b"\0" + b"abc" * 60_000), sentences=BROKEN | most)
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(300_000_000), 9)) if large else b""
    plain = saved(scene(), "PNG")
    if large:
        yield Case(name="bomb text", content=plain[:33] + text + plain[33:], sentences=BROKEN)
        profile = chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(300_000_000), 9))
        yield Case(name="bomb profile", content=plain[:33] + profile + plain[33:], sentences=BROKEN)
        rows = bytes(30_000 * 90_001)[: 30_000 * 3 + 1] * 3000
        yield Case(name="bomb 30000 x 3000", content=_png(30_000, 3_000, rows), sentences=most)
        rows = bytes(1 + 9_900 * 4) * 9_900
        yield Case(name="bomb 9900 x 9900", content=_png(9_900, 9_900, rows, kind=6), sentences=most)
        grey = saved(Image.new("L", (16_000, 6_000)), "WEBP", lossless=True)
        yield Case(name="bomb webp", content=grey, sentences=most)
        gif = saved(Image.new("P", (20_000, 4_900)), "GIF")
        yield Case(name="bomb gif", content=gif, sentences=most)
        tiff = saved(Image.new("1", (20_000, 20_000)), "TIFF", compression="group4")
        yield Case(name="bomb tiff", content=tiff, sentences=most, may_be_good=False)
        rows = bytes(17_001) * 17_000
        yield Case(name="bomb 17000 x 17000", content=_png(17_000, 17_000, rows, kind=0), sentences=frozenset())
        yield Case(
            name="bomb of many strips",
            content=saved(Image.new("RGB", (16_000, 16_000)), "TIFF", compression="tiff_lzw"),
            sentences=frozenset(),
        )
    rows = bytes(30_001 * 40)
    yield Case(name="bomb 30000 x 30000", content=_png(30_000, 30_000, rows, kind=0), sentences=most, may_be_good=False)
    many = b"".join(segment(0xFE, bytes(60_000)) for _ in range(300))
    jpeg = saved(scene(), "JPEG")
    yield Case(name="bomb comments", content=jpeg[:2] + many + jpeg[2:], sentences=frozenset())
    scans = saved(scene(), "JPEG", progressive=True)
    last = scans[scans.rindex(b"\xff\xda") : -2]
    yield Case(name="bomb scans", content=scans[:-2] + last * 300 + scans[-2:], sentences=BROKEN)
    yield Case(name="bomb chunks", content=plain[:33] + chunk(b"tEXt", b"a\0b") * 60_000 + plain[33:], sentences=BROKEN)


def without_frames() -> Iterator[Case]:
    """Files with a good header and no picture."""
    gif = saved(scene("P"), "GIF")
    yield Case(name="gif without a frame", content=gif[:781] + b";", sentences=BROKEN, may_be_good=False)
    yield Case(
        name="png without pixels", content=saved(scene(), "PNG")[:33] + chunk(b"IEND", b""), sentences=BROKEN,
        may_be_good=False,
    )  # fmt: skip
    yield Case(name="jpeg without a scan", content=b"\xff\xd8\xff\xd9", sentences=BROKEN, may_be_good=False)
    yield Case(name="tiff without a directory", content=b"II*\0\0\0\0\0", sentences=BROKEN, may_be_good=False)
    webp = b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(10)
    yield Case(name="webp without a frame", content=webp, sentences=BROKEN, may_be_good=False)
    heic = sources()["heic"]
    yield Case(
        name="heic of a header", content=heic[: struct.unpack_from(">I", heic)[0]], sentences=BROKEN, may_be_good=False
    )
    for signature in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"II*\0", b"RIFF\0\0\0\0WEBP"):
        for length in (0, 1, 40):
            yield Case(
                name=f"signature {signature[:4]!r} {length}", content=signature + bytes(length), sentences=STRANGE,
                may_be_good=False,
            )  # fmt: skip


def all_cases(count: int, seed: int, *, large: bool) -> Iterator[Case]:
    """Every kind of bad content; `count` of them are damaged at random."""
    yield from without_frames()
    yield from lying_sizes()
    yield from bombs(large=large)
    yield from damaged_files(count, seed)
    if large:
        yield from damaged_files(count // LARGE_SHARE, seed, large_sources())


def strange_names(folder: Path, good: bytes) -> Iterator[Path]:
    """Good files with strange names, as far as the file system takes them."""
    for name in (*NAMES, *(os.fsdecode(each) for each in BYTE_NAMES)):
        path = folder / name
        try:
            path.write_bytes(good)
        except (OSError, ValueError):
            continue  # Windows and macOS take fewer names
        yield path
