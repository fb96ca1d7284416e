"""Which version a store has, and how a new one is made.

`user_version` holds major * 1000 + minor. A newer minor version only adds what this program can leave alone; a newer
major version is refused before the file is opened, so that nothing of it is touched.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from wandesk.domain.errors import StoreDamaged

MAJOR, MINOR = 1, 0
APPLICATION_ID = 0x57446A62
"""`WDjb`: tells our file from any other SQLite file."""

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
    """Make the schema in an empty file, or see that it is ours. Raises StoreDamaged."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if version == 0 and application == 0 and tables == 0:
        _create(connection)
        return
    if application != APPLICATION_ID or version < MAJOR * 1000:
        raise StoreDamaged("another program's file", values={"file": str(path)})
    _refuse_newer(version, path)


def _refuse_newer(version: int, path: Path) -> None:
    if version // 1000 > MAJOR:
        raise StoreDamaged(f"version {version}", sentence="store_newer", values={"file": str(path)})


def _create(connection: sqlite3.Connection) -> None:
    schema = (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")
    # One transaction: a crash leaves an empty file or a whole store.
    connection.executescript(
        f"BEGIN IMMEDIATE;\n{schema}\n"
        f"PRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {MAJOR * 1000 + MINOR};\nCOMMIT;"
    )
