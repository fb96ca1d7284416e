"""Keeps the keyboard focus in a card while its widgets come and go; Qt would give it to whatever comes next."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class HeldFocus:
    """`refuge` takes the focus of a widget that is hidden or disabled."""

    def __init__(self, card: QWidget, fallback: QWidget) -> None:
        self._card = card
        self._fallback = fallback
        self._before: QWidget | None = None
        """The widget that lost the focus while a request was under way."""

    @property
    def widget(self) -> QWidget | None:
        """The widget with the window's focus, in this card or elsewhere."""
        return self._card.window().focusWidget()

    def release(self, *leaving: QWidget, is_temporary: bool) -> None:
        """Move the focus out of widgets that are about to be hidden or disabled, for a while or for good."""
        focused = self.widget
        if focused is not None and any(each is focused or each.isAncestorOf(focused) for each in leaving):
            if is_temporary:
                self._before = focused
            self._fallback.setFocus()

    def restore(self, otherwise: QWidget) -> None:
        """Give the focus back to its widget, or to `otherwise` if that has gone; not if the user has moved it."""
        before, self._before = self._before, None
        if before is not None and self.widget is self._fallback:
            is_there = before.isEnabled() and before.isVisibleTo(self._card)
            (before if is_there else otherwise).setFocus()
