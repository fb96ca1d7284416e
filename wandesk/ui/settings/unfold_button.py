"""A button that unfolds the rest of a card, and is not needed afterwards."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.widgets.plain_text import set_tooltip

translate = QCoreApplication.translate


class UnfoldButton(QPushButton):
    """Shows `body`, which the card fills, when it is pressed, or when the body is needed."""

    unfolded = Signal()

    def __init__(self, region: str, parent: QWidget) -> None:
        super().__init__(translate("Settings", "Set up"), parent)
        self.body = QWidget(parent)
        self.body.hide()
        self.setAutoDefault(False)
        self.setAccessibleName(translate("Settings", "Set up {region}").format(region=region))
        set_tooltip(self, self.accessibleName())
        set_style_class(self, StyleClass.QUIET)
        self.clicked.connect(self._pressed)

    def unfold(self) -> None:
        """Show the body for good."""
        self.body.show()
        self.hide()

    def _pressed(self) -> None:
        self.unfold()
        self.unfolded.emit()
