"""Where each job of the list is: rows or tiles under the bands of their days, as arithmetic over their numbers.

Nothing is stored per job, so a list of 100,000 costs as much as one of ten.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QPoint, QRect, QSize


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSizes:
    """The measures of a layout in logical pixels."""

    size: QSize
    """A row or a tile with the space around it."""
    columns: int
    band: int
    """The height of a day's band; 0: there are none."""
    left: int = 0
    """The margin beside the cells."""
    bottom: int = 0
    """The space below the last cell."""


class CellLayout:
    """Groups of cells below each other. Every group begins with a band, which is no cell."""

    def __init__(self, counts: Sequence[int], cells: CellSizes) -> None:
        """`counts`: how many jobs each group has, in the order of the list."""
        self.cells = cells
        self._firsts = [0, *accumulate(counts)]
        """The first row of each group, then the number of all rows."""
        heights = (cells.band + -(-count // cells.columns) * cells.size.height() for count in counts)
        self._tops = [0, *accumulate(heights)]

    @property
    def count(self) -> int:
        """How many jobs there are."""
        return self._firsts[-1]

    @property
    def height(self) -> int:
        """The height of everything."""
        return self._tops[-1] + (self.cells.bottom if self.count else 0)

    def rect(self, row: int, down: int = 0) -> QRect:
        """The cell of a row, from the top left corner of everything moved `down`; empty if there is no such row."""
        if not 0 <= row < self.count:
            return QRect()
        group = bisect_right(self._firsts, row) - 1
        cells, size = self.cells, self.cells.size
        line, column = divmod(row - self._firsts[group], cells.columns)
        top = self._tops[group] + cells.band + line * size.height() + down
        return QRect(QPoint(cells.left + column * size.width(), top), size)

    def row_at(self, place: QPoint) -> int | None:
        """The row whose cell is at a place."""
        row = self.row_near(place)
        return row if row is not None and self.rect(row).contains(place) else None

    def row_near(self, place: QPoint) -> int | None:
        """The row at a place, or beside or below it; None without rows."""
        if not self.count:
            return None
        group = min(max(bisect_right(self._tops, place.y()) - 1, 0), len(self._tops) - 2)
        cells = self.cells
        line = max(0, place.y() - self._tops[group] - cells.band) // cells.size.height()
        column = min(max(place.x() - cells.left, 0) // cells.size.width(), cells.columns - 1)
        return min(self._firsts[group] + line * cells.columns + column, self._firsts[group + 1] - 1)

    def rows_between(self, top: int, bottom: int) -> range:
        """The rows with a part between two heights."""
        first = self.row_near(QPoint(0, top))
        last = self.row_near(QPoint(self.cells.left + self.cells.columns * self.cells.size.width(), bottom))
        return range(0) if first is None or last is None else range(first, last + 1)

    def bands_between(self, top: int, bottom: int) -> Iterator[tuple[int, QRect]]:
        """The numbers and places of the groups whose bands have a part between two heights."""
        if not self.cells.band:
            return
        width = 2 * self.cells.left + self.cells.columns * self.cells.size.width()
        group = max(bisect_right(self._tops, top) - 1, 0)
        while group < len(self._tops) - 1 and self._tops[group] <= bottom:
            band = QRect(0, self._tops[group], width, self.cells.band)
            if band.bottom() >= top:
                yield group, band
            group += 1
