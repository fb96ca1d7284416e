"""A thread with one SQLite connection, transactions, and the translation of errors for the engine."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import TypeVar

from wandesk import durable, folders
from wandesk.domain.errors import NoRoom, StoreDamaged, StoreUnusable
from wandesk.domain.folder_errors import folder_sentence
from wandesk.domain.sentences import Sentence
from wandesk.worker_thread import WorkerThread

T = TypeVar("T")

CLOSE_WITHIN = 1.0
"""Seconds."""

log = logging.getLogger(__name__)


class ConnectionThread:
    """A thread with one connection, which is created and used only there."""

    def __init__(
        self, name: str, path: Path, connect: Callable[[], sqlite3.Connection], on_fault: Callable[[Fault], None]
    ) -> None:
        """`on_fault` is called on the thread, for an error that is no mistake of the statement."""
        self._name = name
        self._path = path
        self._connect = connect
        self._on_fault = on_fault
        self._is_stale = False
        self._thread = WorkerThread(name)
        self._connection: sqlite3.Connection | None = None

    @property
    def is_open(self) -> bool:
        """The connection is open."""
        return self._connection is not None

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The result of `work`. Cancelling the caller does not stop it."""
        return await self._thread.call(partial(self._perform, work))

    def reopen(self) -> None:
        """Open a new connection for the next work. May be called on any thread."""
        self._is_stale = True

    async def close(self, at_end: Callable[[sqlite3.Connection], None] | None = None) -> None:
        """Finish the queued work, run `at_end` and end the thread. Waits for a second at most."""
        self._thread.stop(partial(self._disconnect, at_end))
        if not await self._thread.join(CLOSE_WITHIN):
            log.warning("%s is still busy", self._name)

    def _perform(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            if self._is_stale:
                self._is_stale = False
                self._disconnect(None)
            if self._connection is None:
                self._connection = self._connect()
            return work(self._connection)
        except Exception as error:
            if (fault := fault_of(error, self._path)) is not None:
                self._on_fault(fault)
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
            connection, self._connection = self._connection, None
            connection.close()


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


class Fault(Enum):
    """What an error says about the file of the store."""

    DISK = auto()
    """The disk is full, read-only or away. The file is as it was, but a connection may stay broken."""
    READING = auto()
    """The disk cannot read or write a part of the file, which may be damaged."""
    DAMAGE = auto()


_OF_THE_DISK = frozenset(
    {
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_FULL,
    }
)
"""SQLite's codes for errors of the system. They do not tell the system's own error."""


def fault_of(error: Exception, path: Path) -> Fault | None:
    """What is wrong with the file, None for an error that says nothing about it."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return None if is_in_index(error) else Fault.DAMAGE
    if code not in _OF_THE_DISK or code == sqlite3.SQLITE_FULL:
        return None
    if error_of_disk(path) is None and code == sqlite3.SQLITE_IOERR:
        return Fault.READING
    return Fault.DISK


def is_in_index(error: BaseException | None) -> bool:
    """Whether the damage is inside the list's index, which is derived from the jobs; the file itself is readable."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_CORRUPT_VTAB


def error_of_disk(path: Path) -> OSError | None:
    """The error of the system when a file is written beside the store, or its file is missing; None if there is none.

    SQLite itself tells only that something failed.
    """
    try:
        folders.check_writable(folder_of(path))
        path.stat()
    except OSError as error:
        return error
    return None


def folder_of(path: Path) -> Path:
    """The folder of the store's file; of its target, if it is a link."""
    return Path(os.path.realpath(path)).parent


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
            if code in _OF_THE_DISK and (cause := error_of_disk(path)) is not None:
                return _refusal(cause, path, f"{detail}; {cause}")
            if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB} and not is_in_index(error):
                return StoreDamaged(detail, values=values)
            return StoreUnusable(detail, values=values)
        case OSError():
            return _refusal(error, path, str(error))
        case _:
            return error


def _refusal(error: OSError, path: Path, detail: str) -> NoRoom | StoreUnusable:
    values = {"file": str(path)}
    if durable.is_disk_full(error):
        return NoRoom(detail, values=values)
    sentence = folder_sentence(error)
    if sentence is Sentence.FOLDER_REFUSED:
        return StoreUnusable(detail, values=values)
    return StoreUnusable(detail, sentence=sentence, values={**values, "folder": str(folder_of(path))})
