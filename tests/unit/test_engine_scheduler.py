"""Hundreds of jobs: which wait, which are sent, in which order, how fast; pause, moves and cancels."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.fakes import FakeAccounts, FakeCloud, FakeFiles, FakeListener, FakeMedia, FakeStore, report
from tests.support.jobs import a_job
from wandesk.domain.account import Connection, Secret
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.errors import CloudBusy, CloudRefused, CloudUnreachable, WanDeskError
from wandesk.domain.job import Job, JobStage, SearchState, Uncertainty
from wandesk.domain.job_events import PreparationStarted
from wandesk.domain.media import Picture
from wandesk.domain.request import GenerationRequest
from wandesk.domain.structs import replace
from wandesk.domain.task import Submission, TaskReport, TaskStatus, Upload
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Ports, RequestInputs, Stopped, TransferProgress
from wandesk.engine.scheduler import Scheduler
from wandesk.engine.send_queue import QueueSettings
from wandesk.engine.supervisor import Supervisor
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
START = 1_800_000_000.0
ROOM = 10
"""Twice the catalogue's concurrency of the recommended model."""


class StillClock:
    """Time that passes only on `pass_by`."""

    def __init__(self) -> None:
        self.time = START
        self._waiting: dict[asyncio.Event, float] = {}

    def now(self) -> float:
        self.time += 1e-3  # no two moments are the same
        return self.time

    def monotonic(self) -> float:
        return self.time

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        ends = self.time + within
        passed = asyncio.Event()
        self._waiting[passed] = ends
        supervisor = asyncio.ensure_future  # noqa: TID251 - a clock has no Supervisor
        waits = [supervisor(woken.wait()), supervisor(passed.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._waiting.pop(passed, None)
            for each in waits:
                each.cancel()
        return woken.is_set()

    async def pass_by(self, seconds: float, *, step: float = 0.25) -> None:
        end = self.time + seconds
        while self.time < end:
            self.time = min(end, self.time + step)
            for passed, ends in list(self._waiting.items()):
                if ends <= self.time:
                    passed.set()
            await settle()


async def settle() -> None:
    for _ in range(60):
        await asyncio.sleep(0)


@dataclass
class SlowCloud(FakeCloud):
    """Every task waits until the test changes its status."""

    statuses: dict[str, TaskStatus] = field(default_factory=dict)
    prompts: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    clock: StillClock = field(default_factory=StillClock)
    refusals: list[WanDeskError] = field(default_factory=list)
    upload_gate: asyncio.Event | None = None
    stopped_uploads: int = 0

    async def create(
        self, connection: Connection, request: GenerationRequest, inputs: RequestInputs, *, sent: TransferProgress
    ) -> Submission:
        self.at.append(self.clock.time)
        if self.refusals:
            raise self.refusals.pop(0)
        self.prompts.append(request.prompt)
        task_id = f"task-{len(self.prompts)}"
        self.statuses[task_id] = TaskStatus.PENDING
        return Submission(task_id=task_id, request_id=f"request-{task_id}")

    async def task(self, connection: Connection, task_id: str) -> TaskReport:
        self.looks += 1
        status = self.statuses[task_id]
        url = "https://videos.example/1.mp4" if status is TaskStatus.SUCCEEDED else None
        return report(status, task_id=task_id, video_url=url)

    async def upload(
        self,
        connection: Connection,
        model_id: str,
        source: Path,
        suffix: str,
        *,
        sent: TransferProgress,
        stopped: Stopped,
    ) -> Upload:
        if self.upload_gate is not None:
            while not self.upload_gate.is_set():
                if stopped():
                    self.stopped_uploads += 1
                    raise CloudUnreachable("stopped")
                await asyncio.sleep(0)
        return await super().upload(connection, model_id, source, suffix, sent=sent, stopped=stopped)


@dataclass
class Bench:
    engine: Engine
    cloud: SlowCloud
    store: FakeStore
    media: FakeMedia
    clock: StillClock
    listener: FakeListener
    accounts: FakeAccounts
    draft: Draft
    supervisor: Supervisor

    async def order(self, *prompts: str) -> list[str]:
        ids = [(await self.engine.new_jobs.submit(replace(self.draft, prompt=prompt))).id for prompt in prompts]
        await settle()
        return ids

    def stages(self, stage: JobStage) -> list[Job]:
        return [job for job in self.store.jobs.values() if job.stage is stage]

    async def finish(self, task_id: str) -> None:
        self.cloud.statuses[task_id] = TaskStatus.SUCCEEDED
        self.engine.check_all()
        await settle()

    @property
    def before(self) -> Mapping[str, int]:
        return self.listener.workloads[-1].before


def story(
    tmp_path: Path,
    tell: Callable[[Bench], Awaitable[None]],
    *,
    region: str = "singapore",
    store: FakeStore | None = None,
    wishes: QueueSettings | None = None,
) -> Bench:
    source = tmp_path / "cat.jpg"
    source.write_bytes(b"a picture")

    async def run() -> Bench:
        supervisor = Supervisor()
        clock = StillClock()
        cloud = SlowCloud(clock=clock)
        media, files, listener, accounts = FakeMedia(), FakeFiles(tmp_path / "own"), FakeListener(), FakeAccounts()
        files.folder.mkdir(exist_ok=True)
        kept = store or FakeStore()
        ports = Ports(cloud=cloud, accounts=accounts, store=kept, media=media, files=files, clock=clock)
        engine = build_engine(
            catalog=CATALOG, ports=ports, supervisor=supervisor, listener=listener, queue_settings=wishes
        )
        picture = Picture(path=str(source), facts=await media.inspect_picture(source))
        draft = replace(new_draft(CATALOG, region), picture=picture)
        bench = Bench(engine, cloud, kept, media, clock, listener, accounts, draft, supervisor)
        try:
            await tell(bench)
        finally:
            await supervisor.close()
        return bench

    return asyncio.run(run())


def numbers(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, last + 1)]


def test_a_batch_is_sent_in_order_and_costs_few_coroutines(tmp_path: Path) -> None:
    async def tell(bench: Bench) -> None:
        ids = await bench.order(*numbers(1, 300))
        await bench.clock.pass_by(5)
        assert bench.cloud.prompts == numbers(1, ROOM)
        assert len(bench.stages(JobStage.WAITING)) == ROOM
        assert len(bench.supervisor) < ROOM + 10
        assert bench.before[ids[ROOM]] == 0
        assert bench.before[ids[299]] == 299 - ROOM
        assert ids[0] not in bench.before
        looks = bench.cloud.looks
        await bench.finish("task-3")
        await bench.clock.pass_by(5)
        assert bench.cloud.prompts == numbers(1, ROOM + 1)
        assert bench.cloud.looks < looks + 60

    story(tmp_path, tell)


def test_only_the_next_few_jobs_are_prepared_ahead(tmp_path: Path) -> None:
    async def tell(bench: Bench) -> None:
        ids = await bench.order(*numbers(1, 50))
        await bench.clock.pass_by(5)
        ready = [job.id for job in bench.store.jobs.values() if job.poster is not None]
        assert ready == ids[: ROOM + 2]
        assert {bench.store.jobs[each].stage for each in ids[ROOM:]} == {JobStage.QUEUED}

    story(tmp_path, tell)


def test_requests_of_one_model_keep_the_catalogues_pace(tmp_path: Path) -> None:
    async def tell(bench: Bench) -> None:
        await bench.order(*numbers(1, ROOM))
        await bench.clock.pass_by(5, step=0.05)

    times = story(tmp_path, tell).cloud.at
    offer = CATALOG.offer("singapore", "wan2.5-i2v-preview")
    assert offer is not None
    assert len(times) == ROOM
    gaps = [later - before for before, later in pairwise(times)]
    assert min(gaps) > 0.99 / offer.submits_per_second


def test_models_and_regions_have_lanes_of_their_own(tmp_path: Path) -> None:
    async def tell(bench: Bench) -> None:
        await bench.order(*numbers(1, ROOM + 1))
        other = replace(bench.draft, prompt="practice", region="practice")
        await bench.engine.new_jobs.submit(other)
        await bench.clock.pass_by(3)
        assert "practice" in bench.cloud.prompts
        assert bench.cloud.prompts.count(str(ROOM + 1)) == 0

    story(tmp_path, tell)


def test_the_setting_limits_jobs_at_the_cloud_and_practice_has_its_own_limit(tmp_path: Path) -> None:
    async def tell(bench: Bench) -> None:
        await bench.order(*numbers(1, 8))
        await bench.clock.pass_by(3)
        assert len(bench.cloud.prompts) == 3
        bench.engine.queue.set_at_once(5)
        await bench.clock.pass_by(3)
        assert len(bench.cloud.prompts) == 5
        bench.engine.queue.set_at_once(0)
        await bench.clock.pass_by(3)
        assert len(bench.cloud.prompts) == 8

    story(tmp_path, tell, wishes=QueueSettings(at_once=3))

    async def practise(bench: Bench) -> None:
        await bench.order(*numbers(1, 8))
        await bench.clock.pass_by(3)
        assert len(bench.cloud.prompts) == 8

    (tmp_path / "second").mkdir()
    story(tmp_path / "second", practise, region="practice", wishes=QueueSettings(at_once=3))


@pytest.mark.parametrize("stage", [JobStage.WAITING, JobStage.GENERATING, JobStage.UNCERTAIN])
def test_jobs_that_may_be_at_the_cloud_take_room_after_a_restart(tmp_path: Path, stage: JobStage) -> None:
    key = Secret("sk-one").fingerprint
    store = FakeStore()
    for number in range(ROOM - 1):
        job = a_job(f"old-{number}", stage, task_id=None if stage is JobStage.UNCERTAIN else f"old-{number}")
        store.jobs[job.id] = replace(job, submitted_at=START - 60, created_at=START - 70, key_fingerprint=key)

    async def tell(bench: Bench) -> None:
        bench.cloud.statuses |= {f"old-{number}": TaskStatus.RUNNING for number in range(ROOM)}
        await bench.engine.resume()
        await bench.order("a", "b")
        await bench.clock.pass_by(2)
        assert bench.cloud.prompts == ["a"]

    story(tmp_path, tell, store=store)


def test_jobs_of_another_key_take_no_room(tmp_path: Path) -> None:
    store = FakeStore()
    for number in range(ROOM):
        job = a_job(f"old-{number}", JobStage.WAITING, task_id=f"old-{number}")
        store.jobs[job.id] = replace(job, submitted_at=START - 60, created_at=START - 70, key_fingerprint="gone")

    async def tell(bench: Bench) -> None:
        bench.cloud.statuses |= {f"old-{number}": TaskStatus.RUNNING for number in range(ROOM)}
        waiting = a_job("new", JobStage.QUEUED)
        assert waiting.request.first_frame is not None
        picture = tmp_path / "own" / waiting.request.first_frame.sha256
        picture.write_bytes(b"a picture")
        bench.store.jobs["new"] = replace(waiting, created_at=START - 5)
        await bench.engine.resume()
        await bench.clock.pass_by(2)
        assert len(bench.cloud.prompts) == 1

    story(tmp_path, tell, store=store)


@pytest.mark.logs("waits")
def test_room_is_released_when_the_cloud_has_ended_every_task(tmp_path: Path) -> None:
    store = FakeStore()
    for number in range(ROOM):
        job = a_job(f"old-{number}", JobStage.WAITING, task_id=f"old-{number}", submitted_at=START - 3600)
        store.jobs[job.id] = replace(job, created_at=START - 3700)

    async def tell(bench: Bench) -> None:
        bench.cloud.statuses |= {f"old-{number}": TaskStatus.UNKNOWN for number in range(ROOM)}
        await bench.engine.resume()
        await bench.order("new")
        await bench.clock.pass_by(7000, step=100)
        assert bench.cloud.prompts == []
        await bench.clock.pass_by(400, step=10)
        assert bench.cloud.prompts == ["new"]

    story(tmp_path, tell, store=store)


def test_an_old_uncertain_job_does_not_reschedule_all_the_time(tmp_path: Path) -> None:
    store = FakeStore()
    for number in range(ROOM + 1):
        stage = JobStage.UNCERTAIN if number == ROOM else JobStage.WAITING
        at = START - 4 * 3600 if stage is JobStage.UNCERTAIN else START - 60
        job = a_job(f"old-{number}", stage, task_id=None if number == ROOM else f"old-{number}", submitted_at=at)
        store.jobs[job.id] = replace(job, created_at=at)

    async def tell(bench: Bench) -> None:
        bench.cloud.statuses |= {f"old-{number}": TaskStatus.RUNNING for number in range(ROOM)}
        await bench.engine.resume()
        await bench.order("new")
        await bench.clock.pass_by(10)
        looks = 0
        reschedule = Scheduler.reschedule

        def counted(scheduler: Scheduler) -> None:
            nonlocal looks
            looks += 1
            reschedule(scheduler)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Scheduler, "reschedule", counted)
            await bench.clock.pass_by(100, step=0.5)
        assert looks < 10

    story(tmp_path, tell, store=store)


@pytest.mark.logs("waits")
def test_throttling_slows_this_model_down(tmp_path: Path) -> None:
    async def tell(bench: Bench) -> None:
        bench.cloud.refusals = [CloudBusy(retry_after=10.0)]
        await bench.order("1")
        await bench.order("2", "3")
        await bench.clock.pass_by(8)
        assert len(bench.cloud.at) == 1
        assert len(bench.cloud.prompts) == 0
        await bench.clock.pass_by(8)
        assert sorted(bench.cloud.prompts) == ["1", "2", "3"]
        gaps = [later - before for before, later in pairwise(bench.cloud.at)]
        assert gaps[0] >= 9.9
        assert min(gaps[1:]) > 0.39

    story(tmp_path, tell)


def test_a_pause_sends_nothing_new_and_polls_what_runs(tmp_path: Path) -> None:
    async def tell(bench: Bench) -> None:
        first = await bench.order("1")
        await bench.clock.pass_by(2)
        bench.engine.queue.pause_all()
        ids = await bench.order("2", "3")
        await bench.clock.pass_by(2)
        assert bench.cloud.prompts == ["1"]
        assert bench.listener.workloads[-1].is_paused
        assert bench.before == {ids[0]: 0, ids[1]: 1}
        await bench.finish("task-1")
        await bench.clock.pass_by(2)
        assert bench.store.jobs[first[0]].stage is JobStage.DONE
        bench.engine.queue.resume_all()
        await bench.clock.pass_by(2)
        assert bench.cloud.prompts == ["1", "2", "3"]

    story(tmp_path, tell)


@pytest.mark.logs("waits")
def test_a_pause_also_stops_jobs_that_are_being_prepared(tmp_path: Path) -> None:
    async def tell(bench: Bench) -> None:
        bench.cloud.refusals = [CloudBusy(retry_after=5.0)]
        (job_id,) = await bench.order("1")
        await bench.clock.pass_by(1)
        bench.engine.queue.pause_all()
        await bench.clock.pass_by(60)
        assert bench.cloud.prompts == []
        assert bench.store.jobs[job_id].stage is JobStage.QUEUED
        assert bench.before == {job_id: 0}
        assert len(bench.supervisor) == 0
        bench.engine.queue.resume_all()
        await bench.clock.pass_by(60)
        assert bench.cloud.prompts == ["1"]

    story(tmp_path, tell)


def test_a_paused_start_sends_nothing(tmp_path: Path) -> None:
    async def tell(bench: Bench) -> None:
        await bench.order("1")
        await bench.clock.pass_by(2)
        assert bench.cloud.prompts == []

    story(tmp_path, tell, wishes=QueueSettings(is_paused=True))


def test_moved_jobs_are_sent_in_their_new_order_and_a_restart_keeps_it(tmp_path: Path) -> None:
    store = FakeStore()

    async def tell(bench: Bench) -> None:
        ids = await bench.order("1", "2", "3", "4")
        await bench.engine.queue.move([ids[2]])
        await bench.engine.queue.shift([ids[1]], is_up=True)
        await bench.engine.queue.shift([ids[3]], is_up=True)
        await settle()
        assert [each for each, _ in sorted(bench.before.items(), key=lambda item: item[1])] == [
            ids[2],
            ids[1],
            ids[3],
            ids[0],
        ]

    story(tmp_path, tell, store=store, wishes=QueueSettings(is_paused=True))

    async def again(bench: Bench) -> None:
        await bench.engine.resume()
        await bench.clock.pass_by(3)
        assert bench.cloud.prompts == ["3", "2", "4", "1"]

    story(tmp_path, again, store=store)


def test_a_cancelled_waiting_job_ends_at_once_and_the_others_move_up(tmp_path: Path) -> None:
    async def tell(bench: Bench) -> None:
        ids = await bench.order("1", "2", "3")
        await bench.engine.jobs.cancel(ids[1])
        await settle()
        assert bench.store.jobs[ids[1]].stage is JobStage.CANCELED
        assert bench.before == {ids[0]: 0, ids[2]: 1}

    story(tmp_path, tell, wishes=QueueSettings(is_paused=True))


def test_a_cancel_stops_a_running_upload_and_nothing_is_sent(tmp_path: Path) -> None:
    async def tell(bench: Bench) -> None:
        bench.cloud.upload_gate = asyncio.Event()
        facts = replace(await bench.media.inspect_picture(tmp_path), size_bytes=9_000_000)
        (tmp_path / "cat.jpg").write_bytes(b"x" * 9_000_000)
        bench.media.picture = facts
        assert bench.draft.picture is not None
        bench.draft = replace(bench.draft, picture=replace(bench.draft.picture, facts=facts))
        (job_id,) = await bench.order("1")
        await bench.clock.pass_by(1)
        assert bench.store.jobs[job_id].stage is JobStage.UPLOADING
        await bench.engine.jobs.cancel(job_id)
        await settle()
        assert bench.store.jobs[job_id].stage is JobStage.CANCELED
        assert bench.cloud.stopped_uploads == 1
        assert len(bench.supervisor) == 0
        assert bench.cloud.prompts == []

    story(tmp_path, tell)


def test_a_job_that_is_being_prepared_ahead_starts_when_it_is_prepared(tmp_path: Path) -> None:
    """Two coroutines of one job would upload its picture twice and put each other back into the queue."""

    async def tell(bench: Bench) -> None:
        facts = replace(await bench.media.inspect_picture(tmp_path), size_bytes=9_000_000)
        (tmp_path / "cat.jpg").write_bytes(b"x" * 9_000_000)
        bench.media.picture = facts
        assert bench.draft.picture is not None
        bench.draft = replace(bench.draft, picture=replace(bench.draft.picture, facts=facts))
        await bench.order(*numbers(1, ROOM))
        await bench.clock.pass_by(10)
        assert len(bench.cloud.prompts) == ROOM
        bench.store.uploads.clear()
        bench.cloud.upload_gate = asyncio.Event()
        (ahead,) = await bench.order("ahead")
        assert bench.store.jobs[ahead].stage is JobStage.UPLOADING
        await bench.finish("task-1")
        await bench.clock.pass_by(1)
        prepared = [event for job_id, event in bench.store.kept if job_id == ahead]
        assert [type(event) for event in prepared].count(PreparationStarted) == 1
        bench.cloud.upload_gate.set()
        await bench.clock.pass_by(3)
        assert bench.cloud.prompts[ROOM:] == ["ahead"]

    story(tmp_path, tell)


def test_only_a_waiting_task_can_be_cancelled_at_the_cloud(tmp_path: Path) -> None:
    async def tell(bench: Bench) -> None:
        (job_id,) = await bench.order("1")
        await bench.clock.pass_by(1)
        bench.cloud.cancels = [CloudRefused("running", code="UnsupportedOperation")]
        bench.cloud.statuses["task-1"] = TaskStatus.RUNNING
        with pytest.raises(CloudRefused) as refused:
            await bench.engine.jobs.cancel(job_id)
        assert refused.value.sentence == "cancel_too_late"
        await settle()
        assert bench.store.jobs[job_id].stage is JobStage.GENERATING, "the row says at once how far it is"

    story(tmp_path, tell)


def test_the_workload_counts_what_the_question_before_closing_needs(tmp_path: Path) -> None:
    async def tell(bench: Bench) -> None:
        await bench.order(*numbers(1, ROOM + 3))
        await bench.engine.new_jobs.submit(replace(bench.draft, region="practice"))
        await bench.clock.pass_by(3)
        told = bench.listener.workloads[-1]
        assert (told.at_cloud, told.waiting, told.making) == (ROOM, 3, ROOM + 1)
        assert told.keeps_awake
        assert told.reopen_before is not None
        assert told.reopen_before == pytest.approx(START + 24 * 3600, abs=120)

    story(tmp_path, tell)


def test_an_uncertain_job_counts_before_closing_until_the_list_shows_no_task(tmp_path: Path) -> None:
    store = FakeStore()
    for name, standing in (("a", SearchState.MAKING), ("b", SearchState.NOT_SHOWN)):
        uncertainty = Uncertainty(begun_at=START - 60, ended_at=START - 50, standing=standing)
        job = a_job(name, JobStage.UNCERTAIN, submitted_at=START - 60, uncertainty=uncertainty)
        store.jobs[name] = replace(job, created_at=START - 70)

    async def tell(bench: Bench) -> None:
        await bench.engine.resume()
        await settle()
        told = bench.listener.workloads[-1]
        assert (told.at_cloud, told.uncertain) == (0, 1)
        assert told.reopen_before is not None

    story(tmp_path, tell, store=store)
