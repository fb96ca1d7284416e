"""The chips below the prompt: pieces that are added to it, and whole examples that replace it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from wandesk.settings.ideas import load_ideas
from wandesk.ui.composer.own_prompts import OwnPrompts
from wandesk.ui.widgets.chips import SmallChip
from wandesk.ui.widgets.plain_text import button_text, set_entry_tooltip, set_tooltip, show_entry_tooltips
from wandesk.ui.widgets.round_menu import rounded

translate = QCoreApplication.translate

BETWEEN = 4
"""Logical pixels between two chips."""
SOUND, EXAMPLES = "sound", "examples"
ENDS = ".!?…。！？,;:，；：\"”'’)）"
"""A text that ends with one of these needs no full stop before the next sentence."""
WIDE_FROM = "\u2e80"
"""Characters from here on are Chinese or Japanese, which put no space between sentences."""


class IdeaChips(QWidget):
    """A row of chips; each opens a menu."""

    piece_chosen = Signal(str)
    """A sentence to be added to the prompt."""
    prompt_chosen = Signal(str)
    """A whole prompt."""

    def __init__(self, language: str, prompt: Callable[[], str], parent: QWidget | None = None) -> None:
        """`language` is the key of the language of the ideas; `prompt` gives the prompt in the form."""
        super().__init__(parent)
        self.own: OwnPrompts | None = None
        """The user's own prompts, if they are stored."""
        self._prompt = prompt
        self._language = language
        self._family = ""
        self.chips = {key: _chip(name, tip) for key, (name, tip) in _words().items()}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(BETWEEN)
        for key, chip in self.chips.items():
            row.addWidget(chip)
            chip.clicked.connect(partial(self._open, key))
        row.addStretch(1)

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return list(self.chips.values())

    def show_model(self, family: str, *, has_sound: bool) -> None:
        """Offer what suits the model. `has_sound`: its videos have sound."""
        self._family = family
        self.chips[SOUND].setVisible(has_sound)

    def menu(self, key: str) -> QMenu:
        """A new menu of one chip."""
        menu = rounded(QMenu(self.chips[key]))
        menu.setAccessibleName(self.chips[key].text())
        show_entry_tooltips(menu)
        ideas = load_ideas(self._language)
        if key == EXAMPLES:
            for example in ideas.examples.get(self._family, ()):
                action = menu.addAction(button_text(example.name), partial(self.prompt_chosen.emit, example.text))
                set_entry_tooltip(action, example.text)
            if self.own is not None:
                self.own.add_to(menu, self._prompt(), self.prompt_chosen.emit)
        else:
            for piece in ideas.pieces[key]:
                menu.addAction(button_text(piece), partial(self.piece_chosen.emit, piece))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _open(self, key: str) -> None:
        chip = self.chips[key]
        self.menu(key).popup(chip.mapToGlobal(QPoint(0, chip.height() + BETWEEN)))


def with_piece(text: str, piece: str) -> str:
    """What must be written at the end of a text to add a sentence to it."""
    if not text.strip() or text[-1].isspace():
        return piece
    last = text[-1]
    is_wide = piece[:1] >= WIDE_FROM
    stop = "" if last in ENDS else "。" if is_wide else "."
    return stop + ("" if is_wide else " ") + piece


def _words() -> Mapping[str, tuple[str, str]]:
    """The name and the tooltip of each chip, in their order."""
    return {
        "camera": (translate("Ideas", "Camera"), translate("Ideas", "Add how the camera moves")),
        "light": (translate("Ideas", "Light"), translate("Ideas", "Add the light")),
        "movement": (translate("Ideas", "Movement"), translate("Ideas", "Add what moves")),
        SOUND: (translate("Ideas", "Sound"), translate("Ideas", "Add what is heard")),
        EXAMPLES: (
            translate("Ideas", "Examples"),
            translate("Ideas", "Whole prompts: examples, saved ones and earlier ones"),
        ),
    }


def _chip(name: str, tip: str) -> SmallChip:
    chip = SmallChip(name)
    chip.setAccessibleDescription(tip)
    set_tooltip(chip, tip)
    return chip
