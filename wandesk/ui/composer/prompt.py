"""The prompt: the largest text of the form, with its counter in code points."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wandesk.ui.composer.card import Card, sentence_label, show_sentence
from wandesk.ui.composer.ideas import IdeaChips, with_piece
from wandesk.ui.composer.text_area import CountLabel, TextArea
from wandesk.ui.look import StyleClass, TextSize

translate = QCoreApplication.translate

LINES, FEWEST, MOST = 4, 3.2, 1.5
"""The lines that fit usually and in a low form, and how many times the usual ones in a high form.

In a low form, the choice of an effect takes two of them: the fifth leaves a whole line below it.
"""
INVITATION = 2
"""Lines of the invitation."""


class PromptCard(Card):
    """The prompt with a counter, a warning if the cloud would truncate it, and ideas below it."""

    text_changed = Signal(str)

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        """`language` is the key of the language of the ideas."""
        super().__init__(translate("Composer", "Prompt"), parent)
        self.field = TextArea(translate("Composer", "Prompt"), TextSize.TITLE, lines=LINES)
        self.field.set_invitation(
            translate("Composer", "Describe what moves, how the camera moves and what is heard. (Optional)"),
            translate("Composer", "Describe what moves. (Optional)"),
        )
        self.counter = CountLabel(self)
        self.warning_label = sentence_label(StyleClass.LOSS)
        self._box = QWidget(self)
        inside = QVBoxLayout(self._box)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(self.field, 1)
        inside.addWidget(self.warning_label)
        self.head.addWidget(self.counter)
        self.column.addWidget(self._box)
        self.ideas = IdeaChips(language, self.field.text)
        self.column.addWidget(self.ideas)
        self.fit(self.height_in(0))
        self.field.textChanged.connect(lambda: self.text_changed.emit(self.field.text()))
        self.ideas.piece_chosen.connect(self._add_piece)
        self.ideas.prompt_chosen.connect(self.take_prompt)

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [self.field, *self.ideas.tab_stops]

    def height_in(self, room: int, *, is_low: bool = False) -> int:
        """The height of the text, in logical pixels, where there is room for this much."""
        usual = self.field.sizeHint().height()
        if is_low:
            return usual - round((LINES - FEWEST) * self.field.fontMetrics().lineSpacing())
        return max(usual, self.field.whole_lines(min(round(MOST * usual), room)))

    def fit(self, height: int) -> None:
        """Be so high without the heading. A warning takes its space from the text, so that it moves nothing."""
        self._box.setFixedHeight(max(self.field.minimumSizeHint().height(), height))

    @property
    def least_height(self) -> int:
        """Logical pixels in which the whole invitation can be read."""
        return self.field.height_of(INVITATION)

    @property
    def around_height(self) -> int:
        """Logical pixels of the heading and the ideas with their distances."""
        return self.head.sizeHint().height() + self.ideas.sizeHint().height() + 2 * self.column.spacing()

    def show_text(self, text: str, most: int, warning: str) -> None:
        """Show a prompt, the model's limit in code points and a warning, without a signal."""
        self.field.set_text(text)
        self.counter.show_count(len(text), most)
        show_sentence(self.warning_label, warning)

    def take_prompt(self, prompt: str) -> None:
        """Put another prompt into the field, as if the user had written it: it can be undone."""
        self.field.replace_text(prompt)
        self.field.setFocus()

    def _add_piece(self, piece: str) -> None:
        self.field.append_text(with_piece(self.field.text(), piece))
        self.field.setFocus()
