"""The zones of the window with what floats over them, and the one job that all of them show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMainWindow, QWidget

from wandesk.domain.job import Job
from wandesk.domain.request import GenerationRequest
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.menus import Menus
from wandesk.ui.notices import Notices
from wandesk.ui.player.details import Details
from wandesk.ui.player.stage import Stage
from wandesk.ui.window.arrangement import Arrangement
from wandesk.ui.window.details_sheet import DetailsSheet
from wandesk.ui.window.notice_bar import NoticeBar


class Zones(QObject):
    """Arranges composer, stage and jobs. The selected job is on the stage, in the menus and in the details."""

    def __init__(
        self,
        window: QMainWindow,
        *,
        composer: QWidget,
        stage: Stage,
        jobs: JobsPanel,
        menus: Menus,
        notices: Notices,
        names: Callable[[GenerationRequest], tuple[str, str]],
    ) -> None:
        """`names` gives those of a request's model and region."""
        super().__init__(window)
        self.arrangement = Arrangement(window, composer=composer, stage=stage, jobs=jobs)
        self._jobs = jobs
        self._selected: Job | None = None
        self.details = Details(names)
        over = self.arrangement.floats_over
        self._sheet = DetailsSheet(self.details, over)
        self.notice_bar = NoticeBar(notices, over)
        self._show_details = menus.action("details")
        self._connect(stage, menus, notices)

    def close_details(self) -> bool:
        """Close the details; returns whether they were open."""
        was_open = self._show_details.isChecked()
        self._show_details.setChecked(False)
        return was_open

    # ------------------------------------------------------------------ inside

    def _connect(self, stage: Stage, menus: Menus, notices: Notices) -> None:
        jobs, bar = self._jobs, self.notice_bar
        for show in (menus.show_job, stage.show_job, self._show_job):
            jobs.selected.connect(show)
        jobs.forward_keys_to(stage.read_key)
        stage.menu_requested.connect(self._open_menu)
        stage.details_requested.connect(self._show_details.trigger)
        self._sheet.close_requested.connect(self.close_details)
        self._show_details.toggled.connect(self._open_details)
        self.arrangement.moved.connect(self._float)
        to_notice = menus.action("show_notice")
        to_notice.setEnabled(False)
        to_notice.triggered.connect(bar.take_focus)
        notices.changed.connect(lambda: to_notice.setEnabled(bool(notices.waiting)))
        for each in (jobs, self._sheet):
            bar.height_changed.connect(each.keep_free)

    def _show_job(self, it: JobSnapshot | None) -> None:
        self._selected = it.job if it is not None else None
        if self._show_details.isChecked():
            self.details.show_job(self._selected)

    def _open_details(self, is_open: bool) -> None:  # noqa: FBT001 - a signal's own value
        if is_open:
            self.details.show_job(self._selected)
        self._sheet.set_open(is_open=is_open)
        self.notice_bar.raise_()

    def _open_menu(self, job: Job, where: QPoint) -> None:
        menu = self._jobs.requests.menu_for(job)
        if menu.actions():
            menu.popup(where)

    def _float(self) -> None:
        over, is_stage = self.arrangement.floats_over, self.arrangement.are_jobs_hidden
        self._sheet.float_over(over, is_video=is_stage)
        self.notice_bar.float_over(over)
