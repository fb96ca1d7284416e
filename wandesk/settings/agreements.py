"""Which addresses outside the catalogue may receive a region's key: the user's own answers, kept beside the keys.

The answers are in the keyring because a settings file or a job store may come from another computer, or from a
stranger. Without a keyring an answer lasts until the program ends.
"""

from __future__ import annotations

import hashlib
import logging

from wandesk.domain.account import Secret
from wandesk.domain.endpoint import same_address
from wandesk.domain.errors import KeyringFailed
from wandesk.settings.secrets import SecretStore

log = logging.getLogger(__name__)


def agreement_entry(region: str, base_url: str) -> str:
    """The keyring entry of the answer about one address. Raises AddressRefused.

    Its text is the address itself; the name cannot be longer than a keyring allows.
    """
    return f"agreed/{region}/{hashlib.sha256(same_address(base_url).encode()).hexdigest()}"


class Agreements:
    """The answers of one profile, for each region and API base. Its coroutines may be awaited on any event loop."""

    def __init__(self, secrets: SecretStore) -> None:
        self._secrets = secrets

    def is_known(self, region: str, base_url: str) -> bool:
        """Whether the user has agreed, as far as is known without the keyring. Raises AddressRefused."""
        return self._secrets.in_memory(agreement_entry(region, base_url)) == Secret(same_address(base_url))

    async def has(self, region: str, base_url: str, *, may_ask: bool = False) -> bool:
        """Whether the user has agreed. Raises KeyringFailed, and AddressRefused."""
        answer = await self._secrets.get(agreement_entry(region, base_url), may_ask=may_ask)
        return answer == Secret(same_address(base_url))

    async def withdraw(self, region: str, base_url: str) -> None:
        """Forget the answer. Raises KeyringFailed, and AddressRefused."""
        await self._secrets.remove(agreement_entry(region, base_url))

    async def give(self, region: str, base_url: str) -> None:
        """Keep the user's yes: in the keyring, or until the program ends where that fails. Raises AddressRefused."""
        entry, answer = agreement_entry(region, base_url), Secret(same_address(base_url))
        try:
            await self._secrets.set(entry, answer)
        except KeyringFailed as trouble:
            log.info("the consent for a host is kept for this session only: %s", trouble)
            self._secrets.keep_for_session(entry, answer)
