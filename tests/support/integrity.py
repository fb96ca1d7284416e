"""The integrity check of a store, for every test that kills a program."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path


def assert_intact(store: Path) -> None:
    """`PRAGMA integrity_check`, foreign keys, and no two jobs with one task. Opens the file as the program would."""
    with contextlib.closing(sqlite3.connect(store, timeout=5)) as connection:
        found = [each for (each,) in connection.execute("PRAGMA integrity_check")]
        assert found == ["ok"], f"{store}: {found}"
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        assert orphans == [], f"{store}: events without their job: {orphans[:5]}"
        twice = connection.execute(
            "SELECT task_id FROM jobs WHERE task_id IS NOT NULL GROUP BY task_id HAVING count(*) > 1"
        ).fetchall()
        assert twice == [], f"{store}: tasks with two owners: {twice}"
