"""The rows of the list as a table of one column, with keys, context menu and a clock for visible rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from wandesk.ui.job_actions import JobActionKey, action_of_key
from wandesk.ui.jobs.delegate import JobDelegate
from wandesk.ui.jobs.drag import drag_out
from wandesk.ui.jobs.model import JobsModel
from wandesk.ui.wording import job_list as list_wording

TICK_MS = 1000


class JobsView(QTableView):
    """Keys, context menu, and one timer while a visible row counts seconds.

    A QListView asks the model for every index whenever a row changes, which takes 170 ms with 100,000 jobs (measured).
    A table with rows of one height takes less than 10 ms.
    """

    action_requested = Signal(object)
    """A JobActionKey for the current row: its key, or Return, Enter or a double click to play."""
    menu_requested = Signal(QPoint)
    """Global position; the row there is the current one."""

    def __init__(self, model: JobsModel, delegate: JobDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = model
        self._delegate = delegate
        self.player: Callable[[QKeyEvent], bool] = lambda _event: False
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName(list_wording.list_title())
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Our own viewport: querying Qt's makes PySide create every widget class (15 ms).
        background = QWidget()
        background.setObjectName("qt_scrollarea_viewport")  # style sheets find a viewport by this name
        background.setBackgroundRole(QPalette.ColorRole.Window)  # the rows are cards on the window's ground
        background.setAutoFillBackground(True)
        self.setViewport(background)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_rows()
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu_requested)
        self.doubleClicked.connect(lambda _index: self.action_requested.emit(JobActionKey.PLAY))
        self.verticalScrollBar().valueChanged.connect(self._update_ticker)
        for signal in (model.dataChanged, model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._update_ticker)

    def selected_ids(self) -> list[str]:
        """The ids of the selected rows, the newest first."""
        return [self._jobs.id_at(row) for row in sorted(each.row() for each in self.selectionModel().selectedRows())]

    def select_ids(self, ids: Sequence[str]) -> None:
        """Select the rows of these jobs; the first of them that has one becomes the current row."""
        indexes = [self._jobs.index(row) for row in map(self._jobs.row_of, ids) if row is not None]
        if not indexes:
            return
        selection = QItemSelection()
        for index in indexes:
            selection.select(index, index)
        self.selectionModel().setCurrentIndex(indexes[0], QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(indexes[0])

    def _fit_rows(self) -> None:
        option = QStyleOptionViewItem()
        self.verticalHeader().setDefaultSectionSize(self.itemDelegate().sizeHint(option, QModelIndex()).height())

    def _visible_rows(self) -> range:
        count = self._jobs.rowCount()
        height = self.verticalHeader().defaultSectionSize()
        top = self.verticalOffset()
        return range(max(0, top // height), min(count, (top + self.viewport().height()) // height + 1))

    def _active_rows(self) -> list[int]:
        rows = []
        for row in self._visible_rows():
            job = self._jobs.known_job(self._jobs.id_at(row))
            if job is not None and job.stage.is_active:
                rows.append(row)
        return rows

    def _update_ticker(self) -> None:
        is_needed = self.isVisible() and bool(self._active_rows())
        if is_needed and not self._ticker.isActive():
            self._ticker.start()
        elif not is_needed:
            self._ticker.stop()

    def _tick(self) -> None:
        # Only repaint: dataChanged would make a screen reader read the row every second.
        rows = self._active_rows()
        for row in rows:
            self.update(self._jobs.index(row))
        if not rows:
            self._ticker.stop()

    def _menu_requested(self, where: QPoint) -> None:
        index = self.indexAt(where)
        if not index.isValid():
            return
        is_selected = self.selectionModel().isSelected(index)
        keep, select = QItemSelectionModel.SelectionFlag.NoUpdate, QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, keep if is_selected else select)
        self.menu_requested.emit(self.viewport().mapToGlobal(where))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            super().mousePressEvent(event)
        else:
            event.ignore()  # a press beside the rows would leave none of them selected

    def keyPressEvent(self, event: QKeyEvent) -> None:
        has_current = self.currentIndex().isValid()
        action = action_of_key(event) if has_current else None
        if action is not None or (has_current and _opens_menu(event)):
            if event.isAutoRepeat():
                return  # a key held down acts once, on one row
            if action is not None:
                self.action_requested.emit(action)
            else:
                self._menu_of_current()
        elif self._jobs.rowCount() and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            is_first = event.key() == Qt.Key.Key_Home
            self.setCurrentIndex(self._jobs.index(0 if is_first else self._jobs.rowCount() - 1))
        elif not (has_current and self.player(event)):
            super().keyPressEvent(event)

    def _menu_of_current(self) -> None:
        self._menu_requested(self.visualRect(self.currentIndex()).center())

    def startDrag(self, _actions: Qt.DropAction) -> None:
        index = self.currentIndex()
        job = self._jobs.known_job(self._jobs.id_at(index.row())) if index.isValid() else None
        content = self._jobs.mimeData([index]) if job is not None else None
        if job is not None and content is not None and content.hasUrls():
            drag_out(self, content, self._delegate.drag_picture(job, self.devicePixelRatioF()))

    def initViewItemOption(self, option: QStyleOptionViewItem) -> None:
        super().initViewItemOption(option)
        # The table would fill a selected cell to its corners; the delegate paints a rounded selection.
        option.palette.setBrush(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._update_ticker()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticker.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_ticker()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()  # a row is as high as its text


def _opens_menu(event: QKeyEvent) -> bool:
    is_shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and is_shifted)
