"""The lines of a table of orders as rows: what each orders, what it costs, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.order_table import Column, Line, LineProblem
from wandesk.domain.table_orders import TableOrder
from wandesk.ui.look import tokens_of
from wandesk.ui.orders.checking import CheckedTable
from wandesk.ui.widgets.plain_text import tooltip
from wandesk.ui.wording import order_table as wording
from wandesk.ui.wording.foreign import one_line

LINE, PICTURE, PROMPT, MODEL, VIDEO, PRICE, STATE = range(7)
"""The columns."""
SMALL, DENSITY = QSize(44, 32), 2
"""Logical pixels of the picture in a row, and its pixels for each of them."""
IS_WRONG_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class OrderLines(QAbstractTableModel):
    """One row for each line of the file, also for one that could not be read."""

    def __init__(self, catalog: CatalogSource, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._language = language
        self._numbers: list[int] = []
        """The lines of the file, by row."""
        self._lines: Mapping[int, Line] = {}
        self._orders: Mapping[int, TableOrder] = {}
        self._problems: dict[int, LineProblem] = {}
        self._small: Mapping[str, Path] = {}
        self._pixmaps: dict[Path | None, QPixmap] = {}
        self._made: dict[int, int] = {}
        """How many videos of a line are ordered."""

    def show_table(self, table: CheckedTable) -> None:
        """Show a table as it was checked."""
        self.beginResetModel()
        self._lines = {line.line: line for line in table.lines}
        self._orders = table.orders
        self._problems = {each.line: each for each in reversed(table.problems) if each.line > 0}
        self._numbers = sorted({*self._lines, *self._problems})
        self._small = table.thumbnails
        self._pixmaps.clear()
        self._made = {}
        for video in table.videos:
            if video.key in table.made:
                self._made[video.line] = self._made.get(video.line, 0) + 1
        self.endResetModel()

    def begin_round(self) -> None:
        """Everything is ordered once more."""
        self._made.clear()
        if self._numbers:
            self.dataChanged.emit(self.index(0, STATE), self.index(len(self._numbers) - 1, STATE))

    def video_made(self, line: int) -> int:
        """One more video of a line is ordered. Returns its row."""
        self._made[line] = self._made.get(line, 0) + 1
        row = self._numbers.index(line)
        self.dataChanged.emit(self.index(row, STATE), self.index(row, STATE))
        return row

    # ---------------------------------------------------------------- QAbstractTableModel

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else STATE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return wording.columns()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._numbers):
            return None
        number, column = self._numbers[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(self._text(number, column))
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(self._text(number, column)) if column in (PICTURE, PROMPT, STATE) else None
            case Qt.ItemDataRole.DecorationRole:
                return self._pixmap(number) if column == PICTURE else None
            case Qt.ItemDataRole.ForegroundRole:
                return self._colour(number, column)
            case _ if role == IS_WRONG_ROLE:
                return number in self._problems
            case _:
                return None

    def _text(self, number: int, column: int) -> str:
        line, order = self._lines.get(number), self._orders.get(number)
        match column:
            case _ if column == LINE:
                return str(number)
            case _ if column == STATE:
                return self._state(number)
            case _ if column == PICTURE:
                return line.cell(Column.PICTURE) if line else ""
            case _ if column == PROMPT:
                return line.cell(Column.PROMPT) if line else ""
            case _ if column == MODEL:
                key = order.draft.model if order else ""
                named = (each.name.text(self._language) for each in self._catalog.current.models if each.key == key)
                return next(named, key)
            case _ if column == VIDEO:
                return wording.video(order.draft, order.copies) if order else ""
            case _:
                return wording.price(order.price) if order else ""

    def _state(self, number: int) -> str:
        if (problem := self._problems.get(number)) is not None:
            return wording.problem(problem)
        order, made = self._orders.get(number), self._made.get(number, 0)
        return wording.made(made, order.copies) if order is not None else ""

    def _pixmap(self, number: int) -> QPixmap:
        """The middle of the line's picture; nothing of the same size where there is none."""
        line = self._lines.get(number)
        small = self._small.get(line.cell(Column.PICTURE)) if line is not None else None
        if small not in self._pixmaps:
            self._pixmaps[small] = _cut(QPixmap(str(small)) if small is not None else QPixmap())
        return self._pixmaps[small]

    def _colour(self, number: int, column: int) -> QColor | None:
        tokens = tokens_of(QApplication.palette())
        if column == STATE:
            if number in self._problems:
                return tokens.loss
            return tokens.good if self._made.get(number) else None
        return tokens.muted if column in (LINE, PRICE) else None


def _cut(picture: QPixmap) -> QPixmap:
    """The middle of a picture in the size of a cell, for dense screens."""
    size = SMALL * DENSITY
    cut = QPixmap(size)
    cut.fill(Qt.GlobalColor.transparent)
    if not picture.isNull():
        whole = picture.scaled(
            size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
        )
        painter = QPainter(cut)
        painter.drawPixmap((size.width() - whole.width()) // 2, (size.height() - whole.height()) // 2, whole)
        painter.end()
    cut.setDevicePixelRatio(DENSITY)
    return cut


class WrongLines(QSortFilterProxyModel):
    """The lines, or only the wrong ones."""

    def __init__(self, lines: OrderLines, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._only_wrong = False
        self.setSourceModel(lines)

    def show_only_wrong(self, only_wrong: bool) -> None:  # noqa: FBT001 - a signal's value
        """Show only the wrong lines, or all of them."""
        self._only_wrong = only_wrong
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        if not self._only_wrong:
            return True
        return bool(self.sourceModel().index(row, 0, parent).data(IS_WRONG_ROLE))
