"""What a screen reader says about jobs that were sent, are ready or have failed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from wandesk.domain.job import Job, JobStage
from wandesk.ui.wording import jobs as wording
from wandesk.ui.wording.sentences import joined, named, sentence

translate = QCoreApplication.translate


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
    match job.stage:
        case JobStage.DONE:
            return JobNews.READY
        case JobStage.FAILED | JobStage.EXPIRED:
            return JobNews.FAILED
        case JobStage.WAITING | JobStage.GENERATING if not was_sent:
            return JobNews.SENT
        case _:
            return None


def spoken(news: JobNews, jobs: Sequence[Job]) -> str:
    """One sentence: about the only job, or with the count of several."""
    if len(jobs) > 1:
        return _of_several(news, len(jobs))
    (job,) = jobs
    title = sentence(wording.title(job))
    match news:
        case JobNews.SENT:
            return named(translate("News", "Request sent"), title)
        case JobNews.READY:
            return named(translate("News", "Video ready"), title)
        case JobNews.FAILED:
            return joined(named(wording.headline(job), title), wording.outcome(job), wording.charge(job))
        case _:
            assert_never(news)


def _of_several(news: JobNews, count: int) -> str:
    match news:
        case JobNews.SENT:
            return translate("News", "%n requests sent.", "", count)
        case JobNews.READY:
            return translate("News", "%n videos ready.", "", count)
        case JobNews.FAILED:
            return translate("News", "%n videos failed.", "", count)
        case _:
            assert_never(news)
