"""A field to search in, with a glass at its beginning and a button that clears it."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from wandesk.ui.look import IconRole, StyleClass, icon, icon_pixmap, set_style_class
from wandesk.ui.widgets.plain_text import set_tooltip

ICON, SIDE = 16, 9
"""Logical pixels of the glass, and beside it."""


class SearchField(QLineEdit):
    """A text in one line. The button is there only while there is something to clear."""

    def __init__(self, *, name: str, placeholder: str, clear: str, longest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(longest)
        set_style_class(self, StyleClass.SEARCH)
        self.setTextMargins(ICON + SIDE, 0, 0, 0)
        clearing = self.addAction(icon("close", IconRole.MUTED), QLineEdit.ActionPosition.TrailingPosition)
        clearing.triggered.connect(self.clear)
        clearing.setVisible(False)
        self.textChanged.connect(lambda text: clearing.setVisible(bool(text)))
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(clear)
            set_tooltip(button, clear)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        place = QPoint(SIDE, (self.height() - ICON) // 2)
        painter.drawPixmap(place, icon_pixmap("search", IconRole.MUTED, ICON, self.devicePixelRatioF()))
        painter.end()
