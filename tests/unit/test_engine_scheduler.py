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
from wandesk.domain.errors import CloudBusy, CloudRefused, CloudUnreachable, Remedy, WanDeskError
from wandesk.domain.job import Job, JobStage, SearchState, Uncertainty
from wandesk.domain.job_events import PreparationStarted
from wandesk.domain.media import Picture
from wandesk.domain.request import GenerationRequest
from wandesk.domain.search_timing import SearchTiming
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import Submission, TaskReport, TaskStatus, Upload
from wandesk.domain.transfers import Stopped, TransferProgress
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Ports, RequestInputs
from wandesk.engine.scheduler import Scheduler
from wandesk.engine.send_queue import QueueSettings
from wandesk.engine.supervisor import Supervisor
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
START = 1_800_000_000.0
ROOM = 10
"""Twice the catalogue's concurrency of the recommended model."""
UNTIL_LISTED = SearchTiming().list_delay
"""Seconds from the start until a job of an earlier run is sent."""


class ManualClock:
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
    clock: ManualClock = field(default_factory=ManualClock)
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
class Harness:
    engine: Engine
    cloud: SlowCloud
    store: FakeStore
    media: FakeMedia
    clock: ManualClock
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


def run_scenario(
    tmp_path: Path,
    scenario: Callable[[Harness], Awaitable[None]],
    *,
    region: str = "singapore",
    store: FakeStore | None = None,
    queue_settings: QueueSettings | None = None,
) -> Harness:
    source = tmp_path / "cat.jpg"
    source.write_bytes(b"a picture")

    async def run() -> Harness:
        supervisor = Supervisor()
        clock = ManualClock()
        cloud = SlowCloud(clock=clock)
        media, files, listener, accounts = FakeMedia(), FakeFiles(tmp_path / "own"), FakeListener(), FakeAccounts()
        files.folder.mkdir(exist_ok=True)
        kept = store or FakeStore()
        ports = Ports(cloud=cloud, accounts=accounts, store=kept, media=media, files=files, clock=clock)
        engine = build_engine(
            catalog=CATALOG, ports=ports, supervisor=supervisor, listener=listener, queue_settings=queue_settings
        )
        picture = Picture(path=str(source), facts=await media.inspect_picture(source))
        draft = replace(new_draft(CATALOG, region), picture=picture)
        harness = Harness(engine, cloud, kept, media, clock, listener, accounts, draft, supervisor)
        try:
            await scenario(harness)
        finally:
            await supervisor.close()
        return harness

    return asyncio.run(run())


def numbers(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, last + 1)]


def test_a_batch_is_sent_in_order_and_costs_few_coroutines(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        ids = await harness.order(*numbers(1, 300))
        await harness.clock.pass_by(5)
        assert harness.cloud.prompts == numbers(1, ROOM)
        assert len(harness.stages(JobStage.WAITING)) == ROOM
        assert len(harness.supervisor) < ROOM + 10
        assert harness.before[ids[ROOM]] == 0
        assert harness.before[ids[299]] == 299 - ROOM
        assert ids[0] not in harness.before
        looks = harness.cloud.looks
        await harness.finish("task-3")
        await harness.clock.pass_by(5)
        assert harness.cloud.prompts == numbers(1, ROOM + 1)
        assert harness.cloud.looks < looks + 60

    run_scenario(tmp_path, scenario)


@pytest.mark.parametrize("stage", [JobStage.QUEUED, JobStage.WAITING])
def test_a_running_job_is_not_started_a_second_time(tmp_path: Path, stage: JobStage) -> None:
    """Two quick presses of *Download again* enqueue a job twice; two downloads would write into the same file."""
    store = FakeStore()
    store.jobs["job"] = a_job("job", stage, task_id="task-1" if stage is JobStage.WAITING else None)

    async def scenario(harness: Harness) -> None:
        harness.cloud.statuses["task-1"] = TaskStatus.PENDING
        await harness.engine.resume()
        scheduler = harness.engine.queue._scheduler
        for _ in range(10):
            await harness.clock.pass_by(10)  # the list is read before a job of an earlier run is sent
            scheduler.enqueue("job")
            assert [each.get_name() for each in asyncio.all_tasks()].count("job job") <= 1
        assert "job" in scheduler._running

    run_scenario(tmp_path, scenario, store=store)


def test_only_the_next_few_jobs_are_prepared_ahead(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        ids = await harness.order(*numbers(1, 50))
        await harness.clock.pass_by(5)
        ready = [job.id for job in harness.store.jobs.values() if job.poster is not None]
        assert ready == ids[: ROOM + 2]
        assert {harness.store.jobs[each].stage for each in ids[ROOM:]} == {JobStage.QUEUED}

    run_scenario(tmp_path, scenario)


def test_requests_of_one_model_keep_the_catalogues_pace(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        await harness.order(*numbers(1, ROOM))
        await harness.clock.pass_by(5, step=0.05)

    times = run_scenario(tmp_path, scenario).cloud.at
    offer = CATALOG.offer("singapore", "wan2.5-i2v-preview")
    assert offer is not None
    assert len(times) == ROOM
    gaps = [later - before for before, later in pairwise(times)]
    assert min(gaps) > 0.99 / offer.submits_per_second


def test_models_and_regions_have_lanes_of_their_own(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        await harness.order(*numbers(1, ROOM + 1))
        other = replace(harness.draft, prompt="practice", region="practice")
        await harness.engine.new_jobs.submit(other)
        await harness.clock.pass_by(3)
        assert "practice" in harness.cloud.prompts
        assert harness.cloud.prompts.count(str(ROOM + 1)) == 0

    run_scenario(tmp_path, scenario)


def test_the_setting_limits_jobs_at_the_cloud_and_practice_has_its_own_limit(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        await harness.order(*numbers(1, 8))
        await harness.clock.pass_by(3)
        assert len(harness.cloud.prompts) == 3
        harness.engine.queue.set_at_once(5)
        await harness.clock.pass_by(3)
        assert len(harness.cloud.prompts) == 5
        harness.engine.queue.set_at_once(0)
        await harness.clock.pass_by(3)
        assert len(harness.cloud.prompts) == 8

    run_scenario(tmp_path, scenario, queue_settings=QueueSettings(at_once=3))

    async def practise(harness: Harness) -> None:
        await harness.order(*numbers(1, 8))
        await harness.clock.pass_by(3)
        assert len(harness.cloud.prompts) == 8

    (tmp_path / "second").mkdir()
    run_scenario(tmp_path / "second", practise, region="practice", queue_settings=QueueSettings(at_once=3))


@pytest.mark.parametrize("stage", [JobStage.WAITING, JobStage.GENERATING, JobStage.UNCERTAIN])
def test_jobs_that_may_be_at_the_cloud_take_room_after_a_restart(tmp_path: Path, stage: JobStage) -> None:
    key = Secret("sk-one").fingerprint
    store = FakeStore()
    for number in range(ROOM - 1):
        job = a_job(f"old-{number}", stage, task_id=None if stage is JobStage.UNCERTAIN else f"old-{number}")
        store.jobs[job.id] = replace(job, submitted_at=START - 60, created_at=START - 70, key_fingerprint=key)

    async def scenario(harness: Harness) -> None:
        harness.cloud.statuses |= {f"old-{number}": TaskStatus.RUNNING for number in range(ROOM)}
        await harness.engine.resume()
        await harness.order("a", "b")
        await harness.clock.pass_by(2)
        assert harness.cloud.prompts == ["a"]

    run_scenario(tmp_path, scenario, store=store)


def test_jobs_of_another_key_take_no_room(tmp_path: Path) -> None:
    store = FakeStore()
    for number in range(ROOM):
        job = a_job(f"old-{number}", JobStage.WAITING, task_id=f"old-{number}")
        store.jobs[job.id] = replace(job, submitted_at=START - 60, created_at=START - 70, key_fingerprint="gone")

    async def scenario(harness: Harness) -> None:
        harness.cloud.statuses |= {f"old-{number}": TaskStatus.RUNNING for number in range(ROOM)}
        waiting = a_job("new", JobStage.QUEUED)
        assert waiting.request.first_frame is not None
        picture = tmp_path / "own" / waiting.request.first_frame.sha256
        picture.write_bytes(b"a picture")
        harness.store.jobs["new"] = replace(waiting, created_at=START - 5)
        await harness.engine.resume()
        await harness.clock.pass_by(UNTIL_LISTED + 2)
        assert len(harness.cloud.prompts) == 1

    run_scenario(tmp_path, scenario, store=store)


@pytest.mark.logs("waits")
def test_room_is_released_when_the_cloud_has_ended_every_task(tmp_path: Path) -> None:
    store = FakeStore()
    for number in range(ROOM):
        job = a_job(f"old-{number}", JobStage.WAITING, task_id=f"old-{number}", submitted_at=START - 3600)
        store.jobs[job.id] = replace(job, created_at=START - 3700)

    async def scenario(harness: Harness) -> None:
        harness.cloud.statuses |= {f"old-{number}": TaskStatus.UNKNOWN for number in range(ROOM)}
        await harness.engine.resume()
        await harness.order("new")
        await harness.clock.pass_by(7000, step=100)
        assert harness.cloud.prompts == []
        await harness.clock.pass_by(400, step=10)
        assert harness.cloud.prompts == ["new"]

    run_scenario(tmp_path, scenario, store=store)


def test_an_old_uncertain_job_does_not_reschedule_all_the_time(tmp_path: Path) -> None:
    store = FakeStore()
    for number in range(ROOM + 1):
        stage = JobStage.UNCERTAIN if number == ROOM else JobStage.WAITING
        at = START - 4 * 3600 if stage is JobStage.UNCERTAIN else START - 60
        job = a_job(f"old-{number}", stage, task_id=None if number == ROOM else f"old-{number}", submitted_at=at)
        store.jobs[job.id] = replace(job, created_at=at)

    async def scenario(harness: Harness) -> None:
        harness.cloud.statuses |= {f"old-{number}": TaskStatus.RUNNING for number in range(ROOM)}
        await harness.engine.resume()
        await harness.order("new")
        await harness.clock.pass_by(10)
        looks = 0
        reschedule = Scheduler.reschedule

        def counted(scheduler: Scheduler) -> None:
            nonlocal looks
            looks += 1
            reschedule(scheduler)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Scheduler, "reschedule", counted)
            await harness.clock.pass_by(100, step=0.5)
        assert looks < 10

    run_scenario(tmp_path, scenario, store=store)


@pytest.mark.logs("waits")
def test_throttling_slows_this_model_down(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.refusals = [CloudBusy(retry_after=10.0)]
        await harness.order("1")
        await harness.order("2", "3")
        await harness.clock.pass_by(8)
        assert len(harness.cloud.at) == 1
        assert len(harness.cloud.prompts) == 0
        await harness.clock.pass_by(8)
        assert sorted(harness.cloud.prompts) == ["1", "2", "3"]
        gaps = [later - before for before, later in pairwise(harness.cloud.at)]
        assert gaps[0] >= 9.9
        assert min(gaps[1:]) > 0.39

    run_scenario(tmp_path, scenario)


def test_a_pause_sends_nothing_new_and_polls_what_runs(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        first = await harness.order("1")
        await harness.clock.pass_by(2)
        harness.engine.queue.set_paused(True)
        ids = await harness.order("2", "3")
        await harness.clock.pass_by(2)
        assert harness.cloud.prompts == ["1"]
        assert harness.listener.workloads[-1].is_paused
        assert harness.before == {ids[0]: 0, ids[1]: 1}
        await harness.finish("task-1")
        await harness.clock.pass_by(2)
        assert harness.store.jobs[first[0]].stage is JobStage.DONE
        harness.engine.queue.set_paused(False)
        await harness.clock.pass_by(2)
        assert harness.cloud.prompts == ["1", "2", "3"]

    run_scenario(tmp_path, scenario)


def test_a_pause_stops_a_job_that_waits_for_its_turn_at_the_cloud(tmp_path: Path) -> None:
    """The job is prepared: only the pace of its model keeps it from being sent."""

    async def scenario(harness: Harness) -> None:
        await harness.order("1", "2")
        assert harness.cloud.prompts == ["1"]
        assert [job.request.prompt for job in harness.stages(JobStage.PREPARING)] == ["2"]
        harness.engine.queue.set_paused(True)
        await harness.clock.pass_by(5)
        assert harness.cloud.prompts == ["1"]
        assert [job.request.prompt for job in harness.stages(JobStage.QUEUED)] == ["2"]
        harness.engine.queue.set_paused(False)
        await harness.clock.pass_by(5)
        assert harness.cloud.prompts == ["1", "2"]

    run_scenario(tmp_path, scenario)


@pytest.mark.logs("waits")
def test_a_pause_also_stops_jobs_that_are_being_prepared(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.refusals = [CloudBusy(retry_after=5.0)]
        (job_id,) = await harness.order("1")
        await harness.clock.pass_by(1)
        harness.engine.queue.set_paused(True)
        await harness.clock.pass_by(60)
        assert harness.cloud.prompts == []
        assert harness.store.jobs[job_id].stage is JobStage.QUEUED
        assert harness.before == {job_id: 0}
        assert len(harness.supervisor) == 0
        harness.engine.queue.set_paused(False)
        await harness.clock.pass_by(60)
        assert harness.cloud.prompts == ["1"]

    run_scenario(tmp_path, scenario)


def test_a_paused_start_sends_nothing(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        await harness.order("1")
        await harness.clock.pass_by(2)
        assert harness.cloud.prompts == []

    run_scenario(tmp_path, scenario, queue_settings=QueueSettings(is_paused=True))


def test_moved_jobs_are_sent_in_their_new_order_and_a_restart_keeps_it(tmp_path: Path) -> None:
    store = FakeStore()

    async def scenario(harness: Harness) -> None:
        ids = await harness.order("1", "2", "3", "4")
        await harness.engine.queue.move([ids[2]])
        await harness.engine.queue.shift([ids[1]], is_up=True)
        await harness.engine.queue.shift([ids[3]], is_up=True)
        await settle()
        assert [each for each, _ in sorted(harness.before.items(), key=lambda item: item[1])] == [
            ids[2],
            ids[1],
            ids[3],
            ids[0],
        ]

    run_scenario(tmp_path, scenario, store=store, queue_settings=QueueSettings(is_paused=True))

    async def again(harness: Harness) -> None:
        await harness.engine.resume()
        await harness.clock.pass_by(UNTIL_LISTED + 3)
        assert harness.cloud.prompts == ["3", "2", "4", "1"]

    run_scenario(tmp_path, again, store=store)


def test_a_cancelled_waiting_job_ends_at_once_and_the_others_move_up(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        ids = await harness.order("1", "2", "3")
        await harness.engine.jobs.cancel(ids[1])
        await settle()
        assert harness.store.jobs[ids[1]].stage is JobStage.CANCELED
        assert harness.before == {ids[0]: 0, ids[2]: 1}

    run_scenario(tmp_path, scenario, queue_settings=QueueSettings(is_paused=True))


def test_a_cancel_stops_a_running_upload_and_nothing_is_sent(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.upload_gate = asyncio.Event()
        facts = replace(await harness.media.inspect_picture(tmp_path), size_bytes=9_000_000)
        (tmp_path / "cat.jpg").write_bytes(b"x" * 9_000_000)
        harness.media.picture = facts
        assert harness.draft.picture is not None
        harness.draft = replace(harness.draft, picture=replace(harness.draft.picture, facts=facts))
        (job_id,) = await harness.order("1")
        await harness.clock.pass_by(1)
        assert harness.store.jobs[job_id].stage is JobStage.UPLOADING
        await harness.engine.jobs.cancel(job_id)
        await settle()
        assert harness.store.jobs[job_id].stage is JobStage.CANCELED
        assert harness.cloud.stopped_uploads == 1
        assert len(harness.supervisor) == 0
        assert harness.cloud.prompts == []

    run_scenario(tmp_path, scenario)


def test_a_job_that_is_being_prepared_ahead_starts_when_it_is_prepared(tmp_path: Path) -> None:
    """Two coroutines of one job would upload its picture twice and put each other back into the queue."""

    async def scenario(harness: Harness) -> None:
        facts = replace(await harness.media.inspect_picture(tmp_path), size_bytes=9_000_000)
        (tmp_path / "cat.jpg").write_bytes(b"x" * 9_000_000)
        harness.media.picture = facts
        assert harness.draft.picture is not None
        harness.draft = replace(harness.draft, picture=replace(harness.draft.picture, facts=facts))
        await harness.order(*numbers(1, ROOM))
        await harness.clock.pass_by(10)
        assert len(harness.cloud.prompts) == ROOM
        harness.store.uploads.clear()
        harness.cloud.upload_gate = asyncio.Event()
        (ahead,) = await harness.order("ahead")
        assert harness.store.jobs[ahead].stage is JobStage.UPLOADING
        await harness.finish("task-1")
        await harness.clock.pass_by(1)
        prepared = [event for job_id, event in harness.store.kept if job_id == ahead]
        assert [type(event) for event in prepared].count(PreparationStarted) == 1
        harness.cloud.upload_gate.set()
        await harness.clock.pass_by(3)
        assert harness.cloud.prompts[ROOM:] == ["ahead"]

    run_scenario(tmp_path, scenario)


def test_only_a_waiting_task_can_be_cancelled_at_the_cloud(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        (job_id,) = await harness.order("1")
        await harness.clock.pass_by(1)
        harness.cloud.cancels = [CloudRefused("running", sentence=Sentence.CANCEL_TOO_LATE)]
        harness.cloud.statuses["task-1"] = TaskStatus.RUNNING
        with pytest.raises(CloudRefused) as refused:
            await harness.engine.jobs.cancel(job_id)
        assert refused.value.sentence == "cancel_too_late"
        await settle()
        assert harness.store.jobs[job_id].stage is JobStage.GENERATING, "the row shows the stage at once"

    run_scenario(tmp_path, scenario)


def test_a_cancel_that_is_refused_for_another_reason_says_it(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        (job_id,) = await harness.order("1")
        await harness.clock.pass_by(1)
        denied = CloudRefused("denied", sentence=Sentence.CLOUD_KEY_DENIED, remedy=Remedy.ACCOUNT, code="AccessDenied")
        harness.cloud.cancels = [denied]
        with pytest.raises(CloudRefused) as refused:
            await harness.engine.jobs.cancel(job_id)
        assert refused.value is denied

    run_scenario(tmp_path, scenario)


def test_the_workload_counts_what_the_question_before_closing_needs(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        await harness.order(*numbers(1, ROOM + 3))
        await harness.engine.new_jobs.submit(replace(harness.draft, region="practice"))
        await harness.clock.pass_by(3)
        workload = harness.listener.workloads[-1]
        assert (workload.at_cloud, workload.waiting, workload.making) == (ROOM, 3, ROOM + 1)
        assert workload.practising == 1
        assert workload.keeps_awake
        assert workload.reopen_before is not None
        assert workload.reopen_before == pytest.approx(START + 24 * 3600, abs=120)

    run_scenario(tmp_path, scenario)


def test_a_paused_practice_job_loses_nothing_by_closing(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.engine.queue.set_paused(True)
        await harness.engine.new_jobs.submit(replace(harness.draft, region="practice"))
        await settle()
        workload = harness.listener.workloads[-1]
        assert (len(workload.before), workload.practising) == (1, 0)

    run_scenario(tmp_path, scenario)


def test_an_order_that_waits_for_the_user_is_not_told_as_being_made(tmp_path: Path) -> None:
    """The first workload is told although it counts nothing: until then the window counts open rows."""
    store = FakeStore()
    uncertainty = Uncertainty(begun_at=START - 60, ended_at=START - 50, search_state=SearchState.CHOICE)
    job = a_job("a", JobStage.UNCERTAIN, uncertainty=uncertainty)
    store.jobs["a"] = replace(job, submitted_at=None, created_at=START - 90_000)

    async def scenario(harness: Harness) -> None:
        await harness.engine.resume()
        await settle()
        workload = harness.listener.workloads[-1]
        assert (workload.making, workload.uncertain, len(workload.before)) == (0, 0, 0)

    run_scenario(tmp_path, scenario, store=store)


def test_an_uncertain_job_counts_before_closing_until_the_list_shows_no_task(tmp_path: Path) -> None:
    store = FakeStore()
    for name, search_state in (("a", SearchState.MAKING), ("b", SearchState.NOT_SHOWN)):
        uncertainty = Uncertainty(begun_at=START - 60, ended_at=START - 50, search_state=search_state)
        job = a_job(name, JobStage.UNCERTAIN, submitted_at=START - 60, uncertainty=uncertainty)
        store.jobs[name] = replace(job, created_at=START - 70)

    async def scenario(harness: Harness) -> None:
        await harness.engine.resume()
        await settle()
        workload = harness.listener.workloads[-1]
        assert (workload.at_cloud, workload.uncertain) == (0, 1)
        assert workload.reopen_before is not None

    run_scenario(tmp_path, scenario, store=store)
