"""Steps between frames at any rate, as numbers."""

from __future__ import annotations

import pytest

from wandesk.domain.frame_times import FrameTimes

UNEVEN = FrameTimes((0.0, 0.1, 0.15, 0.6), 0.7)


@pytest.mark.parametrize(
    ("seconds", "number"), [(-1.0, 0), (0.0, 0), (0.0999, 1), (0.099, 0), (0.149, 1), (0.3, 2), (0.6, 3), (9.0, 3)]
)
def test_the_frame_at_a_moment(seconds: float, number: int) -> None:
    assert UNEVEN.at(seconds) == number


def test_the_middle_of_each_frame_is_inside_it() -> None:
    for times in (UNEVEN, FrameTimes.regular(60.0, 2.0), FrameTimes((0.5,), 0.5)):
        assert [times.at(times.middle(number)) for number in range(times.last + 1)] == list(range(times.last + 1))
    assert UNEVEN.middle(2) == pytest.approx(0.375)
    assert UNEVEN.middle(3) == pytest.approx(0.65)


def test_an_average_rate_gives_regular_frames() -> None:
    assert FrameTimes.regular(8.0, 2.0).last == 15
    assert FrameTimes.regular(0.0, 0.0).last == 0, "a video always has a frame"
