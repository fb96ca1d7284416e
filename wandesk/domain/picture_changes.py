"""What will be sent of a picture: how it differs from the user's file, from its facts, the limits and the edit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.media import PictureFacts
from wandesk.domain.picture_edit import NO_EDIT, PictureEdit

Size = tuple[int, int]


class Change(StrEnum):
    """What happens to a picture before it is sent, in the order in which it is told."""

    FIRST_MOMENT = "first_moment"
    FIRST_PAGE = "first_page"
    BLACK = "black"
    """Nothing happens to the picture, but it is all black, as the first moment of many animations is."""
    ROTATED = "rotated"
    CROPPED = "cropped"
    SMALLER = "smaller"
    LARGER = "larger"
    FILLED = "filled"
    """Transparent areas get the colour of the edit."""
    TONE_MAPPED = "tone_mapped"
    COLOURS = "colours"
    CONVERTED = "converted"
    """It becomes a JPEG or PNG."""
    SAVED_AGAIN = "saved_again"
    """It is a JPEG or PNG that other programs may refuse."""
    COMPRESSED = "compressed"
    """The file is too large: its quality is lowered, or its size where that would show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIsSent:
    """`changes` in the order of `Change`; sizes are (width, height) in pixels."""

    changes: tuple[Change, ...]
    cropped: Size
    """After the crop."""
    size: Size
    """As it is sent; a picture that is too heavy may become smaller still."""


def what_is_sent(facts: PictureFacts, limits: PictureLimits, edit: PictureEdit = NO_EDIT) -> WhatIsSent:
    """What is sent of a picture without problems."""
    whole = (facts.width, facts.height)
    cropped = edit.size(*whole)
    size = _fitted(cropped, limits, may_enlarge=edit.may_enlarge)
    is_smaller, is_larger = max(size) < max(cropped), max(size) > max(cropped)
    is_known = facts.format in limits.formats
    is_odd = not facts.is_plain and not (facts.has_other_colours or facts.is_moving)
    is_heavy = facts.picture_bytes > limits.max_bytes and not is_smaller and cropped == whole
    is_so = {
        Change.FIRST_MOMENT: facts.is_moving,
        Change.FIRST_PAGE: facts.has_pages,
        Change.BLACK: facts.is_black,
        Change.ROTATED: facts.is_turned,
        Change.CROPPED: cropped != whole,
        Change.SMALLER: is_smaller,
        Change.LARGER: is_larger,
        Change.FILLED: facts.has_alpha,
        Change.TONE_MAPPED: facts.is_hdr,
        Change.COLOURS: facts.has_other_colours and not facts.is_hdr,
        Change.CONVERTED: not is_known and not facts.is_moving,
        Change.SAVED_AGAIN: is_known and is_odd,
        Change.COMPRESSED: is_heavy,
    }
    return WhatIsSent(changes=tuple(change for change in Change if is_so[change]), cropped=cropped, size=size)


def _fitted(size: Size, limits: PictureLimits, *, may_enlarge: bool) -> Size:
    scale = min(1.0, limits.max_side / max(size))
    if may_enlarge and min(size) < limits.min_side:
        scale = min(limits.min_side / min(size), limits.max_side / max(size))
    width, height = size
    return size if scale == 1.0 else (max(1, round(width * scale)), max(1, round(height * scale)))
