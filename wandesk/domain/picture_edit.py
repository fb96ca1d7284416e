"""What the user changes about a picture before it is sent: pure values. The file itself never changes.

A job keeps the user's original file and, in its request, the edit. The picture to send is made from both while the job
is prepared, which is free and can be repeated: after a crash, for *Generate again*, and when the settings of a job are
used for another request, in which the edit can be changed again.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

WHITE, GREY, BLACK = "#ffffff", "#808080", "#000000"


class Crop(Struct, frozen=True, kw_only=True):
    """A rectangle of the upright picture, in shares of its width and height: 0 is left or top, 1 right or bottom."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom in pixels of a picture of that size: inside it, and at least one pixel."""
        left = min(max(0, round(self.left * width)), width - 1)
        top = min(max(0, round(self.top * height)), height - 1)
        right = max(left + 1, min(width, round(self.right * width)))
        bottom = max(top + 1, min(height, round(self.bottom * height)))
        return left, top, right, bottom


class PictureEdit(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What preparation does to the picture besides what the cloud requires."""

    crop: Crop | None = None
    background: str = WHITE
    """The colour behind transparent areas, as `#rrggbb` in sRGB."""
    may_enlarge: bool = False
    """A picture that is too small for the model is enlarged. The user has agreed."""

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Width and height of the cropped picture in pixels."""
        if self.crop is None:
            return width, height
        left, top, right, bottom = self.crop.pixels(width, height)
        return right - left, bottom - top

    def enlarges(self, width: int, height: int, min_side: int) -> bool:
        """Whether a picture of that size is enlarged to a shorter side of `min_side`."""
        return self.may_enlarge and min(self.size(width, height)) < min_side

    def changes(self, width: int, height: int, min_side: int) -> bool:
        """Whether the pixels of a picture of that size change. The colour behind transparent areas alone does not."""
        return self.size(width, height) != (width, height) or self.enlarges(width, height, min_side)


NO_EDIT = PictureEdit()


def edit_text(edit: PictureEdit) -> str:
    """The edit as text, for the settings file; empty for NO_EDIT."""
    return "" if edit == NO_EDIT else msgspec.json.encode(edit).decode()


def read_edit(text: str) -> PictureEdit:
    """The edit of `edit_text`; NO_EDIT for a text that cannot be read."""
    try:
        return msgspec.json.decode(text, type=PictureEdit) if text else NO_EDIT
    except (msgspec.DecodeError, ValueError):
        return NO_EDIT
