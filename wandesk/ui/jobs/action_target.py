"""Which of several selected rows decides about an action."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from wandesk.domain.job import Job
from wandesk.ui.job_actions import JobActionKey, first_possible, job_action
from wandesk.ui.jobs.model import JobsModel
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.jobs.view import JobsView


class ActionTarget:
    """Called with an action and a row's job, it returns the job that decides whether the action is possible.

    An action for several is about every selected row, and is done with those that allow it, so any of them decides.
    """

    def __init__(self, model: JobsModel, view: JobsView, snapshot: Callable[[Job], JobSnapshot | None]) -> None:
        """`snapshot` returns a job's newest state; None once it has left the list."""
        self._model = model
        self._view = view
        self._snapshot = snapshot

    def __call__(self, key: JobActionKey, it: JobSnapshot) -> JobSnapshot:
        ids = self._view.selected_ids() if job_action(key).is_for_several else []
        if it.job.id not in ids:
            return it
        selected = filter(None, map(self._model.known_job, ids))
        return first_possible(key, chain((it,), filter(None, map(self._snapshot, selected)))) or it
