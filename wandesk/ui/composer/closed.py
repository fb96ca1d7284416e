"""Replaces the composer if the list of models has an error: the reason and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wandesk.domain.errors import CatalogueError
from wandesk.ui.composer.card import Card
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.scrolling import scrolling
from wandesk.ui.wording import catalogue as wording
from wandesk.ui.wording.problems import error_text


class ClosedComposer(QWidget):
    """As wide as the composer. Its text can be selected and copied."""

    def __init__(self, error: CatalogueError | None, parent: QWidget | None = None) -> None:
        """`error` is the error in the list of models."""
        super().__init__(parent)
        self.setAccessibleName(wording.title())
        title = PlainLabel(wording.title())
        title.setFont(text_font(TextSize.TITLE, is_strong=True))
        self.error_label = PlainLabel(error_text(error) if error is not None else "")
        set_style_class(self.error_label, StyleClass.LOSS)
        card = Card()
        set_style_class(card, StyleClass.CARD)
        card.column.setContentsMargins(12, 12, 12, 12)
        for label in (title, self.error_label, PlainLabel(wording.advice())):
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
