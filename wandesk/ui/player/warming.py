"""Makes the player ready before the first video is wanted, so that its first frame comes as soon as any later one's."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from wandesk.ui.player.environment import load_libraries
from wandesk.ui.player.stage import Stage

AFTER_MS = 2000
"""After the window was made: it is usable by then."""
BETWEEN_MS = 60
"""Between two steps, so that the window answers meanwhile."""


class Warming(QObject):
    """In steps: the libraries, the player, the surface. Each takes about as long as a few frames."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        player = stage.player
        self._steps = [load_libraries, player.playback.get_ready, player.view.get_ready]
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        self._timer.start(AFTER_MS)

    def _step(self) -> None:
        if self._stage.isVisible():
            self._steps.pop(0)()
        if self._steps:
            self._timer.start(BETWEEN_MS if self._stage.isVisible() else AFTER_MS)
