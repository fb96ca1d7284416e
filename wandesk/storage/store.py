"""The job store on one SQLite file: one thread writes, another one reads for lists.

Every write is one transaction with `synchronous=FULL`: when the coroutine returns, a crash or a power cut keeps it.
The reader has a connection of its own (WAL), so that a long read never delays what must be committed before money is
spent.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from wandesk import durable
from wandesk.domain.errors import NoRoom, StoreDamaged, TaskOwned
from wandesk.domain.job import InputsPrepared, Job, JobEvent, SubmissionStarted
from wandesk.domain.sentences import Sentence
from wandesk.domain.task import TaskOwner, Upload, UploadKey
from wandesk.storage import migrations, pages, rescue
from wandesk.storage.records import (
    COLUMNS,
    STATE_COLUMNS,
    RowUnreadable,
    event_cells,
    input_cells,
    job_from,
    request_cells,
    sql_id,
    state_cells,
    text_from,
)
from wandesk.storage.rescue import Replacement
from wandesk.worker_thread import WorkerThread

T = TypeVar("T")

BUSY_SECONDS = 5.0
CLOSE_WITHIN = 1.0
WINDOW = 500
"""Ids per query of `rows`."""
LONGEST_UPLOAD_SECONDS = 48 * 3600.0
"""The cloud keeps an upload no longer (wire-protocol 5.3)."""
LONGEST_WORK = 24 * 3600
"""Seconds: what took longer was told by a clock that was set in the meantime."""
HISTORY = 50
"""Finished jobs that tell how long such jobs take."""

_INSERT = f"INSERT INTO jobs ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - constants
_UPDATE = f"UPDATE jobs SET {', '.join(f'{name} = ?' for name in STATE_COLUMNS)} WHERE id = ?"  # noqa: S608 - constants
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM jobs"  # noqa: S608 - constants
_OPEN = "stage NOT IN ('done', 'failed', 'canceled', 'expired')"
"""The very words of the index `jobs_open`, so that SQLite uses it."""

_TOOK = "(ended_at - submitted_at - coalesce(clock_offset, 0))"
"""Seconds of the cloud's work; the end is told by the cloud's clock and the start by ours."""

_IS_TOLD = "uncertainty_json IS NULL AND NOT is_imported"
"""The create's own answer named the task: it was neither found by its looks nor imported."""

_UPLOAD = "sha256 = ? AND model_id = ? AND account = ? AND key_fingerprint = ?"

_NAME_INPUT = "INSERT OR IGNORE INTO job_inputs (sha256, job_id) VALUES (?, ?)"
_UNNEEDED = "SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM job_inputs WHERE job_inputs.sha256 = value)"

log = logging.getLogger(__name__)


class JobStore:
    """The engine's Store. It opens its file at the first use; its coroutines may be awaited on any event loop.

    A file that is found damaged when it is opened is set aside and replaced (`replacement`). Damage that shows later
    is told with StoreDamaged, no order begins any more, and the next start looks through the whole file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = _Worker("store", path, self._connect_writer, self._damage_met)
        self._reader = _Worker("store-reader", path, self._connect_reader, self._damage_met)
        self._is_damaged = False
        self.replacement: Replacement | None = None
        """What became of a damaged store: known once the file is open, told by every start until `replacement_told`."""
        self.unreadable: dict[str, str] = {}
        """Ids of rows that make no job here, as a newer program's may, with the reason: they are left alone."""

    async def open(self) -> None:
        """Open the file now, made new where there is none. Raises StoreDamaged (also `store_newer`), NoRoom."""
        await self._writer.run(lambda _: None)

    async def replacement_told(self) -> None:
        """The user knows that the store was replaced, and what only the old one knew is being looked for."""
        await self._writer.run(lambda _: rescue.told(self._path))
        self.replacement = None

    async def add(self, job: Job) -> None:
        """Keep a new job."""

        def work(connection: sqlite3.Connection) -> None:
            self._refuse_orders()
            with _Transaction(connection):
                cells = request_cells(job) + state_cells(job)
                connection.execute(_INSERT, cells)
                connection.executemany(_NAME_INPUT, input_cells(dict(zip(COLUMNS, cells, strict=True))))

        await self._write(work, job)

    async def save(self, job: Job, event: JobEvent) -> None:
        """Keep the job as it is after the event, and the event. Raises KeyError for a job that is not there."""

        def work(connection: sqlite3.Connection) -> None:
            if isinstance(event, SubmissionStarted):
                self._refuse_orders()
            with _Transaction(connection):
                cells = state_cells(job)
                changed = connection.execute(_UPDATE, (*cells, sql_id(job.id)))
                if changed.rowcount != 1:
                    raise KeyError(job.id)
                if isinstance(event, InputsPrepared):
                    named = {**dict(zip(STATE_COLUMNS, cells, strict=True)), "id": sql_id(job.id)}
                    connection.executemany(_NAME_INPUT, input_cells(named))
                connection.execute(
                    "INSERT INTO events (job_id, at, kind, fact_json) VALUES (?, ?, ?, ?)", event_cells(job.id, event)
                )

        await self._write(work, job)

    async def remove(self, job_id: str) -> None:
        """Forget a job and its events; one that is not there is no error."""

        def work(connection: sqlite3.Connection) -> None:
            with _Transaction(connection):
                connection.execute("DELETE FROM jobs WHERE id = ?", (sql_id(job_id),))

        await self._writer.run(work)

    async def get(self, job_id: str) -> Job | None:
        """The job of that id, or None."""
        found = await self.rows([job_id])
        return found[0] if found else None

    async def open_jobs(self) -> Sequence[Job]:
        """Jobs in a stage that is not final, oldest first."""

        def work(connection: sqlite3.Connection) -> list[Job]:
            rows = connection.execute(f"{_SELECT} WHERE {_OPEN} ORDER BY created_at, number").fetchall()
            return self._jobs(rows)

        return await self._read(work)

    async def ids(self, newest: int | None = None) -> Sequence[str]:
        """All job ids, or those of the `newest` jobs, newest first."""
        limit = -1 if newest is None else newest

        def work(connection: sqlite3.Connection) -> list[str]:
            ordered = "SELECT id FROM jobs ORDER BY created_at DESC, number DESC LIMIT ?"
            rows = connection.execute(ordered, (limit,)).fetchall()
            return [each if type(each) is str else text_from(each) for (each,) in rows]

        return await self._read(work)

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        """A window of jobs, in the order asked; ids that are gone, or `unreadable`, are left out."""
        wanted = list(ids)

        def work(connection: sqlite3.Connection) -> list[Job]:
            found: dict[str, Job] = {}
            for start in range(0, len(wanted), WINDOW):
                some = wanted[start : start + WINDOW]
                places = ", ".join("?" * len(some))
                rows = connection.execute(f"{_SELECT} WHERE id IN ({places})", [sql_id(each) for each in some])
                found |= {job.id: job for job in self._jobs(rows)}
            return [found[each] for each in wanted if each in found]

        return await self._read(work) if wanted else []

    async def usual_seconds(self, region: str, model: str, resolution: str, seconds: int) -> float | None:
        """Median time from submit to the cloud's end of the last such jobs, None without history.

        A time that is not positive (the clocks of computer and cloud differ) tells nothing and is left out.
        """

        def work(connection: sqlite3.Connection) -> float | None:
            rows = connection.execute(
                f"SELECT {_TOOK} FROM jobs WHERE stage = 'done' AND region = ? AND model = ?"  # noqa: S608 - a constant
                f" AND resolution = ? AND seconds = ? AND {_TOOK} > 0 AND {_TOOK} < {LONGEST_WORK}"
                " ORDER BY created_at DESC LIMIT ?",
                (region, model, resolution, seconds, HISTORY),
            ).fetchall()
            return statistics.median(each for (each,) in rows) if rows else None

        return await self._read(work)

    async def owners(self, task_ids: Sequence[str]) -> Mapping[str, TaskOwner]:
        """Which of these tasks belong to a job, open or finished."""
        wanted = list(task_ids)

        def work(connection: sqlite3.Connection) -> dict[str, TaskOwner]:
            found: dict[str, TaskOwner] = {}
            for start in range(0, len(wanted), WINDOW):
                some = [sql_id(each) for each in wanted[start : start + WINDOW]]
                places = ", ".join("?" * len(some))
                rows = connection.execute(
                    f"SELECT task_id, id, account, key_fingerprint, {_IS_TOLD} FROM jobs WHERE task_id IN ({places})",  # noqa: S608 - constants
                    some,
                )
                for task_id, job_id, account, fingerprint, is_created_by_us in rows:
                    found[text_from(task_id)] = TaskOwner(
                        job_id=text_from(job_id),
                        account=account or "",
                        key_fingerprint=fingerprint or "",
                        is_created_by_us=bool(is_created_by_us),
                    )
            return found

        return await self._read(work) if wanted else {}

    async def closed_uncertainties(self, since: float) -> Sequence[Job]:
        """Orders begun since then that the user closed while they were in doubt, oldest first."""

        def work(connection: sqlite3.Connection) -> list[Job]:
            rows = connection.execute(
                f"{_SELECT} WHERE uncertainty_json IS NOT NULL AND stage = 'expired' AND submitted_at >= ?"
                " ORDER BY submitted_at, number",
                (since,),
            ).fetchall()
            return [job for job in self._jobs(rows) if job.uncertainty is not None and job.uncertainty.is_closed]

        return await self._read(work)

    async def key_id(self, account: str, key_fingerprint: str) -> str | None:
        """The number by which the cloud's list calls that key, None while it is not known."""

        def work(connection: sqlite3.Connection) -> str | None:
            row = connection.execute(
                "SELECT api_key_id FROM key_ids WHERE account = ? AND key_fingerprint = ?", (account, key_fingerprint)
            ).fetchone()
            return None if row is None else str(row[0])

        return await self._read(work)

    async def learn_key_id(self, account: str, key_fingerprint: str, api_key_id: str) -> None:
        """Keep it."""

        def work(connection: sqlite3.Connection) -> None:
            with _Transaction(connection):
                connection.execute(
                    "INSERT OR REPLACE INTO key_ids (account, key_fingerprint, api_key_id) VALUES (?, ?, ?)",
                    (account, key_fingerprint, api_key_id),
                )

        await self._writer.run(work)

    async def kept_upload(self, key: UploadKey, now: float) -> Upload | None:
        """Where the file lies in the cloud's temporary store, None where it is not known to."""

        def work(connection: sqlite3.Connection) -> Upload | None:
            row = connection.execute(
                f"SELECT url, expires_at FROM uploads WHERE {_UPLOAD} AND expires_at > ? AND expires_at <= ?",  # noqa: S608 - constants
                # What lasts longer than any upload was noted under another clock.
                (*_upload_cells(key), now, now + LONGEST_UPLOAD_SECONDS),
            ).fetchone()
            return None if row is None else Upload(url=row[0], expires_at=row[1])

        return await self._read(work)

    async def keep_upload(self, key: UploadKey, upload: Upload, now: float) -> None:
        """Note where the file lies; what has expired is forgotten on this occasion."""

        def work(connection: sqlite3.Connection) -> None:
            with _Transaction(connection):
                connection.execute("DELETE FROM uploads WHERE expires_at <= ?", (now,))
                connection.execute(
                    "INSERT OR REPLACE INTO uploads (sha256, model_id, account, key_fingerprint, url, expires_at)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (*_upload_cells(key), upload.url, upload.expires_at),
                )

        await self._writer.run(work)

    async def forget_uploads(self, sha256s: Sequence[str]) -> None:
        """These contents are to be sent anew."""
        cells = [(each,) for each in sha256s]

        def work(connection: sqlite3.Connection) -> None:
            with _Transaction(connection):
                connection.executemany("DELETE FROM uploads WHERE sha256 = ?", cells)

        await self._writer.run(work)

    async def unneeded_inputs(self, sha256s: Sequence[str]) -> Sequence[str]:
        """Which of these contents no job names."""

        def work(connection: sqlite3.Connection) -> list[str]:
            rows = connection.execute(_UNNEEDED, (json.dumps(list(sha256s)),)).fetchall()
            return [each for (each,) in rows]

        return await self._writer.run(work)  # after everything that was told before

    async def oldest_order(self) -> float | None:
        """When the oldest job of the list was made, None in an empty list."""

        def work(connection: sqlite3.Connection) -> float | None:
            row = connection.execute("SELECT created_at FROM jobs ORDER BY created_at LIMIT 1").fetchone()
            return None if row is None else row[0]

        return await self._read(work)

    async def close(self) -> None:
        """Fold the log into the file and close it, within a second. Nothing committed depends on it."""
        await self._reader.close()
        await self._writer.close(_checkpoint)

    # ---------------------------------------------------------------- threads and connections

    async def _write(self, work: Callable[[sqlite3.Connection], None], job: Job) -> None:
        try:
            await self._writer.run(work)
        except sqlite3.IntegrityError as error:
            if "jobs.task_id" in str(error):
                raise TaskOwned(job.id, values={"task_id": job.task_id or ""}) from error
            raise ValueError(f"job {job.id}: {error}") from error

    async def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if not self._writer.is_open:
            # The writer makes the file and its schema.
            await self.open()
        return await self._reader.run(work)

    def _jobs(self, rows: Iterable[Sequence[object]]) -> list[Job]:
        """The jobs of these rows. One that cannot be read says nothing about the others, and keeps its task."""
        jobs = []
        for row in rows:
            try:
                jobs.append(job_from(row))
            except RowUnreadable as unreadable:
                job_id = text_from(row[0]) if isinstance(row[0], str | bytes) else repr(row[0])
                if job_id not in self.unreadable:
                    log.error("a row is left alone: %s", unreadable)  # noqa: TRY400 - no mistake of ours
                self.unreadable[job_id] = str(unreadable)
        return jobs

    def _damage_met(self) -> None:
        """On a worker's thread: from now on nothing is ordered, and the next start looks closer."""
        self._is_damaged = True
        rescue.uncertainty(self._path)

    def _refuse_orders(self) -> None:
        if self._is_damaged:
            raise StoreDamaged("damage was met before", values={"file": str(self._path)})

    def _connect_writer(self) -> sqlite3.Connection:
        if rescue.unfinished(self._path):
            self.replacement = rescue.finish(self._path)
        try:
            return self._open_writer()
        except (sqlite3.Error, StoreDamaged) as trouble:
            told = _in_own_words(trouble, self._path)
            if not isinstance(told, StoreDamaged) or told.sentence != StoreDamaged.default_sentence:
                raise
            log.error("the store is damaged: %s", told)  # noqa: TRY400 - no mistake of ours
        self.replacement = rescue.replace(self._path)
        return self._open_writer()

    def _open_writer(self) -> sqlite3.Connection:
        migrations.check_header(self._path)
        if pages.is_log_torn_inside(self._path):
            raise StoreDamaged("the log is damaged", values={"file": str(self._path)})
        if not self._path.exists():
            rescue.make_store(self._path)
        # SQLite gives its -wal and -shm files the rights of this one.
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            for pragma in (
                "trusted_schema = OFF",
                "foreign_keys = ON",
                "synchronous = FULL",
                "fullfsync = ON",  # macOS: fsync alone does not reach the disk
                "checkpoint_fullfsync = ON",
                "secure_delete = ON",  # what was forgotten is gone, and no old state of a job is found again
            ):
                connection.execute(f"PRAGMA {pragma}")
            migrations.prepare(connection, self._path)
            connection.execute("PRAGMA journal_mode = WAL")  # written into the file, so not before it is known as ours
            self._look_through(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _look_through(self, connection: sqlite3.Connection) -> None:
        """Meet damage now, while nothing depends on the store: in what a start reads, or anywhere after a doubt."""
        try:
            connection.execute("SELECT count(*) FROM jobs INDEXED BY jobs_by_age").fetchone()
            connection.execute(f"{_SELECT} WHERE {_OPEN}").fetchall()
        except sqlite3.OperationalError as trouble:
            if (
                trouble.sqlite_errorcode == sqlite3.SQLITE_ERROR
            ):  # a table or a column that every store has is not there
                raise StoreDamaged(str(trouble), values={"file": str(self._path)}) from trouble
            raise
        if rescue.is_uncertain(self._path):
            found = [each for (each,) in connection.execute("PRAGMA integrity_check")]
            if found != ["ok"]:
                raise StoreDamaged("; ".join(found[:5]), values={"file": str(self._path)})
            rescue.trust(self._path)

    def _connect_reader(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
        except BaseException:
            connection.close()
            raise
        return connection


def _upload_cells(key: UploadKey) -> tuple[str, str, str, str]:
    return key.sha256, key.model_id, key.account, key.key_fingerprint


def _checkpoint(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Transaction:
    """BEGIN IMMEDIATE ... COMMIT; an exception, also one of the COMMIT itself, rolls everything back."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._connection.execute("COMMIT")
        finally:
            # SQLite rolls back by itself on some errors (full, I/O), not on others.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")


def _is_damage(error: Exception) -> bool:
    """SQLite met something in the file, or the disk under it, that must be looked at."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR}


def _in_own_words(error: Exception, path: Path) -> Exception:
    """The port's error for one of SQLite's or the system's. An IntegrityError is for its caller to judge."""
    values = {"file": str(path)}
    match error:
        case sqlite3.IntegrityError():
            return error
        case sqlite3.Error():
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            detail = f"{getattr(error, 'sqlite_errorname', '')} {error}".strip()
            if code == sqlite3.SQLITE_FULL:
                return NoRoom(detail, values=values)
            if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
                return StoreDamaged(detail, values=values)
            return StoreDamaged(detail, sentence=Sentence.STORE_UNUSABLE, values=values)
        case OSError():
            if durable.is_disk_full(error):
                return NoRoom(str(error), values=values)
            return StoreDamaged(str(error), sentence=Sentence.STORE_UNUSABLE, values=values)
        case _:
            return error


class _Worker:
    """A thread with one connection, which is made and used there only."""

    def __init__(
        self, name: str, path: Path, connect: Callable[[], sqlite3.Connection], damage_met: Callable[[], None]
    ) -> None:
        self._name = name
        self._path = path
        self._connect = connect
        self._damage_met = damage_met
        self._thread = WorkerThread(name)
        self._connection: sqlite3.Connection | None = None

    @property
    def is_open(self) -> bool:
        """The connection has been made."""
        return self._connection is not None

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The work's result. A caller that is cancelled does not stop it."""
        return await self._thread.call(partial(self._perform, work))

    async def close(self, at_end: Callable[[sqlite3.Connection], None] | None = None) -> None:
        """Do what was asked before, then `at_end`, and let the thread end; a second is waited at most."""
        self._thread.stop(partial(self._disconnect, at_end))
        if not await self._thread.join(CLOSE_WITHIN):
            log.warning("%s is still busy", self._name)

    def _perform(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            if self._connection is None:
                self._connection = self._connect()
            return work(self._connection)
        except Exception as error:
            if _is_damage(error):
                self._damage_met()
            told = _in_own_words(error, self._path)
            if told is error:
                raise
            raise told from error

    def _disconnect(self, at_end: Callable[[sqlite3.Connection], None] | None) -> None:
        if self._connection is None:
            return
        try:
            if at_end is not None:
                at_end(self._connection)
        except sqlite3.Error as error:
            log.warning("%s: %s", self._name, error)
        finally:
            self._connection.close()
