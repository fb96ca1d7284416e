"""How soon a 10-minute MP3 shows its waveform, in the real program on a real (or virtual X) screen.

    python tests/bench/audio.py [--times N]

Measured from the drop until the waveform is painted: the media child decodes the whole file, because its header may
lie. The baseline is a bare PyAV that decodes the same file, without levels. Prints minimum, median and maximum of one
run, and then `waveform N.NN s` and `ratio N.NN`.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import math
import os
import statistics
import sys
import tempfile
import time
from array import array
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 600
RATE = 44_100


def song() -> bytes:
    """Ten minutes of stereo MP3 at 192 kbit/s, as music is sold."""
    import av
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream

    second = array("h")
    for at in range(RATE):
        level = 6_000 * math.sin(at / 9) + 5_000 * math.sin(at / 31) * math.sin(at / 7_000)
        second.extend((int(level), int(level * 0.8)))
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp3") as target:
        stream = target.add_stream("libmp3lame", rate=RATE, layout="stereo", format="s16p")
        assert isinstance(stream, AudioStream)
        stream.bit_rate = 192_000
        for number in range(SECONDS):
            frame = AudioFrame(format="s16p", layout="stereo", samples=RATE)
            for channel, plane in enumerate(frame.planes):
                raw = second[channel::2].tobytes()
                plane.update(raw.ljust(plane.buffer_size, b"\0"))
            frame.sample_rate, frame.pts = RATE, number * RATE
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return buffer.getvalue()


def bare(path: str) -> float:
    """Seconds for decoding the file and nothing else."""
    import av

    begun = time.monotonic()
    with av.open(path, "r") as file:
        file.streams.audio[0].codec_context.thread_count = 1
        for _frame in file.decode(audio=0):
            pass
    return time.monotonic() - begun


def wan_desk(folder: Path, paths: list[str]) -> list[float]:
    """Seconds from each drop until the waveform is painted, in the real program."""
    from tests.bench.programs import opened_program
    from tests.bench.start import until_first_rows, until_painted

    program, window = opened_program(folder)
    card = window.composer.cards.audio

    def is_shown(path: str) -> bool:
        audio = window.composer.draft.audio
        is_there = (
            audio is not None and Path(audio.path).name == Path(path).name
        )  # it is copied from a temporary folder
        return is_there and not card.target.is_reading

    async def story() -> list[float]:
        await until_first_rows(window)
        window.composer.offer_files([paths[0]])
        while not is_shown(paths[0]):
            await asyncio.sleep(0.002)
        window.composer.cards.area.ensureWidgetVisible(card)
        waits = []
        for path in paths:
            begun = time.monotonic()
            window.composer.offer_files([path])
            await until_painted(card.waveform, partial(is_shown, path))
            waits.append(time.monotonic() - begun)
        return waits

    waits: list[float] = program.gui.loop.run_until_complete(story())
    return waits


def main() -> int:
    """Measure and print."""
    from tests.bench.children import child
    from tests.bench.start import fill, real_screen, spread

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--child", nargs="+", metavar="FOLDER FILE")
    options = parser.parse_args()
    if options.child:
        folder, *paths = options.child
        print(json.dumps(wan_desk(Path(folder), paths)), flush=True)
        os._exit(0)
    content = song()
    with tempfile.TemporaryDirectory(prefix="wandesk-bench-") as home:
        folder = Path(home) / "profile"
        asyncio.run(fill(folder, 5))
        paths = []
        for number in range(options.times + 1):
            path = Path(home) / f"song {number}.mp3"
            path.write_bytes(content)
            paths.append(str(path))
        with real_screen() as screen:
            first, *ours = child(__file__, screen, folder, *paths)
        theirs = [bare(path) for path in paths[1:]]
    print(f"first drop        {first:.3f} s, with the start of the media child")
    print(f"waveform shown    {spread(ours)} s")
    print(f"bare decoding     {spread(theirs)} s")
    print(f"waveform {statistics.median(ours):.2f} s")
    print(f"ratio {statistics.median(ours) / statistics.median(theirs):.2f}")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
