"""Which accounts have a key in the keyring, as noted in the settings file: the program can know without asking.

The note holds no key, and is only a hint. A note without its key makes the region look connected until the keyring is
next read, which removes the note; nothing is sent without the key itself. A key without its note is found as soon as a
request needs it or Settings opens.
"""

from __future__ import annotations

from collections.abc import Sequence

from wandesk.settings import options
from wandesk.settings.preferences import Preferences


class SavedKeys:
    """The notes of one profile. `note` is for the keyring's thread only, `has` and `all` for any."""

    def __init__(self, preferences: Preferences | None = None) -> None:
        """Without preferences the notes last for the session."""
        self._preferences = preferences
        self._session: tuple[str, ...] = ()

    @property
    def all(self) -> Sequence[str]:
        """The noted accounts."""
        return self._session if self._preferences is None else self._preferences.get(options.SAVED_KEYS).split()

    def has(self, account: str) -> bool:
        """Whether a key of this account was in the keyring when it was last used."""
        return account in self.all

    def note(self, account: str, *, is_saved: bool) -> None:
        """What the keyring has just said about an account."""
        if self.has(account) == is_saved:
            return
        noted = tuple(sorted({*self.all, account} if is_saved else {*self.all} - {account}))
        if self._preferences is None:
            self._session = noted
        else:
            self._preferences.set(options.SAVED_KEYS, " ".join(noted))
