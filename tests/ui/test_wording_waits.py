"""The wait reason of a row, and how long its video is still kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QDateTime, QLocale

from tests.support.jobs import NOW, a_job
from wandesk.domain.errors import Remedy
from wandesk.domain.job import JobStage
from wandesk.domain.progress import Obstacle, Progress, WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.ui.wording import amounts
from wandesk.ui.wording import jobs as wording
from wandesk.ui.wording import waits as waits_wording

HOUR = 3600.0
PASSWORD = "The proxy requires a user name and password. Enter them in Settings > Network."


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def stage_text(stage: JobStage, *, left: float | None, waits_for: WaitReason | None = None) -> str:
    until = None if left is None else NOW + left
    progress = Progress(job_id="job", waits_for=waits_for, kept_until=until)
    return wording.stage_text(a_job(stage=stage), progress, now=NOW, usual=60.0)


def test_undownloaded_video_counts_down_its_last_hours() -> None:
    assert (
        stage_text(JobStage.DOWNLOADING, left=5 * HOUR + 720)
        == "Downloading your video · Alibaba keeps it for 5 h 12 min more"
    )
    blocked = stage_text(JobStage.DOWNLOADING, left=59 * 60, waits_for=WaitReason.NETWORK)
    assert blocked.endswith(" · Alibaba keeps it for 59 min more")
    assert "keeps" not in stage_text(JobStage.DOWNLOADING, left=7 * HOUR)
    assert "keeps" not in stage_text(JobStage.DOWNLOADING, left=None)


@pytest.mark.parametrize("reason", list(WaitReason))
def test_wait_reason_of_a_row_has_at_most_60_characters(reason: WaitReason) -> None:
    assert len(stage_text(JobStage.DOWNLOADING, left=None, waits_for=reason)) <= 60
    assert len(stage_text(JobStage.DOWNLOADING, left=20 * HOUR, waits_for=reason)) <= 60


@pytest.mark.parametrize("reason", [WaitReason.STORE, WaitReason.FOLDER])
@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        (Sentence.FOLDER_READ_ONLY, "The disk is read-only. Make it writable to continue."),
        (Sentence.FOLDER_MISSING, "The disk isn't there. Connect it to continue."),
        (Sentence.FOLDER_FORBIDDEN, "Can't write to the disk. Change its permissions."),
    ],
)
def test_disk_that_cannot_be_written_is_named(reason: WaitReason, sentence: Sentence, text: str) -> None:
    assert waits_wording.waiting_text(reason, obstacle=Obstacle(sentence=sentence)) == text
    assert len(text) <= 60


def test_only_a_damaged_list_needs_a_restart() -> None:
    assert "Restart" in waits_wording.waiting_text(WaitReason.STORE)
    unusable = waits_wording.waiting_text(WaitReason.STORE, obstacle=Obstacle(sentence=Sentence.STORE_UNUSABLE))
    assert unusable == "Your video list can't be saved right now. Retrying."


def test_video_being_made_counts_down_nothing() -> None:
    assert "keeps" not in stage_text(JobStage.GENERATING, left=HOUR)
    assert "keeps it for 1 h 0 min more" in stage_text(JobStage.GENERATING, left=HOUR, waits_for=WaitReason.NETWORK)
    assert "keeps" not in stage_text(JobStage.QUEUED, left=HOUR, waits_for=WaitReason.NETWORK)


def test_other_key_says_until_when_to_switch_back() -> None:
    tonight = QDateTime.currentDateTime()
    at = float(tonight.toSecsSinceEpoch())
    time = QLocale().toString(tonight.time(), QLocale.FormatType.ShortFormat)
    assert waits_wording.waiting_text(WaitReason.OTHER_KEY, until=at) == (
        f"Ordered with another API key. Enter it before {time}."
    )
    later = tonight.addDays(1)
    day = QLocale().dayName(later.date().dayOfWeek(), QLocale.FormatType.ShortFormat)
    assert amounts.moment_text(float(later.toSecsSinceEpoch())) == f"{day} {time}"
    row = stage_text(JobStage.GENERATING, left=HOUR, waits_for=WaitReason.OTHER_KEY)
    assert row.count("key") == 1, "the deadline is shown once"
    assert "keeps" not in row


@pytest.mark.parametrize(
    ("reason", "sentence", "remedy", "row", "button"),
    [
        (
            WaitReason.NETWORK,
            "cloud_proxy_password",
            Remedy.PROXY,
            f"{PASSWORD} It will continue automatically",
            "Open Settings",
        ),
        (
            WaitReason.NETWORK,
            "cloud_certificate",
            Remedy.NETWORK,
            (
                "This network uses a certificate that isn't trusted. Ask your network administrator. "
                "It will continue automatically"
            ),
            None,
        ),
        (WaitReason.NETWORK, "", Remedy.NETWORK, "Waiting for the network", None),
        (
            WaitReason.KEY,
            "cloud_not_activated",
            Remedy.ACCOUNT,
            "Model Studio isn't activated in this region. Activate it in the console",
            "Open Settings",
        ),
        (WaitReason.KEY, "", Remedy.KEY, "Waiting for your API key. Check Settings.", "Enter API key"),
        (WaitReason.MONEY, "", Remedy.MONEY, "Top up your Alibaba account to continue.", None),
        (WaitReason.MONEY, "cloud_arrears", Remedy.MONEY, "Top up your Alibaba account to continue.", None),
        (WaitReason.MONEY, "cloud_bill", Remedy.MONEY, "Pay your Alibaba bill to continue.", None),
    ],
)
def test_obstacle_is_named_and_only_the_user_is_asked_for_passwords(
    reason: WaitReason, sentence: str, remedy: Remedy, row: str, button: str | None
) -> None:
    obstacle = Obstacle(sentence=Sentence(sentence), remedy=remedy) if sentence else None
    progress = Progress(job_id="job", waits_for=reason, obstacle=obstacle)
    assert wording.stage_text(a_job(stage=JobStage.WAITING), progress, now=NOW, usual=60.0) == row
    asked = waits_wording.asks_user(progress)
    assert (asked[1] if asked else None) == button
    if asked and sentence:
        assert row.startswith(asked[0].removesuffix("."))


@pytest.mark.parametrize("reason", [WaitReason.OTHER_KEY, WaitReason.BLOCKED, WaitReason.KEY])
def test_past_moment_is_not_counted_down_to(reason: WaitReason) -> None:
    assert stage_text(JobStage.DOWNLOADING, left=-HOUR, waits_for=reason) == waits_wording.waiting_text(reason)


def test_blocked_video_is_short_in_its_row_and_names_the_host_on_the_stage() -> None:
    job = a_job(stage=JobStage.DOWNLOADING)
    until = NOW + HOUR
    obstacle = Obstacle(host="results.example")
    progress = Progress(job_id="job", waits_for=WaitReason.BLOCKED, obstacle=obstacle, kept_until=until)
    time = amounts.moment_text(until)
    assert wording.stage_text(job, progress, now=NOW, usual=None) == f"Blocked by this network · kept until {time}"
    on_stage = wording.wait_text(job, progress, now=NOW, usual=None)
    assert on_stage == f"This network blocks results.example. The video is kept there until {time}."


def test_queued_job_says_so_once() -> None:
    progress = Progress(job_id="job", before=3)
    assert wording.headline(a_job()) == "Queued (not sent yet)"
    assert wording.wait_text(a_job(), progress, now=NOW, usual=None) == "3 ahead"
    assert wording.stage_text(a_job(), progress, now=NOW, usual=None) == "Queued (not sent yet) · 3 ahead"
    assert wording.line_text(0) == "next to be sent"


def test_remaining_time_does_not_read_as_a_length() -> None:
    time = amounts.time_text(NOW - 5)
    assert wording.caption(a_job(stage=JobStage.DONE)) == f"5 s · 832 × 464 · {time} · 480P · $0.25"
