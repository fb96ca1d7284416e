"""Steps from frame to frame of one video."""

from __future__ import annotations

from wandesk.domain.frame_times import SAME, FrameTimes
from wandesk.domain.media import Video

MOST_CORRECTIONS = 2
"""Of one step."""


class FrameSteps:
    """The frames of the current video, and the one that steps have led to. Until its times are known, its average
    rate counts.
    """

    def __init__(self) -> None:
        self._path = ""
        self._times = FrameTimes.regular(1.0, 0.0)
        self._target: int | None = None
        self._corrections = 0
        self.frames_before = 0
        """How many frames had arrived before the last step."""

    def show(self, video: Video) -> None:
        """Another video."""
        self._path, self._target = video.path, None
        self._times = FrameTimes.regular(video.facts.fps, video.facts.seconds)

    def learn(self, path: str, times: FrameTimes) -> None:
        """The times of the frames of a video, which may no longer be the current one."""
        if path == self._path:
            self._times, self._target = times, None

    @property
    def times(self) -> FrameTimes:
        return self._times

    @property
    def target(self) -> float | None:
        """The moment inside the frame that steps have led to; None after anything else has moved the video."""
        return None if self._target is None else self._times.middle(self._target)

    def free(self) -> None:
        """The video was moved by something else than a step."""
        self._target = None

    def go(self, frames: int, shown: float) -> float:
        """Go on by some frames, from the last step or from the frame shown at a moment; returns where to seek."""
        here = self._target if self._target is not None else self._times.at(shown)
        self._target = min(max(0, here + frames), self._times.last)
        self._corrections = 0
        return self._times.middle(self._target)

    def correction(self, shown: float, usual_length: float) -> float | None:
        """Where to seek instead, if the frame that is shown at a moment is not the one that steps have led to.

        A player shows the first frame that ends after its position. Where a file does not tell how long its frames
        are, it takes each for as long as an average one, `usual_length` in seconds (measured).
        """
        if self._target is None or self._corrections == MOST_CORRECTIONS or self._times.at(shown) == self._target:
            return None
        self._corrections += 1
        if self._corrections == MOST_CORRECTIONS:  # a frame of an earlier step was late
            return self._times.middle(self._target)
        before = self._times.starts[self._target - 1] if self._target else self._times.starts[0] - usual_length
        return max(0.0, (before + self._times.starts[self._target]) / 2 + usual_length)


def together(one: FrameTimes, other: FrameTimes) -> FrameTimes:
    """The moments at which a frame of either of two videos begins."""
    starts: list[float] = []
    for start in sorted((*one.starts, *other.starts)):
        if not starts or start - starts[-1] > SAME:
            starts.append(start)
    return FrameTimes(tuple(starts), max(one.end, other.end))
