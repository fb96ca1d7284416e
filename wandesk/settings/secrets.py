"""Keys in the system keyring, which is called on its own thread.

Why a thread: a keyring may wait for the user (an unlock prompt) or never answer. Requests are handled one at a time.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from wandesk.domain.account import Secret
from wandesk.domain.errors import KeyringAbsent, KeyringFailed
from wandesk.domain.exception_chain import chain_of
from wandesk.domain.sentences import Sentence
from wandesk.settings.environment_keys import EnvironmentKeys
from wandesk.settings.keyrings import Keyring, Presence, keyring_name, system_keyring
from wandesk.settings.saved_keys import SavedKeys
from wandesk.worker_thread import ThreadStopped, WorkerThread

T = TypeVar("T")

SERVICE = "Wan Desk"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyringState:
    """For Settings: the keyring's name for people, and a sentence if its last request failed."""

    name: str
    trouble: Sentence | None = None
    is_absent: bool = False
    """There is no keyring: a key can be kept for this session only."""


class SecretStore:
    """The keys of one profile. Its coroutines may be awaited on any event loop, in any thread.

    Keys that were read or written are cached in memory, so that polling jobs does not call the keyring again.
    """

    def __init__(
        self,
        profile_id: str,
        *,
        backend: Callable[[], Keyring] = system_keyring,
        saved: SavedKeys | None = None,
        within: float = 10.0,
        environment: EnvironmentKeys | None = None,
    ) -> None:
        """`backend` is called on the keyring's thread. `saved` notes which keys are there. `within` are seconds."""
        self._profile_id = profile_id
        self._make_backend = backend
        self._saved = saved or SavedKeys()
        self._within = within
        self.environment = environment or EnvironmentKeys({})
        self._lock = threading.Lock()
        self.refused: str | None = None
        """The account whose key was last asked for and was locked."""
        self._known: dict[str, Secret] = {}
        self._for_session: dict[str, Secret] = {}
        self._thread = WorkerThread("keyring")
        self._backend: Keyring | None = None
        self._state = KeyringState(name=keyring_name(os.environ))

    @property
    def state(self) -> KeyringState:
        """The keyring's name, and the error of its last request."""
        with self._lock:
            return self._state

    async def get(self, account: str, *, may_ask: bool = False) -> Secret | None:
        """The key of an account, None without one. Raises KeyringFailed, but not for an absent keyring.

        An absent keyring holds no key; `state` reports it. A key kept for this session comes first. `may_ask` is for an
        act of the user that needs the key: the system may ask to unlock the keyring.
        """
        known = self.in_memory(account)
        if known is not None:
            return known
        try:
            return await self._call(lambda: self._read(account, may_ask=may_ask))
        except KeyringAbsent:
            return None
        except KeyringFailed as error:
            if error.sentence is Sentence.KEYRING_LOCKED:
                self.refused = account
            raise

    async def unlock(self, *accounts: str) -> bool:
        """Let the user unlock the keyring if one of these keys is locked in it, and return whether that happened.

        For an act of the user that needs the key. Raises KeyringFailed while it stays locked.
        """
        for account in accounts:
            if await self.look(account) is Presence.LOCKED:
                await self.get(account, may_ask=True)
                return True
        return False

    async def look(self, account: str) -> Presence:
        """What is known of the account's key without asking the user. Raises KeyringFailed, as `get` does."""
        if self.in_memory(account) is not None:
            return Presence.READABLE
        try:
            return await self._call(lambda: self._look(account))
        except KeyringAbsent:
            return Presence.ABSENT

    def in_memory(self, account: str) -> Secret | None:
        """The text of an entry, if it is known without the keyring."""
        with self._lock:
            return self._for_session.get(account) or self._known.get(account)

    def is_expected(self, account: str) -> bool:
        """Whether the account has a key, as far as is known without the keyring."""
        return self.in_memory(account) is not None or self._saved.has(account)

    async def set(self, account: str, secret: Secret) -> None:
        """Write a key and read it back. Raises KeyringFailed, with `keyring_lost` when it came back differently."""
        await self._call(lambda: self._write(account, secret))

    async def remove(self, account: str) -> None:
        """Delete a key in memory and in the keyring. A missing key is no error. Raises KeyringFailed."""
        with self._lock:
            was_for_session = self._for_session.pop(account, None) is not None
            self._known.pop(account, None)
        try:
            await self._call(lambda: self._erase(account))
        except KeyringFailed:
            # A key of this session was in memory only, so an error of the keyring does not matter.
            if not was_for_session:
                raise

    def keep_for_session(self, account: str, secret: Secret) -> None:
        """Keep a key in memory until the program ends. The keyring is not called."""
        with self._lock:
            self._for_session[account] = secret

    def is_for_session(self, account: str) -> bool:
        """Whether the account's key is kept in memory only."""
        with self._lock:
            return account in self._for_session

    def close(self) -> None:
        """Let the thread end after its current request. It may hang, so it is not awaited."""
        with self._lock:
            self._for_session.clear()
            self._known.clear()
        self._thread.stop()

    # ---------------------------------------------------------------- on the caller's thread

    async def _call(self, work: Callable[[], T]) -> T:
        if (self._thread.busy_seconds or 0.0) >= self._within:
            raise KeyringFailed("still waiting for an earlier request", sentence=Sentence.KEYRING_SILENT)
        is_given_up = False

        def perform() -> T:
            if is_given_up:  # the user has seen that the key was not saved, so it must not be saved later
                raise KeyringFailed("nothing waits for the answer", sentence=Sentence.KEYRING_SILENT)
            return self._perform(work)

        try:
            async with asyncio.timeout(self._within):
                return await self._thread.call(perform)
        except ThreadStopped as stopped:
            raise KeyringFailed(str(stopped), sentence=Sentence.KEYRING_SILENT) from stopped
        except TimeoutError as late:
            self._note(Sentence.KEYRING_SILENT)
            raise KeyringFailed(f"no answer within {self._within:g} s", sentence=Sentence.KEYRING_SILENT) from late
        finally:
            is_given_up = True

    def _note(self, trouble: Sentence | None, *, is_absent: bool = False) -> None:
        with self._lock:
            self._state = replace(self._state, trouble=trouble, is_absent=is_absent)

    # ---------------------------------------------------------------- on the keyring's thread

    def _perform(self, work: Callable[[], T]) -> T:
        try:
            answer = work()
        except KeyringFailed as error:
            failure = error
        except Exception as error:  # noqa: BLE001 - backends raise D-Bus, COM and library errors of every kind
            failure = _failure(error)
        else:
            self._note(None)
            return answer
        if failure.sentence is not self.state.trouble:
            log.info("the keyring does not work: %s", failure)
        self._backend = None  # a backend does not recover from a lost bus
        self._note(failure.sentence, is_absent=isinstance(failure, KeyringAbsent))
        try:
            raise failure
        finally:
            del failure  # the error and this frame would keep each other and the backend alive

    def _keyring(self) -> Keyring:
        if self._backend is None:
            self._backend = self._make_backend()
        return self._backend

    def _entry(self, account: str) -> str:
        # Each key has its own service, because Windows renames the entry of a second user name.
        return f"{SERVICE}/{self._profile_id}/{account}"

    def _look(self, account: str) -> Presence:
        presence = self._keyring().look(self._entry(account), is_expected=self._saved.has(account))
        self._saved.note(account, is_saved=presence is not Presence.ABSENT)
        return presence

    def _read(self, account: str, *, may_ask: bool) -> Secret | None:
        is_expected = self._saved.has(account)
        text = self._keyring().read(self._entry(account), is_expected=is_expected, may_ask=may_ask)
        self._saved.note(account, is_saved=bool(text))
        if not text:
            return None
        secret = Secret(text)
        self._remember(account, secret)
        return secret

    def _write(self, account: str, secret: Secret) -> None:
        keyring, entry = self._keyring(), self._entry(account)
        keyring.write(entry, secret.reveal())
        if keyring.read(entry, is_expected=True, may_ask=False) != secret.reveal():
            raise KeyringFailed("the entry came back differently", sentence=Sentence.KEYRING_LOST)
        with self._lock:
            self._for_session.pop(account, None)
        self._remember(account, secret)
        self._saved.note(account, is_saved=True)

    def _erase(self, account: str) -> None:
        self._keyring().erase(self._entry(account))
        self._saved.note(account, is_saved=False)

    def _remember(self, account: str, secret: Secret) -> None:
        with self._lock:
            self._known[account] = secret


def _failure(error: Exception) -> KeyringFailed:
    """A backend's exception as one of ours. Its text is for logs; no backend puts a secret into it."""
    import keyring.errors

    names = {type(each).__name__ for each in chain_of(error)}
    detail = f"{type(error).__name__}: {error}"
    if isinstance(error, keyring.errors.KeyringLocked) or names & {"LockedException", "PromptDismissedException"}:
        return KeyringFailed(detail, sentence=Sentence.KEYRING_LOCKED)
    no_service = {"SecretServiceNotAvailableException", "ServiceUnknown", "ConnectionRefusedError", "FileNotFoundError"}
    if isinstance(error, keyring.errors.NoKeyringError | ImportError) or names & no_service:
        return KeyringAbsent(detail)
    return KeyringFailed(detail)
