"""Engine, client and store against the simulator on a socket: wrong clocks and swapped keys."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from tests.support.fakes import VIDEO, FakeListener, FakeMedia, OneKey
from tests.support.profile_files import files_in
from tests.support.samples import request as a_request
from tests.support.simulator_inside import SimulatorInside, simulator_inside
from wandesk.dashscope.client import DashScope
from wandesk.domain.account import AccountRef
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.errors import KeyRefused, VideoUnreadable
from wandesk.domain.job import Job, JobStage
from wandesk.domain.media import Audio, AudioFacts, Picture, PictureFacts, VideoFacts
from wandesk.domain.progress import WaitReason
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskStatus
from wandesk.engine.clock import SystemClock
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Ports
from wandesk.engine.supervisor import Supervisor
from wandesk.settings.catalogue import load_catalogue
from wandesk.simulator.active_scenarios import active_scenario
from wandesk.simulator.clock import AdjustableClock
from wandesk.simulator.tuning import Tuning
from wandesk.storage.store import JobStore

CATALOG = load_catalogue()
YEAR = 365 * 86400.0
HOUR = 3600.0
LEE, KIM = "sk-lee", "sk-kim"


class WrongClock(SystemClock):
    """The clock of a computer that is wrong, and whose time a test can advance."""

    def __init__(self, wrong_by: float = 0.0) -> None:
        self.wrong_by = wrong_by
        self.passed = 0.0

    def now(self) -> float:
        return super().now() + self.wrong_by + self.passed

    def monotonic(self) -> float:
        return super().monotonic() + self.passed


class SignatureMedia(FakeMedia):
    """Recognises a video by its signature only."""

    async def inspect_video(self, path: Path) -> VideoFacts:
        if b"ftyp" not in path.read_bytes()[:16]:
            raise VideoUnreadable(path.name)
        return VIDEO


@dataclass
class Harness:
    """The parts of one run."""

    engine: Engine
    accounts: OneKey
    clock: WrongClock
    cloud: DashScope
    cloud_time: CloudTime
    store: JobStore
    listener: FakeListener
    draft: Draft

    async def order(self, **changes: object) -> str:
        return (await self.engine.new_jobs.submit(replace(self.draft, **changes))).id  # type: ignore[arg-type]

    async def job(self, job_id: str) -> Job:
        job = await self.store.get(job_id)
        assert job is not None
        return job

    async def until(self, job_id: str, *stages: JobStage) -> Job:
        async with asyncio.timeout(20):
            while (job := await self.job(job_id)).stage not in stages:
                assert not job.stage.is_final, (job.stage, job.problem)
                await asyncio.sleep(0.02)
        return job

    def waits_for(self, job_id: str) -> WaitReason | None:
        reports = [each for each in self.listener.progress if each.job_id == job_id]
        return reports[-1].waits_for if reports else None


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[SimulatorInside]:
    tuning = Tuning(
        speed=20, videos="instant", submits_per_second=1000, queries_per_second=1000, concurrent=20, queue_max=50
    )
    with simulator_inside(tmp_path / "cloud", keys={LEE: "lee", KIM: "kim"}, tuning=tuning) as inside:
        yield inside


@asynccontextmanager
async def a_harness(simulator: SimulatorInside, tmp_path: Path, *, wrong_by: float = 0.0) -> AsyncIterator[Harness]:
    picture = tmp_path / "disc.jpg"
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(picture)
    clock, listener, supervisor = WrongClock(wrong_by), FakeListener(), Supervisor()
    cloud_time = CloudTime(clock)
    cloud = DashScope(CATALOG, date_received=cloud_time.update, cloud_now=cloud_time.now)
    store = JobStore(tmp_path / "jobs.sqlite")
    accounts = OneKey(simulator.base_url, LEE)
    ports = Ports(
        cloud=cloud,
        accounts=accounts,
        store=store,
        media=SignatureMedia(),
        files=files_in(tmp_path),
        clock=clock,
    )
    engine = build_engine(catalog=CATALOG, ports=ports, supervisor=supervisor, listener=listener, cloud_time=cloud_time)
    facts = PictureFacts(format="JPEG", width=640, height=480, size_bytes=picture.stat().st_size)
    draft = replace(
        new_draft(CATALOG, "practice"), picture=Picture(path=str(picture), facts=facts), prompt="a disc turns"
    )
    open_jobs = Harness(
        engine=engine,
        accounts=accounts,
        clock=clock,
        cloud=cloud,
        cloud_time=cloud_time,
        store=store,
        listener=listener,
        draft=draft,
    )
    try:
        yield open_jobs
    finally:
        await supervisor.close()
        await engine.close()


def tone(path: Path) -> Audio:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 64_000, "NONE", ""))
        file.writeframes(bytes(128_000))
    size = path.stat().st_size
    return Audio(
        path=str(path), facts=AudioFacts(format="WAV", seconds=4.0, size_bytes=size, sample_rate=16_000, channels=1)
    )


def time_passes(simulator: SimulatorInside, open_jobs: Harness, seconds: float) -> None:
    """Advance the cloud's clock and this computer's."""
    assert isinstance(simulator.clock, AdjustableClock)
    simulator.clock.advance(seconds)
    open_jobs.clock.passed += seconds


def count(simulator: SimulatorInside, kind: str) -> int:
    return sum(entry.kind == kind for entry in simulator.service.store.entries())


@pytest.mark.parametrize("wrong_by", [-YEAR, YEAR])
def test_clock_that_is_wrong_by_a_year_changes_nothing(
    simulator: SimulatorInside, tmp_path: Path, wrong_by: float
) -> None:
    async def story() -> None:
        async with a_harness(simulator, tmp_path, wrong_by=wrong_by) as open_jobs:
            sound = tone(tmp_path / "tone.wav")
            job = await open_jobs.until(
                await open_jobs.order(audio=sound, sound_choice=SoundChoice.MINE), JobStage.DONE
            )
            assert job.video is not None
            assert Path(job.video.path).stat().st_size > 0
            true_now = simulator.clock.now()
            assert job.clock_offset == pytest.approx(-wrong_by, abs=3)
            assert open_jobs.cloud_time.submitted_in_cloud_time(job) == pytest.approx(true_now, abs=20)
            usual = await open_jobs.store.usual_seconds("practice", job.request.model, job.request.resolution, 5)
            assert usual is None or 0 < usual < 60

            page = await open_jobs.cloud.tasks(await open_jobs.accounts.connect(AccountRef("practice")), 1, 10)
            assert job.task_id in {row.task_id for row in page.rows}

            # The upload serves the next order, but no longer than the cloud keeps it.
            assert count(simulator, "upload") == 1
            await open_jobs.until(await open_jobs.order(audio=sound, sound_choice=SoundChoice.MINE), JobStage.DONE)
            assert count(simulator, "upload") == 1
            time_passes(simulator, open_jobs, 48 * HOUR)
            await open_jobs.until(await open_jobs.order(audio=sound, sound_choice=SoundChoice.MINE), JobStage.DONE)
            assert count(simulator, "upload") == 2

    asyncio.run(story())


@pytest.mark.parametrize("wrong_by", [-YEAR, 0.0, YEAR])
@pytest.mark.logs("waits: task_not_shown")
def test_nothing_expires_early_or_late(simulator: SimulatorInside, tmp_path: Path, wrong_by: float) -> None:
    simulator.service.scenarios.set(
        [active_scenario({"name": "get-late", "seconds": 1e9})]
    )  # new tasks never become visible

    async def story() -> None:
        async with a_harness(simulator, tmp_path, wrong_by=wrong_by) as open_jobs:
            job_id = await open_jobs.order()
            await open_jobs.until(job_id, JobStage.WAITING)
            for hours in (1.0, 22.5):
                time_passes(simulator, open_jobs, hours * HOUR)
                looks = count(simulator, "poll")
                async with asyncio.timeout(10):
                    while (
                        count(simulator, "poll") < looks + 2 or open_jobs.waits_for(job_id) is not WaitReason.NOT_SHOWN
                    ):
                        open_jobs.engine.jobs.check_again(job_id)
                        await asyncio.sleep(0.05)
                assert not (await open_jobs.job(job_id)).stage.is_final
            time_passes(simulator, open_jobs, 0.7 * HOUR)
            open_jobs.engine.jobs.check_again(job_id)
            job = await open_jobs.until(job_id, JobStage.EXPIRED)
            assert job.problem is not None

    asyncio.run(story())


@pytest.mark.logs("waits: other_key")
def test_swapped_key_and_swapped_back_polls_the_right_account(simulator: SimulatorInside, tmp_path: Path) -> None:
    simulator.service.tuning.work_seconds = 40.0  # two real seconds

    async def story() -> None:
        async with a_harness(simulator, tmp_path) as open_jobs:
            jobs = [await open_jobs.order() for _ in range(5)]
            for job_id in jobs:
                await open_jobs.until(job_id, JobStage.WAITING, JobStage.GENERATING)

            open_jobs.accounts.key = KIM
            open_jobs.engine.check_all()
            async with asyncio.timeout(10):
                while any(open_jobs.waits_for(job_id) is not WaitReason.OTHER_KEY for job_id in jobs):
                    await asyncio.sleep(0.02)
            reports = {each.job_id: each for each in open_jobs.listener.progress}
            for job_id in jobs:
                until = reports[job_id].kept_until
                assert until is not None
                assert until - open_jobs.clock.now() == pytest.approx(24 * HOUR, abs=30)

            looks = count(simulator, "poll")
            await asyncio.sleep(2.5)  # the videos are made meanwhile, and no poll uses a key that cannot see them
            assert count(simulator, "poll") == looks

            simulator.service.accounts.remove_key(LEE)  # the old key is back, and is refused at first
            open_jobs.accounts.key = LEE
            open_jobs.engine.check_all()
            async with asyncio.timeout(10):
                while any(open_jobs.waits_for(job_id) is not WaitReason.KEY for job_id in jobs):
                    await asyncio.sleep(0.02)

            simulator.service.accounts.add_key(LEE, "lee")
            open_jobs.engine.check_all()
            paths = set()
            for job_id in jobs:
                job = await open_jobs.until(job_id, JobStage.DONE)
                assert job.video is not None
                paths.add(job.video.path)
            assert len(paths) == 5
            assert all(Path(path).stat().st_size > 0 for path in paths)
            assert count(simulator, "create") == 5

    asyncio.run(story())


def test_every_answer_has_the_time_of_its_region(simulator: SimulatorInside) -> None:
    assert isinstance(simulator.clock, AdjustableClock)
    simulator.clock.advance(1000 * HOUR)
    heard: list[tuple[str, float]] = []

    async def story() -> None:
        cloud = DashScope(CATALOG, date_received=lambda region, at: heard.append((region, at)))
        accounts = OneKey(simulator.base_url, LEE)
        assert (await cloud.task(await accounts.connect(AccountRef("practice")), "nobody")).status is TaskStatus.UNKNOWN
        accounts.key = "sk-wrong"
        with pytest.raises(KeyRefused):
            await cloud.tasks(await accounts.connect(AccountRef("beijing")), 1, 10)
        with pytest.raises(KeyRefused):
            await cloud.create(
                await accounts.connect(AccountRef("singapore")),
                a_request(),
                {"first_frame": "https://pictures.example/a.jpg"},
                sent=lambda _done, _total: None,
            )
        await cloud.close()

    asyncio.run(story())
    assert [region for region, _ in heard] == ["practice", "beijing", "singapore"]
    assert all(at == pytest.approx(simulator.clock.now(), abs=10) for _, at in heard)
