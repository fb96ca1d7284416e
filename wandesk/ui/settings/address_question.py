"""Asks once before a key goes to a host outside the catalogue, and keeps the answer."""

from __future__ import annotations

import logging

from wandesk.domain.endpoint import AddressChoice, RegionAddress
from wandesk.domain.errors import KeyringFailed
from wandesk.ui.settings.key_questions import KeyQuestions
from wandesk.ui.settings.keys import Keys

log = logging.getLogger(__name__)


class AddressQuestion:
    """The question about one address of a region."""

    def __init__(self, keys: Keys, questions: KeyQuestions) -> None:
        self._keys = keys
        self._questions = questions

    async def checked(self, region: str, choice: AddressChoice | None = None) -> RegionAddress:
        """The address for an act of the user: the earlier answer is read, and the keyring may be unlocked for it."""
        try:
            return await self._keys.checked_address(region, choice, may_ask=True)
        except KeyringFailed as trouble:
            log.info("the keyring did not answer: %s", trouble)
            return self._keys.address(region, choice)

    async def agrees(self, region: str, name: str, address: RegionAddress) -> bool:
        """Whether the user lets the region's key be sent there: as answered earlier, or now. `name` is the region's."""
        if address.is_agreed:
            return True
        if not await self._questions.send_key_to(address.host, name):
            return False
        await self._keys.agree(region, address)
        return True
