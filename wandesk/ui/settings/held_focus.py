"""Keeps the keyboard focus in a card while widgets are hidden or disabled; Qt would move it to the next widget."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class HeldFocus:
    """`fallback` takes the focus of a widget that is hidden or disabled."""

    def __init__(self, card: QWidget, fallback: QWidget) -> None:
        self._card = card
        self._fallback = fallback
        self._before: QWidget | None = None
        """The widget that lost the focus during a request."""

    @property
    def widget(self) -> QWidget | None:
        """The window's focused widget, in this card or elsewhere."""
        return self._card.window().focusWidget()

    def release(self, *leaving: QWidget, is_temporary: bool) -> None:
        """Move the focus out of widgets that are about to be hidden or disabled, temporarily or not."""
        focused = self.widget
        if focused is not None and any(each is focused or each.isAncestorOf(focused) for each in leaving):
            if is_temporary:
                self._before = focused
            self._fallback.setFocus()

    def restore(self, otherwise: QWidget) -> None:
        """Return the focus to its widget, or to `otherwise` if that is gone, unless the user has moved it."""
        before, self._before = self._before, None
        if before is not None and self.widget is self._fallback:
            is_there = before.isEnabled() and before.isVisibleTo(self._card)
            (before if is_there else otherwise).setFocus()
