"""What was spent and what is on its way, in each currency, and the limits about which the user is asked.

Amounts of two currencies are never added or converted. Practice is never counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from wandesk.domain.charge import Charge
from wandesk.domain.price import Price

Amounts = Mapping[str, Decimal]
"""Amounts by currency."""


class LedgerEntry(Struct, frozen=True, kw_only=True):
    """A charge with what it was for. It outlives its job."""

    job_id: str
    region: str
    model: str
    charge: Charge
    label: str = ""
    """That of the job, also once its row is gone."""


class Spending(Struct, frozen=True, kw_only=True):
    """What was spent today and this month, and the estimates of the requests that are under way."""

    today: Amounts = {}
    month: Amounts = {}
    under_way: Amounts = {}

    def of_day(self, currency: str) -> Decimal:
        """What the day costs once everything under way has its video."""
        return self.today.get(currency, Decimal()) + self.under_way.get(currency, Decimal())

    def of_month(self, currency: str) -> Decimal:
        """What the month costs, likewise."""
        return self.month.get(currency, Decimal()) + self.under_way.get(currency, Decimal())


class Limits(Struct, frozen=True, kw_only=True):
    """The user's limits in one currency; None: there is none."""

    per_day: Decimal | None = None
    per_month: Decimal | None = None
    ask_above: Decimal | None = None
    """The price of one press of Generate above which the user is asked."""


class MoneyQuestion(StrEnum):
    """Why the user is asked before an order."""

    UNKNOWN_PRICE = "unknown_price"
    DAY = "day"
    MONTH = "month"
    PRICE = "price"


def question(cost: Price | None, spending: Spending, limits: Limits) -> MoneyQuestion | None:
    """Whether the user must be asked before an order of that price. An order that costs nothing needs no question."""
    if cost is None:
        return MoneyQuestion.UNKNOWN_PRICE
    if cost.is_free:
        return None
    if limits.per_month is not None and spending.of_month(cost.currency) + cost.amount > limits.per_month:
        return MoneyQuestion.MONTH
    if limits.per_day is not None and spending.of_day(cost.currency) + cost.amount > limits.per_day:
        return MoneyQuestion.DAY
    if limits.ask_above is not None and cost.amount > limits.ask_above:
        return MoneyQuestion.PRICE
    return None


def total(prices: Iterable[Price]) -> dict[str, Decimal]:
    """The sum of the prices in each currency."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for price in prices:
        sums[price.currency] += price.amount
    return dict(sums)


class LedgerLine(Struct, frozen=True, kw_only=True):
    """The sum of some entries."""

    key: str
    videos: int
    amounts: Amounts
    unknown: int
    """So many of the videos have no known price."""


def ledger_lines(entries: Sequence[LedgerEntry], key_of: Callable[[LedgerEntry], str]) -> list[LedgerLine]:
    """The entries in groups of the same key, in the order in which the keys appear."""
    groups: dict[str, list[LedgerEntry]] = {}
    for entry in entries:
        groups.setdefault(key_of(entry), []).append(entry)
    return [_line(key, group) for key, group in groups.items()]


def spent(entries: Iterable[LedgerEntry], since: float) -> dict[str, Decimal]:
    """What the entries since then cost, in each currency."""
    return total(price for entry in entries if entry.charge.at >= since and (price := price_of(entry.charge)))


def price_of(charge: Charge) -> Price | None:
    """The charge as a price; None if unknown."""
    if charge.amount is None or charge.currency is None:
        return None
    return Price(amount=charge.amount, currency=charge.currency)


def _line(key: str, entries: Sequence[LedgerEntry]) -> LedgerLine:
    known = [price for entry in entries if (price := price_of(entry.charge))]
    return LedgerLine(key=key, videos=len(entries), amounts=total(known), unknown=len(entries) - len(known))
