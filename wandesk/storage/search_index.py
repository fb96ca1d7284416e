"""The index of the list: the searched tokens of each job, and what the list is sorted and summed by.

Both are derived from the jobs. Triggers note which jobs changed, also when a rescue, a migration or an older version of
the program writes; `update` follows within the transaction of a job, and `fill` works off what is left.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable

from wandesk.domain.job import Job
from wandesk.domain.job_query import cost_of, length_of, spent_on, title_of
from wandesk.domain.search_text import Phrase, may_continue, searched_texts, tokens
from wandesk.storage.connections import is_in_index
from wandesk.storage.records import COLUMNS, RowUnreadable, as_cell, job_from, sql_id

BETWEEN_TEXTS = " \ue000 "
"""A token that no text has, so that no phrase begins in one text and ends in the next."""
LONGEST_TITLE = 80
"""Characters that titles are sorted by."""

_TEXTS = "CREATE VIRTUAL TABLE job_texts USING fts5 (tokens, tokenize = 'ascii', prefix = '1 2')"
"""As in the schema."""
_READ = f"SELECT {', '.join(COLUMNS)} FROM jobs WHERE number = ?"  # noqa: S608 - constants

log = logging.getLogger(__name__)


class SearchIndex:
    """Writes the index. `model_names` gives the names of a model by its key, in every language."""

    def __init__(self, model_names: Callable[[str], str]) -> None:
        self._model_names = model_names

    def update(self, connection: sqlite3.Connection, job: Job) -> None:
        """Follow a change of the job. Call it within the transaction of the job."""
        changed = connection.execute(
            "SELECT number FROM jobs JOIN unindexed USING (number) WHERE id = ?", (sql_id(job.id),)
        ).fetchone()
        if changed is not None:
            self._write_or_rebuild(connection, changed[0], job)

    def forget(self, connection: sqlite3.Connection, number: int) -> None:
        """Leave out a job whose row is deleted. Call it within the transaction of the deletion."""
        self._write_or_rebuild(connection, number, None)

    def fill(self, connection: sqlite3.Connection, most: int) -> bool:
        """Index some of the jobs that are not indexed yet, the newest first. False if there are no more.

        Call it within a transaction.
        """
        numbers = connection.execute("SELECT number FROM unindexed ORDER BY number DESC LIMIT ?", (most,)).fetchall()
        for (number,) in numbers:
            self._write_or_rebuild(connection, number, _job(connection, number))
        return len(numbers) == most

    def _write_or_rebuild(self, connection: sqlite3.Connection, number: int, job: Job | None) -> None:
        """A damaged index must not keep a job from being stored: it begins again, and is filled by the next start."""
        connection.execute("SAVEPOINT before_index")
        connection.execute("SAVEPOINT index_of_job")
        try:
            self._write(connection, number, job)
            # FTS5 writes its changes here. The savepoint is gone then, also after an error.
            connection.execute("RELEASE index_of_job")
        except sqlite3.DatabaseError as error:
            connection.execute("ROLLBACK TO before_index")
            if not is_broken(error):
                raise
            rebuild(connection)
        connection.execute("RELEASE before_index")

    def _write(self, connection: sqlite3.Connection, number: int, job: Job | None) -> None:
        connection.execute("DELETE FROM job_texts WHERE rowid = ?", (number,))
        connection.execute("DELETE FROM list_keys WHERE number = ?", (number,))
        if job is not None and not job.is_removed:
            texts = (" ".join(tokens(text)) for text in searched_texts(job, self._model_names))
            connection.execute(
                "INSERT INTO job_texts (rowid, tokens) VALUES (?, ?)",
                (number, BETWEEN_TEXTS.join(text for text in texts if text)),
            )
            cost, spent = cost_of(job), spent_on(job)
            connection.execute(
                "INSERT INTO list_keys (number, id, created_at, title, seconds, currency, cost, spent)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    sql_id(job.id),
                    job.created_at,
                    as_cell(title_of(job).casefold()[:LONGEST_TITLE]),
                    length_of(job),
                    None if cost is None else cost.currency,
                    None if cost is None else float(cost.amount),
                    None if spent is None else str(spent.amount),
                ),
            )
        connection.execute("DELETE FROM unindexed WHERE number = ?", (number,))


def is_broken(error: BaseException | None) -> bool:
    """Whether the error tells of damage inside the index, while the file itself is readable."""
    return is_in_index(error) or isinstance(error, sqlite3.IntegrityError)


def rebuild(connection: sqlite3.Connection) -> None:
    """Empty the index; every job is noted as not indexed. Call it within a transaction."""
    log.warning("the index of the list is damaged and begins again")
    connection.execute("DROP TABLE job_texts")
    connection.execute(_TEXTS)
    connection.execute("INSERT OR IGNORE INTO unindexed SELECT number FROM jobs")


def matching(phrases: list[Phrase]) -> str:
    """The phrases in the query language of FTS5. Tokens contain no character that means something there."""
    return " AND ".join(f'"{" ".join(phrase)}"{" *" if may_continue(phrase) else ""}' for phrase in phrases)


def _job(connection: sqlite3.Connection, number: int) -> Job | None:
    row = connection.execute(_READ, (number,)).fetchone()
    if row is None:
        return None
    try:
        return job_from(row)
    except RowUnreadable:  # reported when the list reads it
        return None
