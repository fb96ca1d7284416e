"""What has become of a job that is worth telling."""

from __future__ import annotations

from enum import Enum

from wandesk.domain.job import Job, JobStage


class JobNews(Enum):
    """What has become of a job. Several are said in this order."""

    FAILED = "failed"
    READY = "ready"
    SENT = "sent"


def news_of(before: Job, job: Job) -> JobNews | None:
    """The news in a job's new value; None where it only goes on, and after the user's own Cancel."""
    if job.is_given_up and not before.is_given_up:
        return JobNews.FAILED
    if job.stage is before.stage:
        return None
    was_sent = before.stage.is_video_pending or before.stage.is_final
    if job.stage in (JobStage.WAITING, JobStage.GENERATING) and not was_sent:
        return JobNews.SENT
    return news_of_ending(job)


def news_of_ending(job: Job) -> JobNews | None:
    """The news of a job that has just ended; None if it goes on, and after the user's own Cancel."""
    match job.stage:
        case JobStage.DONE:
            return JobNews.READY
        case JobStage.FAILED | JobStage.EXPIRED:
            return JobNews.FAILED
        case _:
            return None
