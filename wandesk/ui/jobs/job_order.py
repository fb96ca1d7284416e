"""The order of the rows: every job of the list as an id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class JobOrder:
    """Ids in the order of their rows: row 0 is the newest.

    They are kept oldest first, so a new job is one append, and the position of an id does not change with it.
    """

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._positions: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, job_id: object) -> bool:
        return job_id in self._positions

    @property
    def newest_first(self) -> list[str]:
        """Every id in the order of the rows."""
        return self._ids[::-1]

    def row_of(self, job_id: str) -> int | None:
        """The row of a job, or None."""
        position = self._positions.get(job_id)
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
        position = -1 if next_older is None else self._positions.get(next_older, -1)
        return self.row_at(position)

    def replace(self, newest_first: Iterable[str]) -> None:
        """Replace every id."""
        self._ids = list(newest_first)
        self._ids.reverse()
        self._positions = {job_id: position for position, job_id in enumerate(self._ids)}

    def insert(self, row: int, job_id: str) -> None:
        """Insert an id, which gets that row."""
        position = len(self._ids) - row
        self._ids.insert(position, job_id)
        self._renumber(position)

    def remove(self, row: int) -> None:
        """Remove the id of a row."""
        position = self.row_at(row)
        del self._positions[self._ids.pop(position)]
        self._renumber(position)

    def block_of(self, row: int, size: int) -> int:
        """The number of the block of `size` ids, counted from the oldest, that has a row."""
        return self.row_at(row) // size

    def rows_of_block(self, block: int, size: int) -> range:
        """The rows of a block."""
        oldest, newest = block * size, min((block + 1) * size, len(self._ids)) - 1
        return range(self.row_at(newest), self.row_at(oldest) + 1)

    def ids_of(self, rows: range) -> Sequence[str]:
        """The ids of these rows."""
        return [self.id_at(row) for row in rows]

    def _renumber(self, first: int) -> None:
        for position in range(first, len(self._ids)):
            self._positions[self._ids[position]] = position
