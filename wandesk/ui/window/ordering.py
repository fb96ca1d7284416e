"""Generate: asks before a repeated order, submits, and selects the new row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.copies import MOST_COPIES
from wandesk.domain.draft import Draft, price
from wandesk.domain.errors import NoRoom, WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.price import Price
from wandesk.domain.request import is_request_of
from wandesk.domain.several import SeveralOrder, order_of, rest_of
from wandesk.ui import dialogs
from wandesk.ui.bridge import Bridge
from wandesk.ui.composer import Composer
from wandesk.ui.duplicate_guard import RepeatGuard
from wandesk.ui.notices import NoticeAct, NoticeButton, Notices, Owner
from wandesk.ui.questions import MayOrder, Spawn
from wandesk.ui.window.batches import Batches
from wandesk.ui.window.engine_updates import EngineUpdates
from wandesk.ui.window.making import make_jobs
from wandesk.ui.wording import several as wording
from wandesk.ui.wording.problems import error_text

translate = QCoreApplication.translate

_OWNER = Owner(NoticeAct.GENERATE)
MOST_UNASKED = MOST_COPIES
"""Videos that Practice makes without a question."""


def refusal_text(refused: WanDeskError) -> str:
    """Why nothing can be ordered. A request that was not made does not continue when there is room again."""
    if isinstance(refused, NoRoom):
        return translate("Window", "The disk is full, so nothing can be ordered. Free up some space, then try again.")
    return error_text(refused)


@dataclass(frozen=True, slots=True)
class _Begun:
    """An order of several videos that a refusal ended in the middle: the first `made` drafts have their jobs."""

    drafts: tuple[Draft, ...]
    made: int


class Ordering:
    """The steps from pressing Generate to the rows of the new jobs."""

    def __init__(
        self,
        *,
        bridge: Bridge,
        spawn: Spawn,
        catalog: CatalogSource,
        composer: Composer,
        updates: EngineUpdates,
        notices: Notices,
        may_order: MayOrder,
        batches: Batches,
        window: QWidget,
    ) -> None:
        """Questions open over `window`. `batches` follows what was ordered together."""
        self._may_order = may_order
        self._bridge = bridge
        self._spawn = spawn
        self._catalog = catalog
        self._composer = composer
        self._updates = updates
        self._notices = notices
        self._repeats = RepeatGuard(window)
        self._batches = batches
        self._window = window
        self._begun: _Begun | None = None

    def generate(self, draft: Draft) -> None:
        """Order the videos of the form, for money. A refusal becomes a notice."""
        pictures, copies = self._composer.series.pictures, self._composer.cards.video.copies.value()
        self._spawn("generate", self._generate(order_of(draft, pictures, copies, self._catalog.current)))

    async def _generate(self, order: SeveralOrder) -> None:
        self._notices.withdraw(_OWNER)
        if obstacle := self._composer.footer.obstacle:  # the button says it, too; the key works all the same
            self._notices.warn(_OWNER, obstacle)
            self._composer.submission_finished()
            return
        try:
            if order.drafts and (order := await self._without_begun(order)).drafts:
                await self._order(order)
        finally:
            self._composer.submission_finished()

    async def _order(self, order: SeveralOrder) -> None:
        """Ask what must be asked, and order."""
        drafts = order.drafts
        each = price(drafts[0], self._catalog.current)
        cost = each.times(len(drafts)) if each is not None else None
        try:
            if not await self._repeats.may_order(drafts, cost, waits_already=self._wait_already(drafts)):
                return
            if not await self._confirms(order, each) or not await self._may_order(drafts[0].region, cost):
                return
            self._repeats.ordered(drafts)
            await self._submit(drafts)
            self._repeats.ordered(drafts)
        except WanDeskError as refused:
            self._repeats.refused()
            self._notices.warn(_OWNER, refusal_text(refused))

    async def _without_begun(self, order: SeveralOrder) -> SeveralOrder:
        """The order without what an earlier press has ordered of it, if the user wants that; empty: nothing at all."""
        begun = self._begun
        if begun is None or begun.drafts != order.drafts:
            return order
        rest = rest_of(order.drafts, begun.made)
        answers = (
            dialogs.Answer(key="cancel", text=wording.cancel()),
            dialogs.Answer(key="all", text=wording.generate_all(None, len(order.drafts))),
            dialogs.Answer(key="rest", text=wording.order_rest(len(rest.drafts)), kind=dialogs.Kind.PRIMARY),
        )
        details = wording.begun_details(begun.made, len(order.drafts))
        answer = await dialogs.ask(self._window, wording.begun_before(), answers, default="cancel", details=details)
        match answer:
            case "all":
                return order
            case "rest":
                return rest
            case _:
                return SeveralOrder(drafts=())

    def _wait_already(self, drafts: Sequence[Draft]) -> bool:
        """Whether one of these orders is in the list already, not sent yet."""
        waiting = list(self._updates.jobs.model.unsent_that_wait())
        if len(drafts) == 1:
            return any(is_request_of(job.request, drafts[0], self._catalog.current) for job in waiting)
        by_name: dict[str, list[Job]] = {}  # comparing hundreds of drafts with hundreds of jobs would take seconds
        for job in waiting:
            by_name.setdefault(job.request.first_frame.name if job.request.first_frame else "", []).append(job)
        return any(
            is_request_of(job.request, draft, self._catalog.current)
            for draft in dict.fromkeys(drafts)
            for job in by_name.get(draft.picture.name if draft.picture else "", ())
        )

    async def _confirms(self, order: SeveralOrder, each: Price | None) -> bool:
        """One confirmation for several videos, with their total and what is left out.

        Practice costs nothing: it only asks before many videos, or where something is left out.
        """
        count, is_practice = len(order.drafts), self._catalog.current.is_practice(order.drafts[0].region)
        if not order.left_out and count <= (MOST_UNASKED if is_practice else 1):
            return True
        answers = (
            dialogs.Answer(key="cancel", text=wording.cancel()),
            dialogs.Answer(key="order", text=wording.generate_all(each, count)),
        )
        details = wording.details(order, each)
        answer = await dialogs.ask(self._window, wording.ask(count), answers, default="cancel", details=details)
        return answer == "order"

    async def _submit(self, drafts: Sequence[Draft]) -> None:
        """Make a job for each. What was made before a refusal stays, and the notice says how many that are."""
        count, footer = len(drafts), self._composer.footer

        def progressed(done: int) -> None:
            if count > 1:
                footer.show_ordering(wording.ordering(done, count))

        makes = [partial(self._bridge.submit, draft) for draft in drafts]
        made = await make_jobs(makes, self._updates, progressed=progressed)
        if count > 1:
            self._batches.follow(made.jobs)
        begun = self._begun
        is_rest = begun is not None and begun.drafts[begun.made :] == tuple(drafts)
        if made.refused is None:
            self._begun = None
            return
        if not made.jobs:
            raise made.refused
        if begun is not None and is_rest:
            self._begun = _Begun(begun.drafts, begun.made + made.count)
        else:
            self._begun = _Begun(tuple(drafts), made.count)
        rest = rest_of(drafts, made.count)
        button = NoticeButton(
            text=wording.order_rest(len(rest.drafts)),
            act=lambda: self._spawn("generate the others", self._generate(rest)),
        )
        self._notices.warn(_OWNER, wording.some_ordered(made.count, count, refusal_text(made.refused)), button)
