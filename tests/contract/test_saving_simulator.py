"""Videos are saved through every storage failure: the real engine, client, store, files and media process.

Over a socket, against the simulator. Only waits are shorter than real ones.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.client_requests import connection
from tests.support.fakes import FakeListener
from tests.support.jobs import a_request
from tests.support.profile_files import files_in
from tests.support.simulator import RunningSimulator, running_simulator
from wandesk.dashscope.client import DashScope
from wandesk.dashscope.network import Timeouts
from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.job import Job, JobStage
from wandesk.domain.progress import WaitReason
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Ports
from wandesk.engine.supervisor import Supervisor
from wandesk.files.destination import Destination
from wandesk.media.process import MediaProcess
from wandesk.settings.catalogue import load_catalogue
from wandesk.storage.store import JobStore

CATALOG = load_catalogue()
QUICK = Timeouts(connect=2, write=2, read=0.4, create_read=2, stall=0.4)
WITHIN = 20.0
HASTE = 100
pytestmark = pytest.mark.logs("waits|fallback folder|does not close")


class FastClock:
    """Real time with short waits."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        try:
            async with asyncio.timeout(within / HASTE):
                await woken.wait()
        except TimeoutError:
            return False
        return True


@dataclass(frozen=True, kw_only=True)
class OneAccount:
    """Practice at the simulator's address."""

    base_url: str

    async def connect(self, ref: AccountRef) -> Connection:
        return connection(self.base_url)


@dataclass
class Harness:
    """A profile with one job whose video is at the simulator."""

    home: Path
    simulator: RunningSimulator
    videos: Path
    listener: FakeListener = field(default_factory=FakeListener)
    failures: list[tuple[str, BaseException]] = field(default_factory=list)
    engine: Engine | None = None
    store: JobStore | None = None

    async def add_job(self) -> None:
        task = self.simulator.control(make={"key": "sk-practice", "model": "wan2.5-i2v-preview", "prompt": "a"})
        assert self.store is not None
        now = time.time()
        await self.store.add(
            Job(
                id="job",
                created_at=now,
                request=a_request(region="practice"),
                stage=JobStage.WAITING,
                stage_since=now,
                submitted_at=now,
                task_id=task["made"]["task_id"] if isinstance(task["made"], dict) else task["made"][0],
                account="practice",
                endpoint=self.simulator.base_url,
            )
        )

    @asynccontextmanager
    async def running(self, *, adds: bool = True) -> AsyncIterator[None]:
        supervisor = Supervisor(lambda name, error: self.failures.append((name, error)))
        self.store = JobStore(self.home / "jobs.sqlite")
        ports = Ports(
            cloud=DashScope(CATALOG, timeouts=QUICK),
            accounts=OneAccount(base_url=self.simulator.base_url),
            store=self.store,
            media=MediaProcess(),
            files=files_in(self.home, destination=Destination(self.videos)),
            clock=FastClock(),
        )
        if adds:
            await self.add_job()
        self.engine = build_engine(catalog=CATALOG, ports=ports, supervisor=supervisor, listener=self.listener)
        await self.engine.resume()
        try:
            yield
        finally:
            await supervisor.close()
            await self.engine.close()
            assert not self.failures

    @property
    def job(self) -> Job | None:
        return self.listener.changed[-1] if self.listener.changed else None

    async def until_done(self) -> Path:
        await until(lambda: self.job is not None and self.job.stage is JobStage.DONE)
        assert self.job is not None
        assert self.job.video is not None
        return Path(self.job.video.path)

    def reasons(self) -> set[WaitReason]:
        return {each.waits_for for each in self.listener.progress if each.waits_for is not None}


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(WITHIN):
        while not condition():
            await asyncio.sleep(0.02)


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator(speed=100) as running:
        yield running


@pytest.fixture
def harness(tmp_path: Path, simulator: RunningSimulator) -> Harness:
    simulator.control(scenario="none", clear="ledger", speed=100)
    (tmp_path / "videos").mkdir()
    return Harness(tmp_path, simulator, tmp_path / "videos")


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [
        ("none", None),
        ("cut-before-headers", WaitReason.PRACTICE),
        ("cut-after-headers", WaitReason.PRACTICE),
        ("cut-download", WaitReason.PRACTICE),
        ("stalled-download", WaitReason.PRACTICE),
        ("length-too-long", WaitReason.PRACTICE),
        ("length-too-short", None),
        ("truncated-video", None),
        ("chunked", None),
        ("expired-link", WaitReason.LINK),
        ("blocked-host", WaitReason.BLOCKED),
        ("not-json", WaitReason.BLOCKED),
        ("redirect", WaitReason.PRACTICE),
        ("redirect-same-host", None),
        ("redirect-other-host", None),
        ("redirect-loop", None),
        ("redirect-private", WaitReason.BLOCKED),
        ("gateway-502", WaitReason.PRACTICE),
    ],
)
def test_video_is_saved(harness: Harness, scenario: str, reason: WaitReason | None) -> None:
    async def story() -> Path:
        if scenario != "none":
            harness.simulator.control(scenario=scenario, calls=["download"], times=2)
        async with harness.running():
            return await harness.until_done()

    path = asyncio.run(story())
    assert [each.name for each in harness.videos.iterdir()] == [path.name]
    assert path.stat().st_size > 0
    if reason is not None:
        assert reason in harness.reasons()
    if reason is WaitReason.BLOCKED:
        seen = [each.obstacle.host for each in harness.listener.progress if each.obstacle is not None]
        assert "127.0.0.1" in seen


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [
        ("results-object", None),
        ("results-list", None),
        ("http-results", WaitReason.PRACTICE),
        ("private-results", WaitReason.ADDRESS),
    ],
)
def test_video_is_saved_wherever_the_task_has_its_link(
    harness: Harness, scenario: str, reason: WaitReason | None
) -> None:
    async def story() -> Path:
        harness.simulator.control(scenario=scenario)
        async with harness.running():
            if reason is not None:
                await until(lambda: reason in harness.reasons())
                harness.simulator.control(scenario="none")
            return await harness.until_done()

    assert asyncio.run(story()).stat().st_size > 0


def test_endless_redirect_blocks_the_host(harness: Harness) -> None:
    async def story() -> Path:
        harness.simulator.control(scenario="redirect-loop", calls=["download"])
        async with harness.running():
            await until(lambda: WaitReason.BLOCKED in harness.reasons())
            harness.simulator.control(scenario="none")
            return await harness.until_done()

    assert asyncio.run(story()).is_file()


def test_blocked_host_has_a_link_for_the_browser(harness: Harness) -> None:
    async def story() -> str:
        harness.simulator.control(scenario="blocked-host", calls=["download"])
        async with harness.running():
            await until(lambda: WaitReason.BLOCKED in harness.reasons())
            assert harness.engine is not None
            link = await harness.engine.jobs.video_link("job")
            harness.simulator.control(scenario="none")
            await harness.until_done()
            return link

    link = asyncio.run(story())
    assert "Signature=" in link
    kept = b"".join(path.read_bytes() for path in harness.home.rglob("*") if path.is_file() and path.suffix != ".mp4")
    assert b"Signature=" not in kept


def test_deleted_video_is_downloaded_again_on_request(harness: Harness) -> None:
    async def story() -> Path:
        async with harness.running():
            first = await harness.until_done()
            first.unlink()
            assert harness.engine is not None
            await harness.engine.jobs.download_again("job")
            await until(
                lambda: (harness.job is not None and harness.job.stage is JobStage.DOWNLOADING) or first.exists()
            )
            return await harness.until_done()

    path = asyncio.run(story())
    assert path.is_file()
    assert len(harness.simulator.entries("create")) == 0


def test_video_moves_to_its_folder_once_that_is_back(harness: Harness) -> None:
    harness.videos.rmdir()
    harness.videos.write_text("the disk is away")

    async def story() -> Path:
        async with harness.running():
            waiting = await harness.until_done()
            assert harness.job is not None
            assert harness.job.video is not None
            assert harness.job.video.is_waiting
            assert waiting.is_file()
            harness.videos.unlink()
            await until(lambda: harness.job and harness.job.video and not harness.job.video.is_waiting)
            await until(lambda: not list((harness.home / "fallback").iterdir()))  # removed once the job has its video
            return Path(harness.job.video.path)

    path = asyncio.run(story())
    assert path.parent == harness.videos


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)


def test_full_disk_is_waited_for(harness: Harness, small_disk: Path) -> None:
    harness.videos = small_disk
    ballast = small_disk / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    os.truncate(ballast, ballast.stat().st_size - 8192)  # room for little more than the name

    async def story() -> Path:
        async with harness.running():
            await until(lambda: WaitReason.ROOM in harness.reasons())
            missing = [each.obstacle.missing_bytes for each in harness.listener.progress if each.obstacle]
            assert any(missing)
            fetches = len(harness.simulator.entries("download"))
            await asyncio.sleep(0.5)
            assert len(harness.simulator.entries("download")) == fetches  # the disk is asked, not the storage
            ballast.unlink()
            return await harness.until_done()

    path = asyncio.run(story())
    assert path.parent == small_disk
    assert path.stat().st_size > 8192
