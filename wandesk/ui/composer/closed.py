"""What stands in the composer's place while there is nothing to order: why, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from wandesk.domain.errors import CatalogueError
from wandesk.ui.composer.card import Card
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.scrolling import scrolling
from wandesk.ui.wording import catalogue as words


class ClosedComposer(QWidget):
    """As wide as the composer, with sentences that can be copied."""

    def __init__(self, errors: Sequence[CatalogueError], parent: QWidget | None = None) -> None:
        """`errors` are what is wrong with the list of models."""
        super().__init__(parent)
        self.setAccessibleName(words.title())
        title = QLabel(words.title())
        title.setFont(text_font(TextSize.LARGE, is_strong=True))
        self.mistakes_label = QLabel(words.mistakes(errors))
        set_style_class(self.mistakes_label, StyleClass.LOSS)
        card = Card()
        for label in (title, QLabel(words.cause()), self.mistakes_label, QLabel(words.advice())):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            card.column.addWidget(label)
        body = QWidget()
        set_style_class(body, StyleClass.BODY)
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(body))
