"""The ledger outlives the rows of its jobs, and an earlier version's finished jobs get their entries."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.support.samples import finished_job
from wandesk.domain.charge import Charge
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_events import JobFailed, MarksChanged, TaskSucceeded
from wandesk.domain.job_transitions import apply
from wandesk.domain.marks import MarkChange, Marks
from wandesk.domain.price import Price
from wandesk.domain.structs import replace
from wandesk.storage import rescue
from wandesk.storage.store import JobStore

T = TypeVar("T")
CHARGE = Charge(at=2000.0, resolution="480P", seconds=5.0, amount=Decimal("0.25"), currency="USD")
STORES = Path(__file__).resolve().parents[1] / "support" / "stores"
PAID = Price(amount=Decimal("0.50"), currency="USD")


def in_store(path: Path, story: Callable[[JobStore], Awaitable[T]]) -> T:
    async def run() -> T:
        store = JobStore(path)
        try:
            return await story(store)
        finally:
            await store.close()

    return asyncio.run(run())


def making(job_id: str = "job", **changes: Any) -> Job:
    job = replace(finished_job(), id=job_id, stage=JobStage.GENERATING, video=None, finished_at=None, task_id=job_id)
    return replace(job, **changes)


def ended(job: Job, charge: Charge | None = CHARGE) -> tuple[Job, TaskSucceeded]:
    event = TaskSucceeded(at=2000.0, ended_at=2000.0, actual_prompt=None, usage=None, charge=charge)
    return apply(job, event), event


def test_a_charge_is_written_with_its_event_and_outlives_its_row(tmp_path: Path) -> None:
    async def story(store: JobStore) -> None:
        for job in (making(), making("free"), making("failed")):
            await store.add(job)
        await store.save(*ended(making()))
        await store.save(*ended(making("free"), charge=None))
        await store.save(apply(making("failed"), event := JobFailed(at=1.0, problem=None)), event)  # type: ignore[arg-type]
        read = await store.get("job")
        assert read is not None
        assert read.charge == CHARGE
        await store.remove("job")
        (entry,) = await store.ledger(0.0)
        assert (entry.job_id, entry.region, entry.charge) == ("job", making().request.region, CHARGE)
        assert not await store.ledger(2000.5)

    in_store(tmp_path / "jobs.sqlite", story)


def test_a_charge_has_the_label_of_its_job_and_keeps_it_without_the_job(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"

    async def labels(store: JobStore) -> dict[str, str]:
        return {each.job_id: each.label for each in await store.ledger(0.0)}

    async def story(store: JobStore) -> None:
        for job_id, label in (("zoo", "动物园"), ("plain", "")):
            await store.add(job := making(job_id, marks=Marks(label=label)))
            await store.save(*ended(job))
        assert await labels(store) == {"zoo": "动物园", "plain": ""}
        event = MarksChanged(at=3000.0, change=MarkChange(label="forest", note="x"))
        done = await store.get("zoo")
        assert done is not None
        await store.save(apply(done, event), event)
        assert await labels(store) == {"zoo": "forest", "plain": ""}

    in_store(path, story)
    rescue.make_store(tmp_path / "new.sqlite", rescue.rescued_rows(path))
    assert in_store(tmp_path / "new.sqlite", labels) == {"zoo": "forest", "plain": ""}

    async def remove(store: JobStore) -> dict[str, str]:
        await store.remove("zoo")
        return await labels(store)

    assert in_store(path, remove) == {"zoo": "forest", "plain": ""}


def test_a_charge_never_changes(tmp_path: Path) -> None:
    async def story(store: JobStore) -> None:
        await store.add(making())
        job, event = ended(making())
        await store.save(job, event)
        dearer = replace(CHARGE, amount=Decimal(9))
        await store.save(replace(job, charge=dearer), event)
        (entry,) = await store.ledger(0.0)
        assert entry.charge == CHARGE

    in_store(tmp_path / "jobs.sqlite", story)


def test_a_found_video_is_in_the_ledger_at_once(tmp_path: Path) -> None:
    async def story(store: JobStore) -> None:
        await store.add(making(stage=JobStage.DOWNLOADING, charge=CHARGE))
        assert [each.job_id for each in await store.ledger(0.0)] == ["job"]

    in_store(tmp_path / "jobs.sqlite", story)


def test_jobs_of_a_version_without_a_ledger_get_entries(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"
    paid = replace(finished_job().request, region="singapore", estimate=PAID)
    imported = replace(paid, first_frame=None)
    free = replace(paid, estimate=Price(amount=Decimal(0), currency="USD"))

    async def add(store: JobStore) -> None:
        for number, request in enumerate((paid, imported, free, replace(paid, estimate=None))):
            await store.add(replace(finished_job(), id=f"job-{number}", task_id=f"t{number}", request=request))
        await store.add(replace(finished_job(), id="failed", task_id="t9", stage=JobStage.FAILED, request=paid))

    in_store(tmp_path / "new.sqlite", add)
    shutil.copyfile(STORES / "store-2.2.sqlite", path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DELETE FROM jobs")
        columns = ", ".join(row[1] for row in connection.execute("PRAGMA table_info(jobs)"))
        connection.execute("ATTACH ? AS new", (str(tmp_path / "new.sqlite"),))
        connection.execute(f"INSERT INTO jobs ({columns}) SELECT {columns} FROM new.jobs")

    async def read(store: JobStore) -> None:
        (entry,) = await store.ledger(0.0)
        assert entry.job_id == "job-0"
        assert (entry.charge.amount, entry.charge.currency, entry.charge.seconds) == (Decimal("0.50"), "USD", 5.0)
        assert entry.charge.at == finished_job().ended_at

    in_store(path, read)


def test_a_rescued_store_has_the_ledger_of_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"
    in_store(path, lambda store: store.add(making(stage=JobStage.DONE, charge=CHARGE)))
    rows = rescue.rescued_rows(path)
    rescue.make_store(tmp_path / "new.sqlite", rows)

    async def read(store: JobStore) -> list[Charge]:
        return [each.charge for each in await store.ledger(0.0)]

    assert in_store(tmp_path / "new.sqlite", read) == [CHARGE]


@pytest.mark.logs("an entry of the ledger is skipped")
def test_an_unreadable_entry_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"

    async def add(store: JobStore) -> None:
        for name in ("broken", "sound"):
            await store.add(making(name, charge=CHARGE))

    in_store(path, add)
    for damage in ("{", json.dumps({"at": "soon"})):
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE charges SET charge_json = ? WHERE job_id = 'broken'", (damage,))
            connection.commit()

        async def read(store: JobStore) -> list[str]:
            return [each.job_id for each in await store.ledger(0.0)]

        assert in_store(path, read) == ["sound"]
