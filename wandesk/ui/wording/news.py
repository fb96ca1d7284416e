"""What a screen reader says about jobs that were sent, are ready or have failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from wandesk.domain.job import Job
from wandesk.domain.job_news import JobNews
from wandesk.ui.wording import jobs as wording
from wandesk.ui.wording.sentences import joined, named, sentence

translate = QCoreApplication.translate


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
