"""The only QMediaPlayer for videos: its file, position and state."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal

from wandesk.domain.media import Video

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink

log = logging.getLogger(__name__)


class Playback(QObject):
    """Plays saved videos, one at a time. All times are in seconds.

    QtMultimedia is imported with the first video, after the window's first paint, because that takes a tenth of a
    second. The audio output is created with the first video that has audio.
    """

    opening = Signal()
    """The video's file is about to be opened; views create their surface now."""
    loaded = Signal(float)
    """A video is open; carries its length."""
    frame_came = Signal()
    """The first picture of the video is on the surface."""
    position_changed = Signal(float)
    playing_changed = Signal(bool)
    loop_changed = Signal(bool)
    mute_changed = Signal(bool)
    volume_changed = Signal(float)
    failed = Signal(str)
    """The video at this path cannot be played."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player: QMediaPlayer | None = None
        self._audio_output: QAudioOutput | None = None
        self._sink: QVideoSink | None = None
        self._video: Video | None = None
        self._last_frame: QVideoFrame | None = None
        self._target_frame: int | None = None
        self._has_frame = False
        self._is_open = False
        self._is_loaded = False
        self._wants_to_play = False
        """Playing was requested, perhaps before the file is open."""
        self._wanted_seconds: float | None = None
        self._is_looping = True
        self._is_muted = False
        self._volume = 1.0

    # ------------------------------------------------------------------ state

    @property
    def video(self) -> Video | None:
        """The current video; its file may not be open yet."""
        return self._video

    @property
    def is_playing(self) -> bool:
        if self._player is None:
            return False
        return self._player.playbackState() is type(self._player).PlaybackState.PlayingState

    @property
    def seconds(self) -> float:
        """The position in the video."""
        return 0.0 if self._player is None else self._player.position() / 1000

    @property
    def length(self) -> float:
        """The video's length, from its facts until it is open."""
        if self._player is not None and self._player.duration() > 0:
            return self._player.duration() / 1000
        return 0.0 if self._video is None else self._video.facts.seconds

    @property
    def has_frame(self) -> bool:
        """Whether a picture of the video is on the surface."""
        return self._has_frame

    @property
    def _has_source(self) -> bool:
        return self._player is not None and not self._player.source().isEmpty()

    @property
    def is_looping(self) -> bool:
        return self._is_looping

    @property
    def is_muted(self) -> bool:
        return self._is_muted

    @property
    def volume(self) -> float:
        """0 to 1, on a perceptual scale."""
        return self._volume

    # ------------------------------------------------------------------ commands

    def show(self, video: Video) -> None:
        """Make this the current video. The first call that needs its file opens it."""
        if self._video is not None and self._video.path == video.path:
            self._video = video
            return
        self.release()
        self._video = video
        self.loaded.emit(video.facts.seconds)
        self.position_changed.emit(0.0)

    def open(self) -> None:
        """Open the video, paused at its first frame. Emits `failed` if that is not possible."""
        video = self._video
        if video is None or self._is_open:
            return
        self._is_open = True
        self.opening.emit()
        player = self._make_player()
        if player is None or not Path(video.path).is_file():
            # Emitted after this call, like every other failure, so that callers always see the same order.
            QTimer.singleShot(0, self, lambda: self._fail(video))
            return
        if video.facts.audio_codec is not None:
            self._make_audio_output(player)
        player.setSource(QUrl.fromLocalFile(video.path))
        player.pause()  # a source alone delivers no picture; a pause delivers exactly one

    def show_on(self, sink: QVideoSink) -> None:
        """Deliver frames to this surface from now on, including the current one."""
        self._last_frame = self._shown_frame()
        before, self._sink = self._sink, sink
        if before is not None and before is not sink:
            before.videoFrameChanged.disconnect(self._frame_changed)
        if before is not sink:
            sink.videoFrameChanged.connect(self._frame_changed)
        if self._player is not None:
            self._player.setVideoSink(sink)
        if self._last_frame is not None and not self.is_playing:
            sink.setVideoFrame(self._last_frame)

    def play(self) -> None:
        """Continue, or start over at the end."""
        self.open()
        if self._player is None or not self._has_source:
            return
        self._target_frame = None
        self._wants_to_play = True
        self._player.play()

    def pause(self) -> None:
        if not (self.is_playing or self._wants_to_play) or self._player is None:
            return
        self._wants_to_play = False
        self._player.pause()
        if self._is_loaded and not self._has_frame:
            # A pause between opening and the first picture delivers none at all (measured); a move delivers one.
            self._move(max(self.seconds, self._half_frame()))

    def toggle(self) -> None:
        """Play or pause."""
        if self.is_playing or (self._wants_to_play and not self._is_loaded):
            self.pause()
        else:
            self.play()

    def seek(self, seconds: float) -> None:
        """Seek; playback continues from there."""
        self.open()
        self._target_frame = None
        self._move(min(max(0.0, seconds), max(0.0, self.length - self._half_frame())))

    def step(self, frames: int) -> None:
        """Pause and step by whole frames."""
        self.open()
        if self._video is None or not self._has_source:
            return
        self.pause()
        fps = self._video.facts.fps or 1.0
        here = self._target_frame if self._target_frame is not None else self._frame_number(fps)
        last = max(0, round(self.length * fps) - 1)
        self._target_frame = min(max(0, here + frames), last)
        # The exact start of a picture still shows the one before; its middle shows it (pitfalls: seeking).
        self._move((self._target_frame + 0.5) / fps)

    def set_looping(self, is_looping: bool) -> None:  # noqa: FBT001 - a switch's own signal calls it
        if is_looping == self._is_looping:
            return
        self._is_looping = is_looping
        self._set_loops()
        self.loop_changed.emit(is_looping)

    def set_muted(self, is_muted: bool) -> None:  # noqa: FBT001 - a switch's own signal calls it
        if is_muted == self._is_muted:
            return
        self._is_muted = is_muted
        if self._audio_output is not None:
            self._audio_output.setMuted(is_muted)
        self.mute_changed.emit(is_muted)

    def set_volume(self, volume: float) -> None:
        """0 to 1, on a perceptual scale."""
        volume = min(1.0, max(0.0, volume))
        if volume == self._volume:
            return
        self._volume = volume
        if self._audio_output is not None:
            self._audio_output.setVolume(_linear(volume))
        self.volume_changed.emit(volume)

    def release(self, path: str | None = None) -> None:
        """Close the file, so that it can be renamed, moved or deleted; `stop()` would keep it open.

        With a path, only if that is the current video's.
        """
        if self._video is None or (path is not None and path != self._video.path):
            return
        self._video = None
        self._is_open = False
        self._forget_frames()
        if self._player is not None and self._has_source:
            self._player.setSource(QUrl())

    # ------------------------------------------------------------------ inside

    def _make_player(self) -> QMediaPlayer | None:
        if self._player is not None:
            return self._player
        from PySide6.QtMultimedia import QMediaPlayer

        player = QMediaPlayer(self)
        if not player.isAvailable():
            log.warning("no media backend: videos cannot be played")
            player.deleteLater()
            return None
        self._player = player
        player.positionChanged.connect(lambda _ms: self.position_changed.emit(self.seconds))
        player.mediaStatusChanged.connect(self._status_changed)
        player.playingChanged.connect(self.playing_changed)
        player.errorOccurred.connect(self._error_occurred)
        self._set_loops()
        if self._sink is not None:
            player.setVideoSink(self._sink)
        return player

    def _make_audio_output(self, player: QMediaPlayer) -> None:
        if self._audio_output is not None:
            return
        from PySide6.QtMultimedia import QAudioOutput

        self._audio_output = QAudioOutput(self)
        self._audio_output.setMuted(self._is_muted)
        self._audio_output.setVolume(_linear(self._volume))
        player.setAudioOutput(self._audio_output)

    def _status_changed(self) -> None:
        player = self._player
        if player is None or player.mediaStatus() is not type(player).MediaStatus.LoadedMedia:
            return
        if self._is_loaded or not self._is_open:
            return
        self._is_loaded = True
        self.loaded.emit(self.length)
        wanted, self._wanted_seconds = self._wanted_seconds, None
        if wanted is not None:
            self._move(wanted)

    def _set_loops(self) -> None:
        if self._player is not None:
            loops = type(self._player).Loops
            self._player.setLoops(loops.Infinite if self._is_looping else loops.Once)

    def _move(self, seconds: float) -> None:
        player = self._player
        if player is None or not self._has_source:
            return
        if player.mediaStatus() is type(player).MediaStatus.LoadingMedia:
            self._wanted_seconds = seconds
            return
        if player.playbackState() is type(player).PlaybackState.StoppedState:
            player.pause()  # a stopped player shows no picture
        player.setPosition(round(seconds * 1000))
        self.position_changed.emit(self.seconds)

    def _half_frame(self) -> float:
        fps = self._video.facts.fps if self._video is not None else 0.0
        return 0.5 / fps if fps else 0.0

    def _frame_number(self, fps: float) -> int:
        frame = self._shown_frame()
        if frame is not None and frame.startTime() >= 0:
            return round(frame.startTime() / 1_000_000 * fps)
        return int(self.seconds * fps)

    def _shown_frame(self) -> QVideoFrame | None:
        """The frame on the surface, which may be newer than the last signal."""
        if self._has_frame and self._sink is not None and (frame := self._sink.videoFrame()).isValid():
            return frame
        return self._last_frame

    def _frame_changed(self, frame: QVideoFrame) -> None:
        if not self._is_loaded:
            return  # pictures come from another thread: one of the previous video may arrive late
        if frame.isValid():
            self._last_frame = frame
            if not self._has_frame:
                self._has_frame = True
                self.frame_came.emit()
        elif self._has_frame and self._last_frame is not None and self._sink is not None:
            # At the end without a loop the player removes the frame; the last frame must stay visible.
            self._sink.setVideoFrame(self._last_frame)

    def _forget_frames(self) -> None:
        self._has_frame = False
        self._is_loaded = False
        self._wants_to_play = False
        self._last_frame = None
        self._target_frame = None
        self._wanted_seconds = None

    def _error_occurred(self) -> None:
        if self._video is not None and self._player is not None:
            log.warning("a video will not play: %s", self._player.errorString())
            self._fail(self._video)

    def _fail(self, video: Video) -> None:
        if self._video is video:
            self.failed.emit(video.path)


def _linear(volume: float) -> float:
    from PySide6.QtMultimedia import QtAudio

    scale = QtAudio.VolumeScale
    return float(QtAudio.convertVolume(volume, scale.LogarithmicVolumeScale, scale.LinearVolumeScale))
