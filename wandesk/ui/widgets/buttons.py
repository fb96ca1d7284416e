"""Buttons of dialogs."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QWidget

from wandesk.ui.look import StyleClass, set_style_class


def push_button(
    text: str, parent: QWidget | None = None, *, icon: QIcon | None = None, style: StyleClass | None = None
) -> QPushButton:
    """A button whose accessible name is its text. Return elsewhere in the dialog does not press it."""
    button = QPushButton(icon or QIcon(), text, parent)
    button.setAutoDefault(False)
    button.setAccessibleName(text)
    if style is not None:
        set_style_class(button, style)
    return button
