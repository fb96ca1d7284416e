"""What another region or model changed in the form, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from wandesk.domain.catalog import LocalText, SoundChoice
from wandesk.domain.draft import Draft, Field
from wandesk.ui.wording.amounts import ordered_length
from wandesk.ui.wording.sentences import DOT

translate = QCoreApplication.translate


def change_words(
    after: Draft, fields: Sequence[Field], *, model: LocalText, sounds: Mapping[SoundChoice, str], language: str
) -> str:
    """`Changed to fit: 720P · 5 s.`; empty when every value still fits. `sounds` are the choices by name."""
    parts = []
    for field in fields:
        match field:
            case Field.MODEL:
                parts.append(model.text(language))
            case Field.RESOLUTION:
                parts.append(after.resolution)
            case Field.DURATION:
                parts.append(ordered_length(after.seconds))
            case Field.SOUND:
                choice = after.sound_choice
                parts.append(sounds[choice] if choice else translate("Composer", "no sound, this model is silent"))
            case _:
                raise AssertionError(field)
    if not parts:
        return ""
    return translate("Composer", "Changed to fit: {changes}.").format(changes=DOT.join(parts))
