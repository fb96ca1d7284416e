"""Limits and sums of money, in each currency."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.jobs import NOW, a_job
from wandesk.domain.charge import Charge
from wandesk.domain.job import JobStage
from wandesk.domain.price import Price
from wandesk.domain.spending import LedgerEntry, Limits, MoneyQuestion, Spending, ledger_lines, question, spent
from wandesk.engine.job_commands import JobCommands

D = Decimal
SPENDING = Spending(today={"USD": D("4.00")}, month={"USD": D("9.00"), "CNY": D(30)}, under_way={"USD": D("0.50")})


def usd(amount: str) -> Price:
    return Price(amount=D(amount), currency="USD")


@pytest.mark.parametrize(
    ("cost", "limits", "asked"),
    [
        (None, Limits(), MoneyQuestion.UNKNOWN_PRICE),
        (usd("0"), Limits(per_day=D("0.01")), None),
        (usd("0.50"), Limits(), None),
        (usd("0.50"), Limits(per_day=D("5.00")), None),
        (usd("0.51"), Limits(per_day=D("5.00")), MoneyQuestion.DAY),
        (usd("0.50"), Limits(per_month=D("10.00")), None),
        (usd("0.51"), Limits(per_month=D("10.00")), MoneyQuestion.MONTH),
        (usd("2.00"), Limits(ask_above=D("2.00")), None),
        (usd("2.01"), Limits(ask_above=D("2.00")), MoneyQuestion.PRICE),
        (usd("2.01"), Limits(per_day=D(1), per_month=D(1), ask_above=D(1)), MoneyQuestion.MONTH),
        (Price(amount=D(6), currency="CNY"), Limits(per_day=D(6)), None),
    ],
)
def test_what_is_asked(cost: Price | None, limits: Limits, asked: MoneyQuestion | None) -> None:
    """What is under way counts, currencies are never mixed, and the exact limit is no excess."""
    assert question(cost, SPENDING, limits) is asked


def entry(number: int, at: float, amount: str | None, currency: str = "USD", model: str = "a") -> LedgerEntry:
    charge = Charge(
        at=at, resolution="480P", seconds=5.0, amount=None if amount is None else D(amount), currency=currency
    )
    return LedgerEntry(job_id=f"job-{number}", region="singapore", model=model, charge=charge)


def test_sums_keep_currencies_apart_and_count_what_is_unknown() -> None:
    entries = [
        entry(1, 30.0, "0.10"),
        entry(2, 20.0, "0.20", model="b"),
        entry(3, 10.0, "3", "CNY"),
        entry(4, 5.0, None),
    ]
    assert spent(entries, 10.0) == {"USD": D("0.30"), "CNY": D(3)}
    assert spent(entries, 25.0) == {"USD": D("0.10")}
    first, second = ledger_lines(entries, lambda each: each.model)
    assert (first.key, first.videos, first.amounts, first.unknown) == ("a", 3, {"USD": D("0.10"), "CNY": D(3)}, 1)
    assert (second.key, second.videos, second.amounts) == ("b", 1, {"USD": D("0.20")})


def test_what_is_under_way_may_still_cost_and_is_counted_nowhere_else() -> None:
    free = Price(amount=D(0), currency="USD")
    charge = Charge(at=NOW, resolution="480P", seconds=5, amount=D("0.25"), currency="USD")
    uncertain = a_job("uncertain", JobStage.UNCERTAIN)
    others = [
        a_job("practice", estimate=free),
        a_job("unknown", estimate=None),
        a_job("in the ledger", JobStage.DOWNLOADING, charge=charge),
        a_job("failed", JobStage.FAILED),
    ]
    it: Any = SimpleNamespace(_open_jobs=SimpleNamespace(all=lambda: [a_job("queued"), uncertain, *others]))
    assert JobCommands.under_way(it) == [a_job().request.estimate, uncertain.request.estimate]
