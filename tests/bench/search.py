"""The list over a store of 100,000 jobs: what a search keystroke, a filter, an order and the counts take in the store.

    python tests/bench/search.py [--jobs N] [--rounds N]

Half of the jobs have Chinese prompts. The index is filled as for a store of an earlier version; its time is printed,
too. A figure is the median of the rounds, in milliseconds, of the first rows and of all of them. The promise is 60 ms
from a keystroke to the first rows that it finds.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROMISE = 60.0
FIRST = 256
DAY = 86_400.0


def fill(path: Path, jobs: int) -> None:
    """A store with copies of the row of one job, with prompts, labels and stars of their own."""
    from tests.support.samples import finished_job
    from wandesk.domain.structs import replace
    from wandesk.storage.store import JobStore

    async def first() -> None:
        store = JobStore(path)
        await store.add(replace(finished_job(), id=f"{0:032x}", task_id="task-0", created_at=1.7e9))
        await store.close()

    asyncio.run(first())
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        names = [name for _, name, *_ in connection.execute("PRAGMA table_info(jobs)")]
        row = dict(zip(names, connection.execute("SELECT * FROM jobs").fetchone(), strict=True))
        del row["number"]
        request = json.loads(row["request_json"])
        places = ", ".join("?" * len(row))
        connection.executemany(
            f"INSERT INTO jobs ({', '.join(row)}) VALUES ({places})",
            (tuple((row | own).values()) for own in _rows(request, jobs)),
        )


def _rows(request: dict[str, object], jobs: int) -> Iterator[dict[str, object]]:
    rng = random.Random(1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(rng.choices(letters, k=rng.randint(2, 9))) for _ in range(8000)]
    signs = [chr(0x4E00 + int(rng.paretovariate(0.6)) % 3000) for _ in range(5000)]
    for number in range(1, jobs):
        prompt = " ".join(rng.choices(words, k=45)) if number % 2 else "".join(rng.choices(signs, k=70)) + " 红狐狸"
        yield {
            "id": f"{number:032x}",
            "task_id": f"task-{number}",
            "created_at": 1.7e9 + number * 900,
            "request_json": json.dumps(request | {"prompt": prompt}),
            "is_starred": number % 50 == 0,
            "label": f"label {number % 40}" if number % 3 == 0 else None,
            "stage": "failed" if number % 20 == 0 else "done",
            "is_watched": number % 10 != 0,
        }


async def measure(path: Path, rounds: int) -> float:
    """Print a line for each question; returns the slowest first rows of a search."""
    from wandesk.domain.job_query import JobFilter, JobQuery, JobSort
    from wandesk.storage.store import JobStore

    store = JobStore(path)
    start = time.perf_counter()
    slices = 1
    while await store.index_some():
        slices += 1
    took = time.perf_counter() - start
    print(f"the index of an earlier store: {took:.1f} s in {slices} parts of {took / slices * 1000:.0f} ms")

    async def median(ask: Callable[[], Awaitable[object]]) -> float:
        times = []
        for _ in range(rounds):
            begun = time.perf_counter()
            await ask()
            times.append((time.perf_counter() - begun) * 1000)
        return statistics.median(times)

    slowest = 0.0
    queries = [
        *(
            ("search", JobQuery(text=text))
            for text in ("a", "ab", "abc", "狐", "红狐", "a b", "no such text", "红狐狸")
        ),
        ("search in new", JobQuery(text="a", filter=JobFilter.NEW)),
        *((f"filter {each}", JobQuery(filter=each)) for each in JobFilter),
        ("label", JobQuery(label="label 3")),
        *((f"order by {each}", JobQuery(sort=each)) for each in JobSort),
    ]
    for name, query in queries:
        first = await median(partial(store.listing, FIRST, query))
        whole = await median(partial(store.listing, None, query))
        counts = await median(partial(store.counts, query))
        found = len((await store.listing(None, query)).ids)
        days = [(1.7e9 + day * DAY, 1.7e9 + (day + 1) * DAY) for day in range(4)]
        sums = await median(partial(store.sums, query, days))
        print(
            f"{name:16} {query.text:14} {found:7} rows: first {first:6.1f}, all {whole:6.1f}, counts {counts:6.1f}, "
            f"sums of 4 days {sums:6.1f} ms"
        )
        if query.text:
            slowest = max(slowest, first)
    await store.close()
    return slowest


def main() -> int:
    """Print the figures; 1 if a search keystroke takes longer than promised."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "jobs.sqlite"
        fill(path, options.jobs)
        slowest = asyncio.run(measure(path, options.rounds))
    print(f"search: first rows within {slowest:.1f} ms; promised {PROMISE:.0f} ms")
    return int(slowest > PROMISE)


if __name__ == "__main__":
    sys.exit(main())
