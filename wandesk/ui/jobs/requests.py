"""Requests of the user for jobs of the list: by key, from a menu, and by the act on a row."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Signal

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.ui.job_actions import JobActionKey, job_action
from wandesk.ui.jobs.action_menu import JobMenu
from wandesk.ui.jobs.action_target import ActionTarget
from wandesk.ui.jobs.row_act import row_act
from wandesk.ui.jobs.selected_job import SelectedJob
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.jobs.view import JobsView
from wandesk.ui.questions import Questions, Spawn

log = logging.getLogger(__name__)


class JobRequests(QObject):
    """Extends a request to all selected jobs where the action is for several."""

    requested = Signal(object, object)
    """A JobActionKey and a tuple of jobs."""

    def __init__(
        self,
        view: JobsView,
        selected: SelectedJob,
        snapshot: Callable[[Job], JobSnapshot | None],
        questions: Questions,
        spawn: Spawn,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._selected = selected
        self._snapshot = snapshot
        self._questions = questions
        self._spawn = spawn
        self.target = ActionTarget(view.jobs, view, snapshot)
        view.action_requested.connect(self._request_for_selected)
        view.menu_requested.connect(self._show_menu)
        view.act_requested.connect(self._act)

    def request(self, key: JobActionKey, job: Job) -> None:
        """Request an action of a job, by its key or from a menu: with all selected jobs if it is one of them."""
        ids = self._view.selected_ids() if job_action(key).is_for_several and key is not JobActionKey.REMOVE else []
        if len(ids) > 1 and job.id in ids:
            self._spawn("selected jobs", self._request_for_all(key, job, ids))
            return
        it = self._snapshot(job)
        self.requested.emit(key, (job if it is None else self.target(key, it).job,))

    def menu_for(self, job: Job) -> JobMenu:
        """The context menu of a job, which follows it while it is open."""
        menu = JobMenu(job, self._snapshot, self.target, self._view)
        menu.requested.connect(self.request)
        model = self._view.jobs
        for signal in (model.dataChanged, model.rowsRemoved, model.modelReset):
            signal.connect(menu.refresh)
        return menu

    async def _request_for_all(self, key: JobActionKey, job: Job, ids: Sequence[str]) -> None:
        """For those that allow the action; without one, the job says why not."""
        jobs = [known for known in map(self._view.jobs.known_job, ids) if known is not None]
        if len(jobs) < len(ids):
            try:
                jobs = list(await self._questions.rows(ids))
            except WanDeskError as error:
                log.warning("the selected jobs cannot be read: %s", error)
        snapshots = [it for it in map(self._snapshot, jobs) if it is not None]
        allowing = tuple(it.job for it in snapshots if job_action(key).is_possible(it))
        self.requested.emit(key, allowing or (job,))

    def _request_for_selected(self, key: JobActionKey) -> None:
        if (job := self._selected.job()) is not None:
            self.request(key, job)

    def _act(self, job_id: str) -> None:
        """Do the act that was pressed on a row, or open its menu."""
        job = self._view.jobs.known_job(job_id)
        if job is None:
            return
        act = row_act(job)
        if act.key is not None:
            self.requested.emit(act.key, (job,))
            return
        self._selected.select(job_id)
        self._show_menu(self._view.act_corner(job_id))

    def _show_menu(self, where: QPoint) -> None:
        job = self._selected.job()
        menu = None if job is None else self.menu_for(job)
        if menu is not None and menu.actions():
            menu.popup(where)
