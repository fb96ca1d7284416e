"""What another region or model changed in the form, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from wandesk.domain.catalog import LocalText, SoundChoice
from wandesk.domain.draft import Draft, Field
from wandesk.ui.wording.parameters import value_words
from wandesk.ui.wording.sentences import DOT

translate = QCoreApplication.translate


def change_words(
    after: Draft, fields: Sequence[str], *, model: LocalText, sounds: Mapping[SoundChoice, str], language: str
) -> str:
    """`Changed to fit: 720P · 5 s.`; empty when every value still fits. `sounds` are the choices by name."""
    parts = []
    for field in fields:
        value = model.text(language) if field == Field.MODEL else getattr(after, field)
        if isinstance(value, SoundChoice):
            parts.append(sounds[value])
        elif field == "sound_choice":
            parts.append(translate("Composer", "no sound, this model is silent"))
        else:
            parts.append(value_words(field, value))
    if not parts:
        return ""
    return translate("Composer", "Changed to fit: {changes}.").format(changes=DOT.join(parts))
