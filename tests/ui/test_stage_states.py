"""The stage in each of its states, and what it tells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop
from tests.support.jobs import a_job, a_problem, a_video
from tests.support.stages import play, show, shown_stage
from tests.support.videos import counted_video
from tests.support.widgets import buttons, said
from wandesk.domain.draft import new_draft, price
from wandesk.domain.job import Job, JobStage
from wandesk.domain.media import Video
from wandesk.domain.progress import Progress, WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.domain.task import Usage
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.player.stage import Stage
from wandesk.ui.wording.jobs import waiting_text

WITHIN = 5000


@pytest.fixture
def posters(loop: GuiLoop) -> PosterCache:
    return PosterCache(loop.spawn)


@pytest.fixture
def stage(posters: PosterCache, qtbot: QtBot) -> Iterator[Stage]:
    with shown_stage(qtbot, posters) as stage:
        yield stage


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Video:
    return counted_video(tmp_path_factory.mktemp("videos") / "counted.mp4")


def done(video: Video, **changes: object) -> Job:
    return a_job("done", JobStage.DONE, video=video, **changes)


def test_nothing_selected_says_what_to_do(stage: Stage) -> None:
    stage.show_job(None)
    assert "Bring a picture to life" in said(stage)
    assert "press Generate" in said(stage)


def test_a_job_being_made_tells_the_time(stage: Stage) -> None:
    show(stage, a_job("g", JobStage.GENERATING, prompt="Snow falls"))
    assert said(stage).splitlines() == ["Your video is being made", "1:20, usually 1:50", "“Snow falls”"]
    assert stage._ticker.isActive()
    show(stage, a_job("d", JobStage.DOWNLOADING), Progress(job_id="d", done_bytes=4_100_000, total_bytes=6_000_000))
    assert "Downloading 4.1 of 6.0 MB" in said(stage)
    stage.hide()
    assert not stage._ticker.isActive()


def test_nothing_is_said_twice(stage: Stage) -> None:
    show(stage, a_job("d", JobStage.DOWNLOADING))
    assert said(stage).splitlines()[0] == "Downloading your video"
    assert said(stage).count("Downloading") == 1
    show(stage, a_job("c", JobStage.CANCELED))
    assert said(stage).count("Cancelled") == 1


def test_what_a_job_waits_for_fits_the_stage(stage: Stage) -> None:
    stage.resize(520, 300)
    for reason in WaitReason:
        show(stage, a_job("g", JobStage.GENERATING), Progress(job_id="g", waits_for=reason))
        assert waiting_text(reason) in said(stage)
        assert stage.width() == 520
        assert stage.minimumSizeHint().width() <= 520


def test_only_a_video_that_cost_something_shows_a_price(stage: Stage, video: Video) -> None:
    show(stage, done(video))
    assert "$0.25" in said(stage)
    catalog = load_catalogue()
    free = price(new_draft(catalog, "practice"), catalog)
    show(stage, done(video, region="practice", estimate=free))
    assert "480P" in said(stage)
    assert "$" not in said(stage)


def test_what_is_billed_stands_behind_the_facts_of_a_video(stage: Stage, video: Video) -> None:
    show(stage, done(video, usage=Usage(seconds=2.0, is_measured=True)))
    assert "Billed: 2 s (measured)" in {label.toolTip() for label in stage.findChildren(QLabel)}


def test_a_failed_job_says_why_and_what_it_cost(stage: Stage) -> None:
    show(stage, a_job("f", JobStage.FAILED, problem=a_problem()))
    assert "Alibaba's content check refused" in said(stage)
    assert "You were not charged." in said(stage)
    assert "DataInspectionFailed" not in said(stage)
    assert set(buttons(stage)) == {"Details"}
    assert not stage._ticker.isActive()


def test_details_unfold_and_can_be_copied(stage: Stage) -> None:
    show(stage, a_job("f", JobStage.FAILED, problem=a_problem(), task_id="task-1"))
    stage._ended._details.fold.click()
    assert "DataInspectionFailed" in said(stage)
    assert "Input data may contain inappropriate content." in said(stage)
    buttons(stage)["Copy"].click()
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Code: DataInspectionFailed",
        "Message: Input data may contain inappropriate content.",
        "Request ID: 0f4cd0b6-9d0c-9f3d-a1d0-0a9f2f4e9a11",
        "Task ID: task-1",
        "Model ID: wan2.5-i2v-preview",
    ]
    show(stage, a_job("h", JobStage.FAILED, problem=a_problem(code="Other")))
    assert "Other" not in said(stage)  # folded again for another job


def test_a_video_has_its_ids_in_details_and_nowhere_else(stage: Stage, video: Video) -> None:
    show(stage, done(video, task_id="task-1", actual_prompt="A cat, in close-up, turns its head"))
    assert not any(each in said(stage) for each in ("task-1", "wan2.5-i2v-preview", "in close-up"))
    fold = stage._video._details.fold
    fold.click()
    assert fold.text() == "Hide details"
    assert all(each in said(stage) for each in ("task-1", "wan2.5-i2v-preview", "in close-up"))
    fold.click()
    assert "task-1" not in said(stage)


def test_a_long_prompt_does_not_bury_what_happened(stage: Stage) -> None:
    prompt = "the lighthouse turns and " * 60
    show(stage, a_job("f", JobStage.FAILED, problem=a_problem(), prompt=prompt))
    lines = said(stage)
    assert (
        lines.index("This video was not made") < lines.index("You were not charged.") < lines.index("“the lighthouse")
    )
    assert len(lines) < 500


def test_the_clouds_own_words_are_never_read_as_markup(stage: Stage) -> None:
    show(stage, a_job("f", JobStage.FAILED, prompt="<b>bold</b>", problem=a_problem(message="<img src=x>")))
    stage._ended._details.fold.click()
    assert "<img src=x>" in said(stage)
    assert "“<b>bold</b>”" in said(stage)


def test_an_uncertain_job_can_be_looked_at_for_free(stage: Stage) -> None:
    asked: list[tuple[str, str]] = []
    stage.action_requested.connect(lambda key, jobs: asked.append((key, jobs[0].id)))
    show(stage, a_job("u", JobStage.UNCERTAIN, problem=a_problem(Sentence.ORDER_UNCERTAIN)))
    assert "It isn't certain that Alibaba received this order. It will not be sent again automatically." in said(stage)
    assert "charged" not in said(stage)
    buttons(stage)["Check again, free"].click()
    assert asked == [("check_again", "u")]


@pytest.mark.parametrize("which", [JobStage.CANCELED, JobStage.EXPIRED])
def test_the_other_ends_have_words(stage: Stage, which: JobStage) -> None:
    show(stage, a_job("x", which))
    assert len(said(stage).splitlines()) >= 3
    assert ("You were not charged." in said(stage)) == (which is JobStage.CANCELED)


def test_a_video_plays_tells_that_it_was_watched_and_goes_on(stage: Stage, video: Video, qtbot: QtBot) -> None:
    told: list[str] = []
    stage.video_watched.connect(told.append)
    play(stage, done(video))
    qtbot.waitUntil(lambda: told == ["done"], timeout=WITHIN)
    assert stage.player.view.shows_video()
    show(stage, done(video, is_watched=True))
    assert stage.player.playback.is_playing
    shown: list[tuple[str, str]] = []
    stage.action_requested.connect(lambda key, jobs: shown.append((key, jobs[0].id)))
    (button,) = stage.player.bar.job_buttons
    button.click()
    assert shown == [("show_in_folder", "done")]
    show(stage, a_job("g", JobStage.GENERATING))
    qtbot.waitUntil(lambda: not stage.player.playback.is_playing, timeout=WITHIN)
    assert stage.player.playback.video is None


def test_the_poster_comes_first(
    stage: Stage, posters: PosterCache, loop: GuiLoop, video: Video, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "poster.jpg"
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(0xCC3344)
    assert image.save(str(path))
    show(stage, done(video, poster=str(path)))
    loop.run_until(lambda: not posters._is_reading)
    assert not stage.player.playback._is_open  # a poster opens no video
    seen = stage.player.view.grab().toImage()
    middle = seen.pixelColor(seen.width() // 2, seen.height() // 2)
    assert abs(middle.red() - 0xCC) < 6
    corner = seen.pixelColor(6, seen.height() // 2)
    stage_dark = QColor("#161513")
    assert stage_dark.red() < corner.red() < 0x60, "letterboxed in the poster's own light, far down"
    assert corner.green() < corner.red() / 2


def test_without_a_poster_the_first_picture_stands_in(stage: Stage, video: Video, qtbot: QtBot) -> None:
    show(stage, done(video))
    qtbot.waitUntil(stage.player.view.shows_video, timeout=WITHIN)
    assert not stage.player.playback.is_playing


def test_the_list_may_pass_the_players_keys_on(stage: Stage, video: Video, qtbot: QtBot) -> None:
    def press(key: Qt.Key) -> bool:
        return stage.read_key(QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))

    show(stage, a_job("g", JobStage.GENERATING))
    assert not press(Qt.Key.Key_Space)
    show(stage, done(video))
    assert press(Qt.Key.Key_Space)
    assert not press(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: stage.player.playback.is_playing, timeout=WITHIN)


@pytest.mark.logs("a video will not play")
@pytest.mark.qt_log_ignore("moov atom", "misdetection")
def test_a_video_that_will_not_play_offers_the_systems_player(
    stage: Stage, qtbot: QtBot, tmp_path: Path, video: Video
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video" * 999)
    asked: list[tuple[str, str]] = []
    stage.action_requested.connect(lambda key, jobs: asked.append((key, jobs[0].id)))
    play(stage, done(a_video(broken)))
    qtbot.waitUntil(lambda: "This video can't be played in Wan Desk." in said(stage), timeout=WITHIN)
    buttons(stage)["Open in the system's player"].click()
    assert asked == [("open_in_system_player", "done")]
    play(stage, done(a_video(tmp_path / "missing.mp4")))
    qtbot.waitUntil(lambda: "not where it was saved" in said(stage), timeout=WITHIN)
    assert set(buttons(stage)) == {"Details"}
    play(stage, done(video))
    assert "saved" not in said(stage)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
@pytest.mark.parametrize("width", [520, 640, 1600])
def test_every_state_paints_at_every_size(
    qapp: QApplication, stage: Stage, video: Video, theme: Theme, width: int
) -> None:
    apply_look(qapp, theme)
    stage.resize(width, 300)
    long_prompt = "A very long prompt " * 40
    for each in JobStage:
        problem = a_problem() if each in {JobStage.FAILED, JobStage.EXPIRED} else None
        show(stage, a_job(each.value, each, prompt=long_prompt, problem=problem, **_video_of(each, video)))
        assert not stage.grab().isNull()
        assert stage.width() == width  # no text is so long that it pushes the window wider
        assert stage.minimumSizeHint().width() <= 520


def _video_of(stage: JobStage, video: Video) -> dict[str, object]:
    return {"video": video} if stage is JobStage.DONE else {}
