"""Which version a store has, and how a new one is made.

`user_version` holds major * 1000 + minor. A newer minor version only adds what this program can leave alone; a newer
major version is refused before the file is opened, so that nothing of it is touched. Before an older one is brought up
to date, a copy is made beside it; the last such copy is kept.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from wandesk import durable
from wandesk.domain.errors import StoreDamaged
from wandesk.domain.sentences import Sentence
from wandesk.storage import pages

MAJOR, MINOR = 1, 2
APPLICATION_ID = 0x57446A62
"""`WDjb`: tells our file from any other SQLite file."""

_STEPS = {
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
"""What makes a store of the minor version before it into this one; each step is one transaction."""

_USER_VERSION_AT = 60  # sqlite.org/fileformat2.html, "The Database Header"
_APPLICATION_ID_AT = 68


def check_header(path: Path) -> None:
    """Look at the file without opening it as a store. Raises StoreDamaged (`store_newer`, `store_damaged`), OSError."""
    header = pages.header(path)
    if header is None:
        return
    if len(header) < pages.HEADER_BYTES or not header.startswith(pages.MAGIC):
        raise StoreDamaged("not an SQLite file", values={"file": str(path)})
    version, application = (int.from_bytes(header[at : at + 4], "big") for at in (_USER_VERSION_AT, _APPLICATION_ID_AT))
    if application == APPLICATION_ID:  # else the version is nobody's, or garbage
        _refuse_newer(version, path)


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the schema in an empty file, or bring that of an older version up to date. Raises StoreDamaged."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if version == 0 and application == 0 and tables == 0:
        create(connection)
        return
    if application != APPLICATION_ID or version < MAJOR * 1000:
        raise StoreDamaged("another program's file", values={"file": str(path)})
    _refuse_newer(version, path)
    if version < MAJOR * 1000 + MINOR:
        _copy(connection, path)
    for minor in range(version - MAJOR * 1000 + 1, MINOR + 1):
        _commit(connection, f"{_STEPS[minor]}\nPRAGMA user_version = {MAJOR * 1000 + minor};")


def _copy(connection: sqlite3.Connection, path: Path) -> None:
    """Keep the store as it is before it is changed; the copy of an earlier version goes when this one is safe."""
    copy = path.with_name(f"{path.name}.before-{MAJOR}.{MINOR}")
    draft = copy.with_name(f"{copy.name}.new")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as target:
        connection.backup(target)
    durable.fsync_file(draft)
    draft.replace(copy)
    durable.fsync_folder(path.parent)
    for other in path.parent.glob(f"{path.name}.before-*"):
        if other != copy:
            other.unlink()


def _refuse_newer(version: int, path: Path) -> None:
    if version // 1000 > MAJOR:
        raise StoreDamaged(f"version {version}", sentence=Sentence.STORE_NEWER, values={"file": str(path)})


def create(connection: sqlite3.Connection) -> None:
    """Today's schema in an empty file."""
    schema = (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")
    _commit(
        connection,
        f"{schema}\nPRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {MAJOR * 1000 + MINOR};",
    )


def _commit(connection: sqlite3.Connection, script: str) -> None:
    # One transaction: a crash leaves the file as it was or as it is meant to be.
    try:
        connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nCOMMIT;")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
