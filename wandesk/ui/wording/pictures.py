"""Sentences about what a picture file carries, and what it lacks."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.domain.media import Extra, PictureFacts
from wandesk.ui.wording.sentences import joined

translate = QCoreApplication.translate

WORTH_A_WORD = frozenset({Extra.PLACE, Extra.VIDEO})
"""A file without these has nothing that its owner would look for: nearly every photo has details."""


def file_text(facts: PictureFacts) -> str:
    """What of the file is missing, and what of it is not sent where that is a place or a video."""
    return joined(_lack_text(facts), _left_out_text(facts))


def _lack_text(facts: PictureFacts) -> str:
    if not facts.is_cut:
        return ""
    return translate("Composer", "Its last bytes are missing; the picture itself is complete.")


def _left_out_text(facts: PictureFacts) -> str:
    if not WORTH_A_WORD.intersection(facts.extras):
        return ""
    names = {
        Extra.PLACE: translate("Composer", "the place"),
        Extra.DETAILS: translate("Composer", "details and comments"),
        Extra.PICTURES: translate("Composer", "other pictures in the file"),
        Extra.VIDEO: translate("Composer", "the video behind it"),
        Extra.OTHER: translate("Composer", "other data behind it"),
    }
    listed = translate("Composer", ", ").join(names[each] for each in facts.extras)
    return translate("Composer", "Not sent: {extras}.").format(extras=listed)
