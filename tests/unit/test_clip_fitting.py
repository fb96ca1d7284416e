"""The part of a video that is continued."""

from __future__ import annotations

import pytest

from wandesk.domain.catalog import ClipLimits
from wandesk.domain.clip_fitting import ClipPart, last_part
from wandesk.settings.catalogue import load_catalogue

FIRST = ClipPart(start=0.0, seconds=10.0, whole=60.0)
LIMITS = load_catalogue().model("wan2.7-i2v").clip_in
assert LIMITS is not None


def bounds(part: ClipPart) -> tuple[float, float]:
    return round(part.start, 2), round(part.end, 2)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (last_part(60.0, LIMITS), (50.0, 60.0)),
        (last_part(7.3, LIMITS), (0.0, 7.3)),
        (last_part(60.0, LIMITS).shifted(-3), (0.0, 10.0)),
        (FIRST.shifted(99), (50.0, 60.0)),
        (FIRST.with_start(3.04, LIMITS), (3.0, 10.0)),
        (FIRST.with_start(9.5, LIMITS), (8.0, 10.0)),
        (FIRST.with_end(1.0, LIMITS), (0.0, 2.0)),
        (FIRST.with_end(40.0, LIMITS), (0.0, 10.0)),
        (last_part(60.0, LIMITS).with_start(10.0, LIMITS), (50.0, 60.0)),
    ],
)
def test_part_stays_within_the_video_and_the_limits(changed: ClipPart, expected: tuple[float, float]) -> None:
    assert bounds(changed) == expected


def test_limits_are_those_of_the_model() -> None:
    assert isinstance(LIMITS, ClipLimits)
    assert (LIMITS.min_seconds, LIMITS.max_seconds) == (2.0, 10.0)
