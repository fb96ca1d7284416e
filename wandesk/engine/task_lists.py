"""Reads the task list, one reading for all callers at a time, and learns the cloud's ids of our keys from it."""

from __future__ import annotations

import asyncio
import logging
import math
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.errors import CloudError, WanDeskError
from wandesk.domain.task import TaskOwner, TaskPage, TaskRow
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.moved_hosts import MovedHosts
from wandesk.engine.poll_schedule import LIST_SIZE
from wandesk.engine.ports import Clock, Cloud, Store

T = TypeVar("T")

log = logging.getLogger(__name__)

MOST_PAGES = 200
DISORDER = 5.0
"""Seconds: tasks created this close together may be listed in any order. The provider documents no order at all, so a
list that is not sorted newest first is read to its end: a paid task at the end must not count as absent."""
FRESH = 3.0
"""Seconds for which a reading is cached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskList:
    """The task list as far as it was read, newest first. Times are the cloud's."""

    rows: tuple[TaskRow, ...]
    taken_at: float
    """When the reading began."""
    back_to: float | None
    """The list is complete since then; None: it was read to its end."""
    key_fingerprint: str
    """Fingerprint of the key it was read with."""


@dataclass(slots=True)
class _CachedList:
    """The cached reading of one account's list."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    requested: list[float | None] = field(default_factory=list)
    last: TaskList | None = None
    read_at: float = 0.0


class TaskLists:
    """The task lists of all accounts. Every method runs on the engine's loop."""

    def __init__(self, *, cloud: Cloud, hosts: MovedHosts, store: Store, clock: Clock, cloud_time: CloudTime) -> None:
        self._cloud = cloud
        self._hosts = hosts
        self._store = store
        self._clock = clock
        self._cloud_time = cloud_time
        self._lists: defaultdict[AccountRef, _CachedList] = defaultdict(_CachedList)
        self._key_ids: dict[tuple[str, str], str] = {}

    async def read(self, account: AccountRef, back_to: float | None) -> TaskList:
        """The list from its newest task to one created before `back_to` (cloud time; None: to its end).

        No time filters are used: the time zone in which the cloud reads them is undocumented. Raises ListUnreadable,
        CloudUnreachable, CloudBusy, KeyNeeded, KeyRefused, KeyringFailed, PracticeFailed.
        """
        cached = self._lists[account]
        cached.requested.append(back_to)
        try:
            async with cached.lock:
                last = cached.last
                is_fresh = last is not None and self._clock.monotonic() - cached.read_at <= FRESH
                if last is None or not is_fresh or not _reaches(last, back_to):
                    began = self._clock.monotonic()
                    last = await self._read(account, cached)
                    cached.last, cached.read_at = last, began
                return last
        finally:
            cached.requested.remove(back_to)

    async def read_page(self, account: AccountRef, page: int, size: int) -> TaskPage:
        """One page (from 1) of the account's tasks, not cached. Raises as `Cloud.tasks` and `Accounts.connect`."""
        return await self._with_host(account, lambda connection: self._cloud.tasks(connection, page, size))

    async def read_newest(self, account: AccountRef) -> None:
        """Read the newest page, to learn the cloud's time and the ids of our keys. Raises as `read`, StoreDamaged."""
        await self._learn((await self.read_page(account, 1, LIST_SIZE)).rows)

    async def owners(self, rows: Sequence[TaskRow]) -> Mapping[str, TaskOwner]:
        """Which of the tasks belong to a job. Raises StoreDamaged."""
        return await self._store.owners([row.task_id for row in rows])

    async def key_id(self, account: str | None, key_fingerprint: str | None) -> str | None:
        """The cloud's id of one of our keys, None while it is unknown. Raises StoreDamaged."""
        if not account or not key_fingerprint:
            return None
        key = (account, key_fingerprint)
        if key not in self._key_ids and (found := await self._store.key_id(*key)) is not None:
            self._key_ids[key] = found
        return self._key_ids.get(key)

    async def _read(self, account: AccountRef, cached: _CachedList) -> TaskList:
        return await self._with_host(account, lambda connection: self._read_with(connection, account, cached))

    async def _read_with(self, connection: Connection, account: AccountRef, cached: _CachedList) -> TaskList:
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
            if all(each is not None and back_to < each for each in cached.requested):
                break
        found = TaskList(
            rows=tuple(rows.values()),
            # Computed afterwards, because the first answer may have set the cloud's time.
            taken_at=self._cloud_time.now(account.region) - (self._clock.monotonic() - began),
            back_to=back_to,
            key_fingerprint=connection.secret.fingerprint,
        )
        await self._learn(found.rows)
        return found

    async def _with_host(self, account: AccountRef, read: Callable[[Connection], Awaitable[T]]) -> T:
        """A reading of the account's list.

        If the host of a job is gone, that is the list of the region's current host, once it proves that both belong to
        one main account: it shows a task that was made with the account of the old host, or with its key.
        """
        try:
            return await read(await self._hosts.connect(account))
        except CloudError as error:
            other = await self._hosts.elsewhere(account) if error.is_host_gone else None
            if other is None or not await self._is_same(account, other):
                raise
            self._hosts.moved(account, other)
        return await read(other)

    async def _is_same(self, account: AccountRef, other: Connection) -> bool:
        try:
            rows = (await self._cloud.tasks(other, 1, LIST_SIZE)).rows
        except WanDeskError as error:
            log.info("the list of the current host of %s says nothing: %s", account.region, error)
            return False
        key_id = await self.key_id(account.account, other.secret.fingerprint)
        if key_id is not None and any(row.api_key_id == key_id for row in rows):
            return True
        owners = (await self.owners(rows)).values()
        return any(owner.is_created_by_us and owner.account == account.account for owner in owners)

    async def _learn(self, rows: Sequence[TaskRow]) -> None:
        """A task created by us was made with its job's key, so its row has the cloud's id of that key."""
        owners = await self.owners(rows)
        for row in rows:
            owner = owners.get(row.task_id)
            if owner is None or not owner.is_created_by_us or not row.api_key_id or not owner.key_fingerprint:
                continue
            key = (owner.account, owner.key_fingerprint)
            if await self.key_id(*key) != row.api_key_id:
                self._key_ids[key] = row.api_key_id
                await self._store.learn_key_id(*key, row.api_key_id)


def _reaches(found: TaskList, back_to: float | None) -> bool:
    return found.back_to is None or (back_to is not None and found.back_to < back_to)
