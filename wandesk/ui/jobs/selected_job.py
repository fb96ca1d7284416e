"""The job that the user is at: the current row, also while the list is read again or shows other jobs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, Signal

from wandesk.domain.job import Job
from wandesk.ui.jobs.model import ID_ROLE, JobsModel
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.jobs.view import JobsView


class SelectedJob(QObject):
    """A job that is not in the list any more stays selected until another row is, or it is removed."""

    changed = Signal(object)
    """The selected job as a JobSnapshot, or None. Emitted again when its value or progress changes."""

    def __init__(
        self, view: JobsView, snapshot: Callable[[Job], JobSnapshot | None], show_all: Callable[[], bool]
    ) -> None:
        """`show_all` starts to show all jobs, and returns whether some are left out."""
        super().__init__(view)
        self._view = view
        self._model: JobsModel = view.jobs
        self._snapshot = snapshot
        self._show_all = show_all
        self._current_id: str | None = None
        self._wanted: str | None = None
        """The job to select once the list has it."""
        self._model.holds = self._holds
        for signal in (self._model.modelReset, self._model.rowsInserted):
            signal.connect(self._find_again)
        self._model.job_gone.connect(self._job_gone)
        self._model.dataChanged.connect(self._data_changed)
        view.selectionModel().currentChanged.connect(self._current_changed)

    def job(self) -> Job | None:
        """The selected job; None without one, and while it is being read."""
        return None if self._current_id is None else self._model.known_job(self._current_id)

    def select(self, job_id: str | None) -> None:
        """Select a job and scroll to it, after all jobs are shown if it is left out. None clears the selection."""
        row = None if job_id is None else self._model.row_of(job_id)
        if row is not None:
            self._wanted = None
            index = self._model.index(row)
            self._view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._view.scrollTo(index)
        elif job_id is not None and self._show_all():
            self._wanted = job_id
        else:
            self._view.clearSelection()
            self._view.setCurrentIndex(QModelIndex())

    def emit_again(self) -> None:
        """Emit `changed`, because something besides the job has changed."""
        job = self.job()
        if job is not None:
            self.changed.emit(self._snapshot(job))

    def _holds(self, job_id: str) -> bool:
        """Whether the row of a job is selected."""
        row = self._model.row_of(job_id)
        return row is not None and self._view.selectionModel().isRowSelected(row)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._current_id = current.data(ID_ROLE) if current.isValid() else None
        if not current.isValid():
            self.changed.emit(None)
        elif (job := self._model.job_at(current.row())) is not None:
            self.changed.emit(self._snapshot(job))

    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        row = None if self._current_id is None else self._model.row_of(self._current_id)
        if row is not None and first.row() <= row <= last.row():
            self.emit_again()

    def _find_again(self) -> None:
        wanted = self._wanted or self._current_id
        is_there = wanted is not None and self._model.row_of(wanted) is not None
        if is_there and self._view.currentIndex().data(ID_ROLE) != wanted:
            self.select(wanted)

    def _job_gone(self, job_id: str) -> None:
        if job_id == self._current_id:  # it was shown without being in the list
            self._current_id = None
            self.changed.emit(None)
