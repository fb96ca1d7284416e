"""An offer in the status bar, where the list is too low for a notice over it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from wandesk.ui.look import StyleClass, icon, set_style_class
from wandesk.ui.notices import Notice, NoticeButton, Notices
from wandesk.ui.widgets.elided import ElidedLabel
from wandesk.ui.widgets.plain_text import PlainLabel, button_text, set_tooltip

translate = QCoreApplication.translate

ICON_SIDE = 14
"""Logical pixels."""


class OfferLine(QWidget):
    """One line with the sentence, its first button and *Close*; hidden while there is no offer to show."""

    def __init__(self, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._shown: Notice | None = None
        self._sentence = ElidedLabel()
        set_style_class(self._sentence, StyleClass.MUTED)
        self.act = QPushButton()
        self.act.setAutoDefault(False)
        set_style_class(self.act, StyleClass.STATUS)
        self.act.clicked.connect(self._press)
        self.close_button = QToolButton()
        set_style_class(self.close_button, StyleClass.STATUS)
        self.close_button.setIcon(icon("close"))
        self.close_button.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.setAccessibleName(translate("Notices", "Close offer"))
        set_tooltip(self.close_button, translate("Notices", "Close offer"))
        self.close_button.clicked.connect(self._close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._sentence, 1)
        layout.addWidget(self.act)
        layout.addWidget(self.close_button)
        self.setFixedHeight(PlainLabel(" ").sizeHint().height())  # that of the bar's labels: nothing above it moves
        self.hide()

    def show_notice(self, notice: Notice | None) -> None:
        """Show this offer, or nothing for None."""
        if notice is not None and notice is not self._shown:
            self._sentence.show_text(notice.sentence, notice.sentence)
            button = self._button_of(notice)
            self.act.setVisible(button is not None)
            if button is not None:
                self.act.setText(button_text(button.text))
                self.act.setAccessibleName(button.text)
            for each in (self.act, self.close_button):
                each.setAccessibleDescription(notice.sentence)
        elif notice is None:
            self.act.setAccessibleName("")  # each name is once in a window
        self._shown = notice
        self.setVisible(notice is not None)

    def take_focus(self) -> None:
        """Lead the keyboard to what can be pressed."""
        target = self.act if self.act.isVisibleTo(self) else self.close_button
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @staticmethod
    def _button_of(notice: Notice) -> NoticeButton | None:
        return notice.buttons[0] if notice.buttons else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def _press(self) -> None:
        if self._shown is not None and (button := self._button_of(self._shown)) is not None:
            self._notices.press(self._shown, button)

    def _close(self) -> None:
        if self._shown is not None:
            self._notices.close(self._shown)
