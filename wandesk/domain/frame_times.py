"""When each frame of a video begins: what a step by one frame, and the frame at a moment, are calculated from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

SAME = 0.0006
"""Seconds: two times nearer than this are one. Players round to milliseconds."""


@dataclass(frozen=True, slots=True)
class FrameTimes:
    """The frames of one video, at any rate. All times are in seconds from the start of the file."""

    starts: tuple[float, ...]
    """When each frame begins, ascending; at least one."""
    end: float
    """When the last frame ends."""

    @classmethod
    def regular(cls, fps: float, seconds: float) -> FrameTimes:
        """What the average rate suggests, for a file whose times are not known (yet)."""
        rate = fps if fps > 0 else 1.0
        count = max(1, round(seconds * rate))
        return cls(tuple(number / rate for number in range(count)), max(seconds, count / rate))

    @property
    def last(self) -> int:
        """The number of the last frame; the first is 0."""
        return len(self.starts) - 1

    def at(self, seconds: float) -> int:
        """The number of the frame that is shown at this moment."""
        return min(max(0, bisect_right(self.starts, seconds + SAME) - 1), self.last)

    def middle(self, number: int) -> float:
        """A moment at which this frame is shown, as far from both its neighbours as possible.

        A player that seeks to the exact start of a frame may show the one before.
        """
        end = self.starts[number + 1] if number < self.last else max(self.end, self.starts[number])
        return (self.starts[number] + end) / 2
