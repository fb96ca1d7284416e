"""How many jobs each filter and each label has, read again soon after something changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.job_query import EVERY_JOB, JobQuery
from wandesk.ui.questions import Questions, Spawn

log = logging.getLogger(__name__)

SOON_MS = 150
"""Several changes are one reading."""


class ListCounts(QObject):
    """Emits the counts. Nothing runs while nothing changes."""

    counted = Signal(object)
    """JobCounts."""

    def __init__(
        self, questions: Questions, spawn: Spawn, query: Callable[[], JobQuery | None], parent: QObject
    ) -> None:
        """`query` returns what the list shows, None before it is read."""
        super().__init__(parent)
        self._questions = questions
        self._spawn = spawn
        self._query = query
        self._is_reading = False
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._start)

    def count(self) -> None:
        """Count again, soon."""
        if not self._soon.isActive():
            self._soon.start()

    def job_replaced(self, before: Job | None, job: Job) -> None:
        """Count if a change of a job may have moved it from one filter to another."""
        if before is None or _facts(before) != _facts(job):
            self.count()

    def _start(self) -> None:
        if self._is_reading:
            self._soon.start()
            return
        if self._query() is None:
            return
        self._is_reading = True
        try:
            self._spawn("count jobs", self._read())
        except asyncio.CancelledError:  # the program is closing and starts no tasks; this is a timer's call
            self._soon.stop()

    async def _read(self) -> None:
        try:
            counts = await self._questions.job_counts(self._query() or EVERY_JOB)
            if isValid(self):  # Qt deletes it with the list
                self.counted.emit(counts)
        except WanDeskError as error:  # the list says it
            log.info("the jobs cannot be counted: %s", error)
        finally:
            self._is_reading = False


def _facts(job: Job) -> tuple[object, ...]:
    return job.stage, job.is_watched, job.marks.is_starred, job.marks.label
