"""Plays the part of the user's audio that a request would send: the media process cuts it first.

So the player opens files of ours only, in a format that it certainly knows, and the user hears what is sent.
"""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from wandesk.domain.audio import Part
from wandesk.domain.catalog import AudioLimits
from wandesk.domain.errors import WanDeskError
from wandesk.ui.questions import FileQuestions, Spawn
from wandesk.ui.wording.problems import error_text


class AudioPlayer(Protocol):
    """Plays one checked audio file; implemented in `ui.player`, the only package that uses QtMultimedia."""

    @property
    def playing_changed(self) -> SignalInstance:
        """A signal with one bool."""

    @property
    def position_changed(self) -> SignalInstance:
        """A signal with the position in seconds."""

    def play(self, path: str) -> None:
        """Play from the beginning; stops other audio."""

    def stop(self) -> None:
        """Stop playing, if anything plays."""


class PartPlayer(QObject):
    """Plays one part at a time."""

    playing_changed = Signal(bool)
    """True from the request on: cutting takes a moment."""
    position_changed = Signal(float)
    """Seconds from the beginning of the user's file."""
    failed = Signal(str)
    """The sentence why the part cannot be played."""

    def __init__(
        self, player: AudioPlayer, questions: FileQuestions, spawn: Spawn, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._player = player
        self._questions = questions
        self._spawn = spawn
        self._cutting: asyncio.Task[Any] | None = None
        self._cut: tuple[tuple[str, Part], str] | None = None
        """The last part that was cut, and the file that holds it."""
        self._start = 0.0
        player.playing_changed.connect(self._playing_changed)
        player.position_changed.connect(lambda seconds: self.position_changed.emit(self._start + seconds))

    def play(self, path: str, part: Part, limits: AudioLimits) -> None:
        """Play a part of a file from its beginning."""
        self.stop()
        self._start = part.start
        wanted = (path, part)
        if self._cut is not None and self._cut[0] == wanted:
            self._player.play(self._cut[1])
            return
        self._tell(is_playing=True)
        self._cutting = self._spawn("play a part of the audio", self._play(path, part, limits))

    def stop(self) -> None:
        """Stop playing, or waiting for the part."""
        if self._cutting is not None:
            self._cutting.cancel()
            self._cutting = None
            self._tell(is_playing=False)
        self._player.stop()

    async def _play(self, path: str, part: Part, limits: AudioLimits) -> None:
        try:
            excerpt = await self._questions.audio_excerpt(path, limits, part.start, part.seconds)
        except WanDeskError as error:
            self._cutting = None
            self._tell(is_playing=False)
            self.failed.emit(error_text(error))
            return
        self._cutting = None
        self._cut = ((path, part), str(excerpt))
        self._player.play(str(excerpt))

    def _playing_changed(self, is_playing: bool) -> None:  # noqa: FBT001 - a signal's value
        if self._cutting is None:
            self._tell(is_playing=is_playing)

    def _tell(self, *, is_playing: bool) -> None:
        self.playing_changed.emit(is_playing)
