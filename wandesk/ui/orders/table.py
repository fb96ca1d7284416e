"""The view of a table of orders."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.table_orders import TableVideo
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font, tokens_of
from wandesk.ui.orders.checking import CheckedTable
from wandesk.ui.orders.model import LINE, MODEL, PICTURE, PRICE, PROMPT, STATE, VIDEO, OrderLines, WrongLines
from wandesk.ui.wording import order_table as wording

ROW_HEIGHT = 42
"""Logical pixels: two lines of text."""
WIDTHS = {LINE: 44, PICTURE: 160, PROMPT: 160, MODEL: 120, VIDEO: 112, PRICE: 88}
"""Logical pixels, at least; the state takes what is left."""


class OrderTableView(QTableView):
    """Rows of one height, so that thousands of lines cost no more than those that are seen."""

    def __init__(self, catalog: CatalogSource, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._invites = True
        """No file was chosen yet."""
        self._lines = OrderLines(catalog, language, self)
        self._shown = WrongLines(self._lines, self)
        self.setModel(self._shown)
        self.setAccessibleName(wording.title())
        set_style_class(self, StyleClass.CARD)
        self.setShowGrid(False)
        self.setFont(text_font(TextSize.SMALL))
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, max(width, header.sectionSizeHint(column)))
        header.setSectionResizeMode(STATE, QHeaderView.ResizeMode.Stretch)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._invites:
            painter = QPainter(self.viewport())
            painter.setFont(text_font(TextSize.TITLE))
            painter.setPen(tokens_of(self.palette()).muted)
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, wording.no_file())
            painter.end()

    def show_table(self, table: CheckedTable) -> None:
        """Show a table as it was checked."""
        self._invites = False
        self._lines.show_table(table)

    def show_only_wrong(self, only_wrong: bool) -> None:  # noqa: FBT001 - a signal's value
        """Show only the wrong lines, or all of them."""
        self._shown.show_only_wrong(only_wrong)

    def begin_round(self) -> None:
        """Everything is ordered once more."""
        self._lines.begin_round()

    def video_made(self, video: TableVideo) -> None:
        """A video of a line is ordered: its row is scrolled into sight."""
        row = self._lines.video_made(video.line)
        self.scrollTo(self._shown.mapFromSource(self._lines.index(row, 0)))
