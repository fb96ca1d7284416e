"""The only QMediaPlayer for videos: its file, position and state."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal

from wandesk.domain.media import Video
from wandesk.ui.player.frame_steps import FrameSteps
from wandesk.ui.player.playable import Playable
from wandesk.ui.player.shown_frames import ShownFrames

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer, QVideoSink

log = logging.getLogger(__name__)

OPENS_WITHIN_MS = 15_000
"""A file that has shown nothing by then (a network drive that does not answer) counts as one that cannot be played."""
SETTLES_MS = 120
"""How long after a frame another one of the same step may come."""
_stuck: list[QMediaPlayer] = []
"""Players that wait for such a file: to close it or to destroy them would wait, too."""


class Playback(Playable):
    """Plays saved videos, one at a time.

    QtMultimedia is imported with the first video, after the window's first paint, because that takes a tenth of a
    second.
    """

    opening = Signal()
    """The video's file is about to be opened; views create their surface now."""
    frame_came = Signal()
    """The first picture of the video is on the surface."""
    ended = Signal()
    """The video has played to its end, where it stays."""
    failed = Signal(str)
    """The video at this path cannot be played."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.frames = ShownFrames(self)
        self.steps = FrameSteps()
        self._player: QMediaPlayer | None = None
        self._video: Video | None = None
        self._is_open = False
        self._is_loaded = False
        self._has_failed = False
        self._wants_to_play = False
        """Playing was requested, perhaps before the file is open."""
        self._plays_once = False
        """This time it does not repeat, whatever the user has chosen."""
        self._is_in_sequence = False
        """Another video follows this one."""
        self._wanted_seconds: float | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(OPENS_WITHIN_MS)
        self._patience.timeout.connect(self._took_too_long)
        self.frames.came.connect(self._patience.stop)
        self.frames.came.connect(self.frame_came)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLES_MS)
        self._settling.timeout.connect(self._check_step)
        self.frames.arrived.connect(self._settling.start)

    # ------------------------------------------------------------------ state

    @property
    def video(self) -> Video | None:
        """The current video; its file may not be open yet."""
        return self._video

    @property
    def is_running(self) -> bool:
        is_playing = self._player is not None and self._player.isPlaying()
        return is_playing or (self._wants_to_play and not self._is_loaded)

    @property
    def seconds(self) -> float:
        if self._wanted_seconds is not None:
            return self._wanted_seconds
        return 0.0 if self._player is None else self._player.position() / 1000

    @property
    def length(self) -> float:
        """From the video's facts until it is open."""
        if self._player is not None and self._player.duration() > 0:
            return self._player.duration() / 1000
        return 0.0 if self._video is None else self._video.facts.seconds

    @property
    def is_at_end(self) -> bool:
        """Whether it has played to its end: playing starts over then."""
        return self._player is not None and self._player.mediaStatus() is type(self._player).MediaStatus.EndOfMedia

    @property
    def frame_count(self) -> int:
        return self.frames.count

    @property
    def shown_seconds(self) -> float:
        """When the shown frame begins; of a video that is not open yet, its start."""
        return start if (start := self.frames.start) is not None else self.seconds

    @property
    def _has_source(self) -> bool:
        return self._player is not None and not self._player.source().isEmpty()

    # ------------------------------------------------------------------ commands

    def show(self, video: Video) -> None:
        """Make this the current video. The first call that needs its file opens it."""
        if self._video is not None and self._video.path == video.path:
            self._video = video
            return
        self.release()
        self._video = video
        self.steps.show(video)
        self.loaded.emit(video.facts.seconds)
        self.position_changed.emit(0.0)

    def get_ready(self) -> None:
        """Load QtMultimedia and make the player before the first video needs them."""
        self._make_player()

    def open(self) -> None:
        """Open the video, paused at its first frame. Emits `failed` if that is not possible."""
        video = self._video
        if video is None or self._is_open:
            return
        self._is_open = True
        self.opening.emit()
        player = self._make_player()
        if player is None:
            # Emitted after this call, like every other failure, so that callers always see the same order.
            QTimer.singleShot(0, self, lambda: self._fail(video))
            return
        if video.facts.audio_codec is not None:
            self.sound.attach(player)
        self._patience.start()
        player.setSource(QUrl.fromLocalFile(video.path))
        player.pause()  # a source alone delivers no picture; a pause delivers exactly one

    def show_on(self, sink: QVideoSink) -> None:
        """Deliver frames to this surface from now on, including the current one."""
        self.frames.show_on(sink, self._player)

    def play(self) -> None:
        self._start(is_once=False)

    def play_once(self, *, is_silent: bool) -> None:
        """Play to the end without repeating, because the video is new and not because the user asked for it."""
        self._start(is_once=True)
        self.sound.silence(is_silenced=is_silent)

    def set_in_sequence(self, *, is_in_sequence: bool) -> None:
        """Whether other videos follow: then none repeats."""
        self._is_in_sequence = is_in_sequence
        self._apply()

    def pause(self) -> None:
        self.rewinding.stop()
        if not self.is_running or self._player is None:
            return
        self._wants_to_play = False
        self._player.pause()
        self._tell_playing()
        self._set_boost(1.0)
        if self._is_loaded and not self.frames.has_frame:
            # A pause between opening and the first picture delivers none at all (measured); a move delivers one.
            self.show_at(max(self.seconds, self.steps.times.middle(0)))

    def seek(self, seconds: float) -> None:
        self.open()
        self.rewinding.stop()
        self.steps.free()
        times = self.steps.times
        self.show_at(min(max(0.0, seconds), max(0.0, min(self.length, times.middle(times.last)))))

    def step(self, frames: int) -> None:
        self.open()
        if self._video is None or not self._has_source:
            return
        self.pause()
        start = self.frames.start
        self.steps.frames_before = self.frames.count
        self.show_at(self.steps.go(frames, self.seconds if start is None else start))

    def release(self, path: str | None = None) -> None:
        """Close the file, so that it can be renamed, moved or deleted; `stop()` would keep it open.

        With a path, only if that is the current video's.
        """
        if self._video is None or (path is not None and path != self._video.path):
            return
        self.rewinding.stop()
        self._patience.stop()
        self._video = None
        self._is_open = self._is_loaded = self._has_failed = self._wants_to_play = self._plays_once = False
        self._wanted_seconds = None
        self.frames.forget()
        self.steps.free()
        self.sound.silence(is_silenced=False)
        self._set_boost(1.0)
        if self._player is not None and self._has_source:
            self._player.setSource(QUrl())
        self._tell_playing()

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
        player.playingChanged.connect(self._playing_changed)
        player.errorOccurred.connect(self._error_occurred)
        self._apply()
        if self.frames.sink is not None:
            player.setVideoSink(self.frames.sink)
        return player

    def _start(self, *, is_once: bool) -> None:
        if self._has_failed:  # what was wrong may be over
            self._has_failed = self._is_open = False
        self.open()
        self.rewinding.stop()
        if self._player is None or not self._has_source:
            return
        self.steps.free()
        self.sound.silence(is_silenced=False)
        self._plays_once, self._wants_to_play = is_once, True
        self._set_boost(1.0)
        self._player.play()
        self._tell_playing()

    @property
    def _repeats(self) -> bool:
        return self._is_looping and not (self._plays_once or self._is_in_sequence)

    def _playing_changed(self) -> None:
        if self._has_failed and self._player is not None and self._player.isPlaying():
            self._player.stop()  # it was asked to play before it knew what it had
        self._tell_playing()

    def _status_changed(self) -> None:
        player = self._player
        if player is None or not self._is_open:
            return
        statuses = type(player).MediaStatus
        if player.mediaStatus() is statuses.EndOfMedia:
            if self._repeats:  # the user has chosen it only now, when everything was read
                player.play()
                return
            if self._wants_to_play:
                self._wants_to_play = False
                self._set_boost(1.0)
                self.ended.emit()
        if player.mediaStatus() is not statuses.LoadedMedia or self._is_loaded:
            return
        if not player.hasVideo():
            log.warning("a video will not play: it has no picture")
            self._fail(self._video)
            return
        self._is_loaded = True
        self.frames.expect()
        self.loaded.emit(self.length)
        wanted, self._wanted_seconds = self._wanted_seconds, None
        if wanted is not None:
            self.show_at(wanted)

    def _apply(self) -> None:
        if self._player is None:
            return
        loops = (type(self._player).Loops.Infinite if self._repeats else type(self._player).Loops.Once).value
        if loops != self._player.loops():
            self._player.setLoops(loops)
            if self._is_loaded:  # what has been read already would still repeat, or end: it is read again (measured)
                self._player.setPosition(self._player.position())
        if not self.rewinding.is_active:
            self._player.setPlaybackRate(self.rate)

    def show_at(self, seconds: float) -> None:
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

    def _check_step(self) -> None:
        """No further frame has come: the last step is over."""
        start = self.frames.start
        if start is not None and not self.is_playing and self.frames.count > self.steps.frames_before:
            seconds = self.steps.correction(start, self.frames.usual_length)
            if seconds is not None:
                self.steps.frames_before = self.frames.count
                self.show_at(seconds)

    def _error_occurred(self) -> None:
        if self._video is not None and self._player is not None:
            is_gone = self._player.error() is type(self._player).Error.ResourceError
            log.log(
                logging.INFO if is_gone else logging.WARNING, "a video will not play: %s", self._player.errorString()
            )
            self._fail(self._video)

    def _took_too_long(self) -> None:
        log.warning("a video will not play: it has not opened in time")
        if self._player is not None:
            self._player.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            _stuck.append(self._player)
            self._player = None
        self._fail(self._video)

    def _fail(self, video: Video | None) -> None:
        self._patience.stop()
        if video is not None and self._video is video:
            self._has_failed, self._wants_to_play = True, False
            self._tell_playing()
            self.failed.emit(video.path)
