"""Runs the actions requested by menus, list and stage if the job's newest state still allows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wandesk.domain.job import Job
from wandesk.ui.job_actions import JobActionKey, job_action
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.notices import Owner
from wandesk.ui.wording import actions as wording


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
        self._together: dict[JobActionKey, Callable[[Sequence[Job]], None]] = {}

    def handle_together(self, key: JobActionKey, act: Callable[[Sequence[Job]], None]) -> None:
        """Let this action be done once for all its jobs, and not one by one."""
        self._together[key] = act

    def request(self, key: JobActionKey, jobs: Sequence[Job]) -> None:
        """Run the action for the jobs, or say of each why it is not possible.

        The values may be as old as an open menu, so the newest state decides.
        """
        action = job_action(key)
        allowed: list[Job] = []
        for job in jobs:
            present = self._snapshot(job)
            if present is None:
                self._refuse(Owner(key, job.id), wording.no_longer_listed())
            elif action.is_possible(present):
                allowed.append(present.job)
            else:
                self._refuse(Owner(key, job.id), action.reason(present))
        if (act := self._together.get(key)) is not None:
            if allowed:
                act(allowed)
            return
        for job in allowed:
            self._handle(key, job)
