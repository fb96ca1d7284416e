"""The order of the rows: every job of the list as an id with the time when it was created."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from wandesk.domain.id_list import IdList
from wandesk.domain.listing import Listing
from wandesk.ui.jobs.days import Day, Days

REMEMBERED = 512
"""Positions of ids that were asked for last, which are those of the rows in sight and of the jobs that change."""


class JobOrder:
    """Ids in the order of their rows: usually, row 0 is the newest.

    They are kept last row first, so a new job is one append, and the position of an id does not change with it.
    """

    def __init__(self) -> None:
        self._ids = IdList()
        self._times = array("d")
        """When the jobs were created; empty if the rows are not in the order of time."""
        self._remembered: dict[str, int] = {}
        """Where ids were found; they may have moved since."""
        self._days = Days()
        self.is_by_time = True
        """Whether the rows are in the order of time; then they have days."""
        self._is_oldest_first = False

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, job_id: object) -> bool:
        return isinstance(job_id, str) and self._position_of(job_id) is not None

    @property
    def listing(self) -> Listing:
        """The whole order."""
        return Listing(
            ids=self._ids.backwards(),
            created_at=self._times[::-1],
            is_by_time=self.is_by_time,
            is_oldest_first=self._is_oldest_first,
        )

    def day_at(self, group: int) -> Day:
        """One of the days, in the order of the rows. Raises IndexError."""
        return self._days.at(group if self._is_oldest_first else -1 - group)

    @property
    def day_counts(self) -> list[int]:
        """How many rows each day has; empty if the rows are not in the order of time."""
        return self._days.counts if self._is_oldest_first else self._days.counts[::-1]

    def row_of(self, job_id: str) -> int | None:
        """The row of a job, or None."""
        position = self._position_of(job_id)
        return None if position is None else self.row_at(position)

    def row_at(self, position: int) -> int:
        """The row of a position; the same the other way round."""
        return len(self._ids) - 1 - position

    def id_at(self, row: int) -> str:
        """The id of a row. Raises IndexError."""
        if not 0 <= row < len(self._ids):
            raise IndexError(row)
        return self._ids[self.row_at(row)]

    def row_above(self, next_older: str | None) -> int:
        """The row for a job that comes back before `next_older`; None or an unknown id: the last row."""
        position = None if next_older is None else self._position_of(next_older)
        return self.row_at(-1 if position is None else position)

    def row_for(self, created_at: float) -> int:
        """The row for a job of that time; the first one if the rows are not in the order of time."""
        if not self.is_by_time:
            return 0
        if self._is_oldest_first:
            return bisect_right(self._times[::-1], created_at)
        return len(self._ids) - bisect_right(self._times, created_at)

    def replace(self, listing: Listing) -> None:
        """Replace every id."""
        self._ids = IdList.of(listing.ids).backwards()
        self._times = array("d", reversed(listing.created_at))
        self._remembered.clear()
        self.is_by_time = listing.is_by_time
        self._is_oldest_first = listing.is_oldest_first
        self._days = Days(self._times[::-1] if self._is_oldest_first else self._times)

    def insert(self, row: int, job_id: str, created_at: float) -> None:
        """Insert an id, which gets that row."""
        position = len(self._ids) - row
        if self.is_by_time:
            self._times.insert(position, created_at)
            self._days.add(created_at)
        self._ids.insert(position, job_id)

    def remove(self, row: int) -> None:
        """Remove the id of a row."""
        position = self.row_at(row)
        if self.is_by_time:
            self._days.remove(self._times.pop(position))
        self._remembered.pop(self._ids.pop(position), None)

    def block_of(self, row: int, size: int) -> int:
        """The number of the block of `size` ids, counted from the last row, that has a row."""
        return self.row_at(row) // size

    def rows_of_block(self, block: int, size: int) -> range:
        """The rows of a block."""
        last, first = block * size, min((block + 1) * size, len(self._ids)) - 1
        return range(self.row_at(first), self.row_at(last) + 1)

    def ids_of(self, rows: Iterable[int]) -> Sequence[str]:
        """The ids of these rows."""
        return [self.id_at(row) for row in rows]

    def is_begin_of(self, listing: Listing) -> bool:
        """Whether these are the first ids of the listing, in its order."""
        return IdList.of(listing.ids).begins_with(self._ids.backwards())

    def _position_of(self, job_id: str) -> int | None:
        position = self._ids.find(job_id, self._remembered.get(job_id, 0))
        if position is not None:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[job_id] = position
        return position
