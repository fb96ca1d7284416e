"""The next step of a job, from its stage alone: the same rule after a restart as in the middle of a run."""

from __future__ import annotations

from enum import Enum, auto
from typing import assert_never

from wandesk.domain.job import Job, JobStage


class Step(Enum):
    """The next piece of work."""

    SUBMIT = auto()
    """Prepare, upload, send the create request."""
    MARK_UNCERTAIN = auto()
    """A create request was started and its outcome is unknown: mark the job as uncertain, never send it again."""
    RECONCILE = auto()
    """Find out whether an uncertain job has a task."""
    AWAIT_USER = auto()
    """Wait until the user decides whether the job is sent."""
    POLL = auto()
    SAVE = auto()
    NONE = auto()
    """Nothing to do without the user."""


def next_step(job: Job) -> Step:
    """The next step. Total: every stage has one."""
    match job.stage:
        case JobStage.QUEUED | JobStage.PREPARING | JobStage.UPLOADING:
            return Step.SUBMIT
        case JobStage.SUBMITTING:
            return Step.MARK_UNCERTAIN
        case JobStage.WAITING | JobStage.GENERATING:
            return Step.POLL
        case JobStage.DOWNLOADING:
            return Step.NONE if job.is_given_up else Step.SAVE
        case JobStage.UNCERTAIN:
            return Step.AWAIT_USER if job.is_maybe_sent else Step.RECONCILE
        case JobStage.DONE | JobStage.FAILED | JobStage.CANCELED | JobStage.EXPIRED:
            return Step.NONE
        case _:
            assert_never(job.stage)
