"""How long a video is kept, and when its row starts the countdown."""

from __future__ import annotations

import pytest

from tests.support.jobs import NOW, a_job
from wandesk.domain.job import JobStage
from wandesk.domain.retention import COUNTDOWN_FROM, countdown, kept_until

HOUR = 3600.0


def test_retention_counts_from_the_end_of_the_work_if_it_is_known() -> None:
    waiting = a_job(stage=JobStage.WAITING)
    assert kept_until(waiting, submitted_at=NOW, hours=24) == NOW + 24 * HOUR
    made = a_job(stage=JobStage.DOWNLOADING, ended_at=NOW + 2 * HOUR)
    assert kept_until(made, submitted_at=NOW, hours=24) == NOW + 26 * HOUR


def test_an_end_before_the_submission_is_in_another_time_zone_and_ends_nothing_early() -> None:
    made = a_job(stage=JobStage.DOWNLOADING, ended_at=NOW - 8 * HOUR)
    assert kept_until(made, submitted_at=NOW, hours=24) == NOW + 24 * HOUR


@pytest.mark.parametrize("hours", [0, 1, 24])
def test_a_catalogue_that_says_too_little_ends_nothing_early(hours: float) -> None:
    assert kept_until(a_job(), submitted_at=NOW, hours=hours) == NOW + 24 * HOUR


def test_a_row_counts_down_the_last_hours_of_an_unsaved_video() -> None:
    job = a_job(stage=JobStage.DOWNLOADING)
    assert countdown(job, NOW + COUNTDOWN_FROM, NOW) is None
    assert countdown(job, NOW + COUNTDOWN_FROM - 1, NOW) == COUNTDOWN_FROM - 1
    assert countdown(job, NOW - 5, NOW) == 0.0
    assert countdown(job, None, NOW) is None
    for stage in (JobStage.QUEUED, JobStage.DONE, JobStage.FAILED, JobStage.EXPIRED):
        assert countdown(a_job(stage=stage), NOW, NOW) is None
