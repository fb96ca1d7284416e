"""One thread writes, and each change of a job is one transaction, with one wait for the disk."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.support.samples import finished_job
from wandesk.domain.job import JobStage
from wandesk.domain.job_events import MarksChanged, PosterMade
from wandesk.domain.marks import MarkChange, Marks
from wandesk.domain.structs import replace
from wandesk.storage.store import JobStore

CHANGES = 20


def test_change_is_one_transaction_on_one_thread(tmp_path: Path) -> None:
    statements: list[tuple[str, str]] = []

    async def story() -> None:
        store = JobStore(tmp_path / "jobs.sqlite")
        await store._file.writer.run(
            lambda connection: connection.set_trace_callback(
                lambda statement: statements.append((threading.current_thread().name, statement.split()[0]))
            )
        )
        job = replace(finished_job(), stage=JobStage.WAITING, video=None)
        await store.add(job)
        verbs = [verb for _, verb in statements if verb != "--"]  # these are the index's own
        assert [verb for verb in verbs if verb in ("BEGIN", "COMMIT")] == ["BEGIN", "COMMIT"]
        assert verbs[-1] == "COMMIT"
        statements.clear()
        for number in range(CHANGES):
            await store.save(job, PosterMade(at=float(number), path="p"))
        await store.ids()
        await store.open_jobs()
        # A statement with a trigger is reported twice.
        verbs = [verb for verb, _ in itertools.groupby(verb for _, verb in statements)]
        assert verbs == ["BEGIN", "UPDATE", "INSERT", "SELECT", "COMMIT"] * CHANGES
        assert {thread for thread, _ in statements} == {"store"}
        await store.close()

    asyncio.run(story())


def test_the_marks_of_many_jobs_are_one_transaction_and_all_or_none(tmp_path: Path) -> None:
    statements: list[str] = []

    async def story() -> None:
        store = JobStore(tmp_path / "jobs.sqlite")
        jobs = [replace(finished_job(), id=f"job-{number}", task_id=f"task-{number}") for number in range(3)]
        for job in jobs:
            await store.add(job)
        starred = [replace(job, marks=Marks(is_starred=True)) for job in jobs]
        event = MarksChanged(at=1.0, change=MarkChange(is_starred=True))
        with pytest.raises(KeyError):
            await store.save_all([(starred[0], event), (replace(starred[1], id="unknown"), event)])
        assert not any(job.marks.is_starred for job in await store.rows([job.id for job in jobs]))
        await store._file.writer.run(lambda connection: connection.set_trace_callback(statements.append))
        await store.save_all([(job, event) for job in starred])
        assert [each for each in statements if each.startswith(("BEGIN", "COMMIT"))] == ["BEGIN IMMEDIATE", "COMMIT"]
        assert all(job.marks.is_starred for job in await store.rows([job.id for job in jobs]))
        await store.close()

    asyncio.run(story())


WRITER = """
import asyncio, sys
from wandesk.domain.structs import replace
from pathlib import Path
from tests.support.samples import finished_job
from wandesk.domain.job_events import PosterMade
from wandesk.storage.store import JobStore

async def write(path, changes):
    store = JobStore(path)
    await store.add(finished_job())
    for number in range(changes):
        await store.save(finished_job(), PosterMade(at=float(number), path="p"))
    await store.close()

asyncio.run(write(Path(sys.argv[1]), int(sys.argv[2])))
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_change_waits_for_the_disk_once(tmp_path: Path) -> None:
    def waits(changes: int) -> int:
        log = tmp_path / f"{changes}.txt"
        command = ["strace", "-f", "-e", "trace=fsync,fdatasync", "-o", str(log), sys.executable, "-c", WRITER]
        traced = subprocess.run(
            [*command, str(tmp_path / f"{changes}.sqlite"), str(changes)],
            check=False,
            capture_output=True,
            text=True,
        )
        if traced.returncode != 0 and "ptrace" in traced.stderr:
            pytest.skip("strace is not allowed here")
        assert traced.returncode == 0, traced.stderr
        return sum("sync(" in line for line in log.read_text().splitlines())

    assert waits(CHANGES + 5) - waits(5) == CHANGES
