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
    events.MarksChanged,
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


def test_only_a_job_that_was_never_sent_is_sent_after_a_doubt(
    make_job: typing.Callable[[JobStage], job.Job],
) -> None:
    doubted = transitions.apply(
        make_job(JobStage.QUEUED),
        events.SubmissionDoubted(
            at=5.0,
            account="a",
            endpoint="e",
            key_fingerprint="k",
            uncertainty=job.Uncertainty(begun_at=1.0, ended_at=4.0, candidates=("t1",), ruled_out=("t0",)),
        ),
    )
    assert (doubted.stage, doubted.is_maybe_sent) == (JobStage.UNCERTAIN, True)
    confirmed = transitions.apply(doubted, events.SubmissionConfirmed(at=6.0))
    assert (confirmed.stage, confirmed.account, confirmed.key_fingerprint) == (JobStage.QUEUED, None, None)
    assert confirmed.uncertainty is not None
    assert confirmed.uncertainty.ruled_out == ("t0", "t1")
    canceled = transitions.apply(doubted, events.JobCanceled(at=6.0))
    assert canceled.stage is JobStage.CANCELED
    sent = replace(doubted, submitted_at=3.0)
    for refused in (events.SubmissionConfirmed(at=6.0), events.JobCanceled(at=6.0)):
        with pytest.raises(transitions.IllegalTransition):
            transitions.apply(sent, refused)


def test_a_request_that_is_sent_has_no_doubt_of_an_earlier_one(make_job: typing.Callable[[JobStage], job.Job]) -> None:
    """Its search must not use the times of that doubt."""
    known = job.Uncertainty(begun_at=1.0, ended_at=4.0)
    started = events.SubmissionStarted(at=9.0, account="a", endpoint="e", key_fingerprint="k")
    assert transitions.apply(replace(make_job(JobStage.PREPARING), uncertainty=known), started).uncertainty is None


@pytest.mark.parametrize(
    ("submitted_at", "offset", "expected"),
    [
        (None, 50.0, (450.0, 50.0)),  # a newer copy of the store sent it
        (420.0, None, (420.0, 80.0)),  # the cloud's time was unknown then
        (420.0, 70.0, (420.0, 70.0)),
    ],
)
def test_an_adopted_task_tells_when_the_request_was_sent(
    make_job: typing.Callable[[JobStage], job.Job],
    submitted_at: float | None,
    offset: float | None,
    expected: tuple[float, float],
) -> None:
    """Otherwise a wrong clock could end a job whose video the cloud still keeps."""
    uncertain = replace(
        make_job(JobStage.UNCERTAIN), submitted_at=submitted_at, clock_offset=offset if submitted_at else None
    )
    adopted = events.TaskAdopted(
        at=900.0, task_id="t", request_id="r", proof="prompt", made_at=500.0, clock_offset=50.0
    )
    after = transitions.apply(uncertain, adopted)
    assert (after.submitted_at, after.clock_offset) == expected
