"""Tells what has ended while the user was elsewhere, if the user allowed it, and opens the video on a click."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from wandesk.app.desktop.notifier import Alert, Notifier
from wandesk.app.open_request import ACTIVATION_TOKEN
from wandesk.domain.alerts import Ending, Endings
from wandesk.domain.job import Job
from wandesk.domain.job_news import JobNews, news_of, news_of_ending
from wandesk.domain.progress import Progress
from wandesk.domain.send_queue import NEED_THE_USER
from wandesk.settings.preferences import Preferences
from wandesk.ui.main_window import MainWindow
from wandesk.ui.settings.table import NOTIFICATIONS
from wandesk.ui.wording import alerts as wording


def is_at_window() -> bool:
    """Whether the user is at a window of this program."""
    return QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive


class Alerts(QObject):
    """Follows the jobs of a window. Only the GUI thread uses it."""

    missed = Signal()
    """Something has ended while the user was elsewhere, and notifications are switched off."""
    told = Signal(int)
    """How many endings were told since the user was last at the window; 0 as soon as the user is back."""

    def __init__(
        self,
        preferences: Preferences,
        notifier: Notifier,
        *,
        is_seen: Callable[[], bool] = is_at_window,
        clock: Callable[[], float] = time.monotonic,
        since: float | None = None,
    ) -> None:
        """`is_seen` returns whether the user is at the window. `since` is when this run began: seconds since 1970."""
        super().__init__()
        self._preferences = preferences
        self._notifier = notifier
        self._is_seen = is_seen
        self._clock = clock
        self._since = time.time() if since is None else since
        self._ended_ids: set[str] = set()
        """The jobs that ended in this run: they are not told again because another value of them changes."""
        self._endings = Endings()
        self._told: list[Ending] = []
        """What the notification that is shown tells. A later one takes its place and tells this as well."""
        self._window: MainWindow | None = None
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._tell)
        notifier.clicks.clicked.connect(self._open)

    # ------------------------------------------------------------------ for Settings

    async def is_available(self) -> bool:
        """Whether the system shows notifications."""
        return await self._notifier.is_available()

    def show_example(self) -> None:
        """Show how a notification looks; a click on it raises the window."""
        title, body = wording.example()
        self._notifier.show(Alert(title=title, body=body))

    # ------------------------------------------------------------------ the jobs

    def attach(self, window: MainWindow) -> None:
        """Follow the jobs of this window."""
        self._window = window
        window.updates.value_replaced.connect(self._replaced)
        window.updates.job_ended.connect(self._over)
        window.updates.progress_changed.connect(self._progressed)
        window.jobs.model.job_gone.connect(self._removed)
        QGuiApplication.instance().applicationStateChanged.connect(self._state_changed)  # type: ignore[union-attr]

    def close(self) -> None:
        """Tell nothing any more."""
        self._soon.stop()
        self._window = None
        self._notifier.close()

    def _replaced(self, before: Job | None, job: Job) -> None:
        news = self._news(before, job)
        if job.stage.is_final:
            self._ended_ids.add(job.id)
        if news in (JobNews.READY, JobNews.FAILED):
            ending = Ending(job=job, news=news)
            self._endings.ended(ending, at=self._clock(), is_seen=self._is_seen(), beside=self._still_going(job.id))
            self._wait()

    def _news(self, before: Job | None, job: Job) -> JobNews | None:
        """Of a job of an earlier run that the list does not show, the earlier value is not known: its time decides."""
        if before is not None:
            return news_of(before, job)
        is_old = job.id in self._ended_ids or (job.finished_at or 0.0) < self._since
        return None if is_old else news_of_ending(job)

    def _still_going(self, job_id: str) -> list[str]:
        """What was ordered together with a job and continues without the user."""
        if self._window is None:
            return []
        model = self._window.jobs.model
        going = []
        for each in self._window.orders.redo.batches.ids_with(job_id):
            job, progress = model.known_job(each), model.progress_of(each)
            needs_user = progress is not None and progress.waits_for in NEED_THE_USER
            if job is not None and job.stage.is_active and not job.is_given_up and not needs_user:
                going.append(each)
        return going

    def _over(self, job_id: str) -> None:
        """The job has ended, in whatever way."""
        self._endings.release(job_id, at=self._clock())
        self._wait()

    def _removed(self, job_id: str) -> None:
        self._endings.drop(job_id, at=self._clock())
        self._wait()

    def _progressed(self, progress: Progress) -> None:
        """A job that waits for the user keeps no other one from being told."""
        if progress.waits_for in NEED_THE_USER:
            self._over(progress.job_id)

    # ------------------------------------------------------------------ telling

    def _wait(self) -> None:
        due = self._endings.due_at()
        if due is None:
            self._soon.stop()
        else:
            self._soon.start(max(0, round((due - self._clock()) * 1000)))

    def _tell(self) -> None:
        endings = self._endings.take(is_at_window=self._is_seen())
        self._wait()
        if not endings:
            return
        if not self._preferences.get(NOTIFICATIONS.option):
            self.missed.emit()
            return
        newest = {each.job.id for each in endings}
        self._told = [*(each for each in self._told if each.job.id not in newest), *endings]
        alert = Alert(
            title=wording.headline(self._told),
            body=wording.body(self._told),
            job_id=_first_to_open(endings).job.id,
            is_failure=all(each.news is JobNews.FAILED for each in self._told),
        )
        self._notifier.show(alert)
        self.told.emit(len(self._told))

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.seen()

    def seen(self) -> None:
        """The user is at the window: what has ended so far is old news."""
        self._endings.seen()
        if self._told:
            self._told.clear()
            self._notifier.withdraw()
            self.told.emit(0)

    def _open(self, job_id: str, token: str) -> None:
        """The user has clicked a notification."""
        window = self._window
        if window is None:
            return
        if token:
            os.environ[ACTIVATION_TOKEN] = token  # Qt reads the variable and removes it
        window.raise_window()
        if job_id:
            window.jobs.select(job_id)
        self.seen()


def _first_to_open(endings: tuple[Ending, ...]) -> Ending:
    """The first video; without one, the first failure."""
    return next((each for each in endings if each.news is JobNews.READY), endings[0])
