"""The list of jobs with its headline."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.job import Job
from wandesk.domain.progress import Progress
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.jobs.action_menu import JobMenu
from wandesk.ui.jobs.action_target import ActionTarget
from wandesk.ui.jobs.delegate import JobDelegate, RowFacts
from wandesk.ui.jobs.model import ID_ROLE, JobsModel
from wandesk.ui.jobs.pages import ListPages
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.jobs.snapshot import JobSnapshot, Offers
from wandesk.ui.jobs.view import JobsView
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.questions import Questions, Spawn
from wandesk.ui.remake_offer import NO_REMAKE, RemakeOffer
from wandesk.ui.remaking import Remake
from wandesk.ui.reorder import ReorderOffer
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.wording import job_list as list_wording
from wandesk.ui.wording import jobs as wording

MARGIN = 12
"""Logical pixels beside the rows; the scroll bar is as wide."""


class JobsPanel(QWidget):
    """Headline, rows, keys and context menu. The engine's news goes to `model`."""

    selected = Signal(object)
    """The selected job as a JobSnapshot, or None. Emitted again when its value or progress changes."""
    action_requested = Signal(object, object)
    """A JobActionKey and a tuple of jobs."""

    def __init__(
        self,
        *,
        questions: Questions,
        spawn: Spawn,
        catalog: CatalogSource,
        posters: PosterCache,
        now: Callable[[], float] = time.time,
        offers_again: Callable[[Job], ReorderOffer | None] = lambda _job: None,
        offers_remake: Callable[[Job, Remake], RemakeOffer] = lambda _job, _remake: NO_REMAKE,
        can_fill_form: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`offers_again` returns the price of Generate again, or None where it is not possible.

        `offers_remake` returns what else can be made of a job, with its price.
        """
        super().__init__(parent)
        self._offers = Offers(again=offers_again, remake=offers_remake)
        self._can_fill_form = can_fill_form
        self._practice = frozenset(region.key for region in catalog.current.regions if region.is_practice)
        self._now = now
        self._current_id: str | None = None
        self.model = JobsModel(questions, spawn, sentence=self._sentence, parent=self)
        self._delegate = JobDelegate(posters, RowFacts(now=now, is_practice=self._is_practice), self)
        self.view = JobsView(self.model, self._delegate, self)
        self.target = ActionTarget(self.model, self.view, self.snapshot)
        self._headline = PlainLabel(list_wording.list_title())
        self._count = PlainLabel()
        self._list_page = QWidget()
        self.pages = ListPages(self._list_page)
        self._lay_out()
        self._connect(posters)

    def select(self, job_id: str | None) -> None:
        """Select a job and scroll to it; None clears the selection."""
        row = None if job_id is None else self.model.row_of(job_id)
        if row is None:
            self.view.clearSelection()
            self.view.setCurrentIndex(QModelIndex())
            return
        index = self.model.index(row)
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.scrollTo(index)

    def selected_job(self) -> Job | None:
        """The selected job; None without one, and while it is being read."""
        return None if self._current_id is None else self.model.known_job(self._current_id)

    def forward_keys_to(self, player: Callable[[QKeyEvent], bool]) -> None:
        """Pass keys to the player while the list has the focus; `player` returns whether it handled one."""
        self.view.player = player

    def snapshot(self, job: Job) -> JobSnapshot | None:
        """The job's newest state; None if it is no longer in the list."""
        if self.model.row_of(job.id) is None:
            return None
        job = self.model.known_job(job.id) or job
        return JobSnapshot(
            job=job,
            progress=self.model.progress_of(job.id),
            offer=self._offers.again(job),
            real=self._offers.remake(job, Remake.REAL),
            larger=self._offers.remake(job, Remake.LARGER),
            can_fill_form=self._can_fill_form,
            now=self._now(),
        )

    def emit_selected(self) -> None:
        """Emit `selected` again, because something besides the job has changed."""
        job = self.selected_job()
        if job is not None:
            self.selected.emit(self.snapshot(job))

    def keep_free(self, height: int) -> None:
        """Let the last row be scrolled above what covers this height of the lower edge. No row moves."""
        layout = self._list_page.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, height)
        self.pages.keep_free(height)

    def menu_for(self, job: Job) -> JobMenu:
        """The context menu of a job, which follows it while it is open."""
        menu = JobMenu(job, self.snapshot, self.target, self)
        menu.requested.connect(self._request)
        for signal in (self.model.dataChanged, self.model.rowsRemoved, self.model.modelReset):
            signal.connect(menu.refresh)
        return menu

    # ------------------------------------------------------------------ inside

    def _request(self, key: JobActionKey, job: Job) -> None:
        it = self.snapshot(job)
        self.action_requested.emit(key, (job if it is None else self.target(key, it).job,))

    def _request_for_selected(self, key: JobActionKey) -> None:
        if (job := self.selected_job()) is not None:
            self._request(key, job)

    def _fit_scroll_bar(self, _least: int, most: int) -> None:
        """Replace the right margin by the scroll bar, so that rows keep their width when it appears."""
        self.pages.setContentsMargins(MARGIN, 0, 0 if most > 0 else MARGIN, 0)

    def _show_count(self) -> None:
        making, waiting = self.model.counts
        self._count.setText(list_wording.counts(making, waiting, is_paused=self.model.is_paused))

    def _lay_out(self) -> None:
        self._headline.setFont(text_font(TextSize.LARGE, is_strong=True))
        self._headline.setContentsMargins(2, 0, 0, 0)  # the glyph J extends left of its origin
        set_style_class(self._count, StyleClass.MUTED)
        header = QHBoxLayout()
        header.setContentsMargins(MARGIN + 2, 12, MARGIN, 8)
        self._fit_scroll_bar(0, 0)
        header.setSpacing(12)
        header.addWidget(self._headline)
        header.addWidget(self._count, 1, Qt.AlignmentFlag.AlignBaseline)
        around = QVBoxLayout(self._list_page)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(self.pages, 1)

    def _connect(self, posters: PosterCache) -> None:
        self.model.jobs_known.connect(self._fit_trailing)
        self.model.open_count_changed.connect(self._show_count)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            signal.connect(self._show_page)
        self.model.dataChanged.connect(self._data_changed)
        self.model.modelReset.connect(self._keep_selection)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.action_requested.connect(self._request_for_selected)
        self.view.menu_requested.connect(self._show_menu)
        self.view.verticalScrollBar().rangeChanged.connect(self._fit_scroll_bar)
        posters.loaded.connect(lambda _path: self.view.viewport().update())

    def _sentence(self, job: Job, progress: Progress | None) -> str:
        usual = progress.usual_seconds if progress else None
        return wording.row_sentence(job, progress, now=self._now(), usual=usual, is_practice=self._is_practice(job))

    def _is_practice(self, job: Job) -> bool:
        return job.request.region in self._practice

    def _fit_trailing(self, jobs: Iterable[Job]) -> None:
        if self._delegate.rows.measure(jobs):
            self.view.viewport().update()

    def _show_page(self) -> None:
        self.pages.show_rows(self.model.rowCount())

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._current_id = current.data(ID_ROLE) if current.isValid() else None
        if not current.isValid():
            self.selected.emit(None)
        elif (job := self.model.job_at(current.row())) is not None:
            self.selected.emit(self.snapshot(job))

    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        row = None if self._current_id is None else self.model.row_of(self._current_id)
        if row is not None and first.row() <= row <= last.row():
            self.emit_selected()

    def _keep_selection(self) -> None:
        """Keep the selected job selected after all ids were read again."""
        before = self._current_id
        self._current_id = None
        if before is not None and self.model.row_of(before) is not None:
            self.select(before)
        elif before is not None:
            self.selected.emit(None)

    def _show_menu(self, where: QPoint) -> None:
        job = self.selected_job()
        menu = None if job is None else self.menu_for(job)
        if menu is not None and menu.actions():
            menu.popup(where)
