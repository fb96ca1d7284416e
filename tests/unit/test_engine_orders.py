"""One job from Generate to the video, with fakes at every port."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.fakes import (
    AUDIO,
    PENDING,
    PICTURE,
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
)
from wandesk.domain.catalog import Catalog, SoundChoice
from wandesk.domain.draft import Draft, changed_offer, new_draft
from wandesk.domain.errors import (
    CloudBusy,
    CloudRefused,
    CloudUnreachable,
    InputRefused,
    KeyRefused,
    LinkExpired,
    MediaProcessFailed,
    NothingSent,
    OutcomeUnknown,
    Remedy,
    UploadsRefused,
    VideoUnreadable,
)
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_events import SubmissionStarted, TaskCreated
from wandesk.domain.marks import Marks
from wandesk.domain.media import Audio, Picture, PictureFacts
from wandesk.domain.picture_edit import Crop, PictureEdit
from wandesk.domain.progress import WaitReason
from wandesk.domain.remaking import Change
from wandesk.domain.request import ChosenPart, is_request_of, make_request
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import Submission, TaskStatus, Usage
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import InlineFile, Ports
from wandesk.engine.supervisor import Supervisor
from wandesk.settings.catalogue import load_catalogue

CATALOG: Catalog = load_catalogue()


@dataclass
class Harness:
    """An engine on fakes."""

    engine: Engine
    cloud: FakeCloud
    accounts: FakeAccounts
    store: FakeStore
    media: FakeMedia
    files: FakeFiles
    clock: FakeClock
    listener: FakeListener
    draft: Draft

    async def until(self, condition: Callable[[], bool]) -> None:
        for _ in range(3000):
            if condition():
                return
            await asyncio.sleep(0)
        raise AssertionError(f"never happened; jobs are {[job.stage for job in self.store.jobs.values()]}")

    async def until_stage(self, *stages: JobStage) -> Job:
        await self.until(lambda: any(job.stage in stages for job in self.store.jobs.values()))
        return next(job for job in self.store.jobs.values() if job.stage in stages)


def run_scenario(
    tmp_path: Path,
    scenario: Callable[[Harness], Awaitable[None]],
    *,
    region: str = "practice",
    store: FakeStore | None = None,
) -> Harness:
    """Run a scenario on a fresh engine and return the harness."""
    source = tmp_path / "cat.jpg"
    source.write_bytes(b"a picture")
    sound = tmp_path / "purr.mp3"
    sound.write_bytes(b"a sound")

    async def run() -> Harness:
        supervisor = Supervisor()
        media = FakeMedia()
        listener = FakeListener()
        cloud, accounts, files, clock = FakeCloud(), FakeAccounts(), FakeFiles(tmp_path / "own"), FakeClock()
        files.folder.mkdir(exist_ok=True)
        kept = store or FakeStore()
        ports = Ports(cloud=cloud, accounts=accounts, store=kept, media=media, files=files, clock=clock)
        engine = build_engine(catalog=CATALOG, ports=ports, supervisor=supervisor, listener=listener)
        draft = replace(
            new_draft(CATALOG, region),
            picture=Picture(path=str(source), facts=await media.inspect_picture(source)),
            audio=Audio(path=str(sound), facts=await media.inspect_audio(sound)),
            prompt="a cat looks up",
        )
        harness = Harness(engine, cloud, accounts, kept, media, files, clock, listener, draft)
        try:
            await scenario(harness)
        finally:
            await supervisor.close()
        return harness

    return asyncio.run(run())


def store_of_one(tmp_path: Path) -> tuple[FakeStore, Job]:
    """A store after one run that made one video, and that video's job."""
    store = FakeStore()

    async def scenario(harness: Harness) -> None:
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.DONE)

    run_scenario(tmp_path, scenario, store=store)
    (job,) = store.jobs.values()
    return store, job


def test_a_picture_becomes_a_video(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.DONE)

    harness = run_scenario(tmp_path, scenario)
    (job,) = harness.store.jobs.values()
    assert job.video is not None
    assert Path(job.video.path).read_bytes() == b"video"
    assert job.task_id == "task-1"
    assert job.finished_at is not None
    assert job.poster is not None
    assert len(harness.cloud.ordered) == 1
    stages = [each.stage for each in harness.listener.changed]
    order = [stage for i, stage in enumerate(stages) if i == 0 or stages[i - 1] is not stage]
    assert order == [
        JobStage.PREPARING,
        JobStage.SUBMITTING,
        JobStage.WAITING,
        JobStage.GENERATING,
        JobStage.DOWNLOADING,
        JobStage.DONE,
    ]


def test_practice_shows_a_short_usual_time_without_any_history(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.GENERATING)
        progress = harness.listener.progress[-1]
        assert progress.usual_seconds is not None
        assert progress.usual_seconds < 15

    run_scenario(tmp_path, scenario)


def test_the_start_is_stored_before_the_create_and_the_id_before_the_first_poll(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        def before_create() -> None:
            assert [type(event) for _, event in harness.store.kept].count(SubmissionStarted) == 1

        harness.cloud.before_create = before_create
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until(lambda: harness.cloud.looks == 1)
        assert any(isinstance(event, TaskCreated) for _, event in harness.store.kept)

    run_scenario(tmp_path, scenario)


def test_my_audio_is_uploaded_and_the_small_picture_goes_inline(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        await harness.engine.new_jobs.submit(replace(harness.draft, sound_choice=SoundChoice.MINE))
        await harness.until_stage(JobStage.DONE)

    harness = run_scenario(tmp_path, scenario)
    ((_, inputs),) = harness.cloud.ordered
    assert isinstance(inputs["first_frame"], InlineFile)
    assert inputs["audio"] == "oss://temporary/1.mp3"
    assert JobStage.UPLOADING in [job.stage for job in harness.listener.changed]


def test_audio_that_changed_after_the_form_read_it_is_converted_before_it_is_uploaded(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.media.sound = replace(AUDIO, is_clean=False)
        await harness.engine.new_jobs.submit(replace(harness.draft, sound_choice=SoundChoice.MINE))
        job = await harness.until_stage(JobStage.DONE)
        sent, original = job.prepared["audio"], job.request.inputs["audio"]
        assert harness.media.parts == [(0.0, AUDIO.seconds)]
        assert sent.name == original.name
        assert sent.sha256 != original.sha256

    run_scenario(tmp_path, scenario)


def test_part_of_the_audio_is_stored_with_the_job_and_the_original_may_be_deleted(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        assert harness.draft.audio is not None
        facts = replace(AUDIO, format="M4A", seconds=600.0, size_bytes=9_000_000, is_plain=False, is_clean=False)
        trimmed = replace(harness.draft.audio, facts=facts, start=70.0, length=4.0)
        assert harness.draft.picture is not None
        size_bytes = (tmp_path / "cat.jpg").stat().st_size
        picture = replace(harness.draft.picture, facts=replace(PICTURE, size_bytes=size_bytes))
        draft = replace(harness.draft, picture=picture, sound_choice=SoundChoice.MINE, audio=trimmed)
        await harness.engine.new_jobs.submit(draft)
        (tmp_path / "purr.mp3").unlink()
        job = await harness.until_stage(JobStage.DONE)
        stored = job.request.inputs["audio"]
        assert harness.media.parts == [(70.0, 4.0)]
        assert harness.files.input_path(stored).read_bytes() == b"b'a sound' 70.0 4.0"
        assert (stored.name, stored.format) == ("purr.mp3", "MP3")
        assert stored.part == ChosenPart(size_bytes=9_000_000, start=70.0, length=4.0)
        assert is_request_of(job.request, draft, CATALOG)
        assert not is_request_of(job.request, replace(draft, audio=replace(trimmed, start=71.0)), CATALOG)
        assert not is_request_of(job.request, replace(draft, audio=replace(trimmed, length=None)), CATALOG)
        again = await harness.engine.new_jobs.generate_again(job.id)
        assert again.request.inputs["audio"] == stored
        assert harness.media.parts == [(70.0, 4.0)], "the same bytes: nothing is cut again"

    run_scenario(tmp_path, scenario)


def test_job_whose_audio_cannot_be_cut_leaves_nothing_behind(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        assert harness.draft.audio is not None
        trimmed = replace(harness.draft.audio, start=2.0)
        draft = replace(harness.draft, sound_choice=SoundChoice.MINE, audio=trimmed)
        harness.media.unpreparable = InputRefused(sentence=Sentence.AUDIO_DAMAGED)
        with pytest.raises(InputRefused):
            await harness.engine.new_jobs.submit(draft)
        assert await harness.files.stored_inputs() == {}
        assert harness.store.jobs == {}

    run_scenario(tmp_path, scenario)


def test_a_turned_picture_is_prepared_and_the_original_may_be_deleted(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.media.picture = PictureFacts(format="JPEG", width=900, height=1200, size_bytes=9, is_turned=True)
        await harness.engine.new_jobs.submit(harness.draft)
        (tmp_path / "cat.jpg").unlink()
        await harness.until_stage(JobStage.DONE)

    harness = run_scenario(tmp_path, scenario)
    ((_, inputs),) = harness.cloud.ordered
    assert isinstance(inputs["first_frame"], InlineFile)
    assert inputs["first_frame"].path.read_bytes() == b"prepared"


def test_an_edit_reaches_preparation_and_the_copy_stays_the_users_own_file(tmp_path: Path) -> None:
    edit = PictureEdit(crop=Crop(left=0.5), background="#102030")

    async def scenario(harness: Harness) -> None:
        picture = harness.draft.picture
        assert picture is not None
        await harness.engine.new_jobs.submit(replace(harness.draft, picture=replace(picture, edit=edit)))
        job = await harness.until_stage(JobStage.DONE)
        again = await harness.engine.new_jobs.generate_again(job.id)
        assert again.request.edit_of("first_frame") == edit
        assert harness.files.input_path(again.request.inputs["first_frame"]).read_bytes() == b"a picture"

    harness = run_scenario(tmp_path, scenario)
    assert set(harness.media.edits) == {edit}


def test_a_video_of_practice_is_made_for_real_from_its_own_copies(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        practised = await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.DONE)
        (tmp_path / "cat.jpg").unlink()
        harness.cloud.creates = [Submission(task_id="task-2", request_id="r")]
        real = await harness.engine.new_jobs.remake(practised.id, Change(region="singapore"))
        offer = CATALOG.offer("singapore", practised.request.model)
        assert offer is not None
        assert (real.request.region, real.request.model_id) == ("singapore", offer.model_id)
        assert real.request.inputs == practised.request.inputs
        assert real.request.estimate is not None
        assert not real.request.estimate.is_free
        await harness.until(lambda: len(harness.cloud.ordered) == 2)
        request, inputs = harness.cloud.ordered[1]
        assert request == real.request
        assert isinstance(inputs["first_frame"], InlineFile)
        assert inputs["first_frame"].path.read_bytes() == b"a picture"
        assert harness.store.jobs[practised.id].stage is JobStage.DONE
        with pytest.raises(InputRefused):
            await harness.engine.new_jobs.remake(practised.id, Change(region="atlantis"))
        assert len(harness.store.jobs) == 2, "what does not fit makes no job"

    run_scenario(tmp_path, scenario)


def test_a_picture_that_fits_is_sent_without_what_else_its_file_carries(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.media.extras = b" picture"
        first = await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.DONE)
        harness.cloud.creates = [Submission(task_id="task-2", request_id="r")]
        await harness.engine.new_jobs.generate_again(first.id)  # from the copy of the store
        await harness.until(lambda: len(harness.cloud.ordered) == 2)
        for _, inputs in harness.cloud.ordered:
            assert isinstance(inputs["first_frame"], InlineFile)
            assert inputs["first_frame"].path.read_bytes() == b"a"
        job = harness.store.jobs[first.id]
        assert job.request.first_frame is not None
        assert harness.files.input_path(job.request.first_frame).read_bytes() == b"a picture"

    run_scenario(tmp_path, scenario)


def test_a_picture_that_an_earlier_version_prepared_as_it_is_is_cleaned(tmp_path: Path) -> None:
    store, done = store_of_one(tmp_path)
    original = done.request.first_frame
    assert original is not None
    queued = Job(id="1" * 32, created_at=done.created_at, request=done.request, prepared={"first_frame": original})
    store.jobs = {queued.id: queued}

    async def scenario(harness: Harness) -> None:
        harness.media.extras = b" picture"
        await harness.engine.resume()
        job = await harness.until_stage(JobStage.DONE)
        (_, inputs) = harness.cloud.ordered[0]
        assert isinstance(inputs["first_frame"], InlineFile)
        assert inputs["first_frame"].path.read_bytes() == b"a"
        assert job.prepared["first_frame"].sha256 != original.sha256

    run_scenario(tmp_path, scenario, store=store)


def test_a_lost_answer_makes_the_job_uncertain_and_is_never_sent_again(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.creates = [OutcomeUnknown("cut", request_id="r-9")]
        await harness.engine.new_jobs.submit(harness.draft)
        job = await harness.until_stage(JobStage.UNCERTAIN)
        harness.engine.jobs.check_again(job.id)
        harness.engine.check_all()
        for _ in range(200):
            await asyncio.sleep(0)

    harness = run_scenario(tmp_path, scenario, region="singapore")
    assert len(harness.cloud.ordered) == 1
    (job,) = harness.store.jobs.values()
    assert job.problem is not None
    assert job.problem.request_id == "r-9"


@pytest.mark.logs("waits")
@pytest.mark.parametrize("trouble", [NothingSent("no route"), CloudBusy("slow down", retry_after=3.0)])
def test_a_request_that_never_arrived_is_sent_again(tmp_path: Path, trouble: NothingSent | CloudBusy) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.creates = [trouble, Submission(task_id="task-2", request_id="r")]
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.DONE)

    harness = run_scenario(tmp_path, scenario, region="singapore")
    assert len(harness.cloud.ordered) == 2
    (job,) = harness.store.jobs.values()
    assert job.task_id == "task-2"


def test_a_refused_request_fails_with_the_clouds_message(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        refused = CloudRefused(
            "not in good standing", sentence=Sentence.CLOUD_ARREARS, code="Arrearage", request_id="r-1"
        )
        harness.cloud.creates = [refused]
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.FAILED)

    harness = run_scenario(tmp_path, scenario)
    (job,) = harness.store.jobs.values()
    assert job.problem is not None
    assert (job.problem.sentence, job.problem.code) == ("cloud_arrears", "Arrearage")
    assert job.task_id is None


def test_failed_task_has_its_reason(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.reports = [PENDING, report(TaskStatus.FAILED, code="DataInspectionFailed")]
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.FAILED)

    harness = run_scenario(tmp_path, scenario)
    (job,) = harness.store.jobs.values()
    assert job.problem is not None
    assert job.problem.code == "DataInspectionFailed"


@pytest.mark.logs("waits")
def test_failed_polls_only_delay_the_next_and_the_row_shows_the_reason(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.reports = [*[CloudUnreachable("down")] * 5, RUNNING, CloudUnreachable("down"), SUCCEEDED]
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.DONE)

    harness = run_scenario(tmp_path, scenario, region="singapore")
    reasons = [progress.waits_for for progress in harness.listener.progress]
    assert WaitReason.NETWORK in reasons
    assert len(harness.cloud.ordered) == 1


@pytest.mark.logs("waits")
def test_without_a_key_the_job_waits_and_continues_automatically(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        del harness.accounts.keys["singapore"]
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until(lambda: any(p.waits_for is WaitReason.KEY for p in harness.listener.progress))
        assert not harness.cloud.ordered
        harness.accounts.keys["singapore"] = "sk-new"
        harness.engine.check_all()
        await harness.until_stage(JobStage.DONE)

    run_scenario(tmp_path, scenario, region="singapore")


@pytest.mark.logs("waits")
def test_a_refused_key_delays_the_request_and_makes_no_task(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.creates = [KeyRefused("401"), Submission(task_id="t", request_id="r")]
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.DONE)

    harness = run_scenario(tmp_path, scenario, region="singapore")
    assert WaitReason.KEY in [progress.waits_for for progress in harness.listener.progress]


@pytest.mark.logs("waits")
def test_an_expired_link_is_requested_again(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.downloads = [LinkExpired("403"), b"video"]
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.DONE)

    harness = run_scenario(tmp_path, scenario)
    assert len(harness.cloud.ordered) == 1


@pytest.mark.logs("waits")
def test_a_broken_video_is_downloaded_again(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.media.videos = [VideoUnreadable("cut"), *harness.media.videos]
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.DONE)

    run_scenario(tmp_path, scenario)


@pytest.mark.logs("waits: task_not_shown")
def test_an_unknown_task_ends_only_after_a_day(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.reports = [report(TaskStatus.UNKNOWN)]
        await harness.engine.new_jobs.submit(harness.draft)
        begun = harness.clock.now()
        for _ in range(50_000):
            if any(job.stage is JobStage.EXPIRED for job in harness.store.jobs.values()):
                break
            await asyncio.sleep(0)
        assert 24 * 3600 <= harness.clock.now() - begun < 24 * 3600 + 120

    harness = run_scenario(tmp_path, scenario)
    (job,) = harness.store.jobs.values()
    assert job.stage is JobStage.EXPIRED


def test_a_draft_with_problems_is_refused_before_anything_is_stored(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        with pytest.raises(InputRefused) as refused:
            await harness.engine.new_jobs.submit(replace(harness.draft, picture=None))
        assert refused.value.sentence == "picture_missing"

    harness = run_scenario(tmp_path, scenario)
    assert not harness.store.jobs


def test_a_picture_that_cannot_be_opened_fails_the_job_free_of_charge(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.media.picture = MediaProcessFailed("died")
        await harness.engine.new_jobs.submit(harness.draft)
        await harness.until_stage(JobStage.FAILED)

    assert not run_scenario(tmp_path, scenario).cloud.ordered


def test_cancel_before_submission_sends_nothing(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        job_id = (await harness.engine.new_jobs.submit(harness.draft)).id
        await harness.engine.jobs.cancel(job_id)
        await harness.until_stage(JobStage.CANCELED)
        for _ in range(200):
            await asyncio.sleep(0)

    assert not run_scenario(tmp_path, scenario).cloud.ordered


def test_cancel_fails_while_the_video_is_being_made(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.reports = [RUNNING]
        job_id = (await harness.engine.new_jobs.submit(harness.draft)).id
        await harness.until_stage(JobStage.GENERATING)
        with pytest.raises(CloudRefused) as refused:
            await harness.engine.jobs.cancel(job_id)
        assert refused.value.sentence == "cancel_too_late"

    run_scenario(tmp_path, scenario)


@pytest.mark.parametrize(
    ("stage", "ends", "creates"),
    [
        (JobStage.QUEUED, JobStage.DONE, 1),
        (JobStage.PREPARING, JobStage.DONE, 1),
        (JobStage.UPLOADING, JobStage.DONE, 1),
        (JobStage.SUBMITTING, JobStage.UNCERTAIN, 0),
        (JobStage.WAITING, JobStage.DONE, 0),
        (JobStage.GENERATING, JobStage.DONE, 0),
        (JobStage.DOWNLOADING, JobStage.DONE, 0),
        (JobStage.UNCERTAIN, JobStage.UNCERTAIN, 0),
    ],
)
def test_a_restart_continues_with_the_step_of_the_stage(
    tmp_path: Path, stage: JobStage, ends: JobStage, creates: int
) -> None:
    store, job = store_of_one(tmp_path)
    has_task = stage in (JobStage.WAITING, JobStage.GENERATING, JobStage.DOWNLOADING)
    store.jobs[job.id] = replace(
        job, stage=stage, video=None, download_path=None, finished_at=None, task_id="task-1" if has_task else None
    )

    async def second(harness: Harness) -> None:
        await harness.engine.resume()
        await harness.until_stage(ends)
        for _ in range(100):
            await asyncio.sleep(0)

    assert len(run_scenario(tmp_path, second, store=store).cloud.ordered) == creates


def test_a_crash_between_rename_and_record_keeps_the_video_and_downloads_nothing(tmp_path: Path) -> None:
    store, job = store_of_one(tmp_path)
    store.jobs[job.id] = replace(job, stage=JobStage.DOWNLOADING, video=None, finished_at=None)

    async def second(harness: Harness) -> None:
        harness.cloud.downloads = [LinkExpired("must not be asked")]
        await harness.engine.resume()
        await harness.until_stage(JobStage.DONE)

    assert run_scenario(tmp_path, second, store=store).cloud.looks == 0


# ------------------------------------------------------------------ uploads


HEAVY = PictureFacts(format="JPEG", width=4000, height=3000, size_bytes=9_000_000)


def heavy_picture(harness: Harness, tmp_path: Path, name: str = "heavy.jpg") -> Picture:
    path = tmp_path / name
    path.write_bytes(name.encode() * 900_000)
    return Picture(path=str(path), facts=HEAVY)


def test_one_file_is_uploaded_once_for_many_jobs(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.media.picture = HEAVY
        harness.cloud.upload_expires_at = harness.clock.now() + 47 * 3600
        harness.cloud.creates = [Submission(task_id=f"task-{n}", request_id="r") for n in range(4)]
        draft = replace(harness.draft, picture=heavy_picture(harness, tmp_path))
        for _ in range(3):
            await harness.engine.new_jobs.submit(draft)
        await harness.until(lambda: len(harness.cloud.ordered) == 3)
        assert len(harness.cloud.uploaded) == 1
        assert {inputs["first_frame"] for _, inputs in harness.cloud.ordered} == {"oss://temporary/1.jpg"}
        harness.clock.time += 48 * 3600
        await harness.engine.new_jobs.submit(draft)
        await harness.until(lambda: len(harness.cloud.ordered) == 4)
        assert harness.cloud.ordered[3][1]["first_frame"] == "oss://temporary/2.jpg"

    run_scenario(tmp_path, scenario)


def test_another_key_or_model_needs_another_upload(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.media.picture = HEAVY
        harness.cloud.upload_expires_at = harness.clock.now() + 47 * 3600
        harness.cloud.creates = [Submission(task_id=f"task-{n}", request_id="r") for n in range(3)]
        draft = replace(harness.draft, picture=heavy_picture(harness, tmp_path))
        await harness.engine.new_jobs.submit(draft)
        await harness.until(lambda: len(harness.cloud.ordered) == 1)
        harness.accounts.keys["practice"] = "sk-another"
        await harness.engine.new_jobs.submit(draft)
        await harness.until(lambda: len(harness.cloud.ordered) == 2)
        await harness.engine.new_jobs.submit(changed_offer(draft, CATALOG, model_key="wan2.7-i2v"))
        await harness.until(lambda: len(harness.cloud.ordered) == 3)
        assert len(harness.cloud.uploaded) == 3

    run_scenario(tmp_path, scenario)


def test_an_upload_that_the_cloud_does_not_find_is_repeated(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.media.picture = HEAVY
        harness.cloud.upload_expires_at = harness.clock.now() + 47 * 3600
        gone = report(TaskStatus.FAILED, code="InvalidParameter.DataInspection")
        harness.cloud.reports = [
            replace(gone, sentence=Sentence.CLOUD_INPUT_UNREACHABLE, remedy=Remedy.UPLOAD),
            SUCCEEDED,
        ]
        harness.cloud.creates = [Submission(task_id=f"task-{n}", request_id="r") for n in range(2)]
        draft = replace(harness.draft, picture=heavy_picture(harness, tmp_path))
        await harness.engine.new_jobs.submit(draft)
        await harness.until_stage(JobStage.FAILED)
        await harness.engine.new_jobs.submit(draft)
        await harness.until_stage(JobStage.DONE)
        assert [inputs["first_frame"] for _, inputs in harness.cloud.ordered] == [
            "oss://temporary/1.jpg",
            "oss://temporary/2.jpg",
        ]

    run_scenario(tmp_path, scenario)


def test_every_upload_of_a_job_is_forgotten_when_the_cloud_does_not_find_one(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.media.picture = HEAVY
        harness.cloud.upload_expires_at = harness.clock.now() + 47 * 3600
        gone = report(TaskStatus.FAILED, code="InvalidParameter.DataInspection")
        harness.cloud.reports = [replace(gone, sentence=Sentence.CLOUD_INPUT_UNREACHABLE, remedy=Remedy.UPLOAD)]
        sound = tmp_path / "sea.mp3"
        sound.write_bytes(b"sound")
        draft = replace(
            changed_offer(harness.draft, CATALOG, model_key="wan2.7-i2v"),
            picture=heavy_picture(harness, tmp_path),
            last_frame=heavy_picture(harness, tmp_path, "last.jpg"),
            audio=Audio(path=str(sound), facts=AUDIO),
            sound_choice=SoundChoice.MINE,
        )
        await harness.engine.new_jobs.submit(draft)
        await harness.until_stage(JobStage.FAILED)
        assert len(harness.cloud.uploaded) == 3
        assert harness.store.uploads == {}

    run_scenario(tmp_path, scenario)


@pytest.mark.parametrize("has_uploads", [True, False])
def test_without_uploads_a_large_picture_is_compressed_and_sent_inline(tmp_path: Path, has_uploads: bool) -> None:
    async def scenario(harness: Harness) -> None:
        harness.media.picture = HEAVY
        harness.accounts.has_uploads = has_uploads
        harness.cloud.uploads = [UploadsRefused("no", code="InvalidParameter")]
        await harness.engine.new_jobs.submit(replace(harness.draft, picture=heavy_picture(harness, tmp_path)))
        job = await harness.until_stage(JobStage.DONE)
        (_, inputs) = harness.cloud.ordered[0]
        assert isinstance(inputs["first_frame"], InlineFile)
        assert inputs["first_frame"].path.read_bytes() == b"prepared"
        assert harness.media.limits[-1].max_bytes == CATALOG.inline_picture_max_bytes == 7_000_000
        assert job.prepared["first_frame"].size_bytes == len(b"prepared")

    run_scenario(tmp_path, scenario)


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (UploadsRefused("no such thing"), "sound_no_uploads"),
        (UploadsRefused("no", sentence=Sentence.UPLOADS_DENIED), "uploads_denied"),
        (UploadsRefused("pay", sentence=Sentence.CLOUD_ARREARS), "cloud_arrears"),
    ],
)
def test_without_uploads_audio_is_refused_with_a_sentence(
    tmp_path: Path, trouble: UploadsRefused, sentence: str
) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.uploads = [trouble]
        path = tmp_path / "sound.mp3"
        path.write_bytes(b"sound")
        sound = Audio(path=str(path), facts=AUDIO)
        await harness.engine.new_jobs.submit(replace(harness.draft, audio=sound, sound_choice=SoundChoice.MINE))
        job = await harness.until_stage(JobStage.FAILED)
        assert job.problem is not None
        assert job.problem.sentence == sentence
        assert harness.cloud.ordered == []

    run_scenario(tmp_path, scenario)


def test_a_last_frame_is_sent_clean_as_the_first_is(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        path = tmp_path / "last.png"
        path.write_bytes(b"last and a place")
        (tmp_path / "cat.jpg").write_bytes(b"first and a place")
        harness.media.extras = b" and a place"
        last = Picture(path=str(path), facts=PictureFacts(format="PNG", width=800, height=600, size_bytes=4))
        draft = changed_offer(harness.draft, CATALOG, model_key="wan2.7-i2v")
        await harness.engine.new_jobs.submit(replace(draft, last_frame=last))
        await harness.until_stage(JobStage.DONE)
        (request, inputs) = harness.cloud.ordered[0]
        assert request.last_frame is not None
        sent = inputs["first_frame"], inputs["last_frame"]
        assert [each.path.read_bytes() for each in sent if isinstance(each, InlineFile)] == [b"first", b"last"]
        assert (
            harness.files.input_path(request.last_frame).read_bytes() == b"last and a place"
        )  # the copy of the user's file
        silent = (
            await harness.engine.new_jobs.submit(replace(harness.draft, last_frame=last))
        ).id  # this model takes none
        assert harness.store.jobs[silent].request.last_frame is None

    run_scenario(tmp_path, scenario)


def test_a_video_whose_usage_has_no_length_is_measured(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.reports = [replace(SUCCEEDED, usage=Usage(resolution_tier=480))]
        await harness.engine.new_jobs.submit(harness.draft)
        job = await harness.until_stage(JobStage.DONE)
        assert job.usage == Usage(seconds=5.0, resolution_tier=480, is_measured=True)

    run_scenario(tmp_path, scenario)


@pytest.mark.parametrize(("has_uploads", "address"), [(True, None), (False, "https://a.example/clip.mp4")])
def test_a_video_continues_a_clip(tmp_path: Path, has_uploads: bool, address: str | None) -> None:
    async def scenario(harness: Harness) -> None:
        harness.accounts.has_uploads = has_uploads
        first = await harness.files.copy_input(
            Path(harness.draft.picture.path if harness.draft.picture else ""), "JPEG"
        )
        path = tmp_path / "clip.mp4"
        path.write_bytes(b"clip")
        clip = replace(await harness.files.copy_input(path, "MP4"), address=address)
        draft = changed_offer(harness.draft, CATALOG, model_key="wan2.7-i2v")
        offer = CATALOG.offer("practice", "wan2.7-i2v")
        assert offer is not None
        request = make_request(
            draft,
            model=CATALOG.model("wan2.7-i2v"),
            offer=offer,
            first_frame=first,
            files={},
            estimate=None,
            clip=clip,
        )
        await harness.store.add(Job(id="clip", created_at=harness.clock.now(), request=request))
        await harness.engine.resume()
        job = await harness.until_stage(JobStage.DONE)
        (_, inputs) = harness.cloud.ordered[0]
        assert "first_frame" not in inputs  # only shown to people
        assert inputs["clip"] == (address or "oss://temporary/1.mp4")
        assert job.poster is not None

    run_scenario(tmp_path, scenario)


def test_an_order_with_an_id_of_its_own_is_made_once(tmp_path: Path) -> None:
    async def scenario(it: Harness) -> None:
        marks = Marks(name="The cat", label="pets")
        first = await it.engine.new_jobs.submit(it.draft, marks, "line-1")
        again = await it.engine.new_jobs.submit(it.draft, marks, "line-1")
        assert (first.id, first.marks) == ("line-1", marks)
        assert again == it.store.jobs["line-1"]
        assert await it.engine.new_jobs.made(["line-1", "line-2"]) == {"line-1"}
        await it.until_stage(JobStage.DONE)
        assert await it.engine.removals.remove("line-1")
        assert (await it.engine.new_jobs.submit(it.draft, marks, "line-1")).is_removed, "a removed one was ordered, too"
        assert await it.engine.new_jobs.made(["line-1"]) == {"line-1"}

    harness = run_scenario(tmp_path, scenario)
    assert len(harness.store.jobs) == 1
    assert len(harness.cloud.ordered) == 1
