"""One job is one create request: doubled calls, errors after the job is stored, and what runs in parallel."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support.fakes import (
    AUDIO,
    FakeAccounts,
    FakeClock,
    FakeCloud,
    FakeFiles,
    FakeListener,
    FakeMedia,
    FakeStore,
    until,
)
from tests.support.jobs import a_job, a_problem
from wandesk.domain.account import Connection
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.errors import CloudRefused, InputRefused, MediaProcessFailed, NoRoom, StoreDamaged, TaskOwned
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_events import JobEvent, PosterMade, SubmissionStarted, UncertaintyClosed
from wandesk.domain.media import Audio, Picture, PictureFacts
from wandesk.domain.picture_edit import NO_EDIT, PictureEdit
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import Submission
from wandesk.domain.transfers import TransferProgress
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Ports, RequestInputs
from wandesk.engine.supervisor import Supervisor
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()


@dataclass
class RefusingStore(FakeStore):
    """Refuses events of one kind, and some new jobs."""

    refuses: type | None = None
    adds_refused: int = 0

    async def add(self, job: Job) -> None:
        await asyncio.sleep(0)
        if self.adds_refused:
            self.adds_refused -= 1
            raise NoRoom("full")
        if any(job.task_id is not None and each.task_id == job.task_id for each in self.jobs.values()):
            raise TaskOwned(job.id)
        await super().add(job)

    async def save(self, job: Job, event: JobEvent) -> None:
        if self.refuses is not None and isinstance(event, self.refuses):
            raise StoreDamaged("torn")
        if job.id not in self.jobs:
            raise KeyError(job.id)
        await super().save(job, event)


@dataclass
class HeldCloud(FakeCloud):
    """A create request takes until `through` is set."""

    through: asyncio.Event | None = None
    begun: int = 0

    async def create(
        self, connection: Connection, request: GenerationRequest, inputs: RequestInputs, *, sent: TransferProgress
    ) -> Submission:
        self.begun += 1
        if self.through is not None:
            await self.through.wait()
        return await super().create(connection, request, inputs, sent=sent)


@dataclass
class HeldMedia(FakeMedia):
    """A thumbnail takes until `through` is set, or its child process dies."""

    through: asyncio.Event | None = None
    dies: bool = False
    asked: int = 0

    async def thumbnail(
        self, source: Path, target: Path, side: int, edit: PictureEdit = NO_EDIT, *, is_as_stored: bool = False
    ) -> None:
        self.asked += 1
        if self.through is not None:
            await self.through.wait()
        if self.dies:
            raise MediaProcessFailed("killed")
        await super().thumbnail(source, target, side, edit)


@dataclass
class Harness:
    tmp_path: Path
    cloud: HeldCloud = field(default_factory=HeldCloud)
    store: RefusingStore = field(default_factory=RefusingStore)
    media: HeldMedia = field(default_factory=HeldMedia)
    failures: list[tuple[str, BaseException]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.files = FakeFiles(self.tmp_path / "own")
        self.files.folder.mkdir()
        self.source = self.tmp_path / "cat.jpg"
        self.source.write_bytes(b"a picture")

    def run_scenario(self, scenario: Callable[[Engine], Coroutine[Any, Any, None]]) -> None:
        async def run() -> None:
            supervisor = Supervisor(lambda name, error: self.failures.append((name, error)))
            ports = Ports(
                cloud=self.cloud,
                accounts=FakeAccounts(),
                store=self.store,
                media=self.media,
                files=self.files,
                clock=FakeClock(),
            )
            engine = build_engine(catalog=CATALOG, ports=ports, supervisor=supervisor, listener=FakeListener())
            await engine.resume()
            await scenario(engine)
            await supervisor.close()

        asyncio.run(run())
        assert not self.failures

    @property
    def draft(self) -> Draft:
        facts = PictureFacts(format="JPEG", width=1280, height=960, size_bytes=9)
        picture = Picture(path=str(self.source), facts=facts)
        return replace(new_draft(CATALOG, "singapore"), picture=picture, prompt="a cat")

    def job(self, job_id: str) -> Job:
        return self.store.jobs[job_id]

    def kept(self, kind: type) -> int:
        return sum(isinstance(event, kind) for _, event in self.store.kept)


def uncertain() -> Job:
    return a_job(
        "old",
        JobStage.UNCERTAIN,
        submitted_at=FakeClock().time,
        stage_since=FakeClock().time,
        account="singapore/main",
        problem=a_problem(Sentence.REQUEST_UNCERTAIN, request_id=""),
    )


# ---------------------------------------------------------------- one create request


@pytest.mark.logs("worked on twice")
def test_a_job_that_runs_twice_is_submitted_once(tmp_path: Path) -> None:
    """The second coroutine finds the stage that its own record would have set."""
    harness = Harness(tmp_path)

    async def scenario(engine: Engine) -> None:
        harness.cloud.through = asyncio.Event()
        job = replace(a_job("job", JobStage.QUEUED), request=uncertain().request)
        engine._open_jobs.subscribe(opened=lambda _job_id: None, changed=lambda: None)  # not started by the scheduler
        await engine._open_jobs.add(job)
        submitter = engine.queue._scheduler._pipeline._submitter
        twice = asyncio.gather(submitter.submit(job), submitter.submit(job), return_exceptions=True)
        await until(lambda: harness.cloud.begun)
        for _ in range(100):
            await asyncio.sleep(0)
        harness.cloud.through.set()
        assert list(await twice) == [None, None]

    harness.run_scenario(scenario)
    assert harness.cloud.begun == harness.kept(SubmissionStarted) == 1


@pytest.mark.logs("stays uncertain")
def test_generate_again_succeeds_once_the_new_job_is_stored(tmp_path: Path) -> None:
    """An error would enable the button again, and the next press would pay once more."""
    harness = Harness(tmp_path)
    old = uncertain()
    harness.store.jobs["old"] = replace(old, request=replace(old.request, estimate=None))

    async def scenario(engine: Engine) -> None:
        harness.store.refuses = UncertaintyClosed
        again = await engine.new_jobs.generate_again("old")
        assert again.request.estimate == old.request.estimate, "at the price of today"
        new = again.id
        await until(lambda: harness.job(new).stage is JobStage.DONE)

    harness.run_scenario(scenario)
    assert harness.job("old").stage is JobStage.UNCERTAIN
    assert harness.cloud.begun == 1


def test_an_uncertain_job_is_closed_once_however_often_it_is_requested(tmp_path: Path) -> None:
    harness = Harness(tmp_path)
    harness.store.jobs["old"] = uncertain()

    async def scenario(engine: Engine) -> None:
        requests = [engine.uncertain.close("old"), engine.uncertain.close("old"), engine.new_jobs.generate_again("old")]
        requests.append(engine.uncertain.choose("old", "task-9"))
        answers = await asyncio.gather(*requests, return_exceptions=True)
        assert [getattr(each, "id", each) for each in answers if each is not None] == [
            next(job_id for job_id in harness.store.jobs if job_id != "old")
        ]
        await until(lambda: all(job.stage.is_final for job in harness.store.jobs.values()))
        assert list(engine.uncertain._pending._closed) == ["old"]

    harness.run_scenario(scenario)
    assert (harness.job("old").stage, harness.job("old").task_id) == (JobStage.EXPIRED, None)
    assert harness.kept(UncertaintyClosed) == harness.cloud.begun == 1


def test_a_job_that_cannot_be_stored_leaves_no_copies_and_sends_nothing(tmp_path: Path) -> None:
    harness = Harness(tmp_path)
    harness.store.adds_refused = 1

    async def scenario(engine: Engine) -> None:
        with pytest.raises(NoRoom):
            await engine.new_jobs.submit(harness.draft)
        assert list(harness.files.folder.iterdir()) == []
        job_id = (await engine.new_jobs.submit(harness.draft)).id
        await until(lambda: harness.job(job_id).stage is JobStage.DONE)

    harness.run_scenario(scenario)
    assert harness.cloud.begun == 1


def test_a_job_whose_second_file_is_gone_leaves_no_copy_of_the_first(tmp_path: Path) -> None:
    harness = Harness(tmp_path)
    sound = Audio(path=str(tmp_path / "gone.mp3"), facts=AUDIO)
    draft = replace(harness.draft, audio=sound, sound_choice=SoundChoice.MINE)

    class Files(FakeFiles):
        async def copy_input(self, source: Path, format: str) -> StoredInput:  # noqa: A002
            if not source.exists():
                raise InputRefused(sentence=Sentence.AUDIO_NOT_FOUND)
            return await super().copy_input(source, format)

    harness.files = Files(harness.files.folder)

    async def scenario(engine: Engine) -> None:
        with pytest.raises(InputRefused):
            await engine.new_jobs.submit(draft)

    harness.run_scenario(scenario)
    assert list(harness.files.folder.iterdir()) == []


# ---------------------------------------------------------------- posters


@pytest.mark.logs("no poster")
def test_a_poster_whose_process_dies_delays_no_submission(tmp_path: Path) -> None:
    harness = Harness(tmp_path, media=HeldMedia(dies=True))

    async def scenario(engine: Engine) -> None:
        job_id = (await engine.new_jobs.submit(harness.draft)).id
        await until(lambda: harness.job(job_id).stage is JobStage.DONE)

    harness.run_scenario(scenario)
    assert harness.kept(PosterMade) == 0


@pytest.mark.parametrize("is_removed", [False, True])
def test_a_late_poster_is_kept_with_its_row_or_deleted_with_it(tmp_path: Path, is_removed: bool) -> None:
    harness = Harness(tmp_path)
    harness.cloud.creates = [CloudRefused("no", code="Arrearage")]

    async def scenario(engine: Engine) -> None:
        harness.media.through = asyncio.Event()
        job_id = (await engine.new_jobs.submit(harness.draft)).id
        await until(lambda: harness.media.asked and harness.job(job_id).stage.is_final)
        poster = harness.files.poster_path(job_id)
        if is_removed:
            await harness.store.remove(job_id)
        harness.media.through.set()
        await until(lambda: not any(each.get_name().startswith("poster") for each in asyncio.all_tasks()))
        assert poster.exists() is not is_removed
        assert is_removed or harness.job(job_id).poster == str(poster)

    harness.run_scenario(scenario)
