"""The list of jobs with its headline: what a user sees of all orders."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wandesk.domain.catalog import Catalog
from wandesk.domain.job import Job, Progress
from wandesk.domain.send_queue import Workload
from wandesk.ui.jobs.acts import can_cancel, can_check_again, can_download_again, can_move, can_play, can_remove
from wandesk.ui.jobs.delegate import JobDelegate, RowFacts
from wandesk.ui.jobs.drag import copied_video
from wandesk.ui.jobs.model import ID_ROLE, JobsModel
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.jobs.stage_icon import StageIcon
from wandesk.ui.jobs.usual import UsualTimes
from wandesk.ui.jobs.view import JobsView
from wandesk.ui.look import IconRole, StyleClass, TextSize, icon, set_style_class, text_font
from wandesk.ui.questions import Questions, Spawn
from wandesk.ui.reorder import ReorderOffer
from wandesk.ui.wording import actions as act_words
from wandesk.ui.wording import jobs as words
from wandesk.ui.wording import saving as saving_words
from wandesk.ui.wording import uncertainty as doubt_words

MARGIN = 12
"""Logical pixels beside the rows; the scroll bar is as wide."""
_CHECK_AGAIN = QKeySequence(Qt.Key.Key_F5)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """One line of the context menu."""

    text: str
    icon_name: str
    wish: Callable[[], None]
    is_possible: bool
    keys: QKeySequence = field(default_factory=QKeySequence)


class JobsPanel(QWidget):
    """Everything about the list; the window connects its signals and tells it what the engine says."""

    selected = Signal(object)
    """The selected Job, or None; told again whenever its value or its progress changes."""
    opened = Signal(str)
    """Return or double click on a job: play it."""
    check_again_requested = Signal(str)
    cancel_requested = Signal(str)
    show_in_folder_requested = Signal(str)
    move_requested = Signal(str, str)
    """A job that waits here, and `top`, `up` or `down`."""
    again_requested = Signal(str)
    """A job that is to be ordered once more, for money."""
    choose_requested = Signal(str)
    """An order in doubt whose video the user wants to choose."""
    download_again_requested = Signal(str)
    remove_requested = Signal(str)
    """A finished job whose row is to go."""
    refused = Signal(str)
    """The sentence of why a key did nothing."""

    def __init__(
        self,
        *,
        questions: Questions,
        spawn: Spawn,
        catalog: Catalog,
        posters: PosterCache,
        now: Callable[[], float] = time.time,
        offers_again: Callable[[Job], ReorderOffer | None] = lambda _job: None,
        parent: QWidget | None = None,
    ) -> None:
        """`offers_again` says whether the same can be ordered once more, and what it costs."""
        super().__init__(parent)
        self._offers_again = offers_again
        self._practice = frozenset(region.key for region in catalog.regions if region.is_practice)
        self._usual = UsualTimes()
        self._now = now
        self._current_id: str | None = None
        self.model = JobsModel(questions, spawn, sentence=self._sentence, parent=self)
        facts = RowFacts(now=now, usual=self.usual, is_practice=self.is_practice)
        self._delegate = JobDelegate(posters, facts, self)
        self.view = JobsView(self.model, self._delegate, self)
        self._headline = QLabel(words.list_title())
        self._count = QLabel()
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect(posters)
        self._show_page()

    async def load(self) -> None:
        """Ask for all jobs. Raises WanDeskError."""
        await self.model.load()

    def job_added(self, job: Job) -> None:
        """A new job: row 0. Who wants it selected calls `select`."""
        self._fit_asides((job,))
        self.model.job_added(job)

    def job_changed(self, job: Job) -> None:
        """A job's newer value."""
        self._usual.learn((job,))
        self._fit_asides((job,))
        self.model.job_changed(job)

    def job_removed(self, job_id: str) -> None:
        """The job is gone."""
        self.model.job_removed(job_id)

    def progressed(self, progress: Progress) -> None:
        """How far a transfer is, or what a job waits for."""
        self.model.progressed(progress)

    def set_workload(self, workload: Workload) -> None:
        """What is under way and what waits here, as a whole."""
        self.model.set_workload(workload)

    def select(self, job_id: str | None) -> None:
        """Select a job and bring it into sight; None selects nothing."""
        row = None if job_id is None else self.model.row_of(job_id)
        if row is None:
            self.view.clearSelection()
            self.view.setCurrentIndex(QModelIndex())
            return
        index = self.model.index(row)
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.scrollTo(index)

    def selected_job(self) -> Job | None:
        """The selected job; None while it is being read, too."""
        return None if self._current_id is None else self.model.preview_task(self._current_id)

    def progress_of(self, job_id: str) -> Progress | None:
        """The job's last progress."""
        return self.model.progress_of(job_id)

    def usual(self, job: Job) -> float | None:
        """Seconds that such jobs usually take: by the rows read so far, else by the engine; None without history."""
        progress = self.progress_of(job.id)
        return self._usual.usual(job) or (progress.usual_seconds if progress else None)

    def is_practice(self, job: Job) -> bool:
        """The job belongs to the Practice region."""
        return job.request.region in self._practice

    def give_keys_to(self, player: Callable[[QKeyEvent], bool]) -> None:
        """The player's keys work while the list has the focus, too; `player` says whether it took one."""
        self.view.player = player

    def request_check_again(self) -> None:
        """Ask for a look at the selected job, where there is something to look at."""
        job = self.selected_job()
        if job is not None and can_check_again(job):
            self.check_again_requested.emit(job.id)

    def request_cancel(self) -> None:
        """Ask to cancel the selected job, while it can be."""
        job = self.selected_job()
        if job is not None and can_cancel(job):
            self.cancel_requested.emit(job.id)

    def request_move(self, where: str) -> None:
        """Ask to send the selected job sooner or later: `top`, `up` or `down`."""
        job = self.selected_job()
        if job is not None and can_move(self.progress_of(job.id)):
            self.move_requested.emit(job.id, where)

    def request_again(self) -> None:
        """Ask to order the selected job once more."""
        job = self.selected_job()
        if job is not None and self._offers_again(job) is not None:
            self.again_requested.emit(job.id)

    def request_choose(self) -> None:
        """Ask for the choice of the selected job's video, where there is one."""
        job = self.selected_job()
        if job is not None and doubt_words.needs_choice(job):
            self.choose_requested.emit(job.id)

    def request_download_again(self) -> None:
        """Ask to fetch the selected job's video once more, while the cloud has it."""
        job = self.selected_job()
        if job is not None and can_download_again(job, self._now()):
            self.download_again_requested.emit(job.id)

    def request_remove(self) -> None:
        """Ask to take the selected job out of the list, as soon as it may go; until then say why it stays."""
        job = self.selected_job()
        if job is not None and can_remove(job, self._now()):
            self.remove_requested.emit(job.id)
        elif job is not None:
            self.refused.emit(act_words.why_not_removed(job, self._now()))

    def request_copy(self) -> None:
        """The selected job's video goes to the clipboard as a file."""
        job = self.selected_job()
        if job is not None and can_play(job) and job.video is not None:
            QGuiApplication.clipboard().setMimeData(copied_video(job.video.path))
        elif job is not None:
            self.refused.emit(act_words.nothing_to_copy())

    def request_show_in_folder(self) -> None:
        """Ask to show the selected job's video."""
        job = self.selected_job()
        if job is not None and can_play(job):
            self.show_in_folder_requested.emit(job.id)

    def menu_for(self, job: Job) -> QMenu:
        """The context menu of a job, with lines between its groups; it deletes itself when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for group in self._groups(job):
            if group and menu.actions():
                menu.addSeparator()
            for act in group:
                menu.addAction(_action(act, menu))
        return menu

    # ------------------------------------------------------------------ inside

    def _groups(self, job: Job) -> tuple[list[_Act], ...]:
        """What this job offers at its stage; what it does not offer stands there only where its place says why."""
        return self._usual_acts(job), self._moves(job), self._more_acts(job), self._folder(job), self._removal(job)

    def _usual_acts(self, job: Job) -> list[_Act]:
        acts: list[_Act] = []
        if can_play(job):
            keys = QKeySequence(Qt.Key.Key_Return)
            acts.append(
                _Act(text=act_words.play(), icon_name="play", wish=self._open_selected, keys=keys, is_possible=True)
            )
        if can_check_again(job):
            text, wish = act_words.check_again(), self.request_check_again
            acts.append(_Act(text=text, icon_name="refresh", wish=wish, keys=_CHECK_AGAIN, is_possible=True))
        why_not = act_words.cannot_cancel(job)
        if can_cancel(job) or why_not:
            text, wish = why_not or act_words.cancel(), self.request_cancel
            acts.append(_Act(text=text, icon_name="cancel", wish=wish, is_possible=not why_not))
        return acts

    def _folder(self, job: Job) -> list[_Act]:
        if not can_play(job):
            return []
        text, wish = act_words.show_in_folder(), self.request_show_in_folder
        return [_Act(text=text, icon_name="folder", wish=wish, is_possible=True)]

    def _removal(self, job: Job) -> list[_Act]:
        is_possible, why_not = can_remove(job, self._now()), act_words.cannot_remove(job, self._now())
        if not is_possible and not why_not:
            return []
        keys = QKeySequence(QKeySequence.StandardKey.Delete)
        text, wish = why_not or act_words.remove(), self.request_remove
        return [_Act(text=text, icon_name="", wish=wish, keys=keys, is_possible=is_possible)]

    def _moves(self, job: Job) -> list[_Act]:
        """Only what waits here has a place in the line."""
        if not can_move(self.progress_of(job.id)):
            return []
        texts = {"top": act_words.move_to_top(), "up": act_words.move_up(), "down": act_words.move_down()}
        return [
            _Act(text=text, icon_name="", wish=partial(self.request_move, where), is_possible=True)
            for where, text in texts.items()
        ]

    def _more_acts(self, job: Job) -> list[_Act]:
        """What only some jobs offer; an act for money says its price."""
        acts: list[_Act] = []
        if doubt_words.needs_choice(job):
            acts.append(_Act(text=doubt_words.choose(), icon_name="video", wish=self.request_choose, is_possible=True))
        if (offer := self._offers_again(job)) is not None:
            text, is_possible = doubt_words.generate_again_for(offer.cost), not offer.is_under_way
            acts.append(_Act(text=text, icon_name="generate", wish=self.request_again, is_possible=is_possible))
        if can_download_again(job, self._now()):
            text = saving_words.download_again()
            acts.append(_Act(text=text, icon_name="", wish=self.request_download_again, is_possible=True))
        return acts

    def _leave_room(self, _least: int, most: int) -> None:
        """The scroll bar takes the place of the right margin, so that no row becomes narrower when it comes."""
        self._pages.setContentsMargins(MARGIN, 0, 0 if most > 0 else MARGIN, 0)

    def _show_count(self) -> None:
        making, waiting = self.model.counts
        self._count.setText(words.counts(making, waiting, is_paused=self.model.is_paused))

    def _lay_out(self) -> None:
        self._headline.setFont(text_font(TextSize.LARGE, is_strong=True))
        self._headline.setContentsMargins(2, 0, 0, 0)  # a J reaches to the left of its place
        set_style_class(self._count, StyleClass.MUTED)
        header = QHBoxLayout()
        header.setContentsMargins(MARGIN + 2, 12, MARGIN, 8)
        self._leave_room(0, 0)
        header.setSpacing(12)
        header.addWidget(self._headline)
        header.addWidget(self._count, 1, Qt.AlignmentFlag.AlignBaseline)
        self._pages.addWidget(self.view)
        self._pages.addWidget(_empty_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(self._pages, 1)

    def _connect(self, posters: PosterCache) -> None:
        self.model.rows_read.connect(self._usual.learn)
        self.model.rows_read.connect(self._fit_asides)
        self.model.open_count_changed.connect(self._show_count)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            signal.connect(self._show_page)
        self.model.dataChanged.connect(self._data_changed)
        self.model.modelReset.connect(self._keep_selection)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.opened.connect(self._open_selected)
        self.view.check_again.connect(self.request_check_again)
        self.view.remove.connect(self.request_remove)
        self.view.copy.connect(self.request_copy)
        self.view.menu_wanted.connect(self._show_menu)
        self.view.verticalScrollBar().rangeChanged.connect(self._leave_room)
        posters.loaded.connect(lambda _path: self.view.viewport().update())

    def _sentence(self, job: Job, progress: Progress | None) -> str:
        return words.row_sentence(
            job, progress, now=self._now(), usual=self.usual(job), is_practice=self.is_practice(job)
        )

    def _fit_asides(self, jobs: Iterable[Job]) -> None:
        if self._delegate.learn(jobs):
            self.view.viewport().update()

    def _show_page(self) -> None:
        self._pages.setCurrentIndex(0 if self.model.rowCount() else 1)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._current_id = current.data(ID_ROLE) if current.isValid() else None
        if not current.isValid():
            self.selected.emit(None)
        elif (job := self.model.job_at(current.row())) is not None:
            self.selected.emit(job)

    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        row = None if self._current_id is None else self.model.row_of(self._current_id)
        if row is not None and first.row() <= row <= last.row() and (job := self.selected_job()) is not None:
            self.selected.emit(job)

    def _keep_selection(self) -> None:
        """All ids came anew: the job that was selected stays so, if it is still there."""
        before = self._current_id
        self._current_id = None
        if before is not None and self.model.row_of(before) is not None:
            self.select(before)
        elif before is not None:
            self.selected.emit(None)

    def _open_selected(self) -> None:
        if self._current_id is not None:
            self.opened.emit(self._current_id)

    def _show_menu(self, where: QPoint) -> None:
        job = self.selected_job()
        menu = None if job is None else self.menu_for(job)
        if menu is not None and menu.actions():
            menu.popup(where)


def _action(act: _Act, menu: QMenu) -> QAction:
    action = QAction(act.text, menu)
    if act.icon_name:
        action.setIcon(icon(act.icon_name))
    action.setShortcut(act.keys)
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # shown only: the view reads the keys itself
    action.setEnabled(act.is_possible)
    action.triggered.connect(act.wish)
    return action


def _empty_page() -> QWidget:
    page = QWidget()
    said = words.empty_list()
    title, text = QLabel(said.title), QLabel(said.text)
    title.setFont(text_font(TextSize.BODY, is_strong=True))
    text.setWordWrap(True)
    set_style_class(text, StyleClass.MUTED)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(24, 8, 24, 24)
    layout.setSpacing(8)
    layout.addStretch(2)
    layout.addWidget(StageIcon("video", IconRole.MUTED, 32), 0, Qt.AlignmentFlag.AlignHCenter)
    for label in (title, text):
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(label)
    layout.addStretch(3)
    return page
