"""Captions of fields."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.widgets.plain_text import PlainLabel


def captioned(caption: str, field: QWidget, *, buddy: QWidget | None = None) -> QWidget:
    """A field with its caption above it; the caption is the label of `buddy`, or of the field."""
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    layout.addWidget(caption_label(caption, buddy or field))
    layout.addWidget(field)
    return box


def caption_label(
    caption: str, buddy: QWidget | None = None, *, size: TextSize = TextSize.SMALL, is_strong: bool = False
) -> QLabel:
    """The small text above a field."""
    label = PlainLabel(caption)
    label.setFont(text_font(size, is_strong=is_strong))
    set_style_class(label, StyleClass.MUTED)
    if buddy is not None:
        label.setBuddy(buddy)
    return label
