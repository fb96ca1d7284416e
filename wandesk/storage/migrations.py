"""Which version a store has, and how a new one is made.

`user_version` holds major * 1000 + minor. A newer minor version only adds what this program can leave alone; a newer
major version is refused before the file is opened, so that nothing of it is touched.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from wandesk.domain.errors import StoreDamaged

MAJOR, MINOR = 1, 1
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
}
"""What makes a store of the minor version before it into this one; each step is one transaction."""

_MAGIC = b"SQLite format 3\x00"
_USER_VERSION_AT = 60  # sqlite.org/fileformat2.html, "The Database Header"


def check_header(path: Path) -> None:
    """Look at the file without opening it as a store. Raises StoreDamaged (`store_newer`, `store_damaged`), OSError."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return
    if not header:
        return
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise StoreDamaged("not an SQLite file", values={"file": str(path)})
    _refuse_newer(int.from_bytes(header[_USER_VERSION_AT : _USER_VERSION_AT + 4], "big"), path)


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the schema in an empty file, or bring that of an older version up to date. Raises StoreDamaged."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if version == 0 and application == 0 and tables == 0:
        _create(connection)
        return
    if application != APPLICATION_ID or version < MAJOR * 1000:
        raise StoreDamaged("another program's file", values={"file": str(path)})
    _refuse_newer(version, path)
    for minor in range(version - MAJOR * 1000 + 1, MINOR + 1):
        _commit(connection, f"{_STEPS[minor]}\nPRAGMA user_version = {MAJOR * 1000 + minor};")


def _refuse_newer(version: int, path: Path) -> None:
    if version // 1000 > MAJOR:
        raise StoreDamaged(f"version {version}", sentence="store_newer", values={"file": str(path)})


def _create(connection: sqlite3.Connection) -> None:
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
