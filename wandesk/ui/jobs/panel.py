"""The zone of the jobs: a bar of filters over the list."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.job import Job
from wandesk.domain.job_query import JobQuery
from wandesk.domain.progress import Progress
from wandesk.ui.jobs.bands import Bands
from wandesk.ui.jobs.day_sums import DaySums
from wandesk.ui.jobs.filter_bar import FilterBar
from wandesk.ui.jobs.list_counts import ListCounts
from wandesk.ui.jobs.lister import JobLister, is_partial
from wandesk.ui.jobs.missing_files import MissingFiles
from wandesk.ui.jobs.model import JobsModel
from wandesk.ui.jobs.pages import ListPages
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.jobs.requests import JobRequests
from wandesk.ui.jobs.row_painter import RowPainter
from wandesk.ui.jobs.row_texts import RowFacts
from wandesk.ui.jobs.selected_job import SelectedJob
from wandesk.ui.jobs.snapshot import Offers
from wandesk.ui.jobs.snapshots import Snapshots
from wandesk.ui.jobs.spoken_search import SpokenSearch
from wandesk.ui.jobs.tile_painter import TilePainter
from wandesk.ui.jobs.view import JobsView
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.questions import Questions, Spawn
from wandesk.ui.remake_offer import NO_REMAKE, RemakeOffer
from wandesk.ui.remaking import Remake
from wandesk.ui.reorder import ReorderOffer
from wandesk.ui.wording import job_rows as wording
from wandesk.ui.wording.job_filters import none_found

BORDER, CORNER = 1, 6
"""Logical pixels of the line around the zone, and between its lower edge and the rows, which have no round corners."""


class JobsPanel(QFrame):
    """Builds the parts and connects them. The engine's news goes to `model`."""

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
        failed_beside: Callable[[Job], int] = lambda _job: 0,
        can_fill_form: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`offers_again` returns the price of Generate again, or None where it is not possible.

        `offers_remake` returns what else can be made of a job, with its price. `failed_beside` counts the failed jobs
        that can be generated again together with a job.
        """
        super().__init__(parent)
        set_style_class(self, StyleClass.CARD)
        is_practice = _practice_of(catalog)
        self.model = JobsModel(questions, spawn, sentence=_sentences(now, is_practice), parent=self)
        self.lister = JobLister(questions, spawn, self.model, model_names=_model_names(catalog))
        self.counts = ListCounts(questions, spawn, self._shown_query, self)
        self._sums = DaySums(questions, spawn, self._shown_query, self)
        self.missing = MissingFiles(questions, spawn, self)
        offers = Offers(again=offers_again, remake=offers_remake, failed=failed_beside)
        self.snapshot = Snapshots(
            self.model, self.missing, offers, now=now, can_fill_form=can_fill_form, has_console=_console_of(catalog)
        )
        facts = RowFacts(
            now=now,
            is_practice=is_practice,
            has_days=lambda: self.model.has_days,
            is_missing=self.missing.is_missing,
        )
        self._painters = RowPainter(posters, facts), TilePainter(posters, facts)
        self.view = JobsView(self.model, self._painters[0], Bands(self._sums.of), self)
        self._selected = SelectedJob(self.view, self.snapshot, self._show_all)
        self.requests = JobRequests(self.view, self._selected, self.snapshot, questions, spawn)
        self.bar = FilterBar(self)
        self.pages = ListPages(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(BORDER, BORDER, BORDER, CORNER)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.pages, 1)
        self._connect(posters)
        SpokenSearch(self.view, self._shown_query)

    async def load(self) -> None:
        """Read which jobs there are. Raises WanDeskError."""
        await self.lister.load()

    def select(self, job_id: str | None) -> None:
        """Select a job and scroll to it, after all jobs are shown if it is left out. None clears the selection."""
        self._selected.select(job_id)

    def selected_job(self) -> Job | None:
        """The selected job; None without one, and while it is being read."""
        return self._selected.job()

    def emit_selected(self) -> None:
        """Emit `selected` again, because something besides the job has changed."""
        self._selected.emit_again()

    def forward_keys_to(self, player: Callable[[QKeyEvent], bool]) -> None:
        """Pass keys to the player while the list has the focus; `player` returns whether it handled one."""
        self.view.player = player

    def keep_free(self, height: int) -> None:
        """Let the last row be scrolled above what covers this height of the lower edge. No row moves."""
        self.view.keep_free(max(0, height - CORNER))
        self.pages.keep_free(height)

    def show_grid(self, is_grid: bool) -> None:  # noqa: FBT001 - a signal's own value
        """Show the jobs as a grid of posters, or as rows."""
        self.view.show_as(self._painters[is_grid])
        self.bar.show_view(is_grid=is_grid)

    def job_replaced(self, before: Job | None, job: Job) -> None:
        """A job has another value: what the bar and the bands count may have changed."""
        self.counts.job_replaced(before, job)
        if before is None or before.charge != job.charge or before.stage is not job.stage:
            self._sums.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.missing.forget()  # files are moved in other programs
            self.view.settling.start()

    # ------------------------------------------------------------------ inside

    def _connect(self, posters: PosterCache) -> None:
        repaint = self.view.viewport().update
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            signal.connect(self._show_page)
            signal.connect(self.counts.count)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved):
            signal.connect(self._sums.refresh)
        self.model.modelReset.connect(self._sums.forget)
        self._selected.changed.connect(self.selected)
        self.requests.requested.connect(self.action_requested)
        self.bar.view_chosen.connect(self.show_grid)
        self.bar.query_changed.connect(self._query_changed)
        self.bar.left.connect(self.view.setFocus)
        self.bar.entered.connect(self._enter_list)
        self.pages.all_requested.connect(self._show_all)
        self.counts.counted.connect(self.bar.show_counts)
        self._sums.changed.connect(repaint)
        self.missing.changed.connect(repaint)
        self.missing.changed.connect(self.emit_selected)
        self.view.settling.timeout.connect(self._look_for_files)
        posters.loaded.connect(lambda _path: repaint())

    def _shown_query(self) -> JobQuery | None:
        """What the list shows; None before it is read."""
        return self.lister.query if self.lister.is_loaded else None

    def _look_for_files(self) -> None:
        if self.lister.is_loaded:
            self.missing.look(self.view.jobs_in_sight())

    def _query_changed(self, query: JobQuery) -> None:
        for painter in self._painters:
            painter.forget()
        self.lister.show(query)
        self.counts.count()

    def _show_all(self) -> bool:
        """Show all jobs in the order that was chosen, and return whether some were left out."""
        was_partial = is_partial(self.lister.query)
        self.bar.set_query(JobQuery(sort=self.lister.query.sort))
        return was_partial

    def _show_page(self) -> None:
        query = self.lister.query
        self.pages.show_rows(self.model.rowCount(), nothing=none_found(query) if is_partial(query) else None)

    def _enter_list(self) -> None:
        self.view.setFocus()
        if not self.view.selectionModel().hasSelection() and self.model.rowCount():
            self.select(self.model.id_at(0))


def _practice_of(catalog: CatalogSource) -> Callable[[Job], bool]:
    regions = frozenset(region.key for region in catalog.current.regions if region.is_practice)
    return lambda job: job.request.region in regions


def _console_of(catalog: CatalogSource) -> Callable[[Job], bool]:
    def has_console(job: Job) -> bool:
        return any(each.key == job.request.region and each.console_page for each in catalog.current.regions)

    return has_console


def _sentences(now: Callable[[], float], is_practice: Callable[[Job], bool]) -> Callable[[Job, Progress | None], str]:
    """The rows for a screen reader."""

    def sentence(job: Job, progress: Progress | None) -> str:
        usual = progress.usual_seconds if progress else None
        return wording.row_sentence(job, progress, now=now(), usual=usual, is_practice=is_practice(job))

    return sentence


def _model_names(catalog: CatalogSource) -> Callable[[str], str]:
    """The names of a video model in every language, in one text."""

    def names(key: str) -> str:
        return " ".join(" ".join(model.name.texts.values()) for model in catalog.current.models if model.key == key)

    return names
