"""Carries out what menus, list and stage request, where the newest state of the job still allows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wandesk.domain.job import Job
from wandesk.ui.job_actions import JobActionKey, job_action
from wandesk.ui.jobs.snapshot import JobSnapshot


class JobDispatcher:
    """Every `action_requested(key, jobs)` ends here."""

    def __init__(
        self,
        *,
        snapshot: Callable[[Job], JobSnapshot | None],
        handle: Callable[[JobActionKey, Job], None],
        refuse: Callable[[str], None],
    ) -> None:
        """`snapshot` returns None for a job that has left the list; `refuse` shows why an action is not possible."""
        self._snapshot = snapshot
        self._handle = handle
        self._refuse = refuse

    def request(self, key: JobActionKey, jobs: Sequence[Job]) -> None:
        """Do it with each of the jobs. They may be as old as an open menu: their present state decides."""
        action = job_action(key)
        for job in jobs:
            present = self._snapshot(job)
            if present is None:
                continue
            if action.is_possible(present):
                self._handle(key, present.job)
            elif refusal := action.refusal(present):
                self._refuse(refusal)
