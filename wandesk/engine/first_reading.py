"""Reads the task list once before the first create request of a run, an account and a key.

The answer teaches the cloud's time and our key's id: the search for a request whose outcome stays unknown needs both,
also after a restart with another local clock.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, defaultdict

from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.errors import CloudBusy, CloudError, CloudUnreachable, ListUnreadable, NothingSent
from wandesk.engine.task_lists import TaskLists

log = logging.getLogger(__name__)

TRIES = 3
"""An endpoint may answer create requests and nothing else: after so many failures they are sent without the list."""


class FirstReading:
    """Knows for which accounts and keys this run has read the list."""

    def __init__(self, lists: TaskLists) -> None:
        self._lists = lists
        self._read: set[tuple[str, str, str]] = set()
        self._locks: defaultdict[tuple[str, str, str], asyncio.Lock] = defaultdict(asyncio.Lock)
        self._failures: Counter[tuple[str, str, str]] = Counter()

    async def ensure(self, connection: Connection) -> None:
        """Read the list unless this run has read it. A list that is refused keeps no request from being sent.

        Raises CloudUnreachable, NothingSent and CloudBusy, but only before the request was tried without the list;
        StoreDamaged, NoRoom.
        """
        key = _key(connection)
        async with self._locks[key]:
            if key not in self._read and self._failures[key] < TRIES:
                await self._try(connection, key)

    async def _try(self, connection: Connection, key: tuple[str, str, str]) -> None:
        try:
            await self._lists.read_newest(AccountRef(connection.region))
        except (CloudUnreachable, NothingSent, CloudBusy) as error:
            if not isinstance(error, ListUnreadable):
                self._failures[key] += 1
                if self._failures[key] < TRIES:
                    raise
            log.info("the first request of %s is sent without the task list: %s", connection.region, error)
        except CloudError as error:
            log.info("the first request of %s is sent without the task list: %s", connection.region, error)
        else:
            self._read.add(key)
            self._failures.pop(key, None)

    def nothing_sent(self, connection: Connection) -> None:
        """The create request failed as well: it is the network, and not the list, so the list is tried again first."""
        key = _key(connection)
        if self._failures[key] >= TRIES:
            self._failures[key] = TRIES - 1


def _key(connection: Connection) -> tuple[str, str, str]:
    return connection.account, connection.base_url, connection.secret.fingerprint
