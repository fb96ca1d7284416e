"""New SQLite files that appear complete or not at all."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from wandesk import durable


@contextlib.contextmanager
def new_database(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to an empty database, which replaces `path` durably when the block ends without an error.

    Only the owner may read it. Raises OSError, sqlite3.Error.
    """
    draft = path.with_name(f"{path.name}.new")
    for suffix in ("", "-journal", "-wal", "-shm"):  # of an attempt that a crash ended
        draft.with_name(draft.name + suffix).unlink(missing_ok=True)
    os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        yield connection
    durable.fsync_file(draft)
    draft.replace(path)
    durable.fsync_folder(path.parent)
