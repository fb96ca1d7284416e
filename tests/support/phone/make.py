"""Makes the HEIC pictures of this folder in the format of phones. They are stored because the encoder sometimes fails.

python tests/support/phone/make.py
"""

from __future__ import annotations

import io
import struct
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image

FOLDER = Path(__file__).parent
RED, BLUE = (200, 30, 30), (30, 30, 200)


def box(name: bytes, *contents: bytes, version: int | None = None) -> bytes:
    head = b"" if version is None else struct.pack(">I", version << 24)
    content = head + b"".join(contents)
    return struct.pack(">I", 8 + len(content)) + name + content


def heic(image: Image.Image, *, quarter_turns: int = 0) -> bytes:
    """A HEIC as phones write it: one HEVC picture in the boxes of ISO/IEC 23008-12."""
    video = io.BytesIO()
    with av.open(video, "w", format="mp4") as container:
        options = {"x265-params": "log-level=none", "crf": "8"}
        stream = container.add_stream("libx265", rate=1, options=options)
        stream.width, stream.height, stream.pix_fmt = image.width, image.height, "yuv420p"
        stream.codec_context.codec_tag = "hvc1"
        stream.time_base = Fraction(1, 1)
        frame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
        frame.pts, frame.time_base = 0, stream.time_base
        for packet in [*stream.encode(frame), *stream.encode()]:
            container.mux(packet)
    content = video.getvalue()
    at = content.index(b"hvcC") - 4
    configuration = content[at : at + struct.unpack_from(">I", content, at)[0]]
    at = content.index(b"mdat") - 4
    coded = content[at + 8 : at + struct.unpack_from(">I", content, at)[0]]

    size = box(b"ispe", struct.pack(">2I", image.width, image.height), version=0)
    properties = [configuration, size, box(b"irot", bytes([quarter_turns]))]
    places = bytes([0x81, 0x02, 0x83])  # hvcC and irot are essential

    def meta(offset: int) -> bytes:
        return box(
            b"meta",
            box(b"hdlr", b"\0\0\0\0pict" + bytes(13), version=0),
            box(b"pitm", struct.pack(">H", 1), version=0),
            box(b"iloc", b"\x44\0", struct.pack(">4H2I", 1, 1, 0, 1, offset, len(coded)), version=0),
            box(
                b"iinf",
                struct.pack(">H", 1),
                box(b"infe", struct.pack(">2H", 1, 0), b"hvc1\0", version=2),
                version=0,
            ),
            box(
                b"iprp",
                box(b"ipco", *properties),
                box(b"ipma", struct.pack(">IHB", 1, 1, len(places)), places, version=0),
            ),
            version=0,
        )

    start = box(b"ftyp", b"heic\0\0\0\0mif1heic")
    offset = len(start) + len(meta(0)) + 8
    return start + meta(offset) + box(b"mdat", coded)


def main() -> None:
    """Red above, blue below; once upright, once stored rotated with the note to rotate it back."""
    upright = Image.new("RGB", (320, 256), RED)
    upright.paste(BLUE, (0, 128, 320, 256))
    for quarter_turns, stored in ((0, upright), (1, upright.transpose(Image.Transpose.ROTATE_270))):
        (FOLDER / f"turned-{quarter_turns}.heic").write_bytes(heic(stored, quarter_turns=quarter_turns))


if __name__ == "__main__":
    main()
