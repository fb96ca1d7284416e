"""Reads which jobs the list has: all of them, those of a filter, or those that a search finds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.job_query import EVERY_JOB, JobFilter, JobQuery, passes
from wandesk.domain.listing import Listing
from wandesk.domain.search_text import text_matches
from wandesk.ui.jobs.job_order import JobOrder
from wandesk.ui.jobs.model import JobsModel
from wandesk.ui.jobs.window_reader import WINDOW
from wandesk.ui.questions import Questions, Spawn

log = logging.getLogger(__name__)

FIRST_IDS = 256
"""Ids that are shown before all of them are read: a list of 100,000 takes a tenth of a second."""
AGAIN = 2.0
"""Seconds until a query is asked again whose jobs are not all indexed yet."""
QUIET = 0.15
"""Seconds without another query before all ids of one are read, so that the next letter does not wait for them."""


class JobLister(QObject):
    """Shows the newest query. The answer to an older one is dropped, whenever it comes."""

    shown = Signal()
    """The rows are those of the query."""

    def __init__(
        self,
        questions: Questions,
        spawn: Spawn,
        model: JobsModel,
        *,
        model_names: Callable[[str], str] = lambda _key: "",
    ) -> None:
        """`model_names` gives the names of a video model by its key, which a search finds, too."""
        super().__init__(model)
        self._questions = questions
        self._spawn = spawn
        self._model = model
        self._model_names = model_names
        self._number = 0
        """Of the newest reading."""
        self.is_loaded = False
        """Whether the store was read; before, nothing else about the list can be asked."""
        self.query = EVERY_JOB
        model.accepts = self._accepts

    async def load(self) -> None:
        """Read the ids of the query. Raises WanDeskError."""
        self._model.forget_finished()
        await self._read(self._next(), quiet=0.0)

    def show(self, query: JobQuery) -> None:
        """Show the jobs of another query, soon."""
        self.query = query
        if self.is_loaded:  # otherwise `load` shows it
            self._spawn("list jobs", self._show(self._next()))

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _accepts(self, job: Job) -> bool:
        return passes(job, self.query) and text_matches(job, self.query.text, self._model_names)

    async def _show(self, number: int) -> None:
        try:
            await self._read(number, quiet=QUIET)
        except WanDeskError as error:
            log.warning("the job list cannot be read: %s", error)

    async def _read(self, number: int, *, quiet: float) -> None:
        model, query = self._model, self.query
        noted: list[Job | str] = []
        model.noted = noted
        try:
            first = await self._questions.job_listing(FIRST_IDS, query)
            jobs = await self._rows(first.ids[:WINDOW])
            if number != self._number:
                return
            self.is_loaded = True
            model.set_listing(with_changes(first, noted))
            model.keep_read(jobs)
            self.shown.emit()
            if len(first.ids) == FIRST_IDS:
                await asyncio.sleep(quiet)
                await self._read_rest(number, noted)
            if not first.is_complete:
                self._spawn("list jobs again", self._follow_index(number))
        finally:
            if model.noted is noted:
                model.noted = None

    async def _read_rest(self, number: int, noted: list[Job | str]) -> bool:
        """Show all jobs of the query, of which the first ones are shown. False if more may be found later."""
        if number != self._number:
            return True
        listing = await self._questions.job_listing(None, self.query)
        whole = with_changes(listing, noted)
        if number == self._number and not self._model.append_rest(whole):
            self._model.set_listing(whole)
        return listing.is_complete

    async def _follow_index(self, number: int) -> None:
        """Show what is found while the jobs of an older store are indexed: the newest first, so it comes at the end."""
        is_complete = False
        while number == self._number and not is_complete:
            await asyncio.sleep(AGAIN)
            noted: list[Job | str] = []
            self._model.noted = noted
            try:
                is_complete = await self._read_rest(number, noted)
            except WanDeskError as error:
                log.warning("the job list cannot be read: %s", error)
                return
            finally:
                if self._model.noted is noted:
                    self._model.noted = None

    async def _rows(self, ids: Sequence[str]) -> Sequence[Job]:
        missing = [job_id for job_id in ids if self._model.known_job(job_id) is None]
        try:
            return await self._questions.rows(missing) if missing else ()
        except WanDeskError as error:
            log.warning("the first rows of the job list cannot be read: %s", error)
            return ()


def is_partial(query: JobQuery) -> bool:
    """Whether the query may leave out jobs."""
    return query.filter is not JobFilter.ALL or bool(query.label or query.text)


def with_changes(listing: Listing, noted: Sequence[Job | str]) -> Listing:
    """The listing with the jobs added, and without the ids of jobs removed, while it was read."""
    if not noted:
        return listing
    order = JobOrder()
    order.replace(listing)
    for change in noted:
        if isinstance(change, Job) and change.id not in order:
            order.insert(order.row_for(change.created_at), change.id, change.created_at)
        elif isinstance(change, str) and (row := order.row_of(change)) is not None:
            order.remove(row)
    return order.listing
