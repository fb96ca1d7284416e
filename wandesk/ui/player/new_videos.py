"""Plays a new video once when it comes on the stage."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from wandesk.domain.job_rules import can_play
from wandesk.ui.look.motion import moves
from wandesk.ui.player.stage import Stage

SOON_MS, LATER_MS = 0, 250
"""After the poster is painted, and once the user has stopped going through the list."""


class NewVideos(QObject):
    """Muted if no window of the program is in front: then the video stays new. Never where things are not to move."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._job_id = ""
        self._shown_at = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._play)
        stage.video_shown.connect(self._shown)

    def _shown(self, job_id: str) -> None:
        before, self._shown_at = self._shown_at, time.monotonic()
        self._job_id = job_id
        is_leafing = self._shown_at - before < LATER_MS / 1000
        self._timer.start(LATER_MS if is_leafing else SOON_MS)

    def _play(self) -> None:
        job, stage = self._stage.job, self._stage
        if job is None or job.id != self._job_id or job.is_watched or not can_play(job):
            return
        if stage.isVisible() and not stage.window().isMinimized() and moves(stage):
            playback = stage.player.playback
            if not playback.is_playing:
                playback.play_once(is_silent=QApplication.activeWindow() is None)
