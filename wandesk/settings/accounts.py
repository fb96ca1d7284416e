"""Regions with their keys: connections ready for use."""

from __future__ import annotations

from collections.abc import Mapping

from wandesk.domain.account import Connection, Secret
from wandesk.domain.catalog import Catalog, Region
from wandesk.domain.errors import KeyNeeded
from wandesk.settings.secrets import SecretStore

API = "/api/v1"


def main_account(region: str) -> str:
    """The id of a region's one entry of *Regions and keys*. It outlives its key."""
    return f"{region}/main"


class RegionAccounts:
    """The engine's Accounts for the cloud's own regions; Practice is not among them."""

    def __init__(self, catalog: Catalog, secrets: SecretStore, *, hosts: Mapping[str, str] | None = None) -> None:
        """`hosts` replaces the address of a region (scheme, host and port)."""
        self._catalog = catalog
        self._secrets = secrets
        self._hosts = dict(hosts or {})

    async def connect(self, region: str, *, account: str | None = None, endpoint: str | None = None) -> Connection:
        """A connection for new orders of a region, or for following a job ordered by `account` at `endpoint`.

        A key of the environment goes before the keyring's. Raises KeyNeeded, with the region in `values`, and
        KeyringFailed. A region that the catalogue no longer knows needs the job's own `endpoint`, else it is a
        KeyNeeded too: nothing can be asked there.
        """
        account = account or main_account(region)
        self._known(region)  # a region that has no key is a mistake of ours, whether there is a key or not
        secret = self._secrets.environment_secret(region) or await self._secrets.get(account)
        connection = self.reach(region, secret, account=account, endpoint=endpoint) if secret else None
        if connection is None:
            raise KeyNeeded(values={"region": region})
        return connection

    def reach(
        self, region: str, secret: Secret, *, account: str | None = None, endpoint: str | None = None
    ) -> Connection | None:
        """A connection with a key that need not be kept anywhere; None where the region has no address."""
        known = self._known(region)
        host = self._hosts.get(region) or (known.host if known else None)
        base_url = endpoint or (host.rstrip("/") + API if host else None)
        if base_url is None:
            return None
        return Connection(
            account=account or main_account(region),
            region=region,
            base_url=base_url,
            secret=secret,
            has_uploads=known.has_uploads if known else False,
        )

    def _known(self, region: str) -> Region | None:
        known = next((each for each in self._catalog.regions if each.key == region), None)
        if known is not None and known.is_practice:
            raise ValueError("Practice has no key")
        return known
