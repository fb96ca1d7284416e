"""The player with a real QMediaPlayer and real videos: frames, steps, loop, and closed files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtMultimedia import QAudioOutput, QVideoSink
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.jobs import a_video
from tests.support.stages import shows_video
from tests.support.videos import FPS, FRAMES, UNEVEN, counted_video, grey_of
from wandesk.app.window_memory import remember_player
from wandesk.domain.media import Video
from wandesk.media.frame_times import frame_times
from wandesk.settings import options
from wandesk.settings.preferences import Preferences
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.player.audio_preview import AudioPreview
from wandesk.ui.player.playback import Playback
from wandesk.ui.player.video_player import VideoPlayer
from wandesk.ui.widgets.faces import install_faces

WITHIN = 5000

NO_VIDEO = ("moov atom", "misdetection")
"""FFmpeg's message about a file that is no video."""


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Video:
    return counted_video(tmp_path_factory.mktemp("videos") / "counted.mp4")


@pytest.fixture
def player(qapp: QApplication, qtbot: QtBot) -> Iterator[VideoPlayer]:
    install_faces(qapp)
    player = VideoPlayer()
    qtbot.addWidget(player)
    player.resize(640, 400)
    player.show()
    yield player
    player.release()


def sink_of(player: VideoPlayer) -> QVideoSink:
    sink = player.playback.frames.sink
    assert sink is not None
    return sink


def shown_frame(player: VideoPlayer) -> int | None:
    """The number of the shown picture, read from its grey."""
    frame = sink_of(player).videoFrame()
    if not frame.isValid():
        return None
    grey = frame.toImage().pixelColor(5, 5).red()
    number = round((grey - grey_of(0)) / (grey_of(1) - grey_of(0)))
    assert abs(grey - grey_of(number)) < 4
    return number


def await_frame(qtbot: QtBot, player: VideoPlayer, number: int) -> None:
    qtbot.waitUntil(lambda: shown_frame(player) == number, timeout=WITHIN)


def sound_of(player: VideoPlayer) -> QAudioOutput | None:
    return player.playback.sound.output


def held_open(path: str) -> bool:
    links = Path("/proc/self/fd").iterdir()
    return any(link.is_symlink() and os.path.realpath(link) == os.path.realpath(path) for link in links)


def test_video_is_not_opened_before_it_is_needed(player: VideoPlayer, video: Video) -> None:
    player.show_video(video, None)
    assert player.playback._player is None
    assert player.bar.position.maximum() == 2000
    assert not shows_video(player.view)


def test_opening_shows_the_first_picture_and_play_continues_from_it(
    player: VideoPlayer, video: Video, qtbot: QtBot
) -> None:
    player.show_video(video, None)
    player.playback.open()
    qtbot.waitUntil(lambda: shows_video(player.view), timeout=WITHIN)
    assert shown_frame(player) == 0
    seen: set[int | None] = set()
    sink_of(player).videoFrameChanged.connect(lambda _frame: seen.add(shown_frame(player)))
    player.play()
    assert player.bar.play.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: len(seen) >= 5, timeout=WITHIN)
    player.pause()
    assert player.bar.play.accessibleName() == "Play"


def test_steps_show_exactly_the_right_picture(player: VideoPlayer, video: Video, qtbot: QtBot) -> None:
    player.show_video(video, None)
    player.playback.open()
    qtbot.waitUntil(lambda: shown_frame(player) == 0, timeout=WITHIN)
    for number in range(1, FRAMES):
        player.playback.step(1)
        await_frame(qtbot, player, number)
    player.playback.step(1)  # there is no picture after the last one
    assert player.playback.steps.target == pytest.approx((FRAMES - 0.5) / FPS)
    for _ in range(5):  # faster than pictures arrive
        player.playback.step(-1)
    qtbot.waitUntil(lambda: shown_frame(player) == FRAMES - 6, timeout=WITHIN)


def test_step_during_playback_pauses_next_to_the_visible_picture(
    player: VideoPlayer, video: Video, qtbot: QtBot
) -> None:
    player.show_video(video, None)
    player.play()
    qtbot.waitUntil(lambda: shows_video(player.view) and (shown_frame(player) or 0) >= 3, timeout=WITHIN)
    player.pause()
    before = shown_frame(player)
    assert before is not None
    player.playback.step(-1)
    qtbot.waitUntil(lambda: shown_frame(player) == before - 1, timeout=WITHIN)


def test_seek_before_the_file_is_open_is_kept(player: VideoPlayer, video: Video, qtbot: QtBot) -> None:
    player.show_video(video, None)
    player.playback.seek(1.3)
    qtbot.waitUntil(lambda: shows_video(player.view) and shown_frame(player) == int(1.3 * FPS), timeout=WITHIN)


def test_click_on_the_slider_seeks_once(player: VideoPlayer, video: Video, qtbot: QtBot) -> None:
    player.show_video(video, None)
    player.playback.open()
    qtbot.waitUntil(lambda: shows_video(player.view), timeout=WITHIN)
    moved_by_user: list[int] = []
    bar = player.bar.position
    bar.moved_by_user.connect(moved_by_user.append)
    QTest.mouseClick(
        bar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(bar.width() // 2, bar.height() // 2)
    )
    qtbot.waitUntil(lambda: shown_frame(player) in (FRAMES // 2 - 1, FRAMES // 2), timeout=WITHIN)
    assert len(moved_by_user) == 1
    player.play()
    qtbot.waitUntil(lambda: player.playback.seconds > 1.3, timeout=WITHIN)
    assert len(moved_by_user) == 1  # the video moves the handle, the handle does not move the video
    assert bar.value() > 1200


@pytest.mark.parametrize("status", ["LoadingMedia", "LoadedMedia", "BufferingMedia", "BufferedMedia"])
def test_pause_before_the_first_picture_still_shows_it(
    player: VideoPlayer, video: Video, qtbot: QtBot, status: str
) -> None:
    player.show_video(video, None)
    player.play()
    media = player.playback._player
    assert media is not None
    qtbot.waitUntil(lambda: shows_video(player.view) or media.mediaStatus().name == status, timeout=WITHIN)
    player.playback.pause()
    qtbot.waitUntil(lambda: shows_video(player.view), timeout=WITHIN)
    assert not player.playback.is_playing


def test_video_loops_by_default(player: VideoPlayer, video: Video, qtbot: QtBot) -> None:
    player.show_video(video, None)
    assert player.bar.loop.isChecked()
    player.playback.seek(1.6)
    numbers: list[int | None] = []
    qtbot.waitUntil(lambda: shows_video(player.view), timeout=WITHIN)
    sink_of(player).videoFrameChanged.connect(lambda _frame: numbers.append(shown_frame(player)))
    player.play()
    qtbot.waitUntil(lambda: FRAMES - 1 in numbers and 1 in numbers[numbers.index(FRAMES - 1) :], timeout=WITHIN)
    assert None not in numbers
    assert player.playback.is_playing


def test_last_picture_stays_without_loop_and_play_restarts(player: VideoPlayer, video: Video, qtbot: QtBot) -> None:
    player.show_video(video, None)
    player.bar.loop.click()
    player.playback.seek(1.6)
    player.play()
    qtbot.waitUntil(lambda: player.playback.is_playing, timeout=WITHIN)
    qtbot.waitUntil(lambda: not player.playback.is_playing, timeout=WITHIN)
    assert shown_frame(player) == FRAMES - 1
    assert shows_video(player.view)
    player.play()
    qtbot.waitUntil(lambda: shown_frame(player) in (1, 2), timeout=WITHIN)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are looked up in /proc")
def test_release_closes_the_file(player: VideoPlayer, video: Video, qtbot: QtBot) -> None:
    player.show_video(video, None)
    player.play()
    qtbot.waitUntil(lambda: shows_video(player.view), timeout=WITHIN)
    assert held_open(video.path)
    player.release("/another/video.mp4")
    assert held_open(video.path)
    player.release(video.path)
    qtbot.waitUntil(lambda: not held_open(video.path), timeout=WITHIN)
    assert not shows_video(player.view)
    player.show_video(video, None)
    player.play()
    qtbot.waitUntil(lambda: shows_video(player.view), timeout=WITHIN)


def test_next_video_shows_its_poster_first(player: VideoPlayer, video: Video, qtbot: QtBot, tmp_path: Path) -> None:
    tall = counted_video(tmp_path / "tall.mp4", width=48, height=96, has_sound=False)
    player.show_video(video, None)
    player.play()
    qtbot.waitUntil(lambda: shows_video(player.view), timeout=WITHIN)
    player.show_video(tall, None)
    assert not shows_video(player.view)
    assert not player.playback.is_playing
    area = player.view.picture_area()
    assert area.height() > area.width()
    player.playback.open()
    qtbot.waitUntil(lambda: shows_video(player.view), timeout=WITHIN)
    assert shown_frame(player) == 0


def test_same_video_again_continues_playing(player: VideoPlayer, video: Video, qtbot: QtBot) -> None:
    player.show_video(video, None)
    player.play()
    qtbot.waitUntil(lambda: player.playback.seconds > 0.1, timeout=WITHIN)
    player.show_video(Video(path=video.path, facts=video.facts), None)
    assert player.playback.is_playing
    assert shows_video(player.view)


@pytest.mark.logs("a video will not play")
@pytest.mark.qt_log_ignore(*NO_VIDEO)
def test_unplayable_file_is_reported(player: VideoPlayer, qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video at all" * 500)
    for path in (str(broken), str(tmp_path / "missing.mp4")):
        player.show_video(a_video(path), None)
        with qtbot.waitSignal(player.failed, timeout=WITHIN) as received:
            player.play()
        assert received.args == [path]
        assert not shows_video(player.view)
        player.playback.seek(1.0)
        player.playback.step(1)


def test_video_counts_as_watched_once_it_has_played(player: VideoPlayer, video: Video, qtbot: QtBot) -> None:
    received: list[str] = []
    player.watched.connect(received.append)
    player.show_video(video, None)
    player.playback.seek(1.8)
    qtbot.waitUntil(lambda: shows_video(player.view), timeout=WITHIN)
    assert received == []
    player.play()
    qtbot.waitUntil(lambda: received == [video.path], timeout=WITHIN)
    player.playback.seek(0.2)
    qtbot.waitUntil(lambda: player.playback.seconds > 0.7, timeout=WITHIN)
    assert received == [video.path]


def test_keys_control_the_player(player: VideoPlayer, video: Video, qtbot: QtBot) -> None:
    player.show_video(video, None)
    player.setFocus()
    QTest.keyClick(player, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: player.playback.is_playing, timeout=WITHIN)
    QTest.keyClick(player, Qt.Key.Key_Space)
    assert not player.playback.is_playing
    qtbot.waitUntil(lambda: shows_video(player.view), timeout=WITHIN)
    player.playback.seek(0.1)
    qtbot.waitUntil(lambda: shown_frame(player) == 0, timeout=WITHIN)
    QTest.keyClick(player, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shown_frame(player) == 1, timeout=WITHIN)
    QTest.keyClick(player, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: shown_frame(player) == 1 + FPS, timeout=WITHIN)
    QTest.keyClick(player, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: shown_frame(player) == 1, timeout=WITHIN)
    QTest.keyClick(player, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: shown_frame(player) == 0, timeout=WITHIN)
    QTest.keyClick(player, Qt.Key.Key_M)
    assert player.bar.mute.isChecked()
    assert player.playback.sound.output is not None
    assert player.playback.sound.output.isMuted()


def test_full_screen_takes_the_video_and_returns_it(player: VideoPlayer, video: Video, qtbot: QtBot) -> None:
    player.show_video(video, None)
    player.playback.seek(0.3)
    qtbot.waitUntil(lambda: shows_video(player.view) and shown_frame(player) == 2, timeout=WITHIN)
    QTest.keyClick(player, Qt.Key.Key_F)
    whole = player._full_screen
    assert whole is not None
    assert whole.isFullScreen()
    assert whole.controls.isVisible(), "they show how to leave full screen"
    assert sink_of(player) is whole._surface.videoSink()
    assert shown_frame(player) == 2
    QTest.keyClick(whole, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shown_frame(player) == 3, timeout=WITHIN)
    QTest.keyClick(whole, Qt.Key.Key_Escape)
    assert player._full_screen is None
    assert sink_of(player) is not whole._surface.videoSink()
    assert shown_frame(player) == 3
    QTest.keyClick(player, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shown_frame(player) == 4, timeout=WITHIN)


def test_full_screen_controls_appear_with_the_mouse_and_hide_again(
    player: VideoPlayer, video: Video, qtbot: QtBot
) -> None:
    player.show_video(video, None)
    player.toggle_full_screen()
    whole = player._full_screen
    assert whole is not None
    whole._rest.setInterval(50)
    whole._rest.start()
    qtbot.waitUntil(lambda: not whole.controls.isVisible(), timeout=WITHIN)
    assert whole.cursor().shape() == Qt.CursorShape.BlankCursor
    QTest.mouseMove(whole, whole.rect().center())
    QTest.mouseMove(whole, whole.rect().center() + QPoint(9, 9))
    qtbot.waitUntil(whole.controls.isVisible, timeout=WITHIN)
    assert whole.cursor().shape() != Qt.CursorShape.BlankCursor
    leave = whole.controls.full_screen
    assert leave.accessibleName() == "Leave full screen"
    leave.click()
    assert player._full_screen is None


def test_full_screen_controls_are_used_by_keyboard(player: VideoPlayer, video: Video, qtbot: QtBot) -> None:
    player.show_video(video, None)
    player.toggle_full_screen()
    whole = player._full_screen
    assert whole is not None
    whole._rest.setInterval(50)
    for key in (Qt.Key.Key_M, Qt.Key.Key_Shift):
        whole._rest.start()
        qtbot.waitUntil(lambda: not whole.controls.isVisible(), timeout=WITHIN)
        QTest.keyClick(whole, key)
        assert whole.controls.isVisible()
    whole._rest.setInterval(60_000)
    QTest.keyClick(whole, Qt.Key.Key_Tab)
    assert whole.controls.play.hasFocus()
    QTest.keyClick(whole.controls.play, Qt.Key.Key_Tab)
    assert whole.controls.next_frame.hasFocus()
    whole._rest.setInterval(50)
    QTest.keyClick(whole.controls.next_frame, Qt.Key.Key_Shift)
    qtbot.waitUntil(lambda: not whole.controls.isVisible(), timeout=WITHIN)
    assert whole.hasFocus(), "keys are not lost in hidden controls"
    QTest.keyClick(whole, Qt.Key.Key_Tab)
    assert whole.controls.next_frame.hasFocus()
    QTest.keyClick(whole.controls.next_frame, Qt.Key.Key_Escape)
    assert player._full_screen is None


def test_full_screen_has_the_controls_of_the_window(player: VideoPlayer, video: Video, qtbot: QtBot) -> None:
    wanted: list[object] = []
    player.resize(1000, 600)
    player.action_requested.connect(wanted.append)
    player.show_video(video, None)
    player.play()
    qtbot.waitUntil(lambda: player.playback.is_playing, timeout=WITHIN)
    player.toggle_full_screen()
    whole = player._full_screen
    assert whole is not None

    def names(bar: QWidget) -> list[str]:
        return sorted(each.accessibleName() for each in bar.findChildren(QAbstractButton) if each.isVisible())

    in_window = ["Leave full screen" if name == "Full screen" else name for name in names(player.bar)]
    assert names(whole.controls) == sorted(in_window)
    assert whole.controls.play.accessibleName() == "Pause"
    next(each for each in whole.controls.job_buttons if each.accessibleName() == "Show in folder").click()
    assert player._full_screen is None, "the folder would open behind it"
    assert wanted == [JobActionKey.SHOW_IN_FOLDER]


def test_volume_controls_are_for_videos_with_audio(
    player: VideoPlayer, video: Video, qtbot: QtBot, tmp_path: Path
) -> None:
    silent = counted_video(tmp_path / "silent.mp4", has_sound=False)
    player.show_video(silent, None)
    player.play()
    assert sound_of(player) is None
    player.playback.sound.set_volume(0.5)
    assert player.bar.volume.value() == 50
    player.show_video(video, None)
    player.play()
    sound = sound_of(player)
    assert sound is not None
    assert 0.1 < sound.volume() < 0.3  # perceived as half as loud
    qtbot.waitUntil(lambda: player.playback.is_playing, timeout=WITHIN)


@pytest.fixture
def preferences(tmp_path: Path) -> Iterator[Preferences]:
    ours = Preferences(tmp_path / "settings.toml")
    yield ours
    ours.close()


def test_player_starts_with_its_saved_settings(
    player: VideoPlayer, preferences: Preferences, qtbot: QtBot, tmp_path: Path
) -> None:
    preferences.set(options.LOOP, False)
    preferences.set(options.SPEED, 1.5)
    preferences.set(options.VOLUME, 0.5)
    preferences.set(options.MUTED, True)
    remember_player(player.playback, preferences)
    assert not player.bar.loop.isChecked()
    assert player.bar.volume.value() == 50
    assert player.bar.mute.isChecked()
    player.show_video(counted_video(tmp_path / "sound.mp4", has_sound=True), None)
    player.playback.open()
    qtbot.waitUntil(lambda: shows_video(player.view), timeout=WITHIN)
    sound, media = sound_of(player), player.playback._player
    assert sound is not None
    assert media is not None
    assert sound.isMuted()
    assert 0.1 < sound.volume() < 0.3  # perceived as half as loud
    assert media.loops() == 1
    assert media.playbackRate() == 1.5
    assert player.bar.speed.text() == "1.5×"


def test_changed_player_settings_are_saved(player: VideoPlayer, preferences: Preferences, tmp_path: Path) -> None:
    remember_player(player.playback, preferences)
    assert player.bar.loop.isChecked()
    assert not player.bar.mute.isChecked()
    player.bar.loop.click()
    player.bar.mute.click()
    player.bar.speed.chosen.emit(0.5)
    QTest.keyClick(player.bar.volume, Qt.Key.Key_Home)
    preferences.close()
    again = Preferences(tmp_path / "settings.toml")
    assert again.get(options.LOOP) is False
    assert again.get(options.MUTED) is True
    assert again.get(options.VOLUME) == 0.0
    assert again.get(options.SPEED) == 0.5


@pytest.mark.parametrize(("width", "left_out"), [(1000, 0), (640, 5), (500, 6), (440, 6), (320, 7)])
def test_a_narrow_bar_leaves_out_what_menus_have(player: VideoPlayer, qtbot: QtBot, width: int, left_out: int) -> None:
    player.resize(width, 400)
    bar = player.bar
    controls = (*bar.job_buttons, bar.volume, bar.speed, bar.play, bar.loop, bar.mute, bar.full_screen)
    assert sum(not each.isVisible() for each in controls) == left_out
    assert bar.width() == width
    qtbot.waitUntil(lambda: bar.position.width() >= bar.position.minimumSizeHint().width(), timeout=WITHIN)


def test_every_control_has_its_name_and_a_tooltip(player: VideoPlayer) -> None:
    buttons = {
        "Play": player.bar.play,
        "Previous frame": player.bar.previous_frame,
        "Next frame": player.bar.next_frame,
        "Loop": player.bar.loop,
        "Mute": player.bar.mute,
        "Full screen": player.bar.full_screen,
        "Compare": player.bar.job_buttons[0],
        "Continue from last frame": player.bar.job_buttons[1],
        "Save a copy": player.bar.job_buttons[2],
        "Save a frame": player.bar.job_buttons[3],
        "Show in folder": player.bar.job_buttons[4],
    }
    for name, button in buttons.items():
        interface = QAccessible.queryAccessibleInterface(button)
        assert interface.text(QAccessible.Text.Name) == name
        assert interface.role() == QAccessible.Role.Button
        assert button.toolTip()
    for name, slider in {"Position": player.bar.position, "Volume": player.bar.volume}.items():
        interface = QAccessible.queryAccessibleInterface(slider)
        assert interface.text(QAccessible.Text.Name) == name
        assert interface.role() == QAccessible.Role.Slider


def test_audio_file_pauses_the_video_and_the_video_stops_the_audio(
    player: VideoPlayer, video: Video, qtbot: QtBot
) -> None:
    preview = AudioPreview(player.playback, player)
    states: list[bool] = []
    positions: list[float] = []
    preview.playing_changed.connect(states.append)
    preview.position_changed.connect(positions.append)
    player.show_video(video, None)
    player.play()
    qtbot.waitUntil(lambda: player.playback.is_playing, timeout=WITHIN)
    preview.play(video.path)
    assert not player.playback.is_playing
    qtbot.waitUntil(lambda: preview.is_playing, timeout=WITHIN)
    qtbot.waitUntil(lambda: any(0 < seconds < video.facts.seconds for seconds in positions), timeout=WITHIN)
    player.play()
    qtbot.waitUntil(lambda: not preview.is_playing, timeout=WITHIN)
    assert states == [True, False]
    preview.play(video.path)
    preview.stop()
    assert not preview.is_playing


@pytest.mark.logs("audio will not play")
@pytest.mark.qt_log_ignore(*NO_VIDEO)
def test_unplayable_audio_is_reported(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "no.wav"
    path.write_bytes(b"nothing")
    preview = AudioPreview(Playback())
    with qtbot.waitSignal(preview.failed, timeout=WITHIN) as received:
        preview.play(str(path))
    assert received.args == [str(path)]


def test_player_module_is_imported_without_qtmultimedia() -> None:
    """The window is painted before the media backend is loaded."""
    code = (
        "import sys, wandesk.ui.player.stage, wandesk.ui.player.audio_preview, wandesk.ui.jobs.panel;"
        "sys.exit(any(name.startswith('PySide6.QtMultimedia') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_environment_is_set_before_the_application(monkeypatch: pytest.MonkeyPatch) -> None:
    from wandesk.ui.player.environment import prepare_environment

    monkeypatch.delenv("QT_FFMPEG_DECODING_HW_DEVICE_TYPES", raising=False)
    monkeypatch.setenv("QT_FFMPEG_PROTOCOL_WHITELIST", "file,http")
    prepare_environment()
    assert os.environ["QT_FFMPEG_DECODING_HW_DEVICE_TYPES"] == ","
    assert os.environ["QT_FFMPEG_PROTOCOL_WHITELIST"] == "file"
    monkeypatch.setenv("QT_FFMPEG_DECODING_HW_DEVICE_TYPES", "vaapi")
    prepare_environment()
    assert os.environ["QT_FFMPEG_DECODING_HW_DEVICE_TYPES"] == "vaapi"


@pytest.mark.parametrize("name", ["known lengths", "guessed lengths"])
def test_steps_of_a_variable_rate_show_exactly_the_right_picture(
    player: VideoPlayer, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    # With B-frames the file does not tell how long its frames are.
    uneven = counted_video(tmp_path / f"{name}.mp4", starts=UNEVEN[:13], has_b_frames=name == "guessed lengths")
    player.show_video(uneven, None)
    player.playback.open()
    player.playback.steps.learn(uneven.path, frame_times(uneven.path))
    qtbot.waitUntil(lambda: shown_frame(player) == 0, timeout=WITHIN)
    last = 8 if name == "guessed lengths" else 12
    for number in (*range(1, last + 1), *range(last - 1, 3, -1)):
        player.playback.step(1 if number > (shown_frame(player) or 0) else -1)
        await_frame(qtbot, player, number)
    assert frame_times(uneven.path).at(player.playback.shown_seconds) == 4


def test_keys_play_backwards_and_faster(player: VideoPlayer, video: Video, qtbot: QtBot) -> None:
    player.show_video(video, None)
    player.playback.seek(1.9)
    qtbot.waitUntil(lambda: shown_frame(player) == FRAMES - 1, timeout=WITHIN)
    seen: list[int | None] = []
    sink_of(player).videoFrameChanged.connect(lambda _frame: seen.append(shown_frame(player)))
    QTest.keyClick(player, Qt.Key.Key_J)
    assert player.bar.play.accessibleName() == "Pause"
    assert player.bar.speed.text() == "-1×"
    qtbot.waitUntil(lambda: len(set(seen)) >= 3, timeout=WITHIN)
    QTest.keyClick(player, Qt.Key.Key_J)
    assert player.bar.speed.text() == "-2×"
    qtbot.waitUntil(lambda: shown_frame(player) == 0, timeout=WITHIN)
    assert seen == sorted(seen, key=lambda number: -(number or 0))
    qtbot.waitUntil(lambda: not player.playback.is_playing, timeout=WITHIN)
    assert player.bar.play.accessibleName() == "Play"
    QTest.keyClick(player, Qt.Key.Key_L)
    assert player.playback.rate == 1.0
    QTest.keyClick(player, Qt.Key.Key_L)
    assert player.bar.speed.text() == "2×"
    qtbot.waitUntil(lambda: (shown_frame(player) or 0) > 1, timeout=WITHIN)
    QTest.keyClick(player, Qt.Key.Key_K)
    assert not player.playback.is_playing
    assert player.bar.speed.text() == "1×"


@pytest.mark.logs("it has no picture")
def test_audio_alone_is_no_video(player: VideoPlayer, qtbot: QtBot) -> None:
    path = str(Path(__file__).resolve().parents[2] / "resources" / "samples" / "waves.mp3")
    player.show_video(a_video(path), None)
    with qtbot.waitSignal(player.failed, timeout=WITHIN) as received:
        player.play()
    assert received.args == [path]
    assert not player.playback.is_playing


@pytest.mark.logs("it has not opened in time")
def test_a_file_that_never_opens_is_given_up(player: VideoPlayer, video: Video, qtbot: QtBot) -> None:
    player.show_video(video, None)
    player.playback._patience.setInterval(0)
    with qtbot.waitSignal(player.failed, timeout=WITHIN):
        player.play()
    player.playback._patience.setInterval(WITHIN)
    player.play()
    qtbot.waitUntil(lambda: shows_video(player.view), timeout=WITHIN)
