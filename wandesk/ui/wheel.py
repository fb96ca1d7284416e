"""Boxes whose value no wheel changes: the page that they stand in scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget


class LeavesWheelToPage:
    """Stands before the widget class among the bases; its heirs set StrongFocus, or it would give them the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SteadyComboBox(LeavesWheelToPage, QComboBox):
    """A combo box in a page that scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class SteadySpinBox(LeavesWheelToPage, QSpinBox):
    """A spin box in a page that scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
