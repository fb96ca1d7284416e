"""How far everything under way is."""

from __future__ import annotations

import pytest

from tests.support.jobs import NOW, a_job
from wandesk.domain.job import JobStage
from wandesk.domain.overall_progress import MOST_BY_TIME, SAVING, UnderWay, goes_on, share_done
from wandesk.domain.progress import Progress, WaitReason


def under_way(stage: JobStage, *, usual: float | None = None, waits_for: WaitReason | None = None) -> UnderWay:
    """Sent 80 s ago, if it was sent."""
    return UnderWay(job=a_job("a", stage), progress=Progress(job_id="a", usual_seconds=usual, waits_for=waits_for))


def test_nothing_is_claimed_before_anything_is_known() -> None:
    assert share_done(0, [under_way(JobStage.GENERATING)], NOW) is None
    assert share_done(0, [under_way(JobStage.QUEUED, usual=100)], NOW) is None


@pytest.mark.parametrize(
    ("stage", "usual", "share"),
    [
        (JobStage.GENERATING, 160, 0.5),
        (JobStage.WAITING, 160, 0.5),
        (JobStage.GENERATING, 10, MOST_BY_TIME),  # longer than usual, and not over
        (JobStage.DOWNLOADING, None, SAVING),
    ],
)
def test_a_job_counts_by_its_usual_time(stage: JobStage, usual: float | None, share: float) -> None:
    assert share_done(0, [under_way(stage, usual=usual)], NOW) == pytest.approx(share)


def test_what_is_over_counts_whole() -> None:
    going = [under_way(JobStage.GENERATING, usual=160), under_way(JobStage.QUEUED)]
    assert share_done(2, going, NOW) == pytest.approx(2.5 / 4)


def test_what_waits_for_the_user_does_not_go_on() -> None:
    assert goes_on(under_way(JobStage.QUEUED), is_paused=False)
    assert not goes_on(under_way(JobStage.QUEUED), is_paused=True)
    assert goes_on(under_way(JobStage.GENERATING), is_paused=True)
    assert goes_on(under_way(JobStage.QUEUED, waits_for=WaitReason.NETWORK), is_paused=False)
    assert not goes_on(under_way(JobStage.QUEUED, waits_for=WaitReason.MONEY), is_paused=False)
    assert not goes_on(under_way(JobStage.UNCERTAIN), is_paused=False)
    assert not goes_on(under_way(JobStage.FAILED), is_paused=False)
