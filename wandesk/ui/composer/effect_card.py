"""The card of effects: a choice that takes the place of the prompt, with a sketch of what happens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wandesk.ui.composer.card import INDENT, Card, sentence_label, show_sentence
from wandesk.ui.composer.notes import Note, NoteLabel
from wandesk.ui.look import IconRole, StyleClass
from wandesk.ui.look.icons import IconLabel, icon_names
from wandesk.ui.widgets.chips import ChipBox
from wandesk.ui.widgets.choice_box import Choice
from wandesk.ui.wording.effects import effect_name, effect_text, no_effect, no_effect_text
from wandesk.ui.wording.parameters import label

SKETCH = 44
"""Logical pixels."""
NONE = ""
"""The key of the choice without an effect."""


class EffectCard(Card):
    """Chooses an effect, or none."""

    chosen = Signal(object)
    """The effect, None for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(label("template"), parent)
        self.box = ChipBox(label("template"))
        self.sketch = IconLabel("generate", IconRole.ACCENT, SKETCH, self)
        self.text_label = sentence_label(StyleClass.MUTED, self)
        self.note_label = NoteLabel()
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self.sketch, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.text_label, 1)
        self.head.setContentsMargins(INDENT, 0, 0, 0)
        self.head.addWidget(self.box)
        self.column.addLayout(below)
        self.column.addWidget(self.note_label)
        self.column.addStretch(1)
        self.box.chosen.connect(lambda key: self.chosen.emit(None if key == NONE else key))

    @property
    def choice_height(self) -> int:
        """Logical pixels of the choice alone, also while the card is hidden."""
        return self.box.sizeHint().height()

    @property
    def head_height(self) -> int:
        """Logical pixels of the choice alone; 0 while the card is hidden."""
        return 0 if self.isHidden() else self.choice_height

    def fill(self, height: int | None) -> None:
        """Take this height, in logical pixels; None: as much as the content needs."""
        self.setMinimumHeight(height or 0)

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [self.box]

    def show_effects(self, offered: Sequence[str], effect: str | None) -> None:
        """Show the model's effects; hide the card for a model without any."""
        self.setVisible(bool(offered))
        chosen = effect if effect in offered else None
        effects = [Choice(key=each, name=effect_name(each), description=effect_text(each)) for each in offered]
        self.box.set_choices(
            [Choice(key=NONE, name=no_effect(), description=no_effect_text()), *effects], chosen or NONE
        )
        sketch = f"effect-{chosen}"
        self.sketch.setVisible(sketch in icon_names())
        if sketch in icon_names():
            self.sketch.show_icon(sketch, IconRole.ACCENT)
        show_sentence(self.text_label, effect_text(chosen) if chosen else "")

    def show_note(self, note: Note | None) -> None:
        """Show what is doubtful about the effect, or nothing."""
        self.note_label.show_note(note)
