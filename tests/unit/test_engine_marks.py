"""The marks of jobs are changed, undone and given with a new job."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.fakes import RUNNING
from tests.support.jobs import a_job
from tests.unit.test_engine_orders import Harness, run_scenario
from wandesk.domain.errors import InputRefused, NoRoom
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_events import JobEvent, MarksChanged
from wandesk.domain.marks import MarkChange, Marks
from wandesk.engine.open_jobs import RECORDED_AT_ONCE


def test_marks_of_several_jobs_are_changed_at_once_and_undone(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        store, jobs = harness.store, harness.engine.jobs
        await store.add(a_job("one", JobStage.DONE, marks=Marks(label="zoo", note="kept")))
        await store.add(a_job("two", JobStage.FAILED))
        await store.add(a_job("gone", JobStage.FAILED, removed_at=1.0))
        change = MarkChange(label=" forest\n", is_starred=True)
        undo = await jobs.mark(dict.fromkeys(("one", "two", "gone", "unknown"), change))
        assert store.jobs["one"].marks == Marks(label="forest", is_starred=True, note="kept")
        assert store.jobs["two"].marks == Marks(label="forest", is_starred=True)
        assert store.jobs["gone"].marks == Marks()
        assert set(undo) == {"one", "two"}
        assert {job.id for job in harness.listener.changed} >= {"one", "two"}
        await jobs.mark(undo)
        assert store.jobs["one"].marks == Marks(label="zoo", note="kept")
        assert store.jobs["two"].marks == Marks()
        saved = len(store.kept)
        await jobs.mark({"two": MarkChange(label="")})
        assert len(store.kept) == saved, "nothing changed, so nothing is written"

    run_scenario(tmp_path, scenario)


def test_marks_of_open_and_of_many_finished_jobs_are_changed_together(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.reports = [RUNNING]
        open_job = await harness.engine.new_jobs.submit(harness.draft)
        finished = [a_job(f"job-{number:03}", JobStage.DONE) for number in range(2 * RECORDED_AT_ONCE + 5)]
        for job in finished:
            await harness.store.add(job)
        ids = [open_job.id, *(job.id for job in finished)]
        undo = await harness.engine.jobs.mark(dict.fromkeys(ids, MarkChange(label="zoo")))
        assert set(undo) == set(ids)
        assert {harness.store.jobs[job_id].marks.label for job_id in ids} == {"zoo"}
        await harness.until(lambda: harness.store.jobs[open_job.id].stage is not JobStage.QUEUED)
        assert harness.store.jobs[open_job.id].marks.label == "zoo", "the job in memory has the label, too"

    run_scenario(tmp_path, scenario)


def test_nothing_is_changed_when_one_text_is_too_long(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        await harness.store.add(a_job("one", JobStage.DONE))
        with pytest.raises(InputRefused):
            await harness.engine.jobs.mark({"one": MarkChange(is_starred=True), "two": MarkChange(name="n" * 200)})
        assert not [event for _, event in harness.store.kept if isinstance(event, MarksChanged)]

    run_scenario(tmp_path, scenario)


def test_a_job_is_made_with_its_marks_and_its_second_order_has_its_label(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        marks = Marks(label=" client\tone ", name="Fox", note="a\r\nb", is_starred=True)
        job = await harness.engine.new_jobs.submit(harness.draft, marks)
        assert job.marks == Marks(label="client one", name="Fox", note="a\nb", is_starred=True)
        await harness.until(lambda: harness.store.jobs[job.id].stage is JobStage.DONE)
        assert harness.store.jobs[job.id].marks == job.marks, "the marks stay through every stage"
        again = await harness.engine.new_jobs.generate_again(job.id)
        assert again.marks == Marks(label="client one")
        with pytest.raises(InputRefused):
            await harness.engine.new_jobs.submit(harness.draft, Marks(name="n" * 121))
        assert len(harness.store.jobs) == 2

    run_scenario(tmp_path, scenario)


def test_a_video_is_renamed_and_the_row_never_lacks_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(harness: Harness) -> None:
        job = await harness.engine.new_jobs.submit(harness.draft)
        await harness.until(lambda: harness.store.jobs[job.id].stage is JobStage.DONE)
        store, jobs = harness.store, harness.engine.jobs

        def path() -> Path:
            video = store.jobs[job.id].video
            assert video is not None
            return Path(video.path)

        before = path()
        await jobs.rename_video(job.id, "")
        assert path() == before

        async def full(_job: Job, _event: JobEvent) -> None:
            assert before.exists(), "the earlier name stays until the row knows the new one"
            raise NoRoom

        with monkeypatch.context() as patch:
            patch.setattr(store, "save", full)
            with pytest.raises(NoRoom):
                await jobs.rename_video(job.id, "Fox")
        assert path().read_bytes() == b"video"
        assert not before.with_name("Fox.mp4").exists()
        await jobs.rename_video(job.id, "Fox")
        assert (path().name, path().read_bytes()) == ("Fox.mp4", b"video")
        assert not before.exists()

    run_scenario(tmp_path, scenario)
