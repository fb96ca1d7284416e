"""A card of the form, and its building blocks."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from wandesk.ui.look import StyleClass, TextSize, icon, set_style_class, text_font
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip

SMALL_BUTTON = 28
SPACING = 10
"""Logical pixels between two fields."""


class Card(QFrame):
    """A card of the form with an optional caption."""

    def __init__(self, caption: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_style_class(self, StyleClass.CARD)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 8, 12, 12)
        self.column.setSpacing(6)
        self.head = QHBoxLayout()
        self.head.setSpacing(2)
        if caption:
            label = PlainLabel(caption, self)
            label.setFont(text_font(TextSize.BODY, is_strong=True))
            label.setMinimumHeight(SMALL_BUTTON)
            self.head.addWidget(label)
            self.head.addStretch(1)
            self.column.addLayout(self.head)


def sentence_label(style: StyleClass, parent: QWidget | None = None) -> QLabel:
    """A wrapping label that is hidden while empty. Its text is its accessible name."""
    label = PlainLabel(parent=parent)
    label.setWordWrap(True)
    label.setFont(text_font(TextSize.SMALL))
    set_style_class(label, style)
    label.hide()
    return label


def show_sentence(label: QLabel, text: str) -> None:
    """Show a sentence, or hide the label if it is empty."""
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
