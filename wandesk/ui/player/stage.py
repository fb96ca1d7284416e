"""The stage: the selected job, large. A video, a video that is being made, or why there is none."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wandesk.domain.job import Job
from wandesk.domain.job_rules import can_play
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.jobs.delegate import transfer_share
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.look import IconRole, StyleClass, TextSize, icon, set_style_class, text_font, tokens_of
from wandesk.ui.player.backdrop import backdrop_of
from wandesk.ui.player.ended_page import COLUMN, EndedPage
from wandesk.ui.player.recovery_buttons import RecoveryButtons
from wandesk.ui.player.video_page import VideoPage
from wandesk.ui.player.video_player import VideoPlayer
from wandesk.ui.widgets.elided import ElidedLabel
from wandesk.ui.wording import jobs as job_words
from wandesk.ui.wording import player as words

POSTER = QSize(1280, 1280)
TICK_MS = 1000


class Stage(QWidget):
    """Shows one job. It never changes one: it tells what the user wants."""

    video_watched = Signal(str)
    """The id of a job whose video really played."""
    action_requested = Signal(object, object)
    """A JobActionKey, and the tuple of jobs it is meant for."""
    video_shown = Signal(str)
    """The id of a job whose video is shown now: whether its file is still there is not checked yet."""

    def __init__(
        self,
        *,
        posters: PosterCache,
        now: Callable[[], float] = time.time,
        can_order: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Without `can_order`, the empty stage does not say how to order a video."""
        super().__init__(parent)
        self._posters = posters
        self._now = now
        self._shown: JobSnapshot | None = None
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self._show_making)
        self.player = VideoPlayer()
        self._empty = _EmptyPage(can_order=can_order)
        self._making = _MakingPage()
        self._ended = EndedPage()
        self._video = VideoPage(self.player)
        self._pages = QStackedWidget()
        for page in (self._empty, self._making, self._ended, self._video):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self.setMinimumSize(360, 220)
        self.setAccessibleName(words.stage())
        posters.loaded.connect(self._poster_loaded)
        self.player.watched.connect(self._watched)
        self.player.failed.connect(self._will_not_play)
        self.player.action_requested.connect(self._request)
        for actions in (
            self._making.recovery.action_buttons,
            self._ended.action_buttons,
            self._video.action_buttons,
            self._video.notice_buttons,
        ):
            actions.requested.connect(self._request)

    @property
    def job(self) -> Job | None:
        """The job that is shown."""
        return self._shown.job if self._shown is not None else None

    def show_job(self, it: JobSnapshot | None) -> None:
        """Show a job, or the newer value of the one that is shown: its video goes on playing."""
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
            self._ended.show_job(it)
        self._mind_the_clock()

    def play(self) -> None:
        """Play the video of the job that is shown, if it has one."""
        if self._shown is not None and can_play(self._shown.job):
            self._show_video(self._shown)
            self.player.play()
            self.player.setFocus()

    def read_key(self, event: QKeyEvent) -> bool:
        """A key pressed elsewhere, in the list for example; True if a video is shown and the key was the player's."""
        return self._pages.currentWidget() is self._video and self.player.read_key(event)

    def release(self, path: str | None = None) -> None:
        """Close the video's file before it is renamed, moved or deleted."""
        self.player.release(path)

    def say_gone(self, job_id: str) -> None:
        """The video of this job is no longer where it was saved."""
        job = self.job
        if job is not None and job.id == job_id and job.video is not None and can_play(job):
            self.player.pause()  # what still plays comes from a file without a name: it would not play again
            self._video.say_gone(job.video.path)

    # ------------------------------------------------------------------ inside

    def _leave_video(self, page: QWidget) -> None:
        self.player.release()
        self._pages.setCurrentWidget(page)

    def _poster(self) -> QPixmap | None:
        if self.job is None or not self.job.poster:
            return None
        return self._posters.pixmap(self.job.poster, POSTER, 1.0, is_cropped=False)

    def _show_video(self, it: JobSnapshot) -> None:
        job = it.job
        assert job.video is not None
        was_elsewhere = self._pages.currentWidget() is not self._video
        is_new = self._video.show_job(it)
        self.player.show_video(job.video, self._poster())
        self._pages.setCurrentWidget(self._video)
        if not job.poster:
            self.player.playback.open()  # its first picture stands in for the poster
        if is_new or was_elsewhere:  # its file may have gone while the stage showed something else
            self.video_shown.emit(job.id)

    def _show_making(self) -> None:
        if (it := self._shown) is not None and self._pages.currentWidget() is self._making:
            said = job_words.wait_words(it.job, it.progress, now=self._now(), usual=it.usual)
            self._making.show_job(it.job, said, transfer_share(it.job, it.progress), self._poster())
            self._making.recovery.show_job(it)

    def _poster_loaded(self, path: str) -> None:
        if self._shown is None or self._shown.job.poster != path:
            return
        if self._pages.currentWidget() is self._video:
            self._show_video(self._shown)
        else:
            self._show_making()

    def _mind_the_clock(self) -> None:
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
            self._video.say_failed(path)

    def _is_shown(self, path: str) -> bool:
        return self.job is not None and self.job.video is not None and self.job.video.path == path

    def _request(self, key: JobActionKey) -> None:
        if self.job is not None:
            self.action_requested.emit(key, (self.job,))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_making()
        self._mind_the_clock()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._mind_the_clock()


class _EmptyPage(QWidget):
    """Nothing is selected: what to do."""

    def __init__(self, *, can_order: bool) -> None:
        super().__init__()
        said = job_words.empty_stage()
        title, text = QLabel(said.title), QLabel(said.text if can_order else "")
        title.setFont(text_font(TextSize.LARGE, is_strong=True))
        set_style_class(text, StyleClass.MUTED)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(_Illustration(), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(16)
        for label in (title, text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addStretch(3)


class _Illustration(QWidget):
    """A picture, and the video that comes out of it."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = icon("picture", IconRole.MUTED)
        self._play = icon("play", IconRole.ON_ACCENT)
        self._sparkle = icon("generate", IconRole.ACCENT)
        self.setFixedSize(212, 112)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._card(painter, QPointF(62, 64), -7, tokens.surface, tokens.edge, self._picture)
        self._card(painter, QPointF(146, 60), 5, tokens.accent, tokens.window, self._play)
        self._sparkle.paint(painter, QRect(186, 0, 24, 24))

    @staticmethod
    def _card(painter: QPainter, middle: QPointF, turn: float, ground: QColor, edge: QColor, sign: QIcon) -> None:
        painter.save()
        painter.translate(middle)
        painter.rotate(turn)
        painter.setPen(QPen(edge, 2))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(-52, -36, 104, 72), 10, 10)
        sign.paint(painter, QRect(-16, -16, 32, 32))
        painter.restore()


class _MakingPage(QWidget):
    """The picture, quiet and large, and what happens to it."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self._glow: QPixmap | None = None
        self._title, self._said, self._prompt = QLabel(), QLabel(), ElidedLabel()
        self._title.setFont(text_font(TextSize.LARGE, is_strong=True))
        self._said.setFont(text_font(TextSize.LARGE))
        self._bar = _Bar()
        self.recovery = RecoveryButtons()
        holder = QWidget()
        holder.setMaximumWidth(COLUMN)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch(1)
        for label in (self._title, self._said):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.recovery)
        column.addStretch(1)
        self._prompt.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._prompt)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.addWidget(holder)
        self._wear()

    def show_job(self, job: Job, said: str, share: float | None, picture: QPixmap | None) -> None:
        self._title.setText(job_words.headline(job))
        self._said.setText(said)
        self._prompt.show_text(job_words.quoted_title(job), job_words.whole_prompt(job))
        self._bar.show_share(share)
        if picture is not self._picture:
            self._picture = picture
            self._glow = backdrop_of(picture)
        self.update()

    def _wear(self) -> None:
        tokens = tokens_of(self.palette())
        for label in (self._title, self._said, self._prompt):
            palette = label.palette()
            palette.setColor(label.foregroundRole(), tokens.on_stage)
            label.setPalette(palette)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.stage)
        if self._picture is None or self._picture.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._glow is not None:
            painter.drawPixmap(self.rect(), self._glow)
        fitted = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRect(0, 0, fitted.width(), fitted.height())
        area.moveCenter(self.rect().center())
        painter.drawPixmap(area, self._picture)
        veil = QColor(tokens.stage)
        veil.setAlphaF(0.72)  # white words stay readable on a white picture
        painter.fillRect(self.rect(), veil)


class _Bar(QWidget):
    """The share of a transfer; absent, but not its place, where nobody can measure."""

    def __init__(self) -> None:
        super().__init__()
        self._share: float | None = None
        self.setFixedSize(240, 8)

    def show_share(self, share: float | None) -> None:
        self._share = share
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._share is None:
            return
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QColor(tokens.on_stage)
        track.setAlphaF(0.3)
        painter.setBrush(track)
        painter.drawRoundedRect(QRectF(0, 2, self.width(), 4), 2, 2)
        painter.setBrush(tokens.on_stage)
        painter.drawRoundedRect(QRectF(0, 2, self.width() * self._share, 4), 2, 2)
