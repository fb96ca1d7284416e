"""Keys as the settings dialog tests them, down to the socket: which key, which region, and what is remembered."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.support.keyrings import FakeKeyring
from tests.support.simulator import RunningSimulator, running_simulator
from wandesk.app.cloud_link import CloudLink
from wandesk.app.key_probe import KeyProbe
from wandesk.app.region_keys import RegionKeys
from wandesk.domain.account import AccountRef, Connection, Secret
from wandesk.domain.connection_check import HostReached
from wandesk.domain.endpoint import AddressChoice, AddressKind
from wandesk.domain.errors import KeyNeeded, KeyringFailed
from wandesk.domain.key_check import KeyOutcome, KeyVerdict
from wandesk.domain.proxy import ProxyLogin, ProxyMode, ProxySetting
from wandesk.domain.sentences import Sentence
from wandesk.engine.thread import EngineThread
from wandesk.settings import options
from wandesk.settings.accounts import RegionAccounts, main_account
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.environment_keys import EnvironmentKeys, keys_in
from wandesk.settings.preferences import Preferences
from wandesk.settings.routes import ProxyRoutes, environment_key_region
from wandesk.settings.secrets import SecretStore
from wandesk.ui.settings.keys import Keys, KeySource

CATALOG = load_catalogue()
GOOD, BAD = "sk-practice", "sk-nobody"


class FakeProbe:
    """A cloud whose regions accept the given keys."""

    def __init__(self, **accepted: str) -> None:
        self.accepted = accepted
        self.sent: list[tuple[str, str]] = []
        self.addresses: list[str] = []

    async def check(self, connection: Connection) -> KeyVerdict:
        key = connection.secret.reveal()
        self.sent.append((connection.region, key))
        self.addresses.append(connection.base_url)
        is_good = self.accepted.get(connection.region) == key
        return KeyVerdict(
            outcome=KeyOutcome.GOOD if is_good else KeyOutcome.WRONG,
            region=connection.region,
            sentence=Sentence.KEY_GOOD if is_good else Sentence.KEY_REFUSED,
        )

    async def find_region(self, region: str, others: Sequence[Connection]) -> KeyVerdict:
        for each in others:
            if (await self.check(each)).outcome is KeyOutcome.GOOD:
                return KeyVerdict(
                    outcome=KeyOutcome.ELSEWHERE, region=region, sentence=Sentence.KEY_ELSEWHERE, belongs_to=each.region
                )
        return KeyVerdict(outcome=KeyOutcome.WRONG, region=region, sentence=Sentence.KEY_NOWHERE)

    async def reach(self, region: str, base_url: str, storage: str | None) -> Sequence[HostReached]:
        raise AssertionError((region, base_url, storage))


GATEWAY = AddressChoice(kind=AddressKind.CUSTOM, text="https://gateway.corp")
WORKSPACE = AddressChoice(kind=AddressKind.WORKSPACE, text="llm-abc")


class Harness:
    """The parts of the program, composed as it composes them."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.preferences = Preferences(folder / "settings.toml")
        self.entries = FakeKeyring()
        self.secrets = SecretStore(
            "p",
            backend=lambda: self.entries,
            environment=EnvironmentKeys(
                keys_in(environment), plain_region=lambda plain: environment_key_region(self.preferences, plain)
            ),
        )
        self.routes = ProxyRoutes(self.preferences, self.secrets)
        self.accounts = RegionAccounts(CATALOG, self.secrets, preferences=self.preferences)

    def keys(self, probe: FakeProbe | KeyProbe) -> Keys:
        return RegionKeys(
            catalog=CATALOG,
            secrets=self.secrets,
            accounts=self.accounts,
            preferences=self.preferences,
            probe=probe,
        )

    def close(self) -> None:
        self.preferences.close()
        self.secrets.close()


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[Callable[..., Harness]]:
    made: list[Harness] = []

    def make(**environment: str) -> Harness:
        made.append(Harness(tmp_path, environment))
        return made[-1]

    yield make
    for each in made:
        each.close()


# ------------------------------------------------------------------ which key


def test_tested_key_is_the_key_that_is_used(harness: Callable[..., Harness]) -> None:
    async def story() -> None:
        ours = harness(DASHSCOPE_API_KEY_BEIJING="sk-named")
        probe = FakeProbe(singapore="sk-kept", beijing="sk-named")
        keys = ours.keys(probe)
        empty = await keys.test("singapore")
        assert (empty.outcome, empty.sentence) == (KeyOutcome.WRONG, "key_needed")
        assert probe.sent == []
        await keys.keep("singapore", Secret("sk-kept"))
        assert (await keys.test("singapore")).outcome is KeyOutcome.GOOD
        assert (await keys.test("singapore", Secret("sk-typed"))).outcome is KeyOutcome.WRONG
        assert (await keys.test("beijing")).outcome is KeyOutcome.GOOD
        assert probe.sent == [("singapore", "sk-kept"), ("singapore", "sk-typed"), ("beijing", "sk-named")]
        assert await keys.source("singapore") is KeySource.KEYRING

    asyncio.run(story())


def test_other_regions_get_the_key_and_practice_never_does(harness: Callable[..., Harness]) -> None:
    async def story() -> None:
        ours = harness()
        probe = FakeProbe(beijing="sk-kept")
        keys = ours.keys(probe)
        await keys.keep_for_session("singapore", Secret("sk-kept"))
        found = await keys.test_elsewhere("singapore")
        assert found.belongs_to == "beijing"
        assert ("beijing", "sk-kept") in probe.sent
        assert not {"practice", "singapore"} & {region for region, _ in probe.sent}

    asyncio.run(story())


def test_plain_key_of_the_environment_counts_where_it_last_tested_good(harness: Callable[..., Harness]) -> None:
    async def story() -> None:
        ours = harness(DASHSCOPE_API_KEY="sk-plain")
        probe = FakeProbe(beijing="sk-plain")
        keys = ours.keys(probe)
        assert await keys.source("singapore") is KeySource.UNTESTED
        for region in ("singapore", "beijing"):
            with pytest.raises(KeyNeeded):
                await ours.accounts.connect(AccountRef(region))
        assert (await keys.test("singapore")).outcome is KeyOutcome.WRONG
        with pytest.raises(KeyNeeded):
            await ours.accounts.connect(AccountRef("singapore"))
        assert (await keys.test("beijing")).outcome is KeyOutcome.GOOD
        assert (await ours.accounts.connect(AccountRef("beijing"))).secret == Secret("sk-plain")
        assert await keys.source("beijing") is KeySource.ENVIRONMENT
        assert await keys.source("singapore") is KeySource.UNTESTED
        with pytest.raises(KeyNeeded):
            await ours.accounts.connect(AccountRef("singapore"))
        ours.close()

        again = harness(DASHSCOPE_API_KEY="sk-plain")
        assert again.secrets.environment.of("beijing") == Secret("sk-plain"), "the consent is remembered"
        other = harness(DASHSCOPE_API_KEY="sk-another")
        assert other.secrets.environment.of("beijing") is None, "another key starts over"
        assert "sk-plain" not in (other.preferences.get(options.ENVIRONMENT_KEY))

    asyncio.run(story())


def test_plain_key_counts_in_the_region_where_it_was_found(harness: Callable[..., Harness]) -> None:
    async def story() -> None:
        ours = harness(DASHSCOPE_API_KEY="sk-plain")
        keys = ours.keys(FakeProbe(beijing="sk-plain"))
        await keys.test_elsewhere("singapore")
        assert ours.secrets.environment.of("beijing") == Secret("sk-plain")
        assert ours.secrets.environment.of("singapore") is None

    asyncio.run(story())


# ------------------------------------------------------------------ which address


def test_key_is_not_sent_to_a_host_without_consent(harness: Callable[..., Harness]) -> None:
    async def story() -> None:
        ours = harness()
        probe = FakeProbe(singapore="sk-kept")
        keys = ours.keys(probe)
        await keys.keep("singapore", Secret("sk-kept"))
        asked = await keys.test("singapore", None, GATEWAY)
        assert (asked.outcome, asked.sentence) == (KeyOutcome.WRONG, "key_host_unconfirmed")
        assert probe.sent == []
        await keys.agree("singapore", keys.address("singapore", GATEWAY))
        assert (await keys.test("singapore", None, GATEWAY)).outcome is KeyOutcome.GOOD
        assert probe.addresses == ["https://gateway.corp/api/v1"], "the shown address is tested"
        assert ours.accounts.address("singapore").host == "dashscope-intl.aliyuncs.com", "but not used by the test"
        broken = AddressChoice(kind=AddressKind.CUSTOM, text="http://gateway.corp")
        assert (await keys.test("singapore", None, broken)).sentence == "address_https"

    asyncio.run(story())


def test_key_is_copied_to_a_new_address_and_removed_everywhere(harness: Callable[..., Harness]) -> None:
    async def story() -> None:
        ours = harness()
        keys = ours.keys(FakeProbe())
        await keys.keep("singapore", Secret("sk-kept"))
        await keys.use_address("singapore", WORKSPACE)
        assert await keys.source("singapore") is KeySource.KEYRING
        ready = await ours.accounts.connect(AccountRef("singapore"))
        assert (ready.base_url, ready.secret) == (
            "https://llm-abc.ap-southeast-1.maas.aliyuncs.com/api/v1",
            Secret("sk-kept"),
        )
        assert list(ours.entries.kept.values()) == ["sk-kept", "sk-kept"], "earlier orders keep their own key"
        await keys.agree("singapore", keys.address("singapore", GATEWAY))
        await keys.use_address("singapore", GATEWAY)
        await keys.keep("singapore", Secret("sk-of-the-gateway"))
        await keys.use_address("singapore", WORKSPACE)
        assert (await ours.accounts.connect(AccountRef("singapore"))).secret == Secret("sk-kept"), (
            "each address keeps its own key"
        )
        await keys.remove("singapore")
        gateway = "https://gateway.corp/api/v1"
        assert list(ours.entries.kept.values()) == [gateway, "sk-of-the-gateway"], "all copies of that key are removed"
        assert await keys.source("singapore") is None

    asyncio.run(story())


def test_key_typed_before_the_workspace_is_kept(harness: Callable[..., Harness]) -> None:
    async def story() -> None:
        ours = harness()
        probe = FakeProbe(frankfurt="sk-kept")
        keys = ours.keys(probe)
        await keys.keep_for_session("frankfurt", Secret("sk-kept"))
        assert await keys.source("frankfurt") is KeySource.SESSION
        assert (await keys.test("frankfurt")).sentence == "workspace_needed"
        assert await keys.reach("frankfurt") == []
        await keys.use_address("frankfurt", WORKSPACE)
        assert await keys.source("frankfurt") is KeySource.SESSION
        assert (await keys.test("frankfurt")).outcome is KeyOutcome.GOOD
        await keys.remove("frankfurt")
        assert await keys.source("frankfurt") is None

    asyncio.run(story())


def test_custom_gateways_of_other_regions_are_not_searched_for_a_key(harness: Callable[..., Harness]) -> None:
    async def story() -> None:
        ours = harness()
        probe = FakeProbe()
        keys = ours.keys(probe)
        for region in ("beijing", "frankfurt"):
            await keys.agree(region, keys.address(region, GATEWAY))
            await keys.use_address(region, GATEWAY)
        assert "frankfurt" not in keys.other_regions("singapore"), "it has no address but the gateway's"
        await keys.test_elsewhere("singapore", Secret("sk-1"))
        assert "https://dashscope.aliyuncs.com/api/v1" in probe.addresses
        assert not [each for each in probe.addresses if "gateway" in each]

    asyncio.run(story())


# ------------------------------------------------------------------ down to the socket


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator(speed=40) as running:
        yield running


def test_key_is_tested_on_the_engines_thread_with_a_real_answer(
    simulator: RunningSimulator, harness: Callable[..., Harness]
) -> None:
    ours = harness()
    host = simulator.base_url.removesuffix("/api/v1")
    ours.accounts = RegionAccounts(CATALOG, ours.secrets, hosts={"singapore": host, "beijing": host})
    ours.preferences.set(options.PROXY, ProxyMode.MANUAL.value)
    ours.preferences.set(options.PROXY_ADDRESS, "http://10.0.0.1:1")
    failures: list[str] = []
    thread = EngineThread(lambda name, error: failures.append(f"{name}: {error!r}"))
    thread.start()
    cloud = CloudLink(CATALOG, routes=ours.routes).cloud
    keys = ours.keys(KeyProbe(thread, cloud))

    async def story() -> None:
        good = await keys.test("singapore", Secret(GOOD))
        assert good.outcome is KeyOutcome.GOOD, good
        bad = await keys.test("singapore", Secret(BAD))
        assert (bad.outcome, bad.code) == (KeyOutcome.WRONG, "InvalidApiKey")
        assert (await keys.test_elsewhere("singapore", Secret(GOOD))).belongs_to == "beijing"
        assert (await keys.test("singapore", Secret("sk-sp-1"))).outcome is KeyOutcome.PLAN

    asyncio.run(story())
    assert thread.stop(2.0, cloud.close)
    assert failures == []
    assert not [each for each in threading.enumerate() if each.name == "engine"]
    assert simulator.ledger()["tasks_made"] == 0


# ------------------------------------------------------------------ proxies


def test_settings_of_a_region_precede_those_for_all(harness: Callable[..., Harness]) -> None:
    ours = harness()
    assert ours.routes.setting("singapore") == ProxySetting()
    ours.preferences.set(options.PROXY, "manual")
    ours.preferences.set(options.PROXY_ADDRESS, "10.0.0.1:3128")
    ours.preferences.set(options.region_proxy("beijing"), "none")
    everywhere = ProxySetting(mode=ProxyMode.MANUAL, address="10.0.0.1:3128")
    assert ours.routes.setting("singapore") == everywhere
    assert ours.routes.setting("") == everywhere
    assert ours.routes.setting("beijing").mode is ProxyMode.NONE
    ours.preferences.set(options.region_proxy("beijing"), "manual")
    ours.preferences.set(options.region_proxy_address("beijing"), "socks5://10.0.0.2")
    assert ours.routes.setting("beijing") == ProxySetting(mode=ProxyMode.MANUAL, address="socks5://10.0.0.2")


def test_login_of_a_proxy_has_its_own_entry(harness: Callable[..., Harness], tmp_path: Path) -> None:
    async def story() -> None:
        ours = harness()
        login = ProxyLogin(name="me", password=Secret("canary word"))
        await ours.routes.keep_login("10.0.0.1:3128", login)
        assert await ours.routes.login("10.0.0.1:3128") == login
        assert await ours.routes.login("10.0.0.2:3128") is None
        assert list(ours.entries.kept) == ["Wan Desk/p/proxy/10.0.0.1:3128"]
        await ours.routes.remove_login("10.0.0.1:3128")
        assert ours.entries.kept == {}
        ours.routes.keep_login_for_session("10.0.0.1:3128", login)
        assert await ours.routes.login("10.0.0.1:3128") == login
        assert ours.entries.kept == {}
        assert await ours.secrets.get(main_account("singapore")) is None
        ours.close()
        written = tmp_path / "settings.toml"
        assert not written.exists() or "canary" not in written.read_text("utf-8")

    asyncio.run(story())


def test_failing_keyring_is_reported_by_its_own_error(tmp_path: Path) -> None:
    class Broken(FakeKeyring):
        def read(self, entry: str, *, is_expected: bool, may_ask: bool) -> str | None:
            raise OSError("broken")

    async def story() -> None:
        preferences = Preferences(tmp_path / "settings.toml")
        secrets = SecretStore("p", backend=Broken)
        with pytest.raises(KeyringFailed):
            await ProxyRoutes(preferences, secrets).login("h:1")
        secrets.close()

    asyncio.run(story())
