"""Reads the cloud's list of tasks, once for everybody who wants to know, and learns from it whose tasks they are."""

from __future__ import annotations

import asyncio
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wandesk.domain.account import AccountRef
from wandesk.domain.task import TaskOwner, TaskPage, TaskRow
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.poll_schedule import LIST_SIZE
from wandesk.engine.ports import Accounts, Clock, Cloud, Store

MOST_PAGES = 200
DISORDER = 5.0
"""Seconds: tasks of the same moment may stand in any order. The provider promises none at all, so a list that has
another order than newest first is read to its end: a paid task must not count as absent because it stands last."""
FRESH = 3.0
"""Seconds: a reading that is no older is everybody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskList:
    """The list as far as it was read, newest first. Times are the cloud's."""

    rows: tuple[TaskRow, ...]
    taken_at: float
    """When its reading began."""
    back_to: float | None
    """Everything made since then is in it; None: the whole list."""
    key_fingerprint: str
    """Of the key it was read with."""


@dataclass(slots=True)
class _CachedList:
    """What is read of one list."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    wanted: list[float | None] = field(default_factory=list)
    last: TaskList | None = None
    read_at: float = 0.0


class TaskLists:
    """The lists of all accounts. Every method runs on the engine's loop."""

    def __init__(self, *, cloud: Cloud, accounts: Accounts, store: Store, clock: Clock, cloud_time: CloudTime) -> None:
        self._cloud = cloud
        self._accounts = accounts
        self._store = store
        self._clock = clock
        self._cloud_time = cloud_time
        self._shelves: defaultdict[AccountRef, _CachedList] = defaultdict(_CachedList)
        self._key_ids: dict[tuple[str, str], str] = {}

    async def read(self, account: AccountRef, back_to: float | None) -> TaskList:
        """The list from its newest task to those made before `back_to` (cloud time; None: to its end).

        Without time filters, so that nothing hangs on the zone in which the cloud reads them. Raises ListUnreadable,
        CloudUnreachable, CloudBusy, KeyNeeded, KeyRefused, KeyringFailed, PracticeFailed.
        """
        shelf = self._shelves[account]
        shelf.wanted.append(back_to)
        try:
            async with shelf.turn:
                last = shelf.last
                is_fresh = last is not None and self._clock.monotonic() - shelf.read_at <= FRESH
                if last is None or not is_fresh or not _reaches(last, back_to):
                    began = self._clock.monotonic()
                    last = await self._read(account, shelf)
                    shelf.last, shelf.read_at = last, began
                return last
        finally:
            shelf.wanted.remove(back_to)

    async def read_page(self, account: AccountRef, page: int, size: int) -> TaskPage:
        """One page (from 1) of the account's tasks, not cached. Raises as `Cloud.tasks` and `Accounts.connect`."""
        return await self._cloud.tasks(await self._accounts.connect(account), page, size)

    async def owners(self, rows: Sequence[TaskRow]) -> Mapping[str, TaskOwner]:
        """Which of the tasks belong to a job of ours."""
        return await self._store.owners([row.task_id for row in rows])

    async def key_id(self, account: str | None, key_fingerprint: str | None) -> str | None:
        """The cloud's number of a key of ours, None while it is not known."""
        if not account or not key_fingerprint:
            return None
        key = (account, key_fingerprint)
        if key not in self._key_ids and (found := await self._store.key_id(*key)) is not None:
            self._key_ids[key] = found
        return self._key_ids.get(key)

    async def _read(self, account: AccountRef, shelf: _CachedList) -> TaskList:
        connection = await self._accounts.connect(account)
        began = self._clock.monotonic()
        rows: dict[str, TaskRow] = {}
        back_to: float | None = math.inf
        oldest, is_newest_first = math.inf, True
        for number in range(1, MOST_PAGES + 1):
            page = await self._cloud.tasks(connection, number, LIST_SIZE)
            rows |= {row.task_id: row for row in page.rows if row.task_id not in rows}
            for made in [row.created_at for row in page.rows if row.created_at is not None]:
                is_newest_first = is_newest_first and made <= oldest + DISORDER
                oldest = min(oldest, made)
            back_to = oldest if is_newest_first else math.inf
            is_end = not page.rows or (page.pages is not None and number >= page.pages)
            if is_end:
                back_to = None
                break
            if all(each is not None and back_to < each for each in shelf.wanted):
                break
        found = TaskList(
            rows=tuple(rows.values()),
            # The first answer may have been what told the cloud's time.
            taken_at=self._cloud_time.now(account.region) - (self._clock.monotonic() - began),
            back_to=back_to,
            key_fingerprint=connection.secret.fingerprint,
        )
        await self._learn(found.rows)
        return found

    async def _learn(self, rows: Sequence[TaskRow]) -> None:
        """A task that a create of ours named was made with the key of its job: its row tells the key's number."""
        owners = await self.owners(rows)
        for row in rows:
            owner = owners.get(row.task_id)
            if owner is None or not owner.is_told or not row.api_key_id or not owner.key_fingerprint:
                continue
            key = (owner.account, owner.key_fingerprint)
            if await self.key_id(*key) != row.api_key_id:
                self._key_ids[key] = row.api_key_id
                await self._store.learn_key_id(*key, row.api_key_id)


def _reaches(found: TaskList, back_to: float | None) -> bool:
    return found.back_to is None or (back_to is not None and found.back_to < back_to)
