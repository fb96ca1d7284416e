"""The transition table: every stage with every event, and what terminal stages refuse."""

from __future__ import annotations

import typing

import pytest

from tests.support.samples import request
from wandesk.domain import job
from wandesk.domain import job_events as events
from wandesk.domain import job_transitions as transitions
from wandesk.domain.job import JobStage
from wandesk.domain.job_events import JobEvent
from wandesk.domain.job_transitions import TRANSITIONS
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.engine.next_step import Step, next_step

MAY_CHANGE_A_FINAL_JOB = {
    events.PosterMade,
    events.VideoWatched,
    events.VideoMoved,
    events.JobRemoved,
    events.RemovalUndone,
    events.RemovalFinished,
}
FINAL = {JobStage.DONE, JobStage.FAILED, JobStage.CANCELED, JobStage.EXPIRED}
LEAVES_A_FINAL_STAGE = {events.VideoWanted}
"""One event by name: the video of a finished job is gone, and the cloud still has it."""


@pytest.mark.parametrize(
    ("property_name", "stages"),
    [
        ("is_final", "done failed canceled expired"),
        ("is_active", "queued preparing uploading submitting waiting generating downloading"),
        ("is_before_submission", "queued preparing uploading"),
        ("is_cancelable", "queued preparing uploading waiting"),
        ("may_occupy_cloud", "submitting uncertain waiting generating"),
        ("is_video_pending", "waiting generating downloading"),
        ("is_free_of_charge", "failed canceled"),
    ],
)
def test_each_set_of_stages_has_one_meaning(property_name: str, stages: str) -> None:
    assert [stage.value for stage in JobStage if getattr(stage, property_name)] == stages.split()


def test_cancellable_stages_are_those_of_the_table() -> None:
    allowed, _ = TRANSITIONS[events.JobCanceled]
    assert all(stage in allowed for stage in JobStage if stage.is_cancelable)


def test_every_event_has_a_row() -> None:
    assert set(TRANSITIONS) == set(typing.get_args(JobEvent))


@pytest.mark.parametrize("event", typing.get_args(JobEvent))
def test_terminal_stages_are_left_by_no_event(event: type) -> None:
    allowed, _ = TRANSITIONS[event]
    if event not in MAY_CHANGE_A_FINAL_JOB | LEAVES_A_FINAL_STAGE:
        assert not allowed & FINAL


def test_only_a_finished_video_is_downloaded_again(make_job: typing.Callable[[JobStage], job.Job]) -> None:
    allowed, _ = TRANSITIONS[events.VideoWanted]
    assert allowed & FINAL == {JobStage.DONE}
    wanted = transitions.apply(make_job(JobStage.DONE), events.VideoWanted(at=5.0))
    assert (wanted.stage, wanted.video, wanted.download_path) == (JobStage.DOWNLOADING, None, None)
    assert (wanted.finished_at, wanted.stage_since) == (None, 5.0)


def test_given_up_video_rests_until_it_is_requested(make_job: typing.Callable[[JobStage], job.Job]) -> None:
    fetching = replace(make_job(JobStage.DOWNLOADING), download_path="video.mp4")
    assert next_step(fetching) is Step.SAVE
    given_up = transitions.apply(
        fetching, events.VideoGivenUp(at=5.0, problem=job.JobProblem(sentence=Sentence.VIDEO_GIVEN_UP))
    )
    assert given_up.stage is JobStage.DOWNLOADING
    assert next_step(given_up) is Step.NONE
    wanted = transitions.apply(given_up, events.VideoWanted(at=6.0))
    assert wanted == fetching


def test_only_a_create_that_was_not_begun_may_be_repeated() -> None:
    allowed, _ = TRANSITIONS[events.SubmissionStarted]
    assert allowed == {JobStage.PREPARING, JobStage.UPLOADING}
    assert TRANSITIONS[events.WorkInterrupted][0] == {JobStage.PREPARING, JobStage.UPLOADING}


def test_paid_video_never_fails_while_it_is_downloaded() -> None:
    assert JobStage.DOWNLOADING not in TRANSITIONS[events.JobFailed][0]
    assert JobStage.DOWNLOADING not in TRANSITIONS[events.JobCanceled][0]


def test_recovery_orders_again_only_before_the_create(make_job: typing.Callable[[JobStage], job.Job]) -> None:
    ordering = {stage for stage in JobStage if next_step(make_job(stage)) is Step.SUBMIT}
    assert ordering == {JobStage.QUEUED, JobStage.PREPARING, JobStage.UPLOADING}
    assert next_step(make_job(JobStage.SUBMITTING)) is Step.MARK_UNCERTAIN


@pytest.fixture
def make_job() -> typing.Callable[[JobStage], job.Job]:
    return lambda stage: job.Job(id="1", created_at=0.0, request=request(), stage=stage)


def test_a_closed_search_keeps_what_the_create_request_reported(
    make_job: typing.Callable[[JobStage], job.Job],
) -> None:
    """A gateway's request id must not become a proof later: the video is still searched for."""
    reported = job.JobProblem(
        sentence=Sentence.CLOUD_TROUBLE, code="Oops", message="?", request_id="r-1", has_proven_id=False
    )
    uncertain = replace(make_job(JobStage.UNCERTAIN), problem=reported)
    closed = transitions.apply(uncertain, events.UncertaintyClosed(at=5.0))
    assert closed.problem == replace(reported, sentence=Sentence.SEARCH_CLOSED)
