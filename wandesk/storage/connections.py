"""A thread with one SQLite connection, transactions, and the translation of errors for the engine."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from wandesk import durable
from wandesk.domain.errors import NoRoom, StoreDamaged, StoreUnusable
from wandesk.worker_thread import WorkerThread

T = TypeVar("T")

CLOSE_WITHIN = 1.0
"""Seconds."""

log = logging.getLogger(__name__)


class ConnectionThread:
    """A thread with one connection, which is created and used only there."""

    def __init__(
        self, name: str, path: Path, connect: Callable[[], sqlite3.Connection], on_damage: Callable[[], None]
    ) -> None:
        self._name = name
        self._path = path
        self._connect = connect
        self._on_damage = on_damage
        self._thread = WorkerThread(name)
        self._connection: sqlite3.Connection | None = None

    @property
    def is_open(self) -> bool:
        """The connection is open."""
        return self._connection is not None

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The result of `work`. Cancelling the caller does not stop it."""
        return await self._thread.call(partial(self._perform, work))

    async def close(self, at_end: Callable[[sqlite3.Connection], None] | None = None) -> None:
        """Finish the queued work, run `at_end` and end the thread. Waits for a second at most."""
        self._thread.stop(partial(self._disconnect, at_end))
        if not await self._thread.join(CLOSE_WITHIN):
            log.warning("%s is still busy", self._name)

    def _perform(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            if self._connection is None:
                self._connection = self._connect()
            return work(self._connection)
        except Exception as error:
            if is_damage(error):
                self._on_damage()
            translated = port_error(error, self._path)
            if translated is error:
                raise
            raise translated from error

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


class Transaction:
    """BEGIN IMMEDIATE ... COMMIT. An exception, also of the COMMIT itself, rolls back."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._connection.execute("COMMIT")
        finally:
            # SQLite rolls back automatically after some errors (full, I/O) only.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")


def is_damage(error: Exception) -> bool:
    """Whether SQLite reports damage of the file or an I/O error of the disk."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR}


def port_error(error: Exception, path: Path) -> Exception:
    """Translate an error of SQLite or of the system for the engine's port. An IntegrityError is returned unchanged."""
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
            return StoreUnusable(detail, values=values)
        case OSError():
            if durable.is_disk_full(error):
                return NoRoom(str(error), values=values)
            return StoreUnusable(str(error), values=values)
        case _:
            return error
