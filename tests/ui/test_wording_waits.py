"""What a row says it waits for, and how long its video is still kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QDateTime, QLocale

from tests.support.jobs import NOW, a_job
from wandesk.domain.job import JobStage, Progress, WaitReason
from wandesk.ui.wording import jobs as words

HOUR = 3600.0


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def said(stage: JobStage, *, left: float | None, waits_for: WaitReason | None = None) -> str:
    until = None if left is None else NOW + left
    progress = Progress(job_id="job", waits_for=waits_for, kept_until=until)
    return words.stage_words(a_job(stage=stage), progress, now=NOW, usual=60.0)


def test_a_video_that_is_not_fetched_yet_counts_its_last_hours() -> None:
    assert (
        said(JobStage.DOWNLOADING, left=5 * HOUR + 720) == "Fetching your video · Alibaba keeps it for 5 h 12 min more"
    )
    blocked = said(JobStage.DOWNLOADING, left=59 * 60, waits_for=WaitReason.NETWORK)
    assert blocked.endswith(" · Alibaba keeps it for 59 min more")
    assert "keeps" not in said(JobStage.DOWNLOADING, left=7 * HOUR)
    assert "keeps" not in said(JobStage.DOWNLOADING, left=None)


def test_a_video_that_is_being_made_counts_nothing() -> None:
    assert "keeps" not in said(JobStage.GENERATING, left=HOUR)
    assert "keeps it for 1 h 0 min more" in said(JobStage.GENERATING, left=HOUR, waits_for=WaitReason.NETWORK)
    assert "keeps" not in said(JobStage.QUEUED, left=HOUR, waits_for=WaitReason.NETWORK)


def test_another_key_says_until_when_it_can_be_put_back() -> None:
    tonight = QDateTime.currentDateTime()
    at = float(tonight.toSecsSinceEpoch())
    time = QLocale().toString(tonight.time(), QLocale.FormatType.ShortFormat)
    assert words.waiting_words(WaitReason.OTHER_KEY, until=at) == (
        f"Ordered with another key: put it back before {time} to fetch this video"
    )
    later = tonight.addDays(1)
    day = QLocale().dayName(later.date().dayOfWeek(), QLocale.FormatType.ShortFormat)
    assert words.moment_words(float(later.toSecsSinceEpoch())) == f"{day} {time}"
    row = said(JobStage.GENERATING, left=HOUR, waits_for=WaitReason.OTHER_KEY)
    assert row.count("key") == 1, "the moment is said once"
    assert "keeps" not in row


@pytest.mark.parametrize("reason", [WaitReason.OTHER_KEY, WaitReason.BLOCKED, WaitReason.KEY])
def test_a_moment_that_is_over_is_not_counted_down_to(reason: WaitReason) -> None:
    assert said(JobStage.DOWNLOADING, left=-HOUR, waits_for=reason) == words.waiting_words(reason)
