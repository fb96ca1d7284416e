"""The cost of one change of a job: commits, waits for the disk (where strace is installed), and time beside plain
SQLite.

    python tests/bench/changes.py [--changes N] [--rounds N]

The promise is one commit and one fsync for each change. Plain SQLite does the minimum: one row changed, one event
added, one durable commit. The two alternate.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


async def ours(path: Path, changes: int) -> tuple[float, int]:
    """(seconds, commits) of that many changes of one job."""
    from tests.support.samples import finished_job
    from wandesk.domain.job_events import VideoWatched
    from wandesk.storage.store import JobStore

    commits = 0

    def count(statement: str) -> None:
        nonlocal commits
        commits += statement == "COMMIT"

    store = JobStore(path)
    job = finished_job()
    await store.add(job)
    await store._file.writer.run(lambda connection: connection.set_trace_callback(count))
    start = time.perf_counter()
    for number in range(changes):
        await store.save(job, VideoWatched(at=float(number)))
    took = time.perf_counter() - start
    await store._file.writer.run(lambda connection: connection.set_trace_callback(None))
    await store.close()
    return took, commits


def plain(path: Path, changes: int) -> float:
    """Seconds of the same work with SQLite alone."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "CREATE TABLE jobs (id TEXT PRIMARY KEY, at REAL)",
            "CREATE TABLE events (job_id TEXT, at REAL)",
            "INSERT INTO jobs VALUES ('job', 0)",
        ):
            connection.execute(statement)
        start = time.perf_counter()
        for number in range(changes):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE jobs SET at = ? WHERE id = 'job'", (number,))
            connection.execute("INSERT INTO events VALUES ('job', ?)", (number,))
            connection.execute("COMMIT")
        return time.perf_counter() - start


def disk_waits(folder: Path, changes: int) -> float | None:
    """fsyncs of one change, None where they cannot be counted."""
    if shutil.which("strace") is None:
        return None
    counts = []
    for number in (changes, 2 * changes):
        log = folder / "strace.txt"
        command = ["strace", "-f", "-e", "trace=fsync,fdatasync", "-o", str(log), sys.executable, __file__]
        done = subprocess.run([*command, "--child", str(folder / f"{number}.sqlite"), str(number)], check=False)
        if done.returncode != 0:
            return None
        counts.append(log.read_text().count("sync("))
    return (counts[1] - counts[0]) / changes


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--child", nargs=2, metavar=("PATH", "CHANGES"))
    options = parser.parse_args()
    if options.child:
        asyncio.run(ours(Path(options.child[0]), int(options.child[1])))
        return 0
    with tempfile.TemporaryDirectory(prefix="wandesk-bench-") as home:
        folder = Path(home)
        pairs = []
        commits = 0
        for number in range(options.rounds):
            took, commits = asyncio.run(ours(folder / f"ours-{number}.sqlite", options.changes))
            pairs.append((took, plain(folder / f"plain-{number}.sqlite", options.changes)))
        waits = disk_waits(folder, options.changes)
    mine, least = (statistics.median(each) / options.changes * 1000 for each in zip(*pairs, strict=True))
    print(f"commits per change   {commits / options.changes:.2f}")
    print(f"fsyncs per change    {'not counted: no strace' if waits is None else f'{waits:.2f}'}")
    print(f"one change           {mine:.2f} ms")
    print(f"plain SQLite         {least:.2f} ms")
    print(f"ratio {mine / least:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
