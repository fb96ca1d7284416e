"""*Check models and prices now*, from the button's port down to the socket: free, with the region's own key only."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.keyrings import FakeKeyring
from tests.support.simulator_inside import SimulatorInside, simulator_inside
from wandesk.app.catalogue import catalogue_of_run
from wandesk.app.cloud_link import CloudLink
from wandesk.app.key_probe import KeyProbe
from wandesk.app.model_lists import ModelLists
from wandesk.app.region_keys import RegionKeys
from wandesk.domain.account import Secret
from wandesk.domain.errors import CloudRefused, CloudUnreachable, KeyNeeded, KeyRefused
from wandesk.domain.model_list import ChangeKind, Comparison
from wandesk.engine.supervisor import Supervisor
from wandesk.engine.thread import EngineThread
from wandesk.settings.accounts import RegionAccounts, main_account
from wandesk.settings.preferences import Preferences
from wandesk.settings.routes import ProxyRoutes
from wandesk.settings.secrets import SecretStore
from wandesk.simulator.active_scenarios import active_scenario

KEY = "sk-mine-0123456789"


class World:
    """The parts of the program around the check, with Singapore at the simulator."""

    def __init__(self, folder: Path, simulator: SimulatorInside) -> None:
        self.simulator = simulator
        self.path = folder / "models.toml"
        self.preferences = Preferences(folder / "settings.toml")
        self.secrets = SecretStore("p", backend=FakeKeyring)
        self.failures: list[str] = []
        self.thread = EngineThread(lambda name, error: self.failures.append(f"{name}: {error!r}"))
        self.thread.start()
        self.host = simulator.regions_url + "/singapore"
        self.link = CloudLink(catalogue_of_run(self.path).catalog, routes=ProxyRoutes(self.preferences, self.secrets))

    def lists(self) -> ModelLists:
        run = catalogue_of_run(self.path)
        accounts = RegionAccounts(run.catalog, self.secrets, hosts={"singapore": self.host})
        keys = RegionKeys(
            catalog=run.catalog,
            secrets=self.secrets,
            accounts=accounts,
            preferences=self.preferences,
            probe=KeyProbe(self.thread, self.link.cloud),
        )
        return ModelLists(run, keys=keys, accounts=accounts, cloud=self.link.cloud, thread=self.thread)

    def under(self, scenario: str) -> None:
        self.simulator.service.scenarios.set([active_scenario(scenario)])

    @property
    def calls(self) -> list[str]:
        return [entry.kind for entry in self.simulator.service.store.entries() if entry.kind != "trouble"]

    def close(self) -> None:
        self.thread.stop(2.0, self.link.cloud.close)
        self.preferences.close()
        self.secrets.close()
        assert self.failures == []


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with simulator_inside(tmp_path / "cloud", keys={KEY: "me@singapore"}) as simulator:
        each = World(tmp_path, simulator)
        yield each
        each.close()


def test_check_costs_nothing_and_yes_is_used_by_the_next_start(world: World) -> None:
    async def story() -> None:
        world.secrets.keep_for_session(main_account("singapore"), Secret(KEY))
        lists = world.lists()
        same = await lists.check("singapore")
        assert (same.changes, same.problem) == ((), None)
        world.under("models-dearer")
        found = await lists.check("singapore")
        assert [change.kind for change in found.changes] == [ChangeKind.DEARER]
        assert not world.path.exists()
        await lists.write(found)
        assert (await lists.check("singapore")).changes == (), "the written prices are those of the list"
        world.under("none")
        assert [change.kind for change in (await lists.check("singapore")).changes] == [ChangeKind.CHEAPER]
        offer = world.lists().catalog.offer("singapore", "wan2.5-i2v-preview")
        assert offer is not None
        assert [price.per_second for price in offer.prices] == [Decimal("0.0625"), Decimal("0.125"), Decimal("0.1875")]

    asyncio.run(story())
    assert set(world.calls) == {"models"}


def test_without_a_key_nothing_is_asked(world: World) -> None:
    async def story() -> None:
        with pytest.raises(KeyNeeded):
            await world.lists().check("singapore")

    asyncio.run(story())
    assert world.calls == []


@pytest.mark.parametrize(
    ("scenario", "error"),
    [
        ("token-expired:models", KeyRefused),
        ("workspace-denied:models", CloudRefused),
        ("not-found:models", CloudRefused),
        ("not-json:models", CloudUnreachable),
    ],
)
def test_refusal_changes_nothing(world: World, scenario: str, error: type[Exception]) -> None:
    async def story() -> None:
        world.secrets.keep_for_session(main_account("singapore"), Secret(KEY))
        world.under(scenario)
        with pytest.raises(error):
            await world.lists().check("singapore")

    asyncio.run(story())
    assert not world.path.exists()


def test_late_answer_holds_up_nothing_else(world: World) -> None:
    async def story() -> None:
        world.secrets.keep_for_session(main_account("singapore"), Secret(KEY))
        world.under("late-answer:models")
        supervisor, found = Supervisor(), list[Comparison]()

        async def check() -> None:
            found.append(await world.lists().check("singapore"))

        supervisor.spawn("check", check())
        turns = 0
        while not found:
            turns += 1
            await asyncio.sleep(0.01)
        assert turns > 50, "the loop of the window goes on while the cloud is late"
        assert found[0].problem is None
        await supervisor.close()

    asyncio.run(story())
