"""Which jobs can be removed, what a removed job still takes part in, and how long its row stays."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.jobs import NOW, a_job
from wandesk.domain.job import JobProblem, JobStage
from wandesk.domain.job_events import JobRemoved, RemovalFinished, RemovalUndone, VideoWanted, VideoWatched
from wandesk.domain.job_transitions import IllegalTransition, apply
from wandesk.domain.removal import is_loss, is_row_needed
from wandesk.domain.sentences import Sentence

HOUR = 3600.0
GIVEN_UP = JobProblem(sentence=Sentence.VIDEO_GIVEN_UP)
FINAL = [stage for stage in JobStage if stage.is_final]


@pytest.mark.parametrize("stage", JobStage)
def test_every_final_job_can_be_removed_at_once_and_no_other(stage: JobStage) -> None:
    job = a_job(stage=stage, finished_at=NOW if stage.is_final else None)
    if stage.is_final:
        removed = apply(job, JobRemoved(at=NOW + 1))
        assert (removed.is_removed, removed.removed_at, removed.is_open) == (True, NOW + 1, False)
        assert (removed.stage, removed.finished_at) == (job.stage, job.finished_at)
        assert apply(removed, RemovalUndone(at=NOW + 2)) == job
    else:
        with pytest.raises(IllegalTransition):
            apply(job, JobRemoved(at=NOW + 1))


def test_a_download_that_was_given_up_can_be_removed_and_is_not_open_then() -> None:
    job = a_job(stage=JobStage.DOWNLOADING, task_id="task-1", problem=GIVEN_UP)
    assert job.is_open
    removed = apply(job, JobRemoved(at=NOW))
    assert not removed.is_open
    assert apply(removed, RemovalUndone(at=NOW)) == job


@pytest.mark.parametrize("event", [JobRemoved(at=NOW), VideoWanted(at=NOW)])
def test_no_work_starts_for_a_removed_job(event: Any) -> None:
    removed = apply(a_job(stage=JobStage.DONE), JobRemoved(at=NOW))
    with pytest.raises(IllegalTransition):
        apply(removed, event)
    assert apply(removed, VideoWatched(at=NOW)).is_watched


@pytest.mark.parametrize("event", [RemovalUndone(at=NOW), RemovalFinished(at=NOW)])
def test_only_a_removed_job_comes_back_or_is_finished(event: Any) -> None:
    with pytest.raises(IllegalTransition):
        apply(a_job(stage=JobStage.DONE), event)


def test_a_job_that_came_back_and_is_removed_again_begins_a_new_removal() -> None:
    job = apply(apply(a_job(stage=JobStage.DONE), JobRemoved(at=1.0)), RemovalFinished(at=2.0))
    assert job.is_removal_finished
    back = apply(job, RemovalUndone(at=3.0))
    assert not back.is_removal_finished
    assert not apply(back, JobRemoved(at=4.0)).is_removal_finished


@pytest.mark.parametrize(
    ("stage", "ended_ago", "is_needed"),
    [
        (JobStage.DONE, 23 * HOUR, True),
        (JobStage.DONE, 47 * HOUR, True),  # the cloud lists it for a day; the clock may have been set forward
        (JobStage.DONE, 49 * HOUR, False),
        (JobStage.DONE, -99 * HOUR, True),  # the clock was set back
        (JobStage.FAILED, 1.0, True),
        (JobStage.EXPIRED, 47 * HOUR, True),
        (JobStage.EXPIRED, 49 * HOUR, False),
    ],
)
def test_the_row_stays_while_the_cloud_may_list_its_task(stage: JobStage, ended_ago: float, is_needed: bool) -> None:
    job = a_job(stage=stage, submitted_at=NOW, finished_at=NOW - ended_ago, removed_at=NOW, is_removal_finished=True)
    assert is_row_needed(job, NOW) is is_needed


def test_the_row_of_a_given_up_download_stays_as_long() -> None:
    job = a_job(stage=JobStage.DOWNLOADING, task_id="task-1", problem=GIVEN_UP, removed_at=NOW)
    finished = apply(job, RemovalFinished(at=NOW))
    assert is_row_needed(finished, finished.stage_since + 47 * HOUR)
    assert not is_row_needed(finished, finished.stage_since + 49 * HOUR)


def test_the_row_of_a_job_that_was_never_sent_goes_once_it_cannot_come_back() -> None:
    job = a_job(stage=JobStage.CANCELED, finished_at=NOW, removed_at=NOW)
    assert is_row_needed(job, NOW)
    assert not is_row_needed(apply(job, RemovalFinished(at=NOW)), NOW)


@pytest.mark.parametrize(
    ("about", "is_file_there", "loses"),
    [
        ({"stage": JobStage.DONE, "task_id": "task-1", "ended_at": NOW}, True, False),
        ({"stage": JobStage.DONE, "task_id": "task-1", "ended_at": NOW}, False, True),
        ({"stage": JobStage.DONE, "task_id": "task-1", "ended_at": NOW - 25 * HOUR, "submitted_at": 1.0}, False, False),
        ({"stage": JobStage.DOWNLOADING, "task_id": "task-1", "ended_at": NOW, "problem": GIVEN_UP}, False, True),
        ({"stage": JobStage.FAILED, "task_id": "task-1", "ended_at": NOW}, False, False),
        ({"stage": JobStage.EXPIRED, "task_id": "task-1", "ended_at": NOW}, False, False),
        ({"stage": JobStage.CANCELED}, False, False),
    ],
)
def test_only_an_unsaved_video_that_the_cloud_keeps_is_lost(about: Any, is_file_there: bool, loses: bool) -> None:
    assert is_loss(a_job(**about), NOW, is_file_there=is_file_there) is loses
