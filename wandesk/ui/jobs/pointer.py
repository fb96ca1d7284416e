"""Where the mouse is in the list."""

from __future__ import annotations


class Pointer:
    """The row under the mouse, and the act that is held down."""

    def __init__(self) -> None:
        self.row = -1
        self.is_on_act = False
        self.pressed = ""
        """The id of the job whose act is held down."""

    def move(self, row: int, *, is_on_act: bool) -> set[int]:
        """Move to a row, -1 for none, and return the rows that look different now."""
        if (row, is_on_act) == (self.row, self.is_on_act):
            return set()
        changed = {each for each in (row, self.row) if each >= 0}
        self.row, self.is_on_act = row, is_on_act
        return changed
