"""When each job is polled next, and what wakes it earlier.

Many active tasks of one account are not polled singly: a few pages of the cloud's task list show which of them changed,
and only those are polled. The list is a hint only: absence means nothing, every task is still polled singly now and
then, and single polls continue if the list fails.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from wandesk.domain.account import AccountRef
from wandesk.domain.errors import WanDeskError
from wandesk.domain.task import TaskPage, TaskStatus
from wandesk.engine.ports import Clock

log = logging.getLogger(__name__)

MANY = 20
"""An account with more active tasks than this is watched by the list (design.md 5)."""
LIST_EVERY = 5.0
"""Seconds between two readings of the list."""
FIRST_LIST = 1.0
"""Seconds before the first reading: after a restart with many open jobs it comes almost at once."""
SINGLE_AT_LEAST = 300.0
"""Seconds. Every active task is polled singly at least this often."""
LIST_SIZE = 100
"""Rows per page."""
MOST_PAGES = 20

RANK = {TaskStatus.PENDING: 0, TaskStatus.RUNNING: 1}
"""How far a task is; every final status is further."""
FINAL_RANK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PolledTask:
    """A task that waits for its next poll, with its status as we know it."""

    job_id: str
    task_id: str
    status: TaskStatus
    account: AccountRef
    """The account whose list shows the task."""


class PollSchedule:
    """Lets each job wait until its next poll; a command of the user or a change at the cloud ends the wait."""

    def __init__(
        self,
        clock: Clock,
        *,
        read_list: Callable[[AccountRef, int, int], Awaitable[TaskPage]],
        spawn: Callable[[str, Coroutine[Any, Any, None]], object],
    ) -> None:
        """`read_list(account, page, size)` reads one page of an account's tasks and raises WanDeskError."""
        self._clock = clock
        self._read_list = read_list
        self._spawn = spawn
        self._woken: dict[str, asyncio.Event] = {}
        self._waiting: dict[AccountRef, dict[str, PolledTask]] = {}
        self._listing: set[AccountRef] = set()
        self._without_list: set[AccountRef] = set()

    async def wait(self, job_id: str, seconds: float) -> None:
        """Wait, or return earlier when the job is woken."""
        woken = self._woken.setdefault(job_id, asyncio.Event())
        await self._clock.wait(woken, seconds)
        woken.clear()

    async def wait_for_poll(self, task: PolledTask, seconds: float) -> None:
        """Wait until the task is due: `seconds`, or much longer while the list watches over it."""
        waiting = self._waiting.setdefault(task.account, {})
        waiting[task.task_id] = task
        if len(waiting) > MANY and task.account not in self._listing:
            self._listing.add(task.account)
            self._spawn(f"list of {task.account.region}", self._watch_list(task.account))
        is_watched = task.account in self._listing and task.account not in self._without_list
        try:
            await self.wait(task.job_id, max(seconds, SINGLE_AT_LEAST) if is_watched else seconds)
        finally:
            waiting.pop(task.task_id, None)

    def wake(self, job_id: str) -> None:
        """End the job's wait."""
        if job_id in self._woken:
            self._woken[job_id].set()

    def wake_all(self) -> None:
        """End every wait: a key changed, the network came back or the computer woke up."""
        for woken in self._woken.values():
            woken.set()

    def forget(self, job_id: str) -> None:
        """The job no longer runs."""
        self._woken.pop(job_id, None)

    async def _watch_list(self, account: AccountRef) -> None:
        """Read the list while many tasks wait; the rest then return to single polls."""
        delay = FIRST_LIST
        try:
            while len(self._waiting.get(account, {})) > MANY:
                await self._clock.wait(asyncio.Event(), delay)
                delay = LIST_EVERY
                try:
                    await self._compare(account)
                except WanDeskError as error:
                    self._give_up_list(account, error)
                else:
                    self._without_list.discard(account)
        finally:
            self._listing.discard(account)
            self._without_list.discard(account)
            self._wake_account(account)

    async def _compare(self, account: AccountRef) -> None:
        missing = set(self._waiting.get(account, {}))
        for number in range(1, MOST_PAGES + 1):
            page = await self._read_list(account, number, LIST_SIZE)
            for row in page.rows:
                missing.discard(row.task_id)
                task = self._waiting.get(account, {}).get(row.task_id)
                if task is not None and _rank(row.status) > _rank(task.status):
                    self.wake(task.job_id)
            if not missing or not page.rows or (page.pages is not None and number >= page.pages):
                return

    def _give_up_list(self, account: AccountRef, error: WanDeskError) -> None:
        if account in self._without_list:
            return
        log.info("the list of %s cannot be read: %s", account.region, error)
        self._without_list.add(account)
        self._wake_account(account)

    def _wake_account(self, account: AccountRef) -> None:
        """End the long waits that relied on the list: these tasks return to their own schedule."""
        for task in list(self._waiting.get(account, {}).values()):
            self.wake(task.job_id)


def _rank(status: TaskStatus) -> int:
    if status in (TaskStatus.UNKNOWN, TaskStatus.OTHER):
        return -1  # says nothing
    return RANK.get(status, FINAL_RANK)
