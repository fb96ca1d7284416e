"""Combo and spin boxes that ignore the wheel, so that it scrolls the page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSpinBox, QWidget


class IgnoresWheel:
    """Mix-in, list it first. Subclasses must set StrongFocus, or the wheel would focus them."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SteadyComboBox(IgnoresWheel, QComboBox):
    """A combo box in a page that scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class SteadySpinBox(IgnoresWheel, QSpinBox):
    """A spin box in a page that scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class SteadyDoubleSpinBox(IgnoresWheel, QDoubleSpinBox):
    """A spin box for amounts in a page that scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
