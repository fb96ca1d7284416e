"""What the dialog may ask about keys and addresses. A key goes in here and never comes out."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from wandesk.domain.account import Secret
from wandesk.domain.connection_check import HostReached
from wandesk.domain.endpoint import AddressChoice, RegionAddress
from wandesk.domain.key_check import KeyVerdict, is_plan_key
from wandesk.domain.sentences import Sentence
from wandesk.settings.secrets import KeyringState

BEARER = "bearer"
USUAL_BEGINNING = "sk-"


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

    async def test(self, region: str, typed: Secret | None = None, choice: AddressChoice | None = None) -> KeyVerdict:
        """Ask the cloud, free of charge, whether the typed key, else the region's own, is good there.

        `choice` is an address that is shown and not used yet. Nobody is asked at one that the user did not agree to.
        """

    async def test_elsewhere(self, region: str, typed: Secret | None = None) -> KeyVerdict:
        """Ask every other region about the same key; only after the user agreed, because each of them gets it."""

    def other_regions(self, region: str) -> Sequence[str]:
        """The other regions that `test_elsewhere` asks."""

    def address(self, region: str, choice: AddressChoice | None = None) -> RegionAddress:
        """Where the requests of a region go, by a choice or by what is set."""

    def agree(self, region: str, address: RegionAddress) -> None:
        """The user lets the region's key go to this address; remembered for it."""

    async def use_address(self, region: str, choice: AddressChoice) -> None:
        """Order there from now on, with the key that is in use; what was ordered before stays where it is."""

    async def reach(self, region: str) -> Sequence[HostReached]:
        """How the region's address and its storage are reached now; free, and no key is sent."""


def cleaned(text: str) -> str:
    """What was meant by what was pasted: line breaks, blanks and the word Bearer are no part of a key."""
    words = text.split()
    if words and words[0].casefold() == BEARER:
        words = words[1:]
    return "".join(words)


def looks_usual(key: str) -> bool:
    """Whether a key begins as all of Model Studio's do; a company's gateway may give others."""
    return key.startswith(USUAL_BEGINNING)


def problem_of(key: str) -> Sentence | None:
    """The sentence key of why a key cannot work, before anybody is asked."""
    if not key:
        return Sentence.KEY_EMPTY
    if not (key.isascii() and key.isprintable()):
        return Sentence.KEY_SHAPE
    if is_plan_key(Secret(key)):
        return Sentence.KEY_PLAN
    return None
