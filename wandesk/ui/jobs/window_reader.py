"""Reads windows of rows from the store, the most recently requested first."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.ui.questions import Questions, Spawn

log = logging.getLogger(__name__)

WINDOW = 64
"""Rows per query."""
WAITING_WINDOWS = 4
"""Windows that may wait to be read. Fast scrolling requests hundreds; only the last ones matter."""


class WindowReader:
    """One query at a time, for the most recently requested window."""

    def __init__(
        self,
        questions: Questions,
        spawn: Spawn,
        *,
        missing: Callable[[int], list[str]],
        read: Callable[[int, Sequence[str], Sequence[Job]], None],
    ) -> None:
        """`missing(window)` returns the ids to read; `read(window, ids, jobs)` receives those that have not changed.

        An id without a job is no longer in the store.
        """
        self._questions = questions
        self._spawn = spawn
        self._missing = missing
        self._read = read
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._changed: set[str] = set()
        """Ids that changed while a window was read; their values in memory are newer than the result."""
        self.is_reading = False

    def want(self, window: int) -> None:
        """Read this window next."""
        self._wanted[window] = None
        self._wanted.move_to_end(window)
        while len(self._wanted) > WAITING_WINDOWS:
            self._wanted.popitem(last=False)
        if self.is_reading:
            return
        self.is_reading = True
        try:
            self._spawn("read rows of the job list", self._read_wanted())
        except asyncio.CancelledError:  # the program is closing and starts no tasks; this runs in a paint event
            self._wanted.clear()

    def forget(self) -> None:
        """Drop all requests, because the windows have other rows now."""
        self._wanted.clear()

    def changed(self, job_id: str) -> None:
        """Note a job whose value is newer than the window being read."""
        if self.is_reading:
            self._changed.add(job_id)

    async def _read_wanted(self) -> None:
        try:
            while self._wanted:
                window, _ = self._wanted.popitem(last=True)
                ids = self._missing(window)
                if not ids:
                    continue
                self._changed.clear()
                try:
                    jobs = await self._questions.rows(ids)
                except WanDeskError as error:
                    log.warning("rows of the job list cannot be read: %s", error)
                    continue
                unchanged = [job_id for job_id in ids if job_id not in self._changed]
                self._read(window, unchanged, [job for job in jobs if job.id not in self._changed])
        finally:
            self.is_reading = False
