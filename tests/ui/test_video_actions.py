"""New videos play once, Up and Down show others, Play all goes through them, and copies of videos and frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop, gui_loop, until
from tests.support.jobs import a_job
from tests.support.main_windows import NoPosters, main_window
from tests.support.videos import FPS, FRAMES, counted_video
from wandesk.domain.errors import VideoUnreadable
from wandesk.domain.frame_times import FrameTimes
from wandesk.domain.job import Job, JobStage
from wandesk.ui.bridge import Bridge, VideosBridge
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.look import Motion, set_motion
from wandesk.ui.main_window import MainWindow


class RecordingVideos(VideosBridge):
    """Records the requests, and answers with a small picture as the frame."""

    def __init__(self, bridge: Bridge, folder: Path) -> None:
        super().__init__(bridge)
        self.folder = folder
        self.asked: list[tuple[object, ...]] = []
        self.is_gone = False

    async def frame_times(self, path: str) -> FrameTimes:
        return FrameTimes.regular(FPS, FRAMES / FPS)

    async def frame(self, path: str, seconds: float) -> Path:
        self.asked.append(("frame", path, round(seconds, 3)))
        if self.is_gone:
            raise VideoUnreadable("gone")
        target = self.folder / "frame.png"
        picture = QImage(64, 48, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.red)
        assert picture.save(str(target))
        return target

    async def save_frame(self, path: str, seconds: float, target: Path, format_name: str) -> None:
        self.asked.append(("save frame", round(seconds, 3), target, format_name))

    async def save_copy(self, path: str, target: Path) -> None:
        self.asked.append(("save copy", path, target))


class NoEngine(Bridge):
    def __init__(self, folder: Path, jobs: Sequence[Job]) -> None:
        thread: Any = None
        super().__init__(thread, Future())
        self.space = NoPosters(self)
        self.videos = self.recorded = RecordingVideos(self, folder)
        self.jobs = {job.id: job for job in jobs}
        self.seen: list[str] = []

    async def is_video_there(self, job_id: str) -> bool:
        return True

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        return [self.jobs[each] for each in ids]

    async def watched(self, job_id: str) -> None:
        self.seen.append(job_id)


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    set_motion(qapp, Motion.FULL)
    with gui_loop(qapp, outlives_windows=True) as running:
        yield running
    set_motion(qapp, Motion.SYSTEM)


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    """Three rows, newest first: two videos, and a failed job between them."""
    videos = [counted_video(tmp_path / f"{name}.mp4", has_sound=False) for name in ("new", "old")]
    return [
        a_job("new", JobStage.DONE, video=videos[0]),
        a_job("failed", JobStage.FAILED),
        a_job("old", JobStage.DONE, video=videos[1], is_watched=True),
    ]


@pytest.fixture
def bridge(tmp_path: Path, jobs: list[Job]) -> NoEngine:
    return NoEngine(tmp_path, jobs)


@pytest.fixture
def window(loop: GuiLoop, qtbot: QtBot, tmp_path: Path, bridge: NoEngine, jobs: list[Job]) -> MainWindow:
    window = main_window(loop, qtbot, bridge, tmp_path / "videos")
    for job in reversed(jobs):
        window.jobs.model.job_added(job)
    window.show()
    window.activateWindow()
    return window


def playing(window: MainWindow) -> Callable[[], bool]:
    playback = window.stage.player.playback
    return lambda: playback.is_playing and playback.frames.has_frame


def test_a_new_video_plays_once_and_a_watched_one_rests(window: MainWindow, loop: GuiLoop, bridge: NoEngine) -> None:
    playback = window.stage.player.playback

    async def story() -> None:
        window.jobs.select("old")
        window.jobs.select("new")
        await until(playing(window))
        assert not playback.sound.is_silent
        await until(lambda: not playback.is_playing)
        assert playback.seconds > 1.5, "it stays at its end, although it would repeat"
        assert bridge.seen == ["new"]
        window.jobs.select("old")
        await until(lambda: playback.video is not None and playback.video.path.endswith("old.mp4"))
        assert not playback.is_playing

    loop.run_story(story())


def test_a_new_video_is_silent_and_stays_new_behind_other_windows(
    window: MainWindow, loop: GuiLoop, bridge: NoEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QApplication, "activeWindow", staticmethod(lambda: None))
    player = window.stage.player

    async def story() -> None:
        window.jobs.select("new")
        await until(playing(window))
        assert player.playback.sound.is_silent
        assert player.bar.mute.isChecked()
        await until(lambda: player.playback.seconds > 1.0)
        assert bridge.seen == []
        player.bar.mute.click()
        assert not player.playback.sound.is_silent

    loop.run_story(story())


def test_nothing_plays_by_itself_where_things_are_not_to_move(
    window: MainWindow, loop: GuiLoop, qapp: QApplication
) -> None:
    set_motion(qapp, Motion.REDUCED)

    async def story() -> None:
        with_later = window.stage.player.playback
        window.jobs.select("new")
        await until(lambda: window.stage.job is not None and with_later.video is not None)
        window.stage.play()
        window.stage.player.pause()
        await until(lambda: with_later.frames.has_frame)
        assert not with_later.is_playing

    loop.run_story(story())


def test_up_and_down_show_the_next_job(window: MainWindow, loop: GuiLoop) -> None:
    async def story() -> None:
        window.jobs.select("old")
        window.stage.player.setFocus()
        QTest.keyClick(window.stage.player, Qt.Key.Key_Up)
        assert window.stage.job is not None
        assert window.stage.job.id == "failed"
        window.jobs.select("old")
        window.stage.player.toggle_full_screen()
        QTest.keyClick(window.stage.player._full_screen, Qt.Key.Key_Up)  # type: ignore[arg-type]
        assert window.stage.job.id == "new", "in full screen only videos are shown"
        assert window.stage.player.is_full_screen
        await until(playing(window))
        window.stage.player.toggle_full_screen()

    loop.run_story(story())


def test_play_all_goes_through_the_videos(window: MainWindow, loop: GuiLoop, bridge: NoEngine) -> None:
    shown: list[str] = []
    window.stage.video_shown.connect(shown.append)
    playback = window.stage.player.playback
    playback.set_speed(2.0)

    async def story() -> None:
        window.jobs.select("new")
        window.dispatcher.request(JobActionKey.PLAY_ALL, [bridge.jobs["new"]])
        await until(lambda: shown[-1:] == ["old"])
        await until(playing(window))
        assert "failed" not in shown
        await until(lambda: not playback.is_playing)
        assert playback.seconds > 1.5
        window.stage.play()
        await until(playing(window))
        assert playback._player is not None
        assert playback._player.loops() == -1, "afterwards a video repeats again"

    loop.run_story(story())


async def answer_dialog(window: MainWindow, path: Path) -> None:
    """Choose a name in the file dialog."""
    await until(lambda: window.findChild(QFileDialog) is not None)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name, QLineEdit)
    name.setText(str(path))
    dialog.accept()


def tells(window: MainWindow, sentence: str) -> bool:
    return window.notices.sentence.startswith(sentence)


async def press(window: MainWindow, text: str) -> None:
    await until(lambda: window.findChild(QMessageBox) is not None)
    box = window.findChild(QMessageBox)
    assert box is not None
    next(each for each in box.findChildren(QPushButton) if each.text() == text).click()


def test_the_shown_frame_is_saved_under_a_name_that_is_free(
    window: MainWindow, loop: GuiLoop, bridge: NoEngine, tmp_path: Path
) -> None:
    playback = window.stage.player.playback
    (tmp_path / "taken.png").write_bytes(b"mine")

    async def story() -> None:
        window.jobs.select("old")
        playback.step(3)
        await until(lambda: playback.frames.start == 3 / FPS)
        window.dispatcher.request(JobActionKey.SAVE_FRAME, [bridge.jobs["old"]])
        await until(lambda: window.findChild(QFileDialog) is not None)
        dialog = window.findChild(QFileDialog)
        assert dialog is not None
        assert Path(dialog.selectedFiles()[0]).name == "old_000.38s.png"
        await answer_dialog(window, tmp_path / "taken")
        await press(window, "Choose another name")
        assert bridge.recorded.asked == []
        await until(lambda: window.findChild(QMessageBox) is None)
        await answer_dialog(window, tmp_path / "free.jpg")
        await until(lambda: bridge.recorded.asked)
        assert bridge.recorded.asked == [("save frame", 3 / FPS, tmp_path / "free.jpg", "JPEG")]
        assert window.notices.sentence == "Frame saved: free.jpg"

    loop.run_story(story())


def test_a_copy_never_replaces_the_video_itself(
    window: MainWindow, loop: GuiLoop, bridge: NoEngine, tmp_path: Path
) -> None:
    async def story() -> None:
        window.jobs.select("old")
        for name, told in (("old.mp4", "That is the saved video itself."), ("copy.mp4", "Copy saved: copy.mp4")):
            window.dispatcher.request(JobActionKey.SAVE_COPY, [bridge.jobs["old"]])
            await answer_dialog(window, tmp_path / name)
            if name == "old.mp4":
                await press(window, "Replace")
            await until(partial(tells, window, told))
        assert bridge.recorded.asked == [("save copy", str(tmp_path / "old.mp4"), tmp_path / "copy.mp4")]

    loop.run_story(story())


def test_the_frame_is_copied_as_a_picture_or_a_sentence_says_why_not(
    window: MainWindow, loop: GuiLoop, bridge: NoEngine
) -> None:
    async def story() -> None:
        window.jobs.select("old")
        window.dispatcher.request(JobActionKey.COPY_FRAME, [bridge.jobs["old"]])
        await until(lambda: window.notices.sentence.startswith("Frame copied."))
        assert QGuiApplication.clipboard().image().size().toTuple() == (64, 48)
        bridge.recorded.is_gone = True
        window.dispatcher.request(JobActionKey.COPY_FRAME, [bridge.jobs["old"]])
        await until(lambda: window.notices.sentence.startswith("This frame can't be read"))
        window.dispatcher.request(JobActionKey.SAVE_COPY, [bridge.jobs["failed"]])
        assert window.notices.sentence.startswith("There is no video here yet.")

    loop.run_story(story())


def test_continue_takes_the_last_frame_into_the_form(
    window: MainWindow, loop: GuiLoop, bridge: NoEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[tuple[object, ...]] = []
    monkeypatch.setattr(window.composer.intake, "offer_frame", lambda *of: taken.append(of))

    async def story() -> None:
        window.jobs.select("old")
        window.menus.action("continue").trigger()
        assert taken == [(str(bridge.jobs["old"].video.path), "last")]  # type: ignore[union-attr]
        assert window.composer.cards.prompt.field.hasFocus()

    loop.run_story(story())


def test_the_player_is_ready_before_the_first_video(window: MainWindow, loop: GuiLoop) -> None:
    player = window.stage.player
    assert player.playback._player is None
    loop.run_until(lambda: player.playback._player is not None and player.view._surface is not None, within=15)
    assert not player.playback.is_playing
    assert player.playback.video is None
