"""How long the cloud keeps what it made: a day from the end of the work, and nothing after it (wire-protocol 4)."""

from __future__ import annotations

from wandesk.domain.job import Job

LEAST_RETENTION = 24 * 3600.0
"""Seconds. What the cloud is known to keep; a catalogue that could not be read says nothing."""
COUNTDOWN_FROM = 6 * 3600.0
"""Seconds before the end from which on a row of an unsaved video counts them."""


def kept_until(job: Job, *, submitted_at: float, hours: float) -> float:
    """Until when the cloud keeps the job's video for certain, in the cloud's time.

    Counted from the end of the work where it is known, else from `submitted_at` (the cloud's time, too). An end before
    that is one in a zone that nobody knows (wire-protocol 14.6). `hours` is what the catalogue says.
    """
    since = submitted_at if job.ended_at is None else max(job.ended_at, submitted_at)
    return since + max(hours * 3600, LEAST_RETENTION)


def is_removable(job: Job, now: float) -> bool:
    """Whether the job's row may go. `now` is the local clock's.

    While the cloud's list shows a task, its row says whose it is: without the row, another order in doubt could be
    taken for that task, and a closed one would be looked for no more. What failed or was stopped is nobody's.
    """
    if job.stage.is_free_of_charge:
        return True
    return job.stage.is_final and job.finished_at is not None and now - job.finished_at > LEAST_RETENTION


def countdown(job: Job, until: float | None, now: float) -> float | None:
    """Seconds left to save the job's video, None where there is time enough or nothing to be saved.

    `until` and `now` are of the same clock.
    """
    if until is None or not job.stage.is_video_pending:
        return None
    left = until - now
    return max(0.0, left) if left < COUNTDOWN_FROM else None
