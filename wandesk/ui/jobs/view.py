"""What a user does with the list of jobs: selects, drags, presses acts and keys. With a clock for visible rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QHideEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from wandesk.domain.job import Job
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.jobs.action_keys import action_of_key
from wandesk.ui.jobs.bands import Bands
from wandesk.ui.jobs.cell_painting import CellPainter
from wandesk.ui.jobs.cell_view import CellView
from wandesk.ui.jobs.drag import drag_out
from wandesk.ui.jobs.model import JobsModel
from wandesk.ui.look import tokens_of
from wandesk.ui.widgets.plain_text import show_tooltip
from wandesk.ui.widgets.row_faces import RowsFace
from wandesk.ui.wording import job_rows as wording

TICK_MS = 1000
SETTLED_MS = 300


class JobsView(CellView):
    """The list of jobs as rows or as tiles."""

    action_requested = Signal(object)
    """A JobActionKey for the selected rows: its key, or Return, Enter or a double click to play."""
    act_requested = Signal(str)
    """The id of a job whose act was pressed on its row."""
    menu_requested = Signal(QPoint)
    """Global position; the row there is the current one."""

    def __init__(
        self,
        model: JobsModel,
        cell_painter: CellPainter,
        bands: Bands,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, cell_painter, bands, parent)
        self.player: Callable[[QKeyEvent], bool] = lambda _event: False
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self.settling = QTimer(self, singleShot=True, interval=SETTLED_MS)
        """Ends when other rows are in sight for a moment."""
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu_requested)
        self.doubleClicked.connect(lambda _index: self.action_requested.emit(JobActionKey.PLAY))
        self.verticalScrollBar().valueChanged.connect(self._update_ticker)
        self.verticalScrollBar().rangeChanged.connect(self._update_ticker)
        for signal in (model.dataChanged, model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._update_ticker)
            signal.connect(lambda *_news: self.settling.start())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.settling.start())

    # ------------------------------------------------------------------ rows

    def accessible_face(self) -> RowsFace:
        """What a screen reader meets: a list whose rows can be pressed."""

        def play(row: int) -> None:
            self.select_ids([self.jobs.id_at(row)])
            self.action_requested.emit(JobActionKey.PLAY)

        return RowsFace(self, play)

    def selected_ids(self) -> list[str]:
        """The ids of the selected rows in the order of the list."""
        selection = self.selectionModel().selection()
        ranges = sorted((each.top(), each.bottom()) for each in map(selection.at, range(selection.count())))
        return [self.jobs.id_at(row) for first, last in ranges for row in range(first, last + 1)]

    def select_ids(self, ids: Sequence[str]) -> None:
        """Select the rows of these jobs; the first of them that has one becomes the current row."""
        rows = [row for row in map(self.jobs.row_of, ids) if row is not None]
        if not rows:
            return
        selection = QItemSelection()
        for row in rows:
            selection.select(self.jobs.index(row), self.jobs.index(row))
        current = self.jobs.index(rows[0])
        self.selectionModel().setCurrentIndex(current, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(current)

    def act_corner(self, job_id: str) -> QPoint:
        """The global position below the act of a job, for a menu."""
        row = self.jobs.row_of(job_id)
        cell = QRect() if row is None else self.visualRect(self.jobs.index(row))
        return self.viewport().mapToGlobal(self.cell_painter.act_area(cell).bottomLeft())

    def jobs_in_sight(self) -> list[Job]:
        """The jobs of the visible rows that are in memory."""
        found = (self.jobs.known_job(self.jobs.id_at(row)) for row in self.visible_rows())
        return [job for job in found if job is not None]

    # ------------------------------------------------------------------ clock

    def _update_ticker(self) -> None:
        is_needed = self.isVisible() and any(True for _row in _active_rows(self))
        if is_needed and not self._ticker.isActive():
            self._ticker.start()
        elif not is_needed:
            self._ticker.stop()

    def _tick(self) -> None:
        # Only repaint: dataChanged would make a screen reader read the row every second.
        for row in _active_rows(self):
            self.update(self.jobs.index(row))
        self._update_ticker()

    # ------------------------------------------------------------------ pointer

    def _job_at(self, place: QPoint) -> tuple[int, Job] | None:
        index = self.indexAt(place)
        job = self.jobs.job_at(index.row()) if index.isValid() else None
        return None if job is None else (index.row(), job)

    def _act_at(self, place: QPoint) -> Job | None:
        """The job whose act is there."""
        found = self._job_at(place)
        if found is None:
            return None
        row, job = found
        area = self.cell_painter.act_area(self.visualRect(self.jobs.index(row)))
        return job if area.contains(place) else None

    def _point_at(self, place: QPoint | None) -> None:
        """Show what is under the pointer; None: nothing."""
        index = QModelIndex() if place is None else self.indexAt(place)
        is_on_act = place is not None and self._act_at(place) is not None
        for row in self.pointer.move(index.row(), is_on_act=is_on_act):
            if row < self.jobs.rowCount():
                self.update(self.jobs.index(row))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and (job := self._act_at(place)) is not None:
            self.pointer.pressed = job.id
        elif self.indexAt(place).isValid():
            super().mousePressEvent(event)
        else:
            event.ignore()  # a press beside the rows would leave none of them selected

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(event.position().toPoint())
        if not self.pointer.pressed:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self.pointer.pressed = self.pointer.pressed, ""
        if not pressed:
            super().mouseReleaseEvent(event)
        elif (job := self._act_at(event.position().toPoint())) is not None and job.id == pressed:
            self.act_requested.emit(job.id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._act_at(event.position().toPoint()) is None:  # two presses of a star are two presses
            super().mouseDoubleClickEvent(event)
        else:
            self.mousePressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tooltip(event)
            return True
        if event.type() in (QEvent.Type.Leave, QEvent.Type.HoverLeave):
            self._point_at(None)
        return super().viewportEvent(event)

    def _show_tooltip(self, event: QHelpEvent) -> None:
        found = self._job_at(event.pos())
        if found is None:
            show_tooltip(event.globalPos(), (), self, QRect())
            return
        row, job = found
        cell = self.visualRect(self.jobs.index(row))
        progress = self.jobs.progress_of(job.id)
        text = self.cell_painter.text(cell, job, progress, self.state_of(row))
        act = self.cell_painter.act_area(cell)
        if act.contains(event.pos()):
            show_tooltip(event.globalPos(), (text.act.name,), self, act)
        else:
            paragraphs = wording.row_tooltip(job, text.whole_state) if text.is_cut else ()
            show_tooltip(event.globalPos(), paragraphs, self, cell)

    def _menu_requested(self, where: QPoint) -> None:
        index = self.indexAt(where)
        if not index.isValid():
            return
        is_selected = self.selectionModel().isSelected(index)
        keep, select = QItemSelectionModel.SelectionFlag.NoUpdate, QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, keep if is_selected else select)
        self.menu_requested.emit(self.viewport().mapToGlobal(where))

    def startDrag(self, _actions: Qt.DropAction) -> None:
        index = self.currentIndex()
        job = self.jobs.known_job(self.jobs.id_at(index.row())) if index.isValid() else None
        content = self.jobs.mimeData(self.selectionModel().selectedIndexes())
        if job is not None and content.hasUrls():
            picture = self.cell_painter.drag_picture(job, self.devicePixelRatioF(), tokens_of(self.palette()))
            drag_out(self, content, picture)

    # ------------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        has_current = self.currentIndex().isValid()
        action = action_of_key(event) if has_current else None
        if action is not None or (has_current and _opens_menu(event)):
            if event.isAutoRepeat():
                return  # a key held down acts once, on one row
            if action is not None:
                self.action_requested.emit(action)
            else:
                self._menu_requested(self.visualRect(self.currentIndex()).center())
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) or not (has_current and self.player(event)):
            super().keyPressEvent(event)

    # ------------------------------------------------------------------ Qt's news

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._update_ticker()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticker.stop()


def _active_rows(view: CellView) -> Iterator[int]:
    """The visible rows whose jobs are in memory and under way."""
    for row in view.visible_rows():
        job = view.jobs.known_job(view.jobs.id_at(row))
        if job is not None and job.stage.is_active:
            yield row


def _opens_menu(event: QKeyEvent) -> bool:
    is_shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and is_shifted)
