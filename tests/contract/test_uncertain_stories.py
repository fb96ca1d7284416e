"""Uncertain orders, missing videos and imports with the real client, store, files and media, against the simulator.

The ledger is the judge: one create each, and every video that was made for us ends on disk.
"""

from __future__ import annotations

import asyncio
import base64
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tests.support.fakes import FakeListener, OneKey
from tests.support.profile_files import files_in
from tests.support.simulator import RunningSimulator, running_simulator, until
from wandesk.dashscope.client import DashScope
from wandesk.dashscope.network import Timeouts
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.errors import InputRefused, TaskOwned
from wandesk.domain.job import Job, JobStage, SearchState
from wandesk.domain.media import Picture, PictureFacts
from wandesk.domain.search_timing import SearchTiming
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskStatus
from wandesk.engine.clock import SystemClock
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Ports
from wandesk.engine.supervisor import Supervisor
from wandesk.media.process import MediaProcess
from wandesk.settings.catalogue import load_catalogue
from wandesk.storage.store import JobStore

CATALOG = load_catalogue()
MODEL = "wan2.5-i2v-preview"
PROMPT = "a red disc rolls away"
OURS, COLLEAGUE = "sk-practice", "sk-colleague"
PATIENCE = SearchTiming(
    margin_before=60,
    margin_after=120,
    list_delay=0.6,
    absence_counts_after=1.2,
    between_readings=0.2,
    first_reading=0.1,
    interval=0.2,
    later_readings=(0.5, 1.0, 1.5),
)


@dataclass
class Harness:
    """One run of the engine on a profile that outlives it."""

    engine: Engine
    store: JobStore
    listener: FakeListener

    async def job(self, job_id: str) -> Job:
        job = await self.store.get(job_id)
        assert job is not None
        return job

    async def until(self, job_id: str, *stages: JobStage, within: float = 30.0) -> Job:
        return await self.when(job_id, lambda job: job.stage in stages, within=within)

    async def when(self, job_id: str, condition: Callable[[Job], object], *, within: float = 30.0) -> Job:
        async with asyncio.timeout(within):
            while not condition(await self.job(job_id)):
                await asyncio.sleep(0.05)
        return await self.job(job_id)


@dataclass
class Profile:
    """The folders of a profile, and the cloud that it uses."""

    folder: Path
    simulator: RunningSimulator
    failures: list[tuple[str, BaseException]] = field(default_factory=list)
    pictures: dict[str, Path] = field(default_factory=dict)

    @asynccontextmanager
    async def run(
        self, *, key: str = OURS, search_timing: SearchTiming = PATIENCE, **timeouts: float
    ) -> AsyncIterator[Harness]:
        clock = SystemClock()
        cloud_time = CloudTime(clock)
        supervisor = Supervisor(lambda name, error: self.failures.append((name, error)))
        store, listener = JobStore(self.folder / "jobs.sqlite"), FakeListener()
        ports = Ports(
            cloud=DashScope(
                CATALOG, timeouts=Timeouts(**timeouts), date_received=cloud_time.update, cloud_now=cloud_time.now
            ),
            accounts=OneKey(self.simulator.base_url, key),
            store=store,
            media=MediaProcess(),
            files=files_in(self.folder),
            clock=clock,
        )
        engine = build_engine(
            catalog=CATALOG,
            ports=ports,
            supervisor=supervisor,
            listener=listener,
            cloud_time=cloud_time,
            search_timing=search_timing,
        )
        try:
            await engine.resume()
            yield Harness(engine, store, listener)
        finally:
            await supervisor.close()
            await engine.close()

    def draft(self, prompt: str = PROMPT, picture: str = "disc") -> Draft:
        path = self.pictures[picture]
        with Image.open(path) as image:
            facts = PictureFacts(format="JPEG", width=image.width, height=image.height, size_bytes=path.stat().st_size)
        draft = replace(new_draft(CATALOG, "practice", MODEL), prompt=prompt, resolution="480P")
        return replace(draft, picture=Picture(path=str(path), facts=facts))

    @property
    def creates(self) -> list[dict[str, Any]]:
        """The requests with our key that made a task, oldest first."""
        ours = next(iter(self.simulator.control()["accounts"]))
        return [each for each in self.simulator.entries("create") if each["task_id"] and each["api_key_id"] == ours]

    def is_saved(self, job: Job) -> bool:
        return job.video is not None and Path(job.video.path).read_bytes()[4:8] == b"ftyp"


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator(speed=20, seed=1) as running:
        running.control(submits_per_second=50)
        yield running


@pytest.fixture
def profile(tmp_path: Path, simulator: RunningSimulator) -> Iterator[Profile]:
    simulator.control(scenario="none", clear="ledger", speed=20)
    simulator.control(clear="tasks")
    found = Profile(tmp_path, simulator)
    for name, colour in (("disc", "#c04030"), ("house", "#3060c0")):
        drawn = random.Random(name)
        image = Image.new("RGB", (640, 480), "#d8d0c0")
        brush = ImageDraw.Draw(image)
        for _ in range(12):
            x, y, a = drawn.randrange(640), drawn.randrange(480), drawn.randrange(30, 160)
            brush.ellipse((x - a, y - a, x + a, y + a), fill=colour if a > 90 else "#202020")
        found.pictures[name] = tmp_path / f"{name}.jpg"
        image.save(found.pictures[name], quality=92)
    yield found
    assert not found.failures


def colleague(
    simulator: RunningSimulator,
    *,
    key: str = COLLEAGUE,
    prompt: str = PROMPT,
    count: int = 1,
    picture: Path | None = None,
) -> list[str]:
    """Tasks of another program, with this picture or a plain one."""
    account = next(iter(simulator.control()["accounts"].values()))
    if key != OURS:
        simulator.control(keys={key: account})
    address = f"data:image/jpeg;base64,{base64.b64encode(picture.read_bytes()).decode()}" if picture else None
    wanted = {"key": key, "model": MODEL, "prompt": prompt, "count": count, "picture": address}
    return list(simulator.control(make=wanted)["made"])


@pytest.mark.parametrize(
    "scenario", ["reset-after-accept", "cut-after-headers", "cut-mid-body", "gateway-502-accepted"]
)
def test_order_with_a_lost_answer_is_found_and_its_video_saved(profile: Profile, scenario: str) -> None:
    profile.simulator.control(scenario=scenario, calls=["create"], times=1)

    async def story() -> None:
        async with profile.run() as harness:
            job_id = (await harness.engine.new_jobs.submit(profile.draft())).id
            job = await harness.until(job_id, JobStage.DONE)
            assert JobStage.UNCERTAIN in {each.stage for each in harness.listener.changed}
            assert profile.is_saved(job)
            assert [job.task_id] == [each["task_id"] for each in profile.creates]

    asyncio.run(story())
    assert len(profile.creates) == 1


@pytest.mark.parametrize("scenario", ["create-cut", "cut-after-headers"])
def test_order_that_is_never_listed_ends_by_what_is_known(profile: Profile, scenario: str) -> None:
    """With a request ID it counts as not made. Without one the search continues."""

    async def story() -> None:
        async with profile.run() as harness:
            profile.simulator.control(
                scenarios=[
                    {"name": scenario, "calls": ["create"], "times": 1},
                    {"name": "list-late", "seconds": 9999},
                ]
            )
            job_id = (await harness.engine.new_jobs.submit(profile.draft())).id
            if scenario == "cut-after-headers":
                job = await harness.until(job_id, JobStage.FAILED)
                assert job.problem is not None
                assert job.problem.sentence == "order_not_made"
                return
            job = await harness.when(
                job_id, lambda job: job.uncertainty and job.uncertainty.search_state is SearchState.NOT_SHOWN
            )
            assert job.stage is JobStage.UNCERTAIN
            profile.simulator.control(scenario="none")
            assert profile.is_saved(await harness.until(job_id, JobStage.DONE))

    asyncio.run(story())
    assert len(profile.creates) == 1


@pytest.mark.parametrize("scenario", ["server-error-accepted", "timeout-accepted", "overloaded-accepted"])
def test_order_that_the_cloud_answers_with_an_error_and_takes_is_found(profile: Profile, scenario: str) -> None:
    """The request ID in the answer decides, even among equal orders of the same key and second."""
    profile.simulator.control(scenario=scenario, calls=["create"], times=1)

    async def story() -> None:
        async with profile.run() as harness:
            twins = colleague(profile.simulator, key=OURS, picture=profile.pictures["disc"])
            job_id = (await harness.engine.new_jobs.submit(profile.draft())).id
            twins += colleague(profile.simulator, key=OURS, picture=profile.pictures["disc"])
            job = await harness.until(job_id, JobStage.DONE, JobStage.FAILED)
            assert {each.stage for each in harness.listener.changed} >= {JobStage.UNCERTAIN, JobStage.DONE}
            assert profile.is_saved(job)
            assert job.task_id in {each["task_id"] for each in profile.creates} - set(twins)

    asyncio.run(story())


@pytest.mark.parametrize(
    ("scenario", "sentence"),
    [("server-error", "cloud_trouble"), ("overloaded", "cloud_full"), ("200-with-code", "cloud_trouble")],
)
def test_order_that_the_cloud_answers_with_an_error_and_drops_ends_soon(
    profile: Profile, scenario: str, sentence: str
) -> None:
    """Two complete readings without its request ID prove that nothing is billed."""
    profile.simulator.control(scenario=scenario, calls=["create"], times=1)

    async def story() -> None:
        async with profile.run() as harness:
            colleague(profile.simulator, key=OURS)
            job_id = (await harness.engine.new_jobs.submit(profile.draft())).id
            job = await harness.until(job_id, JobStage.FAILED)
            assert JobStage.UNCERTAIN in {each.stage for each in harness.listener.changed}
            assert job.problem is not None
            assert (job.problem.sentence, bool(job.problem.message)) == (sentence, True)
            assert job.uncertainty is None or job.uncertainty.search_state is not SearchState.CHOICE

    asyncio.run(story())
    assert profile.simulator.entries("list")


def test_search_continues_after_a_restart(profile: Profile) -> None:
    profile.simulator.control(scenarios=[{"name": "create-cut", "times": 1}, {"name": "list-late", "seconds": 9999}])

    async def story() -> None:
        async with profile.run() as harness:
            job_id = (await harness.engine.new_jobs.submit(profile.draft())).id
            job = await harness.when(
                job_id, lambda job: job.uncertainty and job.uncertainty.search_state is SearchState.NOT_SHOWN
            )
        profile.simulator.control(scenario="none")
        async with profile.run() as harness:
            again = await harness.job(job_id)
            assert again.uncertainty == job.uncertainty
            assert profile.is_saved(await harness.until(job_id, JobStage.DONE))

    asyncio.run(story())
    assert len(profile.creates) == 1


def test_long_running_task_is_polled_and_the_row_says_so(profile: Profile) -> None:
    profile.simulator.control(scenario="create-cut", times=1, speed=2)

    async def story() -> None:
        async with profile.run() as harness:
            job_id = (await harness.engine.new_jobs.submit(profile.draft())).id
            job = await harness.when(
                job_id, lambda job: job.uncertainty and job.uncertainty.search_state is SearchState.MAKING
            )
            assert job.uncertainty is not None
            assert len(job.uncertainty.candidates) == 1
            assert profile.is_saved(await harness.until(job_id, JobStage.DONE))

    asyncio.run(story())
    assert len(profile.creates) == 1


@pytest.mark.logs("waits: list_unreadable")
def test_late_or_unreadable_list_only_delays_the_search(profile: Profile) -> None:
    profile.simulator.control(
        scenarios=[
            {"name": "create-cut", "times": 1},
            {"name": "list-unreadable", "times": 1},
            {"name": "gateway-502", "calls": ["list"], "times": 1},
            {"name": "list-late", "seconds": 2.0},
        ]
    )

    async def story() -> None:
        async with profile.run() as harness:
            job_id = (await harness.engine.new_jobs.submit(profile.draft())).id
            assert profile.is_saved(await harness.until(job_id, JobStage.DONE, within=60))
            assert any(each.waits_for == "list" for each in harness.listener.progress)

    asyncio.run(story())
    assert len(profile.creates) == 1


def test_task_of_another_key_with_the_same_prompt_and_second_is_never_adopted(profile: Profile) -> None:
    """Our key's ID is known from the first order. Then our task is lost, and only theirs is left."""

    async def story() -> None:
        async with profile.run() as harness:
            first = (await harness.engine.new_jobs.submit(profile.draft("something else"))).id
            await harness.until(first, JobStage.DONE)
            theirs = colleague(profile.simulator, picture=profile.pictures["disc"])
            profile.simulator.control(scenario="create-cut", times=1)
            job_id = (await harness.engine.new_jobs.submit(profile.draft())).id
            theirs += colleague(profile.simulator, picture=profile.pictures["disc"])
            job = await harness.until(job_id, JobStage.DONE)
            assert job.task_id not in theirs
            assert profile.is_saved(job)

    asyncio.run(story())
    assert len(profile.creates) == 2


def test_task_of_the_same_key_asks_the_user_and_the_choice_is_kept(profile: Profile) -> None:
    profile.simulator.control(scenario="create-cut", times=1)

    async def story() -> None:
        async with profile.run() as harness:
            twin = colleague(profile.simulator, key=OURS, picture=profile.pictures["disc"])[0]
            job_id = (await harness.engine.new_jobs.submit(profile.draft())).id
            job = await harness.when(
                job_id, lambda job: job.uncertainty and job.uncertainty.search_state is SearchState.CHOICE
            )
            assert job.uncertainty is not None
            shown = await harness.engine.uncertain.candidates(job_id)
            assert [each.task_id for each in shown] == list(job.uncertainty.candidates)
            assert len(shown) == 2
            for each in shown:
                assert each.prompt == PROMPT
                assert each.poster is not None
                assert Path(each.poster).read_bytes()[:2] == b"\xff\xd8"
                assert each.model == MODEL
                assert each.status is TaskStatus.SUCCEEDED
            ours = next(each.task_id for each in shown if each.task_id != twin)
            await harness.engine.uncertain.choose(job_id, ours)
            job = await harness.until(job_id, JobStage.DONE)
            assert (job.task_id, profile.is_saved(job)) == (ours, True)
            assert await harness.engine.uncertain.candidates(job_id) == ()

    asyncio.run(story())


def test_none_of_these_continues_the_search_and_survives_a_restart(profile: Profile) -> None:
    profile.simulator.control(scenario="create-cut", times=1)

    async def first() -> str:
        async with profile.run() as harness:
            colleague(profile.simulator, key=OURS, picture=profile.pictures["disc"])
            job_id = (await harness.engine.new_jobs.submit(profile.draft())).id
            job = await harness.when(
                job_id, lambda job: job.uncertainty and job.uncertainty.search_state is SearchState.CHOICE
            )
            assert job.uncertainty is not None
            await harness.engine.uncertain.rule_out(job_id, job.uncertainty.candidates)
            job = await harness.when(
                job_id, lambda job: job.uncertainty and job.uncertainty.search_state is SearchState.NOT_SHOWN
            )
            assert await harness.engine.uncertain.candidates(job_id) == []
            return job_id

    async def second(job_id: str) -> None:
        async with profile.run() as harness:
            job = await harness.when(
                job_id, lambda job: job.uncertainty and job.uncertainty.search_state is SearchState.NOT_SHOWN
            )
            assert job.stage is JobStage.UNCERTAIN
            assert job.uncertainty is not None
            assert len(job.uncertainty.ruled_out) == 2
            assert len(await harness.engine.unclaimed.find(job.request.region)) == 2  # they can still be added manually

    asyncio.run(second(asyncio.run(first())))
    assert len(profile.creates) == 1


def test_two_equal_lost_orders_and_a_different_one_find_their_own_tasks(profile: Profile) -> None:
    profile.simulator.control(scenario="create-cut", times=3)

    async def story() -> None:
        async with profile.run() as harness:
            drafts = [profile.draft(), profile.draft(), profile.draft("a cat", "house")]
            jobs = [(await harness.engine.new_jobs.submit(draft)).id for draft in drafts]
            done = [await harness.until(job_id, JobStage.DONE, within=60) for job_id in jobs]
            assert len({job.task_id for job in done}) == 3
            assert all(profile.is_saved(job) for job in done)

    asyncio.run(story())
    assert len(profile.creates) == 3


def test_orders_with_one_prompt_are_told_apart_by_first_frames(profile: Profile) -> None:
    profile.simulator.control(scenario="create-cut", times=2)

    async def story() -> None:
        async with profile.run() as harness:
            jobs = [
                (await harness.engine.new_jobs.submit(profile.draft(PROMPT, picture))).id
                for picture in ("disc", "house")
            ]
            done = [await harness.until(job_id, JobStage.DONE, within=60) for job_id in jobs]
            media = MediaProcess()
            for job, picture in zip(done, ("disc", "house"), strict=True):
                assert job.video is not None
                assert await media.likeness(Path(job.video.path), profile.pictures[picture]) > 0.95
            await media.close()

    asyncio.run(story())
    assert len(profile.creates) == 2


def test_an_order_without_a_prompt_asks_about_the_video_of_its_picture(profile: Profile) -> None:
    """A colleague may have used the same picture without a prompt, too: that proves nothing."""
    profile.simulator.control(scenario="create-cut", times=2)

    async def story() -> None:
        async with profile.run() as harness:
            jobs = [
                (await harness.engine.new_jobs.submit(profile.draft("", picture))).id for picture in ("disc", "house")
            ]
            for job_id in jobs:
                job = await harness.when(
                    job_id, lambda job: job.uncertainty and job.uncertainty.search_state is SearchState.CHOICE
                )
                assert job.uncertainty is not None
                (task_id,) = job.uncertainty.candidates
                await harness.engine.uncertain.choose(job_id, task_id)
            done = [await harness.until(job_id, JobStage.DONE, within=60) for job_id in jobs]
            assert {job.task_id for job in done} == {each["task_id"] for each in profile.creates}

    asyncio.run(story())
    assert len(profile.creates) == 2


def test_a_colleagues_video_with_equal_words_and_another_picture_is_never_shown_as_ours(profile: Profile) -> None:
    """A fresh profile knows no id of its key, and its request never arrived."""
    profile.simulator.control(scenario="cut-before-headers", calls=["create"], times=1)

    async def story() -> None:
        async with profile.run() as harness:
            theirs = colleague(profile.simulator)
            job_id = (await harness.engine.new_jobs.submit(profile.draft())).id
            job = await harness.when(
                job_id, lambda job: job.uncertainty and job.uncertainty.search_state is SearchState.NOT_SHOWN
            )
            assert job.stage is JobStage.UNCERTAIN
            assert job.task_id is None
            assert await harness.engine.uncertain.candidates(job_id) == []
            assert [each.task_id for each in await harness.engine.unclaimed.find("practice")] == theirs

    asyncio.run(story())
    assert not profile.creates


def test_an_older_copy_of_the_profile_asks_before_it_sends_again(profile: Profile) -> None:
    """A backup, a synchronised folder or a snapshot: the store has in its queue what a newer copy has sent."""

    async def queued() -> list[str]:
        async with profile.run() as harness:
            harness.engine.queue.set_paused(True)
            drafts = (profile.draft(), profile.draft("a cat sleeps", "house"))
            return [(await harness.engine.new_jobs.submit(draft)).id for draft in drafts]

    async def sent(ids: list[str]) -> None:
        async with profile.run() as harness:
            for job_id in ids:
                await harness.until(job_id, JobStage.DONE)

    async def restored(ids: list[str]) -> None:
        async with profile.run() as harness:
            for job_id in ids:
                await harness.when(job_id, lambda job: job.is_maybe_sent)
            (shown,) = await harness.engine.uncertain.candidates(ids[0])
            assert (shown.prompt, bool(shown.poster)) == (PROMPT, True)
            await harness.engine.uncertain.choose(ids[0], shown.task_id)
            await harness.engine.jobs.cancel(ids[1])
            assert profile.is_saved(await harness.until(ids[0], JobStage.DONE))
            assert (await harness.job(ids[1])).stage is JobStage.CANCELED

    ids = asyncio.run(queued())
    store = profile.folder / "jobs.sqlite"
    copy = {path.name: path.read_bytes() for path in profile.folder.glob(f"{store.name}*")}
    asyncio.run(sent(ids))
    for path in profile.folder.glob(f"{store.name}*"):
        path.unlink()
    for name, content in copy.items():
        (profile.folder / name).write_bytes(content)
    asyncio.run(restored(ids))
    assert len(profile.creates) == 2


def test_order_that_failed_at_the_cloud_is_closed_after_its_day(profile: Profile) -> None:
    profile.simulator.control(scenario="create-cut", times=1)
    search_timing = replace(PATIENCE, search_for=3.0)

    async def story() -> None:
        async with profile.run(search_timing=search_timing) as harness:
            job_id = (await harness.engine.new_jobs.submit(profile.draft("#moderate-in"))).id
            job = await harness.until(job_id, JobStage.EXPIRED)
            assert job.problem is not None
            assert job.problem.sentence == "order_never_shown"

    asyncio.run(story())


def test_closed_order_whose_video_turns_up_becomes_a_new_job(profile: Profile) -> None:
    profile.simulator.control(scenarios=[{"name": "create-cut", "times": 1}, {"name": "list-late", "seconds": 9999}])

    async def story() -> None:
        async with profile.run() as harness:
            job_id = (await harness.engine.new_jobs.submit(profile.draft())).id
            await harness.when(
                job_id, lambda job: job.uncertainty and job.uncertainty.search_state is SearchState.NOT_SHOWN
            )
            again = (await harness.engine.new_jobs.generate_again(job_id)).id
            closed = await harness.job(job_id)
            assert closed.stage is JobStage.EXPIRED
            assert closed.problem is not None
            assert closed.problem.sentence == "order_closed"
            assert (await harness.until(again, JobStage.DONE)).task_id == profile.creates[1]["task_id"]
        profile.simulator.control(scenario="none")
        async with profile.run() as harness:  # the search continues after a restart
            async with asyncio.timeout(30):
                while len(ids := await harness.engine.jobs.ids()) < 3:
                    await asyncio.sleep(0.05)
            (found,) = set(ids) - {job_id, again}
            job = await harness.until(found, JobStage.DONE)
            assert job.task_id == profile.creates[0]["task_id"]
            assert profile.is_saved(job)
            assert job.request == closed.request
        async with profile.run() as harness:
            await asyncio.sleep(0)
            assert len(await harness.engine.jobs.ids()) == 3

    asyncio.run(story())
    assert len(profile.creates) == 2


def test_missing_videos_are_listed_with_prompt_and_poster_and_imported(profile: Profile) -> None:
    async def story() -> None:
        theirs = colleague(profile.simulator, prompt="theirs")
        async with profile.run() as harness:
            job_id = (await harness.engine.new_jobs.submit(profile.draft())).id
            await harness.until(job_id, JobStage.DONE)
            mine = colleague(profile.simulator, key=OURS, prompt="mine")
            failed = colleague(profile.simulator, key=OURS, prompt="#moderate-in")
            await asyncio.to_thread(finished, profile.simulator, [*theirs, *mine, *failed])
            found = await harness.engine.unclaimed.find("practice")
            assert [(each.task_id, each.is_own_key) for each in found] == [(mine[0], True), (theirs[0], False)]
            shown = await harness.engine.unclaimed.preview(found[0])
            assert shown.prompt == "mine"
            assert shown.poster is not None
            assert Path(shown.poster).exists()
            assert not list((profile.folder / "videos").glob("*mine*"))
            taken = (await harness.engine.unclaimed.import_task("practice", f"  {mine[0]}\n")).id
            job = await harness.until(taken, JobStage.DONE)
            assert profile.is_saved(job)
            assert (job.request.prompt, job.request.model, job.request.resolution) == ("mine", MODEL, "1080P")
            assert job.request.is_imported
            assert "mine" in Path(str(job.video and job.video.path)).name
            assert [each.task_id for each in await harness.engine.unclaimed.find("practice")] == theirs
            with pytest.raises(TaskOwned):
                await harness.engine.unclaimed.import_task("practice", mine[0])
            with pytest.raises(InputRefused) as no_video:
                await harness.engine.unclaimed.import_task("practice", failed[0])
            assert no_video.value.sentence == "task_without_video"
            with pytest.raises(InputRefused) as not_here:
                await harness.engine.new_jobs.generate_again(taken)
            assert not_here.value.sentence == "picture_not_here"

    asyncio.run(story())


@pytest.mark.parametrize("results", ["results-object", "results-list"])
def test_task_with_its_link_in_results_is_imported(profile: Profile, results: str) -> None:
    profile.simulator.control(scenario=results)
    (task_id,) = colleague(profile.simulator, key=OURS, prompt="another kind of Wan task")

    async def story() -> None:
        async with profile.run() as harness:
            await asyncio.to_thread(finished, profile.simulator, [task_id])
            job_id = (await harness.engine.unclaimed.import_task("practice", task_id)).id
            assert profile.is_saved(await harness.until(job_id, JobStage.DONE))

    asyncio.run(story())


@pytest.mark.parametrize(
    ("scenario", "sentence"), [("results-pictures", "task_other_kind"), ("no-address", "task_without_link")]
)
def test_finished_task_without_a_video_is_not_imported(profile: Profile, scenario: str, sentence: str) -> None:
    profile.simulator.control(scenario=scenario)
    (task_id,) = colleague(profile.simulator, key=OURS, prompt="no video")

    async def story() -> None:
        async with profile.run() as harness:
            await asyncio.to_thread(finished, profile.simulator, [task_id])
            with pytest.raises(InputRefused) as refused:
                await harness.engine.unclaimed.import_task("practice", task_id)
            assert refused.value.sentence == sentence
            assert not await harness.engine.jobs.ids()
            profile.simulator.control(scenario="none")  # the link was missing for a moment
            job_id = (await harness.engine.unclaimed.import_task("practice", task_id)).id
            assert profile.is_saved(await harness.until(job_id, JobStage.DONE))

    asyncio.run(story())


def test_task_imported_while_it_ran_ends_when_it_made_pictures(profile: Profile) -> None:
    profile.simulator.control(scenario="results-pictures", speed=8)
    (task_id,) = colleague(profile.simulator, key=OURS, prompt="pictures")

    async def story() -> None:
        async with profile.run() as harness:
            job_id = (await harness.engine.unclaimed.import_task("practice", task_id)).id
            job = await harness.when(job_id, lambda job: job.stage.is_final)
            assert job.stage is JobStage.EXPIRED, "nothing is said about money"
            assert job.problem is not None
            assert job.problem.sentence == "task_other_kind"

    asyncio.run(story())


def finished(simulator: RunningSimulator, tasks: list[str]) -> None:
    """Wait until these tasks have ended."""

    def ended() -> set[str]:
        return {entry["task_id"] for entry in simulator.entries("change") if entry["note"] in ("SUCCEEDED", "FAILED")}

    until(lambda: set(tasks) <= ended(), within=30)


def test_running_task_is_imported_polled_and_named_by_its_prompt_later(profile: Profile) -> None:
    profile.simulator.control(speed=4)
    (task_id,) = colleague(profile.simulator, key=OURS, prompt="a running one")

    async def story() -> None:
        async with profile.run() as harness:
            job_id = (await harness.engine.unclaimed.import_task("practice", task_id)).id
            assert (await harness.job(job_id)).prompt == ""
            job = await harness.until(job_id, JobStage.DONE)
            assert job.prompt == "a running one"
            assert profile.is_saved(job)

    asyncio.run(story())


@pytest.mark.parametrize(
    ("task_id", "sentence"),
    [
        ("", "task_id_shape"),
        ("   ", "task_id_shape"),
        ("../../v1/models", "task_id_shape"),
        ("abc/def-0123456789", "task_id_shape"),
        ("00000000-0000-0000-0000-000000000000", "task_unknown"),
    ],
)
def test_wrong_task_id_is_reported(profile: Profile, task_id: str, sentence: str) -> None:
    async def story() -> None:
        async with profile.run() as harness:
            with pytest.raises(InputRefused) as refused:
                await harness.engine.unclaimed.import_task("practice", task_id)
            assert refused.value.sentence == sentence
            assert not await harness.engine.jobs.ids()

    asyncio.run(story())


def test_task_of_another_account_is_unknown(profile: Profile) -> None:
    profile.simulator.control(keys={"sk-stranger": "stranger"})
    made = profile.simulator.control(make={"key": "sk-stranger", "model": MODEL, "prompt": "x"})["made"]

    async def story() -> None:
        async with profile.run() as harness:
            with pytest.raises(InputRefused) as refused:
                await harness.engine.unclaimed.import_task("practice", made[0])
            assert refused.value.sentence == "task_unknown"

    asyncio.run(story())
