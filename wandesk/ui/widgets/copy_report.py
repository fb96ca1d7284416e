"""The button that copies a text for the network administrator."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from wandesk.ui.look import icon
from wandesk.ui.widgets.copying import copy_text
from wandesk.ui.widgets.plain_text import set_tooltip
from wandesk.ui.wording import network_report as wording


class CopyReportButton(QPushButton):
    """Copies the text of `report` and shows "Copied" until `reset`."""

    def __init__(self, report: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(icon("copy"), "", parent)
        self._report = report
        self.setAutoDefault(False)
        self.reset()
        self.clicked.connect(self._copy)

    def reset(self) -> None:
        """Show the button as before copying, because the text has changed."""
        self._show(wording.copy_text(), wording.copy_help())

    def _copy(self) -> None:
        copy_text(self, self._report())
        self._show(wording.copied(), wording.copied_help())

    def _show(self, text: str, tooltip: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        set_tooltip(self, tooltip)
