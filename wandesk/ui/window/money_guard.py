"""Asks before an order whose price is unknown, or goes beyond a limit of the user."""

from __future__ import annotations

import logging
from decimal import Decimal
from typing import Protocol

from PySide6.QtCore import QDate, QDateTime, QTime
from PySide6.QtWidgets import QWidget

from wandesk.domain.errors import WanDeskError
from wandesk.domain.price import Price
from wandesk.domain.spending import Limits, MoneyQuestion, Spending, question
from wandesk.ui import dialogs
from wandesk.ui.settings.page_card import Values
from wandesk.ui.settings.table import ASK_ABOVE, CURRENCIES, PER_DAY, PER_MONTH, Setting
from wandesk.ui.wording import money as wording

log = logging.getLogger(__name__)


class Money(Protocol):
    """What was spent (`ui.bridge.MoneyBridge`). Raises WanDeskError."""

    async def spending(self, *, day: float, month: float) -> Spending: ...


def limits_in(values: Values, currency: str) -> Limits:
    """The user's limits in that currency."""
    if currency not in CURRENCIES:
        return Limits()

    def amount(setting: Setting[float]) -> Decimal | None:
        number = values.get(setting.option)
        return Decimal(str(number)).quantize(Decimal("0.01")) if number else None

    return Limits(
        per_day=amount(PER_DAY[currency]),
        per_month=amount(PER_MONTH[currency]),
        ask_above=amount(ASK_ABOVE[currency]),
    )


def beginnings() -> tuple[float, float]:
    """When this day and this month began, in seconds since 1970: those of the user's time zone."""
    today = QDate.currentDate()
    first = QDate(today.year(), today.month(), 1)
    day, month = (QDateTime(each, QTime(0, 0)).toSecsSinceEpoch() for each in (today, first))
    return float(day), float(month)


class MoneyGuard:
    """The last question before an order. Practice is not asked about."""

    def __init__(self, money: Money, values: Values) -> None:
        self._money = money
        self._values = values

    async def may_spend(self, window: QWidget, cost: Price | None) -> bool:
        """Whether to order at that price (None: unknown). The question opens over `window`; Esc orders nothing."""
        limits = limits_in(self._values, cost.currency) if cost is not None else Limits()
        spending = await self._spending(limits)
        why = question(cost, spending, limits)
        if why is None:
            return True
        details = wording.why(why, cost, spending, limits)
        answers = (
            dialogs.Answer(key="cancel", text=wording.cancel()),
            dialogs.Answer(key="order", text=wording.order_for(cost)),
        )
        text = wording.unknown_price() if why is MoneyQuestion.UNKNOWN_PRICE else wording.really()
        return await dialogs.ask(window, text, answers, default="cancel", details=details) == "order"

    async def _spending(self, limits: Limits) -> Spending:
        if limits.per_day is None and limits.per_month is None:
            return Spending()
        day, month = beginnings()
        try:
            return await self._money.spending(day=day, month=month)
        except WanDeskError as error:  # then the order itself is refused, with its own sentence
            log.info("what was spent is unknown: %s", error)
            return Spending()
