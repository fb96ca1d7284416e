"""Stands in place of the sound card for a model whose videos are silent."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from wandesk.ui.composer.card import Card, sentence_label
from wandesk.ui.look import StyleClass
from wandesk.ui.wording.parameters import alone, label
from wandesk.ui.wording.sentences import sentence, sentence_start


class SilentCard(Card):
    """Says why nothing can be chosen there, so that what is below does not move with the model."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(label("sound_choice"), parent)
        self.sentence_label = sentence_label(StyleClass.MUTED, self)
        self.sentence_label.show_text(sentence(sentence_start(alone("sound_choice", None))))
        self.column.addWidget(self.sentence_label)
        self.column.addStretch(1)

    @property
    def tab_stops(self) -> list[QWidget]:
        """There is nothing to choose."""
        return []
