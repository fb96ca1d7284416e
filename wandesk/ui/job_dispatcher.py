"""Runs the actions requested by menus, list and stage if the job's newest state still allows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wandesk.domain.job import Job
from wandesk.ui.job_actions import JobActionKey, job_action
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.notices import Owner


class JobDispatcher:
    """Every `action_requested(key, jobs)` ends here."""

    def __init__(
        self,
        *,
        snapshot: Callable[[Job], JobSnapshot | None],
        handle: Callable[[JobActionKey, Job], None],
        refuse: Callable[[Owner, str], None],
    ) -> None:
        """`snapshot` returns None for a job that has left the list; `refuse` shows why an action is not possible."""
        self._snapshot = snapshot
        self._handle = handle
        self._refuse = refuse

    def request(self, key: JobActionKey, jobs: Sequence[Job]) -> None:
        """Run the action for each job. The values may be as old as an open menu, so the newest state decides."""
        action = job_action(key)
        for job in jobs:
            present = self._snapshot(job)
            if present is None:
                continue
            if action.is_possible(present):
                self._handle(key, present.job)
            elif refusal := action.refusal(present):
                self._refuse(Owner(key, job.id), refusal)
