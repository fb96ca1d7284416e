"""How long the cloud keeps tasks and videos: a day from the end of the work (wire-protocol 4)."""

from __future__ import annotations

from wandesk.domain.job import Job

LEAST_RETENTION = 24 * 3600.0
"""Seconds that the cloud is known to keep a video, whatever the catalogue says."""
COUNTDOWN_FROM = 6 * 3600.0
"""Seconds before the end of retention at which the row of an unsaved video starts its countdown."""


def kept_until(job: Job, *, submitted_at: float, hours: float) -> float:
    """Until when the cloud certainly keeps the job's video, in the cloud's time.

    Counted from the end of the work if it is known, else from `submitted_at` (also the cloud's time). An end before
    `submitted_at` is in an unknown time zone and is ignored (wire-protocol 14.6). `hours` is the catalogue's retention.
    """
    since = submitted_at if job.ended_at is None else max(job.ended_at, submitted_at)
    return since + max(hours * 3600, LEAST_RETENTION)


def countdown(job: Job, until: float | None, now: float) -> float | None:
    """Seconds left to save the job's video, None if there is enough time or no video to save.

    `until` and `now` are times of the same clock.
    """
    if until is None or not job.stage.is_video_pending:
        return None
    remaining = until - now
    return max(0.0, remaining) if remaining < COUNTDOWN_FROM else None
