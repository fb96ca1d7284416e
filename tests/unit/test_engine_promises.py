"""Nothing paid for is lost and nothing is paid for twice: full disks, races, an empty catalogue, a sudden end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.fakes import (
    PENDING,
    RUNNING,
    SUCCEEDED,
    FakeAccounts,
    FakeClock,
    FakeCloud,
    FakeFiles,
    FakeListener,
    FakeMedia,
    FakeStore,
    report,
    until,
)
from wandesk.domain.account import Connection
from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.errors import (
    CloudBusy,
    CloudRefused,
    CloudUnreachable,
    FolderRefused,
    MediaProcessFailed,
    NoRoom,
    NothingSent,
    OutcomeUnknown,
    TaskOwned,
)
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_events import (
    DownloadStarted,
    InputsPrepared,
    JobEvent,
    JobFailed,
    SubmissionPostponed,
    SubmissionStarted,
    SubmissionUnconfirmed,
    TaskCreated,
)
from wandesk.domain.media import Picture, PictureFacts
from wandesk.domain.request import GenerationRequest
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import Submission, TaskReport, TaskStatus
from wandesk.domain.transfers import Stopped, TransferProgress
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Ports, RequestInputs
from wandesk.engine.supervisor import Supervisor
from wandesk.settings.catalogue import EMPTY_CATALOG, load_catalogue

CATALOG = load_catalogue()


@dataclass
class FullStore(FakeStore):
    """Refuses some kinds of events, each several times; `reaches` is set when one is about to be stored."""

    refusals: dict[type, list[Exception]] = field(default_factory=dict)
    reaches: Callable[[JobEvent], None] = lambda _event: None

    async def save(self, job: Job, event: JobEvent) -> None:
        self.reaches(event)
        await asyncio.sleep(0)
        waiting = self.refusals.get(type(event))
        if waiting:
            raise waiting.pop(0)
        await super().save(job, event)


@dataclass
class Harness:
    """Engines on the same fakes, one after another: a restart keeps the store, the files and the cloud."""

    tmp_path: Path
    region: str = "singapore"
    catalog: Catalog = CATALOG
    cloud: FakeCloud = field(default_factory=FakeCloud)
    store: FullStore = field(default_factory=FullStore)
    media: FakeMedia = field(default_factory=FakeMedia)
    listener: FakeListener = field(default_factory=FakeListener)
    clock: FakeClock = field(default_factory=FakeClock)
    accounts: FakeAccounts = field(default_factory=FakeAccounts)
    failures: list[tuple[str, BaseException]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.files = FakeFiles(self.tmp_path / "own")
        self.files.folder.mkdir(exist_ok=True)
        self.source = self.tmp_path / "cat.jpg"
        self.source.write_bytes(b"a picture")

    def start(self) -> tuple[Engine, Supervisor]:
        supervisor = Supervisor(lambda name, error: self.failures.append((name, error)))
        ports = Ports(
            cloud=self.cloud,
            accounts=self.accounts,
            store=self.store,
            media=self.media,
            files=self.files,
            clock=self.clock,
        )
        return build_engine(
            catalog=self.catalog, ports=ports, supervisor=supervisor, listener=self.listener
        ), supervisor

    @property
    def draft(self) -> Draft:
        facts = PictureFacts(format="JPEG", width=1280, height=960, size_bytes=9)
        return replace(
            new_draft(CATALOG, self.region), picture=Picture(path=str(self.source), facts=facts), prompt="a cat"
        )

    @property
    def job(self) -> Job:
        (job,) = self.store.jobs.values()
        return job

    def kept(self, kind: type) -> int:
        return sum(isinstance(event, kind) for _, event in self.store.kept)

    def order(self, ends: JobStage, *, settles: bool = False) -> None:
        """One run of the program: order, and wait for a stage of the order."""
        self._run(lambda engine: engine.new_jobs.submit(self.draft), lambda: self.job.stage is ends, settles=settles)

    def go_on(self, is_over: Callable[[], object], *, settles: bool = False) -> None:
        """Another run of the program, which resumes the open jobs."""
        self._run(lambda engine: engine.resume(), is_over, settles=settles)

    def _run(
        self, begin: Callable[[Engine], Awaitable[object]], is_over: Callable[[], object], *, settles: bool
    ) -> None:
        async def scenario() -> None:
            engine, supervisor = self.start()
            await begin(engine)
            await until(is_over)
            if settles:
                await settle()
            await supervisor.close()

        asyncio.run(scenario())


async def settle() -> None:
    for _ in range(300):
        await asyncio.sleep(0)


# ---------------------------------------------------------------- records that cannot be stored


@pytest.mark.logs("waits|cannot be stored")
def test_a_task_id_that_the_full_disk_refuses_is_stored_as_soon_as_there_is_room(tmp_path: Path) -> None:
    harness = Harness(tmp_path)
    harness.store.refusals = {TaskCreated: [NoRoom("full"), NoRoom("full"), NoRoom("full")]}

    harness.order(JobStage.DONE)
    assert harness.job.task_id == "task-1"
    assert len(harness.cloud.ordered) == 1
    assert not harness.kept(SubmissionUnconfirmed)


@pytest.mark.logs("waits|cannot be stored")
@pytest.mark.parametrize(
    ("answer", "kind", "creates", "ends"),
    [
        (NothingSent("no route"), SubmissionPostponed, 2, JobStage.DONE),
        (CloudRefused("no", sentence=Sentence.CLOUD_ARREARS), None, 1, JobStage.FAILED),
        (OutcomeUnknown("cut", request_id="r-7"), SubmissionUnconfirmed, 1, JobStage.UNCERTAIN),
    ],
)
def test_every_outcome_of_a_create_request_is_stored_unchanged(
    tmp_path: Path, answer: NothingSent, kind: type | None, creates: int, ends: JobStage
) -> None:
    harness = Harness(tmp_path)
    harness.cloud.creates = [answer, Submission(task_id="task-1", request_id="r")]
    harness.store.refusals = {kind or JobFailed: [NoRoom("full"), NoRoom("full")]}
    harness.cloud.pages = [CloudUnreachable("down")]  # otherwise the outcome would soon be found in the list

    harness.order(ends, settles=True)
    assert harness.job.stage is ends
    assert len(harness.cloud.ordered) == creates
    if ends is JobStage.UNCERTAIN:
        assert harness.job.problem is not None
        assert harness.job.problem.request_id == "r-7"


@pytest.mark.logs("waits")
def test_a_task_that_another_job_owns_leaves_the_job_uncertain(tmp_path: Path) -> None:
    harness = Harness(tmp_path)
    harness.store.refusals = {TaskCreated: [TaskOwned("job", values={"task_id": "task-1"})]}
    harness.cloud.pages = [CloudUnreachable("down")]

    harness.order(JobStage.UNCERTAIN, settles=True)
    assert len(harness.cloud.ordered) == 1
    assert harness.job.problem is not None
    assert harness.job.problem.sentence == "task_owned"


@pytest.mark.logs("waits")
def test_a_full_disk_before_submission_sends_nothing_and_one_request_later(tmp_path: Path) -> None:
    harness = Harness(tmp_path)
    harness.store.refusals = {SubmissionStarted: [NoRoom("full"), NoRoom("full")], InputsPrepared: [NoRoom("full")]}

    harness.order(JobStage.DONE)
    assert len(harness.cloud.ordered) == 1


@pytest.mark.logs("waits")
def test_a_reserved_name_that_the_full_disk_refuses_is_released(tmp_path: Path) -> None:
    class Reserving(FakeFiles):
        async def reserve_video(self, job: Job) -> Path:
            path = self.folder / f"video-{len(list(self.folder.glob('video-*')))}.mp4"
            path.touch(exist_ok=False)
            return path

    harness = Harness(tmp_path)
    harness.files = Reserving(harness.files.folder)
    harness.store.refusals = {DownloadStarted: [NoRoom("full")] * 5}

    harness.order(JobStage.DONE)
    assert [path.name for path in harness.files.folder.glob("video-*.mp4")] == ["video-0.mp4"]


@pytest.mark.logs("no poster")
def test_a_poster_that_cannot_be_written_does_not_delay_the_video(tmp_path: Path) -> None:
    class NoPosters(FakeFiles):
        def poster_path(self, job_id: str) -> Path:
            if job_id.endswith(".film"):
                raise FolderRefused("read-only")
            return super().poster_path(job_id)

    harness = Harness(tmp_path)
    harness.files = NoPosters(harness.files.folder)

    harness.order(JobStage.DONE)


# ---------------------------------------------------------------- races


@pytest.mark.logs("cancel failed")
@pytest.mark.parametrize("moment", [SubmissionStarted, TaskCreated])
def test_a_late_cancel_fails_and_stops_no_download(tmp_path: Path, moment: type) -> None:
    def refuse(stopped: Stopped) -> None:
        if stopped():
            raise CloudUnreachable("stopped")

    harness = Harness(tmp_path, cloud=FakeCloud(before_download=refuse))
    late: list[asyncio.Task[None]] = []

    async def scenario() -> None:
        engine, supervisor = harness.start()

        def cancel(event: JobEvent) -> None:
            if isinstance(event, moment) and not late:
                late.append(supervisor.spawn("cancel", engine.jobs.cancel(harness.job.id)))

        harness.store.reaches = cancel
        await engine.new_jobs.submit(harness.draft)
        await until(lambda: late)
        await asyncio.wait(late)
        error = late[0].exception()
        assert isinstance(error, CloudRefused)
        assert error.sentence == "cancel_while_sent"
        await until(lambda: harness.job.stage is JobStage.DONE)
        await supervisor.close()

    asyncio.run(scenario())
    assert len(harness.cloud.ordered) == 1


def test_a_throttled_cancel_is_not_called_too_late(tmp_path: Path) -> None:
    harness = Harness(tmp_path)
    harness.cloud.reports = [PENDING]
    harness.cloud.cancels = [CloudBusy("slow down")]

    async def scenario() -> None:
        engine, supervisor = harness.start()
        job_id = (await engine.new_jobs.submit(harness.draft)).id
        await until(lambda: harness.job.stage is JobStage.WAITING)
        with pytest.raises(CloudBusy):
            await engine.jobs.cancel(job_id)
        await supervisor.close()

    asyncio.run(scenario())


def test_a_job_submitted_while_the_open_jobs_are_loaded_is_sent_once(tmp_path: Path) -> None:
    @dataclass
    class SlowStore(FullStore):
        async def open_jobs(self) -> Sequence[Job]:
            found = await super().open_jobs()
            await settle()
            return found

    harness = Harness(tmp_path, store=SlowStore())

    async def scenario() -> None:
        engine, supervisor = harness.start()
        await engine.new_jobs.submit(harness.draft)
        await engine.resume()
        await until(lambda: harness.job.stage is JobStage.DONE)
        await settle()
        await supervisor.close()

    asyncio.run(scenario())
    assert len(harness.cloud.ordered) == 1


def test_a_cancelled_transfer_reports_no_progress(tmp_path: Path) -> None:
    harness = Harness(tmp_path)

    async def scenario() -> None:
        engine, supervisor = harness.start()
        job_id = (await engine.new_jobs.submit(harness.draft)).id
        await engine.jobs.cancel(job_id)
        reported = len(harness.listener.progress)
        engine._open_jobs.set_transferred(job_id, 5, 10)
        assert len(harness.listener.progress) == reported
        await supervisor.close()

    asyncio.run(scenario())


# ---------------------------------------------------------------- the end of the program


def test_an_end_during_the_create_request_leaves_the_job_uncertain_and_not_repeated(tmp_path: Path) -> None:
    @dataclass
    class HangingCloud(FakeCloud):
        async def create(
            self, connection: Connection, request: GenerationRequest, inputs: RequestInputs, *, sent: TransferProgress
        ) -> Submission:
            self.ordered.append((request, inputs))
            await asyncio.Event().wait()
            raise AssertionError

    harness = Harness(tmp_path, cloud=HangingCloud())

    async def first() -> None:
        engine, supervisor = harness.start()
        await engine.new_jobs.submit(harness.draft)
        await until(lambda: harness.cloud.ordered)
        await supervisor.close()

    asyncio.run(first())
    assert harness.job.stage is JobStage.SUBMITTING
    harness.go_on(lambda: harness.job.stage is JobStage.UNCERTAIN, settles=True)
    assert len(harness.cloud.ordered) == 1


def test_a_create_request_in_flight_is_awaited_before_the_end(tmp_path: Path) -> None:
    @dataclass
    class SlowCloud(FakeCloud):
        async def create(
            self, connection: Connection, request: GenerationRequest, inputs: RequestInputs, *, sent: TransferProgress
        ) -> Submission:
            self.ordered.append((request, inputs))
            await settle()
            return Submission(task_id="task-1", request_id="r")

    harness = Harness(tmp_path, cloud=SlowCloud())
    harness.cloud.reports = [PENDING]

    async def scenario() -> None:
        engine, supervisor = harness.start()
        await engine.new_jobs.submit(harness.draft)
        await until(lambda: harness.cloud.ordered)
        await engine.create_requests_ended()
        await supervisor.close()

    asyncio.run(scenario())
    assert harness.job.task_id == "task-1"


# ---------------------------------------------------------------- bugs, and an empty catalogue


@pytest.mark.logs("unexpected error|waits")
def test_a_bug_delays_a_job_only_for_a_while(tmp_path: Path) -> None:
    @dataclass
    class OddCloud(FakeCloud):
        odd: int = 2

        async def task(self, connection: Connection, task_id: str) -> TaskReport:
            if self.odd:
                self.odd -= 1
                raise ZeroDivisionError("a mistake of ours")
            return await super().task(connection, task_id)

    harness = Harness(tmp_path, cloud=OddCloud())

    harness.order(JobStage.DONE)
    assert len(harness.cloud.ordered) == 1


@pytest.mark.logs("unexpected error|waits")
def test_a_bug_during_the_create_request_makes_the_job_uncertain(tmp_path: Path) -> None:
    @dataclass
    class OddCloud(FakeCloud):
        async def create(
            self, connection: Connection, request: GenerationRequest, inputs: RequestInputs, *, sent: TransferProgress
        ) -> Submission:
            self.ordered.append((request, inputs))
            raise ZeroDivisionError("a mistake of ours")

    harness = Harness(tmp_path, cloud=OddCloud())

    harness.order(JobStage.UNCERTAIN, settles=True)
    assert len(harness.cloud.ordered) == 1


@pytest.mark.logs("waits")
@pytest.mark.parametrize("stage", [JobStage.WAITING, JobStage.GENERATING, JobStage.DOWNLOADING])
def test_a_paid_video_is_downloaded_without_any_catalogue(tmp_path: Path, stage: JobStage) -> None:
    harness = Harness(tmp_path)

    harness.order(JobStage.DONE)
    job = harness.job
    harness.store.jobs[job.id] = replace(job, stage=stage, video=None, download_path=None, finished_at=None)
    (harness.files.folder / f"{job.id}.mp4").unlink()
    harness.catalog = EMPTY_CATALOG
    harness.cloud.reports = [CloudUnreachable("down"), report(TaskStatus.UNKNOWN), RUNNING, SUCCEEDED]

    harness.go_on(lambda: harness.job.stage.is_final)
    assert harness.job.stage is JobStage.DONE
    assert not harness.failures
    assert len(harness.cloud.ordered) == 1


def test_a_job_whose_model_is_gone_fails_free_of_charge(tmp_path: Path) -> None:
    harness = Harness(tmp_path)

    async def order() -> None:
        engine, supervisor = harness.start()
        await engine.new_jobs.submit(harness.draft)
        await supervisor.close()

    asyncio.run(order())
    harness.catalog = replace(CATALOG, models=(), offers=())

    harness.go_on(lambda: harness.job.stage.is_final)
    assert harness.job.stage is JobStage.FAILED
    assert harness.job.problem is not None
    assert harness.job.problem.sentence == "model_not_offered"
    assert not harness.cloud.ordered


# ---------------------------------------------------------------- closing


@pytest.mark.logs("did not close")
def test_a_port_that_does_not_close_keeps_no_other_open(tmp_path: Path) -> None:
    closed: list[str] = []

    @dataclass
    class StubbornCloud(FakeCloud):
        async def close(self) -> None:
            raise OSError("a socket")

    @dataclass
    class ClosingMedia(FakeMedia):
        async def close(self) -> None:
            closed.append("media")
            raise MediaProcessFailed("gone already")

    @dataclass
    class ClosingStore(FullStore):
        async def close(self) -> None:
            closed.append("store")

    harness = Harness(tmp_path, cloud=StubbornCloud(), media=ClosingMedia(), store=ClosingStore())

    async def scenario() -> None:
        engine, supervisor = harness.start()
        await supervisor.close()
        await engine.close()

    asyncio.run(scenario())
    assert closed == ["media", "store"]
