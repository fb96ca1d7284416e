"""Reads the single tasks and compares the first frames that a decision needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wandesk.domain.account import AccountRef
from wandesk.domain.request import FIRST_FRAME
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskRow, TaskStatus
from wandesk.domain.task_match import TaskFacts
from wandesk.engine.pending_requests import PendingRequests
from wandesk.engine.ports import Accounts
from wandesk.engine.task_previews import TaskPreviews


class Inspector:
    """What it learns is kept in `TaskPreviews`."""

    def __init__(self, pending: PendingRequests, previews: TaskPreviews, accounts: Accounts) -> None:
        self._pending = pending
        self._previews = previews
        self._accounts = accounts

    @property
    def facts(self) -> TaskFacts:
        """What is known of single tasks."""
        return self._previews.facts

    async def inspect(
        self,
        account: AccountRef,
        rows: Iterable[TaskRow],
        *,
        read: Iterable[str] = (),
        compare: Iterable[tuple[str, str]] = (),
    ) -> tuple[TaskRow, ...]:
        """Read these tasks and make these comparisons (pairs of a task and a job); returns the rows as they are now.

        The list may be ahead of a single task: the status of the single task then counts. Raises what reading a task
        raises, and as `TaskPreviews.compare`.
        """
        connection = await self._accounts.connect(account)
        found = {row.task_id: row for row in rows}
        for task_id in read:
            report = await self._previews.read(connection, task_id)
            if report.status not in (TaskStatus.SUCCEEDED, TaskStatus.UNKNOWN):
                found[task_id] = replace(found[task_id], status=report.status)
        for task_id, job_id in compare:
            ours = await self._pending.find(job_id)
            picture = ours.inputs.get(FIRST_FRAME) if ours else None
            if picture is not None and picture.has_copy:
                await self._previews.compare(connection, found[task_id], picture)
        return tuple(found.values())

    async def refreshed(self, account: AccountRef, rows: Iterable[TaskRow]) -> Mapping[str, TaskRow]:
        """The rows of unfinished tasks with their present states, by task id, as far as the cloud tells them."""
        connection = await self._accounts.connect(account)
        found: dict[str, TaskRow] = {}
        for row in rows:
            if row.status is not TaskStatus.SUCCEEDED:
                report = await self._previews.read(connection, row.task_id)
                if report.status not in (TaskStatus.UNKNOWN, TaskStatus.OTHER):
                    found[row.task_id] = replace(row, status=report.status)
        return found
