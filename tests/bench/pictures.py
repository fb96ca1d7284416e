"""Pictures: from the drop to facts and preview, a 48-megapixel HEIC beside bare libraries, and the window meanwhile.

    python tests/bench/pictures.py [--drops N] [--pairs N] [--prepared N]

The real program runs on a virtual screen where there is no other. Dropped are JPEGs of 12 megapixels, each file once.
The bare work is what any program must do: decode, resize, save as JPEG. Both alternate, in processes of their own.
Beside each drop, a thread decodes such a picture: the ratio to it holds on a busy machine, too.
The window's lateness is that of a precise 5 ms timer of its thread, beside a bare Qt window: once alone, once while the
same pictures are prepared. Prints medians, ratios and the promises.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.children import child, report  # noqa: E402 - the folder is known only now
from tests.bench.programs import opened_program  # noqa: E402 - the folder is known only now
from tests.bench.start import real_screen  # noqa: E402 - the folder is known only now

if TYPE_CHECKING:
    from PIL.Image import Image
    from PySide6.QtGui import QPixmap

    from wandesk.engine.engine import Engine
    from wandesk.engine.media_port import Media

FACTS_MS, PREVIEW_MS = 50, 300
HEIC_RATIO, BITMAPS = 1.5, 5.0
LATE_RATIO, LATE_MS = 2.0, 4.0
PHONE = (8064, 6048)
TILE = 512
"""Pixels of the tiles of which phones make a HEIC."""
RESULT_SIDE = 8000
QUALITY = 90
IDLE_SECONDS = 4.0


# ---------------------------------------------------------------- pictures


def scene(width: int, height: int) -> Image:
    """Soft shapes with some grain, as a photo has."""
    from PIL import Image, ImageChops

    soft = Image.effect_noise((width // 16 + 1, height // 16 + 1), 70).resize((width, height))
    grain = Image.effect_noise((width, height), 14)
    return Image.merge("RGB", (ImageChops.add(soft, grain, 2), soft, ImageChops.invert(soft)))


def make_pictures(folder: Path, drops: int) -> tuple[list[Path], Path]:
    """Photos to drop, and a HEIC of a phone."""
    from PIL import Image

    from tests.support.heic import heic

    photo = io.BytesIO()
    scene(4000, 3000).save(photo, "JPEG", quality=92)
    photos = [folder / f"photo-{number}.jpg" for number in range(drops)]
    for path in photos:
        path.write_bytes(photo.getvalue())
    # Few different tiles: the encoder is slow, and decoders do not notice.
    width, height = PHONE
    tile, whole = scene(TILE, TILE), Image.new("RGB", PHONE)
    for top in range(0, height, TILE):
        for left in range(0, width, TILE):
            whole.paste(tile, (left, top))
    path = folder / "phone.heic"
    path.write_bytes(heic(whole, tile=TILE, crf=22))
    return photos, path


def decoding_seconds(path: Path) -> float:
    """How long the decoder needs for the pixels of a picture."""
    from PIL import Image

    start = time.perf_counter()
    with Image.open(path) as image:
        image.load()
    return time.perf_counter() - start


def bare_work(path: Path) -> None:
    """Decode, resize, save: what no program can avoid."""
    import pi_heif
    from PIL import Image

    pi_heif.register_heif_opener(thumbnails=False, decode_threads=2)
    start = time.perf_counter()
    with Image.open(path) as image:
        image.load()
        smaller = image.resize((RESULT_SIDE, round(RESULT_SIDE * image.height / image.width)), Image.Resampling.LANCZOS)
    smaller.save(io.BytesIO(), "JPEG", quality=QUALITY)
    report(seconds=time.perf_counter() - start)


async def our_work(path: Path, target: Path) -> None:
    """The same through the media process, which is started before."""
    from wandesk.media.process import MediaProcess

    media = MediaProcess()
    await media.get_ready()
    assert media.pid is not None
    start = time.perf_counter()
    await prepare(media, path, target)
    seconds = time.perf_counter() - start
    peak = peak_bytes(media.pid)
    await media.close()
    report(seconds=seconds, peak=peak)


async def prepare(media: Media, path: Path, target: Path) -> None:
    from wandesk.domain.catalog import PictureLimits

    formats = ("JPEG", "PNG", "BMP", "WEBP")
    limits = PictureLimits(formats=formats, min_side=240, max_side=RESULT_SIDE, max_bytes=20_000_000)
    await media.prepare_picture(path, target, limits)


def peak_bytes(pid: int) -> int:
    """The most memory that a process has had; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0
    line = next(each for each in status.read_text("ascii").splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


# ---------------------------------------------------------------- windows


async def lateness_ms(working: Any = None) -> float:
    """The 99th percentile of the lateness of this thread while `working` runs, or for a while."""
    from tests.support.gui import lateness

    with lateness() as late:
        await (working if working is not None else asyncio.sleep(IDLE_SECONDS))
    return statistics.quantiles(late, n=100)[98] * 1000


def bare_window(heic: Path, prepared: int) -> None:
    """A bare Qt window: its lateness alone, and beside a media process that prepares pictures."""
    import qasync
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication(["bare"])
    window = QMainWindow()
    window.resize(1360, 860)
    window.show()
    loop = qasync.QEventLoop(app)
    alone = loop.run_until_complete(lateness_ms())
    command = [sys.executable, __file__, "--child", "prepare", str(heic), str(prepared)]

    async def beside() -> float:
        process = await asyncio.to_thread(subprocess.Popen, command, cwd=ROOT, stdout=subprocess.DEVNULL)
        return await lateness_ms(asyncio.to_thread(process.wait))

    report(alone=alone, busy=loop.run_until_complete(beside()))


async def prepare_many(heic: Path, prepared: int) -> None:
    from wandesk.media.process import MediaProcess

    media = MediaProcess()
    with tempfile.TemporaryDirectory(prefix="wandesk-bench-") as home:
        for number in range(prepared):
            await prepare(media, heic, Path(home) / f"{number}.jpg")
    await media.close()


def wan_desk(folder: Path, heic: Path, prepared: int) -> None:
    """The real program: drops, then its lateness while pictures are prepared."""

    program, window = opened_program(folder / "profile", "[general]\nfirst_run_card_dismissed = true\n")
    composer = window.composer
    card = composer.cards.first_frame
    shown: list[float] = []
    original = card.show_preview

    def show_preview(pixmap: QPixmap) -> None:
        original(pixmap)
        card.target.repaint()
        shown.append(time.perf_counter())

    composer._preview._loaded = show_preview

    async def dropped(photos: list[Path]) -> tuple[list[float], list[float], list[float]]:
        """Seconds from each drop to its facts and to its preview, and of a bare decode before it."""
        facts, previews, bare = [], [], []
        for photo in photos:
            bare.append(await asyncio.to_thread(decoding_seconds, photo))
            shown.clear()
            start = time.perf_counter()
            composer.offer_files([str(photo)])
            while "4000" not in card.target.reading_text:
                await asyncio.sleep(0.001)
            card.target.repaint()
            facts.append(time.perf_counter() - start)
            while not shown:
                await asyncio.sleep(0.001)
            previews.append(shown[0] - start)
        return facts, previews, bare

    async def story() -> dict[str, Any]:
        await asyncio.sleep(2.0)  # the start is over, and the media process is there
        photos = sorted(folder.glob("photo-*.jpg"))
        facts, previews, bare = await dropped(photos[::2])

        async def prepare_one(engine: Engine, target: Path) -> None:
            await prepare(engine._ports.media, heic, target)

        async def prepared_all(count: int) -> None:
            for number in range(count):
                one = partial(prepare_one, target=folder / f"prepared-{number}.jpg")
                await program.bridge.ask("prepare", one)

        late = await lateness_ms(prepared_all(prepared))
        working = program.spawn("prepare", prepared_all(prepared))
        busy_facts, busy_previews, _ = await dropped(photos[1::2])
        await working
        return {
            "facts": facts,
            "previews": previews,
            "bare": bare,
            "late": late,
            "busy_facts": busy_facts,
            "busy_previews": busy_previews,
        }

    report(**program.gui.loop.run_until_complete(story()))


def run_child(what: str, arguments: list[str]) -> None:
    match what:
        case "bare-work":
            bare_work(Path(arguments[0]))
        case "our-work":
            asyncio.run(our_work(Path(arguments[0]), Path(arguments[1])))
        case "prepare":
            asyncio.run(prepare_many(Path(arguments[0]), int(arguments[1])))
        case "bare-window":
            bare_window(Path(arguments[0]), int(arguments[1]))
        case "wandesk":
            wan_desk(Path(arguments[0]), Path(arguments[1]), int(arguments[2]))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drops", type=int, default=18)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--prepared", type=int, default=10)
    parser.add_argument("--child", nargs="+", metavar="WHAT")
    options = parser.parse_args()
    if options.child:
        run_child(options.child[0], options.child[1:])
        return 0
    with tempfile.TemporaryDirectory(prefix="wandesk-bench-") as home, real_screen() as screen:
        folder = Path(home)
        _, heic = make_pictures(folder, options.drops)
        pairs = [
            (child(__file__, screen, "our-work", heic, folder / "sent.jpg"), child(__file__, screen, "bare-work", heic))
            for _ in range(options.pairs)
        ]
        windows = child(__file__, screen, "bare-window", heic, options.prepared)
        program = child(__file__, screen, "wandesk", folder, heic, options.prepared)
        shutil.rmtree(folder / "profile", ignore_errors=True)
    print(f"12 MP JPEG: facts    {spread(program['facts'])} ms (promised {FACTS_MS})")
    print(f"12 MP JPEG: preview  {spread(program['previews'])} ms (promised {PREVIEW_MS})")
    ratio = statistics.median(program["previews"]) / statistics.median(program["bare"])
    print(f"12 MP JPEG: decoding {spread(program['bare'])} ms, preview to it {ratio:.2f}")
    print(f"meanwhile others are prepared: facts {spread(program['busy_facts'])} ms,", end=" ")
    print(f"preview {spread(program['busy_previews'])} ms")
    ours, bare = ([each["seconds"] for each in side] for side in zip(*pairs, strict=True))
    ratios = [one / other for one, other in zip(ours, bare, strict=True)]
    print(f"48 MP HEIC: ready    {spread(ours)} ms, bare {spread(bare)} ms")
    print(f"48 MP HEIC: ratio    {statistics.median(ratios):.2f} (promised {HEIC_RATIO})")
    bitmap = PHONE[0] * PHONE[1] * 3
    peak = max(each["peak"] for each, _ in pairs) / bitmap
    print(f"48 MP HEIC: peak     {peak:.1f} bitmaps (promised {BITMAPS:g})")
    most = LATE_RATIO * windows["busy"] + LATE_MS
    print(f"window, p99 late     {program['late']:.1f} ms while {options.prepared} are prepared")
    print(f"bare window          {windows['alone']:.1f} ms alone, {windows['busy']:.1f} ms beside the same work")
    print(f"promised             {LATE_RATIO:g} x + {LATE_MS:g} ms: {most:.1f} ms")
    return 0


def spread(seconds: list[float]) -> str:
    """Minimum, median and maximum in milliseconds."""
    return f"{min(seconds) * 1000:.0f} .. {statistics.median(seconds) * 1000:.0f} .. {max(seconds) * 1000:.0f}"


if __name__ == "__main__":
    sys.exit(main())
