"""Generate: asks before a repeated order, submits, and selects the new row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.copies import copies_of
from wandesk.domain.draft import Draft, price
from wandesk.domain.errors import NoRoom, WanDeskError
from wandesk.domain.price import Price
from wandesk.domain.request import is_request_of
from wandesk.ui import dialogs
from wandesk.ui.bridge import Bridge
from wandesk.ui.composer import Composer
from wandesk.ui.duplicate_guard import RepeatGuard
from wandesk.ui.notices import NoticeAct, Notices, Owner
from wandesk.ui.questions import MayOrder, Spawn
from wandesk.ui.window.engine_updates import EngineUpdates
from wandesk.ui.wording import several as wording
from wandesk.ui.wording.problems import error_text

translate = QCoreApplication.translate

_OWNER = Owner(NoticeAct.GENERATE)


def refusal_text(refused: WanDeskError) -> str:
    """Why nothing can be ordered. A request that was not made does not continue when there is room again."""
    if isinstance(refused, NoRoom):
        return translate("Window", "The disk is full, so nothing can be ordered. Free up some space, then try again.")
    return error_text(refused)


class Ordering:
    """The steps from pressing Generate to the new job's row."""

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
        window: QWidget,
    ) -> None:
        """Questions open over `window`."""
        self._may_order = may_order
        self._bridge = bridge
        self._spawn = spawn
        self._catalog = catalog
        self._composer = composer
        self._updates = updates
        self._notices = notices
        self._repeats = RepeatGuard(window)
        self._window = window

    def generate(self, draft: Draft) -> None:
        """Order a video, for money. A refusal becomes a notice."""
        self._spawn("generate", self._order(draft))

    async def _order(self, draft: Draft) -> None:
        self._notices.withdraw(_OWNER)
        if obstacle := self._composer.footer.obstacle:  # the button says it, too; the key works all the same
            self._notices.warn(_OWNER, obstacle)
            self._composer.submission_finished()
            return
        try:
            waiting = self._updates.jobs.model.unsent_that_wait()
            waits = any(is_request_of(job.request, draft, self._catalog.current) for job in waiting)
            drafts = copies_of(draft, self._composer.cards.video.copies.value(), self._catalog.current)
            each = price(draft, self._catalog.current)
            cost = each.times(len(drafts)) if each is not None else None
            if not await self._repeats.may_order(draft, cost, waits_already=waits):
                return
            if len(drafts) > 1 and not await self._confirms(draft.region, each, len(drafts)):
                return
            if not await self._may_order(draft.region, cost):
                return
            self._repeats.ordered(draft)
            await self._submit(drafts)
            self._repeats.ordered(draft)
        except WanDeskError as refused:
            self._repeats.refused()
            self._notices.warn(_OWNER, refusal_text(refused))
        finally:
            self._composer.submission_finished()

    async def _confirms(self, region: str, each: Price | None, count: int) -> bool:
        """One confirmation for several videos, with their total. Practice costs nothing and asks nothing."""
        if self._catalog.current.is_practice(region):
            return True
        answers = (
            dialogs.Answer(key="cancel", text=wording.cancel()),
            dialogs.Answer(key="order", text=wording.generate_all(each, count)),
        )
        details = wording.total(each, count)
        answer = await dialogs.ask(self._window, wording.ask(count), answers, default="cancel", details=details)
        return answer == "order"

    async def _submit(self, drafts: Sequence[Draft]) -> None:
        """Make a job for each. What was made before a refusal stays, and the notice says how many that are."""
        for made, draft in enumerate(drafts):
            try:
                job = await self._bridge.submit(draft)
            except WanDeskError as refused:
                if not made:
                    raise
                self._notices.warn(_OWNER, wording.some_ordered(made, len(drafts), refusal_text(refused)))
                return
            self._updates.select_new(job)
