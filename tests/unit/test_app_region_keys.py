"""What is known of saved keys without asking, and which actions ask for the keyring's password."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.support.keyrings import FakeKeyring
from wandesk.app.region_keys import RegionKeys
from wandesk.domain.account import AccountRef, Connection, Secret
from wandesk.domain.connection_check import HostReached
from wandesk.domain.endpoint import AddressChoice, AddressKind
from wandesk.domain.errors import KeyringFailed
from wandesk.domain.key_check import KeyOutcome, KeyVerdict
from wandesk.domain.sentences import Sentence
from wandesk.settings.accounts import RegionAccounts, main_account
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.environment_keys import EnvironmentKeys, keys_in
from wandesk.settings.preferences import Preferences
from wandesk.settings.saved_keys import SavedKeys
from wandesk.settings.secrets import SecretStore
from wandesk.ui.settings.keys import KeySource

CATALOG = load_catalogue()
KEY = Secret("sk-one")


class GoodProbe:
    """A cloud that accepts every key. `checked` are the connections."""

    def __init__(self) -> None:
        self.checked: list[Connection] = []

    async def check(self, connection: Connection) -> KeyVerdict:
        self.checked.append(connection)
        return KeyVerdict(outcome=KeyOutcome.GOOD, region=connection.region, sentence=Sentence.KEY_GOOD)

    async def find_region(self, region: str, others: Sequence[Connection]) -> KeyVerdict:
        raise AssertionError((region, others))

    async def reach(self, region: str, base_url: str, storage: str | None) -> Sequence[HostReached]:
        raise AssertionError((region, base_url, storage))


class Harness:
    """The keys of one profile at one start."""

    def __init__(self, folder: Path, entries: FakeKeyring, **environment: str) -> None:
        self.entries = entries
        self.preferences = Preferences(folder / "settings.toml")
        self.secrets = SecretStore(
            "p",
            backend=lambda: entries,
            saved=SavedKeys(self.preferences),
            environment=EnvironmentKeys(keys_in(environment)),
        )
        self.accounts = RegionAccounts(CATALOG, self.secrets, preferences=self.preferences)
        self.probe = GoodProbe()
        self.keys = RegionKeys(
            catalog=CATALOG,
            secrets=self.secrets,
            accounts=self.accounts,
            preferences=self.preferences,
            probe=self.probe,
        )

    def restarted(self, **environment: str) -> Harness:
        """The same profile at its next start."""
        self.close()
        return Harness(self.preferences._path.parent, self.entries, **environment)

    def close(self) -> None:
        self.preferences.close()
        self.secrets.close()


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[Harness]:
    one = Harness(tmp_path, FakeKeyring())
    yield one
    one.close()


def with_locked_key(harness: Harness, region: str = "singapore", **environment: str) -> Harness:
    """The next start after a key was saved and the keyring locked."""
    asyncio.run(harness.keys.keep(region, KEY))
    harness.entries.is_locked = True
    return harness.restarted(**environment)


def test_locked_key_is_shown_without_a_question(harness: Harness) -> None:
    again = with_locked_key(harness)
    assert asyncio.run(again.keys.source("singapore")) is KeySource.LOCKED
    assert asyncio.run(again.keys.source("beijing")) is None
    assert again.entries.questions == 0
    again.close()


def test_start_knows_of_keys_without_the_keyring(harness: Harness) -> None:
    again = with_locked_key(harness, DASHSCOPE_API_KEY_BEIJING="sk-env")
    again.entries.calls.clear()
    again.secrets.keep_for_session(main_account("tokyo"), KEY)
    regions = [each.key for each in CATALOG.offered_regions() if not each.is_practice]
    connected = {region for region in regions if again.keys.is_connected(region)}
    assert connected == {"singapore", "beijing", "tokyo"}
    assert again.entries.calls == []
    again.close()


def test_test_of_a_locked_key_asks_to_unlock_it(harness: Harness) -> None:
    again = with_locked_key(harness)
    again.entries.is_refused = True
    with pytest.raises(KeyringFailed) as raised:
        asyncio.run(again.keys.test("singapore"))
    assert raised.value.sentence == "keyring_locked"
    again.entries.is_refused = False
    assert asyncio.run(again.keys.test("singapore")).outcome is KeyOutcome.GOOD
    assert [each.secret for each in again.probe.checked] == [KEY]
    assert again.entries.questions == 2
    again.close()


def test_unlocking_asks_only_where_a_key_is_locked(harness: Harness) -> None:
    again = with_locked_key(harness, DASHSCOPE_API_KEY_BEIJING="sk-env")

    async def story() -> None:
        for region in ("practice", "beijing", "tokyo"):
            await again.keys.unlock(region)
        assert again.entries.questions == 0
        await again.keys.unlock("tokyo", main_account("singapore"))  # a job's own account
        assert again.entries.questions == 1
        await again.keys.unlock("singapore")
        assert again.entries.questions == 1
        assert await again.keys.source("singapore") is KeySource.KEYRING

    asyncio.run(story())
    again.close()


def test_consent_to_the_address_of_an_environment_key_can_be_unlocked(harness: Harness) -> None:
    gateway = AddressChoice(kind=AddressKind.CUSTOM, text="https://gateway.corp")

    async def agree() -> None:
        await harness.keys.agree("singapore", harness.keys.address("singapore", gateway))
        await harness.keys.use_address("singapore", gateway)

    asyncio.run(agree())
    harness.entries.is_locked = True
    again = harness.restarted(DASHSCOPE_API_KEY_SINGAPORE="sk-env")

    async def story() -> None:
        with pytest.raises(KeyringFailed):
            await again.accounts.connect(AccountRef("singapore"))
        assert await again.keys.unlock("singapore")
        assert again.entries.questions == 1
        assert (await again.accounts.connect(AccountRef("singapore"))).secret == Secret("sk-env")

    asyncio.run(story())
    again.close()


def test_waiting_job_unlocks_what_the_keyring_refused(harness: Harness) -> None:
    asyncio.run(harness.secrets.set("proxy/10.0.0.1:1", Secret("login")))
    harness.entries.is_locked = True
    again = harness.restarted(DASHSCOPE_API_KEY_SINGAPORE="sk-env")

    async def story() -> None:
        with pytest.raises(KeyringFailed):
            await again.secrets.get("proxy/10.0.0.1:1")
        assert not await again.keys.unlock("singapore"), "Generate itself needs no key of the keyring"
        assert again.entries.questions == 0
        assert await again.keys.unlock("singapore", is_waiting=True)
        assert again.entries.questions == 1

    asyncio.run(story())
    again.close()


def test_removed_key_takes_the_consent_to_its_address_along(harness: Harness) -> None:
    gateway = AddressChoice(kind=AddressKind.CUSTOM, text="https://gateway.corp")

    async def story() -> None:
        await harness.keys.agree("singapore", harness.keys.address("singapore", gateway))
        await harness.keys.use_address("singapore", gateway)
        await harness.keys.keep("singapore", KEY)
        await harness.keys.remove("singapore")
        assert harness.entries.kept == {}
        assert not (await harness.keys.checked_address("singapore")).is_agreed, "the next key is asked about"
        await harness.keys.keep("beijing", KEY)
        await harness.keys.remove("beijing")
        assert harness.entries.kept == {}

    asyncio.run(story())
