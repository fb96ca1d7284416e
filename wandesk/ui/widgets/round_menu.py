"""Menus with the corners of the cards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from wandesk.ui.look import tokens_of
from wandesk.ui.widgets.over_video import cut_corners


class RoundMenu(QMenu):
    """A menu of the window: of its bar, of a row, or of a button."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setWindowFlags(
            self.windowFlags() | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)

    def add_submenu(self, title: str) -> RoundMenu:
        """Append a menu of this menu."""
        menu = RoundMenu(title, self)
        self.addMenu(menu)
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut_corners(self, tokens_of(self.palette()).card_radius)  # where nothing composes the screen
