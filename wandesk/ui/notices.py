"""A bar for one sentence: a warning or an offer, with at most one button besides Close."""

from __future__ import annotations

from collections.abc import Callable

from PySide6 import QtGui
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from wandesk.ui.look import IconRole, StyleClass, icon, set_style_class

translate = QCoreApplication.translate

HEIGHT = 48
"""Logical pixels of a bar of one line, with a button or without."""


class NoticeBar(QWidget):
    """Hidden while empty. A newer sentence replaces the older one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action: Callable[[], None] | None = None
        self._closed: Callable[[], None] | None = None
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self._button = QPushButton()
        self._button.clicked.connect(self._pressed)
        self._close = QToolButton()
        self._close.setIcon(icon("close", IconRole.MUTED))
        self._close.setAccessibleName(translate("Notices", "Close"))
        self._close.setToolTip(translate("Notices", "Close"))
        self._close.clicked.connect(self._dismiss)
        self._card = QFrame()
        around = QHBoxLayout(self)
        around.setContentsMargins(12, 8, 12, 8)
        around.addWidget(self._card)
        row = QHBoxLayout(self._card)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(12)
        self._card.setMinimumHeight(HEIGHT)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self.hide()

    @property
    def sentence(self) -> str:
        """The sentence shown; empty while the bar is hidden."""
        return "" if self.isHidden() else self._sentence.text()

    def offer(self, sentence: str, button: str, action: Callable[[], None], *, closed: Callable[[], None]) -> None:
        """Show an offer. `button` runs `action`; closing the bar runs `closed`."""
        self._show(sentence, StyleClass.NOTICE, button, action, closed)

    def warn(self, sentence: str, button: str = "", action: Callable[[], None] | None = None) -> None:
        """Show a warning that says what to do; `button` runs `action`."""
        self._show(sentence, StyleClass.WARNING, button, action, None)

    def withdraw_offer(self) -> None:
        """Hide an offer, but not a warning."""
        if self._card.property("look") == StyleClass.NOTICE.value:
            self.clear()

    def clear(self) -> None:
        """Hide the bar."""
        self._action = self._closed = None
        self.hide()

    def _show(
        self,
        sentence: str,
        style: StyleClass,
        button: str,
        action: Callable[[], None] | None,
        closed: Callable[[], None] | None,
    ) -> None:
        self._action, self._closed = action, closed
        self._sentence.setText(sentence)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(sentence)
        set_style_class(self._card, style)
        self.show()
        alert = (
            QtGui.QAccessible.Event.Alert
        )  # PySide makes the class when it is first named: not while the window starts
        QtGui.QAccessible.updateAccessibility(QtGui.QAccessibleEvent(self, alert))

    def _pressed(self) -> None:
        action = self._action
        self.clear()
        if action is not None:
            action()

    def _dismiss(self) -> None:
        closed = self._closed
        self.clear()
        if closed is not None:
            closed()
