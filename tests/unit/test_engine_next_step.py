"""The next step of a job: the whole table, stage by stage, and nothing else decides it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.jobs import a_job, a_problem
from wandesk.domain.job import JobStage, SearchState, Uncertainty
from wandesk.domain.sentences import Sentence
from wandesk.engine.next_step import Step, next_step

NEXT = {
    JobStage.QUEUED: Step.SUBMIT,
    JobStage.PREPARING: Step.SUBMIT,
    JobStage.UPLOADING: Step.SUBMIT,
    JobStage.SUBMITTING: Step.MARK_UNCERTAIN,
    JobStage.UNCERTAIN: Step.RECONCILE,
    JobStage.WAITING: Step.POLL,
    JobStage.GENERATING: Step.POLL,
    JobStage.DOWNLOADING: Step.SAVE,
    JobStage.DONE: Step.NONE,
    JobStage.FAILED: Step.NONE,
    JobStage.CANCELED: Step.NONE,
    JobStage.EXPIRED: Step.NONE,
}


def test_the_table_has_every_stage() -> None:
    assert set(NEXT) == set(JobStage)


@pytest.mark.parametrize("stage", JobStage)
def test_the_next_step(stage: JobStage) -> None:
    assert next_step(a_job(stage=stage)) is NEXT[stage]


FIELDS: list[dict[str, Any]] = [
    {},
    {"task_id": "t", "account": "a", "key_fingerprint": "f", "submitted_at": 1.0},
    {"task_id": None, "account": None, "key_fingerprint": None, "submitted_at": None},
    {"download_path": "video.mp4", "is_watched": True, "poster": "p.jpg", "position": 3.0},
    {"ended_at": 5.0, "finished_at": 6.0, "clock_offset": -1e6},
    *(
        {"uncertainty": Uncertainty(begun_at=1.0, ended_at=2.0, search_state=each, candidates=("t",))}
        for each in SearchState
    ),
    {"uncertainty": Uncertainty(begun_at=1.0, ended_at=2.0, is_closed=True)},
]


@pytest.mark.parametrize("has_problem", [False, True])
@pytest.mark.parametrize("fields", FIELDS)
@pytest.mark.parametrize("stage", JobStage)
def test_no_other_field_of_a_job_matters(stage: JobStage, fields: dict[str, Any], has_problem: bool) -> None:
    """Above all, a started create request is never sent again, whatever a crash left in the row."""
    problem = a_problem(Sentence.REQUEST_UNCERTAIN) if has_problem else None
    step = next_step(a_job(stage=stage, **{**fields, "problem": problem}))
    is_given_up = stage is JobStage.DOWNLOADING and has_problem
    is_doubted = stage is JobStage.UNCERTAIN and "submitted_at" in fields and fields["submitted_at"] is None
    if is_doubted:  # a newer copy of the store may have sent it, and this one has not
        assert step is Step.AWAIT_USER
    else:
        assert step is (Step.NONE if is_given_up else NEXT[stage])


def test_a_video_that_never_opened_is_downloaded_again_only_on_request() -> None:
    job = a_job(stage=JobStage.DOWNLOADING, problem=a_problem(Sentence.VIDEO_UNREADABLE))
    assert job.is_given_up
    assert next_step(job) is Step.NONE
