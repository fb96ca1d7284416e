"""The job list: every job of it as an id, and the rows that are shown as values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from wandesk.domain.job import Job
from wandesk.domain.job_rules import can_play
from wandesk.domain.listing import Listing
from wandesk.domain.progress import Progress
from wandesk.domain.send_queue import Workload
from wandesk.ui.jobs.days import Day
from wandesk.ui.jobs.drag import videos_mime
from wandesk.ui.jobs.job_order import JobOrder
from wandesk.ui.jobs.job_progress import JobProgress
from wandesk.ui.jobs.job_values import JobValues
from wandesk.ui.jobs.window_reader import WINDOW, WindowReader
from wandesk.ui.questions import Questions, Spawn
from wandesk.ui.wording import jobs as wording

JOB_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The row's Job, or None while it is being read."""
PROGRESS_ROLE = JOB_ROLE + 1
"""The job's Progress, or None."""
ID_ROLE = JOB_ROLE + 2

Sentence = Callable[[Job, Progress | None], str]


class JobsModel(QAbstractListModel):
    """Usually newest first: row 0 is the newest job. Windows are blocks of WINDOW ids from the last row (`JobOrder`).

    The list may be a part of all jobs (`accepts`). Open jobs are kept in memory whether they are in it or not.
    """

    open_count_changed = Signal(int)
    """How many known jobs are not final."""
    job_gone = Signal(str)
    """The id of a job that was removed, whether it was in the list or not."""
    jobs_known = Signal(object)
    """A tuple of Jobs that were read from the store, are new or have changed."""

    def __init__(
        self,
        questions: Questions,
        spawn: Spawn,
        *,
        sentence: Sentence,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reader = WindowReader(questions, spawn, missing=self._missing, read=self._take)
        self._sentence = sentence
        self._order = JobOrder()
        self._values = JobValues()
        self._progress = JobProgress()
        self.accepts: Callable[[Job], bool] = lambda _job: True
        """Whether a job that is new, or has changed, belongs to the list."""
        self.holds: Callable[[str], bool] = lambda _job_id: False
        """Whether the user is at a job, whose row stays although it belongs to the list no more."""
        self.noted: list[Job | str] | None = None
        """Jobs added, and ids of jobs removed, while ids are being read; None: they are not being read."""

    # ------------------------------------------------------------------ which jobs

    def set_listing(self, listing: Listing) -> None:
        """Show these jobs."""
        self.beginResetModel()
        self._order.replace(listing)
        self._reader.forget()
        self.endResetModel()
        self.open_count_changed.emit(self._values.open_count)

    def forget_finished(self) -> None:
        """Read the values of finished jobs again, because the store could not be read for a while."""
        self._values.keep_open_only()

    def append_rest(self, listing: Listing) -> bool:
        """Append the jobs below those shown; False if the listing does not begin with these."""
        shown = len(self._order)
        if not shown or not self._order.is_begin_of(listing):
            return False
        if len(listing.ids) > shown:
            self.beginInsertRows(QModelIndex(), shown, len(listing.ids) - 1)
            self._order.replace(listing)
            self._reader.forget()  # windows are counted from the last row
            self.endInsertRows()
        return True

    def keep_read(self, jobs: Sequence[Job]) -> None:
        """Keep jobs that were read with the ids."""
        for job in jobs:
            if job.id in self._order and self.known_job(job.id) is None:
                self._values.keep(job)
        self.jobs_known.emit(tuple(jobs))
        self.open_count_changed.emit(self._values.open_count)

    def job_added(self, job: Job, row: int | None = None) -> None:
        """A new job: it becomes row 0, usually. A job that has a row keeps it."""
        if job.id in self._order:
            self.job_changed(job)
            return
        self.jobs_known.emit((job,))
        self._values.keep(job)
        if self.accepts(job):
            self._note(job)
            row = self._order.row_for(job.created_at) if row is None else row
            self.beginInsertRows(QModelIndex(), row, row)
            self._order.insert(row, job.id, job.created_at)
            self.endInsertRows()
        self.open_count_changed.emit(self._values.open_count)

    def job_restored(self, job: Job, next_older: str | None) -> None:
        """A removed job is back, in the row above that of `next_older`; None: in the last row."""
        is_listed = next_older is None or next_older in self._order
        self.job_added(job, self._order.row_above(next_older) if is_listed else None)

    def job_changed(self, job: Job) -> None:
        """A job's newer value. One that is not in the list may belong to it now."""
        row = self.row_of(job.id)
        if row is None:
            self.job_added(job)
            return
        self.jobs_known.emit((job,))
        self._reader.changed(job.id)
        before = self.known_job(job.id)
        self._values.keep(job)
        if job.stage.is_final or (before is not None and before.stage is not job.stage):
            self._progress.drop(job.id)
        self._tell(row, row)
        if not self.accepts(job) and not self.holds(job.id):
            self.leave_out(job.id)
        self.open_count_changed.emit(self._values.open_count)

    def job_removed(self, job_id: str) -> None:
        """The job is gone."""
        self._values.drop(job_id)
        self._progress.drop(job_id)
        self._note(job_id)
        self.leave_out(job_id)
        self.job_gone.emit(job_id)
        self.open_count_changed.emit(self._values.open_count)

    def leave_out(self, job_id: str) -> None:
        """The job does not belong to the list any more."""
        row = self.row_of(job_id)
        if row is not None:
            self.beginRemoveRows(QModelIndex(), row, row)
            self._order.remove(row)
            self.endRemoveRows()

    # ------------------------------------------------------------------ progress

    def progressed(self, progress: Progress) -> None:
        """Update a job's transfer or what it waits for."""
        self._progress.keep(progress)
        if (row := self.row_of(progress.job_id)) is not None:
            self._tell(row, row)

    def set_workload(self, workload: Workload) -> None:
        """Update which jobs wait to be sent and how many are before each."""
        rows = [row for row in map(self.row_of, self._progress.set_workload(workload)) if row is not None]
        if rows:
            self._tell(min(rows), max(rows))
        self.open_count_changed.emit(self._values.open_count)

    @property
    def counts(self) -> tuple[int, int]:
        """The numbers being made and waiting to be sent; before the first workload, the number of open jobs."""
        return self._progress.counts(self._values.open_count)

    @property
    def is_paused(self) -> bool:
        """Whether sending is paused."""
        return self._progress.is_paused

    def progress_of(self, job_id: str) -> Progress | None:
        """The job's last Progress with its place in the send queue, or None."""
        return self._progress.of(job_id)

    def unsent_that_wait(self) -> Iterator[Job]:
        """Orders that are not sent because they lack a key or the network, or because sending is paused."""
        for job in self._values.open_jobs():
            progress = self.progress_of(job.id)
            if job.submitted_at is None and progress is not None and progress.waits_for is not None:
                yield job

    # ------------------------------------------------------------------ rows

    def row_of(self, job_id: str) -> int | None:
        """The row of a job, or None."""
        return self._order.row_of(job_id)

    def id_at(self, row: int) -> str:
        """The id of a row. Raises IndexError."""
        return self._order.id_at(row)

    def job_at(self, row: int) -> Job | None:
        """The job of a row; None while it is being read, which this call starts."""
        job_id = self.id_at(row)
        job = self.known_job(job_id)
        if job is None:
            self._reader.want(self._order.block_of(row, WINDOW))
        return job

    def known_job(self, job_id: str) -> Job | None:
        """The job if it is in memory."""
        return self._values.get(job_id)

    @property
    def has_days(self) -> bool:
        """Whether the rows are in the order of time."""
        return self._order.is_by_time

    @property
    def day_counts(self) -> list[int]:
        """How many rows each day has, in their order; empty if the rows are not in the order of time."""
        return self._order.day_counts

    def day_at(self, group: int) -> Day:
        """One of the days of the rows, in their order."""
        return self._order.day_at(group)

    def _note(self, change: Job | str) -> None:
        if self.noted is not None:
            self.noted.append(change)

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first), self.index(last))

    # ------------------------------------------------------------------ windows

    def _missing(self, window: int) -> list[str]:
        ids = self._order.ids_of(self._order.rows_of_block(window, WINDOW))
        return [job_id for job_id in ids if self.known_job(job_id) is None]

    def _take(self, window: int, asked: Sequence[str], jobs: Sequence[Job]) -> None:
        rows = self._order.rows_of_block(window, WINDOW)
        there = set(self._order.ids_of(rows))  # else the whole order would be searched for each
        read = tuple(job for job in jobs if job.id in there or job.id in self._order)
        for job in read:
            self._values.keep(job)
        answered = {job.id for job in jobs}
        for gone in (job_id for job_id in asked if job_id not in answered):
            self.job_removed(gone)
        if rows := self._order.rows_of_block(window, WINDOW):
            self._tell(rows[0], rows[-1])
        self.jobs_known.emit(read)
        self.open_count_changed.emit(self._values.open_count)

    # ------------------------------------------------------------------ QAbstractListModel

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = index.row()
        if not 0 <= row < len(self._order):
            return None
        if role == ID_ROLE:
            return self.id_at(row)
        if role == PROGRESS_ROLE:
            return self.progress_of(self.id_at(row))
        if role not in _ROLES_OF_THE_JOB:
            return None
        job = self.job_at(row)
        if role == JOB_ROLE:
            return job
        if job is None:
            return wording.being_read() if role == Qt.ItemDataRole.AccessibleTextRole else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return wording.title(job)
            case _:
                return self._sentence(job, self.progress_of(job.id))

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        known = super().flags(index)
        job = self.known_job(self.id_at(index.row())) if index.isValid() else None
        return known | Qt.ItemFlag.ItemIsDragEnabled if job is not None and can_play(job) else known

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The videos of these rows, without those that have none or are not in memory."""
        jobs = (self.known_job(self.id_at(row)) for row in sorted(index.row() for index in indexes))
        return videos_mime([job.video.path for job in jobs if job is not None and can_play(job) and job.video])

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction  # never moved: the jobs store their videos' paths


_ROLES_OF_THE_JOB = frozenset(
    {
        JOB_ROLE,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
    }
)
