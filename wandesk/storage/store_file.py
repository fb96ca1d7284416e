"""The file of the job store: a writing and a reading connection, and the handling of damage.

Every write is one transaction with `synchronous=FULL`: it survives a crash or a power cut once it has returned. Reads
have their own connection (WAL), so a long read never delays the commit before a request that costs money.
"""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from wandesk.domain.errors import NoRoom, StoreDamaged, StoreUnusable
from wandesk.storage import migrations, pages, rescue
from wandesk.storage.connections import ConnectionThread, Fault, folder_of, port_error
from wandesk.storage.queries import OPEN, SELECT
from wandesk.storage.rescue import Replacement

T = TypeVar("T")

BUSY_SECONDS = 5.0
LEAST_ROOM_BYTES = 1 << 20
"""Free space that a submission needs. Its outcome takes some pages of the log; other programs may fill the rest."""

log = logging.getLogger(__name__)


class StoreFile:
    """One SQLite file with a thread that writes and a thread that reads. It is opened at the first use.

    A file that is damaged when it is first opened is set aside and replaced (`replacement`), and so is one that is gone
    although there are traces of it. Damage found later raises
    StoreDamaged, nothing more is submitted, and the next start checks the whole file. After an error of the disk both
    connections are opened again for the next use.
    """

    def __init__(
        self,
        path: Path,
        before_opening: Callable[[], None] | None = None,
        has_traces: Callable[[], bool] = lambda: False,
    ) -> None:
        self._path = path
        self._before_opening = before_opening
        self._has_traces = has_traces
        self.writer = ConnectionThread("store", path, self.connect_writer, self._on_fault)
        self.reader = ConnectionThread("store-reader", path, self._connect_reader, self._on_fault)
        self._is_damaged = False
        self._was_open = False
        self.replacement: Replacement | None = None
        """Set when a damaged or lost store was replaced; reported at each start until `acknowledge_replacement`."""

    async def open(self) -> None:
        """Open the file now, or create it. Raises StoreDamaged, StoreUnusable, NoRoom."""
        await self.writer.run(lambda _: None)

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The result of a query."""
        if not self.writer.is_open:
            # The writer creates the file and its schema.
            await self.open()
        return await self.reader.run(work)

    async def acknowledge_replacement(self) -> None:
        """The user has seen that the store was replaced, and the search for its missing videos has begun."""
        await self.writer.run(lambda _: rescue.acknowledge(self._path))
        self.replacement = None

    async def close(self) -> None:
        """Checkpoint the log and close the file, within a second. Committed data do not depend on it."""
        await self.reader.close()
        await self.writer.close(_checkpoint)

    def _on_fault(self, fault: Fault) -> None:
        """Open the file again for the next use, or stop submitting. Called on a worker thread."""
        if fault is not Fault.DISK:
            self._is_damaged = True
            rescue.mark_suspect(self._path)
        if fault is not Fault.DAMAGE:
            self.writer.reopen()
            self.reader.reopen()

    def refuse_if_damaged(self) -> None:
        if self._is_damaged:
            raise StoreDamaged("damage was found before", values={"file": str(self._path)})

    def refuse_if_nearly_full(self) -> None:
        """Raise NoRoom while the outcome of a request that costs money might not be stored."""
        free = shutil.disk_usage(folder_of(self._path)).free
        if free < LEAST_ROOM_BYTES:
            raise NoRoom(f"{free} bytes are free", values={"file": str(self._path)})

    def connect_writer(self) -> sqlite3.Connection:
        if self._before_opening is not None:
            self._before_opening()
        if self._was_open or self._path.is_symlink():
            self._path.stat()  # a file that was there, or the target of a link, is away: nothing may take its place
        if self._was_open:
            return self._open_writer()
        if rescue.unfinished(self._path):
            self.replacement = rescue.finish(self._path)
        elif not self._path.exists() and self._has_traces():
            self.replacement = rescue.replace_lost(self._path)
        try:
            return self._open_writer()
        except (sqlite3.Error, StoreDamaged) as fault:
            error = port_error(fault, self._path)
            if not isinstance(error, StoreDamaged) or isinstance(error, StoreUnusable):
                raise
            log.error("the store is damaged: %s", error)  # noqa: TRY400 - no mistake of ours
        self.replacement = rescue.replace(self._path)
        return self._open_writer()

    def _open_writer(self) -> sqlite3.Connection:
        migrations.check_header(self._path)
        if pages.is_log_torn_inside(self._path):
            raise StoreDamaged("the log is damaged", values={"file": str(self._path)})
        if not self._path.exists():
            rescue.make_store(self._path)
        # SQLite gives its -wal and -shm files the permissions of this file.
        connection = self._connected()
        try:
            for pragma in (
                "trusted_schema = OFF",
                "foreign_keys = ON",
                "synchronous = FULL",
                "fullfsync = ON",  # macOS: fsync alone does not reach the disk
                "checkpoint_fullfsync = ON",
                "secure_delete = ON",  # deleted bytes are overwritten, so a rescue finds no old state of a job
            ):
                connection.execute(f"PRAGMA {pragma}")
            migrations.prepare(connection, self._path)
            connection.execute("PRAGMA journal_mode = WAL")  # changes the file, so the header is checked first
            self._check(connection)
        except BaseException:
            connection.close()
            raise
        self._was_open = True
        return connection

    def _check(self, connection: sqlite3.Connection) -> None:
        """Check what a start reads, and the whole file if it is suspect. Raises StoreDamaged, sqlite3.Error."""
        try:
            connection.execute("SELECT count(*) FROM jobs INDEXED BY jobs_by_age").fetchone()
            connection.execute(f"{SELECT} WHERE {OPEN}").fetchall()
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode == sqlite3.SQLITE_ERROR:  # a table or a column is missing
                raise StoreDamaged(str(fault), values={"file": str(self._path)}) from fault
            raise
        if self._is_damaged or rescue.is_suspect(self._path):
            found = [each for (each,) in connection.execute("PRAGMA integrity_check")]
            if found != ["ok"]:
                raise StoreDamaged("; ".join(found[:5]), values={"file": str(self._path)})
            rescue.trust(self._path)
            self._is_damaged = False

    def _connected(self) -> sqlite3.Connection:
        """A connection to the file, which must exist: SQLite would create it where a disk is away."""
        path = self._path.absolute().as_posix()
        address = f"file://{'' if path.startswith('/') else '/'}{quote(os.fsencode(path))}?mode=rw"
        return sqlite3.connect(address, timeout=BUSY_SECONDS, isolation_level=None, uri=True)

    def _connect_reader(self) -> sqlite3.Connection:
        connection = self._connected()
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
        except BaseException:
            connection.close()
            raise
        return connection


def _checkpoint(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
