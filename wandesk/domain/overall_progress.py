"""How far everything under way is, as one share for the taskbar. Pure; times are seconds since 1970.

A video has no share of its own that the cloud would tell. What is known is how many are over, and how long such jobs
usually take in this user's history.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from wandesk.domain.job import Job, JobStage
from wandesk.domain.progress import Progress
from wandesk.domain.send_queue import NEED_THE_USER

MOST_BY_TIME = 0.9
"""The share of a job whose usual time has passed: it is nearly over, as far as is known."""
SAVING = 0.95
"""The share of a job whose video is being saved."""


class UnderWay(Struct, frozen=True, kw_only=True):
    """An open job with its last progress, if there was any."""

    job: Job
    progress: Progress | None = None


def goes_on(each: UnderWay, *, is_paused: bool) -> bool:
    """Whether the job continues without the user. `is_paused`: nothing is sent."""
    job, progress = each.job, each.progress
    if not job.stage.is_active or job.is_given_up or (is_paused and job.stage.is_before_submission):
        return False
    return progress is None or progress.waits_for not in NEED_THE_USER


def share_done(ended: int, going: Collection[UnderWay], now: float) -> float | None:
    """From 0 to 1: of all jobs since nothing was under way. None where nothing is known yet.

    `ended` of them are over, and `going` go on.
    """
    shares = [_share(each, now) for each in going]
    if not ended and not any(shares):
        return None
    return (ended + sum(shares)) / (ended + len(shares))


def _share(each: UnderWay, now: float) -> float:
    job, usual = each.job, each.progress.usual_seconds if each.progress is not None else None
    match job.stage:
        case JobStage.DOWNLOADING:
            return SAVING
        case JobStage.WAITING | JobStage.GENERATING if usual and job.submitted_at is not None:
            return max(0.0, min(MOST_BY_TIME, (now - job.submitted_at) / usual))
        case _:
            return 0.0
