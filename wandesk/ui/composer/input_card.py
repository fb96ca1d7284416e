"""The base of the cards with content from a file: a drop target and a sentence about its content."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wandesk.ui.composer.card import Card, SentenceLabel, sentence_label, show_sentence
from wandesk.ui.composer.target import DropTarget
from wandesk.ui.look import StyleClass
from wandesk.ui.widgets.announcing import announce


class InputCard(Card):
    """A card with content from a file. Files are dropped on `target`; other code reads them."""

    choose_requested = Signal()
    remove_requested = Signal()

    def __init__(
        self,
        caption: str,
        target: DropTarget,
        *,
        reading_text: str,
        error_label: SentenceLabel | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`reading_text` is shown on the target while a file is read. `error_label` is for a card that places it."""
        super().__init__(caption, parent)
        self.target = target
        self.error_label = error_label or sentence_label(StyleClass.LOSS, self)
        self._reading_text = reading_text
        self._error = ""
        self._problem = ""
        target.clicked.connect(self.choose_requested)

    def show_error(self, text: str) -> None:
        """Show and announce a sentence about the file just offered; the old content stays."""
        self._error = text
        self._show_sentence()
        if text:
            announce(self.target, self._named(text), interrupts=True)

    def show_problem(self, text: str) -> None:
        """Show a sentence about the content; one about an offered file takes precedence."""
        self._problem = text
        self._show_sentence()

    def _show_sentence(self) -> None:
        show_sentence(self.error_label, self._named(self._error or self._problem))

    def _named(self, text: str) -> str:
        """The sentence as it is shown, for a card whose sentences must say what they are about."""
        return text

    def set_reading(self, *, is_reading: bool) -> None:
        """Show whether a new file is being read."""
        self.target.set_reading(self._reading_text if is_reading else None)
