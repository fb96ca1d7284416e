"""Plays the user's own audio before it is sent."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal

from wandesk.ui.player.playback import Playback

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer

log = logging.getLogger(__name__)


class AudioPreview(QObject):
    """Plays one checked audio file. The video pauses meanwhile, and starting the video stops the audio.

    It has its own player, so that the video keeps its position and frame. A second QMediaPlayer takes less than a
    millisecond once the first one exists.
    """

    playing_changed = Signal(bool)
    position_changed = Signal(float)
    """Seconds from the beginning of the file."""
    failed = Signal(str)
    """The path of an audio file that cannot be played."""

    def __init__(self, video: Playback, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._video = video
        self._player: QMediaPlayer | None = None
        self._path = ""
        video.playing_changed.connect(self._video_changed)

    @property
    def is_playing(self) -> bool:
        return self._player is not None and self._player.isPlaying()

    def play(self, path: str) -> None:
        """Play an audio file from its start. Emits `failed` if it cannot be played."""
        self._video.pause()
        player = self._make_player()
        self._path = path
        player.setSource(QUrl.fromLocalFile(path))
        player.play()

    def stop(self) -> None:
        """Stop, and close the file."""
        if self._player is not None and self._path:
            self._path = ""
            self._player.setSource(QUrl())

    def _make_player(self) -> QMediaPlayer:
        if self._player is None:
            from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer

            self._player = QMediaPlayer(self)
            self._player.setAudioOutput(QAudioOutput(self))
            self._player.playingChanged.connect(self.playing_changed)
            self._player.positionChanged.connect(lambda ms: self.position_changed.emit(ms / 1000))
            self._player.errorOccurred.connect(self._error_occurred)
        return self._player

    def _video_changed(self, is_playing: bool) -> None:  # noqa: FBT001 - a signal's own value
        if is_playing:
            self.stop()

    def _error_occurred(self) -> None:
        if self._path and self._player is not None:
            log.warning("audio will not play: %s", self._player.errorString())
            path = self._path
            self.stop()
            self.failed.emit(path)
