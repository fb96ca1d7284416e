"""Cells under bands: every row has one place, and a place finds its row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QSize

from wandesk.ui.jobs.cells import CellLayout, CellSizes

ROWS = CellSizes(size=QSize(300, 72), columns=1, band=30)


@given(
    counts=st.lists(st.integers(1, 7), min_size=1, max_size=6),
    columns=st.integers(1, 4),
    band=st.sampled_from([0, 30]),
)
def test_place_of_each_row_finds_it_and_no_two_overlap(counts: list[int], columns: int, band: int) -> None:
    arranged = CellLayout(counts, CellSizes(size=QSize(100, 72), columns=columns, band=band, left=8))
    assert arranged.count == sum(counts)
    places = [arranged.rect(row) for row in range(arranged.count)]
    for row, place in enumerate(places):
        for corner in (place.topLeft(), place.center(), place.bottomRight()):
            assert arranged.row_at(corner) == row
        assert row in arranged.rows_between(place.top(), place.bottom())
        assert place.bottom() < arranged.height
    assert len({(place.x(), place.y()) for place in places}) == len(places)
    bands = [place for _group, place in arranged.bands_between(0, arranged.height)]
    assert len(bands) == (len(counts) if band else 0)
    assert not any(place.intersects(other) for place in places for other in bands)


def test_only_rows_and_bands_in_sight_are_named() -> None:
    arranged = CellLayout([2, 100_000], ROWS)
    second = 30 + 2 * 72
    assert list(arranged.bands_between(0, 40)) == [(0, band_at(0))]
    assert [group for group, _place in arranged.bands_between(second + 30, second + 500)] == []
    assert arranged.rows_between(0, 30 + 72) == range(2)
    deep = second + 30 + 50_000 * 72
    assert arranged.rows_between(deep, deep + 143) == range(50_002, 50_004)


def band_at(top: int) -> object:
    return next(iter(CellLayout([1], ROWS).bands_between(top, top)))[1]


def test_nothing_is_found_where_there_is_nothing() -> None:
    assert CellLayout([], ROWS).row_near(QPoint(5, 5)) is None
    assert CellLayout([], ROWS).rows_between(0, 100) == range(0)
    one = CellLayout([1], ROWS)
    assert one.row_at(QPoint(5, 10)) is None, "the band is no row"
    assert one.row_near(QPoint(5, 10)) == 0
    assert one.row_at(QPoint(5, 200)) is None
    assert one.row_near(QPoint(5, 2000)) == 0
    assert one.rect(1).isEmpty()


@pytest.mark.parametrize("columns", [1, 3])
def test_space_below_the_last_cell_counts(columns: int) -> None:
    cells = CellSizes(size=QSize(100, 50), columns=columns, band=10, bottom=7)
    assert CellLayout([1], cells).height == 10 + 50 + 7
    assert CellLayout([], cells).height == 0
