"""The store knows which contents a job still names."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.support.jobs import a_job
from wandesk.domain.job import JobStage
from wandesk.domain.job_events import InputsPrepared
from wandesk.domain.request import StoredInput
from wandesk.domain.structs import replace
from wandesk.storage import queries
from wandesk.storage.store import JobStore

T = TypeVar("T")


def stored(letter: str) -> StoredInput:
    return StoredInput(sha256=letter * 64, format="JPEG", name=f'{letter} "x".jpg', size_bytes=1)


def story(path: Path, work: Coroutine[Any, Any, T], store: JobStore) -> T:
    async def run() -> T:
        try:
            return await work
        finally:
            await store.close()

    return asyncio.run(run())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "jobs.sqlite"


def test_every_column_that_names_an_input_counts(path: Path) -> None:
    store = JobStore(path)
    order = {"first_frame": stored("a"), "last_frame": stored("b"), "audio": stored("c"), "clip": stored("d")}
    job = a_job("1", JobStage.PREPARING, **order)
    asked = [letter * 64 for letter in "abcdefg"]

    async def work() -> tuple[list[str], list[str], list[str], list[str]]:
        await store.add(job)
        ordered = list(await store.unneeded_inputs(asked))
        prepared = InputsPrepared(at=2.0, prepared={"first_frame": stored("e"), "last_frame": stored("f")})
        await store.save(replace(job, prepared=prepared.prepared), prepared)
        sent = list(await store.unneeded_inputs(asked))
        await store.add(a_job("2", first_frame=stored("a")))
        await store.remove("1")
        left = list(await store.unneeded_inputs(asked))
        await store.remove("2")
        return ordered, sent, left, list(await store.unneeded_inputs(asked))

    ordered, sent, left, gone = story(path, work(), store)
    assert ordered == [letter * 64 for letter in "efg"]
    assert sent == ["g" * 64]
    assert left == [letter * 64 for letter in "bcdefg"]
    assert gone == asked


def test_oldest_order_is_known(path: Path) -> None:
    store = JobStore(path)

    async def work() -> list[float | None]:
        found = [await store.oldest_created_at()]
        await store.add(a_job("1", created_at=7.0))
        await store.add(a_job("2", created_at=5.0))
        return [*found, await store.oldest_created_at()]

    assert story(path, work(), store) == [None, 5.0]


def test_inputs_are_found_without_a_table_scan(path: Path) -> None:
    store = JobStore(path)
    story(path, store.open(), store)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {queries.UNNEEDED}", ("[]",))]
    assert not [step for step in plan if step.startswith("SCAN job") or "TEMP B-TREE" in step]
    assert len([step for step in plan if step.startswith("SEARCH job_inputs USING PRIMARY KEY")]) == 1
