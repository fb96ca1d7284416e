"""Says that a change acts once the program is opened again, with a button for that."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.settings.controls import small_label
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.buttons import push_button

translate = QCoreApplication.translate


class ReopenLine(QWidget):
    """Hidden until something was saved."""

    reopen_requested = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        """`name` is the accessible one of the button."""
        super().__init__(parent)
        self.label = small_label(self)
        self.label.setWordWrap(True)
        set_style_class(self.label, StyleClass.GOOD)
        self.button = push_button(translate("Settings", "Reopen now"), self)
        self.button.setAccessibleName(name)
        self.button.clicked.connect(self.reopen_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        self.hide()

    def show_saved(self, text: str) -> None:
        """Show and announce what was saved."""
        self.label.setText(text)
        self.show()
        announce(self.label, text)
