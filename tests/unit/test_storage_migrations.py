"""Stores of earlier versions, made from their original schema, are migrated without loss."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import shutil
import sqlite3
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.support.integrity import assert_intact
from tests.support.stores.make import as_json
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.errors import NoRoom, StoreDamaged
from wandesk.domain.job import Job, JobStage
from wandesk.domain.price import Price
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.domain.task import Usage
from wandesk.storage import migrations, version_1
from wandesk.storage.store import JobStore

SCHEMAS = Path(__file__).resolve().parents[1] / "support" / "schemas"
STORES = SCHEMAS.parent / "stores"
OLD = {"1.0": 1000, "1.1": 1001, "1.2": 1002}
RENAMED = {"sound": "audio", "film": "video", "films": "videos", "doubt": "uncertainty"}
"""Fields of the golden stores that were renamed since."""
PICTURE = StoredInput(sha256="ab" * 32, format="JPEG", name="cat.jpg", size_bytes=1234)


def old_store(path: Path, version: str) -> None:
    """A store as that version made it, with a job whose JSON has the fields of that version."""
    schema = (SCHEMAS / f"store-{version}.sql").read_text(encoding="utf-8")
    picture = {name: value for name, value in msgspec.to_builtins(PICTURE).items() if name != "address"}
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
            "INSERT INTO events (job_id, at, kind, fact_json) VALUES ('job-1', 1.0, 'VideoWatched', '{}')"
        )
        connection.commit()


def shape(path: Path) -> tuple[object, ...]:
    """Tables with their columns, and indexes, independent of the order in which they were created."""
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
            return [*await store.rows(await store.ids()), *await store.removed_jobs()]
        finally:
            await store.close()

    return asyncio.run(story())


@pytest.mark.parametrize("version", OLD)
def test_older_store_is_migrated(version: str, tmp_path: Path) -> None:
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


def test_sentences_about_videos_have_their_names_of_today(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    old_store(path, "1.2")
    problem = {"sentence": "film_expired_billed", "values": [["file", "a.mp4"]], "code": "c"}
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE jobs SET problem_json = ?, usage_json = ?", (json.dumps(problem), '{"films": 1}'))
    (job,) = opened(path)
    assert job.problem is not None
    assert job.problem.sentence is Sentence.VIDEO_EXPIRED_BILLED
    assert (job.problem.values, job.problem.code) == ((("file", "a.mp4"),), "c")
    assert job.usage == Usage(videos=1)


@pytest.mark.logs("is skipped")
@pytest.mark.parametrize("column", ["picture_json", "sound_json", "sent_picture_json", "sent_last_frame_json"])
def test_a_row_that_makes_no_job_stays_unreadable_and_keeps_its_task(column: str, tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    old_store(path, "1.2")
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE jobs SET {column} = '{{', task_id = 'task-1'")
    assert opened(path) == []

    async def story() -> tuple[list[str], set[str]]:
        store = JobStore(path)
        try:
            return list(await store.ids()), set(await store.owners(["task-1"]))
        finally:
            await store.close()

    assert asyncio.run(story()) == (["job-1"], {"task-1"})
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT job_id FROM events").fetchall() == [("job-1",)]


@pytest.mark.parametrize("version", OLD)
def test_an_event_whose_job_is_gone_does_not_stop_the_change(version: str, tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    old_store(path, version)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO events (job_id, at, kind, fact_json) VALUES ('gone', 1.0, 'JobMoved', '{}')")
    assert len(opened(path)) == 1
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT job_id FROM events ORDER BY number").fetchall() == [("job-1",), ("gone",)]


@pytest.mark.parametrize("version", OLD)
def test_inputs_are_known_after_the_change(version: str, tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    old_store(path, version)

    async def story() -> list[str]:
        store = JobStore(path)
        try:
            return list(await store.unneeded_inputs([PICTURE.sha256, "cd" * 32]))
        finally:
            await store.close()

    assert asyncio.run(story()) == ["cd" * 32]


def test_new_columns_have_the_same_order_in_old_and_new_stores(tmp_path: Path) -> None:
    """A damaged store is read without its schema, by the position of each value (storage.rescue)."""
    old_store(tmp_path / "old.sqlite", "1.0")
    opened(tmp_path / "old.sqlite")
    opened(tmp_path / "new.sqlite")
    columns = []
    for name in ("old.sqlite", "new.sqlite"):
        with contextlib.closing(sqlite3.connect(tmp_path / name)) as connection:
            columns.append([row[1] for row in connection.execute("PRAGMA table_info(jobs)")])
    assert columns[0] == columns[1]


@pytest.mark.parametrize("golden", sorted(STORES.glob("*.sqlite")), ids=lambda path: path.stem)
def test_every_job_of_a_shipped_store_is_read_unchanged(golden: Path, tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"
    shutil.copyfile(golden, path)
    expected = [in_todays_form(each) for each in json.loads(golden.with_suffix(".json").read_text(encoding="utf-8"))]
    for _ in range(2):
        found = {job.id: as_json(job) for job in opened(path)}
        assert sorted(found) == sorted(each["id"] for each in expected)
        for each in expected:
            assert_within(each, found[each["id"]], each["id"])
            assert found[each["id"]]["prepared"].keys() == each["prepared"].keys()
    assert_intact(path)


def in_todays_form(job: dict[str, Any]) -> dict[str, Any]:
    """The job of a golden store. In version 1, each prepared picture was a field of its own."""
    if "prepared" in job:
        return job
    pictures = {key: job.get(key) for key in ("first_frame", "last_frame")}
    others = {name: value for name, value in job.items() if name not in pictures}
    return {**others, "prepared": {key: stored for key, stored in pictures.items() if stored is not None}}


def assert_within(expected: Any, found: Any, where: str) -> None:
    """Every value of the old version is there, and newer fields have their defaults."""
    if isinstance(expected, dict):
        for name, value in expected.items():
            today = RENAMED.get(name, name)
            # A key that this version does not know reads as the general sentence.
            expected = Sentence(value) if name == "sentence" else value
            assert_within(expected, found[today], f"{where}.{today}")
    else:
        assert found == expected, where


def test_golden_stores_of_all_shipped_versions_exist() -> None:
    versions = {*OLD, *(f"{migrations.MAJOR}.{minor}" for minor in range(migrations.MINOR + 1))}
    assert {path.stem for path in STORES.glob("*.sqlite")} == {f"store-{version}" for version in versions}


@pytest.mark.parametrize("golden", sorted(STORES.glob("store-2.*.sqlite")), ids=lambda path: path.stem)
def test_a_store_of_this_major_version_gets_the_newer_columns_at_its_end(golden: Path, tmp_path: Path) -> None:
    path, new = tmp_path / "old.sqlite", tmp_path / "new.sqlite"
    shutil.copyfile(golden, path)
    assert opened(path)
    opened(new)
    assert shape(path) == shape(new)
    columns = []
    for each in (path, new):
        with contextlib.closing(sqlite3.connect(each)) as connection:
            columns.append([row[1] for row in connection.execute("PRAGMA table_info(jobs)")])
    assert columns[0] == columns[1]


def test_a_step_within_this_major_version_happens_whole_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.sqlite"
    shutil.copyfile(STORES / "store-2.0.sqlite", path)
    before = shape(path)
    broken = f"{migrations._STEPS_OF_2[1]}; ALTER TABLE nowhere ADD COLUMN x;"
    monkeypatch.setitem(migrations._STEPS_OF_2, 1, broken)
    with pytest.raises(StoreDamaged):
        opened(path)
    assert shape(path) == before
    monkeypatch.undo()
    assert opened(path)


@pytest.mark.parametrize("version", OLD)
def test_store_is_copied_before_it_is_changed(version: str, tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"
    old_store(path, version)
    before = shape(path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT * FROM jobs").fetchall()
    earlier = tmp_path / "jobs.sqlite.before-0.9"
    earlier.write_bytes(b"an earlier copy")
    opened(path)
    copy = tmp_path / f"jobs.sqlite.before-{migrations.MAJOR}.{migrations.MINOR}"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["jobs.sqlite", copy.name]
    if sys.platform != "win32":
        assert copy.stat().st_mode & 0o777 == 0o600
    assert shape(copy) == before
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT * FROM jobs").fetchall() == rows
    kept = copy.stat().st_mtime_ns
    opened(path)
    assert copy.stat().st_mtime_ns == kept  # a copy is made only for a change


def test_nothing_is_changed_without_room_for_the_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "jobs.sqlite"
    old_store(path, "1.0")
    before = shape(path)

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(NoRoom):
        opened(path)
    monkeypatch.undo()
    assert shape(path) == before
    assert len(opened(path)) == 1


@pytest.mark.parametrize("version", OLD)
def test_failed_step_changes_nothing(version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.sqlite"
    old_store(path, version)
    before = shape(path)
    step = int(version.partition(".")[2]) + 1
    if step in migrations._STEPS_OF_1:
        broken = f"{migrations._STEPS_OF_1[step]}; ALTER TABLE nowhere ADD COLUMN x;"
        monkeypatch.setitem(migrations._STEPS_OF_1, step, broken)
    else:

        def broken_row(_row: object) -> dict[str, Any]:
            return {"id": "job-1", "nowhere": 1}

        monkeypatch.setattr(version_1, "current_row", broken_row)
    with pytest.raises(StoreDamaged):
        opened(path)
    assert shape(path) == before
    monkeypatch.undo()
    assert len(opened(path)) == 1
