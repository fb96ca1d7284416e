"""The system's keyrings. Reading asks the user nothing, unless an act of the user needs the key.

Why the keyring is named: the library's own choice follows environment variables and configuration files, which could
lead to a plain text file.

On Linux the library would open the default collection for every call, which creates a missing one ("Choose password
for new keyring") and unlocks a locked one. A search of the whole service (Secret Service `SearchItems`) does neither.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection
    from secretstorage import Collection, Item

USER_NAME = "api-key"


class Presence(StrEnum):
    """What is known of an entry without asking the user."""

    ABSENT = "absent"
    LOCKED = "locked"
    """The entry is there, and can be read once the user unlocks the keyring."""
    READABLE = "readable"


class Keyring(Protocol):
    """Entries with one text each. Every method may block without limit.

    `is_expected`: an entry was saved earlier. A keyring that hides the entries of a locked collection then counts as
    locked, instead of as empty. Each raises the errors of its library; a locked keyring is
    `keyring.errors.KeyringLocked`.
    """

    def look(self, entry: str, *, is_expected: bool) -> Presence:
        """Whether there is such an entry. Asks nothing."""

    def read(self, entry: str, *, is_expected: bool, may_ask: bool) -> str | None:
        """The text of an entry, None without one. Only `may_ask` lets the user be asked to unlock the keyring."""

    def write(self, entry: str, text: str) -> None:
        """Save an entry in place of an earlier one. The user may be asked to unlock or to create the keyring."""

    def erase(self, entry: str) -> None:
        """Delete an entry; a missing one is no error. The user may be asked to unlock the keyring."""


def keyring_name(environment: Mapping[str, str]) -> str:
    """The name of this system's keyring, for the user."""
    if sys.platform == "win32":
        return "Windows Credential Manager"
    elif sys.platform == "darwin":
        return "macOS Keychain"
    else:
        desktop = environment.get("XDG_CURRENT_DESKTOP", "").upper()
        return "KDE Wallet (Secret Service)" if "KDE" in desktop else "GNOME Keyring (Secret Service)"


def system_keyring() -> Keyring:
    """This system's keyring. Raises ImportError where its library is missing."""
    if sys.platform == "win32":
        return CredentialManager()
    elif sys.platform == "darwin":
        return Keychain()
    else:
        return SecretService()


class SecretService:
    """Linux: GNOME Keyring, KDE Wallet, KeePassXC and others on the session bus.

    Its entries have the library's attributes, so that those of earlier versions are found.
    """

    def __init__(self) -> None:
        import secretstorage

        self._library = secretstorage

    def look(self, entry: str, *, is_expected: bool) -> Presence:
        with self._bus() as bus:
            item = self._item(bus, entry)
            if item is not None:
                return Presence.LOCKED if item.is_locked() else Presence.READABLE
            return Presence.LOCKED if is_expected and self._locked_default(bus) is not None else Presence.ABSENT

    def read(self, entry: str, *, is_expected: bool, may_ask: bool) -> str | None:
        with self._bus() as bus:
            item = self._item(bus, entry)
            if item is None and is_expected and (hiding := self._locked_default(bus)) is not None:
                _unlock(hiding, may_ask=may_ask)
                item = self._item(bus, entry)
            if item is None:
                return None
            _unlock(item, may_ask=may_ask)
            return item.get_secret().decode()

    def write(self, entry: str, text: str) -> None:
        with self._bus() as bus:
            collection = self._library.get_default_collection(bus)  # creates it where there is none
            _unlock(collection, may_ask=True)
            attributes = {**_attributes(entry), "application": "Python keyring library"}
            collection.create_item(f"Password for '{USER_NAME}' on '{entry}'", attributes, text.encode(), replace=True)

    def erase(self, entry: str) -> None:
        with self._bus() as bus:
            for item in list(self._library.search_items(bus, _attributes(entry))):
                _unlock(item, may_ask=True)
                item.delete()

    @contextmanager
    def _bus(self) -> Iterator[DBusConnection]:
        with closing(self._library.dbus_init()) as bus:
            yield bus

    def _item(self, bus: DBusConnection, entry: str) -> Item | None:
        return next(iter(self._library.search_items(bus, _attributes(entry))), None)

    def _locked_default(self, bus: DBusConnection) -> Collection | None:
        """The default collection if it is locked: some services show no entry of it then."""
        try:
            collection = self._library.collection.get_collection_by_alias(bus, "default")
        except self._library.ItemNotFoundException:
            return None
        return collection if collection.is_locked() else None


def _attributes(entry: str) -> dict[str, str]:
    return {"service": entry, "username": USER_NAME}


def _unlock(locked: Collection | Item, *, may_ask: bool) -> None:
    """Let the user unlock it, and wait for the answer. Raises KeyringLocked."""
    import keyring.errors

    if not locked.is_locked():
        return
    if may_ask:
        locked.unlock()
    if not may_ask or locked.is_locked():
        raise keyring.errors.KeyringLocked("the user did not unlock it" if may_ask else "it is locked")


class CredentialManager:
    """Windows. It is unlocked with the login, and never asks."""

    def __init__(self) -> None:
        from keyring.backends import Windows

        class OneEntry(Windows.WinVaultKeyring):  # type: ignore[misc,unused-ignore]
            """Replaces an entry in place; the library would keep a copy of the old key under another name."""

            def set_password(self, service: str, username: str, password: str) -> None:
                self._set_password(service, username, password)  # type: ignore[no-untyped-call,unused-ignore]

        self._vault: Any = OneEntry()  # type: ignore[no-untyped-call,unused-ignore]
        # The library's default roams with domain profiles; a key stays on its machine.
        self._vault.persist = "local machine"

    def look(self, entry: str, *, is_expected: bool) -> Presence:
        text = self.read(entry, is_expected=is_expected, may_ask=False)
        return Presence.ABSENT if text is None else Presence.READABLE

    def read(self, entry: str, *, is_expected: bool, may_ask: bool) -> str | None:  # noqa: ARG002 - see the class
        text: str | None = self._vault.get_password(entry, USER_NAME)
        return text

    def write(self, entry: str, text: str) -> None:
        self._vault.set_password(entry, USER_NAME, text)

    def erase(self, entry: str) -> None:
        if self._vault.get_password(entry, USER_NAME) is not None:
            self._vault.delete_password(entry, USER_NAME)


class Keychain:
    """macOS. The system asks when the login keychain is locked, and when the program's signature has changed."""

    INTERACTION_NOT_ALLOWED = -25308
    """`errSecInteractionNotAllowed`: the user would have to be asked."""

    def __init__(self) -> None:
        import ctypes
        import ctypes.util

        from keyring.backends import macOS

        self._allow_questions = ctypes.CDLL(ctypes.util.find_library("Security")).SecKeychainSetUserInteractionAllowed
        self._keychain = macOS.Keyring()  # type: ignore[no-untyped-call,unused-ignore]
        self._api = macOS.api

    def look(self, entry: str, *, is_expected: bool) -> Presence:  # noqa: ARG002 - attributes are never hidden
        """An entry's attributes are not encrypted: nothing is asked, and nothing says whether it is locked."""
        api = self._api
        query = api.create_query(
            kSecClass=api.k_("kSecClassGenericPassword"),
            kSecMatchLimit=api.k_("kSecMatchLimitOne"),
            kSecAttrService=entry,
            kSecAttrAccount=USER_NAME,
        )
        with self._quiet():
            status = api.SecItemCopyMatching(query, None)
        if status == api.error.item_not_found:
            return Presence.ABSENT
        if status == self.INTERACTION_NOT_ALLOWED:
            return Presence.LOCKED
        api.Error.raise_for_status(status)
        return Presence.READABLE

    def read(self, entry: str, *, is_expected: bool, may_ask: bool) -> str | None:  # noqa: ARG002 - as for `look`
        import keyring.errors

        if may_ask:
            return self._get(entry)
        try:
            with self._quiet():
                return self._get(entry)
        except keyring.errors.KeyringError as error:
            if getattr(error.__cause__, "args", ())[:1] == (self.INTERACTION_NOT_ALLOWED,):
                raise keyring.errors.KeyringLocked("it is locked") from error
            raise

    def write(self, entry: str, text: str) -> None:
        self._keychain.set_password(entry, USER_NAME, text)

    def erase(self, entry: str) -> None:
        if self.look(entry, is_expected=False) is not Presence.ABSENT:
            self._keychain.delete_password(entry, USER_NAME)

    def _get(self, entry: str) -> str | None:
        text: str | None = self._keychain.get_password(entry, USER_NAME)
        return text

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """What would ask the user fails instead. The switch is the process's; only the keyring's thread asks."""
        self._allow_questions(0)
        try:
            yield
        finally:
            self._allow_questions(1)
