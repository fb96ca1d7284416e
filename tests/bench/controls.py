"""The controls over a playing 1080p30 video against the controls below it.

    python tests/bench/controls.py [--rounds N] [--seconds S]

Each run is a process of its own on a real screen, else on a virtual one; both alternate. The video's surface is a
native window, so what is over it must be one, too, and nothing of it is translucent. The lateness is that of a precise
5 ms timer of the GUI thread while the controls follow the video; frames are those that reach the surface in a second.
The controls may lie over the video where the lateness (p99) stays within 16 ms and no frames are lost.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.children import child, report  # noqa: E402 - the folder is known only now
from tests.bench.playback import RATE, SIZE, lateness_ms, make_video, wait  # noqa: E402 - the folder is known only now
from tests.bench.programs import opened_player  # noqa: E402 - the folder is known only now
from tests.bench.start import real_screen  # noqa: E402 - the folder is known only now

LATE_MS = 16
PLACES = ("below", "over")


def play(place: str, path: str, seconds: float) -> None:
    """The player of the program, with its bar where it is, or as a native window over the lower edge of the video."""
    from PySide6.QtCore import Qt

    from tests.support.jobs import a_video

    _window, player = opened_player("controls")  # the window lives as long as this function
    player.playback.get_ready()
    player.view.get_ready()
    player.show_video(a_video(path, width=SIZE[0], height=SIZE[1], fps=float(RATE)), None)
    player.play()
    wait(lambda: player.playback.seconds > 0.5)
    bar = player.bar
    if place == "over":
        height, area = bar.sizeHint().height(), player.view.picture_area()
        layout = player.layout()
        assert layout is not None
        layout.removeWidget(bar)
        bar.setAttribute(Qt.WidgetAttribute.WA_NativeWindow)
        bar.setAutoFillBackground(True)
        bar.setGeometry(area.left(), area.bottom() - height, area.width(), height)
        bar.show()
        handle = bar.windowHandle()
        assert handle is not None
        handle.raise_()
        wait(lambda: player.playback.seconds > 1.0)
    frames: list[bool] = []
    sink = player.playback.frames.sink
    assert sink is not None
    sink.videoFrameChanged.connect(lambda frame: frames.append(frame.isValid()))
    late = lateness_ms(seconds)
    report(late=late, frames=sum(frames) / seconds)


def main() -> int:
    """Measure alternately and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--child", nargs=3, metavar=("PLACE", "VIDEO", "SECONDS"))
    options = parser.parse_args()
    if options.child:
        place, path, seconds = options.child
        play(place, path, float(seconds))
        return 0
    with tempfile.TemporaryDirectory(prefix="wandesk-bench-") as home, real_screen() as screen:
        video = Path(home) / "video.mp4"
        make_video(video, 5.0)
        rounds = [
            {place: child(__file__, screen, place, video, options.seconds) for place in PLACES}
            for _ in range(options.rounds)
        ]
    for place in PLACES:
        late = [each[place]["late"] for each in rounds]
        frames = statistics.median(each[place]["frames"] for each in rounds)
        print(
            f"{place}: lateness (p99) {min(late):.1f} .. {max(late):.1f} ms of {LATE_MS}, {frames:.1f} frames a second"
        )
    ratios = [each["over"]["late"] / each["below"]["late"] for each in rounds]
    print(f"ratio {statistics.median(ratios):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
