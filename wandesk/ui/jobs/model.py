"""The job list: every job as an id, and the rows that are shown as values."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.job_rules import can_play
from wandesk.domain.progress import Progress, WaitReason
from wandesk.domain.send_queue import Workload
from wandesk.domain.structs import replace
from wandesk.ui.jobs.drag import video_mime
from wandesk.ui.jobs.job_order import JobOrder
from wandesk.ui.jobs.job_values import JobValues
from wandesk.ui.jobs.window_reader import WINDOW, WindowReader
from wandesk.ui.questions import Questions, Spawn
from wandesk.ui.wording import jobs as wording

log = logging.getLogger(__name__)

JOB_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The row's Job, or None while it is being read."""
PROGRESS_ROLE = JOB_ROLE + 1
"""The job's Progress, or None."""
ID_ROLE = JOB_ROLE + 2

FIRST_IDS = 256
"""Ids that are shown before all of them are read: a list of 100,000 takes a tenth of a second."""

Sentence = Callable[[Job, Progress | None], str]


class JobsModel(QAbstractListModel):
    """Newest first: row 0 is the newest job. Windows are blocks of WINDOW ids counted from the oldest (`JobOrder`)."""

    open_count_changed = Signal(int)
    """How many known jobs are not final."""
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
        self._questions = questions
        self._reader = WindowReader(questions, spawn, missing=self._missing, read=self._take)
        self._sentence = sentence
        self._order = JobOrder()
        self._values = JobValues()
        self._progress: dict[str, Progress] = {}
        self._workload: Workload | None = None
        self._loading: list[tuple[str, str]] | None = None
        """Jobs added and removed while all ids are being read."""

    async def load(self) -> None:
        """Read all ids, and show the newest of them first.

        Jobs that are added or removed meanwhile stay so. Raises WanDeskError.
        """
        meanwhile: list[tuple[str, str]] = []
        self._loading = meanwhile
        try:
            ids = list(await self._questions.job_ids(FIRST_IDS))
            if len(ids) == FIRST_IDS:
                await self._show_first(ids, meanwhile)
                ids = list(await self._questions.job_ids())
        finally:
            self._loading = None
        ids = _with(ids, meanwhile)
        if not self._append_older(ids):
            self.set_ids(ids)

    async def _show_first(self, ids: list[str], meanwhile: Sequence[tuple[str, str]]) -> None:
        jobs: Sequence[Job] = ()
        try:
            jobs = await self._questions.rows(ids[:WINDOW])
        except WanDeskError as error:
            log.warning("the first rows of the job list cannot be read: %s", error)
        self.set_ids(_with(ids, meanwhile))
        for job in jobs:
            if job.id in self._order and self.known_job(job.id) is None:
                self._values.keep(job)
        self.jobs_known.emit(tuple(jobs))
        self.open_count_changed.emit(self._values.open_count)

    def _append_older(self, ids: Sequence[str]) -> bool:
        """Append ids older than those shown; False if `ids` does not begin with these."""
        shown = len(self._order)
        if not shown or list(ids[:shown]) != self._order.newest_first:
            return False
        if len(ids) > shown:
            self.beginInsertRows(QModelIndex(), shown, len(ids) - 1)
            self._order.replace(ids)
            self._reader.forget()  # windows are counted from the oldest
            self.endInsertRows()
        return True

    def set_ids(self, ids: Iterable[str]) -> None:
        """All jobs, newest first."""
        self.beginResetModel()
        self._order.replace(ids)
        self._values.keep_open_only(self._order)
        self._reader.forget()
        self._progress = {job_id: each for job_id, each in self._progress.items() if job_id in self._order}
        self.endResetModel()
        self.open_count_changed.emit(self._values.open_count)

    def job_added(self, job: Job, row: int = 0) -> None:
        """A new job: it becomes row 0. A job that has a row keeps it."""
        if job.id in self._order:
            self.job_changed(job)
            return
        self.jobs_known.emit((job,))
        self.beginInsertRows(QModelIndex(), row, row)
        self._order.insert(row, job.id)
        self._values.keep(job)
        self.endInsertRows()
        self._note("added", job.id)
        self.open_count_changed.emit(self._values.open_count)

    def job_restored(self, job: Job, next_older: str | None) -> None:
        """A removed job is back, in the row above that of `next_older`; None: in the last row."""
        self.job_added(job, self._order.row_above(next_older))

    def job_changed(self, job: Job) -> None:
        """A job's newer value. An unknown job is a new one."""
        row = self.row_of(job.id)
        if row is None:
            self.job_added(job)
            return
        self.jobs_known.emit((job,))
        self._reader.changed(job.id)
        before = self.known_job(job.id)
        self._values.keep(job)
        if job.stage.is_final or (before is not None and before.stage is not job.stage):
            self._progress.pop(job.id, None)
        self._tell(row, row)
        self.open_count_changed.emit(self._values.open_count)

    def job_removed(self, job_id: str) -> None:
        """The job is gone from the list."""
        row = self.row_of(job_id)
        self._note("removed", job_id)
        if row is None:
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        self._order.remove(row)
        self._values.drop(job_id)
        self._progress.pop(job_id, None)
        self.endRemoveRows()
        self.open_count_changed.emit(self._values.open_count)

    def progressed(self, progress: Progress) -> None:
        """Update a job's transfer or what it waits for."""
        row = self.row_of(progress.job_id)
        if row is None:
            return
        self._progress[progress.job_id] = progress
        self._tell(row, row)

    def set_workload(self, workload: Workload) -> None:
        """Update which jobs wait to be sent and how many are before each."""
        before, self._workload = self._workload or Workload(), workload
        changed = {
            job_id
            for job_id in before.before.keys() | workload.before.keys()
            if before.is_paused is not workload.is_paused or before.before.get(job_id) != workload.before.get(job_id)
        }
        rows = [row for row in map(self.row_of, changed) if row is not None]
        if rows:
            self._tell(min(rows), max(rows))
        self.open_count_changed.emit(self._values.open_count)

    @property
    def counts(self) -> tuple[int, int]:
        """The numbers being made and waiting to be sent; before the first workload, the number of open rows."""
        if self._workload is None:
            return self._values.open_count, 0
        return self._workload.making, len(self._workload.before)

    @property
    def is_paused(self) -> bool:
        """Whether sending is paused."""
        return self._workload is not None and self._workload.is_paused

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

    def progress_of(self, job_id: str) -> Progress | None:
        """The job's last Progress with its place in the send queue, or None."""
        progress = self._progress.get(job_id)
        before = None if self._workload is None else self._workload.before.get(job_id)
        if before is None:
            return progress
        placed = replace(progress or Progress(job_id=job_id), before=before)
        return replace(placed, waits_for=WaitReason.RESUME) if self.is_paused else placed

    def unsent_that_wait(self) -> Iterator[Job]:
        """Orders that are not sent because they lack a key or the network, or because sending is paused."""
        for job in self._values.open_jobs():
            progress = self.progress_of(job.id)
            if job.submitted_at is None and progress is not None and progress.waits_for is not None:
                yield job

    def _note(self, change: str, job_id: str) -> None:
        if self._loading is not None:
            self._loading.append((change, job_id))

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first), self.index(last))

    # ------------------------------------------------------------------ windows

    def _missing(self, window: int) -> list[str]:
        ids = self._order.ids_of(self._order.rows_of_block(window, WINDOW))
        return [job_id for job_id in ids if self.known_job(job_id) is None]

    def _take(self, window: int, asked: Sequence[str], jobs: Sequence[Job]) -> None:
        read = tuple(job for job in jobs if job.id in self._order)
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
        """The video of the first of these rows; empty if it has none."""
        job = self.known_job(self.id_at(indexes[0].row())) if indexes else None
        return video_mime(job.video.path) if job is not None and can_play(job) and job.video else QMimeData()

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction  # never moved: the jobs store their videos' paths


def _with(ids: list[str], meanwhile: Sequence[tuple[str, str]]) -> list[str]:
    """The ids, newest first, with the jobs added and removed while they were read."""
    if not meanwhile:
        return ids
    there = set(ids)
    kept = list(ids)
    for change, job_id in meanwhile:
        if change == "added" and job_id not in there:
            kept.insert(0, job_id)
            there.add(job_id)
        elif change == "removed" and job_id in there:
            kept.remove(job_id)
            there.discard(job_id)
    return kept


_ROLES_OF_THE_JOB = frozenset(
    {
        JOB_ROLE,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
    }
)
