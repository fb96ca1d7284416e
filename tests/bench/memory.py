"""The memory of the real program over a store of 100,000 jobs, against the same program over an empty one.

    python tests/bench/memory.py [--rounds N] [--jobs N] [--keep FOLDER]

Each run is a process of its own on a real screen, else on a virtual one. It shows the window, then uses the list as a
person with so many jobs does: rows to the end and back, the grid to the end, a search, and all rows again. A figure is
the memory that the process has for itself (USS: what would be free after its end), in MB. The promise is at most 60 MB
over none. Both make the player ready first, because with jobs the stage shows a video: the renderer of its surface
takes 25 MB where it is software, however many jobs there are.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.children import child, report  # noqa: E402 - the folder is known only now
from tests.bench.large_store import fill  # noqa: E402 - the folder is known only now
from tests.bench.programs import opened_program  # noqa: E402 - the folder is known only now
from tests.bench.start import real_screen  # noqa: E402 - the folder is known only now

PROMISE = 60.0
STEPS = ("shown", "rows", "grid", "search", "all again")
PAGES = 24
"""How many places of the list are looked at on the way to its end."""


def own_mb() -> float:
    """What this process has for itself."""
    sizes = (line.split() for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:])
    return sum(int(size[1]) for size in sizes if size[0] in {"Private_Clean:", "Private_Dirty:"}) / 1000


def wan_desk(folder: Path, jobs: int) -> None:
    """Use the list and report the memory after each step."""

    import asyncio

    from PySide6.QtTest import QTest

    program, window = opened_program(folder)
    model, view = window.jobs.model, window.jobs.view
    found: list[float] = []

    async def until(condition: Callable[[], bool]) -> None:
        end = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < end, "it never came"
            await asyncio.sleep(0.01)

    async def rest() -> None:
        await asyncio.sleep(0.5)
        found.append(own_mb())

    async def to_the_end() -> None:
        bar = view.verticalScrollBar()
        for page in (*range(PAGES + 1), 0):
            bar.setValue(bar.maximum() * page // PAGES)
            await asyncio.sleep(0.1)

    async def use() -> None:
        await until(lambda: window.jobs.lister.is_loaded and model.rowCount() == jobs)
        window.stage.player.playback.get_ready()
        window.stage.player.view.get_ready()
        await asyncio.sleep(4)
        await rest()
        await to_the_end()
        await rest()
        window.jobs.show_grid(True)
        await to_the_end()
        window.jobs.show_grid(False)
        await rest()
        search = window.jobs.bar.search
        QTest.keyClicks(search, "lighthouse")
        await asyncio.sleep(1.5)
        await to_the_end()
        await rest()
        search.clear()
        await until(lambda: model.rowCount() == jobs)
        await asyncio.sleep(1)
        await rest()

    program.gui.loop.run_until_complete(use())
    report(steps=found)
    os._exit(0)


def main() -> int:
    """Measure alternately and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="where the profiles are made, or are from last time")
    parser.add_argument("--child", nargs=2, metavar=("FOLDER", "JOBS"))
    options = parser.parse_args()
    if options.child:
        folder, jobs = options.child
        wan_desk(Path(folder), int(jobs))
        return 0
    with contextlib.ExitStack() as stack:
        home = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wandesk-bench-")))
        home.mkdir(parents=True, exist_ok=True)
        places = {home / "large": options.jobs, home / "empty": 0}
        for folder, jobs in places.items():
            if not folder.exists():
                fill(folder, jobs)
        screen = stack.enter_context(real_screen())
        rounds = [
            {jobs: child(__file__, screen, folder, jobs)["steps"] for folder, jobs in places.items()}
            for _ in range(options.rounds)
        ]
    worst = 0.0
    for number, step in enumerate(STEPS):
        many, none = (statistics.median(each[jobs][number] for each in rounds) for jobs in (options.jobs, 0))
        worst = max(worst, many - none)
        print(f"{step:9}  {many:6.1f} MB with {options.jobs} jobs, {none:6.1f} with none, {many - none:5.1f} more")
    print(f"at most {worst:.0f} MB more (the promise is {PROMISE:.0f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
