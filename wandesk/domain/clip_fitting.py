"""Which clips the cloud takes after a part of them was re-encoded."""

from __future__ import annotations

from wandesk.domain.draft import Problem
from wandesk.domain.sentences import Sentence

FITTED = frozenset({Sentence.CLIP_FORMAT, Sentence.CLIP_TOO_LONG, Sentence.CLIP_TOO_LARGE, Sentence.CLIP_TOO_HEAVY})
"""The problems of a clip that a re-encoded part of it does not have."""


def offers_fitting(problem: Problem) -> bool:
    """Whether the problem of a clip ends when a part of it is re-encoded."""
    return problem.sentence in FITTED
