"""Videos that the user moved: where one is now says where the others are that moved with it."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

from msgspec import Struct


class FolderMove(Struct, frozen=True, kw_only=True):
    """Everything below `before` is now below `after`."""

    before: Path
    after: Path

    def moved(self, path: Path) -> Path | None:
        """Where a file is now; None for one that was elsewhere."""
        return self.after / path.relative_to(self.before) if path.is_relative_to(self.before) else None


def move_of(before: Path, after: Path) -> FolderMove:
    """The move of the largest folders whose contents kept their places, as one moved file shows it.

    A file with another name shows the move of its own folder.
    """
    pairs = zip(reversed(before.parts[1:]), reversed(after.parts[1:]), strict=False)
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    up = max(1, same)
    return FolderMove(before=before.parents[up - 1], after=after.parents[up - 1])
