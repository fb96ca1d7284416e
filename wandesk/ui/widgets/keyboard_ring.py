"""Focus rings for the keyboard only: a widget that the mouse has focused shows none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

RING = "ring"
"""The dynamic property of a focused widget: `keys` or `none`. The style sheet has a rule for `none`."""

_BY_KEYS = frozenset(
    {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
)


class KeyboardRing(QObject):
    """Watches the focus of some widgets. Focus that the program moves is shown as the last move of the user was."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_by_keys = False

    def watch(self, *widgets: QWidget) -> None:
        """Show the ring of these widgets only for the keyboard."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn and isinstance(event, QFocusEvent) and isinstance(watched, QWidget):
            if event.reason() in _BY_KEYS:
                self._is_by_keys = True
            elif event.reason() is Qt.FocusReason.MouseFocusReason:
                self._is_by_keys = False
            self._show(watched)
        return super().eventFilter(watched, event)

    def _show(self, widget: QWidget) -> None:
        ring = "keys" if self._is_by_keys else "none"
        if widget.property(RING) != ring:
            widget.setProperty(RING, ring)
            widget.style().unpolish(widget)
            widget.style().polish(widget)
            widget.update()


def shows_ring(widget: QWidget) -> bool:
    """Whether a widget that paints itself shows a ring."""
    return widget.hasFocus() and widget.property(RING) != "none"
