"""The job store: the engine's Store on one SQLite file (`store_file`), with the reads in `queries`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from wandesk.domain.errors import StoreUnusable, TaskOwned
from wandesk.domain.job import Job
from wandesk.domain.job_events import InputsPrepared, JobEvent, MarksChanged, SubmissionStarted, TaskSucceeded
from wandesk.domain.job_query import EVERY_JOB, JobQuery
from wandesk.domain.listing import JobCounts, Listing
from wandesk.domain.space import RowFiles
from wandesk.domain.spending import Amounts, LedgerEntry
from wandesk.domain.task import TaskOwner, Upload, UploadKey
from wandesk.storage import ledger, listing, queries
from wandesk.storage.connections import Transaction, is_in_index
from wandesk.storage.records import (
    COLUMNS,
    STATE_COLUMNS,
    event_cells,
    input_cells,
    request_cells,
    sql_id,
    state_cells,
)
from wandesk.storage.rescue import Replacement
from wandesk.storage.search_index import SearchIndex, rebuild
from wandesk.storage.store_file import StoreFile

T = TypeVar("T")

_INSERT = f"INSERT INTO jobs ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - constants
_UPDATE = f"UPDATE jobs SET {', '.join(f'{name} = ?' for name in STATE_COLUMNS)} WHERE id = ?"  # noqa: S608 - constants
INDEXED_AT_ONCE = 100
"""Jobs, which take some hundredths of a second. A change of a job waits so long."""
_NAME_INPUT = "INSERT OR IGNORE INTO job_inputs (sha256, job_id) VALUES (?, ?)"


class JobStore:
    """The engine's Store. The file is opened at the first use. Coroutines may be awaited on any event loop."""

    def __init__(
        self,
        path: Path,
        *,
        before_opening: Callable[[], None] | None = None,
        has_traces: Callable[[], bool] = lambda: False,
        model_names: Callable[[str], str] = lambda _key: "",
    ) -> None:
        """All are called on the store's threads. `before_opening()` may raise StoreUnusable or OSError.

        `has_traces()` says whether other files show that there was a store; it is asked only if there is none.
        `model_names(key)` gives the names of a model in every language, by which its jobs are found.
        """
        self._file = StoreFile(path, before_opening, has_traces)
        self._reader = queries.JobReader()
        self._index = SearchIndex(model_names)

    @property
    def replacement(self) -> Replacement | None:
        """Set when a damaged or lost store was replaced; reported at each start until `acknowledge_replacement`."""
        return self._file.replacement

    @property
    def unreadable(self) -> Mapping[str, str]:
        """Ids of unreadable rows with the reason; a newer version may write such rows. They are not changed."""
        return self._reader.unreadable

    async def open(self) -> None:
        """Open the file now, or create it. Raises StoreDamaged, StoreUnusable, NoRoom."""
        await self._file.open()

    async def acknowledge_replacement(self) -> None:
        """The user has seen that the store was replaced, and the search for its missing videos has begun."""
        await self._file.acknowledge_replacement()

    async def close(self) -> None:
        """Checkpoint the log and close the file, within a second. Committed data do not depend on it."""
        await self._file.close()

    # ---------------------------------------------------------------- changes

    async def add(self, job: Job) -> None:
        """Insert a job."""

        def work(connection: sqlite3.Connection) -> None:
            self._file.refuse_if_damaged()
            with Transaction(connection):
                cells = request_cells(job) + state_cells(job)
                connection.execute(_INSERT, cells)
                connection.executemany(_NAME_INPUT, input_cells(dict(zip(COLUMNS, cells, strict=True))))
                ledger.record(connection, job)
                self._index.update(connection, job)

        await self._write(work, job)

    async def save(self, job: Job, event: JobEvent) -> None:
        """Store the event, and the job as it is after the event. Raises KeyError for an unknown job."""

        def work(connection: sqlite3.Connection) -> None:
            if isinstance(event, SubmissionStarted):
                self._file.refuse_if_damaged()
                self._file.refuse_if_nearly_full()
            with Transaction(connection):
                self._save(connection, job, event)

        await self._write(work, job)

    async def save_all(self, changes: Sequence[tuple[Job, JobEvent]]) -> None:
        """Store these events, and the jobs as they are after them, all or none. Raises KeyError for an unknown job."""

        def work(connection: sqlite3.Connection) -> None:
            with Transaction(connection):
                for job, event in changes:
                    self._save(connection, job, event)

        if changes:
            await self._file.writer.run(work)

    def _save(self, connection: sqlite3.Connection, job: Job, event: JobEvent) -> None:
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
        if isinstance(event, TaskSucceeded):
            ledger.record(connection, job)
        elif isinstance(event, MarksChanged):
            ledger.relabel(connection, job)
        self._index.update(connection, job)

    async def remove(self, job_id: str) -> None:
        """Delete a job and its events. An unknown job is no error."""

        def work(connection: sqlite3.Connection) -> None:
            with Transaction(connection):
                row = connection.execute("SELECT number FROM jobs WHERE id = ?", (sql_id(job_id),)).fetchone()
                if row is not None:
                    connection.execute("DELETE FROM jobs WHERE number = ?", row)
                    self._index.forget(connection, *row)

        await self._file.writer.run(work)

    async def index_some(self) -> bool:
        """Index some jobs that are not in the list's index, such as those of an older version. False: all are in it."""

        def work(connection: sqlite3.Connection) -> bool:
            with Transaction(connection):
                return self._index.fill(connection, INDEXED_AT_ONCE)

        return await self._file.writer.run(work)

    async def learn_key_id(self, account: str, key_fingerprint: str, api_key_id: str) -> None:
        """Store the cloud's id of that key."""

        def work(connection: sqlite3.Connection) -> None:
            with Transaction(connection):
                connection.execute(
                    "INSERT OR REPLACE INTO key_ids (account, key_fingerprint, api_key_id) VALUES (?, ?, ?)",
                    (account, key_fingerprint, api_key_id),
                )

        await self._file.writer.run(work)

    async def keep_upload(self, key: UploadKey, upload: Upload, now: float) -> None:
        """Store an upload, and delete the expired ones."""

        def work(connection: sqlite3.Connection) -> None:
            with Transaction(connection):
                connection.execute("DELETE FROM uploads WHERE expires_at <= ?", (now,))
                connection.execute(
                    "INSERT OR REPLACE INTO uploads (sha256, model_id, account, key_fingerprint, url, expires_at)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (*queries.upload_cells(key), upload.url, upload.expires_at),
                )

        await self._file.writer.run(work)

    async def forget_uploads(self, sha256s: Sequence[str]) -> None:
        """Delete the uploads of these contents, so that they are uploaded again."""
        cells = [(each,) for each in sha256s]

        def work(connection: sqlite3.Connection) -> None:
            with Transaction(connection):
                connection.executemany("DELETE FROM uploads WHERE sha256 = ?", cells)

        await self._file.writer.run(work)

    async def _write(self, work: Callable[[sqlite3.Connection], None], job: Job) -> None:
        try:
            await self._file.writer.run(work)
        except sqlite3.IntegrityError as error:
            if "jobs.task_id" in str(error):
                raise TaskOwned(job.id, values={"task_id": job.task_id or ""}) from error
            raise ValueError(f"job {job.id}: {error}") from error

    # ---------------------------------------------------------------- reads

    async def get(self, job_id: str) -> Job | None:
        """The job of that id, also a removed one, or None."""
        found = await self._file.read(lambda connection: self._reader.rows(connection, [job_id]))
        return found[0] if found else None

    async def open_jobs(self) -> Sequence[Job]:
        """Jobs in a stage that is not final and that are not removed, oldest first."""
        return await self._file.read(self._reader.open_jobs)

    async def removed_jobs(self) -> Sequence[Job]:
        """The jobs that the user removed from the list, the one removed first."""
        return await self._file.read(self._reader.removed_jobs)

    async def next_older(self, job_id: str) -> str | None:
        """The id of the next older job in the list, None for the oldest."""
        return await self._file.read(lambda connection: queries.next_older(connection, job_id))

    async def ids(self, newest: int | None = None) -> Sequence[str]:
        """The ids of all jobs in the list, or of the `newest` ones, newest first."""
        limit = -1 if newest is None else newest
        return await self._file.read(lambda connection: queries.ids(connection, limit))

    async def listing(self, newest: int | None = None, query: JobQuery = EVERY_JOB) -> Listing:
        """The jobs of a view in its order, or the first so many of them."""
        limit = -1 if newest is None else newest
        return await self._listed(lambda connection: listing.listing(connection, query, limit))

    async def counts(self, query: JobQuery = EVERY_JOB) -> JobCounts:
        """How many jobs of the query's text and label each filter has, and how many jobs each label has."""
        return await self._listed(lambda connection: listing.counts(connection, query))

    async def sums(self, query: JobQuery, spans: Sequence[tuple[float, float]]) -> Sequence[Amounts]:
        """What the jobs of a view that were created in each span cost; times in seconds since 1970."""
        return await self._listed(lambda connection: listing.sums(connection, query, spans))

    async def _listed(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """A question to the index, asked again without it if it is damaged."""
        try:
            return await self._file.read(work)
        except StoreUnusable as refused:
            if not is_in_index(refused.__cause__):
                raise

        def begin_again(connection: sqlite3.Connection) -> None:
            with Transaction(connection):
                rebuild(connection)

        await self._file.writer.run(begin_again)
        return await self._file.read(work)

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        """These jobs of the list in this order. Ids that are gone, removed or `unreadable` are left out."""
        requested = list(ids)
        if not requested:
            return []
        found = await self._file.read(lambda connection: self._reader.rows(connection, requested))
        return [job for job in found if not job.is_removed]

    async def usual_seconds(self, region: str, model: str, resolution: str, seconds: int) -> float | None:
        """Median time from submission to the end of the task, of the last such jobs; None without history.

        Times that are not positive are ignored: the computer's clock and the cloud's differed.
        """
        kind = region, model, resolution, seconds
        return await self._file.read(lambda connection: queries.usual_seconds(connection, kind))

    async def owners(self, task_ids: Sequence[str]) -> Mapping[str, TaskOwner]:
        """Which of these tasks belong to a job, open, finished or removed."""
        requested = list(task_ids)
        return await self._file.read(lambda connection: queries.owners(connection, requested)) if requested else {}

    async def closed_uncertain_jobs(self, newest: int) -> Sequence[Job]:
        """The `newest` uncertain jobs that the user closed, oldest first."""
        return await self._file.read(lambda connection: self._reader.closed_uncertain_jobs(connection, newest))

    async def key_id(self, account: str, key_fingerprint: str) -> str | None:
        """The cloud's id of that key in the task list, None while it is unknown."""
        return await self._file.read(lambda connection: queries.key_id(connection, account, key_fingerprint))

    async def find_upload(self, key: UploadKey, now: float) -> Upload | None:
        """The file's upload, None if there is none or it has expired."""
        return await self._file.read(lambda connection: queries.find_upload(connection, key, now))

    async def unneeded_inputs(self, sha256s: Sequence[str]) -> Sequence[str]:
        """Which of these contents no job references."""
        # On the writing thread, so that it follows the writes before it.
        return await self._file.writer.run(lambda connection: queries.unneeded_inputs(connection, sha256s))

    async def row_files(self, newest: int | None = None) -> Sequence[RowFiles]:
        """The files that the rows name, or the `newest` ones, the newest row first, removed ones too."""
        limit = -1 if newest is None else newest
        return await self._file.read(lambda connection: queries.row_files(connection, limit))

    async def ledger(self, since: float) -> Sequence[LedgerEntry]:
        """The ledger's entries since then, newest first."""
        return await self._file.read(lambda connection: ledger.entries(connection, since))

    async def oldest_created_at(self) -> float | None:
        """When the oldest job was created, None without jobs."""
        return await self._file.read(queries.oldest_created_at)
