"""The ledger in the store: what each video cost. Its rows outlive those of the jobs."""

from __future__ import annotations

import json
import logging
import sqlite3

import msgspec

from wandesk.domain.charge import Charge
from wandesk.domain.job import Job
from wandesk.domain.spending import LedgerEntry
from wandesk.storage.records import Cell, as_cell, json_of, sql_id, text_from

log = logging.getLogger(__name__)

FILL = """
    INSERT OR IGNORE INTO charges (job_id, at, region, model, charge_json)
    SELECT id, COALESCE(ended_at, finished_at, stage_since), region, model,
        COALESCE(charge_json, json_object(
            'at', COALESCE(ended_at, finished_at, stage_since), 'resolution', resolution, 'seconds', seconds + 0.0,
            'amount', json_extract(request_json, '$.estimate.amount'),
            'currency', json_extract(request_json, '$.estimate.currency')))
    FROM jobs
    WHERE charge_json IS NOT NULL OR (
        stage = 'done' AND NOT is_imported AND json_valid(request_json)
        AND CAST(json_extract(request_json, '$.estimate.amount') AS REAL) > 0);
"""
"""Entries for the jobs that lack one. An earlier version kept only the estimates of finished jobs."""


def record(connection: sqlite3.Connection, job: Job) -> None:
    """Write the job's charge once: what a video cost never changes. Call it within the transaction of the job."""
    charge = job.charge
    if charge is not None:
        cells = (sql_id(job.id), charge.at, job.request.region, job.request.model, json_of(charge), _label(job))
        connection.execute(
            "INSERT OR IGNORE INTO charges (job_id, at, region, model, charge_json, label) VALUES (?, ?, ?, ?, ?, ?)",
            cells,
        )


def relabel(connection: sqlite3.Connection, job: Job) -> None:
    """Write the job's label to its charge, if it has one. Call it within the transaction of the job."""
    if job.charge is not None:
        connection.execute("UPDATE charges SET label = ? WHERE job_id = ?", (_label(job), sql_id(job.id)))


def refill(connection: sqlite3.Connection) -> None:
    """Entries for the jobs of a rescued store. Call it within a transaction."""
    connection.execute(FILL)
    connection.execute("UPDATE charges SET label = (SELECT label FROM jobs WHERE id = job_id) WHERE label IS NULL")


def _label(job: Job) -> Cell:
    return as_cell(job.marks.label or None)


def entries(connection: sqlite3.Connection, since: float) -> list[LedgerEntry]:
    """The entries since then, newest first. An unreadable one is skipped."""
    rows = connection.execute(
        "SELECT job_id, region, model, charge_json, label FROM charges WHERE at >= ? ORDER BY at DESC", (since,)
    ).fetchall()
    found = []
    for job_id, region, model, charge_json, label in rows:
        try:
            charge = msgspec.convert(json.loads(charge_json), Charge)
        except (ValueError, TypeError, msgspec.MsgspecError) as error:
            log.warning("an entry of the ledger is skipped: %r", error)
            continue
        found.append(
            LedgerEntry(
                job_id=text_from(job_id), region=region, model=model, charge=charge, label=text_from(label or "")
            )
        )
    return found
