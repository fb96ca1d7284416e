"""The submenu with what the player's keys do. It shows the keys as text: the player reads them, and nothing else may
take a letter or a space from a text field.
"""

from __future__ import annotations

from functools import partial
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from wandesk.ui.player.commands import COMMANDS, PlayerCommand
from wandesk.ui.player.playable import SPEEDS
from wandesk.ui.widgets.round_menu import rounded
from wandesk.ui.wording import player as wording
from wandesk.ui.wording.sentences import key_text


class PlaybackMenu(QMenu):
    """An entry for each command, and the speeds."""

    requested = Signal(object)
    """A PlayerCommand."""
    speed_chosen = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(wording.playback(), parent)
        for index, (_group, commands) in enumerate(groupby(COMMANDS, key=lambda command: command.group)):
            if index:
                self.addSeparator()
            for command in commands:
                label = with_letter(command.label(), command.letter)
                entry = QAction(f"{label}\t{key_text(command.keys)}" if command.keys else label, self)
                entry.triggered.connect(partial(self._request, command.key))
                self.addAction(entry)
        speeds = rounded(self.addMenu(with_letter(wording.speed(), "D")))
        for speed in SPEEDS:
            speeds.addAction(wording.speed_text(speed)).triggered.connect(partial(self._choose, speed))

    def _request(self, key: PlayerCommand, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a signal's own value
        self.requested.emit(key)

    def _choose(self, speed: float, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a signal's own value
        self.speed_chosen.emit(speed)


def with_letter(label: str, letter: str) -> str:
    """A label with its access key: in it, or in parentheses behind it where it has no such letter."""
    at = label.upper().find(letter)
    return f"{label[:at]}&{label[at:]}" if at >= 0 else f"{label}(&{letter})"
