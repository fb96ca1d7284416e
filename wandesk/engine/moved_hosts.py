"""Follows the jobs of a host that no longer exists on the region's current host."""

from __future__ import annotations

import logging

from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.errors import KeyNeeded, KeyringFailed
from wandesk.engine.ports import Accounts

log = logging.getLogger(__name__)


class MovedHosts:
    """Accounts whose hosts may have moved in this run. Every method runs on the engine's loop.

    A host counts as moved once the region's current host has shown a task that was made at the old one: then both
    belong to the same main account. Only free requests go there, because a new request has no host of its own. The
    accounts give a key to the catalogue's hosts and to those that the user agreed to, and to no others.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._moved: dict[tuple[str, str], str] = {}
        """The API base of the current host, by the region and the API base of the old one."""

    async def connect(self, ref: AccountRef) -> Connection:
        """As the accounts do, and for a moved host a connection to the region's current one."""
        if ref.endpoint is not None and (ref.region, ref.endpoint) in self._moved:
            return await self._accounts.connect(AccountRef(ref.region))
        return await self._accounts.connect(ref)

    async def elsewhere(self, ref: AccountRef) -> Connection | None:
        """A connection to the region's current host if that is another one and may get a key, else None."""
        if ref.endpoint is None:
            return None
        try:
            current = await self._accounts.connect(AccountRef(ref.region))
        except (KeyNeeded, KeyringFailed) as no_key:
            log.info("the current host of %s cannot be asked: %s", ref.region, no_key)
            return None
        return current if current.base_url != ref.endpoint else None

    def moved(self, ref: AccountRef, current: Connection) -> None:
        """The current host has shown a task of this host, which is gone."""
        if ref.endpoint is not None and (ref.region, ref.endpoint) not in self._moved:
            log.info("the host of earlier jobs of %s is gone, they are followed on the current one", ref.region)
            self._moved[ref.region, ref.endpoint] = current.base_url

    def endpoint(self, ref: AccountRef) -> str | None:
        """The API base that answers for it."""
        return self._moved.get((ref.region, ref.endpoint), ref.endpoint) if ref.endpoint is not None else None
