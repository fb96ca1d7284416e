"""Time to a usable window against a bare PySide6 window with a QMediaPlayer and a QVideoWidget.

    python tests/bench/start.py [--pairs N] [--jobs N]

Usable: painted with the form and the first rows of the list, and a key press in Prompt answered. Each run is a process
of its own, timed from its start. The two alternate, so that a change of the machine's speed affects both. Prints the
medians and `ratio N.NN`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the time of the imports is measured, too
    from PySide6.QtWidgets import QWidget

    from wandesk.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
STARTED = "WANDESK_BENCH_STARTED"


def bare() -> None:
    """The minimum that such a program could do."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtMultimedia import QMediaPlayer
    from PySide6.QtMultimediaWidgets import QVideoWidget
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication(["bare"])
    window = QMainWindow()
    window.resize(1360, 860)
    video = QVideoWidget()
    window.setCentralWidget(video)
    player = QMediaPlayer()
    player.setVideoOutput(video)

    class Painted(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, report_ready)
            return False

    painted = Painted()
    window.installEventFilter(painted)
    window.show()
    app.exec()


async def until_first_rows(window: MainWindow) -> None:
    """Wait until the first rows of the list are painted."""
    model = window.jobs.model
    await until_painted(window.jobs.view.viewport(), lambda: model.rowCount() > 0 and model.job_at(0) is not None)


async def until_painted(place: QWidget, is_whole: Callable[[], bool]) -> None:
    """Wait until a widget is painted while it is complete."""
    from PySide6.QtCore import QEvent, QObject

    painted: list[bool] = []

    class Painted(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                painted.append(is_whole())
            return False

    listens = Painted()
    place.installEventFilter(listens)
    while not any(painted):
        await asyncio.sleep(0.002)


def wan_desk(folder: Path, until_whole: Callable[[MainWindow], Awaitable[None]] = until_first_rows) -> None:
    """The real program until its window is usable. `until_whole` waits for what must be painted by then."""

    from tests.bench.programs import opened_program

    program, window = opened_program(folder)

    async def until_usable() -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QPlainTextEdit

        prompt = next(each for each in window.findChildren(QPlainTextEdit) if each.accessibleName() == "Prompt")
        await until_whole(window)
        before = prompt.toPlainText()
        QTest.keyClick(prompt, Qt.Key.Key_A)
        while prompt.toPlainText() == before:
            await asyncio.sleep(0.002)

    program.gui.loop.run_until_complete(until_usable())
    report_ready()


def report_ready() -> None:
    """Print the seconds since this process was started, and exit at once."""
    print(time.monotonic() - float(os.environ[STARTED]), flush=True)
    os._exit(0)


def measure(what: str, folder: Path, screen: dict[str, str], *, program: Path = Path(__file__)) -> float:
    """Seconds from the start of the process until it reports."""
    environment = {**os.environ, **screen}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second start has its modules compiled
    environment[STARTED] = str(time.monotonic())
    done = subprocess.run(
        [sys.executable, str(program), "--child", what, str(folder)],
        env={**environment, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # QtMultimedia's message on a machine without audio
        text=True,
        check=True,
    )
    return float(done.stdout.strip().split("\n")[-1])


@contextmanager
def real_screen() -> Iterator[dict[str, str]]:
    """The existing screen, otherwise a virtual X screen. Offscreen, nothing usable is painted."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        yield {}
        return
    from tests.support.screen import virtual_screen

    with virtual_screen() as screen:
        yield screen.environment


async def fill(folder: Path, jobs: int) -> None:
    """A store as after some weeks of use."""
    from tests.support.samples import finished_job
    from wandesk.domain.structs import replace
    from wandesk.settings.paths import profile_at
    from wandesk.storage.store import JobStore

    profile = profile_at(folder)
    profile.prepare()
    profile.settings_path.write_text("[general]\nfirst_run_card_dismissed = true\n", encoding="utf-8")
    store = JobStore(profile.store_path)
    for number in range(jobs):
        await store.add(
            replace(finished_job(), id=f"{number:032x}", task_id=f"task-{number}", created_at=1.8e9 + number)
        )
    await store.close()


def main() -> int:
    """Measure alternately and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=50)
    parser.add_argument("--child", nargs=2, metavar=("WHAT", "FOLDER"))
    options = parser.parse_args()
    if options.child:
        what, folder = options.child
        bare() if what == "bare" else wan_desk(Path(folder))
        return 0
    with tempfile.TemporaryDirectory(prefix="wandesk-bench-") as home:
        folder = Path(home) / "profile"
        asyncio.run(fill(folder, options.jobs))
        with real_screen() as screen:
            for what in ("bare", "wandesk"):
                measure(what, folder, screen)
            pairs = [
                (measure("wandesk", folder, screen), measure("bare", folder, screen)) for _ in range(options.pairs)
            ]
    ours, theirs = zip(*pairs, strict=True)
    ratios = [one / other for one, other in pairs]
    print(f"usable window     {spread(ours)} s")
    print(f"bare window       {spread(theirs)} s")
    print(f"pair by pair      {spread(ratios)}")
    print(f"ratio {statistics.median(ours) / statistics.median(theirs):.2f}")
    return 0


def spread(values: tuple[float, ...] | list[float]) -> str:
    """Minimum, median and maximum."""
    return f"{min(values):.3f} .. {statistics.median(values):.3f} .. {max(values):.3f}"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
