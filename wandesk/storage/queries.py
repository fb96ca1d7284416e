"""The reads of the store, as functions of the reading connection."""

from __future__ import annotations

import json
import logging
import sqlite3
import statistics
from collections.abc import Iterable, Sequence

from wandesk.domain.job import Job
from wandesk.domain.space import RowFiles
from wandesk.domain.task import TaskOwner, Upload, UploadKey
from wandesk.storage.records import COLUMNS, RowUnreadable, job_from, sql_id, text_from

WINDOW = 500
"""Ids per query of `rows` and `owners`."""
LONGEST_UPLOAD_SECONDS = 48 * 3600.0
"""The cloud keeps an upload no longer (wire-protocol 5.3)."""
LONGEST_WORK = 24 * 3600
"""Seconds. A longer time comes from a clock that was set meanwhile."""
HISTORY = 50
"""How many finished jobs the usual time is computed from."""

SELECT = f"SELECT {', '.join(COLUMNS)} FROM jobs"  # noqa: S608 - constants
OPEN = "stage NOT IN ('done', 'failed', 'canceled', 'expired')"
"""The same text as in the index `jobs_open`, so that SQLite uses it."""

_TOOK = "(ended_at - submitted_at - coalesce(clock_offset, 0))"
"""Seconds from submission to the end of the task. The start is in local time, the end in cloud time."""

_IS_CREATED_BY_US = "uncertainty_json IS NULL AND NOT is_imported"
"""The answer of our create request named the task: it was neither matched by appearance nor imported."""

UNNEEDED = "SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM job_inputs WHERE job_inputs.sha256 = value)"

IS_SHOWN = "number NOT IN (SELECT number FROM jobs WHERE removed_at IS NOT NULL)"
"""The job is in the list. So written, the ids still come from the index `jobs_by_age` alone."""

log = logging.getLogger(__name__)


class JobReader:
    """Converts rows to jobs. An unreadable row is skipped and not changed; it still owns its task id."""

    def __init__(self) -> None:
        self.unreadable: dict[str, str] = {}
        """Ids of unreadable rows with the reason; a newer version may write such rows."""

    def jobs(self, rows: Iterable[Sequence[object]]) -> list[Job]:
        """The jobs of the readable rows."""
        jobs = []
        for row in rows:
            try:
                jobs.append(job_from(row))
            except RowUnreadable as unreadable:
                job_id = text_from(row[0]) if isinstance(row[0], str | bytes) else repr(row[0])
                if job_id not in self.unreadable:
                    log.error("a row is skipped: %s", unreadable)  # noqa: TRY400 - no mistake of ours
                self.unreadable[job_id] = str(unreadable)
        return jobs

    def open_jobs(self, connection: sqlite3.Connection) -> list[Job]:
        """Jobs in a stage that is not final and that are not removed, oldest first."""
        shown = f"{SELECT} WHERE {OPEN} AND removed_at IS NULL ORDER BY created_at, number"
        return self.jobs(connection.execute(shown).fetchall())

    def removed_jobs(self, connection: sqlite3.Connection) -> list[Job]:
        """The jobs that the user removed from the list, the one removed first."""
        removed = f"{SELECT} WHERE removed_at IS NOT NULL ORDER BY removed_at, number"
        return self.jobs(connection.execute(removed).fetchall())

    def rows(self, connection: sqlite3.Connection, ids: Sequence[str]) -> list[Job]:
        """These jobs in this order; ids that are gone are left out."""
        found: dict[str, Job] = {}
        for start in range(0, len(ids), WINDOW):
            some = ids[start : start + WINDOW]
            places = ", ".join("?" * len(some))
            rows = connection.execute(f"{SELECT} WHERE id IN ({places})", [sql_id(each) for each in some])
            found |= {job.id: job for job in self.jobs(rows)}
        return [found[each] for each in ids if each in found]

    def closed_uncertain_jobs(self, connection: sqlite3.Connection, newest: int) -> list[Job]:
        """The uncertain jobs that the user closed, oldest first; at most the `newest` ones.

        Their age does not matter: the local clock may have been set since.
        """
        rows = connection.execute(
            f"{SELECT} WHERE uncertainty_json IS NOT NULL AND stage = 'expired'"
            " AND iif(json_valid(uncertainty_json), json_extract(uncertainty_json, '$.is_closed'), 0)"
            " ORDER BY submitted_at DESC, number DESC LIMIT ?",
            (newest,),
        ).fetchall()[::-1]
        return self.jobs(rows)


def ids(connection: sqlite3.Connection, limit: int) -> list[str]:
    """The ids of the newest jobs in the list, newest first; all of them for -1."""
    ordered = f"SELECT id FROM jobs WHERE {IS_SHOWN} ORDER BY created_at DESC, number DESC LIMIT ?"  # noqa: S608 - a constant
    rows = connection.execute(ordered, (limit,)).fetchall()
    return [each if type(each) is str else text_from(each) for (each,) in rows]


def next_older(connection: sqlite3.Connection, job_id: str) -> str | None:
    """The id of the next older job in the list, None for the oldest."""
    row = connection.execute(
        f"SELECT id FROM jobs WHERE {IS_SHOWN} AND (created_at, number) <"  # noqa: S608 - a constant
        " (SELECT created_at, number FROM jobs WHERE id = ?) ORDER BY created_at DESC, number DESC LIMIT 1",
        (sql_id(job_id),),
    ).fetchone()
    return None if row is None else text_from(row[0])


def usual_seconds(connection: sqlite3.Connection, kind: tuple[str, str, str, int]) -> float | None:
    """Median time of the last jobs of that region, model, resolution and length, None without history."""
    rows = connection.execute(
        f"SELECT {_TOOK} FROM jobs WHERE stage = 'done' AND region = ? AND model = ?"  # noqa: S608 - a constant
        f" AND resolution = ? AND seconds = ? AND {_TOOK} > 0 AND {_TOOK} < {LONGEST_WORK}"
        " ORDER BY created_at DESC LIMIT ?",
        (*kind, HISTORY),
    ).fetchall()
    return statistics.median(each for (each,) in rows) if rows else None


def owners(connection: sqlite3.Connection, task_ids: Sequence[str]) -> dict[str, TaskOwner]:
    """Which of these tasks belong to a job, open, finished or removed."""
    found: dict[str, TaskOwner] = {}
    for start in range(0, len(task_ids), WINDOW):
        some = [sql_id(each) for each in task_ids[start : start + WINDOW]]
        places = ", ".join("?" * len(some))
        rows = connection.execute(
            f"SELECT task_id, id, account, key_fingerprint, {_IS_CREATED_BY_US}, is_imported, removed_at"  # noqa: S608 - constants
            f" FROM jobs WHERE task_id IN ({places})",
            some,
        )
        for task_id, job_id, account, fingerprint, is_created_by_us, is_imported, removed_at in rows:
            found[text_from(task_id)] = TaskOwner(
                job_id=text_from(job_id),
                account=account or "",
                key_fingerprint=fingerprint or "",
                is_created_by_us=bool(is_created_by_us),
                is_imported=bool(is_imported),
                is_removed=removed_at is not None,
            )
    return found


def key_id(connection: sqlite3.Connection, account: str, key_fingerprint: str) -> str | None:
    """The cloud's id of that key in the task list, None while it is unknown."""
    row = connection.execute(
        "SELECT api_key_id FROM key_ids WHERE account = ? AND key_fingerprint = ?", (account, key_fingerprint)
    ).fetchone()
    return None if row is None else str(row[0])


def find_upload(connection: sqlite3.Connection, key: UploadKey, now: float) -> Upload | None:
    """The file's upload, None if there is none or it has expired."""
    row = connection.execute(
        "SELECT url, expires_at FROM uploads WHERE sha256 = ? AND model_id = ? AND account = ? AND key_fingerprint = ?"
        " AND expires_at > ? AND expires_at <= ?",
        # An upload that lasts longer than any was stored by a wrong clock.
        (*upload_cells(key), now, now + LONGEST_UPLOAD_SECONDS),
    ).fetchone()
    return None if row is None else Upload(url=row[0], expires_at=row[1])


def upload_cells(key: UploadKey) -> tuple[str, str, str, str]:
    """The values of `sha256, model_id, account, key_fingerprint`."""
    return key.sha256, key.model_id, key.account, key.key_fingerprint


def unneeded_inputs(connection: sqlite3.Connection, sha256s: Sequence[str]) -> list[str]:
    """Which of these contents no job references."""
    return [each for (each,) in connection.execute(UNNEEDED, (json.dumps(list(sha256s)),)).fetchall()]


def oldest_created_at(connection: sqlite3.Connection) -> float | None:
    """When the oldest job was created, None without jobs."""
    row = connection.execute("SELECT created_at FROM jobs ORDER BY created_at LIMIT 1").fetchone()
    return None if row is None else row[0]


def row_files(connection: sqlite3.Connection, limit: int) -> list[RowFiles]:
    """The video and the poster of each row that has one, the newest row first; all of them for -1."""
    rows = connection.execute(
        "SELECT id, CASE WHEN json_valid(video_json) THEN json_extract(video_json, '$.path') END, poster FROM jobs"
        " WHERE video_json IS NOT NULL OR poster IS NOT NULL ORDER BY created_at DESC, number DESC LIMIT ?",
        (limit,),
    )
    return [
        RowFiles(job_id=text_from(job_id), video=_path(video), poster=_path(poster)) for job_id, video, poster in rows
    ]


def _path(cell: object) -> str:
    """A path of a row; "" for none, and for what another version wrote."""
    return text_from(cell) if isinstance(cell, str | bytes) else ""
