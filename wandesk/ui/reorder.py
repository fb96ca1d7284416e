"""Generate again: the same order once more, for money, so one press makes one order and doubtful ones ask first."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog import Catalog
from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job, JobStage
from wandesk.domain.price import Price
from wandesk.domain.request import GenerationRequest, can_order_again, price_again
from wandesk.domain.structs import replace
from wandesk.ui.duplicate_guard import RepeatGuard, ask_to_order_again
from wandesk.ui.questions import Spawn
from wandesk.ui.wording import uncertainty as words
from wandesk.ui.wording.problems import error_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderOffer:
    """What the button says."""

    cost: Price | None
    """By today's prices; None where they are not known."""
    is_under_way: bool = False
    """It was pressed, and the new row does not stand yet."""


class Reorder(QObject):
    """Knows what may be ordered again, asks where it must, and orders."""

    changed = Signal()
    """An offer changed: what shows one asks again."""
    refused = Signal(str)
    """The sentence of why nothing was ordered."""

    def __init__(
        self,
        *,
        catalog: Catalog,
        order: Callable[[str], Awaitable[str]],
        spawn: Spawn,
        window: QWidget,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`order(job_id)` orders, and returns the new job's id once its row stands in the list."""
        super().__init__(window)
        self._catalog = catalog
        self._order = order
        self._spawn = spawn
        self._window = window
        self._repeats = RepeatGuard(window, monotonic)
        self._under_way: dict[str, asyncio.Task[Any] | None] = {}
        self._in_question: set[str] = set()

    def offer(self, job: Job) -> ReorderOffer | None:
        """None where the job is still under way, or its like cannot be ordered from here."""
        if not (job.stage.is_final or job.stage is JobStage.UNCERTAIN):
            return None
        if not can_order_again(job.request, self._catalog):
            return None
        return ReorderOffer(cost=price_again(job.request, self._catalog), is_under_way=job.id in self._under_way)

    def wish(self, job: Job, then: Callable[[str], None]) -> None:
        """Order, after a question where one is due; `then` is told the new job's id. A second wish is ignored."""
        offer = self.offer(job)
        if offer is None or offer.is_under_way:
            return
        self._under_way[job.id] = None
        self.changed.emit()
        self._under_way[job.id] = self._spawn("generate again", self._again(job, offer.cost, then))

    def job_changed(self, job: Job) -> None:
        """An order in doubt may be found while the user is asked: then the question is about nothing any more."""
        asking = self._under_way.get(job.id)
        if job.id in self._in_question and job.stage is not JobStage.UNCERTAIN and asking is not None:
            asking.cancel()

    async def _again(self, job: Job, cost: Price | None, then: Callable[[str], None]) -> None:
        try:
            if not await self._may(job, cost):
                return
            job_id = await self._order(job.id)
            self._repeats.ordered(_bare(job.request))
            then(job_id)
        except WanDeskError as refused:
            self.refused.emit(error_words(refused))
        finally:
            self._under_way.pop(job.id, None)
            self.changed.emit()

    async def _may(self, job: Job, cost: Price | None) -> bool:
        if job.stage is not JobStage.UNCERTAIN:
            return await self._repeats.may_order(_bare(job.request), cost)
        self._in_question.add(job.id)
        try:
            return await ask_to_order_again(self._window, words.may_pay_twice(cost), cost=cost)
        finally:
            self._in_question.discard(job.id)


def _bare(request: GenerationRequest) -> GenerationRequest:
    """The order without the price it was told."""
    return replace(request, estimate=None)
