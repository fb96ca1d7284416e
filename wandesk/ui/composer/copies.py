"""The chip for the number of copies."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QWidget

from wandesk.domain.copies import MOST_COPIES
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.widgets.plain_text import set_tooltip
from wandesk.ui.widgets.wheel import SteadySpinBox

translate = QCoreApplication.translate

TEXT_MARGIN = 8
"""Logical pixels: the style sheet's padding does not reach a spin box's text."""
BESIDE_TEXT = 44
"""Logical pixels: the margins and the arrows."""


class CopiesBox(SteadySpinBox):
    """How many videos one press of Generate makes, each with another seed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(1, MOST_COPIES)
        self.setAccessibleName(translate("Composer", "Copies"))
        set_tooltip(self, translate("Composer", "How many videos to make, each with a different seed"))
        self.setKeyboardTracking(False)
        set_style_class(self, StyleClass.CHIP)
        self.lineEdit().setTextMargins(TEXT_MARGIN, 0, 0, 0)
        self.setPrefix("× ")
        self.lineEdit().setAccessibleName(translate("Composer", "Copies"))

    def sizeHint(self) -> QSize:
        """As wide as its longest text, so that a number moves nothing beside it."""
        longest = f"{self.prefix()}{MOST_COPIES}"
        return QSize(self.fontMetrics().horizontalAdvance(longest) + BESIDE_TEXT, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
