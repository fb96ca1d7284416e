"""What was ordered together in this run: when all of it has ended, the failed ones are offered again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.job import Job
from wandesk.domain.redoing import is_redoable
from wandesk.ui.notices import NoticeAct, NoticeButton, Notices, Owner
from wandesk.ui.window.engine_updates import EngineUpdates
from wandesk.ui.wording import several as wording
from wandesk.ui.wording.actions import plain


class Batches(QObject):
    """Each batch is a tuple of the ids of its jobs, in the order of the press."""

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        updates: EngineUpdates,
        notices: Notices,
        redo: Callable[[Sequence[str]], None],
        parent: QObject,
    ) -> None:
        """`redo` generates the failed ones of these jobs again, after a question."""
        super().__init__(parent)
        self._catalog = catalog
        self._notices = notices
        self._redo = redo
        self._model = updates.jobs.model
        self._batches: dict[str, tuple[str, ...]] = {}
        """The batch of each job that was ordered with others."""
        self._final: dict[str, Job] = {}
        """The jobs of batches that have ended, with their last value."""
        updates.job_changed.connect(self._changed)

    def follow(self, jobs: Sequence[Job]) -> None:
        """These jobs were ordered together."""
        if len(jobs) < 2:
            return
        batch = tuple(job.id for job in jobs)
        self._batches |= dict.fromkeys(batch, batch)
        for job in jobs:  # some may have ended while the others were ordered
            self._changed(self._model.known_job(job.id) or job)

    def ids_with(self, job_id: str) -> tuple[str, ...]:
        """The jobs that were ordered together with this one in this run, and itself."""
        return self._batches.get(job_id, ())

    def _changed(self, job: Job) -> None:
        batch = self._batches.get(job.id)
        if batch is None or not job.stage.is_final or job.id in self._final:
            return
        self._final[job.id] = job
        if all(each in self._final for each in batch):
            self._ended(batch)

    def _ended(self, batch: tuple[str, ...]) -> None:
        failed = [each for each in batch if is_redoable(self._final[each], self._catalog.current)]
        if failed:
            button = NoticeButton(text=plain(wording.redo_label(len(failed))), act=lambda: self._redo(failed))
            owner = Owner(NoticeAct.REDO_FAILED, batch[0])
            self._notices.warn(owner, wording.some_failed(len(failed), len(batch)), button)
