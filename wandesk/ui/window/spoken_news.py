"""Tells a screen reader what becomes of the jobs, wherever the focus is."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from wandesk.domain.job import Job
from wandesk.domain.job_news import JobNews, news_of
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.wording.news import spoken
from wandesk.ui.wording.sentences import joined

GATHERED_MS = 400
"""Jobs that change within this time are announced together: sentences at the same time cut each other off."""


class SpokenNews(QObject):
    """Announces each piece of news once. Of a job that changes twice meanwhile, only the newest is said."""

    def __init__(self, jobs: JobsPanel) -> None:
        super().__init__(jobs)
        self._view = jobs.view
        self._news: dict[str, tuple[JobNews, Job]] = {}
        """What is to be said, by the id of the job."""
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.setInterval(GATHERED_MS)
        self._gathering.timeout.connect(self._say)

    def job_changed(self, before: Job | None, job: Job) -> None:
        """`before` is the job's earlier value; None where it was not known, and then nothing is said."""
        news = None if before is None else news_of(before, job)
        if news is None:
            return
        self._news[job.id] = (news, job)
        if not self._gathering.isActive():
            self._gathering.start()

    def _say(self) -> None:
        of_each = {kind: [job for news, job in self._news.values() if news is kind] for kind in JobNews}
        self._news.clear()
        text = joined(*(spoken(kind, jobs) for kind, jobs in of_each.items() if jobs))
        announce(self._view, text, interrupts=bool(of_each[JobNews.FAILED]))
