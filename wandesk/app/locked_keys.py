"""Jobs that wait for a locked keyring continue once it is unlocked, also by another program."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Never

from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.errors import KeyringFailed, WanDeskError
from wandesk.engine.ports import Accounts, Clock

log = logging.getLogger(__name__)

LOOKS_EVERY = 3.0
"""Seconds between two looks at a locked keyring. A look asks the user nothing."""


class LockedKeys:
    """Accounts that remember which key the keyring refused. Every method runs on the engine's loop."""

    def __init__(self, accounts: Accounts, clock: Clock, *, every: float = LOOKS_EVERY) -> None:
        self._accounts = accounts
        self._clock = clock
        self._every = every
        self._refused: AccountRef | None = None
        self._is_refused = asyncio.Event()

    async def connect(self, ref: AccountRef) -> Connection:
        """As the accounts do. A refusal of the keyring is remembered."""
        try:
            return await self._accounts.connect(ref)
        except KeyringFailed:
            self._refused = ref
            self._is_refused.set()
            raise

    async def watch(self, unlocked: Callable[[], None]) -> Never:
        """Look again while a key cannot be read, and call `unlocked` when it can."""
        while True:
            await self._is_refused.wait()
            await self._clock.wait(asyncio.Event(), self._every)
            if await self._can_be_read():
                self._is_refused.clear()
                log.info("the keyring can be read again")
                unlocked()

    async def _can_be_read(self) -> bool:
        assert self._refused is not None
        try:
            await self._accounts.connect(self._refused)
        except KeyringFailed:
            return False
        except WanDeskError as error:  # it answers, but has no such key: the job's own wait says that
            log.debug("the keyring answers: %s", error)
        return True
