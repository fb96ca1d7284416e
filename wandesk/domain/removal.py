"""Removing a job from the list: what it loses, how long it can be undone, how long the job's row stays in the store."""

from __future__ import annotations

from wandesk.domain.job import Job
from wandesk.domain.job_rules import can_download_again
from wandesk.domain.retention import LEAST_RETENTION

UNDO_SECONDS = 8.0
"""How long the user can undo a removal. Then the video moves to the system's trash."""
ROW_KEPT = 2 * LEAST_RETENTION
"""Seconds from a job's end that its row stays in the store after the user removed it."""


def is_row_needed(job: Job, now: float) -> bool:
    """Whether a removed job's row must stay in the store. `now` is the local clock's.

    While the cloud may list a task, the row says which job owns it. Without the row an uncertain job could adopt the
    task, the task would look like a missing video, and a closed job would no longer be searched for. The cloud lists a
    task for a day; the row stays for two, because the clock may have been set forward. A job of which nothing was sent
    has no task.
    """
    if not job.is_removal_finished:
        return True
    if job.submitted_at is None and job.task_id is None:
        return False
    ended_at = job.stage_since if job.finished_at is None else job.finished_at
    return now - ended_at <= ROW_KEPT


def is_loss(job: Job, now: float, *, is_file_there: bool) -> bool:
    """Removing the job gives up a video that is not saved and that the cloud still keeps.

    `now` is the local clock's; `is_file_there` says whether a saved video is still where it was saved. Whether the
    video was paid for is the caller's question.
    """
    return can_download_again(job, now) and not is_file_there
