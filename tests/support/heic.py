"""Makes HEIC pictures as phones write them: HEVC pictures in the boxes of ISO/IEC 23008-12, whole or in tiles."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from fractions import Fraction

import av
from PIL import Image

GRID, TILE = 1, 2
"""The ids of the items: the picture, and the first of its tiles."""


def box(name: bytes, *contents: bytes, version: int | None = None, flags: int = 0) -> bytes:
    head = b"" if version is None else struct.pack(">I", version << 24 | flags)
    content = head + b"".join(contents)
    return struct.pack(">I", 8 + len(content)) + name + content


def heic(
    image: Image.Image,
    *,
    quarter_turns: int = 0,
    cicp: tuple[int, int] | None = None,
    tile: int = 0,
    crf: int = 8,
    is_deep: bool = False,
) -> bytes:
    """`cicp` are colour primaries and transfer (ITU-T H.273), `tile` is the side of the tiles, `is_deep` means 10 bits.

    Phones use tiles of 512 pixels. The colours are stored as they are.
    """
    width, height = image.size
    if not tile:
        configuration, (coded,) = _encoded([image], crf, is_deep=is_deep)
        items: list[tuple[bytes, bytes]] = [(b"hvc1", coded)]
        tiles = 0
    else:
        columns, rows = -(-width // tile), -(-height // tile)
        parts = [
            image.crop((tile * at, tile * down, tile * at + tile, tile * down + tile))
            for down in range(rows)
            for at in range(columns)
        ]
        configuration, coded_tiles = _encoded(parts, crf, is_deep=is_deep)
        grid = struct.pack(">4B2H", 0, 0, rows - 1, columns - 1, width, height)
        items = [(b"grid", grid), *((b"hvc1", each) for each in coded_tiles)]
        tiles = len(parts)
    whole = box(b"ispe", struct.pack(">2I", width, height), version=0)
    part = box(b"ispe", struct.pack(">2I", tile, tile), version=0)
    colour = box(b"colr", b"nclx", struct.pack(">3HB", *cicp, 1, 0x80)) if cicp else b""
    properties = [configuration, whole, box(b"irot", bytes([quarter_turns])), part, *([colour] if cicp else [])]
    own = [0x02, 0x83, *([0x05] if cicp else [])] if tiles else [0x81, 0x02, 0x83, *([0x05] if cicp else [])]
    associations = [(GRID, own), *((TILE + number, [0x81, 0x04]) for number in range(tiles))]
    places = b"".join(struct.pack(">HB", item, len(each)) + bytes(each) for item, each in associations)
    references = (
        box(
            b"iref",
            box(b"dimg", struct.pack(f">2H{tiles}H", GRID, tiles, *range(TILE, TILE + tiles))),
            version=0,
        )
        if tiles
        else b""
    )

    def meta(offset: int) -> bytes:
        extents = b""
        at = offset
        for number, (_, content) in enumerate(items):
            extents += struct.pack(">3H2I", GRID + number, 0, 1, at, len(content))
            at += len(content)
        described = [
            # The tiles are hidden: they are no pictures by themselves.
            box(b"infe", struct.pack(">2H", GRID + number, 0), kind + b"\0", version=2, flags=1 if number else 0)
            for number, (kind, _) in enumerate(items)
        ]
        return box(
            b"meta",
            box(b"hdlr", b"\0\0\0\0pict" + bytes(13), version=0),
            box(b"pitm", struct.pack(">H", GRID), version=0),
            box(b"iloc", b"\x44\0", struct.pack(">H", len(items)), extents, version=0),
            box(b"iinf", struct.pack(">H", len(items)), *described, version=0),
            references,
            box(
                b"iprp",
                box(b"ipco", *properties),
                box(b"ipma", struct.pack(">I", len(associations)), places, version=0),
            ),
            version=0,
        )

    start = box(b"ftyp", b"heic\0\0\0\0mif1heic")
    offset = len(start) + len(meta(0)) + 8
    return start + meta(offset) + box(b"mdat", *(content for _, content in items))


def _encoded(images: Sequence[Image.Image], crf: int, *, is_deep: bool) -> tuple[bytes, list[bytes]]:
    """The `hvcC` box, and each picture as HEVC."""
    video = io.BytesIO()
    with av.open(video, "w", format="mp4") as container:
        options = {"x265-params": "log-level=none:keyint=1", "crf": str(crf), "preset": "ultrafast"}
        stream = container.add_stream("libx265", rate=1, options=options)
        stream.width, stream.height = images[0].size
        stream.pix_fmt = "yuv420p10le" if is_deep else "yuv420p"
        stream.codec_context.codec_tag = "hvc1"
        stream.codec_context.color_range = 2
        stream.codec_context.colorspace = 1
        stream.time_base = Fraction(1, 1)
        packets = []
        # Equal pictures are encoded once: tiles of one colour, or of a pattern.
        different = list({each.tobytes(): each for each in images}.values())
        for number, image in enumerate(different):
            whole: av.VideoFrame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
            frame = whole.reformat(format=stream.pix_fmt, dst_colorspace=1, dst_color_range=2)
            frame.pts, frame.time_base = number, stream.time_base
            packets += stream.encode(frame)
        for packet in [*packets, *stream.encode()]:
            container.mux(packet)
    content = video.getvalue()
    at = content.index(b"hvcC") - 4
    configuration = content[at : at + struct.unpack_from(">I", content, at)[0]]
    at = content.index(b"stsz") - 4
    size, count = struct.unpack_from(">2I", content, at + 12)
    sizes = [size] * count if size else list(struct.unpack_from(f">{count}I", content, at + 20))
    at = content.index(b"mdat") + 4
    coded: list[bytes] = []
    for each in sizes:
        coded.append(content[at : at + each])
        at += each
    by_content = {each.tobytes(): content for each, content in zip(different, coded, strict=True)}
    return configuration, [by_content[each.tobytes()] for each in images]
