"""Orders the videos of a table, for money, after one question with the total."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.copies import MOST_COPIES
from wandesk.domain.draft import price
from wandesk.domain.marks import Marks
from wandesk.domain.price import Price, totals_of
from wandesk.domain.table_orders import TableVideo, job_id_of
from wandesk.ui import dialogs
from wandesk.ui.orders.questions import TableQuestions
from wandesk.ui.questions import MayOrder
from wandesk.ui.window.batches import Batches
from wandesk.ui.window.engine_updates import EngineUpdates
from wandesk.ui.window.making import Made, make_jobs
from wandesk.ui.wording import order_table as wording
from wandesk.ui.wording import several as several_wording


class TableOrdering:
    """A video whose job exists already is not ordered again: the id of its job follows from its line."""

    def __init__(
        self,
        *,
        tables: TableQuestions,
        catalog: CatalogSource,
        updates: EngineUpdates,
        batches: Batches,
        may_order: MayOrder,
    ) -> None:
        self._tables = tables
        self._catalog = catalog
        self._updates = updates
        self._batches = batches
        self._may_order = may_order

    def costs(self, videos: Sequence[TableVideo]) -> list[Price | None]:
        """What each of these videos costs; None where that is unknown."""
        return [price(video.draft, self._catalog.current) for video in videos]

    async def may_begin(self, window: QWidget, videos: Sequence[TableVideo], *, is_again: bool) -> bool:
        """Whether the user agrees: to a repetition, to the number and the total, and to what the limits of money ask.

        Practice is free: it asks only about a repetition, and before many videos.
        """
        count, costs, region = len(videos), self.costs(videos), videos[0].draft.region
        is_practice = self._catalog.current.is_practice(region)
        if is_again or not is_practice or count > MOST_COPIES:
            text = wording.ask_again(count) if is_again else wording.ask(count)
            answers = (
                dialogs.Answer(key="cancel", text=several_wording.cancel()),
                dialogs.Answer(key="order", text=wording.generate(count, costs)),
            )
            details = wording.ask_details(costs)
            if await dialogs.ask(window, text, answers, default="cancel", details=details) != "order":
                return False
        for total in totals_of(costs):  # a region may sell in two currencies
            if not await self._may_order(region, total):
                return False
        return True

    async def order(
        self,
        videos: Sequence[TableVideo],
        round_number: int,
        *,
        table: str,
        made: Callable[[TableVideo], None],
        is_stopped: Callable[[], bool],
    ) -> Made:
        """Order these videos in this round, until one is refused or the user stops. `made` is called for each.

        `table` is the path of their table, for the notice after a crash.
        """

        def progressed(done: int) -> None:
            if done:
                made(videos[done - 1])

        ids = [job_id_of(video, round_number) for video in videos]
        makes = [
            partial(self._tables.submit, video.draft, Marks(label=video.label, name=video.name), job_id)
            for video, job_id in zip(videos, ids, strict=True)
        ]
        await self._batches.begin(ids, table)
        result = await make_jobs(makes, self._updates, progressed=progressed, is_stopped=is_stopped)
        if result.jobs and result.count == len(videos):
            made(videos[-1])
        self._batches.follow(result.jobs, table)
        return result
