"""The export that is being written, in the status bar."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QToolButton, QWidget

from wandesk.domain.export_queue import Export
from wandesk.ui.look import StyleClass, icon, set_style_class
from wandesk.ui.widgets.plain_text import PlainLabel, button_text, set_tooltip
from wandesk.ui.wording import export as wording

translate = QCoreApplication.translate

BAR_WIDTH, BAR_HEIGHT, ICON_SIDE = 96, 6, 14
"""Logical pixels."""
STEPS = 1000


class ExportProgress(QWidget):
    """A line with a bar and a button; hidden while nothing is exported."""

    opened = Signal()
    """The user wants to see all exports."""
    cancelled = Signal()
    """The user cancels the one that is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QPushButton()
        self.line.setAutoDefault(False)
        self.line.setFlat(True)
        # The name stays while the seconds count, so that a screen reader is not told each of them.
        self.line.setAccessibleName(translate("Export", "Exports"))
        set_style_class(self.line, StyleClass.STATUS)
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(BAR_WIDTH, BAR_HEIGHT)
        self.bar.setAccessibleName(translate("Export", "Progress of the export"))
        self.cancel = QToolButton()
        set_style_class(self.cancel, StyleClass.STATUS)
        self.cancel.setIcon(icon("cancel"))
        self.cancel.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        self.cancel.setAccessibleName(translate("Export", "Cancel export"))
        set_tooltip(self.cancel, translate("Export", "Cancel export"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.line)
        layout.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.cancel)
        self.setFixedHeight(PlainLabel(" ").sizeHint().height())  # that of the bar's labels: nothing above it moves
        self.line.clicked.connect(self.opened)
        self.cancel.clicked.connect(self.cancelled)
        self.hide()

    def show_export(self, export: Export | None, name: str, waiting: int) -> None:
        """Show this export, and how many wait behind it; None: nothing is exported."""
        self.setVisible(export is not None)
        if export is not None:
            self.line.setText(button_text(wording.running(name, export, waiting)))
            self.bar.setValue(round(export.share * STEPS))
