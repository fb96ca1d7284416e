"""Menus with the corners of the cards."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QMenu

from wandesk.ui.look import tokens_of
from wandesk.ui.widgets.over_video import cut_corners

M = TypeVar("M", bound=QMenu)


def rounded(menu: M) -> M:
    """Give a new menu, which was not shown yet, round corners."""
    menu.setWindowFlags(menu.windowFlags() | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint)
    menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    menu.installEventFilter(_Corners(menu))
    return menu


class _Corners(QObject):
    """Cuts the corners off, where nothing composes the screen and what is translucent is black."""

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        self._menu = menu

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            cut_corners(self._menu, tokens_of(self._menu.palette()).card_radius)
        return super().eventFilter(watched, event)
