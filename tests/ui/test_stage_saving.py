"""The stage for videos that cannot be downloaded now, wait, are gone, or differ from the request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop
from tests.support.jobs import NOW, a_job, a_problem, a_video
from tests.support.stages import show, shown_stage
from tests.support.videos import counted_video
from tests.support.widgets import buttons, visible_text
from wandesk.domain.difference import Difference, differences
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_rules import can_check_again, can_download_again
from wandesk.domain.media import Video
from wandesk.domain.progress import Obstacle, Progress, WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.player.stage import Stage
from wandesk.ui.wording import jobs as wording

DAY = 24 * 3600.0


@pytest.fixture
def stage(loop: GuiLoop, qtbot: QtBot) -> Iterator[Stage]:
    with shown_stage(qtbot, PosterCache(loop.spawn)) as stage:
        yield stage


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Video:
    return counted_video(tmp_path_factory.mktemp("videos") / "counted.mp4")


def fetching(**changes: object) -> Job:
    return a_job("d", JobStage.DOWNLOADING, task_id="task-1", ended_at=NOW - 60, **changes)


def waiting(reason: WaitReason, **obstacle: object) -> Progress:
    return Progress(job_id="d", waits_for=reason, obstacle=Obstacle(**obstacle), kept_until=NOW + 3600)  # type: ignore[arg-type]


def test_blocked_video_offers_three_ways_out(stage: Stage) -> None:
    show(stage, fetching(), waiting(WaitReason.BLOCKED, host="dashscope-result.oss.example"))
    assert "This network blocks dashscope-result.oss.example" in visible_text(stage)
    shown = buttons(stage)
    assert list(shown) == ["Open in browser", "Copy text for IT", "Try again"]
    asked: list[tuple[str, str]] = []
    stage.action_requested.connect(lambda key, jobs: asked.append((key, jobs[0].id)))
    shown["Open in browser"].click()
    shown["Try again"].click()
    assert asked == [("open_in_browser", "d"), ("check_again", "d")]
    shown["Copy text for IT"].click()
    text = QGuiApplication.clipboard().text()
    assert "blocks the download of a finished video from dashscope-result.oss.example." in text
    assert "- dashscope-result.oss.example\n" in text
    assert "- *.aliyuncs.com\n" in text
    assert "port 443" in text
    assert "kept there until" in text
    assert "Copied" in buttons(stage)
    show(stage, fetching(), Progress(job_id="d", done_bytes=1, total_bytes=2))
    assert not buttons(stage)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (WaitReason.ROOM, "Disk full. Free up 5.0 MB"),
        (WaitReason.LOCKED, "another app is using the file"),
        (WaitReason.ADDRESS, "isn't safe"),
        (WaitReason.FOLDER, "Can't save to the videos folder"),
    ],
)
def test_every_disk_problem_can_be_retried(stage: Stage, reason: WaitReason, sentence: str) -> None:
    show(stage, fetching(), waiting(reason, missing_bytes=5_000_000))
    assert sentence in visible_text(stage)
    assert list(buttons(stage)) == ["Try again"]


def test_damaged_video_is_downloaded_again_on_request(stage: Stage, qtbot: QtBot) -> None:
    problem = a_problem(
        Sentence.VIDEO_GIVEN_UP, values=(("file", "/videos/fox.mp4.part"),), code="", message="", request_id=""
    )
    job = fetching(problem=problem)
    assert job.is_given_up
    assert not can_check_again(job)
    show(stage, job)
    assert "This video can't be opened" in visible_text(stage)
    assert "kept as /videos/fox.mp4.part" in visible_text(stage)
    with qtbot.waitSignal(stage.action_requested) as asked:
        buttons(stage)["Download again, free"].click()
    assert asked.args == ["download_again", (job,)]
    assert "Downloading it again is free" in wording.stage_text(job, None, now=NOW, usual=None)


def test_download_that_is_too_large_is_explained_and_can_be_repeated(stage: Stage, qtbot: QtBot) -> None:
    problem = a_problem(
        Sentence.VIDEO_TOO_LARGE, values=(("most_bytes", 2_000_000_000),), code="", message="", request_id=""
    )
    job = fetching(problem=problem)
    show(stage, job)
    assert "This download is too large" in visible_text(stage)
    assert "larger than 2.0 GB" in visible_text(stage)
    assert "can't be opened" not in visible_text(stage)
    with qtbot.waitSignal(stage.action_requested) as asked:
        buttons(stage)["Download again, free"].click()
    assert asked.args == ["download_again", (job,)]
    assert "too large" in wording.stage_text(job, None, now=NOW, usual=None)


@pytest.mark.parametrize("sentence", [Sentence.VIDEO_TOO_LARGE, Sentence.VIDEO_GIVEN_UP])
def test_video_that_was_given_up_opens_in_the_browser_while_alibaba_keeps_it(
    sentence: Sentence, stage: Stage, qtbot: QtBot
) -> None:
    """It was paid for: another program may save what this one cannot."""
    job = fetching(problem=a_problem(sentence, code="", message="", request_id=""))
    show(stage, job)
    assert list(buttons(stage))[:1] == ["Download again, free"], "the main button"
    with qtbot.waitSignal(stage.action_requested) as asked:
        buttons(stage)["Open in browser"].click()
    assert asked.args == ["open_in_browser", (job,)]
    show(stage, replace(job, submitted_at=NOW - 3 * 86_400, created_at=NOW - 3 * 86_400, ended_at=NOW - 3 * 86_400))
    assert "Open in browser" not in buttons(stage)


def test_deleted_video_is_reported_and_can_be_downloaded_again(stage: Stage, video: Video, qtbot: QtBot) -> None:
    gone = a_video("/nowhere/fox.mp4")
    job = a_job("gone", JobStage.DONE, video=gone, task_id="task-1", ended_at=NOW - 60)
    with qtbot.waitSignal(stage.video_shown) as shown:
        show(stage, job)
    assert shown.args == ["gone"]
    stage.show_missing("another")
    assert "isn't where it was saved" not in visible_text(stage)
    stage.show_missing("gone")
    assert "/nowhere/fox.mp4" in visible_text(stage)
    with qtbot.waitSignal(stage.action_requested) as asked:
        buttons(stage)["Download again, free"].click()
    assert asked.args == ["download_again", (job,)]
    show(stage, a_job("done", JobStage.DONE, video=video))
    assert "isn't where it was saved" not in visible_text(stage)


def test_folder_that_is_away_is_not_called_a_deleted_video(stage: Stage, qtbot: QtBot) -> None:
    job = a_job("away", JobStage.DONE, video=a_video("/media/maria/DRIVE/fox.mp4"), task_id="task-1", ended_at=NOW - 60)
    with qtbot.waitSignal(stage.video_shown):
        show(stage, job)
    stage.show_missing("away", is_folder_there=False)
    assert "The folder of this video isn't there right now." in visible_text(stage)
    assert "Connect its drive to play the video." in visible_text(stage)
    assert "isn't where it was saved" not in visible_text(stage)
    assert "Download again, free" in buttons(stage)


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_report_of_a_deleted_video_goes_when_it_is_downloaded_again(stage: Stage, video: Video) -> None:
    job = a_job("d", JobStage.DONE, video=video, task_id="task-1", ended_at=NOW - 60)
    show(stage, job)
    stage.show_missing("d")
    assert "isn't where it was saved" in visible_text(stage)
    show(stage, fetching())
    show(stage, job)  # under the same name
    assert "isn't where it was saved" not in visible_text(stage)


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_file_is_checked_again_when_the_stage_returns_to_its_video(stage: Stage, video: Video, qtbot: QtBot) -> None:
    job = a_job("done", JobStage.DONE, video=video)
    show(stage, job)
    show(stage, a_job("failed", JobStage.FAILED))
    with qtbot.waitSignal(stage.video_shown) as shown:
        show(stage, job)
    assert shown.args == ["done"]


def test_expired_video_is_not_offered(stage: Stage) -> None:
    job = a_job("gone", JobStage.DONE, video=a_video("/nowhere/fox.mp4"), task_id="task-1", ended_at=NOW - DAY - 1)
    job = replace(job, created_at=NOW - DAY - 90, submitted_at=NOW - DAY - 90)
    assert not can_download_again(job, NOW)
    show(stage, job)
    stage.show_missing("gone")
    assert "Alibaba no longer keeps it." in visible_text(stage)
    assert "Download again, free" not in buttons(stage)


def test_video_kept_aside_says_so_until_it_has_moved(stage: Stage, video: Video) -> None:
    aside = a_job("a", JobStage.DONE, video=Video(path=video.path, facts=video.facts, is_waiting=True))
    show(stage, aside)
    assert "Wan Desk can't save to the videos folder right now." in visible_text(stage)
    assert "Kept in Wan Desk" in wording.stage_text(aside, None, now=NOW, usual=None)
    home = str(Path(video.path).with_name("other.mp4"))
    show(stage, a_job("a", JobStage.DONE, video=Video(path=home, facts=video.facts)))
    assert "Wan Desk can't save to the videos folder" not in visible_text(stage)


def test_video_unlike_its_request_is_kept_and_the_difference_noted(stage: Stage) -> None:
    short = a_video("/nowhere/fox.mp4", seconds=2.4)
    show(stage, a_job("a", JobStage.DONE, video=short))
    assert "Ordered 5 s, got 2.4 s." in visible_text(stage)
    show(stage, a_job("b", JobStage.DONE, video=a_video("/nowhere/owl.mp4")))
    assert "Ordered" not in visible_text(stage)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ()),
        ({"seconds": 5.06}, ()),
        ({"seconds": 4.0}, (Difference.LENGTH,)),
        ({"width": 464, "height": 832}, ()),
        ({"width": 624, "height": 624}, ()),
        ({"width": 1280, "height": 720}, (Difference.SIZE,)),
        ({"width": 96, "height": 64, "seconds": 1.0}, (Difference.LENGTH, Difference.SIZE)),
    ],
)
def test_differences_are_found_by_their_rules(facts: dict[str, float], expected: tuple[Difference, ...]) -> None:
    assert differences(a_job().request, a_video("x", **facts).facts) == expected
