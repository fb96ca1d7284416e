"""The keys of all regions as the settings dialog sees them: keyring, environment and the free test behind its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from wandesk.domain.account import Connection, Secret
from wandesk.domain.catalog import Catalog
from wandesk.domain.key_check import KeyOutcome, KeyVerdict
from wandesk.settings.accounts import RegionAccounts, main_account
from wandesk.settings.preferences import Preferences
from wandesk.settings.routes import remember_environment_key
from wandesk.settings.secrets import KeyringState, SecretStore
from wandesk.ui.settings.keys import KeyPlace


class Probe(Protocol):
    """Tries keys without ordering anything (`app.key_probe`)."""

    async def check(self, connection: Connection) -> KeyVerdict: ...

    async def find_region(self, region: str, others: Sequence[Connection]) -> KeyVerdict: ...


class RegionKeys:
    """Satisfies `ui.settings.Keys`. Its coroutines run on the window's loop."""

    def __init__(
        self,
        *,
        catalog: Catalog,
        secrets: SecretStore,
        accounts: RegionAccounts,
        preferences: Preferences,
        probe: Probe,
    ) -> None:
        self._catalog = catalog
        self._secrets = secrets
        self._accounts = accounts
        self._preferences = preferences
        self._probe = probe

    async def state(self) -> KeyringState:
        return self._secrets.state

    async def place(self, region: str) -> KeyPlace | None:
        """Where the region's key is. Raises KeyringFailed."""
        if self._secrets.environment_secret(region):
            return KeyPlace.ENVIRONMENT
        account = main_account(region)
        if self._secrets.is_for_session(account):
            return KeyPlace.SESSION
        if await self._secrets.get(account):
            return KeyPlace.KEYRING
        return KeyPlace.UNTESTED if self._secrets.plain_secret else None

    async def keep(self, region: str, secret: Secret) -> None:
        """Write a key into the keyring. Raises KeyringFailed."""
        await self._secrets.set(main_account(region), secret)

    async def keep_for_session(self, region: str, secret: Secret) -> None:
        self._secrets.keep_for_session(main_account(region), secret)

    async def remove(self, region: str) -> None:
        """Forget the region's key. Raises KeyringFailed."""
        await self._secrets.remove(main_account(region))

    async def test(self, region: str, typed: Secret | None = None) -> KeyVerdict:
        """Try the typed key, else the region's own, in that region. Raises KeyringFailed."""
        secret = typed or await self._secret(region)
        connection = self._accounts.reach(region, secret) if secret else None
        if secret is None or connection is None:
            return KeyVerdict(outcome=KeyOutcome.WRONG, region=region, sentence="key_needed")
        verdict = await self._probe.check(connection)
        if verdict.outcome in (KeyOutcome.GOOD, KeyOutcome.NO_ACCESS):
            self._remember(secret, region)
        return verdict

    async def test_elsewhere(self, region: str, typed: Secret | None = None) -> KeyVerdict:
        """Try the same key in every other region, after the user agreed. Raises KeyringFailed."""
        secret = typed or await self._secret(region)
        if secret is None:
            return KeyVerdict(outcome=KeyOutcome.WRONG, region=region, sentence="key_needed")
        others = [
            self._accounts.reach(each.key, secret)
            for each in self._catalog.offered_regions()
            if not each.is_practice and each.key != region
        ]
        verdict = await self._probe.find_region(region, [each for each in others if each is not None])
        if verdict.belongs_to is not None:
            self._remember(secret, verdict.belongs_to)
        return verdict

    async def _secret(self, region: str) -> Secret | None:
        return (
            self._secrets.environment_secret(region)
            or await self._secrets.get(main_account(region))
            or self._secrets.plain_secret
        )

    def _remember(self, secret: Secret, region: str) -> None:
        if secret == self._secrets.plain_secret:
            remember_environment_key(self._preferences, secret, region)
