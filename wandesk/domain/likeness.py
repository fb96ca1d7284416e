"""Whether the first frame of a video is our picture."""

from __future__ import annotations

from enum import StrEnum

SAME_FROM = 0.95
OTHER_BELOW = 0.75
"""Similarity of two pictures, -1 to 1 (`Media.likeness`). With videos of the simulator a video's own picture gives 0.97
and more, other pictures 0.6 at most, and portraits with the same composition up to 0.87: those prove nothing."""


class Likeness(StrEnum):
    """Whether a video's first frame is our picture."""

    UNSEEN = "unseen"
    SAME = "same"
    OTHER = "other"
    UNCLEAR = "unclear"
    """Between the two."""
    INCOMPARABLE = "incomparable"
    """The first frame cannot be read."""


def likeness_of(similarity: float) -> Likeness:
    """Classify a similarity of -1 to 1."""
    if similarity >= SAME_FROM:
        return Likeness.SAME
    return Likeness.OTHER if similarity < OTHER_BELOW else Likeness.UNCLEAR
