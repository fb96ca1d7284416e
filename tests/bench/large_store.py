"""Time to a usable window over a store of 100,000 jobs against the same window over an empty one.

    python tests/bench/large_store.py [--pairs N] [--jobs N] [--keep FOLDER]

Usable is defined in tests/bench/start.py, but without the first rows where there are none. Each run is a process of its
own, timed from its start. The two alternate, so that a change of the machine's speed affects both. Prints the medians
and `ratio N.NN`; the promise is 1.15.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the time of the imports is measured, too
    from wandesk.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
PROMISE = 1.15


def wan_desk(folder: Path) -> None:
    """The real program until its window is usable. With jobs, it shows the first of them."""
    has_jobs = (folder / "has_jobs").exists()

    async def until_loaded(window: MainWindow) -> None:
        model = window.jobs.model
        place = window.jobs.view.viewport() if has_jobs else window.jobs
        loaded: list[bool] = []
        model.modelReset.connect(lambda: loaded.append(True))
        model.modelReset.connect(place.update)
        await start.until_painted(place, lambda: bool(loaded) and (not has_jobs or model.job_at(0) is not None))

    start.wan_desk(folder, until_loaded)


def fill(folder: Path, jobs: int) -> None:
    """A store that was used for years, and whose last use ended properly.

    It has one job as the program writes it, and copies of its row, all of them indexed.
    """
    from tests.support.samples import finished_job
    from wandesk.domain.job_events import VideoWatched
    from wandesk.domain.structs import replace
    from wandesk.settings.paths import profile_at
    from wandesk.storage.store import JobStore

    profile = profile_at(folder)
    profile.prepare()
    profile.settings_path.write_text("[general]\nfirst_run_card_dismissed = true\n", encoding="utf-8")

    async def first() -> None:
        store = JobStore(profile.store_path)
        await store.open()
        if jobs:
            job = replace(finished_job(), id=f"{0:032x}", task_id="task-0", created_at=1.7e9)
            await store.add(job)
            await store.save(job, VideoWatched(at=1.7e9))
        await store.close()

    asyncio.run(first())
    if not jobs:
        return
    (folder / "has_jobs").touch()
    with contextlib.closing(sqlite3.connect(profile.store_path)) as connection, connection:
        names = [name for _, name, *_ in connection.execute("PRAGMA table_info(jobs)")]
        row = dict(zip(names, connection.execute("SELECT * FROM jobs").fetchone(), strict=True))
        del row["number"]

        def rows() -> Iterable[tuple[object, ...]]:
            for number in range(1, jobs):
                yield tuple(
                    (row | {"id": f"{number:032x}", "task_id": f"task-{number}", "created_at": 1.7e9 + number}).values()
                )

        places = ", ".join("?" * len(row))
        connection.executemany(f"INSERT INTO jobs ({', '.join(row)}) VALUES ({places})", rows())
        connection.execute(
            "INSERT INTO events (job_id, at, kind, fact_json)"
            " SELECT jobs.id, at, kind, fact_json FROM jobs, events WHERE jobs.number > 1"
        )

    async def index() -> None:
        store = JobStore(profile.store_path)
        while await store.index_some():
            pass
        await store.close()

    asyncio.run(index())


def main() -> int:
    """Measure alternately and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="where the profiles are made, or are from last time")
    parser.add_argument("--child", nargs=2, metavar=("WHAT", "FOLDER"))
    options = parser.parse_args()
    if options.child:
        wan_desk(Path(options.child[1]))
        return 0
    with contextlib.ExitStack() as stack:
        home = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wandesk-bench-")))
        home.mkdir(parents=True, exist_ok=True)
        large, empty = home / "large", home / "empty"
        for folder, jobs in ((large, options.jobs), (empty, 0)):
            if not folder.exists():
                fill(folder, jobs)
        screen = stack.enter_context(start.real_screen())
        for folder in (large, empty):
            start.measure("wandesk", folder, screen, program=Path(__file__))
        pairs = [
            tuple(start.measure("wandesk", folder, screen, program=Path(__file__)) for folder in (large, empty))
            for _ in range(options.pairs)
        ]
        size = (large / "jobs.sqlite").stat().st_size / 1e6
    ours, theirs = zip(*pairs, strict=True)
    print(f"{options.jobs} jobs, {size:.0f} MB  {start.spread(ours)} s")
    print(f"no jobs              {start.spread(theirs)} s")
    print(f"pair by pair         {start.spread([one / other for one, other in pairs])}")
    print(f"ratio {statistics.median(ours) / statistics.median(theirs):.2f} (the promise is {PROMISE})")
    return 0


sys.path.insert(0, str(ROOT))
from tests.bench import start  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
