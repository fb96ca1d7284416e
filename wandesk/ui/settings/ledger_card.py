"""Settings: what the videos cost, by day, month, model or region, and as a CSV file."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6 import QtWidgets
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wandesk import durable
from wandesk.domain.catalog import Catalog
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import WanDeskError
from wandesk.domain.spending import LedgerEntry, ledger_lines
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.controls import MessageLabel, small_label
from wandesk.ui.settings.section import Section
from wandesk.ui.settings.table import Page
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.wheel import SteadyComboBox
from wandesk.ui.wording import ledger as wording
from wandesk.ui.wording.problems import error_text

translate = QCoreApplication.translate

ROWS_SEEN = 8
"""So many rows are visible without scrolling."""
ROW_HEIGHT = 30


class Ledger(Protocol):
    """Reads the ledger away from the window's thread (`ui.bridge.MoneyBridge`). Raises WanDeskError."""

    async def ledger(self) -> Sequence[LedgerEntry]: ...


def ledger_section(ledger: Ledger, catalog: CatalogSource, language: str) -> Section:
    """The section on the page about money."""
    return Section(
        page=Page.MONEY,
        title=wording.title,
        make=lambda spawn, parent: LedgerCard(ledger, catalog.current, language, spawn, parent),
    )


class LedgerCard(QFrame):
    """Reads the ledger each time when it is shown."""

    def __init__(self, ledger: Ledger, catalog: Catalog, language: str, spawn: Spawn, parent: QWidget) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._names = wording.Names(catalog, language)
        self._spawn = spawn
        self._entries: Sequence[LedgerEntry] = ()
        set_style_class(self, StyleClass.CARD)
        self.by_box = SteadyComboBox(self)
        self.by_box.setAccessibleName(wording.group_by())
        for group in wording.Group:
            self.by_box.addItem(wording.group_name(group), group)
        self.by_box.currentIndexChanged.connect(self._show)
        self.save_button = push_button(wording.save_csv(), self)
        self.save_button.clicked.connect(self._choose_file)
        self.table = self._make_table()
        self.message = MessageLabel(self)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._spawn("ledger", self._read())

    def _make_table(self) -> QtWidgets.QTreeWidget:
        table = QtWidgets.QTreeWidget(self)
        table.setAccessibleName(wording.title())
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setHeaderLabels(wording.columns())
        table.setFixedHeight(ROW_HEIGHT * (ROWS_SEEN + 1))
        header = table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QtWidgets.QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QtWidgets.QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.by_box)
        line.addStretch(1)
        line.addWidget(self.save_button)
        about = small_label(self)
        about.setText(wording.about())
        about.setWordWrap(True)
        set_style_class(about, StyleClass.MUTED)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(self.table)
        column.addWidget(about)
        column.addWidget(self.message)

    async def _read(self) -> None:
        try:
            self._entries = await self._ledger.ledger()
        except WanDeskError as refused:
            self._say(error_text(refused), StyleClass.LOSS)
        self._show()

    def _show(self) -> None:
        self.save_button.setEnabled(bool(self._entries))
        key_of: Callable[[LedgerEntry], str] = self._names.key_of(self.by_box.currentData())
        lines = ledger_lines(self._entries, key_of)
        self.table.clear()
        for cells in [wording.cells(line) for line in lines] or [wording.nothing()]:
            item = QtWidgets.QTreeWidgetItem(cells)
            for column in range(1, len(cells)):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.addTopLevelItem(item)

    # ---------------------------------------------------------------- the file

    def _choose_file(self) -> None:
        dialog = QtWidgets.QFileDialog(self, wording.save_csv(), wording.file_name(), "CSV (*.csv)")
        dialog.setAcceptMode(QtWidgets.QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self._spawn("save the ledger", self.save(Path(path))))
        dialog.open()

    async def save(self, path: Path) -> None:
        """Write every entry to a CSV file, which spreadsheets open as UTF-8."""
        try:
            await asyncio.to_thread(durable.write, path, _csv(self._names.rows(self._entries)))
        except OSError as error:
            self._say(wording.not_saved(path.name, error.strerror or str(error)), StyleClass.LOSS)
        else:
            self._say(wording.saved(path.name), StyleClass.GOOD)

    def _say(self, text: str, style: StyleClass) -> None:
        self.message.show_text(text, style)
        announce(self.message, text, interrupts=style is StyleClass.LOSS)


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")
