"""The first frame of a video after the click, and the window while a 1080p30 video plays, beside a bare player.

    python tests/bench/playback.py [--videos N] [--seconds S]

Both run in processes of their own on a real screen, else on a virtual one. *Cold* is the first video of the process,
*ready* the first one after the player was made ready, as the program does once its window stands, *warm* every later
one. The lateness is that of a precise 5 ms timer of the GUI thread while a video plays.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.children import child, report  # noqa: E402 - the folder is known only now
from tests.bench.programs import opened_player  # noqa: E402 - the folder is known only now
from tests.bench.start import real_screen  # noqa: E402 - the folder is known only now

WARM_MS, COLD_MS, LATE_MS = 150, 400, 16
SIZE, RATE = (1920, 1080), 30


def make_video(path: Path, seconds: float) -> None:
    """Moving shapes with audio, as large as the largest videos of the cloud."""
    import av
    from PIL import Image

    width, height = SIZE
    wide = Image.effect_noise((width // 8 + 200, height // 8), 60).resize(((width // 8 + 200) * 8, height))
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=RATE, options={"preset": "ultrafast", "crf": "23"})
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        audio = container.add_stream("aac", rate=44100)
        for number in range(round(seconds * RATE)):
            image = wide.crop((number * 4, 0, number * 4 + width, height)).convert("RGB")
            frame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        for start in range(0, round(seconds * 44100), 1024):
            silence = av.AudioFrame("fltp", "mono", 1024)
            silence.planes[0].update(bytes(silence.planes[0].buffer_size))
            silence.sample_rate, silence.pts = 44100, start
            container.mux(audio.encode(silence))
        container.mux(audio.encode(None))


def wait(condition: Callable[[], bool]) -> None:
    """Turn the event loop until the condition holds."""
    from PySide6.QtTest import QTest

    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it never came"
        QTest.qWait(1)


def lateness_ms(seconds: float) -> float:
    from PySide6.QtTest import QTest

    from tests.support.gui import lateness

    with lateness() as late:
        QTest.qWait(round(seconds * 1000))
    return statistics.quantiles(late, n=100)[98] * 1000


def bare(videos: list[str], seconds: float, *, is_ready: bool) -> None:
    """The least that a program can do: one player on one video widget."""
    from wandesk.ui.player.environment import prepare_environment

    prepare_environment()
    from PySide6.QtCore import QUrl
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication(["bare"])
    window = QMainWindow()
    window.resize(1360, 860)
    window.show()
    app.processEvents()
    parts: list[Any] = []

    def make() -> None:
        from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer
        from PySide6.QtMultimediaWidgets import QVideoWidget

        surface, player = QVideoWidget(), QMediaPlayer(window)
        window.setCentralWidget(surface)
        player.setVideoOutput(surface)
        player.setAudioOutput(QAudioOutput(player))
        parts.extend((surface, player))

    if is_ready:
        make()
        QTest.qWait(1000)
    firsts = []
    for path in videos:
        start = time.perf_counter()
        if not parts:
            make()
        surface, player = parts
        came: list[float] = []
        connection = surface.videoSink().videoFrameChanged.connect(
            lambda frame, came=came: came.append(time.perf_counter()) if frame.isValid() else None
        )
        player.setSource(QUrl.fromLocalFile(path))
        player.play()
        wait(partial(bool, came))
        firsts.append((came[0] - start) * 1000)
        surface.videoSink().videoFrameChanged.disconnect(connection)
        player.setSource(QUrl())
    player.setLoops(player.Loops.Infinite)
    player.setSource(QUrl.fromLocalFile(videos[0]))
    player.play()
    wait(lambda: player.position() > 200)
    report(firsts=firsts, late=lateness_ms(seconds))


def ours(videos: list[str], seconds: float, *, is_ready: bool) -> None:
    """The player of the program, from the click to the frame."""
    from PySide6.QtTest import QTest

    from tests.support.jobs import a_video

    _window, player = opened_player("ours")  # the window lives as long as this function
    if is_ready:
        player.playback.get_ready()
        player.view.get_ready()
        QTest.qWait(1000)
    firsts = []
    for path in videos:
        player.show_video(a_video(path, width=SIZE[0], height=SIZE[1], fps=float(RATE)), None)
        came: list[float] = []
        connection = player.playback.frame_came.connect(lambda came=came: came.append(time.perf_counter()))
        start = time.perf_counter()
        player.play()
        wait(partial(bool, came))
        firsts.append((came[0] - start) * 1000)
        player.playback.frame_came.disconnect(connection)
        player.release()
    player.show_video(a_video(videos[0], width=SIZE[0], height=SIZE[1], fps=float(RATE)), None)
    player.play()
    wait(lambda: player.playback.seconds > 0.2)
    report(firsts=firsts, late=lateness_ms(seconds))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--videos", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--child", nargs="+", metavar="WHAT")
    options = parser.parse_args()
    if options.child:
        what, state, seconds, *videos = options.child
        (bare if what == "bare" else ours)(videos, float(seconds), is_ready=state == "ready")
        return 0
    with tempfile.TemporaryDirectory(prefix="wandesk-bench-") as home, real_screen() as screen:
        videos = [Path(home) / f"{number}.mp4" for number in range(options.videos)]
        make_video(videos[0], 5.0)
        for other in videos[1:]:
            other.write_bytes(videos[0].read_bytes())
        found = {
            (what, state): child(__file__, screen, what, state, options.seconds, *videos)
            for state in ("cold", "ready")
            for what in ("bare", "ours")
        }
    for what in ("bare", "ours"):
        ready, cold = found[what, "ready"]["firsts"], found[what, "cold"]["firsts"]
        warm = statistics.median(ready[1:] + cold[1:])
        print(f"{what}: first frame cold {cold[0]:.0f} ms, ready {ready[0]:.0f} ms, warm {warm:.0f} ms")
        print(f"{what}: lateness while playing (p99) {found[what, 'ready']['late']:.1f} ms")
    ours_ready, ours_warm = found["ours", "ready"]["firsts"][0], statistics.median(found["ours", "ready"]["firsts"][1:])
    bare_warm = statistics.median(found["bare", "ready"]["firsts"][1:])
    print(
        f"promises: warm {ours_warm:.0f} of {WARM_MS} ms, first {ours_ready:.0f} of {COLD_MS} ms, "
        f"lateness {found['ours', 'ready']['late']:.1f} of {LATE_MS} ms"
    )
    print(f"ratio {ours_warm / bare_warm:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
