"""Who is due for a look, and who is woken before it is due.

Many active tasks of one account are not all looked at singly: a few pages of the cloud's list tell which of them
moved, and only those are woken. The list is a hint: a row that is further than we know causes a single look,
absence means nothing, every task is still read singly now and then, and when the list fails the single looks go on.
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
"""More active tasks than this of one account are watched by the list (design: following tasks)."""
LIST_EVERY = 5.0
FIRST_LIST = 1.0
"""After a restart with many open jobs, the list is read almost at once."""
SINGLE_AT_LEAST = 300.0
"""Every active task is read singly at least so often."""
LIST_SIZE = 100
MOST_PAGES = 20

RANK = {TaskStatus.PENDING: 0, TaskStatus.RUNNING: 1}
"""How far a task is; every final status is further."""
FINAL_RANK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A task that waits for its next look, with its status as we know it."""

    job_id: str
    task_id: str
    status: TaskStatus
    account: AccountRef
    """Whose list shows the task."""


class PollSchedule:
    """Lets each job wait for its next look; a wish of the user or news of the cloud ends the wait at once."""

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
        self._waiting: dict[AccountRef, dict[str, Followed]] = {}
        self._listing: set[AccountRef] = set()
        self._without_list: set[AccountRef] = set()

    async def next(self, job_id: str, due: float) -> None:
        """Wait `due` seconds, or until woken."""
        woken = self._woken.setdefault(job_id, asyncio.Event())
        await self._clock.wait(woken, due)
        woken.clear()

    async def next_look(self, followed: Followed, due: float) -> None:
        """Wait until this task should be read: `due` seconds, or much longer while the list watches over it."""
        waiting = self._waiting.setdefault(followed.account, {})
        waiting[followed.task_id] = followed
        if len(waiting) > MANY and followed.account not in self._listing:
            self._listing.add(followed.account)
            self._spawn(f"list of {followed.account.region}", self._watch_list(followed.account))
        is_watched = followed.account in self._listing and followed.account not in self._without_list
        try:
            await self.next(followed.job_id, max(due, SINGLE_AT_LEAST) if is_watched else due)
        finally:
            waiting.pop(followed.task_id, None)

    def wake(self, job_id: str) -> None:
        """Look now."""
        if job_id in self._woken:
            self._woken[job_id].set()

    def wake_all(self) -> None:
        """A key changed, the network came back, the computer woke: everybody looks now."""
        for woken in self._woken.values():
            woken.set()

    def forget(self, job_id: str) -> None:
        """The job is finished."""
        self._woken.pop(job_id, None)

    async def _watch_list(self, account: AccountRef) -> None:
        """Read the list while many tasks wait; then let those that are left go back to looks of their own."""
        delay = FIRST_LIST
        try:
            while len(self._waiting.get(account, {})) > MANY:
                await self._clock.wait(asyncio.Event(), delay)
                delay = LIST_EVERY
                try:
                    await self._compare(account)
                except WanDeskError as trouble:
                    self._give_up_list(account, trouble)
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
                followed = self._waiting.get(account, {}).get(row.task_id)
                if followed is not None and _rank(row.status) > _rank(followed.status):
                    self.wake(followed.job_id)
            if not missing or not page.rows or (page.pages is not None and number >= page.pages):
                return

    def _give_up_list(self, account: AccountRef, trouble: WanDeskError) -> None:
        if account in self._without_list:
            return
        log.info("the list of %s cannot be read: %s", account.region, trouble)
        self._without_list.add(account)
        self._wake_account(account)

    def _wake_account(self, account: AccountRef) -> None:
        """Those who waited long because of the list wait anew by their own rhythm."""
        for followed in list(self._waiting.get(account, {}).values()):
            self.wake(followed.job_id)


def _rank(status: TaskStatus) -> int:
    if status in (TaskStatus.UNKNOWN, TaskStatus.OTHER):
        return -1  # says nothing
    return RANK.get(status, FINAL_RANK)
