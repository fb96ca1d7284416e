"""The host of a job is gone: the job is followed on the region's current host, saved, and never sent twice."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.support.fakes import FakeFiles, FakeListener, FakeMedia, FakeStore
from tests.support.keyrings import FakeKeyring
from tests.support.raw_server import RawServer, Reader, Request, Treat, Writer, raw_server
from tests.support.simulator_inside import SimulatorInside, simulator_inside
from wandesk.dashscope.client import DashScope
from wandesk.domain.account import Secret
from wandesk.domain.draft import new_draft
from wandesk.domain.endpoint import AddressChoice, AddressKind
from wandesk.domain.job import Job, JobStage
from wandesk.domain.media import Picture, PictureFacts
from wandesk.domain.progress import WaitReason
from wandesk.domain.search_timing import SearchTiming
from wandesk.domain.structs import replace
from wandesk.engine.clock import SystemClock
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Ports
from wandesk.engine.supervisor import Supervisor
from wandesk.settings.accounts import RegionAccounts
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.preferences import Preferences
from wandesk.settings.secrets import SecretStore
from wandesk.simulator.active_scenarios import active_scenario
from wandesk.simulator.tuning import Tuning

CATALOG = load_catalogue()
REGION = "singapore"
KEY = "sk-mine"
WITHOUT_NAME = "https://gone.invalid/api/v1"
"""A host that no name service knows."""


NOTHING = {
    "404 pages": ("404 Not Found", "text/html", "<html>Not here any more</html>"),
    "410 pages": ("410 Gone", "text/html", ""),
    "404 in JSON": ("404 Not Found", "application/json", '{"code": "NotFound", "message": "Not found."}'),
    "404 in JSON without a code": ("404 Not Found", "application/json", '{"detail": "no route"}'),
}
"""Hosts that are there and know no path."""


def nothing(kind: str) -> Treat:
    """A server that gives this answer to every request."""
    status, content_type, text = NOTHING[kind]

    async def treat(_server: RawServer, _request: Request, _reader: Reader, writer: Writer) -> None:
        head = f"HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {len(text)}\r\n\r\n"
        writer.write(f"{head}{text}".encode())
        await writer.drain()

    return treat


class World:
    """One region whose address the user changes, a store and an engine."""

    def __init__(self, folder: Path) -> None:
        self.preferences = Preferences(folder / "settings.toml")
        self.secrets = SecretStore("p", backend=FakeKeyring)
        self.accounts = RegionAccounts(CATALOG, self.secrets, preferences=self.preferences)
        self.store, self.listener = FakeStore(), FakeListener()
        (folder / "own").mkdir()
        picture = folder / "disc.jpg"
        Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(picture)
        facts = PictureFacts(format="JPEG", width=640, height=480, size_bytes=picture.stat().st_size)
        draft = replace(new_draft(CATALOG, REGION), prompt="a disc turns")
        self.draft = replace(draft, picture=Picture(path=str(picture), facts=facts))
        self.ports = Ports(
            cloud=DashScope(CATALOG),
            accounts=self.accounts,
            store=self.store,
            media=FakeMedia(),
            files=FakeFiles(folder / "own"),
            clock=SystemClock(),
        )

    def choose(self, base_url: str) -> None:
        self.accounts.choose(REGION, AddressChoice(kind=AddressKind.CUSTOM, text=base_url))

    async def use(self, base_url: str, key: str = KEY, *, agreed: bool = True) -> str:
        """Make it the region's address; returns its account."""
        choice = AddressChoice(kind=AddressKind.CUSTOM, text=base_url)
        address = self.accounts.address(REGION, choice)
        if agreed:
            await self.accounts.agree(REGION, address)
        self.choose(base_url)
        assert address.account is not None
        self.secrets.keep_for_session(address.account, Secret(key))
        return address.account

    @contextlib.asynccontextmanager
    async def engine(self) -> AsyncIterator[Engine]:
        supervisor = Supervisor()
        engine = build_engine(
            catalog=CATALOG,
            ports=self.ports,
            supervisor=supervisor,
            listener=self.listener,
            search_timing=SearchTiming(list_delay=1.0, first_reading=0.5, interval=0.5, between_readings=0.5),
        )
        yield engine
        await supervisor.close()
        await engine.close()

    async def until(self, job_id: str, *stages: JobStage, within: float = 20) -> Job:
        async with asyncio.timeout(within):
            while self.store.jobs[job_id].stage not in stages:
                await asyncio.sleep(0.02)
        return self.store.jobs[job_id]

    @property
    def waited_for(self) -> set[WaitReason | None]:
        return {each.waits_for for each in self.listener.progress}

    def close(self) -> None:
        self.preferences.close()
        self.secrets.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    each = World(tmp_path)
    yield each
    each.close()


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[SimulatorInside]:
    tuning = Tuning(speed=20, videos="instant", queries_per_second=1000)
    with simulator_inside(tmp_path / "cloud", keys={KEY: "me", "sk-other": "stranger"}, tuning=tuning) as each:
        yield each


def count(cloud: SimulatorInside, kind: str) -> int:
    return sum(entry.kind == kind for entry in cloud.service.store.entries())


async def ordered_at(world: World, cloud: SimulatorInside, gone: str) -> str:
    """A job of the cloud whose host then turns out to be `gone`; returns its id. The program is closed after it."""
    await world.use(gone)
    await world.use(cloud.base_url)
    async with world.engine() as engine:
        job_id = (await engine.new_jobs.submit(world.draft)).id
        job = await world.until(job_id, JobStage.WAITING, JobStage.GENERATING)
    gone_account = world.accounts.address(REGION, AddressChoice(kind=AddressKind.CUSTOM, text=gone)).account
    world.store.jobs[job_id] = replace(job, endpoint=gone, account=gone_account)
    return job_id


@pytest.mark.parametrize("kind", ["no name", *NOTHING])
def test_job_of_a_host_that_is_gone_is_followed_and_saved(world: World, cloud: SimulatorInside, kind: str) -> None:
    async def story() -> None:
        async with raw_server(nothing(kind if kind in NOTHING else "410 pages")) as server:
            gone = WITHOUT_NAME if kind == "no name" else server.base_url
            job_id = await ordered_at(world, cloud, gone)
            async with world.engine() as engine:
                await engine.resume()
                job = await world.until(job_id, JobStage.DONE)
            assert job.endpoint == gone, "a job's own facts never change"
            assert WaitReason.NETWORK not in world.waited_for

    asyncio.run(story())
    assert count(cloud, "create") == 1


@pytest.mark.logs("job .* waits: ")
def test_key_goes_to_no_host_that_the_user_has_not_agreed_to(world: World, cloud: SimulatorInside) -> None:
    async def story() -> None:
        job_id = await ordered_at(world, cloud, WITHOUT_NAME)
        looks = count(cloud, "poll")
        await world.accounts.withdraw(REGION)
        world.choose(cloud.base_url)
        async with world.engine() as engine:
            await engine.resume()
            async with asyncio.timeout(10):
                while WaitReason.NETWORK not in world.waited_for:
                    await asyncio.sleep(0.02)
        assert world.store.jobs[job_id].stage in (JobStage.WAITING, JobStage.GENERATING)
        assert count(cloud, "poll") == looks

    asyncio.run(story())


@pytest.mark.logs("job .* waits: ")
@pytest.mark.parametrize("key", ["sk-other", KEY])
def test_host_that_does_not_know_the_task_does_not_end_the_job(
    world: World, cloud: SimulatorInside, tmp_path: Path, key: str
) -> None:
    """The current host belongs to another main account, or to another cloud: the job goes on waiting."""

    async def story(other: SimulatorInside) -> None:
        job_id = await ordered_at(world, cloud, WITHOUT_NAME)
        await world.use(other.base_url, key)
        async with world.engine() as engine:
            await engine.resume()
            async with asyncio.timeout(10):
                while WaitReason.NETWORK not in world.waited_for:
                    assert WaitReason.NOT_SHOWN not in world.waited_for
                    await asyncio.sleep(0.02)
        assert count(other, "poll") > 0, "the current host was asked"
        assert [count(cloud, "create"), count(other, "create")] == [1, 0]
        assert world.store.jobs[job_id].stage in (JobStage.WAITING, JobStage.GENERATING)

    with simulator_inside(tmp_path / "other", keys={KEY: "me", "sk-other": "stranger"}) as other:
        asyncio.run(story(other))


@pytest.mark.logs("job .* waits: ")
@pytest.mark.parametrize("key", [KEY, "sk-other"])
def test_order_without_an_answer_is_found_on_the_current_host_of_the_same_account(
    world: World, cloud: SimulatorInside, key: str
) -> None:
    """Another main account's list is no proof of anything: the order stays uncertain, and is not sent again."""
    is_same = key == KEY

    async def story() -> None:
        earlier = await ordered_at(world, cloud, WITHOUT_NAME)  # its task proves that both hosts are one account's
        cloud.service.scenarios.set([active_scenario("create-502-accepted:create:1")])
        async with world.engine() as engine:
            await engine.resume()
            lost = (await engine.new_jobs.submit(world.draft)).id
            job = await world.until(lost, JobStage.UNCERTAIN)
            await world.until(earlier, JobStage.DONE)
        assert count(cloud, "create") == 2
        gone = world.accounts.address(REGION, AddressChoice(kind=AddressKind.CUSTOM, text=WITHOUT_NAME)).account
        world.store.jobs[lost] = replace(job, endpoint=WITHOUT_NAME, account=gone)
        await world.use(cloud.base_url, key)
        async with world.engine() as engine:
            await engine.resume()
            if is_same:
                found = await world.until(lost, JobStage.DONE, within=30)
                assert found.task_id is not None
            else:
                async with asyncio.timeout(20):
                    while WaitReason.NETWORK not in world.waited_for:
                        await asyncio.sleep(0.02)
                assert world.store.jobs[lost].stage is JobStage.UNCERTAIN

    asyncio.run(story())
    assert count(cloud, "create") == 2
