"""The stage in each of its states, and its texts."""

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
from tests.support.stages import play, show, shown_stage, shows_video
from tests.support.videos import counted_video
from tests.support.widgets import buttons, visible_text
from wandesk.domain.draft import new_draft, price
from wandesk.domain.job import Job, JobStage
from wandesk.domain.media import Video
from wandesk.domain.progress import Progress, WaitReason
from wandesk.domain.request import StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.domain.task import Usage
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.player.stage import Stage
from wandesk.ui.wording.waits import waiting_text

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


def test_empty_selection_says_what_to_do(stage: Stage) -> None:
    stage.show_job(None)
    assert "Bring a picture to life" in visible_text(stage)
    assert "press Generate" in visible_text(stage)


def test_running_job_shows_the_time(stage: Stage) -> None:
    show(stage, a_job("g", JobStage.GENERATING, prompt="Snow falls"))
    assert visible_text(stage).splitlines() == ["Your video is being made", "1:20, usually 1:50", "“Snow falls”"]
    assert stage._ticker.isActive()
    show(stage, a_job("d", JobStage.DOWNLOADING), Progress(job_id="d", done_bytes=4_100_000, total_bytes=6_000_000))
    assert "Downloading 4.1 of 6.0 MB" in visible_text(stage)
    stage.hide()
    assert not stage._ticker.isActive()


def test_nothing_is_shown_twice(stage: Stage) -> None:
    show(stage, a_job("d", JobStage.DOWNLOADING))
    assert visible_text(stage).splitlines()[0] == "Downloading your video"
    assert visible_text(stage).count("Downloading") == 1
    show(stage, a_job("c", JobStage.CANCELED))
    assert visible_text(stage).count("Cancelled") == 1


def test_wait_reason_fits_the_stage(stage: Stage) -> None:
    stage.resize(520, 300)
    for reason in WaitReason:
        show(stage, a_job("g", JobStage.GENERATING), Progress(job_id="g", waits_for=reason))
        assert waiting_text(reason) in visible_text(stage)
        assert stage.width() == 520
        assert stage.minimumSizeHint().width() <= 520


def test_only_a_paid_video_shows_a_price(stage: Stage, video: Video) -> None:
    show(stage, done(video))
    assert "$0.25" in visible_text(stage)
    catalog = load_catalogue()
    free = price(new_draft(catalog, "practice"), catalog)
    show(stage, done(video, region="practice", estimate=free))
    assert "480P" in visible_text(stage)
    assert "$" not in visible_text(stage)


def test_billed_length_follows_the_facts_of_a_video(stage: Stage, video: Video) -> None:
    show(stage, done(video, usage=Usage(seconds=2.0, is_measured=True)))
    assert "Billed: 2 s (measured)" in {label.toolTip() for label in stage.findChildren(QLabel)}


def test_failed_job_shows_its_reason_and_cost(stage: Stage) -> None:
    show(stage, a_job("f", JobStage.FAILED, problem=a_problem()))
    assert "Alibaba's content check refused" in visible_text(stage)
    assert "You were not charged." in visible_text(stage)
    assert "DataInspectionFailed" not in visible_text(stage)
    assert set(buttons(stage)) == {"Details"}
    assert not stage._ticker.isActive()


def test_details_unfold_and_can_be_copied(stage: Stage) -> None:
    show(stage, a_job("f", JobStage.FAILED, problem=a_problem(), task_id="task-1"))
    stage._ended._details.fold.click()
    assert "DataInspectionFailed" in visible_text(stage)
    assert "Input data may contain inappropriate content." in visible_text(stage)
    buttons(stage)["Copy"].click()
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Code: DataInspectionFailed",
        "Message: Input data may contain inappropriate content.",
        "Request ID: 0f4cd0b6-9d0c-9f3d-a1d0-0a9f2f4e9a11",
        "Task ID: task-1",
        "Model ID: wan2.5-i2v-preview",
    ]
    show(stage, a_job("h", JobStage.FAILED, problem=a_problem(code="Other")))
    assert "Other" not in visible_text(stage)  # folded again for another job


def test_ids_of_a_video_are_only_in_the_details(stage: Stage, video: Video) -> None:
    show(stage, done(video, task_id="task-1", actual_prompt="A cat, in close-up, turns its head"))
    assert not any(each in visible_text(stage) for each in ("task-1", "wan2.5-i2v-preview", "in close-up"))
    fold = stage._video._details.fold
    fold.click()
    assert fold.text() == "Hide details"
    assert all(each in visible_text(stage) for each in ("task-1", "wan2.5-i2v-preview", "in close-up"))
    fold.click()
    assert "task-1" not in visible_text(stage)


def test_long_prompt_does_not_hide_what_happened(stage: Stage) -> None:
    prompt = "the lighthouse turns and " * 60
    show(stage, a_job("f", JobStage.FAILED, problem=a_problem(), prompt=prompt))
    lines = visible_text(stage)
    assert lines.index("This video wasn't made") < lines.index("You were not charged.") < lines.index("“the lighthouse")
    assert len(lines) < 500


def test_message_of_the_cloud_is_never_read_as_markup(stage: Stage) -> None:
    show(stage, a_job("f", JobStage.FAILED, prompt="<b>bold</b>", problem=a_problem(message="<img src=x>")))
    stage._ended._details.fold.click()
    assert "<img src=x>" in visible_text(stage)
    assert "“<b>bold</b>”" in visible_text(stage)


def test_uncertain_job_can_be_checked_for_free(stage: Stage) -> None:
    asked: list[tuple[str, str]] = []
    stage.action_requested.connect(lambda key, jobs: asked.append((key, jobs[0].id)))
    show(stage, a_job("u", JobStage.UNCERTAIN, problem=a_problem(Sentence.REQUEST_UNCERTAIN, code="", message="")))
    assert (
        "It isn't certain that Alibaba received this order. It will not be sent again automatically."
        in visible_text(stage)
    )
    assert "charged" not in visible_text(stage)
    buttons(stage)["Check again, free"].click()
    assert asked == [("check_again", "u")]


@pytest.mark.parametrize("which", [JobStage.CANCELED, JobStage.EXPIRED])
def test_other_final_stages_have_texts(stage: Stage, which: JobStage) -> None:
    show(stage, a_job("x", which))
    assert len(visible_text(stage).splitlines()) >= 3
    assert ("You were not charged." in visible_text(stage)) == (which is JobStage.CANCELED)


def test_playing_video_reports_that_it_was_watched_and_continues(stage: Stage, video: Video, qtbot: QtBot) -> None:
    received: list[str] = []
    stage.video_watched.connect(received.append)
    play(stage, done(video))
    qtbot.waitUntil(lambda: received == ["done"], timeout=WITHIN)
    assert shows_video(stage.player.view)
    show(stage, done(video, is_watched=True))
    assert stage.player.playback.is_playing
    shown: list[tuple[str, str]] = []
    stage.action_requested.connect(lambda key, jobs: shown.append((key, jobs[0].id)))
    next(each for each in stage.player.bar.job_buttons if each.accessibleName() == "Show in folder").click()
    assert shown == [("show_in_folder", "done")]
    show(stage, a_job("g", JobStage.GENERATING))
    qtbot.waitUntil(lambda: not stage.player.playback.is_playing, timeout=WITHIN)
    assert stage.player.playback.video is None


def test_poster_is_shown_first(
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


def test_first_picture_is_shown_without_a_poster(stage: Stage, video: Video, qtbot: QtBot) -> None:
    show(stage, done(video))
    qtbot.waitUntil(lambda: shows_video(stage.player.view), timeout=WITHIN)
    assert not stage.player.playback.is_playing


def test_list_can_forward_keys_of_the_player(stage: Stage, video: Video, qtbot: QtBot) -> None:
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
def test_unplayable_video_offers_the_systems_player(stage: Stage, qtbot: QtBot, tmp_path: Path, video: Video) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video" * 999)
    asked: list[tuple[str, str]] = []
    stage.action_requested.connect(lambda key, jobs: asked.append((key, jobs[0].id)))
    play(stage, done(a_video(broken)))
    qtbot.waitUntil(lambda: "This video can't be played in Wan Desk." in visible_text(stage), timeout=WITHIN)
    buttons(stage)["Open system player"].click()
    assert asked == [("open_in_system_player", "done")]
    play(stage, done(a_video(tmp_path / "missing.mp4")))
    qtbot.waitUntil(lambda: "isn't where it was saved" in visible_text(stage), timeout=WITHIN)
    assert set(buttons(stage)) == {"Details", "Use these settings", "Export"}
    play(stage, done(video))
    assert "saved" not in visible_text(stage)


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
        assert stage.width() == width  # no text is so long that it widens the window
        assert stage.minimumSizeHint().width() <= 520


def _video_of(stage: JobStage, video: Video) -> dict[str, object]:
    return {"video": video} if stage is JobStage.DONE else {}


def test_details_name_the_files_beside_the_first_picture(stage: Stage) -> None:
    night = StoredInput(sha256="cd" * 32, format="JPEG", name="night.jpg", size_bytes=1)
    beach = StoredInput(sha256="ef" * 32, format="MP4", name="beach.mp4", size_bytes=1)
    show(stage, a_job("f", JobStage.FAILED, problem=a_problem(), last_frame=night, clip=beach))
    stage._ended._details.fold.click()
    buttons(stage)["Copy"].click()
    assert {"First clip: beach.mp4", "Last frame: night.jpg"} <= set(QGuiApplication.clipboard().text().splitlines())
    first = a_job("x").request.first_frame
    show(stage, a_job("g", JobStage.FAILED, problem=a_problem(), last_frame=first, template="squish"))
    stage._ended._details.fold.click()
    buttons(stage)["Copy"].click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert {"Seamless loop: On", "Effect: Squeeze"} <= set(lines)
    assert not any(line.startswith("Last frame") for line in lines)
