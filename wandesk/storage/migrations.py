"""The version of a store, its migration, and the creation of a new store.

`user_version` is major * 1000 + minor. A newer minor version only adds what this program can ignore. A newer major
version is refused before SQLite opens the file, so the file is not changed. Before a migration the store is copied; the
latest copy is kept.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wandesk.domain.errors import StoreDamaged, StoreUnusable
from wandesk.domain.sentences import Sentence
from wandesk.storage import ledger, pages, version_1
from wandesk.storage.new_files import new_database
from wandesk.storage.records import input_cells

MAJOR, MINOR = 2, 5
APPLICATION_ID = 0x57446A62
"""`WDjb`: distinguishes our file from other SQLite files."""

_STEPS_OF_1 = {
    1: """
        ALTER TABLE jobs ADD COLUMN estimate_is_at_most INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE jobs ADD COLUMN last_frame_json TEXT;
        ALTER TABLE jobs ADD COLUMN clip_json TEXT;
        ALTER TABLE jobs ADD COLUMN template TEXT;
        ALTER TABLE jobs ADD COLUMN shot_type TEXT;
        ALTER TABLE jobs ADD COLUMN ratio TEXT;
        ALTER TABLE jobs ADD COLUMN sent_last_frame_json TEXT;
        CREATE TABLE uploads (
            sha256 TEXT NOT NULL,
            model_id TEXT NOT NULL,
            account TEXT NOT NULL,
            key_fingerprint TEXT NOT NULL,
            url TEXT NOT NULL,
            expires_at REAL NOT NULL,
            PRIMARY KEY (sha256, model_id, account, key_fingerprint)
        ) WITHOUT ROWID;
    """,
    2: """
        ALTER TABLE jobs ADD COLUMN clock_offset REAL;
        ALTER TABLE jobs ADD COLUMN position REAL;
        ALTER TABLE jobs ADD COLUMN doubt_json TEXT;
        CREATE INDEX jobs_in_doubt ON jobs (submitted_at) WHERE doubt_json IS NOT NULL;
        CREATE INDEX jobs_with_picture ON jobs (substr(picture_json, 13, 64))
            WHERE picture_json IS NOT NULL;
        CREATE INDEX jobs_with_sent_picture ON jobs (substr(sent_picture_json, 13, 64))
            WHERE sent_picture_json IS NOT NULL;
        CREATE INDEX jobs_with_last_frame ON jobs (substr(last_frame_json, 13, 64))
            WHERE last_frame_json IS NOT NULL;
        CREATE INDEX jobs_with_sent_last_frame ON jobs (substr(sent_last_frame_json, 13, 64))
            WHERE sent_last_frame_json IS NOT NULL;
        CREATE INDEX jobs_with_sound ON jobs (substr(sound_json, 13, 64))
            WHERE sound_json IS NOT NULL;
        CREATE INDEX jobs_with_clip ON jobs (substr(clip_json, 13, 64))
            WHERE clip_json IS NOT NULL;
        CREATE TABLE key_ids (
            account TEXT NOT NULL,
            key_fingerprint TEXT NOT NULL,
            api_key_id TEXT NOT NULL,
            PRIMARY KEY (account, key_fingerprint)
        ) WITHOUT ROWID;
    """,
}
"""The migrations within version 1, by the minor version that they lead to. Each is one transaction."""

_STEPS_OF_2 = {
    1: """
        ALTER TABLE jobs ADD COLUMN removed_at REAL;
        ALTER TABLE jobs ADD COLUMN is_removal_finished INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX jobs_removed ON jobs (removed_at) WHERE removed_at IS NOT NULL;
    """,
    2: """
        ALTER TABLE jobs ADD COLUMN queue_key TEXT;
    """,
    3: f"""
        ALTER TABLE jobs ADD COLUMN charge_json TEXT;
        CREATE TABLE charges (
            job_id TEXT PRIMARY KEY,
            at REAL NOT NULL,
            region TEXT NOT NULL,
            model TEXT NOT NULL,
            charge_json TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX charges_by_time ON charges (at);
        {ledger.FILL}
    """,
    4: """
        ALTER TABLE jobs ADD COLUMN is_starred INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE jobs ADD COLUMN name TEXT;
        ALTER TABLE jobs ADD COLUMN label TEXT;
        ALTER TABLE jobs ADD COLUMN note TEXT;
        ALTER TABLE charges ADD COLUMN label TEXT;
        CREATE INDEX jobs_new ON jobs (created_at, number, id)
            WHERE stage = 'done' AND is_watched = 0 AND removed_at IS NULL;
        CREATE INDEX jobs_failed ON jobs (created_at, number, id)
            WHERE stage IN ('failed', 'expired') AND removed_at IS NULL;
        CREATE INDEX jobs_starred ON jobs (created_at, number, id)
            WHERE is_starred = 1 AND removed_at IS NULL;
        CREATE INDEX jobs_labelled ON jobs (label, created_at, number, id)
            WHERE label IS NOT NULL AND removed_at IS NULL;
        CREATE TABLE unindexed (number INTEGER PRIMARY KEY);
        CREATE TRIGGER job_added AFTER INSERT ON jobs BEGIN INSERT OR IGNORE INTO unindexed VALUES (new.number); END;
        CREATE TRIGGER job_deleted AFTER DELETE ON jobs BEGIN INSERT OR IGNORE INTO unindexed VALUES (old.number); END;
        CREATE TRIGGER job_changed AFTER UPDATE ON jobs
        WHEN old.name IS NOT new.name OR old.label IS NOT new.label OR old.note IS NOT new.note
            OR old.actual_prompt IS NOT new.actual_prompt OR old.video_json IS NOT new.video_json
            OR old.charge_json IS NOT new.charge_json OR old.task_id IS NOT new.task_id
            OR old.removed_at IS NOT new.removed_at
            OR (old.stage != new.stage AND new.stage IN ('done', 'failed', 'canceled', 'expired'))
        BEGIN INSERT OR IGNORE INTO unindexed VALUES (new.number); END;
        CREATE VIRTUAL TABLE job_texts USING fts5 (tokens, tokenize = 'ascii', prefix = '1 2');
        CREATE TABLE list_keys (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL,
            created_at REAL NOT NULL,
            title TEXT NOT NULL,
            seconds REAL NOT NULL,
            currency TEXT,
            cost REAL,
            spent TEXT
        );
        CREATE INDEX list_costs ON list_keys (created_at, currency, spent) WHERE spent IS NOT NULL;
        INSERT INTO unindexed SELECT number FROM jobs;
    """,
    5: """
        CREATE INDEX list_prices ON list_keys (cost IS NULL, currency, cost DESC, created_at DESC, number DESC);
        CREATE INDEX list_lengths ON list_keys (seconds DESC, created_at DESC, number DESC);
    """,
}
"""The migrations within version 2, likewise."""

_USER_VERSION_AT = 60  # sqlite.org/fileformat2.html, "The Database Header"
_APPLICATION_ID_AT = 68


def check_header(path: Path) -> None:
    """Check the header before SQLite opens the file. Raises StoreDamaged, StoreUnusable (it is newer), OSError."""
    header = pages.header(path)
    if header is None:
        return
    if len(header) < pages.HEADER_BYTES or not header.startswith(pages.MAGIC):
        raise StoreDamaged("not an SQLite file", values={"file": str(path)})
    version, application = (int.from_bytes(header[at : at + 4], "big") for at in (_USER_VERSION_AT, _APPLICATION_ID_AT))
    if application == APPLICATION_ID:  # else the version is not ours
        _refuse_newer(version, path)


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Create the schema in an empty file, or migrate an older one. Raises StoreDamaged, StoreUnusable (it is newer)."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if version == 0 and application == 0 and tables == 0:
        create(connection)
        return
    if application != APPLICATION_ID or version < 1000:
        raise StoreDamaged("another program's file", values={"file": str(path)})
    _refuse_newer(version, path)
    if version < MAJOR * 1000 + MINOR:
        _copy(connection, path)
    if version < 2000:
        for minor in range(version - 1000 + 1, max(_STEPS_OF_1) + 1):
            _commit(connection, f"{_STEPS_OF_1[minor]}\nPRAGMA user_version = {1000 + minor};")
        _rebuild(connection)
        return
    for minor in range(version - 2000 + 1, MINOR + 1):
        _commit(connection, f"{_STEPS_OF_2[minor]}\nPRAGMA user_version = {2000 + minor};")


def _rebuild(connection: sqlite3.Connection) -> None:
    """Migrate a store of version 1.2 to the current version, whose rows have another form (`version_1`).

    One transaction, so a crash leaves the old file or the new one.
    """
    old_names = ", ".join(version_1.COLUMNS)
    connection.execute("PRAGMA foreign_keys = OFF")  # has no effect inside a transaction; keeps the events
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ALTER TABLE jobs RENAME TO old_jobs")
        for (index,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'old_jobs' AND sql IS NOT NULL"
        ).fetchall():
            connection.execute(f"DROP INDEX {index}")
        for table in ("events", "uploads", "key_ids"):
            connection.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
        connection.execute("DROP INDEX events_of_a_job")
        for statement in _statements():
            connection.execute(statement)
        for cells in connection.execute(f"SELECT {old_names} FROM old_jobs ORDER BY number"):  # noqa: S608 - constants
            if not insert_row(connection, version_1.current_row(dict(zip(version_1.COLUMNS, cells, strict=True)))):
                raise sqlite3.IntegrityError(f"job {cells[1]!r} cannot be migrated")
        for table in ("events", "uploads", "key_ids"):
            connection.execute(f"INSERT INTO {table} SELECT * FROM old_{table}")  # noqa: S608 - constants
            connection.execute(f"DROP TABLE old_{table}")
        connection.execute("DROP TABLE old_jobs")
        connection.execute(ledger.FILL)
        connection.execute(f"PRAGMA user_version = {MAJOR * 1000 + MINOR}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA foreign_keys = ON")


def insert_row(connection: sqlite3.Connection, row: Mapping[str, Any]) -> bool:
    """Insert a row into `jobs` and its inputs into `job_inputs`. False if another job has its id or its task.

    Raises sqlite3.Error.
    """
    names, places = ", ".join(row), ", ".join("?" * len(row))
    done = connection.execute(f"INSERT OR IGNORE INTO jobs ({names}) VALUES ({places})", tuple(row.values()))  # noqa: S608 - names of our own schema
    if done.rowcount == 1:
        connection.executemany("INSERT INTO job_inputs (sha256, job_id) VALUES (?, ?)", input_cells(dict(row)))
    return done.rowcount == 1


def _copy(connection: sqlite3.Connection, path: Path) -> None:
    """Copy the store before its migration; copies of earlier versions are deleted once this one is durable."""
    copy = path.with_name(f"{path.name}.before-{MAJOR}.{MINOR}")
    with new_database(copy) as target:
        connection.backup(target)
    for other in path.parent.glob(f"{path.name}.before-*"):
        if other != copy:
            other.unlink()


def _refuse_newer(version: int, path: Path) -> None:
    if version // 1000 > MAJOR:
        raise StoreUnusable(f"version {version}", sentence=Sentence.STORE_NEWER, values={"file": str(path)})


def create(connection: sqlite3.Connection) -> None:
    """Create the current schema in an empty file."""
    _commit(
        connection,
        f"{_schema()}\nPRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {MAJOR * 1000 + MINOR};",
    )


def _schema() -> str:
    return (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")


def _statements() -> list[str]:
    """The statements of the schema, one by one, because `executescript` commits first."""
    return [each for each in re.split(r";$", _schema(), flags=re.MULTILINE) if each.strip()]


def _commit(connection: sqlite3.Connection, script: str) -> None:
    # One transaction, so a crash leaves the old schema or the new one.
    try:
        connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nCOMMIT;")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
