"""The keys of the player: one table, from which the keys, the tooltips and the menu of playback derive.

They work while the video or the list has the focus, and in full screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from wandesk.ui.player.playable import Playable
from wandesk.ui.wording import player as wording

SHORT_MOVE = 1.0
"""Seconds."""


class PlayerCommand(StrEnum):
    """The name of a command."""

    PLAY = "play"
    PREVIOUS_FRAME = "previous_frame"
    NEXT_FRAME = "next_frame"
    BACK = "back"
    FORWARD = "forward"
    PLAY_BACKWARD = "play_backward"
    STOP = "stop"
    PLAY_FORWARD = "play_forward"
    LOOP = "loop"
    MUTE = "mute"
    FULL_SCREEN = "full_screen"
    PREVIOUS_VIDEO = "previous_video"
    NEXT_VIDEO = "next_video"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One entry of the table."""

    key: PlayerCommand
    label: Callable[[], str]
    keys: str = ""
    """A key sequence such as `Shift+Left`."""
    act: Callable[[Playable], object] | None = None
    """None: the widget that shows the video does it itself."""
    repeats: bool = False
    """A held key does it again and again."""
    letter: str
    """The access key in the menu, which `ui.playback_menu` puts into the label or behind it."""
    group: int = 0
    """The menu draws a separator between groups."""


COMMANDS: tuple[Command, ...] = (
    Command(
        key=PlayerCommand.PLAY, letter="P", label=wording.play_or_pause, keys="Space", act=lambda video: video.toggle()
    ),
    Command(
        key=PlayerCommand.PLAY_BACKWARD,
        letter="B",
        label=wording.play_backward,
        keys="J",
        act=lambda video: video.play_backward(),
    ),
    Command(
        key=PlayerCommand.STOP,
        letter="S",
        label=wording.stop,
        keys="K",
        act=lambda video: video.pause(),
    ),
    Command(
        key=PlayerCommand.PLAY_FORWARD,
        letter="T",
        label=wording.play_forward,
        keys="L",
        act=lambda video: video.play_forward(),
    ),
    Command(
        key=PlayerCommand.PREVIOUS_FRAME,
        letter="R",
        label=wording.previous_frame,
        keys="Left",
        act=lambda video: video.step(-1),
        repeats=True,
        group=1,
    ),
    Command(
        key=PlayerCommand.NEXT_FRAME,
        letter="N",
        label=wording.next_frame,
        keys="Right",
        act=lambda video: video.step(1),
        repeats=True,
        group=1,
    ),
    Command(
        key=PlayerCommand.BACK,
        letter="K",
        label=wording.back,
        keys="Shift+Left",
        act=lambda video: video.seek(video.seconds - SHORT_MOVE),
        repeats=True,
        group=1,
    ),
    Command(
        key=PlayerCommand.FORWARD,
        letter="W",
        label=wording.forward,
        keys="Shift+Right",
        act=lambda video: video.seek(video.seconds + SHORT_MOVE),
        repeats=True,
        group=1,
    ),
    Command(
        key=PlayerCommand.LOOP,
        letter="L",
        label=wording.loop,
        act=lambda video: video.set_looping(not video.is_looping),
        group=2,
    ),
    Command(
        key=PlayerCommand.MUTE,
        letter="M",
        label=wording.mute,
        keys="M",
        act=lambda video: video.sound.toggle(),
        group=2,
    ),
    Command(
        key=PlayerCommand.FULL_SCREEN,
        letter="F",
        label=wording.full_screen,
        keys="F",
        group=2,
    ),
    Command(
        key=PlayerCommand.PREVIOUS_VIDEO, letter="V", label=wording.previous_video, keys="Up", repeats=True, group=3
    ),
    Command(
        key=PlayerCommand.NEXT_VIDEO,
        letter="X",
        label=wording.next_video,
        keys="Down",
        repeats=True,
        group=3,
    ),
)
"""In the order of the menu."""

_BY_KEY = {command.key: command for command in COMMANDS}


def player_command(key: PlayerCommand) -> Command:
    """The entry of a command."""
    return _BY_KEY[key]


def command_of(event: QKeyEvent) -> Command | None:
    """The command of a pressed key; None for any other key. Arrows of the number pad count, too."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    pressed = QKeySequence(event.key() | modifiers.value)
    return next((each for each in COMMANDS if each.keys and QKeySequence(each.keys) == pressed), None)
