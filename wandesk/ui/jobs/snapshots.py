"""Makes snapshots: a job as the list knows it, with what the window adds."""

from __future__ import annotations

from collections.abc import Callable

from wandesk.domain.job import Job
from wandesk.ui.jobs.missing_files import MissingFiles
from wandesk.ui.jobs.model import JobsModel
from wandesk.ui.jobs.snapshot import JobSnapshot, Offers
from wandesk.ui.remaking import Remake


class Snapshots:
    """Called with a job, it returns the job's newest state; None if it was removed."""

    def __init__(
        self,
        model: JobsModel,
        missing: MissingFiles,
        offers: Offers,
        *,
        now: Callable[[], float],
        can_fill_form: bool,
        has_console: Callable[[Job], bool],
    ) -> None:
        self._model = model
        self._missing = missing
        self._now = now
        self._offers = offers
        self._can_fill_form = can_fill_form
        self._has_console = has_console

    def __call__(self, job: Job) -> JobSnapshot | None:
        known = self._model.known_job(job.id)
        if known is None and self._model.row_of(job.id) is None:
            return None
        job = known or job
        return JobSnapshot(
            job=job,
            progress=self._model.progress_of(job.id),
            offer=self._offers.again(job),
            real=self._offers.remake(job, Remake.REAL),
            larger=self._offers.remake(job, Remake.LARGER),
            failed_beside=self._offers.failed,
            can_fill_form=self._can_fill_form,
            has_console=self._has_console(job),
            is_file_missing=self._missing.is_missing(job),
            now=self._now(),
        )
