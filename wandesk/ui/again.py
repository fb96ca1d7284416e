"""Generate again: the same order once more, for money, so one press makes one order and doubtful ones ask first."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog import Catalog
from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job, JobStage
from wandesk.domain.price import Price
from wandesk.domain.request import GenerationRequest, can_order_again, price_again
from wandesk.ui import dialogs
from wandesk.ui.questions import Spawn
from wandesk.ui.wording import doubt as words
from wandesk.ui.wording.problems import error_words

SAME_ORDER_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainOffer:
    """What the button says."""

    cost: Price | None
    """By today's prices; None where they are not known."""
    is_under_way: bool = False
    """It was pressed, and the new row does not stand yet."""


class OrderAgain(QObject):
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
        stands: Callable[[str], Awaitable[None]],
        spawn: Spawn,
        window: QWidget,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`order(job_id)` orders and returns the new job's id, `stands(job_id)` returns once its row is there."""
        super().__init__(window)
        self._catalog = catalog
        self._order = order
        self._stands = stands
        self._spawn = spawn
        self._window = window
        self._monotonic = monotonic
        self._under_way: dict[str, asyncio.Task[Any] | None] = {}
        self._in_question: set[str] = set()
        self._last: tuple[GenerationRequest, float] | None = None

    def offer(self, job: Job) -> AgainOffer | None:
        """None where the job is still under way, or its like cannot be ordered from here."""
        if not (job.stage.is_final or job.stage is JobStage.UNCERTAIN):
            return None
        if not can_order_again(job.request, self._catalog):
            return None
        return AgainOffer(cost=price_again(job.request, self._catalog), is_under_way=job.id in self._under_way)

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
            await self._stands(job_id)
            self._last = (_bare(job.request), self._monotonic())
            then(job_id)
        except WanDeskError as refused:
            self.refused.emit(error_words(refused))
        finally:
            self._under_way.pop(job.id, None)
            self.changed.emit()

    async def _may(self, job: Job, cost: Price | None) -> bool:
        if job.stage is JobStage.UNCERTAIN:
            question, details = words.again_question(cost), words.again_details()
        elif self._is_same(job.request):
            question, details = words.same_again_question(), ""
        else:
            return True
        answers = (
            dialogs.Answer(key="cancel", words=words.cancel()),
            dialogs.Answer(key="order", words=words.order_again_for(cost)),
        )
        if job.stage is JobStage.UNCERTAIN:
            self._in_question.add(job.id)
        try:
            return await dialogs.ask(self._window, question, answers, default="cancel", details=details) == "order"
        finally:
            self._in_question.discard(job.id)

    def _is_same(self, request: GenerationRequest) -> bool:
        if self._last is None:
            return False
        before, at = self._last
        return before == _bare(request) and self._monotonic() - at < SAME_ORDER_SECONDS


def _bare(request: GenerationRequest) -> GenerationRequest:
    """The order without the price it was told."""
    return replace(request, estimate=None)
