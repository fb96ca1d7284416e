"""The prompt: the largest text of the form, with its counter in code points."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from wandesk.ui.composer.card import Card, sentence_label, show_sentence
from wandesk.ui.composer.text_area import CountLabel, TextArea, cut_text
from wandesk.ui.look import StyleClass, TextSize

translate = QCoreApplication.translate

LINES = 4


class PromptCard(Card):
    """The prompt with a counter, and a warning if the cloud would truncate it.

    What helps with the prompt, such as ideas, is added below it to `column`.
    """

    text_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("Composer", "Prompt"), parent)
        self._most = 0
        self.field = TextArea(translate("Composer", "Prompt"), TextSize.TITLE, lines=LINES, parent=self)
        self.field.setPlaceholderText(
            translate("Composer", "Describe what moves, how the camera moves and what is heard. (Optional)")
        )
        self.counter = CountLabel(self)
        self.warning_label = sentence_label(StyleClass.PRACTICE, self)
        self.head.addWidget(self.counter)
        self.column.addWidget(self.field)
        self.column.addWidget(self.warning_label)
        self.field.textChanged.connect(self._changed)

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [self.field]

    def show_text(self, text: str, most: int) -> None:
        """Show a prompt and the model's limit in code points, without a signal."""
        self._most = most
        self.field.set_text(text)
        self._count(text)

    def _changed(self) -> None:
        text = self.field.text()
        self._count(text)
        self.text_changed.emit(text)

    def _count(self, text: str) -> None:
        self.counter.show_count(len(text), self._most)
        show_sentence(self.warning_label, cut_text(len(text), self._most))
