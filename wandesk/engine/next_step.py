"""What to do next with a job, from its stage alone: the same rule after a restart as in the middle of a run."""

from __future__ import annotations

from enum import Enum, auto
from typing import assert_never

from wandesk.domain.job import Job, JobStage


class Step(Enum):
    """The next piece of work."""

    ORDER = auto()
    """Prepare, upload, create."""
    DOUBT = auto()
    """A create was begun and its end is not known: make it uncertain, never send it again."""
    SEARCH = auto()
    """Find out what became of an order that may or may not have arrived."""
    FOLLOW = auto()
    FETCH = auto()
    REST = auto()
    """Nothing to do by ourselves."""


def decide(job: Job) -> Step:
    """The next step. Total: every stage has one."""
    match job.stage:
        case JobStage.QUEUED | JobStage.PREPARING | JobStage.UPLOADING:
            return Step.ORDER
        case JobStage.SUBMITTING:
            return Step.DOUBT
        case JobStage.WAITING | JobStage.GENERATING:
            return Step.FOLLOW
        case JobStage.DOWNLOADING:
            return Step.REST if job.is_given_up else Step.FETCH
        case JobStage.UNCERTAIN:
            return Step.SEARCH
        case JobStage.DONE | JobStage.FAILED | JobStage.CANCELED | JobStage.EXPIRED:
            return Step.REST
        case _:
            assert_never(job.stage)
