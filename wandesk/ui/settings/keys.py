"""What the dialog may ask about keys. A key goes in here and never comes out."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from wandesk.domain.account import Secret
from wandesk.settings.secrets import KeyringState

PLAN_KEY = "sk-sp-"
"""Keys of coding plans begin so and are refused for films (wire-protocol 1.2)."""
BEARER = "bearer"


class KeyPlace(StrEnum):
    """Where the key of a region is."""

    KEYRING = "keyring"
    SESSION = "session"
    """In memory until the program ends."""
    ENVIRONMENT = "environment"
    """Given from outside for this start; it goes before the others and cannot be removed here."""


class Keys(Protocol):
    """The keys of all regions. Every method may wait for the system's keyring and raises KeyringFailed."""

    async def state(self) -> KeyringState:
        """The keyring's name for people, and the sentence key of what is wrong with it."""

    async def place(self, region: str) -> KeyPlace | None:
        """Where the region's key is; None where there is none."""

    async def keep(self, region: str, secret: Secret) -> None:
        """Write a key into the system's keyring."""

    async def keep_for_session(self, region: str, secret: Secret) -> None:
        """Hold a key in memory until the program ends."""

    async def remove(self, region: str) -> None:
        """Forget the region's key, wherever it is kept."""


def cleaned(text: str) -> str:
    """What was meant by what was pasted: line breaks, blanks and the word Bearer are no part of a key."""
    words = text.split()
    if words and words[0].casefold() == BEARER:
        words = words[1:]
    return "".join(words)


def problem_of(key: str) -> str | None:
    """The sentence key of why a key cannot work, before anybody is asked."""
    if not key:
        return "key_empty"
    if not (key.isascii() and key.isprintable()):
        return "key_shape"
    if key.casefold().startswith(PLAN_KEY):
        return "key_plan"
    return None
