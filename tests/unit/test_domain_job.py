"""The transition table: every stage with every event, and what terminal stages refuse."""

from __future__ import annotations

import typing

import pytest

from tests.support.samples import request
from wandesk.domain import job as jobs
from wandesk.domain.job import FINAL_STAGES, TRANSITIONS, JobEvent, JobStage
from wandesk.engine.recovery import Step, decide

MAY_CHANGE_A_FINAL_JOB = {jobs.PosterMade, jobs.FilmWatched}


def test_every_event_has_a_row() -> None:
    assert set(TRANSITIONS) == set(typing.get_args(JobEvent))


@pytest.mark.parametrize("event", typing.get_args(JobEvent))
def test_terminal_stages_are_left_by_no_event(event: type) -> None:
    allowed, _ = TRANSITIONS[event]
    if event not in MAY_CHANGE_A_FINAL_JOB:
        assert not allowed & FINAL_STAGES


def test_only_a_create_that_was_not_begun_may_be_repeated() -> None:
    allowed, _ = TRANSITIONS[jobs.SubmissionStarted]
    assert allowed == {JobStage.PREPARING, JobStage.UPLOADING}
    assert TRANSITIONS[jobs.WorkInterrupted][0] == {JobStage.PREPARING, JobStage.UPLOADING}


def test_a_paid_video_never_fails_while_it_is_fetched() -> None:
    assert JobStage.DOWNLOADING not in TRANSITIONS[jobs.JobFailed][0]
    assert JobStage.DOWNLOADING not in TRANSITIONS[jobs.JobCanceled][0]


def test_recovery_orders_again_only_before_the_create(make_job: typing.Callable[[JobStage], jobs.Job]) -> None:
    ordering = {stage for stage in JobStage if decide(make_job(stage)) is Step.ORDER}
    assert ordering == {JobStage.QUEUED, JobStage.PREPARING, JobStage.UPLOADING}
    assert decide(make_job(JobStage.SUBMITTING)) is Step.DOUBT


@pytest.fixture
def make_job() -> typing.Callable[[JobStage], jobs.Job]:
    return lambda stage: jobs.Job(id="1", created_at=0.0, request=request(), stage=stage)
