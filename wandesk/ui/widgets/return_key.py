"""Makes Return press the focused button, as Space does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class ReturnKey:
    """A window's `event` passes every event here first; one instance serves all windows of a class.

    Qt sends ShortcutOverride before the key press. Only a button that has the focus by then is pressed. The Return of a
    text field also reaches the window, and it may have moved the focus to a button meanwhile.
    """

    def __init__(self) -> None:
        self._announced_on: QWidget | None = None

    def presses(self, window: QWidget, event: QEvent) -> bool:
        """Whether the event was a Return on a button of the window; the button is pressed, once for a key held down."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not isinstance(event, QKeyEvent) or event.key() not in _RETURN or event.modifiers() not in _PLAIN:
            return False
        focused = window.focusWidget()
        if event.type() is QEvent.Type.ShortcutOverride:
            self._announced_on = focused
            return False
        announced_on, self._announced_on = self._announced_on, None
        if focused is not announced_on or not isinstance(focused, QPushButton | QToolButton):
            return False
        if not event.isAutoRepeat():
            focused.click()
        return True
