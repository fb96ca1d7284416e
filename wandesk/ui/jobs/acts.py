"""Which acts a job offers in its present stage."""

from __future__ import annotations

from wandesk.domain.job import Job, JobStage

_CANCELABLE = frozenset({JobStage.QUEUED, JobStage.PREPARING, JobStage.UPLOADING, JobStage.WAITING})
"""The cloud cancels only what waits in its line (wire-protocol 3.4); before the order it is ours alone."""
_CHECKABLE = frozenset({JobStage.UNCERTAIN, JobStage.WAITING, JobStage.GENERATING, JobStage.DOWNLOADING})


def can_cancel(job: Job) -> bool:
    """The job can still be stopped without cost."""
    return job.stage in _CANCELABLE


def can_check_again(job: Job) -> bool:
    """There is something at the cloud to look at now; looking is free."""
    return job.stage in _CHECKABLE


def can_play(job: Job) -> bool:
    """There is a film on disk."""
    return job.stage is JobStage.DONE and job.film is not None
