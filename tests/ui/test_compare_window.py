"""Two videos side by side: in step, with one audio, different lengths and rates."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QSlider, QWidget
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop
from tests.support.jobs import a_job
from tests.support.videos import FPS, FRAMES, counted_video, grey_of
from wandesk.domain.frame_times import FrameTimes
from wandesk.domain.job import Job, JobStage
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.player.compare_window import CompareWindow
from wandesk.ui.player.playback import Playback

WITHIN = 8000
SHORT = tuple(number / 10 for number in range(10))
"""Ten frames a second, one second long."""


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    videos = [
        counted_video(tmp_path / "long.mp4"),
        counted_video(tmp_path / "short.mp4", starts=SHORT, has_b_frames=False, has_sound=False),
        counted_video(tmp_path / "third.mp4", has_sound=False),
    ]
    return [a_job(Path(video.path).stem, JobStage.DONE, video=video) for video in videos]


@pytest.fixture
def window(loop: GuiLoop, qtbot: QtBot, jobs: list[Job]) -> Iterator[CompareWindow]:
    parent = QWidget()
    qtbot.addWidget(parent)
    window = CompareWindow(jobs, jobs[0], jobs[1], PosterCache(loop.spawn), parent)
    window.right.playback.steps.learn(str(jobs[1].video.path), FrameTimes(SHORT, 1.0))  # type: ignore[union-attr]
    window.show()
    qtbot.waitUntil(lambda: all(side.frames.has_frame for side in window.pair.sides), timeout=WITHIN)
    yield window
    if shiboken6.isValid(window):
        window.close()


def shown(side: Playback) -> int | None:
    sink = side.frames.sink
    frame = sink.videoFrame() if sink is not None else None
    if frame is None or not frame.isValid():
        return None
    return round((frame.toImage().pixelColor(5, 5).red() - grey_of(0)) / (grey_of(1) - grey_of(0)))


def shows(window: CompareWindow, both: tuple[int, int]) -> bool:
    left, right = window.pair.sides
    return (shown(left), shown(right)) == both


def test_steps_go_through_the_frames_of_both(window: CompareWindow, qtbot: QtBot) -> None:
    pair = window.pair
    assert pair.length == pytest.approx(FRAMES / FPS, abs=0.05)
    # Frames of the long one begin every 0.125 s, those of the short one every 0.1 s.
    for both in ((0, 1), (1, 1), (1, 2), (2, 2), (2, 3)):
        QTest.keyClick(window, Qt.Key.Key_Right)
        qtbot.waitUntil(partial(shows, window, both), timeout=WITHIN)
    QTest.keyClick(window, Qt.Key.Key_Left)
    qtbot.waitUntil(partial(shows, window, (2, 2)), timeout=WITHIN)
    QTest.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: shown(pair.sides[1]) == 9, timeout=WITHIN)
    assert pair.seconds > 1.1, "the short one rests at its last frame"


def test_both_play_in_step_and_repeat_together(window: CompareWindow, qtbot: QtBot) -> None:
    pair = window.pair
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert window.bar.play.accessibleName() == "Pause"
    apart: list[float] = []
    rested: list[bool] = []

    def looked() -> bool:
        left, right = (side.seconds for side in pair.sides)
        if all(side.is_running for side in pair.sides) and left > 0.3:
            apart.append(abs(left - right))
        rested.append(pair.is_running and not pair.sides[1].is_running)
        return any(rested) and pair.sides[1].is_running

    qtbot.waitUntil(looked, timeout=WITHIN)
    assert apart
    assert sorted(apart)[len(apart) // 2] < 0.1, "within a frame"
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert not pair.is_playing


def test_one_of_them_is_heard(window: CompareWindow) -> None:
    left, right = (side.sound for side in window.pair.sides)
    assert (left.is_silent, right.is_silent) == (False, True)
    window.audio.buttons["right"].click()
    assert (left.is_silent, right.is_silent) == (True, False)
    QTest.keyClick(window, Qt.Key.Key_M)
    assert (left.is_silent, right.is_silent) == (True, True)
    assert window.bar.mute.isChecked()
    QTest.keyClick(window, Qt.Key.Key_M)
    window.swap.click()
    assert window.left.job is not None
    assert window.left.job.id == "short"
    assert window.pair.heard is window.left.playback, "the same video is heard"
    assert window.audio.buttons["left"].isChecked()


def test_another_video_is_chosen_and_the_files_are_closed(window: CompareWindow, jobs: list[Job], qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_Down)
    assert window.right.box.key == "third"
    assert window.right.job is jobs[2]
    window.release("/another.mp4")
    assert window.isVisible()
    window.forget("short")
    assert window.isVisible()
    assert window.left.box.count() == 2
    assert jobs[2].video is not None
    pair = window.pair
    window.release(jobs[2].video.path)
    assert [side.video for side in pair.sides] == [None, None]


def test_every_control_has_its_own_name(window: CompareWindow) -> None:
    kinds = (QAbstractButton, QComboBox, QSlider)
    found = [
        each.accessibleName()
        for each in window.findChildren(QWidget)
        if isinstance(each, kinds) and each.isVisible() and each.focusPolicy() is not Qt.FocusPolicy.NoFocus
    ]
    assert {"Left video", "Right video", "Swap sides", "Audio on the left", "Audio on the right"} <= set(found)
    assert len(found) == len(set(found)), found
    assert all(found)
