"""Names and tooltips of the player's controls."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.jobs import clock
from wandesk.ui.wording.sentences import key_text

translate = QCoreApplication.translate


def play() -> str:
    return translate("Player", "Play")


def pause() -> str:
    return translate("Player", "Pause")


def play_or_pause() -> str:
    return translate("Player", "Play or pause")


def play_backward() -> str:
    return translate("Player", "Play backwards")


def play_forward() -> str:
    return translate("Player", "Play, or play faster")


def stop() -> str:
    """The key K, after J or L."""
    return translate("Player", "Stop here")


def back() -> str:
    return translate("Player", "Back 1 second")


def forward() -> str:
    return translate("Player", "Forward 1 second")


def previous_video() -> str:
    return translate("Player", "Previous video")


def next_video() -> str:
    return translate("Player", "Next video")


def playback() -> str:
    """The submenu with what the player's keys do."""
    return translate("Player", "Play&back")


def speed() -> str:
    return translate("Player", "Speed")


def speed_text(rate: float) -> str:
    """How fast a video plays: `1×`, `0.25×`, `−2×` backwards."""
    return translate("Player", "{factor}×").format(factor=QLocale().toString(rate, "g", 3))


def moment(seconds: float) -> str:
    """A position in a video: `0:02.4`."""
    tenths = int(seconds * 10 + 0.001)
    return f"{clock(tenths // 10)}{QLocale().decimalPoint()}{QLocale().toString(tenths % 10)}"


def compare_videos() -> str:
    """The title of the window with two videos."""
    return translate("Player", "Compare videos")


def left_video() -> str:
    """The box that chooses it."""
    return translate("Player", "Left video")


def right_video() -> str:
    """The box that chooses it."""
    return translate("Player", "Right video")


def left_surface() -> str:
    """What shows it."""
    return translate("Player", "Video on the left")


def right_surface() -> str:
    """What shows it."""
    return translate("Player", "Video on the right")


def left_audio() -> str:
    return translate("Player", "Audio on the left")


def right_audio() -> str:
    return translate("Player", "Audio on the right")


def swap_sides() -> str:
    return translate("Player", "Swap sides")


def loop() -> str:
    return translate("Player", "Loop")


def mute() -> str:
    return translate("Player", "Mute")


def switched(*, is_on: bool) -> str:
    """The state of a toggle button, said after its name."""
    return translate("Player", "on") if is_on else translate("Player", "off")


def full_screen() -> str:
    return translate("Player", "Full screen")


def leave_full_screen() -> str:
    return translate("Player", "Leave full screen")


def previous_frame() -> str:
    return translate("Player", "Previous frame")


def next_frame() -> str:
    return translate("Player", "Next frame")


def position() -> str:
    return translate("Player", "Position")


def volume() -> str:
    return translate("Player", "Volume")


def with_key(name: str, key: str) -> str:
    """A tooltip: the name of the button and its key (a key sequence such as `Shift+Left`)."""
    return translate("Player", "{name} ({key})").format(name=name, key=key_text(key))


def will_not_play() -> str:
    return translate("Player", "This video can't be played in Wan Desk.")


def will_not_play_reason() -> str:
    return translate("Player", "The file is safe. Your system's video player may be able to open it.")


def video_missing() -> str:
    return translate("Player", "The video file isn't where it was saved.")


def video_missing_reason(path: str) -> str:
    return translate("Player", "It was saved as {path}.").format(path=one_line(path))


def folder_away() -> str:
    """Instead of `video_missing` where the whole folder is missing."""
    return translate("Player", "The folder of this video isn't there right now.")


def folder_away_reason(path: str) -> str:
    return translate("Player", "Connect its drive to play the video. It was saved as {path}.").format(path=path)


def more_actions() -> str:
    """The button below the stage that opens the menu of the job."""
    return translate("Player", "More actions")


def saved_in(folder: str) -> str:
    """Said once of a new video; `folder` is `Videos / Wan Desk`."""
    return translate("Player", "Saved in {folder}").format(folder=one_line(folder))


def close_note() -> str:
    return translate("Player", "Close this note")


def stage() -> str:
    """The stage's accessible name."""
    return translate("Player", "Stage")


def video() -> str:
    """The accessible name of the surface that shows the video."""
    return translate("Player", "Video")
