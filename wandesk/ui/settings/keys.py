"""What the dialog may ask about keys. A key goes in here and never comes out."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from wandesk.domain.account import Secret
from wandesk.domain.key_check import KeyVerdict, is_plan_key
from wandesk.settings.secrets import KeyringState

BEARER = "bearer"


class KeyPlace(StrEnum):
    """Where the key of a region is."""

    KEYRING = "keyring"
    SESSION = "session"
    """In memory until the program ends."""
    ENVIRONMENT = "environment"
    """Given from outside for this start; it goes before the others and cannot be removed here."""
    UNTESTED = "untested"
    """The environment gives a key that names no region and has not tested good in this one: it is not used yet."""


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

    async def test(self, region: str, typed: Secret | None = None) -> KeyVerdict:
        """Ask the cloud, free of charge, whether the typed key, else the region's own, is good there."""

    async def test_elsewhere(self, region: str, typed: Secret | None = None) -> KeyVerdict:
        """Ask every other region about the same key; only after the user agreed, because each of them gets it."""


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
    if is_plan_key(Secret(key)):
        return "key_plan"
    return None
