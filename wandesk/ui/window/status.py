"""The status bar: the region in use, how many videos are being made or new, and what was spent."""

from __future__ import annotations

from PySide6.QtWidgets import QStatusBar, QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.draft import Draft
from wandesk.domain.job import Job, JobStage
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.window.engine_updates import EngineUpdates
from wandesk.ui.wording import job_list as list_wording

EDGE = 21
"""Logical pixels: the texts of the bar then begin on the left edge of the form's fields, as those of the menus do."""


class Status(QStatusBar):
    """Three labels, and room for an offer between them."""

    def __init__(self, catalog: CatalogSource, language: str) -> None:
        super().__init__()
        self._catalog = catalog
        self._language = language
        self._open = (0, 0, False)
        self._new: set[str] = set()
        """The ids of the videos that have become ready and were not watched yet."""
        self._region, self._counts, self._money = PlainLabel(), PlainLabel(), PlainLabel()
        self.setSizeGripEnabled(False)
        self.setContentsMargins(EDGE, 0, 12, 0)
        self.addWidget(self._region)
        self.addWidget(self._counts)
        self.addPermanentWidget(self._money)
        set_style_class(self._money, StyleClass.MUTED)

    def hold(self, line: QWidget) -> None:
        """Give a line what room the labels leave."""
        self.addWidget(line, 1)
        line.hide()  # Qt shows what it adds

    def show_money(self, text: str) -> None:
        """What was spent."""
        self._money.setText(text)

    def show_draft(self, draft: Draft) -> None:
        """The region that the form orders from; Practice is amber."""
        region = self._catalog.current.region(draft.region)
        self._region.setText(region.name.text(self._language))
        set_style_class(self._region, StyleClass.PRACTICE if region.is_practice else StyleClass.MUTED)

    def follow(self, updates: EngineUpdates) -> None:
        """Show the counts of these jobs."""
        updates.counts_changed.connect(self._count_open)
        updates.value_replaced.connect(self._count_new)
        updates.jobs.model.job_gone.connect(self._forget)

    def _count_open(self, making: int, waiting: int, is_paused: bool) -> None:  # noqa: FBT001 - a signal's own value
        self._open = (making, waiting, is_paused)
        self._show_counts()

    def _count_new(self, _before: Job | None, job: Job) -> None:
        if job.stage is JobStage.DONE and not job.is_watched:
            self._new.add(job.id)
            self._show_counts()
        else:
            self._forget(job.id)

    def _forget(self, job_id: str) -> None:
        if job_id in self._new:
            self._new.discard(job_id)
            self._show_counts()

    def _show_counts(self) -> None:
        making, waiting, is_paused = self._open
        counts = list_wording.counts(making, waiting, is_paused=is_paused, new=len(self._new))
        self._counts.setText(f"· {counts}" if counts and self._region.text() else counts)
