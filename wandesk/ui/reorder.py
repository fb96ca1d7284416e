"""Generate again: submits a request again, for money. One press makes one order. Uncertain orders need a question."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job, JobStage
from wandesk.domain.price import Price
from wandesk.domain.request import GenerationRequest, can_generate_again, price_again
from wandesk.domain.structs import replace
from wandesk.ui.duplicate_guard import RepeatGuard, ask_to_order_again
from wandesk.ui.notices import NoticeAct, Notices, Owner
from wandesk.ui.questions import MayOrder, Spawn
from wandesk.ui.wording import models as models_wording
from wandesk.ui.wording import uncertainty as wording
from wandesk.ui.wording.problems import error_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderOffer:
    """What the button shows."""

    cost: Price | None
    """At today's prices; None if unknown."""
    is_under_way: bool = False
    """The button was pressed and the new row is not in the list yet."""
    retired: str = ""
    """Why the request cannot be submitted again, with the model to use instead; empty while its model is sold."""


class Reorder(QObject):
    """Tells which requests can be submitted again and for how much, and submits them, after a question where needed."""

    changed = Signal()
    """An offer changed; widgets that show it call `offer` again."""

    def __init__(
        self,
        window: QWidget,
        *,
        catalog: CatalogSource,
        order: Callable[[str], Awaitable[Job]],
        may_order: MayOrder,
        spawn: Spawn,
        notices: Notices,
        language: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`order(job_id)` submits the job's request again and returns the new job once it is durable."""
        super().__init__(window)
        self._catalog = catalog
        self._order = order
        self._may_order = may_order
        self._spawn = spawn
        self._notices = notices
        self._window = window
        self._language = language
        self._repeats = RepeatGuard(window, monotonic)
        self._running: dict[str, asyncio.Task[Any] | None] = {}
        self._being_confirmed: set[str] = set()

    def offer(self, job: Job) -> ReorderOffer | None:
        """None while the job is under way, and if its request cannot be submitted again."""
        if job.is_maybe_sent or not (job.stage.is_final or job.stage is JobStage.UNCERTAIN):
            return None
        if not can_generate_again(job.request, self._catalog.current):
            return self._retired_offer(job.request)
        return ReorderOffer(cost=price_again(job.request, self._catalog.current), is_under_way=job.id in self._running)

    def _retired_offer(self, request: GenerationRequest) -> ReorderOffer | None:
        catalog = self._catalog.current
        if request.is_imported or catalog.retired_offer(request.region, request.model) is None:
            return None
        other = catalog.replacement(request.region, request.model)
        names = [model.name.text(self._language) if model else "" for model in (catalog.model(request.model), other)]
        return ReorderOffer(cost=None, retired=models_wording.retired_again(*names))

    def request(self, job: Job, then: Callable[[Job], None]) -> None:
        """Order, after a question where needed, and call `then` with the new job.

        Further requests for the same job are ignored until then.
        """
        offer = self.offer(job)
        if offer is None or offer.is_under_way or offer.retired:
            return
        self._running[job.id] = None
        self._notices.withdraw(_owner(job))
        self.changed.emit()
        self._running[job.id] = self._spawn("generate again", self._again(job, offer.cost, then))

    def job_changed(self, job: Job) -> None:
        """Close the question about an uncertain order that is no longer uncertain."""
        asking = self._running.get(job.id)
        if job.id in self._being_confirmed and job.stage is not JobStage.UNCERTAIN and asking is not None:
            asking.cancel()

    async def _again(self, job: Job, cost: Price | None, then: Callable[[Job], None]) -> None:
        try:
            if not (await self._is_allowed(job, cost) and await self._may_order(job.request.region, cost)):
                return
            again = await self._order(job.id)
            self._repeats.ordered(_without_estimate(job.request))
            then(again)
        except WanDeskError as refused:
            self._notices.warn(_owner(job), error_text(refused))
        finally:
            self._running.pop(job.id, None)
            self.changed.emit()

    async def _is_allowed(self, job: Job, cost: Price | None) -> bool:
        if job.stage is not JobStage.UNCERTAIN:
            return await self._repeats.may_order(_without_estimate(job.request), cost)
        self._being_confirmed.add(job.id)
        try:
            return await ask_to_order_again(self._window, wording.may_pay_twice(cost), cost=cost)
        finally:
            self._being_confirmed.discard(job.id)


def _owner(job: Job) -> Owner:
    return Owner(NoticeAct.GENERATE_AGAIN, job.id)


def _without_estimate(request: GenerationRequest) -> GenerationRequest:
    """The request without its price estimate."""
    return replace(request, estimate=None)
