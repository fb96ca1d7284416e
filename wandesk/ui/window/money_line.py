"""What was spent today and this month, in the status bar."""

from __future__ import annotations

import asyncio
import logging

from PySide6.QtCore import QDate, QDateTime, QObject, QTime, QTimer

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.ui.jobs.model import JobsModel
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.page_card import Values
from wandesk.ui.settings.table import CURRENCIES
from wandesk.ui.window.engine_updates import EngineUpdates
from wandesk.ui.window.money_guard import Money, beginnings, limits_in
from wandesk.ui.window.status import Status
from wandesk.ui.wording import money as wording

log = logging.getLogger(__name__)

TOGETHER_MS = 200
"""Several videos that end at once are one look at the ledger."""


class MoneyLine(QObject):
    """Looks at the ledger at the start, when a video has cost something, and when a day begins."""

    def __init__(self, *, money: Money, values: Values | None, status: Status, spawn: Spawn, parent: QObject) -> None:
        super().__init__(parent)
        self._money = money
        self._values = values
        self._status = status
        self._spawn = spawn
        self._soon, self._midnight = QTimer(self), QTimer(self)
        for timer in (self._soon, self._midnight):
            timer.setSingleShot(True)
            timer.timeout.connect(self._start)

    def follow(self, updates: EngineUpdates, model: JobsModel) -> None:
        """Look when the list is read, and when a job of it has cost something."""
        model.modelReset.connect(self.look)
        updates.value_replaced.connect(self.job_replaced)

    def look(self) -> None:
        """Show the present sums, soon."""
        self._soon.start(TOGETHER_MS)

    def job_replaced(self, before: Job | None, job: Job) -> None:
        """Look if the video has just cost something."""
        if job.charge is not None and (before is None or before.charge is None):
            self.look()

    def _start(self) -> None:
        tomorrow = QDateTime(QDate.currentDate().addDays(1), QTime(0, 0))
        self._midnight.start(QDateTime.currentDateTime().msecsTo(tomorrow) + TOGETHER_MS)
        try:
            self._spawn("money", self._show())
        except asyncio.CancelledError:  # the program is closing and starts no tasks; this is a timer's call
            self._midnight.stop()

    async def _show(self) -> None:
        day, month = beginnings()
        try:
            spending = await self._money.spending(day=day, month=month)
        except WanDeskError as error:  # the list says it
            log.info("what was spent is unknown: %s", error)
            return
        of_month = {}
        if self._values is not None:
            of_month = {each: limits_in(self._values, each).per_month for each in CURRENCIES}
        limits = {currency: limit for currency, limit in of_month.items() if limit is not None}
        self._status.show_money(wording.spent_line(spending, limits))
