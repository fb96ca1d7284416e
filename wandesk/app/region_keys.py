"""The keys of all regions as the settings dialog sees them: the keyring's threads behind the dialog's words."""

from __future__ import annotations

from wandesk.domain.account import Secret
from wandesk.settings.accounts import main_account
from wandesk.settings.secrets import KeyringState, SecretStore
from wandesk.ui.settings.keys import KeyPlace


class RegionKeys:
    """Satisfies `ui.settings.Keys`."""

    def __init__(self, secrets: SecretStore) -> None:
        self._secrets = secrets

    async def state(self) -> KeyringState:
        return self._secrets.state

    async def place(self, region: str) -> KeyPlace | None:
        """Where the region's key is. Raises KeyringFailed."""
        if self._secrets.environment_secret(region):
            return KeyPlace.ENVIRONMENT
        account = main_account(region)
        if self._secrets.is_for_session(account):
            return KeyPlace.SESSION
        return KeyPlace.KEYRING if await self._secrets.get(account) else None

    async def keep(self, region: str, secret: Secret) -> None:
        """Write a key into the keyring. Raises KeyringFailed."""
        await self._secrets.set(main_account(region), secret)

    async def keep_for_session(self, region: str, secret: Secret) -> None:
        self._secrets.keep_for_session(main_account(region), secret)

    async def remove(self, region: str) -> None:
        """Forget the region's key. Raises KeyringFailed."""
        await self._secrets.remove(main_account(region))
