"""What the two drop cards have in common: a head with small acts, the target, and sentences below."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from wandesk.ui.look import StyleClass, TextSize, icon, set_style_class, text_font

SMALL_ACT = 28


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
            label = QLabel(caption, self)
            label.setFont(text_font(TextSize.BODY, is_strong=True))
            label.setMinimumHeight(SMALL_ACT)
            self.head.addWidget(label)
            self.head.addStretch(1)
            self.column.addLayout(self.head)


def sentence_label(dressed: StyleClass, parent: QWidget | None = None) -> QLabel:
    """A line that wraps, hidden while it has nothing to say. Read out by its own words."""
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(text_font(TextSize.SMALL))
    set_style_class(label, dressed)
    label.hide()
    return label


def say(label: QLabel, words: str) -> None:
    """Show a sentence, or hide the line when there is none."""
    label.setText(words)
    label.setVisible(bool(words))


def small_act(icon_name: str, name: str, parent: QWidget | None = None) -> QToolButton:
    """An icon-only button with its name as tooltip. It keeps its place while hidden, so nothing jumps."""
    button = QToolButton(parent)
    button.setIcon(icon(icon_name))
    button.setIconSize(QSize(18, 18))
    button.setFixedSize(SMALL_ACT, SMALL_ACT)
    button.setAccessibleName(name)
    button.setToolTip(name)
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
