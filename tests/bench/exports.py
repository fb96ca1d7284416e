"""How long the export of a 10 s crop of a 1080p video takes, beside `ffmpeg` with the same settings.

    python tests/bench/exports.py [--times N] [--seconds S]

Both crop the middle to 9:16 and encode it with x264 of the same preset, quality and number of threads, and the audio as
AAC. Wan Desk's time is that of the whole request: hand-over to the child, its answer, the file with its final name. The
child is started before. The two take turns. Prints minimum, median and maximum of one run, and then `ratio N.NN`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WIDTH, HEIGHT, RATE = 606, 1080, 30
NICENESS = 10
"""That of the media child."""


def filmed(path: Path, seconds: int) -> None:
    """A 1080p video with movement and grain everywhere, and a tone."""
    picture = f"testsrc2=size=1920x1080:rate={RATE}:duration={seconds},noise=alls=8:allf=t"
    command = ["ffmpeg", "-y", "-v", "error", "-f", "lavfi", "-i", picture, "-f", "lavfi"]
    command += ["-i", f"sine=frequency=440:duration={seconds}", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20"]
    subprocess.run([*command, "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", str(path)], check=True)


def by_ffmpeg(source: Path, target: Path, options: dict[str, str]) -> float:
    """Seconds that ffmpeg takes, its start included."""
    settings = [
        text for name, value in options.items() for text in (f"-{'profile:v' if name == 'profile' else name}", value)
    ]
    command = ["nice", "-n", str(NICENESS), "ffmpeg", "-y", "-v", "error", "-i", str(source)]
    command += ["-vf", f"crop={WIDTH}:{HEIGHT}", "-r", str(RATE), "-c:v", "libx264", *settings, "-pix_fmt", "yuv420p"]
    command += ["-c:a", "aac", "-b:a", "192k", "-ar", "48000", "-ac", "2", "-movflags", "+faststart", str(target)]
    begun = time.monotonic()
    subprocess.run(command, check=True)
    return time.monotonic() - begun


async def measured(folder: Path, times: int, seconds: int) -> tuple[list[float], list[float]]:
    """Seconds of each export of ours, and of ffmpeg."""
    from wandesk.domain.export import ExportClip, ExportPlan
    from wandesk.media.export_process import ExportProcess
    from wandesk.settings.export_offer import load_export_offer

    source = folder / "source.mp4"
    filmed(source, seconds)
    encoding = load_export_offer().format("mp4").encoding("good")
    clip = ExportClip(path=str(source), end=float(seconds))
    plan = ExportPlan(clips=(clip,), width=WIDTH, height=HEIGHT, rate=str(RATE), encoding=encoding)
    media = ExportProcess()
    await media.get_ready()
    ours: list[float] = []
    theirs: list[float] = []
    try:
        for number in range(times):
            begun = time.monotonic()
            await media.export(plan, folder / f"ours {number}.mp4", lambda _share: None)
            ours.append(time.monotonic() - begun)
            theirs.append(by_ffmpeg(source, folder / f"theirs {number}.mp4", dict(encoding.options)))
    finally:
        await media.close()
    sizes = [(folder / f"{whose} 0.mp4").stat().st_size / 1e6 for whose in ("ours", "theirs")]
    print(f"file              {sizes[0]:.2f} MB, by ffmpeg {sizes[1]:.2f} MB")
    return ours, theirs


def main() -> int:
    """Measure and print."""
    from tests.bench.start import spread

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=10)
    options = parser.parse_args()
    if shutil.which("ffmpeg") is None:
        print("ffmpeg is not installed: there is nothing to compare with")
        return 1
    with tempfile.TemporaryDirectory(prefix="wandesk-bench-") as home:
        ours, theirs = asyncio.run(measured(Path(home), options.times, options.seconds))
    print(f"Wan Desk          {spread(ours)} s")
    print(f"ffmpeg            {spread(theirs)} s, {os.cpu_count()} cores")
    print(f"ratio {statistics.median(ours) / statistics.median(theirs):.2f}")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
