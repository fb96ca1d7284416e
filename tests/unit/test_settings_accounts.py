"""Addresses of regions: their accounts, which may get a key, and what the settings file may hold."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import keyring.errors
import pytest

from tests.support.keyrings import FakeKeyring
from wandesk.domain.account import AccountRef, Secret
from wandesk.domain.endpoint import AddressChoice, AddressKind, AddressRefused, custom_base, is_catalogues, same_address
from wandesk.domain.errors import KeyNeeded, KeyringFailed
from wandesk.domain.sentences import Sentence
from wandesk.settings.accounts import RegionAccounts, main_account
from wandesk.settings.agreements import agreement_entry
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.environment_keys import EnvironmentKeys, keys_in
from wandesk.settings.preferences import Preferences
from wandesk.settings.secrets import SecretStore

CATALOG = load_catalogue()
KEY, OTHER = Secret("sk-one"), Secret("sk-two")
GATEWAY = AddressChoice(kind=AddressKind.CUSTOM, text="https://gateway.corp:8443/ai/v9/")
WORKSPACE = AddressChoice(kind=AddressKind.WORKSPACE, text="llm-abc")
USUAL = AddressChoice()


class Harness:
    """Accounts over a settings file and a keyring of their own."""

    def __init__(self, path: Path, entries: FakeKeyring, environment: dict[str, str]) -> None:
        self.path = path
        self.entries = entries
        self.preferences = Preferences(path, quiet=0.0)
        self.secrets = SecretStore("p", backend=lambda: entries, environment=EnvironmentKeys(keys_in(environment)))
        self.accounts = RegionAccounts(CATALOG, self.secrets, preferences=self.preferences)

    async def take(self, region: str, choice: AddressChoice) -> None:
        """Agree to the address and choose it, as after the user's yes."""
        await self.accounts.agree(region, self.accounts.address(region, choice))
        self.accounts.choose(region, choice)

    def close(self) -> None:
        self.preferences.close()
        self.secrets.close()


Opened = Callable[..., Harness]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    entries = FakeKeyring()
    harnesses: list[Harness] = []

    def make(written: str = "", **environment: str) -> Harness:
        for each in harnesses:
            each.close()
        path = tmp_path / "settings.toml"
        if written:
            path.write_text(written, encoding="utf-8")
        harnesses.append(Harness(path, entries, environment))
        return harnesses[-1]

    yield make
    for each in harnesses:
        each.close()


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def test_address_has_its_own_account_that_outlives_its_key(opened: Opened) -> None:
    async def story() -> None:
        harness = opened()
        await harness.secrets.set(main_account("singapore"), KEY)
        before = await harness.accounts.connect(AccountRef("singapore"))
        await harness.take("singapore", GATEWAY)
        address = harness.accounts.address("singapore")
        assert address.account not in (None, before.account)
        with pytest.raises(KeyNeeded):
            await harness.accounts.connect(AccountRef("singapore"))
        assert address.account is not None
        await harness.secrets.set(address.account, OTHER)
        after = await harness.accounts.connect(AccountRef("singapore"))
        assert (after.base_url, after.secret) == ("https://gateway.corp:8443/ai/v9", OTHER)

        followed = await harness.accounts.connect(AccountRef("singapore", before.account, before.base_url))
        assert followed == before, "earlier orders keep their address and key"
        await harness.secrets.remove(address.account)
        assert harness.accounts.address("singapore").account == address.account
        harness.accounts.choose("singapore", USUAL)
        again = await harness.accounts.connect(AccountRef("singapore"))
        assert again == before, "the earlier address has the earlier account"
        there = await harness.secrets.get(main_account("singapore"))
        assert there == KEY

    run(story())


def test_job_without_an_address_is_polled_only_where_its_key_belongs(opened: Opened) -> None:
    """Jobs of the first versions name only their account."""

    async def story() -> None:
        harness = opened()
        await harness.take("singapore", GATEWAY)
        gateway = harness.accounts.address("singapore").account
        assert gateway is not None
        await harness.secrets.set(main_account("singapore"), KEY)
        await harness.secrets.set(gateway, OTHER)
        usual = harness.accounts.address("singapore", USUAL)

        there = await harness.accounts.connect(AccountRef("singapore", gateway))
        assert (there.base_url, there.secret) == ("https://gateway.corp:8443/ai/v9", OTHER)
        main = await harness.accounts.connect(AccountRef("singapore", main_account("singapore")))
        assert (main.base_url, main.secret) == (usual.base_url, KEY)
        harness.accounts.choose("singapore", USUAL)
        with pytest.raises(KeyNeeded):
            await harness.accounts.connect(AccountRef("singapore", gateway))
        with pytest.raises(KeyNeeded):
            await harness.accounts.connect(AccountRef("frankfurt", main_account("frankfurt")))

    run(story())


def test_key_is_not_sent_to_a_host_without_consent(opened: Opened) -> None:
    """The host was written directly into the file, so the user was not asked."""

    async def story() -> None:
        written = '[regions]\naddress_singapore = "https://gateway.corp"\n'
        harness = opened(written, DASHSCOPE_API_KEY_SINGAPORE="sk-env")
        with pytest.raises(KeyNeeded) as raised:
            await harness.accounts.connect(AccountRef("singapore"))
        assert (raised.value.sentence, raised.value.values["host"]) == ("key_host_unconfirmed", "gateway.corp")
        assert harness.accounts.reach("singapore", KEY) is None
        await harness.accounts.agree("singapore", harness.accounts.address("singapore"))
        assert (await harness.accounts.connect(AccountRef("singapore"))).base_url == "https://gateway.corp/api/v1"

        harness = opened(DASHSCOPE_API_KEY_SINGAPORE="sk-env", DASHSCOPE_API_KEY_BEIJING="sk-env")
        again = await harness.accounts.connect(AccountRef("singapore"))
        assert again.base_url == "https://gateway.corp/api/v1", "the consent is remembered"
        elsewhere = AddressChoice(kind=AddressKind.CUSTOM, text="https://gateway.corp")
        assert (await harness.accounts.checked_address("singapore", elsewhere)).is_agreed
        assert not (await harness.accounts.checked_address("beijing", elsewhere)).is_agreed, "for its own region"
        other_port = AddressChoice(kind=AddressKind.CUSTOM, text="https://gateway.corp:444")
        assert not (await harness.accounts.checked_address("singapore", other_port)).is_agreed

    run(story())


FOREIGN = "https://evil.example/api/v1"


def test_settings_of_another_computer_get_no_key(opened: Opened) -> None:
    """The file says that its user has agreed: the keyring of this computer knows nothing of it."""

    async def story() -> None:
        entry = agreement_entry("singapore", FOREIGN)
        written = (
            f'[regions]\naddress_singapore = "{FOREIGN}"\nagreed_singapore = "{FOREIGN}"\n[keys]\nsaved = "{entry}"\n'
        )
        harness = opened(written, DASHSCOPE_API_KEY_SINGAPORE="sk-env")
        with pytest.raises(KeyNeeded) as raised:
            await harness.accounts.connect(AccountRef("singapore"))
        assert (raised.value.sentence, raised.value.values["host"]) == ("key_host_unconfirmed", "evil.example")
        assert not (await harness.accounts.checked_address("singapore")).is_agreed

    run(story())


@pytest.mark.parametrize(
    ("endpoint", "sentence"),
    [
        (FOREIGN, "key_host_unconfirmed"),
        ("https://dashscope.aliyuncs.com/api/v1", "key_host_unconfirmed"),
        ("https://dashscope-intl.aliyuncs.com.evil.example/api/v1", "key_host_unconfirmed"),
        ("http://127.0.0.1:8000/api/v1", "key_host_unconfirmed"),
        ("http://evil.example/api/v1", "address_https"),
        ("https://dashscope-intl.aliyuncs.com@evil.example/api/v1", "address_login"),
        ("https://dashscope-intl.aliyuncs.com/api/v1?to=evil.example", "address_query"),
    ],
)
def test_job_of_another_computer_gets_no_key(opened: Opened, endpoint: str, sentence: str) -> None:
    async def story() -> None:
        harness = opened(DASHSCOPE_API_KEY_SINGAPORE="sk-env")
        await harness.secrets.set(main_account("singapore"), KEY)
        with pytest.raises(KeyNeeded) as raised:
            await harness.accounts.connect(AccountRef("singapore", main_account("singapore"), endpoint))
        assert raised.value.sentence == sentence

    run(story())


def test_job_continues_after_the_user_has_agreed_on_this_computer(opened: Opened) -> None:
    async def story() -> None:
        harness = opened()
        ref = AccountRef("singapore", main_account("singapore"), FOREIGN)
        await harness.secrets.set(main_account("singapore"), KEY)
        choice = AddressChoice(kind=AddressKind.CUSTOM, text=FOREIGN)
        await harness.accounts.agree("singapore", harness.accounts.address("singapore", choice))
        assert (await harness.accounts.connect(ref)).base_url == FOREIGN
        again = opened()
        assert (await again.accounts.connect(ref)).secret == KEY, "the answer is beside the key"

    run(story())


def test_answer_lasts_for_the_session_without_a_keyring(opened: Opened) -> None:
    async def story() -> None:
        harness = opened(DASHSCOPE_API_KEY_SINGAPORE="sk-env")
        harness.entries.error = keyring.errors.NoKeyringError("none")
        await harness.take("singapore", GATEWAY)
        assert (await harness.accounts.connect(AccountRef("singapore"))).secret == Secret("sk-env")
        again = opened(DASHSCOPE_API_KEY_SINGAPORE="sk-env")
        with pytest.raises(KeyNeeded):
            await again.accounts.connect(AccountRef("singapore"))

    run(story())


def test_locked_answer_waits_for_the_keyring(opened: Opened) -> None:
    async def story() -> None:
        harness = opened(DASHSCOPE_API_KEY_SINGAPORE="sk-env")
        await harness.take("singapore", GATEWAY)
        harness.entries.is_locked = True
        again = opened(DASHSCOPE_API_KEY_SINGAPORE="sk-env")
        with pytest.raises(KeyringFailed) as raised:
            await again.accounts.connect(AccountRef("singapore"))
        assert raised.value.sentence == "keyring_locked"
        assert again.entries.questions == 0

    run(story())


def test_workspace_is_the_catalogues_own_host(opened: Opened) -> None:
    harness = opened()
    for region, code in (("singapore", "ap-southeast-1"), ("frankfurt", "eu-central-1"), ("tokyo", "ap-northeast-1")):
        address = harness.accounts.address(region, WORKSPACE)
        assert address.base_url == f"https://llm-abc.{code}.maas.aliyuncs.com/api/v1"
        assert address.is_agreed, "no question is asked"
        assert address.account != main_account(region)
    typed = AddressChoice(kind=AddressKind.CUSTOM, text="https://LLM-abc.ap-southeast-1.maas.aliyuncs.com:443/api/v1/")
    assert (
        harness.accounts.address("singapore", typed).account == harness.accounts.address("singapore", WORKSPACE).account
    )
    shared = AddressChoice(kind=AddressKind.CUSTOM, text="https://dashscope-intl.aliyuncs.com/")
    assert harness.accounts.address("singapore", shared).account == main_account("singapore")


def test_every_region_may_have_a_custom_address(opened: Opened) -> None:
    async def story() -> None:
        harness = opened()
        regions = [each.key for each in CATALOG.offered_regions() if not each.is_practice]
        assert len(regions) >= 5
        for region in regions:
            await harness.take(region, GATEWAY)
            account = harness.accounts.address(region).account
            assert account is not None
            await harness.secrets.set(account, Secret(f"sk-{region}"))
        for region in regions:
            there = await harness.accounts.connect(AccountRef(region))
            assert (there.base_url, there.secret.reveal()) == ("https://gateway.corp:8443/ai/v9", f"sk-{region}")

    run(story())


@pytest.mark.parametrize(
    ("region", "address"),
    [
        ("singapore", "https://dashscope.aliyuncs.com/api/v1"),
        ("singapore", "https://dashscope-intl.aliyuncs.com.evil.example/api/v1"),
        ("singapore", "https://dashscope-intl.aliyuncs.com:8443/api/v1"),
        ("singapore", "https://a.b.ap-southeast-1.maas.aliyuncs.com/api/v1"),
        ("singapore", "https://ap-southeast-1.maas.aliyuncs.com/api/v1"),
        ("singapore", "https://llm-abc.cn-beijing.maas.aliyuncs.com/api/v1"),
        ("singapore", "http://127.0.0.1:80/api/v1"),
    ],
)
def test_custom_addresses_are_distinguished_from_the_regions_own(region: str, address: str) -> None:
    assert not is_catalogues(CATALOG.region(region), address)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("http://gateway.corp", "address_https"),
        ("gateway.corp", "address_shape"),
        ("https://", "address_shape"),
        ("https://me:word@gateway.corp", "address_login"),
        ("https://gateway.corp/?a=1", "address_query"),
        ("https://127.1", "address_host"),
        ("https://dashscope.aliyuncs.com/compatible-mode/v1", "address_chat"),
        ("", "address_shape"),
    ],
)
def test_each_rule_has_its_sentence(opened: Opened, typed: str, sentence: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        custom_base(typed)
    assert refused.value.sentence == sentence
    address = opened().accounts.address("singapore", AddressChoice(kind=AddressKind.CUSTOM, text=typed))
    assert (address.base_url, address.problem) == (None, sentence)


@pytest.mark.parametrize(("typed", "problem"), [("", "workspace_needed"), ("a b", "workspace_shape")])
def test_wrong_workspace_is_refused(opened: Opened, typed: str, problem: str) -> None:
    choice = AddressChoice(kind=AddressKind.WORKSPACE, text=typed)
    assert opened().accounts.address("frankfurt", choice).problem == problem


def test_region_without_an_address_says_what_it_needs(opened: Opened) -> None:
    async def story() -> None:
        harness = opened(DASHSCOPE_API_KEY_FRANKFURT="sk-env")
        with pytest.raises(KeyNeeded) as raised:
            await harness.accounts.connect(AccountRef("frankfurt"))
        assert raised.value.sentence == "workspace_needed"
        assert harness.accounts.catalogue_choice("frankfurt") is None
        harness.accounts.choose("frankfurt", WORKSPACE)
        ready = await harness.accounts.connect(AccountRef("frankfurt"))
        assert (ready.base_url, ready.has_uploads) == (
            "https://llm-abc.eu-central-1.maas.aliyuncs.com/api/v1",
            False,
        )

    run(story())


@pytest.mark.parametrize("value", ['"http://evil.example"', '"https://"', '"https://a b"', '"://"', '"\\u0000"'])
def test_broken_address_in_the_file_sends_nothing_and_is_reported(opened: Opened, value: str) -> None:
    async def story() -> None:
        harness = opened(f"[regions]\naddress_singapore = {value}\n", DASHSCOPE_API_KEY_SINGAPORE="sk-env")
        with pytest.raises(KeyNeeded) as raised:
            await harness.accounts.connect(AccountRef("singapore"))
        assert raised.value.sentence.startswith("address_"), "the default address does not replace it"
        usual = "https://dashscope-intl.aliyuncs.com/api/v1"
        ours = await harness.accounts.connect(AccountRef("singapore", "singapore/main", usual))
        assert ours.base_url == usual, "running jobs continue"

    run(story())


@pytest.mark.parametrize("written", ["regions = 5\n", "[regions]\naddress_singapore = 7\nagreed_singapore = []\n"])
def test_values_of_another_type_are_ignored(opened: Opened, written: str) -> None:
    harness = opened(written)
    assert harness.accounts.address("singapore").account == main_account("singapore")
    asyncio.run(harness.take("singapore", GATEWAY))
    assert harness.accounts.address("singapore").is_agreed


def test_file_keeps_the_address_beside_unknown_keys(opened: Opened) -> None:
    harness = opened('# mine\n[regions]\nfuture = "x"  # kept\n')
    asyncio.run(harness.take("singapore", GATEWAY))
    harness.accounts.choose("frankfurt", WORKSPACE)
    harness.close()
    text = harness.path.read_text(encoding="utf-8")
    assert "# mine" in text
    assert 'future = "x"  # kept' in text
    again = opened()
    assert again.accounts.address("singapore").choice == AddressChoice(kind=AddressKind.CUSTOM, text=GATEWAY.text)
    assert asyncio.run(again.accounts.checked_address("singapore")).is_agreed
    assert again.accounts.address("frankfurt").choice == WORKSPACE
    again.accounts.choose("singapore", USUAL)
    assert again.accounts.address("singapore").choice == USUAL


def test_spellings_of_one_address_are_equal() -> None:
    one = "https://gateway.corp/api/v1"
    for each in ("https://GATEWAY.corp/api/v1", "https://gateway.corp:443/api/v1/"):
        assert same_address(each) == one
    assert same_address("http://[::1]:80/api/v1") == "http://[::1]/api/v1"
    assert same_address("https://gateway.corp/API/v1") != one


def test_saved_key_of_a_coding_plan_is_never_sent(opened: Opened) -> None:
    harness = opened()

    async def story() -> None:
        await harness.secrets.set(main_account("singapore"), Secret("sk-sp-saved-by-another-program"))
        with pytest.raises(KeyNeeded) as raised:
            await harness.accounts.connect(AccountRef("singapore"))
        assert raised.value.sentence is Sentence.KEY_PLAN

    asyncio.run(story())
