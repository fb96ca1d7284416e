"""How long the cloud keeps what it made: a day from the end of the work, and nothing after it (wire-protocol 4)."""

from __future__ import annotations

from wandesk.domain.job import Job, JobStage

LEAST_RETENTION = 24 * 3600.0
"""Seconds. What the cloud is known to keep; a catalogue that could not be read says nothing."""
COUNTDOWN_FROM = 6 * 3600.0
"""Seconds before the end from which on a row of an unsaved video counts them."""

_AT_THE_CLOUD = frozenset({JobStage.WAITING, JobStage.GENERATING, JobStage.DOWNLOADING})


def kept_until(job: Job, *, submitted_at: float, hours: float) -> float:
    """Until when the cloud keeps the job's film for certain, in the cloud's time.

    Counted from the end of the work where it is known, else from `submitted_at` (the cloud's time, too), because the
    end cannot be earlier. `hours` is what the catalogue says.
    """
    since = job.ended_at if job.ended_at is not None else submitted_at
    return since + max(hours * 3600, LEAST_RETENTION)


def countdown(job: Job, until: float | None, now: float) -> float | None:
    """Seconds left to save the job's film, None where there is time enough or nothing to be saved.

    `until` and `now` are of the same clock.
    """
    if until is None or job.stage not in _AT_THE_CLOUD:
        return None
    left = until - now
    return max(0.0, left) if left < COUNTDOWN_FROM else None
