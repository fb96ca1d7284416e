"""The stage: the selected job, large. A film, a film that is being made, or why there is none."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QHideEvent,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wandesk.domain.job import Job, JobStage, Progress
from wandesk.ui.jobs.acts import can_check_again, can_play
from wandesk.ui.jobs.delegate import transfer_share
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.jobs.sign import Sign
from wandesk.ui.look import Dress, IconRole, TextSize, dress, icon, text_font, tokens_of
from wandesk.ui.player.video_player import VideoPlayer
from wandesk.ui.wording import jobs as job_words
from wandesk.ui.wording import player as words
from wandesk.ui.wording.sentences import named, sentence

POSTER = QSize(1280, 1280)
TICK_MS = 1000
COLUMN = 560
"""The width of a column of text that is easy to read."""


class Stage(QWidget):
    """Shows one job. It never changes one: it tells what the user wants."""

    film_watched = Signal(str)
    """The id of a job whose film really played."""
    show_in_folder_requested = Signal(str)
    check_again_requested = Signal(str)
    system_player_requested = Signal(str)
    """The id of a job whose film will not play here."""

    def __init__(
        self,
        *,
        posters: PosterCache,
        usual: Callable[[Job], float | None],
        now: Callable[[], float] = time.time,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._posters = posters
        self._usual = usual
        self._now = now
        self._job: Job | None = None
        self._progress: Progress | None = None
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self._show_making)
        self.player = VideoPlayer()
        self._empty = _EmptyPage()
        self._making = _MakingPage()
        self._ended = _EndedPage()
        self._film = _FilmPage(self.player)
        self._pages = QStackedWidget()
        for page in (self._empty, self._making, self._ended, self._film):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self.setMinimumSize(360, 220)
        self.setAccessibleName(words.stage())
        posters.loaded.connect(self._poster_loaded)
        self.player.watched.connect(self._watched)
        self.player.failed.connect(self._will_not_play)
        self.player.show_in_folder_requested.connect(lambda: self._tell(self.show_in_folder_requested))
        self._film.system_player.clicked.connect(lambda: self._tell(self.system_player_requested))
        self._ended.check_again.clicked.connect(lambda: self._tell(self.check_again_requested))

    @property
    def job(self) -> Job | None:
        """The job that is shown."""
        return self._job

    def show_job(self, job: Job | None, progress: Progress | None = None) -> None:
        """Show a job, or the newer value of the one that is shown: a film goes on playing through that."""
        self._job, self._progress = job, progress
        if job is None:
            self._leave_film(self._empty)
        elif can_play(job):
            self._show_film(job)
        elif job.stage in job_words.ACTIVE_STAGES:
            self._leave_film(self._making)
            self._show_making()
        else:
            self._leave_film(self._ended)
            self._ended.show_job(job)
        self._mind_the_clock()

    def play(self, job: Job) -> None:
        """Show a job and play its film, if it has one."""
        self.show_job(job)
        if can_play(job):
            self.player.play()
            self.player.setFocus()

    def read_key(self, event: QKeyEvent) -> bool:
        """A key pressed elsewhere, in the list for example; True if a film is shown and the key was the player's."""
        return self._pages.currentWidget() is self._film and self.player.read_key(event)

    def release(self, path: str | None = None) -> None:
        """Close the film's file before it is renamed, moved or deleted."""
        self.player.release(path)

    # ------------------------------------------------------------------ inside

    def _leave_film(self, page: QWidget) -> None:
        self.player.release()
        self._pages.setCurrentWidget(page)

    def _poster(self) -> QPixmap | None:
        if self._job is None or not self._job.poster:
            return None
        return self._posters.pixmap(self._job.poster, POSTER, 1.0, is_cropped=False)

    def _show_film(self, job: Job) -> None:
        assert job.film is not None
        self._film.show_job(job)
        self.player.show_film(job.film, self._poster())
        self._pages.setCurrentWidget(self._film)
        if not job.poster:
            self.player.playback.open()  # its first picture stands in for the poster

    def _show_making(self) -> None:
        if self._job is not None and self._pages.currentWidget() is self._making:
            job = self._job
            said = job_words.wait_words(job, self._progress, now=self._now(), usual=self._usual(job))
            self._making.show_job(job, said, transfer_share(job, self._progress), self._poster())

    def _poster_loaded(self, path: str) -> None:
        if self._job is None or self._job.poster != path:
            return
        if self._pages.currentWidget() is self._film:
            self._show_film(self._job)
        else:
            self._show_making()

    def _mind_the_clock(self) -> None:
        if self.isVisible() and self._pages.currentWidget() is self._making:
            if not self._ticker.isActive():
                self._ticker.start()
        else:
            self._ticker.stop()

    def _watched(self, path: str) -> None:
        if self._job is not None and self._job.film is not None and self._job.film.path == path:
            self.film_watched.emit(self._job.id)

    def _will_not_play(self, path: str) -> None:
        if self._job is not None and self._job.film is not None and self._job.film.path == path:
            self._film.say_failed(path)

    def _tell(self, wish: SignalInstance) -> None:
        if self._job is not None:
            wish.emit(self._job.id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_making()
        self._mind_the_clock()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._mind_the_clock()


class _EmptyPage(QWidget):
    """Nothing is selected: what to do."""

    def __init__(self) -> None:
        super().__init__()
        said = job_words.empty_stage()
        title, text = QLabel(said.title), QLabel(said.text)
        title.setFont(text_font(TextSize.LARGE, is_strong=True))
        dress(text, Dress.MUTED)
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
    """A picture, and the film that comes out of it."""

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
        self._share: float | None = None
        self._title, self._said, self._prompt = QLabel(), QLabel(), _ElidedLabel()
        self._title.setFont(text_font(TextSize.LARGE, is_strong=True))
        self._said.setFont(text_font(TextSize.LARGE))
        self._bar = _Bar()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(8)
        layout.addStretch(1)
        for label in (self._title, self._said):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self._prompt.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._prompt)
        self._wear()

    def show_job(self, job: Job, said: str, share: float | None, picture: QPixmap | None) -> None:
        self._title.setText(job_words.headline(job))
        self._said.setText(said)
        self._prompt.show_text(job_words.quoted_title(job), job_words.whole_prompt(job))
        self._bar.show_share(share)
        if picture is not self._picture:
            self._picture = picture
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
        fitted = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRect(0, 0, fitted.width(), fitted.height())
        area.moveCenter(self.rect().center())
        painter.drawPixmap(area, self._picture)
        veil = QColor(tokens.stage)
        veil.setAlphaF(0.72)  # white words stay readable on a white picture
        painter.fillRect(area, veil)


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


class _EndedPage(QScrollArea):
    """A job without a film: the sentence, the reason, the next step, and details for those who want them."""

    def __init__(self) -> None:
        super().__init__()
        self._job: Job | None = None
        self._sign, self._title = Sign("information", IconRole.MUTED, 40), QLabel()
        self._sentence, self._charge, self._next_step, self._prompt = QLabel(), QLabel(), QLabel(), QLabel()
        self.check_again = QPushButton(icon("refresh", IconRole.ON_ACCENT), job_words.check_again_free())
        self._fold = QPushButton(words.details())
        self._details = _Details()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._lay_out()
        self._fold.toggled.connect(self._unfold)

    def show_job(self, job: Job) -> None:
        if self._job is None or self._job.id != job.id:
            self._fold.setChecked(False)
        self._job = job
        name, role = _SIGNS.get(job.stage, ("information", IconRole.MUTED))
        self._sign.show_icon(name, role)
        self._title.setText(job_words.headline(job))
        for label, text in (
            (self._prompt, job_words.quoted_title(job)),
            (self._sentence, job_words.outcome(job)),
            (self._charge, job_words.charge(job)),
            (self._next_step, job_words.next_step(job)),
        ):
            label.setText(text)
            label.setVisible(text not in ("", sentence(self._title.text())))
        self.check_again.setVisible(can_check_again(job))
        self._fold.setVisible(self._details.show_job(job))

    def _unfold(self, is_open: bool) -> None:  # noqa: FBT001 - a signal's own value
        self._details.setVisible(is_open)
        self._fold.setText(words.hide_details() if is_open else words.details())

    def _lay_out(self) -> None:
        body = QWidget()
        self._title.setFont(text_font(TextSize.LARGE, is_strong=True))
        self._charge.setFont(text_font(TextSize.BODY, is_strong=True))
        self._prompt.setFont(text_font(TextSize.SMALL))
        dress(self._prompt, Dress.MUTED)
        dress(self._next_step, Dress.MUTED)
        dress(self.check_again, Dress.PRIMARY)
        dress(self._fold, Dress.QUIET)
        self._fold.setCheckable(True)
        self._details.setVisible(False)
        column = QVBoxLayout()
        column.setSpacing(8)
        for label in (self._prompt, self._title, self._sentence, self._charge, self._next_step):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 0)
        buttons.setSpacing(8)
        buttons.addWidget(self.check_again)
        buttons.addWidget(self._fold)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self._details)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addStretch(1)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        holder.setLayout(column)
        column.setContentsMargins(0, 4, 0, 0)
        holder.setMaximumWidth(COLUMN)
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(holder, 8)
        row.addStretch(1)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(2)
        self.setWidget(body)


_SIGNS = {
    JobStage.FAILED: ("error", IconRole.LOSS),
    JobStage.UNCERTAIN: ("warning", IconRole.PRACTICE),
    JobStage.CANCELED: ("cancel", IconRole.MUTED),
    JobStage.EXPIRED: ("clock", IconRole.MUTED),
}


class _Details(QFrame):
    """The cloud's own words, for experts and for letters to support."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[str, str]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        copy = QPushButton(icon("copy"), words.copy_details())
        copy.clicked.connect(self._copy)
        dress(self, Dress.CARD)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(self._grid)
        layout.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)

    def show_job(self, job: Job) -> bool:
        """Returns whether there is anything to show."""
        problem = job.problem
        pairs = (
            (words.code(), problem.code if problem else ""),
            (words.message(), problem.message if problem else ""),
            (words.request_id(), (problem.request_id if problem else "") or job.request_id or ""),
            (words.task_id(), job.task_id or ""),
        )
        lines = [(name, value) for name, value in pairs if value]
        if lines != self._lines:
            self._lines = lines
            self._fill()
        return bool(lines)

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for row, (name, value) in enumerate(self._lines):
            label, text = QLabel(name), QLabel(value)
            dress(label, Dress.MUTED)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setWordWrap(True)
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            text.setAccessibleName(named(name, value))
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(text, row, 1)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(named(name, value) for name, value in self._lines))


class _FilmPage(QWidget):
    """The film with its prompt and its facts."""

    def __init__(self, player: VideoPlayer) -> None:
        super().__init__()
        self._path = ""
        self._title, self._facts = _ElidedLabel(), QLabel()
        self._title.setFont(text_font(TextSize.BODY, is_strong=True))
        dress(self._facts, Dress.MUTED)
        self._notice = QFrame()
        self._sentence, self._reason = QLabel(), QLabel()
        self.system_player = QPushButton(icon("open"), words.open_in_system_player())
        self._lay_out(player)

    def show_job(self, job: Job) -> None:
        assert job.film is not None
        if job.film.path != self._path:
            self._path = job.film.path
            self._notice.hide()
        self._title.show_text(job_words.title(job), job_words.whole_prompt(job))
        self._facts.setText(job_words.film_line(job))

    def say_failed(self, path: str) -> None:
        """The film will not play: where it is, and another way."""
        is_there = Path(path).is_file()
        self._sentence.setText(words.will_not_play() if is_there else words.film_missing())
        self._reason.setText(words.will_not_play_reason() if is_there else words.film_missing_reason(path))
        self.system_player.setVisible(is_there)
        self._notice.show()

    def _lay_out(self, player: VideoPlayer) -> None:
        dress(self._notice, Dress.WARNING)
        self._sentence.setFont(text_font(TextSize.BODY, is_strong=True))
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        told = QVBoxLayout()
        told.setSpacing(2)
        for label in (self._sentence, self._reason):
            label.setWordWrap(True)
            told.addWidget(label)
        notice = QHBoxLayout(self._notice)
        notice.setContentsMargins(16, 8, 16, 8)
        notice.addLayout(told, 1)
        notice.addWidget(self.system_player)
        self._notice.hide()
        caption = QHBoxLayout()
        caption.setContentsMargins(16, 0, 16, 8)
        caption.setSpacing(16)
        caption.addWidget(self._title, 1)
        caption.addWidget(self._facts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(player, 1)
        layout.addLayout(caption)
        layout.addWidget(self._notice)


class _ElidedLabel(QLabel):
    """One line that ends in an ellipsis where there is no room; the whole text is its tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(80)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str, tooltip: str) -> None:
        self._whole = text
        self.setToolTip(tooltip)
        self.setAccessibleName(text)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
