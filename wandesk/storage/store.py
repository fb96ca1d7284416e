"""The job store on one SQLite file: one thread writes, another one reads for lists.

Every write is one transaction with `synchronous=FULL`: when the coroutine returns, a crash or a power cut keeps it.
The reader has a connection of its own (WAL), so that a long read never delays what must be committed before money is
spent.
"""

from __future__ import annotations

import asyncio
import logging
import os
import queue
import sqlite3
import statistics
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from wandesk.domain.errors import NoRoom, StoreDamaged, TaskOwned
from wandesk.domain.job import Job, JobEvent
from wandesk.domain.task import Upload, UploadKey
from wandesk.storage import migrations
from wandesk.storage.records import (
    COLUMNS,
    ORDER_COLUMNS,
    STATE_COLUMNS,
    RowUnreadable,
    event_cells,
    id_from,
    job_from,
    order_cells,
    sql_id,
    state_cells,
)

T = TypeVar("T")

BUSY_SECONDS = 5.0
CLOSE_WITHIN = 1.0
WINDOW = 500
"""Ids per query of `rows`."""
LONGEST_UPLOAD_SECONDS = 48 * 3600.0
"""The cloud keeps an upload no longer (wire-protocol 5.3)."""
HISTORY = 50
"""Finished jobs that tell how long such jobs take."""

_INSERT = f"INSERT INTO jobs ({', '.join(ORDER_COLUMNS + STATE_COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - constants
_UPDATE = f"UPDATE jobs SET {', '.join(f'{name} = ?' for name in STATE_COLUMNS)} WHERE id = ?"  # noqa: S608 - constants
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM jobs"  # noqa: S608 - constants
_OPEN = "stage NOT IN ('done', 'failed', 'canceled', 'expired')"
"""The very words of the index `jobs_open`, so that SQLite uses it."""

_UPLOAD = "sha256 = ? AND model_id = ? AND account = ? AND key_fingerprint = ?"

log = logging.getLogger(__name__)


class JobStore:
    """The engine's Store. It opens its file at the first use; its coroutines may be awaited on any event loop."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = _Worker("store", path, self._connect_writer)
        self._reader = _Worker("store-reader", path, self._connect_reader)

    async def open(self) -> None:
        """Open the file now, made new where there is none. Raises StoreDamaged (also `store_newer`), NoRoom."""
        await self._writer.run(lambda _: None)

    async def add(self, job: Job) -> None:
        """Keep a new job."""

        def work(connection: sqlite3.Connection) -> None:
            with _Transaction(connection):
                connection.execute(_INSERT, order_cells(job) + state_cells(job))

        await self._write(work, job)

    async def save(self, job: Job, event: JobEvent) -> None:
        """Keep the job as it is after the event, and the event. Raises KeyError for a job that is not there."""

        def work(connection: sqlite3.Connection) -> None:
            with _Transaction(connection):
                changed = connection.execute(_UPDATE, (*state_cells(job), sql_id(job.id)))
                if changed.rowcount != 1:
                    raise KeyError(job.id)
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
            return [job_from(row) for row in rows]

        return await self._read(work)

    async def ids(self) -> Sequence[str]:
        """All job ids, newest first."""

        def work(connection: sqlite3.Connection) -> list[str]:
            rows = connection.execute("SELECT id FROM jobs ORDER BY created_at DESC, number DESC").fetchall()
            return [id_from(each) for (each,) in rows]

        return await self._read(work)

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        """A window of jobs, in the order asked; ids that are gone are left out."""
        wanted = list(ids)

        def work(connection: sqlite3.Connection) -> list[Job]:
            found: dict[str, Job] = {}
            for start in range(0, len(wanted), WINDOW):
                some = wanted[start : start + WINDOW]
                places = ", ".join("?" * len(some))
                rows = connection.execute(f"{_SELECT} WHERE id IN ({places})", [sql_id(each) for each in some])
                found |= {job.id: job for job in map(job_from, rows)}
            return [found[each] for each in wanted if each in found]

        return await self._read(work) if wanted else []

    async def usual_seconds(self, region: str, model: str, resolution: str, seconds: int) -> float | None:
        """Median time from submit to the cloud's end of the last such jobs, None without history.

        A time that is not positive (the clocks of computer and cloud differ) tells nothing and is left out.
        """

        def work(connection: sqlite3.Connection) -> float | None:
            rows = connection.execute(
                "SELECT ended_at - submitted_at FROM jobs WHERE stage = 'done' AND region = ? AND model = ?"
                " AND resolution = ? AND seconds = ? AND ended_at > submitted_at ORDER BY created_at DESC LIMIT ?",
                (region, model, resolution, seconds, HISTORY),
            ).fetchall()
            return statistics.median(each for (each,) in rows) if rows else None

        return await self._read(work)

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

    def _connect_writer(self) -> sqlite3.Connection:
        migrations.check_header(self._path)
        # SQLite gives its -wal and -shm files the rights of this one.
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            for pragma in (
                "trusted_schema = OFF",
                "foreign_keys = ON",
                "journal_mode = WAL",
                "synchronous = FULL",
                "fullfsync = ON",  # macOS: fsync alone does not reach the disk
                "checkpoint_fullfsync = ON",
            ):
                connection.execute(f"PRAGMA {pragma}")
            migrations.prepare(connection, self._path)
        except BaseException:
            connection.close()
            raise
        return connection

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
            return StoreDamaged(detail, sentence="store_unusable", values=values)
        case OSError():
            return StoreDamaged(str(error), sentence="store_unusable", values=values)
        case RowUnreadable():
            return StoreDamaged(str(error), values=values)
        case _:
            return error


class _Call(Generic[T]):
    """One piece of work, and the coroutine that waits for it."""

    def __init__(self, work: Callable[[sqlite3.Connection], T]) -> None:
        self._work = work
        self._loop = asyncio.get_running_loop()
        self.answer: asyncio.Future[T] = self._loop.create_future()

    def perform(self, connection: sqlite3.Connection) -> None:
        result = self._work(connection)
        self._tell(lambda: self.answer.set_result(result))

    def fail(self, error: Exception) -> None:
        self._tell(lambda: self.answer.set_exception(error))

    def _tell(self, settle: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(lambda: None if self.answer.done() else settle())
        except RuntimeError:
            # The work is done; the loop that asked has been closed in the meantime.
            log.debug("an answer of the store came after its loop had ended")


class _Worker:
    """A daemon thread with one connection, which is made and used there only."""

    def __init__(self, name: str, path: Path, connect: Callable[[], sqlite3.Connection]) -> None:
        self._name = name
        self._path = path
        self._connect = connect
        self._calls: queue.SimpleQueue[_Call[object] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._at_end: Callable[[sqlite3.Connection], None] | None = None
        self._is_closed = False
        self.is_open = False

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The work's result. A caller that is cancelled does not stop it."""
        if self._is_closed:
            raise RuntimeError(f"{self._name} is closed")
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name=self._name, daemon=True)
            self._thread.start()
        call = _Call(work)
        self._calls.put(call)  # type: ignore[arg-type]  # the queue does not read results
        return await call.answer

    async def close(self, at_end: Callable[[sqlite3.Connection], None] | None = None) -> None:
        """Do what was asked before, then `at_end`, and let the thread end; a second is waited at most."""
        self._is_closed = True
        if self._thread is None:
            return
        self._at_end = at_end
        self._calls.put(None)
        await asyncio.to_thread(self._thread.join, CLOSE_WITHIN)
        if self._thread.is_alive():
            log.warning("%s is still busy", self._name)

    def _serve(self) -> None:
        connection: sqlite3.Connection | None = None
        while (call := self._calls.get()) is not None:
            try:
                if connection is None:
                    connection = self._connect()
                    self.is_open = True
                call.perform(connection)
            except Exception as error:  # noqa: BLE001 - whatever happens here belongs to the coroutine that asked
                call.fail(_in_own_words(error, self._path))
            del call
        if connection is None:
            return
        try:
            if self._at_end is not None:
                self._at_end(connection)
        except sqlite3.Error as error:
            log.warning("%s: %s", self._name, error)
        finally:
            connection.close()
