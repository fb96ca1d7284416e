"""What to do next with a job: the whole table, stage by stage, and nothing else decides it."""

from __future__ import annotations

import pytest

from tests.support.jobs import a_job, a_problem
from wandesk.domain.job import JobStage
from wandesk.engine.recovery import Step, decide

NEXT = {
    JobStage.QUEUED: Step.ORDER,
    JobStage.PREPARING: Step.ORDER,
    JobStage.UPLOADING: Step.ORDER,
    JobStage.SUBMITTING: Step.DOUBT,
    JobStage.UNCERTAIN: Step.SEARCH,
    JobStage.WAITING: Step.FOLLOW,
    JobStage.GENERATING: Step.FOLLOW,
    JobStage.DOWNLOADING: Step.FETCH,
    JobStage.DONE: Step.REST,
    JobStage.FAILED: Step.REST,
    JobStage.CANCELED: Step.REST,
    JobStage.EXPIRED: Step.REST,
}


def test_the_table_has_every_stage() -> None:
    assert set(NEXT) == set(JobStage)


@pytest.mark.parametrize("stage", JobStage)
def test_the_next_step(stage: JobStage) -> None:
    assert decide(a_job(stage=stage)) is NEXT[stage]


def test_a_film_that_never_opened_is_fetched_again_only_by_the_users_wish() -> None:
    job = a_job(stage=JobStage.DOWNLOADING, problem=a_problem("film_unreadable"))
    assert job.is_given_up
    assert decide(job) is Step.REST
