"""Make it for real, and Make it larger: submit a job's request in another region, or at a higher resolution, for money.

One press makes one order. Where there are several regions or resolutions, the user chooses.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from enum import StrEnum
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog import Region
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import InputRefused, WanDeskError
from wandesk.domain.job import Job, JobStage
from wandesk.domain.remaking import Change, higher_resolutions, misfits, remade
from wandesk.domain.request import GenerationRequest
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.ui.duplicate_guard import RepeatGuard
from wandesk.ui.notices import NoticeAct, Notices, Owner
from wandesk.ui.questions import MayOrder, Spawn
from wandesk.ui.remake_offer import RemakeOffer, RemakeTarget, under_way
from wandesk.ui.remake_question import choose_target
from wandesk.ui.wording import remaking as wording
from wandesk.ui.wording.problems import error_text


class Remake(StrEnum):
    """What is made of a finished video."""

    REAL = "real"
    """A video of Practice, in a region with a key."""
    LARGER = "larger"
    """The same video at a higher resolution."""


class Regions(Protocol):
    """The regions with a key (`ui.real_regions`)."""

    def connected(self) -> Iterable[Region]:
        """The one that was used last first."""

    def used(self, region: str) -> None:
        """An order goes there."""


class Remaking(QObject):
    """Tells what can be made of a finished video and for how much, and submits it."""

    changed = Signal()
    """An offer changed; widgets that show it call `offer` again."""

    def __init__(
        self,
        window: QWidget,
        *,
        catalog: CatalogSource,
        regions: Regions,
        order: Callable[[str, Change], Awaitable[Job]],
        waiting: Callable[[], Iterable[Job]],
        may_order: MayOrder,
        use_settings: Callable[[GenerationRequest], None],
        spawn: Spawn,
        notices: Notices,
        language: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`order(job_id, change)` returns the new job once it is durable. `waiting` are the jobs that are not sent yet.

        `use_settings` fills the form with a request that its region does not make as it is.
        """
        super().__init__(window)
        self._window = window
        self._catalog = catalog
        self._regions = regions
        self._order = order
        self._waiting = waiting
        self._may_order = may_order
        self._use_settings = use_settings
        self._spawn = spawn
        self._notices = notices
        self._language = language
        self._repeats = RepeatGuard(window, monotonic)
        self._running: dict[tuple[Remake, str], asyncio.Task[Any] | None] = {}

    def offer(self, job: Job, remake: Remake) -> RemakeOffer:
        """What the job allows now."""
        match remake:
            case Remake.REAL:
                found = self._real(job)
            case Remake.LARGER:
                found = self._larger(job)
        return under_way(found) if (remake, job.id) in self._running else found

    def request(self, job: Job, remake: Remake, then: Callable[[Job], None]) -> None:
        """Order, after the questions that are needed, and call `then` with the new job.

        Further requests for the same job are ignored until then.
        """
        offer, pressed = self.offer(job, remake), (remake, job.id)
        if not offer.targets or offer.is_under_way:
            return
        self._running[pressed] = None
        self._notices.withdraw(_owner(remake, job))
        self.changed.emit()
        self._running[pressed] = self._spawn(f"make it {remake}", self._remake(job, remake, offer, then))

    # ------------------------------------------------------------------ offers

    def _real(self, job: Job) -> RemakeOffer:
        catalog, request = self._catalog.current, job.request
        if request.is_imported or not catalog.is_practice(request.region):
            return RemakeOffer(refusal=wording.is_real_already())
        if job.stage is not JobStage.DONE:
            return RemakeOffer(refusal=wording.not_finished())
        targets = tuple(self._in_region(request, region) for region in self._regions.connected())
        return RemakeOffer(targets=targets, refusal="" if targets else wording.no_key())

    def _in_region(self, request: GenerationRequest, region: Region) -> RemakeTarget:
        name, change = region.name.text(self._language), Change(region=region.key)
        made = remade(request, change, self._catalog.current)
        if made is not None:
            return RemakeTarget(change=change, name=name, cost=made.estimate)
        models = (
            model.name.text(self._language) for model in self._catalog.current.models if model.key == request.model
        )
        model = next(models, request.model)
        refusal = wording.does_not_fit(name, model, misfits(request, region.key, self._catalog.current))
        return RemakeTarget(change=change, name=name, refusal=refusal)

    def _larger(self, job: Job) -> RemakeOffer:
        request = job.request
        if request.is_imported:
            return RemakeOffer(refusal=wording.not_known())
        if job.stage is not JobStage.DONE:
            return RemakeOffer(refusal=wording.not_finished())
        higher = higher_resolutions(request, self._catalog.current)
        if not higher:
            return RemakeOffer(refusal=wording.is_largest(request.resolution))
        changes = [Change(resolution=each, seed=job.seed) for each in higher]
        made = [(each, remade(request, each, self._catalog.current)) for each in changes]
        targets = tuple(
            RemakeTarget(change=change, name=change.resolution or "", cost=larger.estimate)
            for change, larger in made
            if larger is not None
        )
        if not targets:
            return RemakeOffer(refusal=wording.is_largest(request.resolution))
        return RemakeOffer(targets=targets, caution=wording.no_seed() if job.seed is None else "")

    # ------------------------------------------------------------------ the order

    async def _remake(self, job: Job, remake: Remake, offer: RemakeOffer, then: Callable[[Job], None]) -> None:
        try:
            target: RemakeTarget | None = offer.targets[0]
            if offer.asks:
                target = await choose_target(self._window, _title(remake), offer.targets, offer.caution)
            if target is None:
                return
            if target.refusal:
                self._use_settings(replace(job.request, region=target.change.region or job.request.region))
                return
            await self._make(job, target.change, then)
        except WanDeskError as refused:
            self._notices.warn(_owner(remake, job), error_text(refused))
        finally:
            self._running.pop((remake, job.id), None)
            self.changed.emit()

    async def _make(self, job: Job, change: Change, then: Callable[[Job], None]) -> None:
        request = remade(job.request, change, self._catalog.current)
        if request is None:  # the catalogue has changed while the user was asked
            raise InputRefused(sentence=Sentence.MODEL_NOT_OFFERED)
        wanted = replace(request, estimate=None)
        waits = any(replace(each.request, estimate=None) == wanted for each in self._waiting())
        if not await self._repeats.may_order(wanted, request.estimate, waits_already=waits):
            return
        if not await self._may_order(request.region, request.estimate):
            return
        made = await self._order(job.id, change)
        self._repeats.ordered(wanted)
        self._regions.used(request.region)
        then(made)


def _title(remake: Remake) -> str:
    match remake:
        case Remake.REAL:
            return wording.which_region()
        case Remake.LARGER:
            return wording.which_size()


def _owner(remake: Remake, job: Job) -> Owner:
    act = NoticeAct.MAKE_REAL if remake is Remake.REAL else NoticeAct.MAKE_LARGER
    return Owner(act, job.id)
