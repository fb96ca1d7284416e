"""The frame of dialogs: parts from top to bottom, and a footer with the buttons."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from wandesk.ui.look import StyleClass, set_style_class

SIDE = 20
"""Logical pixels left and right of everything."""


def stack(window: QWidget, *parts: QWidget | QLayout, foot: tuple[QWidget | None, ...]) -> None:
    """Lay out a window: the parts from top to bottom, the last of which grows, and the footer.

    None in the footer is a gap that grows. A label in it grows, too.
    """
    footer = QFrame()
    set_style_class(footer, StyleClass.FOOTER)
    buttons = QHBoxLayout(footer)
    buttons.setContentsMargins(SIDE, 10, SIDE, 10)
    buttons.setSpacing(8)
    for widget in foot:
        if widget is None:
            buttons.addStretch(1)
        else:
            buttons.addWidget(widget, 1 if isinstance(widget, QLabel) else 0)
    outer = QVBoxLayout(window)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    for part in parts:
        grows = 1 if part is parts[-1] else 0
        if isinstance(part, QWidget):
            outer.addWidget(part, grows)
        else:
            outer.addLayout(part, grows)
    outer.addWidget(footer)
