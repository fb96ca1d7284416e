"""Whether this network can download videos: what is looked at, when, and what counts how long."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.keyrings import FakeKeyring
from wandesk.app import video_hosts
from wandesk.app.video_hosts import VideoHosts
from wandesk.dashscope.endpoints import storage_origin
from wandesk.domain.connection_check import HostReached
from wandesk.domain.sentences import Sentence
from wandesk.engine.supervisor import Supervisor
from wandesk.settings.accounts import RegionAccounts
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.preferences import Preferences
from wandesk.settings.secrets import SecretStore
from wandesk.settings.video_hosts import LastVideoHosts

CATALOG = load_catalogue()
OSS = "https://oss-ap-southeast-1.aliyuncs.com"
RESULTS = "https://dashscope-result-sgp.oss-ap-southeast-1.aliyuncs.com"
HERE = "http://127.0.0.1:8100"


class FakeProbe:
    """A network by name, and the hosts that it blocks."""

    def __init__(self) -> None:
        self.network = "home"
        self.blocked: set[str] = set()
        self.looked: list[str] = []
        self.silent: set[str] = set()

    async def reach_storage(self, region: str, origin: str) -> HostReached:
        assert region == "singapore"
        self.looked.append(origin)
        if origin in self.silent:
            await asyncio.Event().wait()
        sentence = Sentence.CONNECTION_STORAGE_UNREACHABLE if origin in self.blocked else None
        return HostReached(host=origin.partition("//")[2], is_storage=True, sentence=sentence)

    async def network_of(self, region: str, url: str) -> str:
        assert (region, url) == ("singapore", url)
        return self.network


class World:
    """The hosts over a settings file, with a clock that tests set."""

    def __init__(self, folder: Path, written: str = "") -> None:
        path = folder / "settings.toml"
        path.write_text(written, encoding="utf-8")
        self.preferences = Preferences(path)
        self.last = LastVideoHosts(self.preferences)
        self.probe = FakeProbe()
        self.now = 1000.0
        self.supervisor: Supervisor | None = None
        secrets = SecretStore("p", backend=FakeKeyring)
        self.hosts = VideoHosts(
            catalog=CATALOG,
            accounts=RegionAccounts(CATALOG, secrets, preferences=self.preferences),
            last=self.last,
            probe=self.probe,
            spawn=self.spawn,
            now=lambda: self.now,
        )

    def spawn(self, name: str, coro: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        assert self.supervisor is not None
        return self.supervisor.spawn(name, coro)

    def run(self, story: Coroutine[Any, Any, None]) -> None:
        async def running() -> None:
            self.supervisor = Supervisor()
            try:
                await story
            finally:
                await self.supervisor.close(1.0)

        asyncio.run(running())


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    each = World(tmp_path)
    yield each
    each.preferences.close()


def test_practice_and_unknown_regions_are_not_looked_at(world: World) -> None:
    async def story() -> None:
        assert await world.hosts.obstacle("practice") is None
        assert await world.hosts.obstacle("atlantis") is None
        assert world.probe.looked == []

    world.run(story())


def test_catalogue_host_and_last_hosts_are_looked_at_once_in_a_network(world: World) -> None:
    world.last.seen("singapore", RESULTS)

    async def story() -> None:
        assert await world.hosts.obstacle("singapore") is None
        assert sorted(world.probe.looked) == sorted([OSS, RESULTS])
        assert await world.hosts.obstacle("singapore") is None
        assert len(world.probe.looked) == 2, "known in this network"
        world.now += video_hosts.GOOD_FOR + 1
        assert await world.hosts.obstacle("singapore") is None
        assert len(world.probe.looked) == 4, "and not forever"

    world.run(story())


def test_one_host_that_answers_is_enough(world: World) -> None:
    world.last.seen("singapore", RESULTS)
    world.probe.blocked.add(RESULTS)
    world.probe.silent.add(RESULTS)

    async def story() -> None:
        assert await world.hosts.obstacle("singapore") is None, "hosts change: an old one may be gone"

    world.run(story())


def test_obstacle_lasts_until_the_network_changes_or_a_later_look(world: World) -> None:
    world.probe.blocked.add(OSS)

    async def story() -> None:
        obstacle = await world.hosts.obstacle("singapore")
        assert obstacle is not None
        assert obstacle.host == OSS.partition("//")[2]
        assert await world.hosts.obstacle("singapore") is not None
        assert len(world.probe.looked) == 1
        world.now += video_hosts.BAD_FOR + 1
        world.probe.blocked.clear()
        assert await world.hosts.obstacle("singapore") is None, "the user has signed in to the network"
        world.probe.blocked.add(OSS)
        world.probe.network = "hotel"
        assert await world.hosts.obstacle("singapore") is not None, "another network"

    world.run(story())


def test_an_accepted_obstacle_is_not_asked_about_again_in_this_network(world: World) -> None:
    world.probe.blocked.add(OSS)

    async def story() -> None:
        assert await world.hosts.obstacle("singapore") is not None
        world.hosts.accept("singapore")
        world.now += 10_000
        assert await world.hosts.obstacle("singapore") is None
        world.probe.network = "office"
        assert await world.hosts.obstacle("singapore") is not None

    world.run(story())


def test_without_a_network_nothing_is_asked(world: World) -> None:
    world.probe.network = ""
    world.probe.blocked.add(OSS)

    async def story() -> None:
        assert await world.hosts.obstacle("singapore") is None
        assert world.probe.looked == []

    world.run(story())


def test_a_silent_host_does_not_hold_up_an_order(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video_hosts, "WITHIN", 0.05)
    world.probe.silent.add(OSS)

    async def story() -> None:
        assert await world.hosts.obstacle("singapore") is None

    world.run(story())


def test_an_endpoint_on_this_computer_has_the_storage_of_its_own_links_only(tmp_path: Path) -> None:
    world = World(tmp_path, f'[regions]\naddress_singapore = "{HERE}/api/v1"\n')
    world.last.seen("singapore", RESULTS)
    assert world.hosts.hosts("singapore") == ()
    world.last.seen("singapore", HERE)
    assert world.hosts.hosts("singapore") == (HERE,)
    world.preferences.close()
    other = World(tmp_path)
    other.last.seen("singapore", HERE)
    assert other.hosts.hosts("singapore") == (OSS,), "a link to this computer is not followed there"
    other.preferences.close()


def test_looks_in_the_background_and_after_a_change_of_network(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video_hosts, "CHECK_EVERY", 0.01)
    monkeypatch.setattr(video_hosts, "FIRST_AFTER", 0.0)

    async def until_looked(count: int) -> None:
        async with asyncio.timeout(5):
            while len(world.probe.looked) < count:
                await asyncio.sleep(0)

    async def story() -> None:
        watching = world.spawn("watch", world.hosts.watch())
        world.hosts.watch_region("practice")
        await asyncio.sleep(0.03)
        assert world.probe.looked == []
        world.hosts.watch_region("singapore")
        await until_looked(1)
        world.now += 1_000_000
        await asyncio.sleep(0.05)
        assert len(world.probe.looked) == 1, "an idle window does not look again"
        world.probe.network = "hotel"
        await until_looked(2)
        watching.cancel()

    world.run(story())


def test_only_the_newest_hosts_are_kept_and_never_a_link(world: World) -> None:
    for number in range(5):
        world.last.seen("singapore", f"https://bucket-{number}.aliyuncs.com")
    world.last.seen("singapore", "https://bucket-3.aliyuncs.com")
    assert [each.partition("-")[2][0] for each in world.last.of("singapore")] == ["3", "4", "2"]
    link = f"{RESULTS}/video.mp4?Expires=1&Signature=secret"
    assert storage_origin(link, allows_loopback=False) == RESULTS
    assert storage_origin("http://10.0.0.1/x", allows_loopback=True) is None
