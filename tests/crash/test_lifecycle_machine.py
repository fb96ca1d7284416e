"""The life of a job as a state machine: crashes between any two records, lost answers, late events.

Only the pure parts run: `job_transitions.apply` and `next_step`, as the engine uses them. The cloud is a model that
knows the truth: how many tasks there are, and whether the video was made.
"""

from __future__ import annotations

import typing

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import fields

from tests.support.jobs import a_video
from tests.support.samples import finished_job, request
from wandesk.domain import job_events as events
from wandesk.domain.job import Job, JobProblem, JobStage
from wandesk.domain.job_events import JobEvent
from wandesk.domain.job_transitions import IllegalTransition, apply
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskStatus
from wandesk.engine.next_step import Step, next_step

EVENTS = typing.get_args(JobEvent)
FINAL = [stage for stage in JobStage if stage.is_final]
TOLD_BY_THE_CREATE = {
    *("SubmissionStarted", "SubmissionPostponed", "TaskCreated", "TaskAdopted", "JobFailed", "JobExpired"),
}
"""Events with an answer of the cloud, which only the truthful part of the model may cause."""
GIVEN_UP = {"JobCanceled", "UncertaintyClosed"}
"""Decisions of the user after which the job no longer waits for its video."""
LEAVES_A_FINAL_STAGE = {"VideoWanted"}
"""Download again, which makes no order."""
OWNED = {JobStage.WAITING, JobStage.GENERATING, JobStage.DOWNLOADING, JobStage.DONE}
PROBLEM = JobProblem(sentence=Sentence.REQUEST_UNCERTAIN)
VIDEO = a_video("/videos/1.mp4")


def an_event(event: type, *, at: float) -> st.SearchStrategy[JobEvent]:
    """Any event of a kind, with drawn values."""
    known: dict[str, typing.Any] = {"at": at, "video": VIDEO, "problem": PROBLEM, "path": "/videos/1.mp4"}
    return st.builds(event, **{each.name: st.just(known[each.name]) for each in fields(event) if each.name in known})


class Crash(Exception):
    """The program ends here; its records stay."""


class Lifecycle(RuleBasedStateMachine):
    """One job, its program and its cloud."""

    def __init__(self) -> None:
        super().__init__()
        self.job = Job(id="1", created_at=0.0, stage_since=0.0, request=request())
        self.now = 0.0
        self.tasks = 0
        """How many tasks the cloud has made for this job."""
        self.is_made = False
        """Whether the video can be downloaded."""
        self.is_refused = False
        self.is_given_up = False
        self.intents = 0
        self.records_left: int | None = None

    # ------------------------------------------------------------------ the program

    def record(self, event: JobEvent) -> Job:
        """Like `OpenJobs.record`: an event that the stage refuses is ignored, and the program reads the stage."""
        if self.records_left == 0:
            raise Crash
        before = self.job
        try:
            self.job = apply(before, event)
        except IllegalTransition:
            assert self.job is before
        else:
            left_its_end = before.stage.is_final and self.job.stage is not before.stage
            assert not left_its_end or type(event).__name__ in LEAVES_A_FINAL_STAGE
            self.is_given_up = self.is_given_up or type(event).__name__ in GIVEN_UP
        if self.records_left is not None:
            self.records_left -= 1
        return self.job

    def order(self, answer: str, *, uploads: bool) -> None:
        if self.job.stage is not JobStage.QUEUED:
            self.record(events.WorkInterrupted(at=self.now))
        if self.record(events.PreparationStarted(at=self.now)).stage is not JobStage.PREPARING:
            return
        if uploads:
            self.record(events.UploadStarted(at=self.now))
        started = events.SubmissionStarted(at=self.now, account="a", endpoint="https://e", key_fingerprint="f")
        if self.record(started).stage is not JobStage.SUBMITTING:
            return
        self.intents += 1
        if self.records_left == 0 and answer.startswith("nothing"):
            raise Crash  # before the first byte
        match answer:
            case "task" | "task, lost":
                self.tasks += 1
                if answer == "task":
                    self.record(events.TaskCreated(at=self.now, task_id=f"task-{self.tasks}", request_id="r"))
                else:
                    self.record(events.SubmissionUnconfirmed(at=self.now, problem=PROBLEM))
            case "nothing, lost":
                self.record(events.SubmissionUnconfirmed(at=self.now, problem=PROBLEM))
            case "nothing sent":
                self.record(events.SubmissionPostponed(at=self.now))
            case "nothing, refused":
                self.record(events.JobFailed(at=self.now, problem=PROBLEM))

    def work(self, answer: str, *, uploads: bool) -> None:
        """The next step, as the pipeline does it."""
        match next_step(self.job):
            case Step.SUBMIT:
                self.order(answer, uploads=uploads)
            case Step.MARK_UNCERTAIN:
                self.record(events.SubmissionUnconfirmed(at=self.now, problem=PROBLEM))
            case Step.POLL if self.is_made:
                self.record(
                    events.TaskSucceeded(at=self.now, ended_at=self.now, actual_prompt=None, usage=None, charge=None)
                )
            case Step.POLL if self.is_refused:
                self.record(events.JobFailed(at=self.now, problem=PROBLEM))
            case Step.POLL:
                self.record(events.StatusSeen(at=self.now, status=TaskStatus.RUNNING))
            case Step.SAVE:
                self.record(events.DownloadStarted(at=self.now, path="/videos/1.mp4"))
                self.record(events.VideoSaved(at=self.now, video=VIDEO))
            case Step.NONE | Step.RECONCILE | Step.AWAIT_USER:
                self.search()
            case step:
                typing.assert_never(step)

    def search(self) -> None:
        """The list shows an uncertain order, if its task exists."""
        if self.job.stage is JobStage.UNCERTAIN and self.tasks:
            self.record(events.TaskAdopted(at=self.now, task_id=f"task-{self.tasks}", request_id="r", proof="prompt"))

    # ------------------------------------------------------------------ events

    @rule(
        answer=st.sampled_from(["task", "task, lost", "nothing, lost", "nothing sent", "nothing, refused"]),
        crashes_after=st.none() | st.integers(0, 4),
        uploads=st.booleans(),
    )
    def the_program_works(self, answer: str, crashes_after: int | None, uploads: bool) -> None:
        self.now += 1
        self.records_left = crashes_after
        try:
            self.work(answer, uploads=uploads)
        except Crash:
            pass  # the next run reads the same job from the store, and `next_step` alone decides how it continues
        finally:
            self.records_left = None

    @precondition(lambda self: self.tasks and not self.is_refused and not self.is_made)
    @rule(ends_well=st.booleans())
    def the_cloud_works(self, ends_well: bool) -> None:
        self.is_made, self.is_refused = ends_well, not ends_well

    @rule(event=st.sampled_from([each for each in EVENTS if each.__name__ not in TOLD_BY_THE_CREATE]), data=st.data())
    def late_event_arrives(self, event: type, data: st.DataObject) -> None:
        """Repeated polls, a request of the user at a wrong moment, a late poster: any event, at any time."""
        self.now += 1
        self.record(data.draw(an_event(event, at=self.now)))

    # ------------------------------------------------------------------ invariants

    @invariant()
    def at_most_one_is_paid(self) -> None:
        assert self.tasks <= 1
        assert self.tasks <= self.intents

    @invariant()
    def no_done_without_a_video(self) -> None:
        assert (self.job.stage is JobStage.DONE) <= (self.job.video is not None)

    @invariant()
    def what_was_sent_has_an_id_or_is_uncertain(self) -> None:
        job = self.job
        assert (job.stage in OWNED) <= (job.task_id is not None)
        if self.tasks and job.task_id is None:
            assert job.stage in {JobStage.SUBMITTING, JobStage.UNCERTAIN} or self.is_given_up
            assert next_step(job) is not Step.SUBMIT
        if job.stage in {JobStage.SUBMITTING, JobStage.UNCERTAIN}:
            assert None not in (job.account, job.endpoint, job.key_fingerprint)
        if job.is_maybe_sent:  # by a newer copy of the store, and not by this one
            assert not self.tasks
        elif job.stage in {JobStage.SUBMITTING, JobStage.UNCERTAIN}:
            assert job.submitted_at is not None
            assert (job.stage is JobStage.UNCERTAIN) <= (job.problem is not None)

    def teardown(self) -> None:
        """Undisturbed, the program completes whatever was paid. A damaged video waits for the user's request."""
        if self.tasks and not self.is_refused:
            self.is_made = True
        for _ in range(12):
            self.now += 1
            if self.job.is_given_up:
                self.record(events.VideoWanted(at=self.now))
            self.work("task", uploads=False)
            if self.job.stage.is_final:
                break
            self.is_made = self.is_made or (self.tasks > 0 and not self.is_refused)
        self.at_most_one_is_paid()
        if self.is_made and not self.is_given_up:
            assert self.job.stage is JobStage.DONE, self.job


Lifecycle.TestCase.settings = settings(
    max_examples=250,
    stateful_step_count=25,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestLifecycle = Lifecycle.TestCase


@settings(derandomize=True, database=None, max_examples=400)
@given(stage=st.sampled_from(FINAL), event=st.sampled_from(EVENTS), data=st.data())
def test_final_stages_absorb_everything_but_download_again(stage: JobStage, event: type, data: st.DataObject) -> None:
    before = replace(finished_job(), stage=stage, video=VIDEO if stage is JobStage.DONE else None)
    try:
        after = apply(before, data.draw(an_event(event, at=2e9)))
    except IllegalTransition:
        return
    if event.__name__ in LEAVES_A_FINAL_STAGE:
        assert (stage, after.stage) == (JobStage.DONE, JobStage.DOWNLOADING)
    else:
        assert after.stage is stage
