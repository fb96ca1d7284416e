"""A job never shows an earlier stage than it, or its task, has reached: the transition table, and found tasks."""

from __future__ import annotations

import asyncio
import typing
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

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
    until,
)
from tests.support.jobs import a_job, a_problem, a_video
from wandesk.domain import job_events as events
from wandesk.domain.job import Job, JobStage, SearchState, Uncertainty
from wandesk.domain.job_transitions import TRANSITIONS, IllegalTransition, apply
from wandesk.domain.marks import MarkChange
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskPage, TaskReport, TaskRow, TaskStatus
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Ports
from wandesk.engine.supervisor import Supervisor
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.wording.jobs import clock, elapsed

ORDER = [
    *(JobStage.QUEUED, JobStage.PREPARING, JobStage.UPLOADING, JobStage.SUBMITTING, JobStage.UNCERTAIN),
    *(JobStage.WAITING, JobStage.GENERATING, JobStage.DOWNLOADING),
    *(JobStage.DONE, JobStage.FAILED, JobStage.CANCELED, JobStage.EXPIRED),
]
BACK = {
    events.WorkInterrupted: "nothing was sent: a restart, or no network",
    events.SubmissionPostponed: "nothing arrived, or the cloud asks to wait",
    events.SubmissionConfirmed: "the user wants it sent: a newer copy of the store has not done so",
    events.VideoWanted: "the user wants a video again whose file is gone",
}
TASK_ID = "0385dc79-5ff8-4d82-bcb6-000000000001"
MADE = replace(SUCCEEDED, original_prompt=a_job().request.prompt)


def an_event(kind: type, status: TaskStatus) -> Any:
    """An event of that kind, about a task in that status where it says one."""
    values = {
        "status": status,
        "prepared": {},
        "problem": a_problem(),
        "uncertainty": Uncertainty(begun_at=1.0, ended_at=2.0),
        "video": a_video("/v.mp4"),
        "usage": None,
        "clock_offset": None,
        "ended_at": None,
        "actual_prompt": None,
        "change": MarkChange(is_starred=True),
    }
    fields = typing.get_type_hints(kind)
    return kind(
        **{
            name: values.get(name, 9.0 if float in (kind_of, *typing.get_args(kind_of)) else "x")
            for name, kind_of in fields.items()
        }
    )


@pytest.mark.parametrize("status", TaskStatus)
@pytest.mark.parametrize("kind", typing.get_args(events.JobEvent))
def test_no_event_leads_to_an_earlier_stage(kind: type, status: TaskStatus) -> None:
    allowed, _ = TRANSITIONS[kind]
    for stage in allowed:
        before = a_job(stage=stage)
        try:
            after = apply(before, an_event(kind, status))
        except IllegalTransition:
            continue
        is_back = ORDER.index(after.stage) < ORDER.index(stage)
        assert not is_back or kind in BACK, f"{stage} > {after.stage}"


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        (TaskStatus.PENDING, JobStage.WAITING),
        (TaskStatus.OTHER, JobStage.WAITING),
        (TaskStatus.RUNNING, JobStage.GENERATING),
        (TaskStatus.SUCCEEDED, JobStage.GENERATING),
    ],
)
def test_an_adopted_task_is_as_far_as_it_is(status: TaskStatus, stage: JobStage) -> None:
    assert apply(a_job(stage=JobStage.UNCERTAIN), an_event(events.TaskAdopted, status)).stage is stage


class Harness:
    """An engine whose cloud has one task. `stages` are those that the list was told, in their order."""

    def __init__(self, home: Path, *jobs: Job, listed: TaskStatus, reports: list[TaskReport]) -> None:
        self.clock = FakeClock()
        self.submitted_at = self.clock.now() - 7200.0
        row = TaskRow(
            task_id=TASK_ID,
            status=listed,
            status_text=listed.value,
            model_id="wan2.5-i2v-preview",
            request_id="r-1",
            created_at=self.submitted_at,
        )
        self.cloud = FakeCloud(reports=[*reports], pages=[TaskPage(rows=(row,), pages=1)])
        self.store = FakeStore(jobs={job.id: job for job in jobs})
        self.listener = FakeListener()
        self.files = FakeFiles(home)
        self.failures: list[tuple[str, BaseException]] = []

    def run(self, story: Callable[[Engine], Awaitable[None]]) -> None:
        async def scenario() -> None:
            supervisor = Supervisor(lambda name, error: self.failures.append((name, error)))
            ports = Ports(
                cloud=self.cloud,
                accounts=FakeAccounts(),
                store=self.store,
                media=FakeMedia(),
                files=self.files,
                clock=self.clock,
            )
            engine = build_engine(catalog=load_catalogue(), ports=ports, supervisor=supervisor, listener=self.listener)
            await engine.resume()
            await story(engine)
            await supervisor.close()

        asyncio.run(scenario())
        assert not self.failures

    @property
    def stages(self) -> list[JobStage]:
        told = [job.stage for job in [*self.listener.added, *self.listener.changed]]
        return [stage for place, stage in enumerate(told) if not place or stage is not told[place - 1]]

    def is_done(self, job_id: str) -> bool:
        return job_id in self.store.jobs and self.store.jobs[job_id].stage is JobStage.DONE


def an_uncertain(**changes: Any) -> Job:
    begun = FakeClock().now() - 7200.0
    problem = a_problem(Sentence.REQUEST_UNCERTAIN, request_id="r-1")
    about = {"submitted_at": begun, "stage_since": begun + 1, "account": "singapore/main", "problem": problem}
    return a_job("u", JobStage.UNCERTAIN, **{**about, **changes})


@pytest.mark.parametrize(
    ("reports", "stages"),
    [
        ([PENDING, RUNNING, MADE], [JobStage.WAITING, JobStage.GENERATING, JobStage.DOWNLOADING, JobStage.DONE]),
        ([RUNNING, PENDING, MADE], [JobStage.GENERATING, JobStage.DOWNLOADING, JobStage.DONE]),
        ([MADE], [JobStage.DOWNLOADING, JobStage.DONE]),
    ],
)
def test_an_imported_task_begins_where_it_is(tmp_path: Path, reports: list[TaskReport], stages: list[JobStage]) -> None:
    """The window of missing videos has just shown how far it is."""
    harness = Harness(tmp_path, listed=TaskStatus.RUNNING, reports=reports)

    async def story(engine: Engine) -> None:
        job = await engine.unclaimed.import_task("singapore", TASK_ID)
        assert clock(elapsed(job, harness.clock.now())).startswith("2:00:") or job.stage is JobStage.DOWNLOADING
        await until(lambda: harness.is_done(job.id), turns=20_000)

    harness.run(story)
    assert harness.stages == stages


@pytest.mark.parametrize(
    ("listed", "reports", "stages"),
    [
        (TaskStatus.PENDING, [PENDING, RUNNING, MADE], [JobStage.WAITING, JobStage.GENERATING]),
        (TaskStatus.RUNNING, [RUNNING, MADE], [JobStage.GENERATING]),
        (TaskStatus.SUCCEEDED, [MADE], [JobStage.GENERATING]),
    ],
)
def test_a_task_found_by_its_request_id_begins_where_it_is(
    tmp_path: Path, listed: TaskStatus, reports: list[TaskReport], stages: list[JobStage]
) -> None:
    harness = Harness(tmp_path, an_uncertain(), listed=listed, reports=reports)

    async def story(_engine: Engine) -> None:
        await until(lambda: harness.is_done("u"), turns=20_000)

    harness.run(story)
    shown = [stage for stage in harness.stages if stage is not JobStage.UNCERTAIN]
    assert shown == [*stages, JobStage.DOWNLOADING, JobStage.DONE]
    assert listed is not TaskStatus.SUCCEEDED or harness.cloud.looks <= 2  # polled at once


def test_the_candidate_that_the_user_chooses_is_as_far_as_it_was_shown(tmp_path: Path) -> None:
    choice = Uncertainty(
        begun_at=FakeClock().now() - 7200.0,
        ended_at=FakeClock().now() - 7190.0,
        search_state=SearchState.CHOICE,
        candidates=(TASK_ID,),
    )
    uncertain = an_uncertain(
        uncertainty=choice, prompt="", problem=a_problem(Sentence.REQUEST_UNCERTAIN, request_id="")
    )
    made = replace(SUCCEEDED, original_prompt="")
    harness = Harness(tmp_path, uncertain, listed=TaskStatus.SUCCEEDED, reports=[made])

    async def story(engine: Engine) -> None:
        (task,) = await engine.uncertain.candidates("u")
        assert task.status is TaskStatus.SUCCEEDED
        await engine.uncertain.choose("u", TASK_ID)
        assert harness.store.jobs["u"].stage is JobStage.DOWNLOADING
        await until(lambda: harness.is_done("u"), turns=20_000)

    harness.run(story)
    assert JobStage.WAITING not in harness.stages


def test_the_found_video_of_a_closed_order_begins_where_it_is(tmp_path: Path) -> None:
    harness = Harness(tmp_path, an_uncertain(), listed=TaskStatus.RUNNING, reports=[RUNNING, MADE])
    harness.cloud.pages = [TaskPage(rows=(), pages=1), *harness.cloud.pages]

    async def story(engine: Engine) -> None:
        await engine.uncertain.close("u")
        await until(lambda: harness.is_done("u-found"), turns=20_000)

    harness.run(story)
    found = [job.stage for job in [*harness.listener.added, *harness.listener.changed] if job.id == "u-found"]
    assert found[0] is JobStage.GENERATING
    assert JobStage.WAITING not in found
