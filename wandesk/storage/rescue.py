"""Replaces a damaged store: the old file is set aside, and a new one gets every job that can be read. Or a lost one.

Nothing is deleted or overwritten. A note beside the store lets the next start continue after a crash. It is deleted
when the user has seen the replacement.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from wandesk import durable
from wandesk.domain.job import JobProblem, JobStage, Uncertainty
from wandesk.domain.sentences import Sentence
from wandesk.storage import ledger, migrations, version_1
from wandesk.storage.new_files import new_database
from wandesk.storage.pages import PageFile, RawCell

log = logging.getLogger(__name__)

CANDIDATE_GAP = ("", "-wal", "-shm")
"""The files of one store; the first one is the store itself."""
FEWEST_COLUMNS = 30
"""The smallest number of columns of `jobs` in any version."""
OLDEST_COLUMNS = 36
"""The number of columns in version 1.0."""
DAY = 86_400.0
REQUEST_AT = 5
"""The index of `request_json` in a row. Version 1 has the region there."""

_UNSAFE = frozenset(stage for stage in JobStage if stage.is_before_submission or stage is JobStage.SUBMITTING)
"""The newest row of a job may be lost, so a job in one of these stages may have been submitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """A damaged or lost store was replaced; videos of jobs that it knew must be searched for in the cloud."""

    set_aside: Path | None
    """The damaged store; None if the store was gone."""
    rescued: int
    """The number of jobs that could be read from it."""


def is_suspect(path: Path) -> bool:
    """Whether damage was found while the program ran: the next start checks the whole store."""
    return _beside(path, ".doubted").exists()


def mark_suspect(path: Path) -> None:
    """Let the next start check the whole store. An error is logged."""
    try:
        _beside(path, ".doubted").touch(mode=0o600)
    except OSError as unable:
        log.warning("cannot mark %s as suspect: %s", path.name, unable)


def trust(path: Path) -> None:
    """The whole store was checked and is not damaged. Raises OSError."""
    _beside(path, ".doubted").unlink(missing_ok=True)


def unfinished(path: Path) -> bool:
    """Whether a replacement has begun that the user has not seen, or a log exists without its store."""
    return _note(path).exists() or (not path.exists() and _beside(path, "-wal").exists())


def acknowledge(path: Path) -> None:
    """The user has seen the replacement. Raises OSError."""
    _note(path).unlink(missing_ok=True)


def replace(path: Path) -> Replacement:
    """Set the store aside and create a new one.

    No connection may be open. Raises OSError, sqlite3.Error.
    """
    _write_note(path, {"set_aside": _free_name(path)})
    return finish(path)


def replace_lost(path: Path) -> Replacement:
    """Create a new store in place of one that is gone. Raises OSError, sqlite3.Error."""
    log.error("the store is gone, but files of earlier jobs are there")
    _write_note(path, {"is_lost": True})
    return finish(path)


def finish(path: Path) -> Replacement:
    """Continue an interrupted replacement, also one that is complete. Raises OSError, sqlite3.Error."""
    note = _read_note(path)
    if note is not None and note.get("is_lost"):
        if not path.exists():
            make_store(path)
        return Replacement(set_aside=None, rescued=0)
    if note is None:
        note = {"set_aside": _free_name(path)}
        _write_note(path, note)
    aside = path.with_name(str(note["set_aside"]))
    is_begun = any(_beside(aside, suffix).exists() for suffix in CANDIDATE_GAP)
    if path.exists() and is_begun:
        return Replacement(set_aside=aside, rescued=int(str(note.get("rescued", 0))))
    for suffix in CANDIDATE_GAP:  # the store first: without its log it would look undamaged
        with contextlib.suppress(FileNotFoundError):
            _beside(path, suffix).rename(_beside(aside, suffix))
    durable.fsync_folder(path.parent)
    rows = rescued_rows(aside)
    _write_note(path, note | {"rescued": len(rows)})
    make_store(path, rows)
    trust(path)
    log.error("the store was damaged: it is now %s, %d jobs were rescued", aside.name, len(rows))
    return Replacement(set_aside=aside, rescued=len(rows))


def make_store(path: Path, rows: Sequence[dict[str, RawCell]] = ()) -> None:
    """Create a store with these rows, atomically. Raises OSError, sqlite3.Error."""
    with new_database(path) as connection:
        migrations.create(connection)
        connection.execute("BEGIN")
        for row in rows:
            try:
                migrations.insert_row(connection, row)  # the first of two rows with the same task keeps it
            except sqlite3.Error as refused:
                log.warning("a row of the damaged store was not copied: %s", refused)
        ledger.refill(connection)
        connection.execute("COMMIT")


def rescued_rows(path: Path) -> list[dict[str, RawCell]]:
    """The jobs that can be read from a damaged store, oldest first; none is submitted again. Raises OSError."""
    names = _columns()
    best: dict[RawCell, dict[str, RawCell]] = {}
    with PageFile(path) as pages:
        for number, cells in pages.rows():
            if len(cells) < FEWEST_COLUMNS:
                continue
            row = _row(names, cells)
            if row is None:
                continue
            row["number"] = number
            if _is_job(row) and _rank(row) > _rank(best.get(row["id"])):
                best[row["id"]] = row
    return [_as_uncertain(row) for row in sorted(best.values(), key=_number)]


def _columns() -> list[str]:
    """The columns of `jobs` in their order in a file, which is that of `schema.sql`: migrations append columns."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrations.create(connection)
        return [name for _, name, *_ in connection.execute("PRAGMA table_info(jobs)")]


def _row(names: list[str], cells: tuple[RawCell, ...]) -> dict[str, RawCell] | None:
    """The cells by the current names of their columns; None if they are not a job of any version."""
    if isinstance(request := cells[REQUEST_AT], str) and request.startswith("{"):
        return dict(zip(names, cells, strict=False))
    old = dict(zip(version_1.COLUMNS, cells, strict=False))
    if len(cells) < OLDEST_COLUMNS or not str(old["picture_json"]).startswith(("{", "null")):
        return None
    return version_1.current_row(old)


def _is_job(row: dict[str, RawCell]) -> bool:
    return (
        isinstance(row["id"], str | bytes)
        and isinstance(row["stage"], str)
        and row["stage"].isalpha()
        and isinstance(row["created_at"], int | float)
    )


def _number(row: dict[str, RawCell]) -> int:
    number = row["number"]
    assert isinstance(number, int)
    return number


def _rank(row: dict[str, RawCell] | None) -> tuple[bool, bool, int]:
    """The rank of a row: a page that is no longer used may contain an earlier row of a job."""
    if row is None:
        return (False, False, -1)
    stages = [stage.value for stage in JobStage]
    stage = str(row["stage"])
    return (True, row["task_id"] is not None, stages.index(stage) if stage in stages else len(stages))


def _as_uncertain(row: dict[str, RawCell]) -> dict[str, RawCell]:
    is_doubted = row["stage"] == JobStage.UNCERTAIN.value and row["submitted_at"] is None  # `Job.is_maybe_sent`
    if row["task_id"] is None and (row["stage"] in _UNSAFE or is_doubted):
        now = time.time()
        row["stage"], row["stage_since"] = JobStage.UNCERTAIN.value, now
        row["problem_json"] = json.dumps(msgspec.to_builtins(JobProblem(sentence=Sentence.REQUEST_UNCERTAIN)))
        row["submitted_at"] = row["submitted_at"] or row["created_at"]
        row["uncertainty_json"] = None  # it tells of the time before the row that may be lost
        begun_at, offset = row["submitted_at"], row.get("clock_offset")
        if row["key_fingerprint"] is not None and isinstance(begun_at, int | float) and isinstance(offset, int | float):
            # A lost row may have been a second submission, so the request may have been sent at any time until now,
            # which the local clock does not tell: it may have been set since.
            ended_at = max(now, begun_at + DAY)
            known = Uncertainty(begun_at=begun_at + offset, ended_at=ended_at + offset, has_cloud_times=False)
            row["uncertainty_json"] = json.dumps(msgspec.to_builtins(known))
    return {name: value for name, value in row.items() if value is not None}


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _note(path: Path) -> Path:
    return _beside(path, ".replacing")


def _read_note(path: Path) -> dict[str, object] | None:
    try:
        note = json.loads(_note(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as torn:  # a torn note was written before any rename
        log.warning("cannot read the note about a replacement: %s", torn)
        return None
    if not isinstance(note, dict):
        return None
    is_ours = note.get("is_lost") is True or str(note.get("set_aside", "")).startswith(f"{path.name}.damaged-")
    return note if is_ours else None


def _write_note(path: Path, note: dict[str, object]) -> None:
    durable.write(_note(path), json.dumps(note).encode())
    durable.fsync_folder(path.parent)


def _free_name(path: Path) -> str:
    number = 1
    while True:
        name = f"{path.name}.damaged-{date.today().isoformat()}-{number}"  # noqa: DTZ011 - the user's own day
        if not any(path.with_name(name + suffix).exists() for suffix in CANDIDATE_GAP):
            return name
        number += 1
