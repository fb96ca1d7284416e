"""A list that lays out and paints its cells itself: rows or tiles under bands, whatever their number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6 import QtGui
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from wandesk.ui.jobs.bands import Bands
from wandesk.ui.jobs.cell_painting import PLAIN, CellPainter, CellState
from wandesk.ui.jobs.cells import CellLayout
from wandesk.ui.jobs.model import JobsModel
from wandesk.ui.jobs.pointer import Pointer
from wandesk.ui.look import tokens_of
from wandesk.ui.widgets.keyboard_ring import shows_ring
from wandesk.ui.widgets.scrolling import FloatingBar
from wandesk.ui.wording import job_list as wording

Index = QModelIndex | QPersistentModelIndex


class CellView(QListView):
    """The geometry and the painting of the jobs.

    Qt's own list asks the model for every index whenever a row changes, which takes 170 ms with 100,000 jobs
    (measured), and knows no bands between rows. This one computes the place of a row and paints what is in sight. It
    stays a QListView, so that a screen reader meets a list of rows without headers.
    """

    def __init__(
        self, model: JobsModel, cell_painter: CellPainter, bands: Bands, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.jobs = model
        self._cell_painter = cell_painter
        self._layout: CellLayout | None = None
        self._bands = bands
        self.pointer = Pointer()
        self._free_below = 0
        """Logical pixels that are kept free below the last cell."""
        self._anchor: tuple[str, int] | None = None
        """The first job in sight while rows come and go above it, and its height in the viewport."""
        self.setModel(model)
        self.setAccessibleName(wording.list_title())
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Our own viewport: querying Qt's makes PySide create every widget class (15 ms).
        background = QWidget()
        background.setObjectName("qt_scrollarea_viewport")  # style sheets find a viewport by this name
        background.setBackgroundRole(QPalette.ColorRole.Button)  # the colour of cards
        background.setAutoFillBackground(True)
        self.setViewport(background)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = FloatingBar(self)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for signal in (model.rowsAboutToBeInserted, model.rowsAboutToBeRemoved):
            signal.connect(self._hold)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._lay_out_again)

    def keep_free(self, height: int) -> None:
        """Let the last cell be scrolled above what covers this height of the lower edge. Nothing moves."""
        self._free_below = height
        self.updateGeometries()

    def _hold(self) -> None:
        visible = self.visible_rows()
        if self.verticalOffset() and visible:
            row = visible.start
            self._anchor = self.jobs.id_at(row), self.cell_layout.rect(row).top() - self.verticalOffset()

    def _lay_out_again(self) -> None:
        """What the user sees stays where it is, unless that is the beginning of the list."""
        held, self._anchor = self._anchor, None
        self.doItemsLayout()
        row = self.jobs.row_of(held[0]) if held is not None else None
        if held is not None and row is not None:
            self.verticalScrollBar().setValue(self.cell_layout.rect(row).top() - held[1])

    def show_as(self, cell_painter: CellPainter) -> None:
        """Show the jobs as rows or as tiles. The current row stays in sight."""
        if cell_painter is self._cell_painter:
            return
        self._cell_painter = cell_painter
        self.doItemsLayout()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    @property
    def cell_painter(self) -> CellPainter:
        """What paints the rows or tiles that are shown."""
        return self._cell_painter

    # ------------------------------------------------------------------ geometry

    @property
    def cell_layout(self) -> CellLayout:
        """Where the jobs are; computed again after every change of their number."""
        if self._layout is None:
            counts = self.jobs.day_counts
            width = self.viewport().width()
            sizes = self._cell_painter.sizes(width, has_bands=bool(counts))
            total = self.jobs.rowCount()
            self._layout = CellLayout(counts or ([total] if total else []), sizes)
        return self._layout

    def doItemsLayout(self) -> None:
        self._layout = None
        QAbstractItemView.doItemsLayout(self)  # QListView's would ask for every index

    def updateGeometries(self) -> None:
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setSingleStep(self.cell_layout.cells.size.height() // 2)
        bar.setPageStep(room)
        bar.setRange(0, max(0, self.cell_layout.height + self._free_below - room))
        QAbstractItemView.updateGeometries(self)

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid():
            return QRect()
        return self.cell_layout.rect(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, place: QPoint) -> QModelIndex:
        row = self.cell_layout.row_at(place + QPoint(0, self.verticalOffset()))
        return QModelIndex() if row is None else self.jobs.index(row)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Show a row above what covers the lower edge."""
        area, bar = self.cell_layout.rect(index.row()), self.verticalScrollBar()
        room = self.viewport().height() - self._free_below
        if area.isEmpty():
            return
        band = self.cell_layout.cells.band if index.row() == 0 else 0
        if hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(area.center().y() - room // 2)
        elif area.top() - band < bar.value() or hint is QAbstractItemView.ScrollHint.PositionAtTop:
            bar.setValue(area.top() - band)
        elif area.bottom() >= bar.value() + room or hint is QAbstractItemView.ScrollHint.PositionAtBottom:
            bar.setValue(area.bottom() + 1 - room)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: Index) -> bool:
        return False

    def moveCursor(self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Up and Down step through the jobs, also through those beside each other: Left and Right are the player's."""
        moves = QAbstractItemView.CursorAction
        count, row = self.jobs.rowCount(), self.currentIndex().row()
        if not count:
            return QModelIndex()
        page = max(1, len(self.visible_rows()) - 1)
        steps = {moves.MoveUp: -1, moves.MoveDown: 1, moves.MovePageUp: -page, moves.MovePageDown: page}
        if action in steps:
            row = min(max(row + steps[action], 0), count - 1) if row >= 0 else 0
        elif action in (moves.MoveHome, moves.MoveEnd):
            row = 0 if action == moves.MoveHome else count - 1
        return self.jobs.index(max(row, 0))

    def setSelection(self, rect: QRect, flags: QItemSelectionModel.SelectionFlag) -> None:
        """Select the rows from one corner to the other, in the order of the list."""
        offset = QPoint(0, self.verticalOffset())
        ends = [self.cell_layout.row_near(corner + offset) for corner in (rect.topLeft(), rect.bottomRight())]
        rows = sorted(row for row in ends if row is not None)
        selection = QItemSelection()
        if rows:
            selection.select(self.jobs.index(rows[0]), self.jobs.index(rows[-1]))
        self.selectionModel().select(selection, flags)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        visible = self.visible_rows()
        region = QRegion()
        for each in map(selection.at, range(selection.count())):
            for row in range(max(each.top(), visible.start), min(each.bottom() + 1, visible.stop)):
                region += self.visualRect(self.jobs.index(row))
        return region

    def keyboardSearch(self, _search: str) -> None:
        """Letters are the player's; Qt would look for the next row that begins so, through the whole list."""

    def visible_rows(self) -> range:
        """The rows with a part in sight."""
        top = self.verticalOffset()
        return self.cell_layout.rows_between(top, top + self.viewport().height() - 1)

    # ------------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self.viewport()), tokens_of(self.palette())
        if self._cell_painter.faces.follow():
            self._cell_painter.forget()
        top, area, faces, layout = self.verticalOffset(), event.rect(), self._cell_painter.faces, self.cell_layout
        for group, band in layout.bands_between(top + area.top(), top + area.bottom()):
            self._bands.paint(painter, band.translated(0, -top), self.jobs.day_at(group), faces, tokens)
        rows = layout.rows_between(top + area.top(), top + area.bottom())
        selected, ringed = self._selected_in(rows), self.currentIndex().row() if shows_ring(self) else -1
        for row in rows:
            job = self.jobs.job_at(row)
            progress = None if job is None else self.jobs.progress_of(job.id)
            is_plain = row not in selected and row not in (ringed, self.pointer.row)
            state = PLAIN if is_plain else self._state(row, is_selected=row in selected, has_ring=row == ringed)
            self._cell_painter.paint(painter, layout.rect(row, -top), job, progress, state, tokens)
        painter.end()

    def state_of(self, row: int) -> CellState:
        """How a row is shown."""
        return self._state(row, is_selected=self.selectionModel().isRowSelected(row), has_ring=False)

    def _state(self, row: int, *, is_selected: bool, has_ring: bool) -> CellState:
        is_pointed_at = row == self.pointer.row
        return CellState(
            is_selected=is_selected,
            is_pointed_at=is_pointed_at,
            is_act_pointed_at=is_pointed_at and self.pointer.is_on_act,
            has_ring=has_ring,
        )

    def _selected_in(self, rows: range) -> set[int]:
        """The selected ones of these rows. Asking Qt for each row asks the model, too."""
        selection = self.selectionModel().selection()
        found: set[int] = set()
        for each in map(selection.at, range(selection.count())):
            found.update(range(max(each.top(), rows.start), min(each.bottom() + 1, rows.stop)))
        return found

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        QAbstractItemView.dataChanged(self, first, last, list(roles))  # QListView's would lay out everything again

    def currentChanged(self, current: Index, previous: Index) -> None:
        QAbstractItemView.currentChanged(self, current, previous)
        if current.isValid() and self.hasFocus() and QtGui.QAccessible.isActive():
            event = QtGui.QAccessibleEvent(self, QtGui.QAccessible.Event.Focus)
            event.setChild(current.row())
            QtGui.QAccessible.updateAccessibility(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        QAbstractItemView.selectionChanged(self, selected, deselected)  # QListView's knows its own layout only

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        self._bar.place()
        self.doItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._cell_painter.faces.follow()
            self._cell_painter.forget()
            self.doItemsLayout()  # a row is as high as its text
