"""A card of the form, which is a part of its one surface, and the building blocks of cards."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from wandesk.ui.look import StyleClass, TextSize, icon, set_style_class, text_font
from wandesk.ui.widgets.labels import caption_label
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip

SMALL_BUTTON = 28
SPACING = 8
"""Logical pixels between two fields of a card."""
INDENT = 4
"""Logical pixels: headings stand further in than the grounds below them."""


class Card(QFrame):
    """A part of the form with an optional heading. A fact, such as a counter, stands at the right of the heading."""

    def __init__(self, caption: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(INDENT, 0, INDENT, 0)
        self.head.setSpacing(8)
        if caption:
            self.head.addWidget(caption_label(caption, is_strong=True))
            self.head.addStretch(1)
            self.column.addLayout(self.head)


class SentenceLabel(PlainLabel):
    """A wrapping label that is hidden while empty. Its text is its accessible name."""

    appeared = Signal()
    """A new sentence is shown."""

    def __init__(self, style: StyleClass, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setWordWrap(True)
        self.setFont(text_font(TextSize.SMALL))
        self.setContentsMargins(INDENT, 0, INDENT, 0)
        set_style_class(self, style)
        self.hide()

    def show_text(self, text: str) -> None:
        """Show a sentence, or hide the label if it is empty."""
        is_new = bool(text) and (text != self.text() or self.isHidden())
        self.setText(text)
        self.setVisible(bool(text))
        if is_new:
            self.appeared.emit()


def sentence_label(style: StyleClass, parent: QWidget | None = None) -> SentenceLabel:
    """A label for a sentence of that style, hidden while it is empty."""
    return SentenceLabel(style, parent)


def show_sentence(label: QLabel, text: str) -> None:
    """Show a sentence, or hide the label if it is empty."""
    if isinstance(label, SentenceLabel):
        label.show_text(text)
    else:
        label.setText(text)
        label.setVisible(bool(text))


def small_button(icon_name: str, name: str, parent: QWidget | None = None) -> QToolButton:
    """An icon button with its name as tooltip. It keeps its space while hidden, so that nothing moves."""
    button = QToolButton(parent)
    button.setIcon(icon(icon_name))
    button.setIconSize(QSize(18, 18))
    button.setFixedSize(SMALL_BUTTON, SMALL_BUTTON)
    button.setAccessibleName(name)
    set_tooltip(button, name)
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def row(*parts: QWidget) -> QHBoxLayout:
    """Fields side by side, all equally wide."""
    layout = QHBoxLayout()
    layout.setSpacing(SPACING)
    for part in parts:
        layout.addWidget(part, 1)
    return layout
