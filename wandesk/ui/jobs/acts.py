"""Which acts a job offers in its present stage."""

from __future__ import annotations

from wandesk.domain.job import Job, JobStage, Progress
from wandesk.domain.retention import is_removable, kept_until

_CANCELABLE = frozenset({JobStage.QUEUED, JobStage.PREPARING, JobStage.UPLOADING, JobStage.WAITING})
"""The cloud cancels only what waits in its line (wire-protocol 3.4); before the order it is ours alone."""
_CHECKABLE = frozenset({JobStage.UNCERTAIN, JobStage.WAITING, JobStage.GENERATING, JobStage.DOWNLOADING})


def can_cancel(job: Job) -> bool:
    """The job can still be stopped without cost."""
    return job.stage in _CANCELABLE


def can_move(progress: Progress | None) -> bool:
    """The job waits here, and can be sent sooner or later."""
    return progress is not None and progress.before is not None


def can_check_again(job: Job) -> bool:
    """There is something at the cloud to look at now; looking is free."""
    return job.stage in _CHECKABLE and not job.is_given_up


def can_download_again(job: Job, now: float) -> bool:
    """The cloud may still have the job's video; fetching it once more is free. `now` is the local clock's.

    Whether a finished job's video is gone from its place is not asked here.
    """
    if not job.is_given_up and job.stage is not JobStage.DONE:
        return False
    offset = job.clock_offset or 0.0
    submitted_at = (job.submitted_at or job.created_at) + offset
    return job.task_id is not None and now + offset < kept_until(job, submitted_at=submitted_at, hours=0)


def can_remove(job: Job, now: float) -> bool:
    """The row may go from the list; the video stays. `now` is the local clock's."""
    return is_removable(job, now)


def can_play(job: Job) -> bool:
    """There is a video on disk."""
    return job.stage is JobStage.DONE and job.video is not None
