"""The stage: the selected job, large, as a video, a video being made, or the reason why there is none."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wandesk.domain.draft import Draft
from wandesk.domain.job import Job
from wandesk.domain.job_rules import can_play
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.player.caption import Caption
from wandesk.ui.player.empty_page import EmptyPage
from wandesk.ui.player.ended_page import EndedPage
from wandesk.ui.player.making_page import MakingPage
from wandesk.ui.player.video_page import VideoPage
from wandesk.ui.player.video_player import VideoPlayer
from wandesk.ui.wording import player as wording

POSTER = QSize(1280, 1280)
TICK_MS = 1000


class Stage(QWidget):
    """Shows one job and emits the user's requests. It never changes a job."""

    video_watched = Signal(str)
    """The id of a job whose video was played."""
    action_requested = Signal(object, object)
    """A JobActionKey and a tuple of jobs."""
    video_shown = Signal(str)
    """The id of a job whose video is shown. Its file is not checked yet."""
    files_released = Signal(object)
    """The path of a video whose file must be closed, or None for every video."""
    details_requested = Signal()
    """Open the details, or close them."""
    menu_requested = Signal(object, QPoint)
    """The job, and the global position for its menu."""

    def __init__(
        self,
        *,
        posters: PosterCache,
        now: Callable[[], float] = time.time,
        can_generate: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Without `can_generate`, the empty stage does not say how to order a video."""
        super().__init__(parent)
        self.posters = posters
        self._now = now
        self._shown: JobSnapshot | None = None
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self._show_making)
        self.player = VideoPlayer()
        self._empty = EmptyPage(can_generate=can_generate)
        self._making = MakingPage()
        self._ended = EndedPage()
        self._video = VideoPage(self.player)
        self._caption = Caption()
        self._pages = QStackedWidget()
        for page in (self._empty, self._making, self._ended, self._video):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._caption)
        self.setMinimumSize(300, 220)
        self.setAccessibleName(wording.stage())
        posters.loaded.connect(self._poster_loaded)
        self.player.watched.connect(self._watched)
        self.player.failed.connect(self._will_not_play)
        self.player.action_requested.connect(self._request)
        self._caption.details_requested.connect(self.details_requested)
        self._caption.menu_requested.connect(lambda where: self.menu_requested.emit(self.job, where))
        for page in (self._making, self._ended):
            page.height_below = self.player.height_below
        for actions in (
            self._making.recovery.action_buttons,
            self._making.recovery.waiting_buttons,
            self._making.action_buttons,
            self._ended.action_buttons,
            self._caption.action_buttons,
            self._video.notice_buttons,
        ):
            actions.requested.connect(self._request)

    @property
    def job(self) -> Job | None:
        """The job that is shown."""
        return self._shown.job if self._shown is not None else None

    def show_draft(self, draft: Draft) -> None:
        """The form has changed: what to do first depends on it."""
        self._empty.show_draft(draft)

    def show_job(self, it: JobSnapshot | None) -> None:
        """Show a job, or update the one shown without interrupting its video."""
        self._shown = it
        if it is None:
            self._leave_video(self._empty)
        elif can_play(it.job):
            self._show_video(it)
        elif it.job.stage.is_active and not it.job.is_given_up:
            self._leave_video(self._making)
            self._show_making()
        else:
            self._leave_video(self._ended)
            self._ended.show_job(it, self._poster())
        self._caption.show_job(it)
        self._update_ticker()

    def play(self) -> None:
        """Play the video of the job that is shown, if it has one."""
        if self._shown is not None and can_play(self._shown.job):
            self._show_video(self._shown)
            self.player.play()
            self.player.setFocus()

    def read_key(self, event: QKeyEvent) -> bool:
        """Handle a key pressed elsewhere, for example in the list; returns whether it is a player key."""
        return self._pages.currentWidget() is self._video and self.player.read_key(event, is_in_list=True)

    def release(self, path: str | None = None) -> None:
        """Close the video's file before it is renamed, moved or deleted."""
        self.player.release(path)
        self.files_released.emit(path)

    def show_missing(self, job_id: str, *, is_folder_there: bool = True) -> None:
        """The video of this job is no longer where it was saved, or its whole folder is missing."""
        job = self.job
        if job is not None and job.id == job_id and job.video is not None and can_play(job):
            self.player.pause()  # an open file still plays after its deletion, but could not be opened again
            self._video.show_missing(job.video.path, is_folder_there=is_folder_there)

    # ------------------------------------------------------------------ inside

    def _leave_video(self, page: QWidget) -> None:
        self.player.release()
        self._pages.setCurrentWidget(page)

    def _poster(self) -> QPixmap | None:
        if self.job is None or not self.job.poster:
            return None
        return self.posters.pixmap(self.job.poster, POSTER, 1.0, is_cropped=False)

    def _show_video(self, it: JobSnapshot) -> None:
        job = it.job
        assert job.video is not None
        was_elsewhere = self._pages.currentWidget() is not self._video
        # Its file may have been deleted or downloaded again while the stage showed something else.
        is_new = self._video.show_job(it, was_elsewhere=was_elsewhere)
        self.player.show_video(job.video, self._poster())
        self._pages.setCurrentWidget(self._video)
        if not job.poster:
            self.player.playback.open()  # its first frame replaces the missing poster
        if is_new:
            self.video_shown.emit(job.id)

    def _show_making(self) -> None:
        if (it := self._shown) is not None and self._pages.currentWidget() is self._making:
            self._making.show_job(it, self._now(), self._poster())

    def _poster_loaded(self, path: str) -> None:
        if self._shown is None or self._shown.job.poster != path:
            return
        if self._pages.currentWidget() is self._video:
            self._show_video(self._shown)
        elif self._pages.currentWidget() is self._ended:
            self._ended.show_job(self._shown, self._poster())
        else:
            self._show_making()

    def _update_ticker(self) -> None:
        if self.isVisible() and self._pages.currentWidget() is self._making:
            if not self._ticker.isActive():
                self._ticker.start()
        else:
            self._ticker.stop()

    def _watched(self, path: str) -> None:
        if self.job is not None and self._is_shown(path):
            self.video_watched.emit(self.job.id)

    def _will_not_play(self, path: str) -> None:
        if self._is_shown(path):
            self._video.show_failed(path)

    def _is_shown(self, path: str) -> bool:
        return self.job is not None and self.job.video is not None and self.job.video.path == path

    def _request(self, key: JobActionKey) -> None:
        if self.job is not None:
            self.action_requested.emit(key, (self.job,))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_making()
        self._update_ticker()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._update_ticker()
