"""Generates the failed ones of several jobs again, for money, after one question with the total."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.redoing import costs_to_ask, is_redoable, to_redo
from wandesk.domain.request import price_again
from wandesk.ui import dialogs
from wandesk.ui.bridge import Bridge
from wandesk.ui.notices import NoticeAct, Notices, Owner
from wandesk.ui.questions import MayOrder, Spawn
from wandesk.ui.window.batches import Batches
from wandesk.ui.window.engine_updates import EngineUpdates
from wandesk.ui.window.making import make_jobs
from wandesk.ui.wording import several as wording
from wandesk.ui.wording.problems import error_text

NEWEST = 2000
"""Jobs of the list that are compared with the failed ones: those that were generated again are among the newest."""
_OWNER = Owner(NoticeAct.REDO_FAILED)


class Redo:
    """One request at a time: a second press while the question is open, or while it orders, does nothing."""

    def __init__(
        self,
        *,
        bridge: Bridge,
        spawn: Spawn,
        catalog: CatalogSource,
        updates: EngineUpdates,
        notices: Notices,
        may_order: MayOrder,
        selected_ids: Callable[[], Sequence[str]],
        window: QWidget,
    ) -> None:
        """`selected_ids` are those of the selected rows. The question opens over `window`."""
        self._bridge = bridge
        self._spawn = spawn
        self._catalog = catalog
        self._updates = updates
        self._notices = notices
        self._may_order = may_order
        self._selected_ids = selected_ids
        self._window = window
        self._is_busy = False
        self.batches = Batches(
            catalog=catalog, bridge=bridge, spawn=spawn, updates=updates, notices=notices, redo=self.request_ids
        )

    def count(self, job: Job) -> int:
        """How many failed jobs the action is about when it is chosen for this job: as far as they are in memory."""
        known = map(self._updates.jobs.model.known_job, self._ids_of(job))
        return sum(each is not None and is_redoable(each, self._catalog.current) for each in known)

    def request(self, job: Job) -> None:
        """Generate the failed ones again: of the selected rows, or of what was ordered together with a single one."""
        self.request_ids(self._ids_of(job))

    def request_ids(self, ids: Sequence[str]) -> None:
        """Generate the failed ones of these jobs again."""
        if ids and not self._is_busy:
            self._is_busy = True
            self._spawn("generate the failed ones again", self._redo(ids))

    def _ids_of(self, job: Job) -> Sequence[str]:
        selected = self._selected_ids()
        if job.id in selected and len(selected) > 1:
            return selected
        return self.batches.ids_with(job.id)

    async def _redo(self, ids: Sequence[str]) -> None:
        self._notices.withdraw(_OWNER)
        try:
            chosen = await self._bridge.rows(ids)
            listed = await self._bridge.rows((await self._bridge.job_listing(NEWEST)).ids)
            jobs = to_redo(chosen, listed, self._catalog.current)
            if not jobs:
                self._notices.tell(_OWNER, wording.redone_already())
            elif await self._confirms(jobs):
                await self._make(jobs)
        except WanDeskError as refused:
            self._notices.warn(_OWNER, error_text(refused))
        finally:
            self._is_busy = False

    async def _confirms(self, jobs: Sequence[Job]) -> bool:
        """One confirmation for all; then what must be asked in each region, and about each currency's total."""
        costs = [price_again(job.request, self._catalog.current) for job in jobs]
        answers = (
            dialogs.Answer(key="cancel", text=wording.cancel()),
            dialogs.Answer(key="order", text=wording.redo_all(len(jobs), costs)),
        )
        details = wording.redo_total(costs)
        text = wording.redo_question(len(jobs))
        if await dialogs.ask(self._window, text, answers, default="cancel", details=details) != "order":
            return False
        of_regions = [(job.request.region, cost) for job, cost in zip(jobs, costs, strict=True)]
        for region, cost in costs_to_ask(of_regions, self._catalog.current):
            if not await self._may_order(region, cost):
                return False
        return True

    async def _make(self, jobs: Sequence[Job]) -> None:
        made = await make_jobs([partial(self._bridge.generate_again, job.id) for job in jobs], self._updates)
        self.batches.redone([job.id for job in jobs[: made.count]])
        self.batches.follow(made.jobs)
        if made.refused is not None:
            reason = error_text(made.refused)
            self._notices.warn(_OWNER, wording.some_ordered(made.count, len(jobs), reason) if made.jobs else reason)
