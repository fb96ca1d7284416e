"""What the transport bar and the player's keys control: one video, or two in step."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from wandesk.ui.player.rewinding import Rewinding
from wandesk.ui.player.sound import Sound

SPEEDS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
SLOWEST, FASTEST = SPEEDS[0], SPEEDS[-1]
MOST_BOOST = 4.0
"""How much faster the keys J and L play at most."""


class Playable(QObject):
    """All times are in seconds."""

    loaded = Signal(float)
    """The length is known."""
    position_changed = Signal(float)
    playing_changed = Signal(bool)
    """Forwards or backwards."""
    loop_changed = Signal(bool)
    speed_changed = Signal(float)
    """The speed that the user has chosen."""
    rate_changed = Signal(float)
    """How fast it plays now; negative backwards."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sound = Sound(self)
        self.rewinding = Rewinding(self.show_at, lambda: self.frame_count, self)
        self.rewinding.changed.connect(self._tell_playing)
        self._told_playing = False
        self._is_looping = True
        self._speed = 1.0
        self._boost = 1.0

    # ------------------------------------------------------------------ of each kind

    @property
    def is_running(self) -> bool:
        """Whether it plays forwards, or will as soon as it is open."""
        raise NotImplementedError

    @property
    def seconds(self) -> float:
        """The position."""
        raise NotImplementedError

    @property
    def length(self) -> float:
        raise NotImplementedError

    @property
    def frame_count(self) -> int:
        """How many frames have arrived."""
        raise NotImplementedError

    def play(self) -> None:
        """Continue at the chosen speed, or start over at the end."""
        raise NotImplementedError

    def pause(self) -> None:
        raise NotImplementedError

    def seek(self, seconds: float) -> None:
        """Seek; playback continues from there."""
        raise NotImplementedError

    def step(self, frames: int) -> None:
        """Pause and step by whole frames."""
        raise NotImplementedError

    def show_at(self, seconds: float) -> None:
        """Show the frame at this moment, and nothing else."""
        raise NotImplementedError

    def _apply(self) -> None:
        """`is_looping` or `rate` may have changed."""
        raise NotImplementedError

    # ------------------------------------------------------------------ of all kinds

    @property
    def is_playing(self) -> bool:
        """Whether it plays, forwards or backwards."""
        return self.is_running or self.rewinding.is_active

    @property
    def is_looping(self) -> bool:
        """Whether it repeats."""
        return self._is_looping

    @property
    def speed(self) -> float:
        """The speed that the user has chosen."""
        return self._speed

    @property
    def rate(self) -> float:
        """How fast it plays; negative backwards."""
        if self.rewinding.is_active:
            return -self.rewinding.factor
        return min(self._speed * self._boost, max(MOST_BOOST, self._speed))

    def toggle(self) -> None:
        """Play or pause."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def play_forward(self) -> None:
        """Play; each further time faster."""
        if not self.is_running:
            self.play()
        else:
            self._set_boost(self._boost * 2)

    def play_backward(self) -> None:
        """Play backwards; each further time faster."""
        factor = min(self.rewinding.factor * 2, MOST_BOOST) if self.rewinding.is_active else 1.0
        at = self.seconds
        if self.is_running:
            self.pause()
        self.rewinding.start(at, factor)
        self.rate_changed.emit(self.rate)

    def set_looping(self, is_looping: bool) -> None:  # noqa: FBT001 - a switch's own signal calls it
        if is_looping == self._is_looping:
            return
        self._is_looping = is_looping
        self._apply()
        self.loop_changed.emit(is_looping)

    def set_speed(self, speed: float) -> None:
        """Choose a speed, which then holds for every video; it ends a faster playback by keys."""
        speed = min(FASTEST, max(SLOWEST, speed))
        is_new, self._speed, self._boost = speed != self._speed, speed, 1.0
        self._apply()
        self.rate_changed.emit(self.rate)
        if is_new:
            self.speed_changed.emit(speed)

    def _tell_playing(self) -> None:
        """Emit `playing_changed` if it has."""
        if self.is_playing is not self._told_playing:
            self._told_playing = self.is_playing
            self.playing_changed.emit(self._told_playing)

    def _set_boost(self, boost: float) -> None:
        """How much faster than the chosen speed; 1 after every pause."""
        self._boost = min(boost, MOST_BOOST)
        self._apply()
        self.rate_changed.emit(self.rate)
