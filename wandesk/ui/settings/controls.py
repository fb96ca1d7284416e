"""Fields and labels of the cards in Settings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.widgets.plain_text import PlainLabel

PLAIN_TYPING = Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
SECRET_TYPING = PLAIN_TYPING | Qt.InputMethodHint.ImhSensitiveData


def text_field(
    name: str, example: str, parent: QWidget, *, longest: int, hints: Qt.InputMethodHint = PLAIN_TYPING
) -> QLineEdit:
    """A field with an accessible name; it shows `example` while empty."""
    field = QLineEdit(parent)
    field.setAccessibleName(name)
    field.setPlaceholderText(example)
    field.setMaxLength(longest)
    field.setInputMethodHints(hints)
    return field


def small_label(parent: QWidget) -> QLabel:
    """Small plain text."""
    label = PlainLabel(parent=parent)
    label.setFont(text_font(TextSize.SMALL))
    return label


class MessageLabel(PlainLabel):
    """A small sentence that is hidden while empty."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.setFont(text_font(TextSize.SMALL))
        self.setWordWrap(True)
        self.hide()

    def show_text(self, text: str, style: StyleClass = StyleClass.MUTED) -> None:
        """Show the sentence; an empty one hides the label."""
        self.setText(text)
        self.setVisible(bool(text))
        set_style_class(self, style)
