"""Focus rings for the keyboard only: a widget that the mouse has focused shows none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QWidget

RING = "ring"
"""The dynamic property of a focused widget, for the style sheet: `keys` or `none`."""

_POINTER = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.TabletPress})


class KeyboardRing(QObject):
    """Knows whether the user's last press was a key or a button of the mouse, and marks what then gets the focus.

    It watches the windows and not the application, whose filter would see every paint and timer.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._is_by_keys = False
        app.focusWindowChanged.connect(self._watch)
        app.focusChanged.connect(self._focus_moved)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress:
            self._is_by_keys = True
        elif event.type() in _POINTER:
            self._is_by_keys = False
        return super().eventFilter(watched, event)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        ring = "keys" if self._is_by_keys else "none"
        if now is not None and now.property(RING) != ring:
            now.setProperty(RING, ring)
            now.style().unpolish(now)
            now.style().polish(now)
            now.update()
