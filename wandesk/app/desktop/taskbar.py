"""What the program's entry in the taskbar shows: how far everything is, and how many videos have ended meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from wandesk.app.desktop.mark import NO_MARK, Mark, Taskbar
from wandesk.domain.job import Job
from wandesk.domain.overall_progress import UnderWay, goes_on, share_done
from wandesk.ui.jobs.model import JobsModel
from wandesk.ui.window.engine_updates import EngineUpdates

SOON_MS = 300
"""Changes within this time are shown together."""
AGAIN_MS = 5000
"""While something is under way, its share grows with the time."""


class TaskbarEntry(QObject):
    """Counts the jobs since nothing was under way. Nothing runs while nothing is under way. For the GUI thread."""

    def __init__(self, taskbar: Taskbar, *, now: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._taskbar = taskbar
        self._now = now
        self._model: JobsModel | None = None
        self._open: dict[str, Job] = {}
        self._ended = 0
        self._count = 0
        self._is_paused = False
        self._shown = NO_MARK
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._show)

    def follow(self, updates: EngineUpdates) -> None:
        """Follow the jobs of a window."""
        self._model = updates.jobs.model
        self._model.jobs_known.connect(self._known)
        self._model.job_gone.connect(self._gone)
        updates.progress_changed.connect(self._look)
        updates.pause_changed.connect(self._paused)

    def set_count(self, count: int) -> None:
        """How many endings the user has not seen."""
        self._count = count
        self._look()

    def close(self) -> None:
        """Show nothing any more."""
        self._soon.stop()
        self._put(NO_MARK)

    def _known(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            if not job.stage.is_final:
                self._open[job.id] = job
            elif self._open.pop(job.id, None) is not None:
                self._ended += 1
        self._look()

    def _gone(self, job_id: str) -> None:
        self._open.pop(job_id, None)
        self._look()

    def _paused(self, is_paused: bool) -> None:  # noqa: FBT001 - a signal's own value
        self._is_paused = is_paused
        self._look()

    def _look(self, _news: object = None) -> None:
        if not self._soon.isActive() or self._soon.remainingTime() > SOON_MS:
            self._soon.start(SOON_MS)

    def _show(self) -> None:
        going = self._going()
        if not going:
            self._ended = 0
        share = share_done(self._ended, going, self._now()) if going else None
        percent = None if share is None else round(share, 2)
        self._put(Mark(is_busy=bool(going), share=percent, count=self._count))
        if going:
            self._soon.start(AGAIN_MS)

    def _going(self) -> list[UnderWay]:
        if self._model is None:
            return []
        every = [UnderWay(job=job, progress=self._model.progress_of(job.id)) for job in self._open.values()]
        return [each for each in every if goes_on(each, is_paused=self._is_paused)]

    def _put(self, mark: Mark) -> None:
        if mark != self._shown:
            self._shown = mark
            self._taskbar.show(mark)
