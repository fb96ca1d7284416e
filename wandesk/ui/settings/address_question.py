"""Asks once before a key goes to a host outside the catalogue, and keeps the answer."""

from __future__ import annotations

from wandesk.domain.endpoint import RegionAddress
from wandesk.ui.settings.key_questions import KeyQuestions
from wandesk.ui.settings.keys import Keys


class AddressQuestion:
    """The question about one address of a region."""

    def __init__(self, keys: Keys, questions: KeyQuestions) -> None:
        self._keys = keys
        self._questions = questions

    async def agrees(self, region: str, name: str, address: RegionAddress) -> bool:
        """Whether the user lets the region's key be sent there: as answered earlier, or now. `name` is the region's."""
        if address.is_agreed:
            return True
        if not await self._questions.send_key_to(address.host, name):
            return False
        await self._keys.agree(region, address)
        return True
