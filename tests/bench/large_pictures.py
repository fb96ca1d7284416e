"""Pictures of just below 100 megapixels through the media process: seconds of computing, and the most memory.

    python tests/bench/large_pictures.py [--formats JPEG PNG TIFF AVIF HEIC WEBP WEBP-55]

Each is previewed and prepared by a process of its own. Promised are 5 s and 1 GB. Pillow reads a WEBP of up to 55
megapixels (WEBP-55). libvips reads a larger one (WEBP), which its decoder reduces to at most 32.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import sys
import tempfile
from pathlib import Path

from PIL.Image import Image
from PIL.Image import new as new_picture

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.pictures import TILE, peak_bytes, prepare, scene  # noqa: E402 - the folder is known only now
from tests.support.heic import heic  # noqa: E402 - the folder is known only now
from wandesk.domain.media import PREVIEW_SIDE  # noqa: E402 - the folder is known only now
from wandesk.domain.picture_edit import NO_EDIT  # noqa: E402 - the folder is known only now
from wandesk.media.process import MediaProcess  # noqa: E402 - the folder is known only now

SIZE = (11480, 8624)
OPTIONS: dict[str, dict[str, int]] = {
    "JPEG": {"quality": 85},
    "PNG": {"compress_level": 1},
    "TIFF": {},
    "AVIF": {"speed": 10, "quality": 60},
    "HEIC": {},
    "WEBP": {"quality": 70, "method": 0},
    "WEBP-55": {"quality": 70, "method": 0},
}
SMALLER = {"WEBP-55": (8700, 6300)}
HEIC_TILES = (22, 17)
MOST_SECONDS, MOST_BYTES = 5.0, 1_000_000_000
WAIT_SECONDS = 120.0
"""By the clock: what counts is computing, and the machine may be busy."""


def computed_seconds(pid: int) -> float:
    """What a process has computed so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def content_of(name: str, whole: Image) -> bytes:
    """The file of a format."""
    if name == "HEIC":
        # As phones make it, in tiles. Few different ones: the encoder is slow, and decoders do not notice.
        tile = whole.crop((0, 0, TILE, TILE))
        columns, rows = HEIC_TILES
        picture = new_picture("RGB", (columns * TILE, rows * TILE))
        for number in range(columns * rows):
            picture.paste(tile, (number % columns * TILE, number // columns * TILE))
        return heic(picture, tile=TILE, crf=22)
    picture = whole.resize(SMALLER[name]) if name in SMALLER else whole
    buffer = io.BytesIO()
    picture.save(buffer, name.partition("-")[0], **OPTIONS[name])
    return buffer.getvalue()


async def measured(path: Path, *, is_prepared: bool) -> tuple[float, int]:
    """Seconds and bytes that the media process needs for a picture."""
    media = MediaProcess(inspect_within=WAIT_SECONDS, prepare_within=WAIT_SECONDS)
    await media.get_ready()
    assert media.pid is not None
    before = computed_seconds(media.pid)
    target = path.with_name("result.jpg")
    if is_prepared:
        await prepare(media, path, target)
    else:
        await media.preview_picture(path, target, PREVIEW_SIDE, NO_EDIT)
    result = computed_seconds(media.pid) - before, peak_bytes(media.pid)
    await media.close()
    return result


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--formats", nargs="+", choices=OPTIONS, default=list(OPTIONS))
    wanted = parser.parse_args().formats
    print(f"promised: {MOST_SECONDS:g} s, {MOST_BYTES / 1e6:.0f} MB")
    with tempfile.TemporaryDirectory(prefix="wandesk-bench-") as folder:
        whole = scene(*SIZE)
        for name in wanted:
            path = Path(folder) / f"large.{name.lower()}"
            path.write_bytes(content_of(name, whole))
            for is_prepared in (False, True):
                seconds, peak = asyncio.run(measured(path, is_prepared=is_prepared))
                what = "prepared" if is_prepared else "previewed"
                print(f"{name:7} {what:9} {seconds:.1f} s, {peak / 1e6:.0f} MB", flush=True)
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
