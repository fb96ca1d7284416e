"""Reads windows of rows from the store, the one asked for last first."""

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
"""Rows read by one question."""
WAITING_WINDOWS = 4
"""Windows that wait to be read. Flinging the scroll bar asks for hundreds; only where it rests matters."""


class WindowReader:
    """One question at a time, for the window that was asked for last."""

    def __init__(
        self,
        questions: Questions,
        spawn: Spawn,
        *,
        missing: Callable[[int], list[str]],
        read: Callable[[int, Sequence[str], Sequence[Job]], None],
    ) -> None:
        """`missing(window)` names the ids to read; `read(window, ids, jobs)` gets those that did not change meanwhile.

        An id without a job has left the store.
        """
        self._questions = questions
        self._spawn = spawn
        self._missing = missing
        self._read = read
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._changed: set[str] = set()
        """Ids that changed while a window was read: the answer is older than their values in memory."""
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
        except asyncio.CancelledError:  # the program is closing, nothing is started any more; this is a paint event
            self._wanted.clear()

    def forget(self) -> None:
        """The windows have other rows now."""
        self._wanted.clear()

    def changed(self, job_id: str) -> None:
        """A job has a newer value than a window that is being read."""
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
