"""Passes the engine's news to the parts of the window that show it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from wandesk.domain.job import Job
from wandesk.domain.progress import Progress
from wandesk.domain.send_queue import Workload
from wandesk.ui.bridge import Bridge
from wandesk.ui.jobs.panel import JobsPanel


class EngineUpdates(QObject):
    """Adds rows from the bridge's signals and from the results of orders, whichever come first."""

    job_created = Signal(object)
    """A new job that the user has just requested or imported, emitted after its row is selected."""
    job_changed = Signal(object)
    """A job's new value, emitted after its row is updated."""
    value_replaced = Signal(object, object)
    """A job's earlier value, None where it was not known, and its new one; emitted after the row is updated."""
    job_ended = Signal(str)
    """The id of a job that has reached its final stage, or has left the list; emitted after the row is updated."""
    progress_changed = Signal(object)
    """A job's new progress, emitted after the row is updated."""
    counts_changed = Signal(int, int, bool)
    """How many videos are being made, how many wait to be sent, and whether sending is paused."""
    pause_changed = Signal(bool)
    """Whether sending is paused; emitted with every workload."""

    def __init__(self, bridge: Bridge, jobs: JobsPanel) -> None:
        super().__init__(jobs)
        self.jobs = jobs
        self.value_replaced.connect(jobs.job_replaced)
        self.workload = Workload()
        """The newest workload."""
        bridge.job_added_signal.connect(self._add)
        bridge.job_changed_signal.connect(self._change)
        bridge.job_removed_signal.connect(self._remove)
        bridge.job_restored_signal.connect(self._restore)
        bridge.progress_signal.connect(self._progress)
        bridge.workload_signal.connect(self._show_workload)

    def select_new(self, job: Job) -> None:
        """Select a new job, whose row is added if needed."""
        self.show_new(job)
        self.jobs.select(job.id)
        self.job_created.emit(job)

    def show_new(self, job: Job) -> None:
        """Add a new job's row, unless the bridge's signal came first and the row is at least as new."""
        if self.jobs.model.row_of(job.id) is None:
            self._add(job)

    def emit_counts(self) -> None:
        """Emit `counts_changed`."""
        making, waiting = self.jobs.model.counts
        self.counts_changed.emit(making, waiting, self.workload.is_paused)

    def _add(self, job: Job) -> None:
        self.jobs.model.job_added(job)
        self.emit_counts()

    def _change(self, job: Job) -> None:
        before = self.jobs.model.known_job(job.id)
        self.jobs.model.job_changed(job)
        self.job_changed.emit(job)
        self.value_replaced.emit(before, job)
        if job.stage.is_final and (before is None or not before.stage.is_final):
            self.job_ended.emit(job.id)
        self.emit_counts()

    def _remove(self, job_id: str) -> None:
        self.jobs.model.job_removed(job_id)
        self.job_ended.emit(job_id)
        self.emit_counts()

    def _restore(self, job: Job, next_older: str | None) -> None:
        self.jobs.model.job_restored(job, next_older)
        self.emit_counts()

    def _progress(self, progress: Progress) -> None:
        self.jobs.model.progressed(progress)
        self.progress_changed.emit(progress)

    def _show_workload(self, workload: Workload) -> None:
        self.workload = workload
        self.jobs.model.set_workload(workload)
        self.pause_changed.emit(workload.is_paused)
        self.emit_counts()
