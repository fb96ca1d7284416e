"""The cloud's time: set by `Date` headers, continued by the monotonic clock."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.jobs import a_job
from wandesk.dashscope.answer_headers import date_of
from wandesk.domain.job import JobStage
from wandesk.domain.job_events import SubmissionStarted, TaskCreated
from wandesk.domain.job_transitions import apply
from wandesk.engine.cloud_time import CloudTime

YEAR = 365 * 86400.0
TRUE_NOW = 1_795_000_000.0


class SetClock:
    """A local clock that is wrong and can be set; its monotonic time is not affected."""

    def __init__(self, wrong_by: float = 0.0) -> None:
        self.wrong_by = wrong_by
        self.passed = 0.0

    def now(self) -> float:
        return TRUE_NOW + self.wrong_by + self.passed

    def monotonic(self) -> float:
        return 500.0 + self.passed

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        raise AssertionError(within)


def test_the_local_clock_is_used_until_the_first_date() -> None:
    cloud_time = CloudTime(SetClock(wrong_by=-YEAR))
    assert not cloud_time.is_known("singapore")
    assert cloud_time.now("singapore") == TRUE_NOW - YEAR
    assert cloud_time.offset("singapore") is None
    assert cloud_time.of_local("singapore", 7.0) == 7.0


@pytest.mark.parametrize("wrong_by", [-YEAR, YEAR])
def test_the_clouds_time_continues_whatever_happens_to_the_local_clock(wrong_by: float) -> None:
    clock = SetClock(wrong_by)
    cloud_time = CloudTime(clock)
    cloud_time.update("singapore", TRUE_NOW)
    clock.passed = 60.0
    assert cloud_time.now("singapore") == TRUE_NOW + 60
    assert cloud_time.of_local("singapore", clock.now() - 60) == TRUE_NOW
    assert cloud_time.now("beijing") == clock.now(), "each region has its own"
    clock.wrong_by = 0.0
    assert cloud_time.now("singapore") == TRUE_NOW + 60
    assert cloud_time.offset("singapore") == 0


def test_a_job_keeps_the_offset_it_was_submitted_with() -> None:
    clock = SetClock(wrong_by=YEAR)
    cloud_time = CloudTime(clock)
    cloud_time.update("singapore", TRUE_NOW)
    job = a_job(stage=JobStage.PREPARING)
    started = SubmissionStarted(
        at=clock.now(), account="a", endpoint="e", key_fingerprint="k", clock_offset=cloud_time.offset("singapore")
    )
    job = apply(job, started)
    clock.wrong_by = 0.0  # the clock is set
    cloud_time.update("singapore", TRUE_NOW)
    assert cloud_time.submitted_in_cloud_time(job) == TRUE_NOW
    job = apply(job, TaskCreated(at=clock.now(), task_id="t", request_id="r", clock_offset=3.0))
    assert job.clock_offset == -YEAR, "an earlier time takes precedence"


def test_the_answer_to_the_create_request_may_be_the_first_date() -> None:
    job = apply(
        a_job(stage=JobStage.PREPARING),
        SubmissionStarted(at=TRUE_NOW + YEAR, account="a", endpoint="e", key_fingerprint="k"),
    )
    cloud_time = CloudTime(SetClock())
    assert cloud_time.submitted_in_cloud_time(job) == TRUE_NOW + YEAR
    job = apply(job, TaskCreated(at=1.0, task_id="t", request_id="r", clock_offset=-YEAR))
    assert cloud_time.submitted_in_cloud_time(job) == TRUE_NOW


def test_a_job_that_was_never_submitted_counts_from_its_creation() -> None:
    clock = SetClock(wrong_by=-YEAR)
    cloud_time = CloudTime(clock)
    cloud_time.update("singapore", TRUE_NOW)
    job = a_job(created_at=clock.now() - 10, clock_offset=99.0)
    assert cloud_time.submitted_in_cloud_time(job) == TRUE_NOW - 10


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Sun, 22 Nov 2026 08:49:37 GMT", 1795337377.0),
        (" Sun, 22 Nov 2026 08:49:37 +0000 ", 1795337377.0),
        ("Sun, 22 Nov 2026 16:49:37 +0800", 1795337377.0),
        ("Sunday, 22-Nov-26 08:49:37 GMT", 1795337377.0),
        ("Sun Nov 22 08:49:37 2026", 1795337377.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", None),
        ("", None),
        ("soon", None),
        (", , ,", None),
        ("Sun, 99 Nov 2026 08:49:37 GMT", None),
        ("Sun, 22 Nov 2026 08:49:37 +99999999999", None),
    ],
)
def test_dates_are_read_leniently(text: str, seconds: float | None) -> None:
    assert date_of({"date": text}) == seconds
    assert date_of({}) is None
