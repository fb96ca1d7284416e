"""The texts about what videos cost: the questions before an order, the status bar, the ledger."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from wandesk.domain.price import Price
from wandesk.domain.spending import Amounts, Limits, MoneyQuestion, Spending
from wandesk.ui.wording.amounts import cost_text, money_text
from wandesk.ui.wording.sentences import joined

translate = QCoreApplication.translate


# ---------------------------------------------------------------- the question before an order


def unknown_price() -> str:
    return translate("Money", "Order without knowing the price?")


def really() -> str:
    return translate("Money", "Spend this much?")


def cancel() -> str:
    return translate("Money", "Cancel")


def order_for(cost: Price | None) -> str:
    """The button that orders."""
    if cost is None:
        return translate("Money", "Order all the same")
    return translate("Money", "Order: {cost}").format(cost=cost_text(cost))


def why(reason: MoneyQuestion, cost: Price | None, spending: Spending, limits: Limits) -> str:
    """Why the user is asked."""
    if cost is None:
        return translate(
            "Money",
            "The price list has no price for this choice. Alibaba charges you for the video; look its price up in "
            "Alibaba's console first.",
        )
    amount = cost_text(cost)
    match reason:
        case MoneyQuestion.DAY:
            before, limit = spending.of_day(cost.currency), limits.per_day
            text = translate("Money", "This costs {cost}. With it, today comes to {sum}; your limit a day is {limit}.")
        case MoneyQuestion.MONTH:
            before, limit = spending.of_month(cost.currency), limits.per_month
            text = translate(
                "Money", "This costs {cost}. With it, this month comes to {sum}; your limit a month is {limit}."
            )
        case MoneyQuestion.PRICE:
            before, limit = Decimal(), limits.ask_above
            text = translate("Money", "This costs {cost}. You want to be asked above {limit}.")
        case MoneyQuestion.UNKNOWN_PRICE:
            raise ValueError(reason)
        case _:
            assert_never(reason)
    assert limit is not None
    shown = text.format(
        cost=amount, sum=money_text(before + cost.amount, cost.currency), limit=money_text(limit, cost.currency)
    )
    return joined(shown, translate("Money", "You can change your limits in Settings > Money."))


# ---------------------------------------------------------------- the status bar


def spent_line(spending: Spending, month_limits: Amounts) -> str:
    """`Today $1.00 · This month $14.75 of $30.00`; empty if nothing was spent this month."""
    if not spending.month:
        return ""
    month = []
    for currency, amount in sorted(spending.month.items()):
        limit = month_limits.get(currency)
        text = money_text(amount, currency)
        month.append(
            text
            if limit is None
            else translate("Money", "{sum} of {limit}").format(sum=text, limit=money_text(limit, currency))
        )
    parts = [translate("Money", "This month {sum}").format(sum=" + ".join(month))]
    if spending.today:
        parts.insert(0, translate("Money", "Today {sum}").format(sum=sums(spending.today)))
    return " · ".join(parts)


def sums(amounts: Amounts) -> str:
    """Amounts of several currencies, which are never added: `$1.00 + ¥3.00`."""
    return " + ".join(money_text(amount, currency) for currency, amount in sorted(amounts.items()))
