"""Sentences about what will be sent of a picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.media import PictureFacts
from wandesk.domain.picture_changes import Change, WhatIsSent, what_is_sent
from wandesk.domain.picture_edit import BLACK, GREY, NO_EDIT, WHITE, PictureEdit
from wandesk.ui.wording.amounts import dimensions_text, size_text
from wandesk.ui.wording.sentences import joined

translate = QCoreApplication.translate

ALONE = frozenset({Change.FIRST_MOMENT, Change.FIRST_PAGE, Change.BLACK})
"""Changes with a sentence of their own; the others are parts of one sentence."""


def changes_text(facts: PictureFacts, limits: PictureLimits, edit: PictureEdit = NO_EDIT) -> str:
    """What will be sent where it differs from the file; empty where it does not."""
    sent = what_is_sent(facts, limits, edit)
    parts = [_part(change, sent, facts, limits, edit) for change in sent.changes if change not in ALONE]
    before = translate("Pictures", "Before upload: {changes}.")
    return joined(
        _opening(set(sent.changes)),
        before.format(changes=translate("Pictures", ", ").join(parts)) if parts else "",
    )


def _opening(changes: set[Change]) -> str:
    is_black = Change.BLACK in changes
    if Change.FIRST_MOMENT in changes:
        if is_black:
            return translate("Pictures", "Only the first moment of this moving picture is used, and it is black.")
        return translate("Pictures", "Only the first moment of this moving picture is used.")
    black = translate("Pictures", "This picture is all black.") if is_black else ""
    page = translate("Pictures", "Only the first page is used.") if Change.FIRST_PAGE in changes else ""
    return joined(page, black)


def _part(change: Change, sent: WhatIsSent, facts: PictureFacts, limits: PictureLimits, edit: PictureEdit) -> str:
    text = _PARTS[change]()
    return text.format(
        before=dimensions_text(*sent.cropped),
        after=dimensions_text(*sent.size),
        cropped=dimensions_text(*sent.cropped),
        colour=colour_text(edit.background),
        format=facts.format,
        most=size_text(limits.max_bytes),
    )


def colour_text(colour: str) -> str:
    """The name of a colour in a sentence; `#rrggbb` for one without a name."""
    names = {
        WHITE: translate("Pictures", "white"),
        BLACK: translate("Pictures", "black"),
        GREY: translate("Pictures", "grey"),
    }
    return names.get(colour.lower(), colour)


_PARTS: dict[Change, Callable[[], str]] = {
    Change.ROTATED: lambda: translate("Pictures", "rotated to upright"),
    Change.CROPPED: lambda: translate("Pictures", "cropped to {cropped}"),
    Change.SMALLER: lambda: translate("Pictures", "made smaller, from {before} to {after}"),
    Change.LARGER: lambda: translate("Pictures", "enlarged, from {before} to {after}"),
    Change.FILLED: lambda: translate("Pictures", "transparent areas filled with {colour}"),
    Change.TONE_MAPPED: lambda: translate("Pictures", "HDR brightness adapted"),
    Change.COLOURS: lambda: translate("Pictures", "colours converted to sRGB"),
    Change.CONVERTED: lambda: translate("Pictures", "converted from {format} to JPEG or PNG"),
    Change.SAVED_AGAIN: lambda: translate("Pictures", "saved again as JPEG or PNG"),
    Change.COMPRESSED: lambda: translate("Pictures", "compressed to {most}"),
}
