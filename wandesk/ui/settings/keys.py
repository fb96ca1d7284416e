"""The port of the Settings dialog to keys and addresses. It accepts keys and never returns one."""

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


class KeySource(StrEnum):
    """Where the key of a region is."""

    KEYRING = "keyring"
    LOCKED = "locked"
    """In the keyring, which the user must unlock before the key can be read."""
    SESSION = "session"
    """In memory until the program ends."""
    ENVIRONMENT = "environment"
    """From an environment variable, which takes precedence and cannot be removed in Settings."""
    UNTESTED = "untested"
    """From an environment variable without a region. It is used in this region only after it passes a test there."""


class Keys(Protocol):
    """The keys of all regions. The coroutines may wait for the system keyring and raise KeyringFailed."""

    async def state(self) -> KeyringState:
        """The keyring's display name, and its problem if any."""

    async def source(self, region: str) -> KeySource | None:
        """Where the region's key comes from; None without a key. The user is asked nothing."""

    def is_connected(self, region: str) -> bool:
        """Whether the region has a key, as far as is known without the keyring."""

    def is_for_session(self, region: str) -> bool:
        """Whether the region's key is kept in memory only, until the program ends."""

    async def unlock(self, region: str, account: str | None = None, *, is_waiting: bool = False) -> bool:
        """Let the user unlock the keyring if a key is locked in it, and return whether that happened.

        For an act of the user that needs the key of the region, or that of one of its accounts. Raises KeyringFailed
        while it stays locked. `is_waiting`: a job already waits for the keyring, for whatever is in it.
        """

    async def keep(self, region: str, secret: Secret) -> None:
        """Save a key in the system keyring."""

    async def keep_for_session(self, region: str, secret: Secret) -> None:
        """Keep a key in memory until the program ends."""

    async def remove(self, region: str) -> None:
        """Remove the region's key, wherever it is stored."""

    async def test(self, region: str, typed: Secret | None = None, choice: AddressChoice | None = None) -> KeyVerdict:
        """Test the typed key, or else the stored one, at the cloud; free of charge.

        `choice` is an address that is not in use yet. Nothing is sent there without the user's consent.
        """

    async def test_elsewhere(self, region: str, typed: Secret | None = None) -> KeyVerdict:
        """Test the key in every other region. Each receives the key, so the user must have consented."""

    def other_regions(self, region: str) -> Sequence[str]:
        """The regions of `test_elsewhere`."""

    def address(self, region: str, choice: AddressChoice | None = None) -> RegionAddress:
        """Where the requests of a region go, with a given choice or the stored one.

        It counts as agreed as far as is known without the keyring.
        """

    async def checked_address(
        self, region: str, choice: AddressChoice | None = None, *, may_ask: bool = False
    ) -> RegionAddress:
        """`address` after the keyring was asked for the user's consent; `may_ask` lets the user unlock it for that."""

    async def agree(self, region: str, address: RegionAddress) -> None:
        """Keep the user's consent to send the region's key to this address."""

    async def use_address(self, region: str, choice: AddressChoice) -> None:
        """Use the address for new orders, with the current key. Earlier orders keep their address."""

    async def reach(self, region: str) -> Sequence[HostReached]:
        """Check whether the region's address and its storage can be reached; free, and without a key."""


def cleaned(text: str) -> str:
    """The key in a pasted text: without line breaks, spaces and the word Bearer."""
    words = text.split()
    if words and words[0].casefold() == BEARER:
        words = words[1:]
    return "".join(words)


def has_usual_prefix(key: str) -> bool:
    """Whether a key has Model Studio's prefix; a company gateway may issue others."""
    return key.startswith(USUAL_BEGINNING)


def problem_of(key: str) -> Sentence | None:
    """The reason why a key cannot work, as far as its text shows."""
    if not key:
        return Sentence.KEY_EMPTY
    if not (key.isascii() and key.isprintable()):
        return Sentence.KEY_SHAPE
    if is_plan_key(Secret(key)):
        return Sentence.KEY_PLAN
    return None
