"""Stores of earlier versions, made from their schema as it was, become today's and lose nothing."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from wandesk.domain.catalog import SoundChoice
from wandesk.domain.errors import StoreDamaged
from wandesk.domain.job import Job, JobStage
from wandesk.domain.price import Price
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.task import Usage
from wandesk.storage import migrations
from wandesk.storage.store import JobStore

SCHEMAS = Path(__file__).resolve().parents[1] / "support" / "schemas"
OLD = {"1.0": 1000}
PICTURE = StoredInput(sha256="ab" * 32, format="JPEG", name="cat.jpg", size_bytes=1234)


def old_store(path: Path, version: str) -> None:
    """A store as that version made it, with a job in it whose JSON has the fields of that time."""
    schema = (SCHEMAS / f"store-{version}.sql").read_text(encoding="utf-8")
    picture = {name: value for name, value in asdict(PICTURE).items() if name != "address"}
    row: dict[str, Any] = {
        "id": "job-1",
        "created_at": 1.0,
        "stage": "done",
        "stage_since": 2.0,
        "region": "practice",
        "model": "m",
        "model_id": "m",
        "prompt": "a cat",
        "negative_prompt": "",
        "resolution": "480P",
        "seconds": 5,
        "sound_choice": "automatic",
        "improve_prompt": 1,
        "watermark": 0,
        "estimate_amount": "0.25",
        "estimate_currency": "USD",
        "picture_json": json.dumps(picture),
        "usage_json": json.dumps({"seconds": 5.0, "resolution_tier": 480}),
        "is_watched": 1,
    }
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(schema)
        connection.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {OLD[version]}")
        names, places = ", ".join(row), ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO jobs ({names}) VALUES ({places})", tuple(row.values()))
        connection.execute(
            "INSERT INTO events (job_id, at, kind, fact_json) VALUES ('job-1', 1.0, 'FilmWatched', '{}')"
        )
        connection.commit()


def shape(path: Path) -> tuple[object, ...]:
    """Tables with their columns, and indexes, whatever the order in which they came to be."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        kinds = connection.execute("SELECT type, name, tbl_name FROM sqlite_schema ORDER BY type, name").fetchall()
        tables = [name for kind, name, _ in kinds if kind == "table"]
        columns = {
            table: sorted(row[1:] for row in connection.execute(f"PRAGMA table_xinfo({table})")) for table in tables
        }
        version = connection.execute("PRAGMA user_version").fetchone()
    return kinds, columns, version


def opened(path: Path) -> list[Job]:
    async def story() -> list[Job]:
        store = JobStore(path)
        try:
            return list(await store.rows(await store.ids()))
        finally:
            await store.close()

    return asyncio.run(story())


@pytest.mark.parametrize("version", OLD)
def test_an_older_store_becomes_todays(version: str, tmp_path: Path) -> None:
    old_store(tmp_path / "old.sqlite", version)
    (job,) = opened(tmp_path / "old.sqlite")
    assert job == Job(
        id="job-1",
        created_at=1.0,
        request=GenerationRequest(
            region="practice",
            model="m",
            model_id="m",
            first_frame=PICTURE,
            sound=None,
            sound_choice=SoundChoice.AUTOMATIC,
            prompt="a cat",
            negative_prompt="",
            resolution="480P",
            seconds=5,
            improve_prompt=True,
            watermark=False,
            seed=None,
            estimate=Price(amount=Decimal("0.25"), currency="USD"),
        ),
        stage=JobStage.DONE,
        stage_since=2.0,
        usage=Usage(seconds=5.0, resolution_tier=480),
        is_watched=True,
    )
    assert opened(tmp_path / "new.sqlite") == []
    assert shape(tmp_path / "old.sqlite") == shape(tmp_path / "new.sqlite")
    assert opened(tmp_path / "old.sqlite") == [job]


@pytest.mark.parametrize("version", OLD)
def test_a_step_that_fails_changes_nothing(version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.sqlite"
    old_store(path, version)
    before = shape(path)
    newest = max(migrations._STEPS)
    monkeypatch.setitem(migrations._STEPS, newest, f"{migrations._STEPS[newest]}; ALTER TABLE nowhere ADD COLUMN x;")
    with pytest.raises(StoreDamaged):
        opened(path)
    assert shape(path) == before
    monkeypatch.undo()
    assert len(opened(path)) == 1
