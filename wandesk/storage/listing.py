"""Which jobs a view of the list has, how many each filter has, and what they cost."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from wandesk.domain.id_list import AT_ONCE, IdList
from wandesk.domain.job_query import JobFilter, JobQuery, JobSort
from wandesk.domain.listing import JobCounts, Listing
from wandesk.domain.search_text import phrases
from wandesk.domain.spending import Amounts
from wandesk.domain.structs import replace
from wandesk.storage.queries import IS_SHOWN, OPEN
from wandesk.storage.records import Cell, as_cell, text_from
from wandesk.storage.search_index import matching

FILTERS: Final[Mapping[JobFilter, str]] = {
    JobFilter.ALL: IS_SHOWN,
    JobFilter.ACTIVE: f"{OPEN} AND removed_at IS NULL",
    JobFilter.NEW: "stage = 'done' AND is_watched = 0 AND removed_at IS NULL",
    JobFilter.FAILED: "stage IN ('failed', 'expired') AND removed_at IS NULL",
    JobFilter.STARRED: "is_starred = 1 AND removed_at IS NULL",
}
"""The same texts as in the partial indexes, so that SQLite uses them (`domain.job_query.passes`)."""

_LABEL = "label = ? AND removed_at IS NULL"

_NEWEST = "created_at DESC, number DESC"
_ORDERS: Final[Mapping[JobSort, str]] = {
    JobSort.NEWEST: _NEWEST,
    JobSort.OLDEST: "created_at, number",
    JobSort.PRICE: f"cost IS NULL, currency, cost DESC, {_NEWEST}",
    JobSort.LENGTH: f"seconds DESC, {_NEWEST}",
    JobSort.TITLE: f"title = '', title, {_NEWEST}",
}
_BY_TIME = frozenset({JobSort.NEWEST, JobSort.OLDEST})


def listing(connection: sqlite3.Connection, query: JobQuery, limit: int) -> Listing:
    """The jobs of a view in its order, or the first so many; all of them for -1.

    The first ones of a search are those that were stored last, which may not be those of the latest time.
    """
    if query.sort in _BY_TIME and not phrases(query.text):
        condition, values = _condition(query)
        in_order = f"SELECT id, created_at FROM jobs WHERE {condition} ORDER BY {_ORDERS[query.sort]} LIMIT ?"  # noqa: S608 - constants
        return _listed(connection.execute(in_order, (*values, limit)), query.sort, is_complete=True)
    if limit >= 0 and query.sort in _BY_TIME:
        conditions, values = _first_found(query, limit)
    else:
        conditions, values = _conditions(query)
        if limit >= 0:  # along the index of the order up to the limit, instead of sorting all that pass
            conditions = [f"+{condition}" for condition in conditions]
    where = f"WHERE {' AND '.join(conditions)} " if conditions else ""
    in_order = f"SELECT id, created_at FROM list_keys {where}ORDER BY {_ORDERS[query.sort]} LIMIT ?"  # noqa: S608 - constants
    rows = connection.execute(in_order, (*values, limit))
    listed = _listed(rows, query.sort, is_complete=True)
    rest = connection.execute("SELECT 1 FROM unindexed LIMIT 1").fetchone()
    return listed if rest is None else replace(listed, is_complete=False)


def counts(connection: sqlite3.Connection, query: JobQuery) -> JobCounts:
    """How many jobs of the query's text and label each filter has; the labels are those of all jobs."""
    labels = connection.execute(
        "SELECT label, count(*) FROM jobs WHERE label IS NOT NULL AND removed_at IS NULL GROUP BY label"
    ).fetchall()
    wanted = phrases(query.text)
    found = _found(connection, matching(wanted)) if wanted else None
    filters = {each: _count(connection, each, query, found) for each in FILTERS}
    return JobCounts(filters=filters, labels={text_from(label): count for label, count in labels})


def sums(connection: sqlite3.Connection, query: JobQuery, spans: Sequence[tuple[float, float]]) -> list[Amounts]:
    """What the jobs of a view that were created in each span of time cost.

    Spans do not overlap; each has its first moment, and ends before its last one.
    """
    if not spans:
        return []
    conditions, values = _conditions(query)
    where = " AND ".join(("created_at >= ?", "created_at < ?", "spent IS NOT NULL", *conditions))
    spent = f"SELECT created_at, currency, spent FROM list_keys WHERE {where}"  # noqa: S608 - constants
    within = (min(since for since, _ in spans), max(until for _, until in spans))
    in_order = sorted(range(len(spans)), key=lambda place: spans[place])
    begins = [spans[place][0] for place in in_order]
    totals: list[defaultdict[str, Decimal]] = [defaultdict(Decimal) for _ in spans]
    for created_at, currency, amount in connection.execute(spent, (*within, *values)):
        place = in_order[bisect_right(begins, created_at) - 1]
        if created_at < spans[place][1]:
            totals[place][currency] += Decimal(amount)
    return [dict(each) for each in totals]


def _condition(query: JobQuery) -> tuple[str, tuple[Cell, ...]]:
    """The condition of the query's filter and label, with its values."""
    if not query.label:
        return FILTERS[query.filter], ()
    values = (as_cell(query.label),)
    return (_LABEL if query.filter is JobFilter.ALL else f"{FILTERS[query.filter]} AND label = ?"), values


def _conditions(query: JobQuery) -> tuple[list[str], tuple[Cell, ...]]:
    """The conditions on `list_keys` with their values."""
    conditions: list[str] = []
    values: tuple[Cell, ...] = ()
    if query.filter is not JobFilter.ALL or query.label:
        condition, values = _condition(query)
        conditions.append(f"number IN (SELECT number FROM jobs WHERE {condition})")  # noqa: S608 - constants
    if wanted := phrases(query.text):
        conditions.append("number IN (SELECT rowid FROM job_texts WHERE job_texts MATCH ?)")
        values = (*values, matching(wanted))
    return conditions, values


def _first_found(query: JobQuery, limit: int) -> tuple[list[str], tuple[Cell, ...]]:
    """Likewise, but only the jobs of a search that were stored last, or first for the oldest.

    A letter is in half of the texts, so the filter is applied while the index is read, which ends at the limit. The
    plus sign keeps SQLite from a search of its own for each job of the filter.
    """
    passing, values = "", tuple[Cell, ...]()
    if query.filter is not JobFilter.ALL or query.label:
        condition, values = _condition(query)
        passing = f"AND +rowid IN (SELECT number FROM jobs WHERE {condition}) "  # noqa: S608 - constants
    direction = "ASC" if query.sort is JobSort.OLDEST else "DESC"
    found = f"SELECT rowid FROM job_texts WHERE job_texts MATCH ? {passing}ORDER BY rowid {direction} LIMIT ?"  # noqa: S608 - constants
    return [f"number IN ({found})"], (matching(phrases(query.text)), *values, limit)


def _listed(rows: sqlite3.Cursor, sort: JobSort, *, is_complete: bool) -> Listing:
    """Takes some rows at a time, ids and times as bytes: 100,000 tuples and objects would cost 20 MB."""
    ids = IdList()
    times = array("d")
    while some := rows.fetchmany(AT_ONCE):
        ids.extend([each if type(each) is str else text_from(each) for each, _ in some])
        times.extend([created_at for _, created_at in some])
    is_by_time = sort in _BY_TIME
    return Listing(
        ids=ids,
        created_at=times if is_by_time else (),
        is_by_time=is_by_time,
        is_oldest_first=sort is JobSort.OLDEST,
        is_complete=is_complete,
    )


def _found(connection: sqlite3.Connection, match: str) -> set[int]:
    return {number for (number,) in connection.execute("SELECT rowid FROM job_texts WHERE job_texts MATCH ?", (match,))}


def _count(connection: sqlite3.Connection, chosen: JobFilter, query: JobQuery, found: set[int] | None) -> int:
    """How many jobs of the query's label pass the filter; of those that the text finds, if it is not None."""
    if found is not None and chosen is JobFilter.ALL and not query.label:
        return len(found)
    condition, values = _condition(JobQuery(filter=chosen, label=query.label))
    if found is None:
        count: int = connection.execute(f"SELECT count(*) FROM jobs WHERE {condition}", values).fetchone()[0]  # noqa: S608 - constants
        return count
    numbers = connection.execute(f"SELECT number FROM jobs WHERE {condition}", values)  # noqa: S608 - constants
    return sum(number in found for (number,) in numbers)
