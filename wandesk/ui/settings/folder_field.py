"""A folder among the settings: a button with its path, which opens the file dialog, and one for the default."""

from __future__ import annotations

from pathlib import Path

from PySide6 import QtWidgets
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from wandesk.ui.widgets.plain_text import set_tooltip

translate = QCoreApplication.translate

WIDEST = 260
"""Logical pixels of the path. A longer one loses its middle."""


class FolderField(QWidget):
    """`chosen(str)` is emitted with another folder, or with "" for the default."""

    chosen = Signal(str)

    def __init__(self, name: str, folder: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._folder = folder
        self.setAccessibleName(name)
        self.choose = QPushButton(self)
        self.choose.setAccessibleName(translate("Settings", "Choose: {setting}").format(setting=name))
        self.choose.clicked.connect(self._open_dialog)
        self.use_default = QPushButton(translate("Settings", "Use default"), self)
        self.use_default.setAccessibleName(translate("Settings", "Use default: {setting}").format(setting=name))
        self.use_default.clicked.connect(lambda: self._take(""))
        self.setFocusProxy(self.choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.choose)
        row.addWidget(self.use_default)
        self._show()

    def _show(self) -> None:
        text = self._folder or translate("Settings", "Automatic")
        elided = self.choose.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, WIDEST)
        self.choose.setText(elided.replace("&", "&&"))
        set_tooltip(self.choose, self._folder)
        self.choose.setAccessibleDescription(text)
        self.use_default.setVisible(bool(self._folder))

    def _open_dialog(self) -> None:
        dialog = QtWidgets.QFileDialog(self, self._name, self._folder)  # PySide makes the class when it is first named
        dialog.setFileMode(QtWidgets.QFileDialog.FileMode.Directory)
        dialog.setOption(QtWidgets.QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.fileSelected.connect(self._take)
        dialog.open()

    def _take(self, folder: str) -> None:
        self._folder = str(Path(folder)) if folder else ""  # Qt writes / on Windows, too
        self._show()
        self.chosen.emit(self._folder)
