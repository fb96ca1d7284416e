"""Keyrings for tests, as `wandesk.settings.secrets` sees them."""

from __future__ import annotations

import keyring.errors

from wandesk.settings.keyrings import Presence


class FakeKeyring:
    """A keyring in memory. `error` is raised instead of an answer; `calls` are the methods that were called.

    While `is_locked`, asking the user unlocks it, unless `is_refused`.
    """

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.error: Exception | None = None
        self.is_locked = False
        self.is_refused = False
        self.questions = 0
        """How often the user was asked for the keyring's password."""
        self.calls: list[str] = []

    def look(self, entry: str, *, is_expected: bool) -> Presence:
        self._called("look")
        if entry not in self.kept:
            return Presence.ABSENT
        return Presence.LOCKED if self.is_locked else Presence.READABLE

    def read(self, entry: str, *, is_expected: bool, may_ask: bool) -> str | None:
        self._called("read")
        if entry not in self.kept:
            return None
        self._unlock(may_ask=may_ask)
        return self.kept[entry]

    def write(self, entry: str, text: str) -> None:
        self._called("write")
        self._unlock(may_ask=True)
        self.kept[entry] = text

    def erase(self, entry: str) -> None:
        self._called("erase")
        if entry in self.kept:
            self._unlock(may_ask=True)
            del self.kept[entry]

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self.error is not None:
            raise self.error

    def _unlock(self, *, may_ask: bool) -> None:
        if self.is_locked and may_ask:
            self.questions += 1
            self.is_locked = self.is_refused
        if self.is_locked:
            raise keyring.errors.KeyringLocked("it is locked")
