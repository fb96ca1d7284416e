"""The keyring's thread, with keyrings that work, refuse, forget and hang."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import keyring.errors
import pytest

from tests.support.keyrings import FakeKeyring
from wandesk.domain.account import AccountRef, Secret
from wandesk.domain.errors import KeyNeeded, KeyringFailed, WanDeskError
from wandesk.settings.accounts import RegionAccounts, main_account
from wandesk.settings.agreements import Agreements
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.environment_keys import EnvironmentKeys, keys_in
from wandesk.settings.keyrings import Presence, keyring_name
from wandesk.settings.preferences import Preferences
from wandesk.settings.saved_keys import SavedKeys
from wandesk.settings.secrets import SecretStore

KEY = Secret("sk-0123456789abcdef")


class MemoryKeyring(FakeKeyring):
    """A keyring that works."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: set[str] = set()

    def _called(self, name: str) -> None:
        super()._called(name)
        self.threads.add(threading.current_thread().name)


class ForgetfulKeyring(MemoryKeyring):
    def write(self, entry: str, text: str) -> None:
        self.kept[entry] = text[:5]


class RefusingKeyring(MemoryKeyring):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class HangingKeyring(MemoryKeyring):
    """A keyring that waits for the user, as an unlock prompt does."""

    def __init__(self) -> None:
        super().__init__()
        self.unlocked = threading.Event()

    def _called(self, name: str) -> None:
        super()._called(name)
        assert self.unlocked.wait(30)


@pytest.fixture
def stores() -> Iterator[Callable[..., SecretStore]]:
    made: list[SecretStore] = []

    def make(
        backend: FakeKeyring, within: float = 10.0, saved: SavedKeys | None = None, **environment: str
    ) -> SecretStore:
        store = SecretStore(
            "p1", backend=lambda: backend, saved=saved, within=within, environment=EnvironmentKeys(keys_in(environment))
        )
        made.append(store)
        return store

    yield make
    for store in made:
        store.close()


Stores = Callable[..., SecretStore]


def fails(story: Coroutine[Any, Any, object]) -> str:
    with pytest.raises(KeyringFailed) as raised:
        asyncio.run(story)
    return raised.value.sentence


def test_key_is_saved_read_and_removed(stores: Stores) -> None:
    backend = MemoryKeyring()
    store = stores(backend)

    async def story() -> None:
        assert await store.get("singapore/main") is None
        await store.set("singapore/main", KEY)
        assert await store.get("singapore/main") == KEY
        assert backend.kept == {"Wan Desk/p1/singapore/main": "sk-0123456789abcdef"}
        assert await store.get("beijing/main") is None
        await store.remove("singapore/main")
        await store.remove("singapore/main")
        assert await store.get("singapore/main") is None

    asyncio.run(story())
    assert backend.kept == {}
    assert backend.threads == {"keyring"}
    assert store.state.trouble is None


def test_restart_reads_the_key_and_asks_the_keyring_once(stores: Stores) -> None:
    backend = MemoryKeyring()
    asyncio.run(stores(backend).set("a", KEY))
    again = stores(backend)
    backend.calls.clear()
    assert asyncio.run(again.get("a")) == KEY
    assert asyncio.run(again.get("a")) == KEY  # another event loop
    assert backend.calls == ["read"]


def test_key_that_is_read_back_differently_is_reported(stores: Stores) -> None:
    store = stores(ForgetfulKeyring())
    assert fails(store.set("a", KEY)) == "keyring_lost"
    assert store.state.trouble == "keyring_lost"


def chained(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def named(name: str) -> Exception:
    made: Exception = type(name, (Exception,), {})("x")
    return made


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (keyring.errors.NoKeyringError("none"), "keyring_absent"),
        (ImportError("secretstorage"), "keyring_absent"),
        (named("SecretServiceNotAvailableException"), "keyring_absent"),
        (chained(keyring.errors.InitError("x"), named("SecretServiceNotAvailableException")), "keyring_absent"),
        (keyring.errors.KeyringLocked("dismissed"), "keyring_locked"),
        (chained(keyring.errors.InitError("x"), named("PromptDismissedException")), "keyring_locked"),
        (named("LockedException"), "keyring_locked"),
        (keyring.errors.PasswordSetError("no"), "keyring_failed"),
        (OSError(1783, "The stub received bad data"), "keyring_failed"),
    ],
)
def test_each_failure_has_its_sentence(stores: Stores, error: Exception, sentence: str) -> None:
    backend = RefusingKeyring(error)
    store = stores(backend)
    assert fails(store.set("a", KEY)) == sentence
    if sentence == "keyring_absent":
        assert asyncio.run(store.get("a")) is None, "an absent keyring can hold no key"
    else:
        assert fails(store.get("a")) == sentence
    assert store.state.trouble == sentence
    assert store.state.is_absent is (sentence == "keyring_absent")
    backend.error = None  # unlocked or started: it continues automatically
    asyncio.run(store.set("a", KEY))
    assert store.state.trouble is None


async def idle(store: SecretStore) -> None:
    """Wait until the keyring's thread has no request left."""
    await store._thread.call(lambda: None)


def test_keyring_that_cannot_be_created_is_reported() -> None:
    def none() -> MemoryKeyring:
        raise keyring.errors.NoKeyringError("no bus")

    store = SecretStore("p1", backend=none)
    assert fails(store.set("a", KEY)) == "keyring_absent"
    store.close()


def test_reading_asks_the_user_only_where_that_is_allowed(stores: Stores) -> None:
    backend = MemoryKeyring()
    asyncio.run(stores(backend).set("a", KEY))
    backend.is_locked = True
    store = stores(backend)
    assert asyncio.run(store.look("a")) is Presence.LOCKED
    assert asyncio.run(store.look("b")) is Presence.ABSENT
    assert fails(store.get("a")) == "keyring_locked"
    assert asyncio.run(store.get("b", may_ask=True)) is None
    assert backend.questions == 0
    backend.is_refused = True
    assert fails(store.get("a", may_ask=True)) == "keyring_locked"
    backend.is_refused = False
    assert asyncio.run(store.get("a", may_ask=True)) == KEY
    assert backend.questions == 2
    assert asyncio.run(store.look("a")) is Presence.READABLE


def test_saved_keys_are_noted_and_a_wrong_note_is_corrected(stores: Stores, tmp_path: Path) -> None:
    backend = MemoryKeyring()
    preferences = Preferences(tmp_path / "settings.toml")
    saved = SavedKeys(preferences)
    first = stores(backend, saved=saved)
    expected = [first.is_expected("a")]
    asyncio.run(first.set("a", KEY))
    again = stores(backend, saved=SavedKeys(preferences))
    backend.calls.clear()
    expected.append(again.is_expected("a"))
    assert backend.calls == [], "the keyring is not called for it"
    backend.kept.clear()  # removed by another program
    assert asyncio.run(again.get("a")) is None
    expected.append(again.is_expected("a"))
    backend.kept["Wan Desk/p1/a"] = KEY.reveal()  # saved by another program
    assert asyncio.run(again.look("a")) is Presence.READABLE
    expected.append(again.is_expected("a"))
    asyncio.run(again.remove("a"))
    expected.append(again.is_expected("a"))
    assert expected == [False, True, False, True, False]
    preferences.close()


def test_keyring_without_an_answer_changes_no_note(stores: Stores) -> None:
    backend, saved = MemoryKeyring(), SavedKeys()
    asyncio.run(stores(backend, saved=saved).set("a", KEY))
    backend.error = keyring.errors.NoKeyringError("none")
    store = stores(backend, saved=saved)
    assert asyncio.run(store.get("a")) is None
    assert asyncio.run(store.look("a")) is Presence.ABSENT
    assert store.is_expected("a")


def test_silent_keyring_blocks_nothing(stores: Stores) -> None:
    backend = HangingKeyring()
    store = stores(backend, within=0.2)

    async def story() -> None:
        with pytest.raises(KeyringFailed) as first:
            await store.get("a")
        assert first.value.sentence == "keyring_silent"
        started = asyncio.get_running_loop().time()
        for _ in range(20):  # at once, not 20 x 0.2 s
            with pytest.raises(KeyringFailed):
                await store.set("b", KEY)
        assert asyncio.get_running_loop().time() - started < 2.0
        troubles = [store.state.trouble]
        assert backend.calls == ["read"]
        backend.kept["Wan Desk/p1/a"] = KEY.reveal()
        backend.unlocked.set()
        await idle(store)
        assert await store.get("a") == KEY
        troubles.append(store.state.trouble)
        assert troubles == ["keyring_silent", None]

    asyncio.run(story())


def test_key_reported_as_not_saved_is_not_saved_later(stores: Stores) -> None:
    backend = HangingKeyring()
    store = stores(backend, within=0.05)

    async def story() -> None:
        results = await asyncio.gather(store.get("a"), store.set("b", KEY), return_exceptions=True)
        assert [type(each) for each in results] == [KeyringFailed, KeyringFailed]
        backend.unlocked.set()
        await idle(store)

    asyncio.run(story())
    assert asyncio.run(stores(backend).get("b")) is None
    assert "write" not in backend.calls


def test_event_loop_of_the_caller_may_be_closed(stores: Stores) -> None:
    backend = HangingKeyring()
    store = stores(backend, within=0.05)
    assert fails(store.get("a")) == "keyring_silent"
    backend.unlocked.set()
    asyncio.run(idle(store))
    assert asyncio.run(store.get("a")) is None


def test_key_can_be_kept_for_this_session_only(stores: Stores) -> None:
    backend = RefusingKeyring(keyring.errors.NoKeyringError("none"))
    store = stores(backend)
    store.keep_for_session("a", KEY)
    assert asyncio.run(store.get("a")) == KEY
    kept = [store.is_for_session("a")]
    asyncio.run(store.remove("a"))
    kept.append(store.is_for_session("a"))
    assert kept == [True, False]
    assert asyncio.run(store.get("a")) is None
    assert fails(store.remove("a")) == "keyring_absent"


def test_saved_key_replaces_the_key_of_the_session(stores: Stores) -> None:
    store = stores(MemoryKeyring())
    store.keep_for_session("a", Secret("sk-old"))
    asyncio.run(store.set("a", KEY))
    assert not store.is_for_session("a")
    assert asyncio.run(store.get("a")) == KEY


def test_no_thread_starts_before_the_first_call(stores: Stores) -> None:
    others = set(threading.enumerate())  # of tests before this one
    backend = MemoryKeyring()
    store = stores(backend)
    assert store.state.name
    assert "keyring" not in {each.name for each in set(threading.enumerate()) - others}
    assert backend.calls == []


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="one keyring only there")
def test_keyring_has_a_readable_name() -> None:
    assert keyring_name({}) == "GNOME Keyring (Secret Service)"
    assert keyring_name({"XDG_CURRENT_DESKTOP": "KDE"}) == "KDE Wallet (Secret Service)"


# ---------------------------------------------------------------- the environment, and connections


def test_variable_counts_for_the_region_it_names(stores: Stores) -> None:
    store = stores(MemoryKeyring(), DASHSCOPE_API_KEY="sk-any", DASHSCOPE_API_KEY_SINGAPORE=" sk-sg\n")
    assert store.environment.of("singapore") == Secret("sk-sg")
    assert store.environment.of("beijing") is None


def test_region_with_a_key_is_ready(stores: Stores) -> None:
    store = stores(MemoryKeyring())
    accounts = RegionAccounts(load_catalogue(), store)

    async def story() -> None:
        with pytest.raises(KeyNeeded) as raised:
            await accounts.connect(AccountRef("singapore"))
        assert raised.value.values == {"region": "singapore"}
        await store.set(main_account("singapore"), KEY)
        ready = await accounts.connect(AccountRef("singapore"))
        assert (ready.account, ready.region) == ("singapore/main", "singapore")
        assert (ready.base_url, ready.has_uploads) == ("https://dashscope-intl.aliyuncs.com/api/v1", True)
        assert ready.secret == KEY
        assert KEY.reveal() not in repr(ready)
        with pytest.raises(KeyNeeded):
            await accounts.connect(AccountRef("beijing"))
        with pytest.raises(ValueError, match="Practice"):
            await accounts.connect(AccountRef("practice"))

    asyncio.run(story())


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (keyring.errors.NoKeyringError("none"), (KeyNeeded, "key_needed")),
        (keyring.errors.KeyringLocked("dismissed"), (KeyringFailed, "keyring_locked")),
    ],
)
def test_region_needs_its_key_without_a_keyring_and_a_locked_one_is_reported(
    stores: Stores, error: Exception, expected: tuple[type[WanDeskError], str]
) -> None:
    accounts = RegionAccounts(load_catalogue(), stores(RefusingKeyring(error)))
    with pytest.raises(WanDeskError) as raised:
        asyncio.run(accounts.connect(AccountRef("singapore")))
    assert (type(raised.value), raised.value.sentence) == expected


def test_job_is_polled_where_it_was_ordered(stores: Stores) -> None:
    store = stores(MemoryKeyring())
    accounts = RegionAccounts(load_catalogue(), store, hosts={"singapore": "http://127.0.0.1:8000/"})

    async def story() -> None:
        await store.set("singapore/main", KEY)
        assert (await accounts.connect(AccountRef("singapore"))).base_url == "http://127.0.0.1:8000/api/v1"
        usual = "https://dashscope-intl.aliyuncs.com/api/v1"
        followed = await accounts.connect(AccountRef("singapore", "singapore/main", usual))
        assert followed.base_url == usual
        with pytest.raises(KeyNeeded):
            await accounts.connect(AccountRef("singapore", "singapore/other"))
        with pytest.raises(KeyNeeded):
            await accounts.connect(AccountRef("atlantis"))
        await store.set("atlantis/main", KEY)
        gone = AccountRef("atlantis", "atlantis/main", "https://old.example/api/v1")
        with pytest.raises(KeyNeeded):
            await accounts.connect(gone)
        await Agreements(store).give("atlantis", "https://old.example/api/v1")
        ready = await accounts.connect(gone)
        assert (ready.base_url, ready.has_uploads) == ("https://old.example/api/v1", False)

    asyncio.run(story())


def test_key_of_the_environment_spares_the_keyring(stores: Stores) -> None:
    backend = RefusingKeyring(keyring.errors.NoKeyringError("none"))
    accounts = RegionAccounts(load_catalogue(), stores(backend, DASHSCOPE_API_KEY_BEIJING="sk-bj"))
    assert asyncio.run(accounts.connect(AccountRef("beijing"))).secret == Secret("sk-bj")
    assert backend.calls == []
