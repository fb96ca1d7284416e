"""Reads the times of a video's frames while it is opened, so that steps are exact at any rate."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject

from wandesk.domain.errors import WanDeskError
from wandesk.ui.player.playback import Playback
from wandesk.ui.questions import Spawn, VideoQuestions

log = logging.getLogger(__name__)


class FrameTimesReader(QObject):
    """Without the times, steps follow the average rate."""

    def __init__(self, playback: Playback, questions: VideoQuestions, spawn: Spawn) -> None:
        super().__init__(playback)
        self._playback = playback
        self._questions = questions
        self._spawn = spawn
        playback.frame_came.connect(self._came)

    def _came(self) -> None:
        """After the first picture: it must not wait for the times."""
        if (video := self._playback.video) is not None:
            self._spawn("frame times", self._read(video.path))

    async def _read(self, path: str) -> None:
        try:
            self._playback.steps.learn(path, await self._questions.frame_times(path))
        except WanDeskError as refused:
            log.info("steps follow the average rate: %s", refused)
