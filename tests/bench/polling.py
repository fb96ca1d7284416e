"""300 active tasks, list pages capped at 100, one change of status a second: how soon is each noticed, and at what
cost?

    python tests/bench/polling.py [--tasks N] [--seconds N]

The real engine with the real client and the real store polls tasks of the simulator. A change is noticed when the
engine reports the job. The real time of the change is read from the simulator's list afterwards. Prints the lateness
and the requests.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from wandesk.domain.structs import replace

if TYPE_CHECKING:
    from wandesk.dashscope.client import DashScope
    from wandesk.domain.account import AccountRef, Connection
    from wandesk.domain.job import JobStage

ROOT = Path(__file__).resolve().parents[2]
MODEL = "wan2.5-i2v-preview"
PAGE = 100


async def follow(tasks: int, seconds: float) -> int:
    """Poll and print; returns 0."""
    from tests.support.fakes import FakeAccounts, FakeFiles, FakeListener, FakeMedia
    from tests.support.samples import finished_job
    from tests.support.simulator import running_simulator
    from wandesk.dashscope.client import DashScope
    from wandesk.domain.account import Connection, Secret
    from wandesk.domain.job import Job, JobStage
    from wandesk.engine.clock import SystemClock
    from wandesk.engine.composition import build_engine
    from wandesk.engine.ports import Ports
    from wandesk.engine.supervisor import Supervisor
    from wandesk.settings.catalogue import load_catalogue
    from wandesk.storage.store import JobStore

    class Accounts(FakeAccounts):
        async def connect(self, ref: AccountRef) -> Connection:
            return Connection(
                account=ref.account or "practice",
                region=ref.region,
                base_url=simulator.base_url,
                secret=Secret("sk-practice"),
                has_uploads=True,
            )

    class Listener(FakeListener):
        def job_changed(self, job: Job) -> None:
            noticed.setdefault((job.task_id or "", job.stage), time.time())

    noticed: dict[tuple[str, JobStage], float] = {}
    with tempfile.TemporaryDirectory(prefix="wandesk-bench-") as folder, running_simulator(speed=1) as simulator:
        simulator.control(
            videos="instant",
            change_every=1.0,
            list_page_max=PAGE,
            concurrent=tasks,
            queue_max=tasks * 2,
            queue_seconds=3.0,
            work_seconds=20.0,
        )
        made = simulator.control(make={"key": "sk-practice", "model": MODEL, "prompt": "a cat", "count": tasks})["made"]
        store = JobStore(Path(folder) / "jobs.sqlite")
        now = time.time()
        for task_id in made:
            job = replace(
                finished_job(),
                id=task_id.replace("-", ""),
                task_id=task_id,
                stage=JobStage.WAITING,
                video=None,
                finished_at=None,
                submitted_at=now,
                endpoint=simulator.base_url,
            )
            await store.add(job)
        supervisor = Supervisor()
        cloud = DashScope(load_catalogue())
        ports = Ports(
            cloud=cloud,
            accounts=Accounts(),
            store=store,
            media=FakeMedia(),
            files=FakeFiles(Path(folder)),
            clock=SystemClock(),
        )
        engine = build_engine(catalog=load_catalogue(), ports=ports, supervisor=supervisor, listener=Listener())
        simulator.control(clear="ledger")
        started = time.time()
        await engine.resume()
        await asyncio.sleep(seconds)
        ended = time.time()
        counts = simulator.ledger()["counts"]
        happened = await changes(
            cloud,
            Connection(
                account="practice",
                region="practice",
                base_url=simulator.base_url,
                secret=Secret("sk-practice"),
                has_uploads=True,
            ),
        )
        late = []
        unseen = 0
        for (task_id, stage), at in happened.items():
            if not started + 5 < at < ended - 20:
                continue
            seen = noticed.get((task_id, stage))
            if seen is None:
                unseen += 1
            else:
                late.append(max(0.0, seen - at))
        await supervisor.close()
        await engine.close()
    late.sort()
    asked = counts.get("poll", 0) + counts.get("list", 0)
    print(f"{tasks} tasks, {seconds:.0f} s, {len(late)} changes noticed, {unseen} not")
    slowest = late[int(len(late) * 0.99)]
    print(f"lateness: median {statistics.median(late):.1f} s, p99 {slowest:.1f} s, most {late[-1]:.1f} s")
    print(
        f"requests: {counts.get('poll', 0)} looks, {counts.get('list', 0)} list pages: {asked / seconds:.2f} a second"
    )
    return 0


async def changes(cloud: DashScope, connection: Connection) -> dict[tuple[str, JobStage], float]:
    """When each task really changed, by the cloud's own list."""
    from wandesk.domain.job import JobStage
    from wandesk.domain.task import TaskStatus

    happened: dict[tuple[str, JobStage], float] = {}
    page = 1
    while True:
        answer = await cloud.tasks(connection, page, PAGE)
        for row in answer.rows:
            if row.started_at is not None and row.status is not TaskStatus.PENDING:
                happened[row.task_id, JobStage.GENERATING] = row.started_at
        if not answer.rows or (answer.pages is not None and page >= answer.pages):
            return happened
        page += 1


def main() -> int:
    """Run with the numbers of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=90.0)
    options = parser.parse_args()
    return asyncio.run(follow(options.tasks, options.seconds))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
