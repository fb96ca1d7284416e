"""500 open jobs are resumed after a start: how many requests does the cloud get, and how soon is every task polled?

    python tests/bench/resume.py [--jobs N] [--seconds N] [--rounds N]

The program's real parts without a window, real time, and the simulator, whose ledger has the time of each request. The
bounds: never more than 10 requests in any second, every task read from the list within 5 s of the start.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wandesk.domain.structs import replace

if TYPE_CHECKING:
    from tests.support.simulator import RunningSimulator

ROOT = Path(__file__).resolve().parents[2]
MODEL = "wan2.5-i2v-preview"
SHOWN = re.compile(r"page (\d+), (\d+) of (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of one start."""

    open_seconds: float
    """Until the engine has resumed every job of the store."""
    listed_seconds: float | None
    """From then until the list showed every task."""
    most_in_a_second: int
    looks: int
    pages: int


async def resume(simulator: RunningSimulator, jobs: int, seconds: float, folder: Path) -> Figures:
    """One start over a store with so many open jobs."""
    import pytest

    from tests.support.headless import Listener, OwnSimulator, hurried
    from tests.support.samples import finished_job
    from wandesk.app.backend import open_backend
    from wandesk.domain.job import JobStage
    from wandesk.engine.supervisor import Supervisor
    from wandesk.settings.catalogue import load_catalogue
    from wandesk.settings.paths import profile_at
    from wandesk.storage.store import JobStore

    profile = profile_at(folder)
    profile.prepare()
    made = simulator.control(make={"key": "sk-practice", "model": MODEL, "prompt": "a cat", "count": jobs})["made"]
    store = JobStore(profile.store_path)
    for task_id in made:
        job = replace(
            finished_job(), id=task_id.replace("-", ""), task_id=task_id, stage=JobStage.WAITING, video=None, usage=None
        )
        now = time.time()
        job = replace(job, created_at=now, submitted_at=now, stage_since=now, ended_at=None, finished_at=None)
        await store.add(replace(job, endpoint=simulator.base_url))
    await store.close()
    simulator.control(clear="ledger")
    supervisor = Supervisor()
    with pytest.MonkeyPatch.context() as patch:
        hurried(patch, 1.0)
        began = time.time()
        works = await open_backend(
            profile=profile,
            catalog=load_catalogue(),
            accounts=OwnSimulator(simulator.base_url),
            supervisor=supervisor,
            listener=Listener(),
        )
        await works.engine.resume()
        resumed = time.time()
        await asyncio.sleep(seconds)
        entries = simulator.ledger()["entries"]
        await supervisor.close()
        await works.close()
    return figures(entries, began=began, resumed=resumed, jobs=jobs)


def figures(entries: list[dict[str, Any]], *, began: float, resumed: float, jobs: int) -> Figures:
    """The figures of one start, from the ledger."""
    requests = sorted(entry["at"] for entry in entries if entry["kind"] in {"poll", "list"})
    most = max((sum(1 for at in requests if first <= at < first + 1) for first in requests), default=0)
    shown: dict[int, int] = {}
    listed = None
    for entry in entries:
        said = SHOWN.fullmatch(entry["note"] or "") if entry["kind"] == "list" else None
        if said is not None and listed is None:
            shown[int(said[1])] = int(said[2])
            if sum(shown.values()) >= jobs:
                listed = entry["at"] - resumed
    kinds = [entry["kind"] for entry in entries]
    return Figures(
        open_seconds=resumed - began,
        listed_seconds=listed,
        most_in_a_second=most,
        looks=kinds.count("poll"),
        pages=kinds.count("list"),
    )


def main() -> int:
    """Measure with the numbers of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=10.0, help="that each start is watched")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    from tests.support.simulator import running_simulator

    rounds = []
    for number in range(options.rounds):
        with tempfile.TemporaryDirectory(prefix="wandesk-bench-") as folder, running_simulator(speed=1) as simulator:
            many = options.jobs * 2
            simulator.control(videos="instant", concurrent=many, queue_max=many, queue_seconds=3600)
            rounds.append(asyncio.run(resume(simulator, options.jobs, options.seconds, Path(folder))))
        print(f"{number + 1}: {rounds[-1]}", flush=True)
    listed = [each.listed_seconds for each in rounds if each.listed_seconds is not None]
    median = f"{statistics.median(listed):.2f} s, most {max(listed):.2f} s" if listed else "never"
    print(f"{options.jobs} open jobs taken up in {statistics.median(each.open_seconds for each in rounds):.2f} s")
    print(f"all looked up in the list after: median {median} (bound: 5 s); in {len(listed)} of {len(rounds)} starts")
    print(f"most requests in any second: {max(each.most_in_a_second for each in rounds)} (bound: 10)")
    asked = statistics.median(each.looks + each.pages for each in rounds)
    print(f"requests in {options.seconds:.0f} s: {asked:.0f} (one look at each would be {options.jobs})")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
