"""What is heard of a video: its audio output, volume and mute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer


class Sound(QObject):
    """The user's volume and mute, and a silence for one playback that the user did not ask for.

    The audio output is created with the first video that has audio. On a computer without one, videos play silently.
    """

    mute_changed = Signal(bool)
    """The user's own choice."""
    silent_changed = Signal(bool)
    """Whether nothing is heard, for either reason."""
    volume_changed = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.output: QAudioOutput | None = None
        self._is_muted = False
        self._is_silenced = False
        self._volume = 1.0

    @property
    def is_silent(self) -> bool:
        """Whether nothing is heard."""
        return self._is_muted or self._is_silenced

    @property
    def is_silenced(self) -> bool:
        """Whether nothing is heard although the user did not mute."""
        return self._is_silenced

    @property
    def volume(self) -> float:
        """0 to 1, on a perceptual scale."""
        return self._volume

    def attach(self, player: QMediaPlayer) -> None:
        """Let this player be heard."""
        from PySide6.QtMultimedia import QAudioOutput

        if self.output is None:
            self.output = QAudioOutput(self)
            self.output.setMuted(self.is_silent)
            self.output.setVolume(_linear(self._volume))
            player.setAudioOutput(self.output)

    def set_muted(self, is_muted: bool) -> None:  # noqa: FBT001 - a switch's own signal calls it
        """The user's choice, which ends a silence that was not theirs."""
        was_silent, was_muted = self.is_silent, self._is_muted
        self._is_muted, self._is_silenced = is_muted, False
        self._apply(was_silent=was_silent)
        if is_muted != was_muted:
            self.mute_changed.emit(is_muted)

    def toggle(self) -> None:
        """Mute what is heard, or let it be heard."""
        self.set_muted(not self.is_silent)

    def silence(self, *, is_silenced: bool) -> None:
        """Play silently although the user did not mute, or no longer."""
        was_silent, self._is_silenced = self.is_silent, is_silenced
        self._apply(was_silent=was_silent)

    def set_volume(self, volume: float) -> None:
        """0 to 1, on a perceptual scale."""
        volume = min(1.0, max(0.0, volume))
        if volume == self._volume:
            return
        self._volume = volume
        if self.output is not None:
            self.output.setVolume(_linear(volume))
        self.volume_changed.emit(volume)

    def _apply(self, *, was_silent: bool) -> None:
        if self.output is not None:
            self.output.setMuted(self.is_silent)
        if self.is_silent != was_silent:
            self.silent_changed.emit(self.is_silent)


def _linear(volume: float) -> float:
    from PySide6.QtMultimedia import QtAudio

    scale = QtAudio.VolumeScale
    return float(QtAudio.convertVolume(volume, scale.LogarithmicVolumeScale, scale.LinearVolumeScale))
