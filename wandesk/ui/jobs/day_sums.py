"""What the jobs of a day cost, read from the store for the days that are in sight."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job_query import EVERY_JOB, JobQuery
from wandesk.domain.price import Price
from wandesk.ui.jobs.days import bounds_of
from wandesk.ui.questions import Questions, Spawn

log = logging.getLogger(__name__)

AGAIN_MS = 300
"""Several videos that end at once are one reading."""


class DaySums(QObject):
    """`of` returns at once; `changed` follows when the sum of a day was read."""

    changed = Signal()

    def __init__(
        self, questions: Questions, spawn: Spawn, query: Callable[[], JobQuery | None], parent: QObject
    ) -> None:
        """`query` returns what the list shows, None before it is read."""
        super().__init__(parent)
        self._questions = questions
        self._spawn = spawn
        self._query = query
        self._sums: dict[date, tuple[Price, ...]] = {}
        self._wanted: set[date] = set()
        self._stale: set[date] = set()
        """Days whose sums are shown until the new ones are read."""
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._start)
        self._is_reading = False

    def of(self, day: date) -> Sequence[Price]:
        """What the jobs of a day cost, one price for each currency; empty until it is read."""
        found = self._sums.get(day)
        is_old = found is None or day in self._stale
        if is_old and day not in self._wanted and self._query() is not None:
            self._wanted.add(day)
            if not self._is_reading and not self._soon.isActive():
                self._soon.start(0 if found is None else AGAIN_MS)
        return found or ()

    def forget(self) -> None:
        """The list has other jobs now."""
        self._sums.clear()
        self._stale.clear()
        self._wanted.clear()

    def refresh(self) -> None:
        """What the jobs cost may have changed: read the days that are in sight again."""
        self._stale.update(self._sums)
        if self._stale:
            self.changed.emit()

    def _start(self) -> None:
        self._is_reading = True
        try:
            self._spawn("sums of days", self._read())
        except asyncio.CancelledError:  # the program is closing and starts no tasks; this is a timer's call
            self._wanted.clear()

    async def _read(self) -> None:
        query = self._query() or EVERY_JOB
        days, self._wanted = sorted(self._wanted), set()
        self._stale -= set(days)
        try:
            amounts = await self._questions.job_sums(query, [bounds_of(day) for day in days])
            if query == self._query():
                for day, sums in zip(days, amounts, strict=True):
                    self._sums[day] = tuple(
                        Price(amount=amount, currency=currency) for currency, amount in sorted(sums.items()) if amount
                    )
        except WanDeskError as error:  # the list says it
            log.info("the sums of days are unknown: %s", error)
        finally:
            self._is_reading = False
            if isValid(self):  # Qt deletes it with the list
                self.changed.emit()
