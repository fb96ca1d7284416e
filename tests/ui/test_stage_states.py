"""The stage in each of its states, and its texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as replace_snapshot
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop
from tests.support.jobs import a_job, a_problem, a_video
from tests.support.stages import play, show, shown_stage, shows_video, snapshot
from tests.support.videos import counted_video
from tests.support.widgets import buttons, visible_text
from wandesk.domain.draft import new_draft, price
from wandesk.domain.errors import Remedy
from wandesk.domain.job import Job, JobStage
from wandesk.domain.media import Picture, PictureFacts, Video
from wandesk.domain.progress import Progress, WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.player.stage import Stage
from wandesk.ui.reorder import ReorderOffer
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


def test_empty_stage_asks_for_no_picture_that_is_chosen_already(stage: Stage) -> None:
    stage.show_job(None)
    draft = new_draft(load_catalogue(), "singapore", "wan2.5-i2v-preview")
    facts = PictureFacts(format="JPEG", size_bytes=1000, width=1280, height=960)
    stage.show_draft(replace(draft, picture=Picture(path="/fox.jpg", facts=facts)))
    assert "Choose a picture" not in visible_text(stage)
    assert "press Generate" in visible_text(stage)
    stage.show_draft(draft)
    assert "Choose a picture" in visible_text(stage)


def test_running_job_shows_the_time(stage: Stage) -> None:
    show(stage, a_job("g", JobStage.GENERATING, prompt="Snow falls"))
    assert visible_text(stage).splitlines() == [
        "Your video is being made",
        "1:20, usually 1:50",
        "Can't cancel: already being made.",
        "Snow falls",
        "480P · 5 s · about $0.25",
    ]
    assert stage._ticker.isActive()
    QApplication.processEvents()
    why_not = next(each for each in stage.findChildren(QLabel) if each.text().startswith("Can't cancel"))
    assert why_not.fontMetrics().horizontalAdvance(why_not.text()) <= why_not.width(), "in one line"
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


def test_failed_job_shows_its_reason_and_cost(stage: Stage) -> None:
    show(stage, a_job("f", JobStage.FAILED, problem=a_problem()))
    assert "Alibaba's content check refused" in visible_text(stage)
    assert "You were not charged." in visible_text(stage)
    assert "DataInspectionFailed" not in visible_text(stage)
    assert set(buttons(stage)) == {"See details"}, "the code has no remedy, and its message has the reason"
    assert not stage._ticker.isActive()


def test_cancel_is_offered_where_it_is_possible_and_else_explained(stage: Stage) -> None:
    asked: list[tuple[str, str]] = []
    stage.action_requested.connect(lambda key, jobs: asked.append((key, jobs[0].id)))
    show(stage, a_job("w", JobStage.WAITING))
    cancel = buttons(stage)["Cancel"]
    place = cancel.mapTo(stage, cancel.rect().center())
    cancel.click()
    assert asked == [("cancel", "w")]
    show(stage, a_job("w", JobStage.GENERATING))
    assert not buttons(stage)
    why_not = next(each for each in stage.findChildren(QLabel) if each.text().startswith("Can't cancel"))
    QApplication.processEvents()
    assert abs(why_not.mapTo(stage, why_not.rect().center()).y() - place.y()) <= 1, "it stands in the same place"


def test_long_prompt_does_not_hide_what_happened(stage: Stage) -> None:
    prompt = "the lighthouse turns and " * 60
    show(stage, a_job("f", JobStage.FAILED, problem=a_problem(), prompt=prompt))
    lines = visible_text(stage)
    assert lines.index("This video wasn't made") < lines.index("You were not charged.") < lines.index("the lighthouse")
    assert len(lines) < 500


def test_message_of_the_cloud_is_never_read_as_markup(stage: Stage) -> None:
    show(stage, a_job("f", JobStage.FAILED, prompt="<b>bold</b>", problem=a_problem(message="<img src=x>")))
    assert "<b>bold</b>" in visible_text(stage)


def test_uncertain_job_can_be_checked_for_free(stage: Stage) -> None:
    asked: list[tuple[str, str]] = []
    stage.action_requested.connect(lambda key, jobs: asked.append((key, jobs[0].id)))
    show(stage, a_job("u", JobStage.UNCERTAIN, problem=a_problem(Sentence.REQUEST_UNCERTAIN, code="", message="")))
    assert (
        "It isn't certain that Alibaba received this order. It will not be sent again automatically."
        in visible_text(stage)
    )
    assert "It isn't known yet whether you were charged." in visible_text(stage)
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
    assert set(buttons(stage)) == {"Use these settings", "Export"}
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


@pytest.mark.parametrize(
    ("remedy", "main"),
    [
        (Remedy.MONEY, "Open the console"),
        (Remedy.ACCOUNT, "Open the console"),
        (Remedy.CONTENT, "Change the prompt"),
        (Remedy.PICTURE, "Choose another picture"),
        (Remedy.AUDIO, "Change the audio"),
        (Remedy.REQUEST, "Change the settings"),
        (Remedy.MODEL, "Choose another model"),
        (Remedy.REGION, "Choose another region"),
        (Remedy.KEY, "Open Settings"),
        (Remedy.SETTINGS, "Open Settings"),
        (Remedy.REPORT, "Show diagnostics"),
        (Remedy.NONE, "See details"),
        (Remedy.UPLOAD, None),
        (Remedy.WAIT, None),
    ],
)
def test_what_the_user_can_do_is_the_main_button(stage: Stage, remedy: Remedy, main: str | None) -> None:
    """Generate again comes second, with its price, and is never the main one: it costs money."""
    job = a_job("f", JobStage.FAILED, problem=a_problem(remedy=remedy))
    offer = ReorderOffer(cost=job.request.estimate)
    stage.show_job(replace_snapshot(snapshot(job, offer=offer), has_console=True))
    shown = list(buttons(stage).values())
    others = ["See details"] if remedy is Remedy.REQUEST else []
    again = "Generate again · about $0.25"
    assert [each.text() for each in shown] == ([main, *others, again] if main else [again])
    assert [each.text() for each in shown if each.property("look") == "primary"] == ([main] if main else [])
    stage.show_job(replace_snapshot(snapshot(job, offer=offer), has_console=False))
    assert ("Open the console" in buttons(stage)) is False


def test_console_opens_for_a_job_that_waits_for_money(stage: Stage) -> None:
    asked: list[str] = []
    stage.action_requested.connect(lambda key, _jobs: asked.append(key))
    waiting = Progress(job_id="g", waits_for=WaitReason.MONEY)
    stage.show_job(replace_snapshot(snapshot(a_job("g", JobStage.GENERATING), waiting), has_console=True))
    assert "Top up your Alibaba account to continue." in visible_text(stage)
    buttons(stage)["Open the console"].click()
    assert asked == ["open_console"]
    stage.show_job(replace_snapshot(snapshot(a_job("g", JobStage.GENERATING)), has_console=True))
    assert "Open the console" not in buttons(stage)


def test_folder_of_a_new_video_is_told_once(stage: Stage, video: Video) -> None:
    show(stage, done(video))
    told = f"Saved in {Path(video.path).parent.parent.name} / {Path(video.path).parent.name}"
    assert told in visible_text(stage)
    show(stage, a_job("g", JobStage.GENERATING))
    show(stage, done(video))
    assert told not in visible_text(stage)


def test_folder_of_a_watched_video_is_not_told(stage: Stage, video: Video) -> None:
    show(stage, done(video, is_watched=True))
    assert "Saved in" not in visible_text(stage)


def test_notes_change_no_size(stage: Stage, video: Video) -> None:
    show(stage, done(video, is_watched=True))
    QApplication.processEvents()
    before = stage.player.view.size()
    stage.show_missing("done")
    QApplication.processEvents()
    assert "isn't where it was saved" in visible_text(stage)
    assert stage.player.view.size() == before
