"""Stored facts about uncertain and imported orders, owners of tasks and IDs of keys."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from tests.support.jobs import a_job, a_problem
from wandesk.domain.errors import TaskOwned
from wandesk.domain.job import Job, JobStage, SearchState, Uncertainty
from wandesk.domain.job_events import SearchUpdated, TaskAdopted
from wandesk.domain.job_transitions import apply
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskOwner
from wandesk.storage.store import JobStore

T = TypeVar("T")
DOUBT = Uncertainty(
    begun_at=10.5, ended_at=11.25, search_state=SearchState.CHOICE, candidates=("t1", "t2"), ruled_out=("t3",)
)


def in_store(path: Path, story: Callable[[JobStore], Awaitable[T]]) -> T:
    async def run() -> T:
        store = JobStore(path / "jobs.sqlite")
        try:
            return await story(store)
        finally:
            await store.close()

    return asyncio.run(run())


def test_uncertain_order_without_its_picture_is_read_back(tmp_path: Path) -> None:
    doubted = a_job("doubted", JobStage.UNCERTAIN, problem=a_problem(Sentence.REQUEST_UNCERTAIN))
    imported = a_job("imported", JobStage.WAITING, first_frame=None, resolution="", seconds=0, task_id="t9")
    assert imported.request.is_imported

    async def keep(store: JobStore) -> Job:
        await store.add(doubted)
        await store.add(imported)
        event = SearchUpdated(at=1.0, uncertainty=DOUBT)
        after = apply(doubted, event)
        await store.save(after, event)
        return after

    after = in_store(tmp_path, keep)
    assert after.uncertainty == DOUBT
    found = in_store(tmp_path, lambda store: store.rows(["doubted", "imported"]))
    assert list(found) == [after, imported]
    assert sorted(job.id for job in in_store(tmp_path, lambda store: store.open_jobs())) == ["doubted", "imported"]


def test_owners_name_the_tasks_whose_create_named_them(tmp_path: Path) -> None:
    fields = {"account": "a", "key_fingerprint": "f" * 12}
    ordered = a_job("ordered", JobStage.DONE, task_id="t1", **fields)
    adopted = a_job("adopted", JobStage.WAITING, task_id="t2", uncertainty=DOUBT, **fields)
    imported = a_job("imported", JobStage.WAITING, task_id="t3", first_frame=None, **fields)

    async def story(store: JobStore) -> dict[str, TaskOwner]:
        for job in (ordered, adopted, imported):
            await store.add(job)
        assert await store.owners([]) == {}
        return dict(await store.owners([f"t{number}" for number in range(1200)]))

    found = in_store(tmp_path, story)
    assert {task: (owner.job_id, owner.is_created_by_us) for task, owner in found.items()} == {
        "t1": ("ordered", True),
        "t2": ("adopted", False),
        "t3": ("imported", False),
    }
    assert {task for task, owner in found.items() if owner.is_imported} == {"t3"}
    assert found["t1"].account == "a"
    assert found["t1"].key_fingerprint == "f" * 12


def test_two_orders_never_adopt_one_task(tmp_path: Path) -> None:
    jobs = [a_job(name, JobStage.UNCERTAIN) for name in "ab"]
    event = TaskAdopted(at=1.0, task_id="t1", request_id="r", proof="prompt")

    async def story(store: JobStore) -> None:
        for job in jobs:
            await store.add(job)
        await store.save(apply(jobs[0], event), event)
        with pytest.raises(TaskOwned):
            await store.save(apply(jobs[1], event), event)
        assert await store.get("b") == jobs[1]

    in_store(tmp_path, story)


def test_the_newest_closed_orders_are_found_whatever_the_clock_says(tmp_path: Path) -> None:
    closed = replace(DOUBT, is_closed=True)
    jobs = [
        a_job("late", JobStage.EXPIRED, submitted_at=200.0, uncertainty=closed),
        a_job("early", JobStage.EXPIRED, submitted_at=100.0, uncertainty=closed),
        a_job("old", JobStage.EXPIRED, submitted_at=99.0, uncertainty=closed),
        a_job("dead battery", JobStage.EXPIRED, submitted_at=5.0, clock_offset=120.0, uncertainty=closed),
        a_job("never shown", JobStage.EXPIRED, submitted_at=200.0, uncertainty=DOUBT),
        a_job("open", JobStage.UNCERTAIN, submitted_at=200.0, uncertainty=DOUBT),
        a_job("found", JobStage.DONE, submitted_at=200.0, uncertainty=DOUBT, task_id="t1"),
    ]

    async def story(store: JobStore) -> list[list[str]]:
        for job in jobs:
            await store.add(job)
        found = await store.closed_uncertain_jobs(50), await store.closed_uncertain_jobs(2)
        return [[job.id for job in each] for each in found]

    assert in_store(tmp_path, story) == [["dead battery", "old", "early", "late"], ["early", "late"]]


@pytest.mark.logs("is skipped")
def test_unreadable_closed_order_hides_no_other(tmp_path: Path) -> None:
    closed = replace(DOUBT, is_closed=True)

    async def story(store: JobStore) -> list[str]:
        for name in ("broken", "sound"):
            await store.add(a_job(name, JobStage.EXPIRED, submitted_at=200.0, uncertainty=closed))
        with contextlib.closing(sqlite3.connect(tmp_path / "jobs.sqlite")) as connection:
            connection.execute("UPDATE jobs SET uncertainty_json = '{' WHERE id = 'broken'")
            connection.commit()
        return [job.id for job in await store.closed_uncertain_jobs(50)]

    assert in_store(tmp_path, story) == ["sound"]


def test_key_id_is_stored_by_account_and_key(tmp_path: Path) -> None:
    async def learn(store: JobStore) -> None:
        assert await store.key_id("a", "f1") is None
        await store.learn_key_id("a", "f1", "1")
        await store.learn_key_id("a", "f2", "2")
        await store.learn_key_id("a", "f1", "3")

    in_store(tmp_path, learn)

    async def known(store: JobStore) -> list[str | None]:
        return [await store.key_id(*each) for each in (("a", "f1"), ("a", "f2"), ("b", "f1"))]

    assert in_store(tmp_path, known) == ["3", "2", None]
