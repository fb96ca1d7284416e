"""Which API key each region uses at the moment."""

from __future__ import annotations

import logging
from collections.abc import Callable

from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import WanDeskError
from wandesk.engine.ports import Accounts

log = logging.getLogger(__name__)


class KeysInUse:
    """The fingerprint of each region's key. Jobs of another key do not occupy room at the cloud."""

    def __init__(self, catalog: CatalogSource, accounts: Accounts) -> None:
        self._catalog = catalog
        self._accounts = accounts
        self._fingerprints: dict[str, str] = {}
        self._changed: Callable[[], None] = lambda: None

    def subscribe(self, changed: Callable[[], None]) -> None:
        """`changed()` is called when a region's key becomes known or changes."""
        self._changed = changed

    def fingerprint(self, region: str) -> str | None:
        """The fingerprint of the region's key, None while it is unknown."""
        return self._fingerprints.get(region)

    def note(self, connection: Connection) -> None:
        """Learn the key of a connection for new jobs."""
        if self._fingerprints.get(connection.region) != connection.secret.fingerprint:
            self._fingerprints[connection.region] = connection.secret.fingerprint
            self._changed()

    def forget(self) -> None:
        """A key may have been changed: none is known until it is read again."""
        self._fingerprints.clear()

    async def read(self, region: str) -> None:
        """Read the region's key. An error is shown by the next job that needs the key.

        Practice has one key only, and connecting to it would start its child process.
        """
        if self._catalog.current.is_practice(region):
            return
        try:
            self.note(await self._accounts.connect(AccountRef(region)))
        except WanDeskError as error:
            log.debug("no connection to %s: %s", region, error)
