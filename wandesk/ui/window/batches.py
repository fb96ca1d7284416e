"""What was ordered together: when all of it has ended, the failed ones are offered again, also after a restart.

An order of a table that a crash ended in the middle is told at the next start.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from wandesk.domain.batch import Batch
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.job import Job
from wandesk.domain.redoing import is_redoable
from wandesk.domain.structs import replace
from wandesk.ui.bridge import Bridge
from wandesk.ui.notices import Notice, NoticeAct, NoticeButton, NoticeKind, Notices, Owner
from wandesk.ui.questions import Spawn
from wandesk.ui.window.engine_updates import EngineUpdates
from wandesk.ui.wording import order_table as table_wording
from wandesk.ui.wording import several as wording
from wandesk.ui.wording.actions import plain
from wandesk.ui.wording.foreign import one_line

MOST_REMEMBERED = 100
"""The oldest batches are forgotten."""


class Batches(QObject):
    """Each batch is a tuple of the ids of its jobs, in the order of the press."""

    table_wanted = Signal(str)
    """The user wants to go on with the table of orders at this path."""

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        bridge: Bridge,
        spawn: Spawn,
        updates: EngineUpdates,
        notices: Notices,
        redo: Callable[[Sequence[str]], None],
    ) -> None:
        """`redo` generates the failed ones of these jobs again, after a question."""
        super().__init__(updates)
        self._catalog = catalog
        self._bridge = bridge
        self._spawn = spawn
        self._notices = notices
        self._redo = redo
        self._model = updates.jobs.model
        self._memory = bridge.batches
        self._batches: dict[str, Batch] = {}
        """The batch of each job that was ordered with others."""
        self._final: dict[str, Job] = {}
        """The jobs of batches that have ended, with their last value."""
        self._remembered: list[Batch] = []
        self._is_restored = False
        updates.job_changed.connect(self._changed)

    async def begin(self, ids: Sequence[str], table: str) -> None:
        """The jobs with these ids are about to be ordered from a table: a crash from now on is told later."""
        self._notices.withdraw(Owner(NoticeAct.ORDER_TABLE, table))
        self._remembered = [each for each in self._remembered if not (each.is_begun and each.table == table)]
        if len(ids) > 1:  # a single one is ordered or not
            self._remembered.append(Batch(ids=tuple(ids), table=table, is_begun=True))
        if self._memory is not None:
            await self._memory.store(self._remembered)

    def follow(self, jobs: Sequence[Job], table: str = "") -> None:
        """These jobs were ordered together. What was begun of this table is over."""
        kept = [each for each in self._remembered if not (table and each.is_begun and each.table == table)]
        if len(jobs) < 2:
            self._keep(kept)
            return
        batch = Batch(ids=tuple(job.id for job in jobs), table=table)
        self._keep([*kept, batch])
        self._watch(batch, jobs)

    def ids_with(self, job_id: str) -> tuple[str, ...]:
        """The jobs that were ordered together with this one, and itself."""
        batch = self._batches.get(job_id)
        return batch.ids if batch is not None else ()

    def redone(self, ids: Collection[str]) -> None:
        """Some of these failed jobs were generated again: nothing more is to be told about what they belong to."""
        for batch in {self._batches[each].ids: self._batches[each] for each in ids if each in self._batches}.values():
            self._notices.withdraw(_owner(batch))
            self._forget(batch)

    async def restore(self) -> None:
        """Go on with the batches of earlier runs, once the jobs can be read. Raises WanDeskError."""
        if self._memory is None or self._is_restored:
            return
        for batch in await self._memory.load():
            if batch in self._remembered:
                continue
            made = await self._bridge.tables.made(batch.ids) if batch.is_begun else frozenset(batch.ids)
            jobs = await self._bridge.rows([each for each in batch.ids if each in made])
            # A job that was removed from the list has ended, too.
            rest = replace(batch, ids=tuple(job.id for job in jobs), is_begun=False)
            if len(made) < len(batch.ids):
                self._remembered.append(batch)
                self._tell_begun(batch, len(made))
            elif len(rest.ids) > 1:
                self._remembered.append(rest)
            if len(rest.ids) > 1:
                self._watch(rest, jobs)
        self._is_restored = True
        self._keep(self._remembered)

    def _watch(self, batch: Batch, jobs: Sequence[Job]) -> None:
        self._batches |= dict.fromkeys(batch.ids, batch)
        for job in jobs:  # some may have ended while the others were ordered
            self._changed(self._model.known_job(job.id) or job)

    def _changed(self, job: Job) -> None:
        batch = self._batches.get(job.id)
        if batch is None or not job.stage.is_final or job.id in self._final:
            return
        self._final[job.id] = job
        if all(each in self._final for each in batch.ids):
            self._ended(batch)

    def _ended(self, batch: Batch) -> None:
        failed = [each for each in batch.ids if is_redoable(self._final[each], self._catalog.current)]
        if not failed:
            self._forget(batch)
            return
        text = wording.some_failed(len(failed), len(batch.ids))
        button = NoticeButton(text=plain(wording.redo_label(len(failed))), act=lambda: self._redo(failed))
        self._warn(_owner(batch), text, button, batch)

    def _tell_begun(self, batch: Batch, made: int) -> None:
        path = batch.table
        text = table_wording.interrupted(made, len(batch.ids), one_line(Path(path).name))
        button = NoticeButton(text=table_wording.open_file(), act=lambda: self.table_wanted.emit(path))
        self._warn(Owner(NoticeAct.ORDER_TABLE, path), text, button, batch)

    def _warn(self, owner: Owner, text: str, button: NoticeButton, batch: Batch) -> None:
        """Post a notice that stays, in the next run as well, until the user closes it or what it offers is done."""
        closed = partial(self._forget, batch)
        self._notices.post(
            Notice(owner=owner, kind=NoticeKind.WARNING, sentence=text, buttons=(button,), closed=closed)
        )

    def _forget(self, batch: Batch) -> None:
        self._keep([each for each in self._remembered if each != batch])

    def _keep(self, batches: Sequence[Batch]) -> None:
        self._remembered = list(batches[-MOST_REMEMBERED:])
        if self._memory is not None:
            self._spawn("remember what was ordered together", self._memory.store(tuple(self._remembered)))


def _owner(batch: Batch) -> Owner:
    return Owner(NoticeAct.REDO_FAILED, batch.ids[0])
