"""Another address for a region while its jobs run: each job stays at its address, with the key of that address."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image

from tests.support.fakes import FakeFiles, FakeListener, FakeMedia, FakeStore
from tests.support.keyrings import FakeKeyring
from tests.support.simulator_inside import SimulatorInside, simulator_inside
from wandesk.dashscope.client import DashScope
from wandesk.domain.account import Secret
from wandesk.domain.draft import new_draft
from wandesk.domain.endpoint import AddressChoice, AddressKind
from wandesk.domain.job import Job, JobStage
from wandesk.domain.media import Picture, PictureFacts
from wandesk.domain.structs import replace
from wandesk.engine.clock import SystemClock
from wandesk.engine.composition import build_engine
from wandesk.engine.ports import Ports
from wandesk.engine.supervisor import Supervisor
from wandesk.settings.accounts import RegionAccounts
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.preferences import Preferences
from wandesk.settings.secrets import SecretStore
from wandesk.simulator.tuning import Tuning

CATALOG = load_catalogue()
MADE = {JobStage.DONE}


@pytest.fixture
def gateways(tmp_path: Path) -> Iterator[list[SimulatorInside]]:
    """Two clouds with different keys."""
    tuning = Tuning(speed=20, videos="instant", queries_per_second=1000, queue_seconds=20.0)
    with ExitStack() as stack:
        yield [
            stack.enter_context(simulator_inside(tmp_path / key, keys={key: "me"}, tuning=tuning))
            for key in ("sk-first", "sk-second")
        ]


def count(cloud: SimulatorInside, kind: str) -> int:
    return sum(entry.kind == kind for entry in cloud.service.store.entries())


@pytest.mark.logs("job .* waits: ")
def test_earlier_orders_stay_at_their_address(gateways: list[SimulatorInside], tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "settings.toml")
    secrets = SecretStore("p", backend=FakeKeyring)
    accounts = RegionAccounts(CATALOG, secrets, preferences=preferences)
    store = FakeStore()
    picture = tmp_path / "disc.jpg"
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(picture)
    facts = PictureFacts(format="JPEG", width=640, height=480, size_bytes=picture.stat().st_size)
    draft = replace(new_draft(CATALOG, "singapore"), picture=Picture(path=str(picture), facts=facts))

    async def move_to(cloud: SimulatorInside, key: str) -> None:
        choice = AddressChoice(kind=AddressKind.CUSTOM, text=cloud.base_url)
        address = accounts.address("singapore", choice)
        assert not address.is_agreed, "another port is another host"
        await accounts.agree("singapore", address)
        accounts.choose("singapore", choice)
        assert address.account is not None
        secrets.keep_for_session(address.account, Secret(key))

    async def until(job_id: str, stages: set[JobStage]) -> Job:
        async with asyncio.timeout(20):
            while store.jobs[job_id].stage not in stages:
                assert store.jobs[job_id].stage is not JobStage.FAILED, store.jobs[job_id].problem
                await asyncio.sleep(0.02)
        return store.jobs[job_id]

    async def story() -> None:
        supervisor = Supervisor()
        ports = Ports(
            cloud=DashScope(CATALOG),
            accounts=accounts,
            store=store,
            media=FakeMedia(),
            files=FakeFiles(tmp_path / "own"),
            clock=SystemClock(),
        )
        engine = build_engine(catalog=CATALOG, ports=ports, supervisor=supervisor, listener=FakeListener())
        one, two = gateways
        await move_to(one, "sk-first")
        first = (await engine.new_jobs.submit(draft)).id
        before = await until(first, {JobStage.WAITING})
        await move_to(two, "sk-second")
        engine.check_all()
        second = (await engine.new_jobs.submit(draft)).id
        after = await until(second, {JobStage.WAITING})
        assert (before.endpoint, after.endpoint) == (one.base_url, two.base_url)
        assert before.account != after.account
        looks = count(one, "poll")
        await until(first, MADE)
        await until(second, MADE)
        assert count(one, "poll") > looks, "the first task is polled at its own address after the change"
        assert [count(cloud, "create") for cloud in gateways] == [1, 1]
        for cloud in gateways:
            refused = [each for each in cloud.service.store.entries() if each.status == 401]
            assert refused == [], "neither key was ever sent to the other address"
        await supervisor.close()
        await engine.close()

    (tmp_path / "own").mkdir()
    asyncio.run(story())
    preferences.close()
    secrets.close()
