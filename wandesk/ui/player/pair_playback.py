"""Two videos in step, on one timeline that is as long as the longer one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer

from wandesk.ui.player.frame_steps import together
from wandesk.ui.player.playable import Playable
from wandesk.ui.player.playback import Playback

CHECK_MS = 100
IN_STEP, FAR = 0.02, 0.6
"""Seconds between the two: less is left alone, more is made good by a jump, and anything else by another speed."""
MOST_CORRECTION = 0.25
"""Of the speed. It is not heard: the video that is heard keeps its speed."""


class PairPlayback(Playable):
    """Plays both, each at its own rate of frames. The shorter one rests at its end. One of them is heard."""

    def __init__(self, left: Playback, right: Playback, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sides = (left, right)
        self._heard = left
        self._moment: float | None = None
        """Where steps have led to."""
        self._check = QTimer(self)
        self._check.setInterval(CHECK_MS)
        self._check.timeout.connect(self._keep_in_step)
        for side in self.sides:
            side.set_looping(False)
            side.loaded.connect(lambda _seconds: self.loaded.emit(self.length))
            side.position_changed.connect(lambda _seconds: self.position_changed.emit(self.seconds))
            side.playing_changed.connect(self._side_changed)
            side.ended.connect(self._side_ended, Qt.ConnectionType.QueuedConnection)
        self.sound.silent_changed.connect(self._apply_sound)
        self.sound.volume_changed.connect(self._apply_sound)
        self._apply_sound()

    # ------------------------------------------------------------------ state

    @property
    def heard(self) -> Playback:
        """The video whose audio is heard."""
        return self._heard

    @property
    def leader(self) -> Playback:
        """The longer one, whose position is that of both."""
        left, right = self.sides
        return right if right.length > left.length else left

    @property
    def is_running(self) -> bool:
        return any(side.is_running for side in self.sides)

    @property
    def seconds(self) -> float:
        return self._moment if self._moment is not None else self.leader.seconds

    @property
    def length(self) -> float:
        return self.leader.length

    @property
    def frame_count(self) -> int:
        return sum(side.frame_count for side in self.sides)

    # ------------------------------------------------------------------ commands

    def open(self) -> None:
        """Show the first frame of both."""
        for side in self.sides:
            side.open()

    def hear(self, side: Playback) -> None:
        """Hear this one of the two."""
        self._heard = side
        self._apply_sound()

    def play(self) -> None:
        self.rewinding.stop()
        start = self.seconds
        if self.leader.is_at_end or start >= self.leader.steps.times.starts[-1]:
            start = 0.0
        self._moment = None
        self._set_boost(1.0)
        for side in self.sides:
            if start < side.length:
                if not (side.is_at_end and start == 0.0) and abs(side.seconds - start) > IN_STEP:
                    side.seek(start)
                side.play()
        self._check.start()

    def pause(self) -> None:
        self.rewinding.stop()
        self._check.stop()
        if not self.is_running:
            return
        for side in self.sides:
            side.pause()
        self._set_boost(1.0)
        self.seek(self.seconds)  # both at the same moment

    def seek(self, seconds: float) -> None:
        self.rewinding.stop()
        was_running = self.is_running
        self._moment = None
        for side in self.sides:
            side.seek(seconds)
            if was_running and not side.is_running and seconds < side.length:
                side.play()

    def step(self, frames: int) -> None:
        self.pause()
        times = together(*(side.steps.times for side in self.sides))
        number = min(max(0, times.at(self.seconds) + frames), times.last)
        moment = times.middle(number)
        for side in self.sides:
            own = side.steps.times
            side.seek(own.middle(own.at(moment)))
        self._moment = moment
        self.position_changed.emit(moment)

    def show_at(self, seconds: float) -> None:
        self._moment = None
        for side in self.sides:
            side.show_at(min(seconds, side.length))

    def release(self) -> None:
        """Close both files."""
        self.rewinding.stop()
        self._check.stop()
        for side in self.sides:
            side.release()

    # ------------------------------------------------------------------ inside

    def _apply(self) -> None:
        for side in self.sides:  # each plays once: they start again together
            side.set_speed(self.rate)

    def _apply_sound(self) -> None:
        for side in self.sides:
            side.sound.set_volume(self.sound.volume)
            side.sound.set_muted(self.sound.is_silent or side is not self._heard)

    def _side_changed(self) -> None:
        if not self.is_running:
            self._check.stop()
        self._tell_playing()

    def _side_ended(self) -> None:
        if self.is_running:
            return  # the other one is longer
        self._check.stop()
        if self.is_looping:
            self.play()
        else:
            self._tell_playing()

    def _keep_in_step(self) -> None:
        """Let the one that is not heard catch up, or wait."""
        follower = self.sides[self._heard is self.sides[0]]
        if not (self._heard.is_running and follower.is_running):
            return
        ahead = follower.seconds - self._heard.seconds
        if abs(ahead) > FAR:
            follower.show_at(self._heard.seconds)
        correction = max(-MOST_CORRECTION, min(MOST_CORRECTION, 2 * ahead)) if abs(ahead) > IN_STEP else 0.0
        follower.set_speed(self.rate * (1.0 - correction))
