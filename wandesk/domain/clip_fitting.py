"""Which clips the cloud takes after a part of them was re-encoded, and which part that is."""

from __future__ import annotations

from msgspec import Struct

from wandesk.domain.catalog import ClipLimits
from wandesk.domain.draft import Problem
from wandesk.domain.sentences import Sentence

FITTED = frozenset({Sentence.CLIP_FORMAT, Sentence.CLIP_TOO_LONG, Sentence.CLIP_TOO_LARGE, Sentence.CLIP_TOO_HEAVY})
"""The problems of a clip that a re-encoded part of it does not have."""
STEP = 0.1
"""Seconds: parts begin and end at whole steps."""


def offers_fitting(problem: Problem) -> bool:
    """Whether the problem of a clip ends when a part of it is re-encoded."""
    return problem.sentence in FITTED


class ClipPart(Struct, frozen=True, kw_only=True):
    """A part of a video of `whole` seconds: what the cloud gets of it. The new video continues its end."""

    start: float
    seconds: float
    whole: float

    @property
    def end(self) -> float:
        return self.start + self.seconds

    def shifted(self, start: float) -> ClipPart:
        """The same length at another place within the video."""
        start = _tidy(min(max(0.0, start), self.whole - self.seconds))
        return ClipPart(start=start, seconds=self.seconds, whole=self.whole)

    def with_start(self, start: float, limits: ClipLimits) -> ClipPart:
        """Another start; the end stays. As long as the limits allow."""
        start = min(max(0.0, start, self.end - limits.max_seconds), self.end - limits.min_seconds)
        return ClipPart(start=_tidy(start), seconds=self.end - _tidy(start), whole=self.whole)

    def with_end(self, end: float, limits: ClipLimits) -> ClipPart:
        """Another end; the start stays. As long as the limits allow."""
        least = self.start + limits.min_seconds
        end = min(max(end, least), self.start + limits.max_seconds, self.whole)
        return ClipPart(start=self.start, seconds=_tidy(end) - self.start, whole=self.whole)


def last_part(seconds: float, limits: ClipLimits) -> ClipPart:
    """The end of a video of that length, as long as the limits allow."""
    part = min(seconds, limits.max_seconds)
    return ClipPart(start=seconds - part, seconds=part, whole=seconds)


def _tidy(seconds: float) -> float:
    return round(round(seconds / STEP) * STEP, 1)
