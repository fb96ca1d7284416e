"""What will be sent of a picture, told from its facts, the limits and the edit."""

from __future__ import annotations

import pytest

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.draft import needs_preparation
from wandesk.domain.media import PictureFacts
from wandesk.domain.picture_changes import Change, what_is_sent
from wandesk.domain.picture_edit import Crop, PictureEdit
from wandesk.domain.structs import replace

LIMITS = PictureLimits(formats=("JPEG", "PNG", "BMP", "WEBP"), min_side=240, max_side=8000, max_bytes=10_000_000)
FACTS = PictureFacts(format="JPEG", width=4000, height=3000, size_bytes=3_000_000)


def test_a_picture_that_fits_is_sent_as_it_is() -> None:
    sent = what_is_sent(FACTS, LIMITS)
    assert (sent.changes, sent.size) == ((), (4000, 3000))


@pytest.mark.parametrize(
    ("facts", "changes"),
    [
        (replace(FACTS, is_turned=True), (Change.ROTATED,)),
        (replace(FACTS, format="HEIC"), (Change.CONVERTED,)),
        (replace(FACTS, format="GIF", is_moving=True, is_plain=False), (Change.FIRST_MOMENT,)),
        (
            replace(FACTS, format="GIF", is_moving=True, is_plain=False, is_black=True),
            (Change.FIRST_MOMENT, Change.BLACK),
        ),
        (replace(FACTS, format="TIFF", has_pages=True), (Change.FIRST_PAGE, Change.CONVERTED)),
        (replace(FACTS, format="PNG", has_alpha_channel=True, has_alpha=True), (Change.FILLED,)),
        (replace(FACTS, has_other_colours=True, is_plain=False), (Change.COLOURS,)),
        (
            replace(FACTS, format="HEIC", has_other_colours=True, is_plain=False, is_hdr=True),
            (Change.TONE_MAPPED, Change.CONVERTED),
        ),
        (replace(FACTS, format="PNG", is_plain=False), (Change.SAVED_AGAIN,)),
        (replace(FACTS, size_bytes=12_000_000), (Change.COMPRESSED,)),
        (replace(FACTS, width=12_000, height=9000, size_bytes=12_000_000), (Change.SMALLER,)),
    ],
)
def test_every_change_is_told_and_no_other(facts: PictureFacts, changes: tuple[Change, ...]) -> None:
    assert what_is_sent(facts, LIMITS).changes == changes
    assert needs_preparation(facts, LIMITS)


@pytest.mark.parametrize(
    "facts",
    [
        replace(FACTS, format="PNG", has_alpha_channel=True),  # opaque: the pixels stay
        replace(FACTS, size_bytes=12_000_000, clean_bytes=9_000_000),
    ],
)
def test_what_cannot_be_seen_is_not_told(facts: PictureFacts) -> None:
    assert what_is_sent(facts, LIMITS).changes == ()


def test_sizes_are_those_before_and_after() -> None:
    large = what_is_sent(replace(FACTS, width=12_000, height=9000), LIMITS)
    assert (large.cropped, large.size) == ((12_000, 9000), (8000, 6000))
    edit = PictureEdit(crop=Crop(right=0.05, bottom=0.05), may_enlarge=True)
    part = what_is_sent(FACTS, LIMITS, edit)
    assert part.changes == (Change.CROPPED, Change.LARGER)
    assert (part.cropped, part.size) == ((200, 150), (320, 240))
