"""Estimated prices: seconds times the list price, never converted between currencies."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from wandesk.domain.catalog import AUTOMATIC_SECONDS, DurationRule, Offer, SoundChoice
from wandesk.domain.structs import replace


class Price(Struct, frozen=True, kw_only=True):
    """An amount in the currency of its offer."""

    amount: Decimal
    currency: str
    is_at_most: bool = False
    """An upper bound: the model chooses the length."""

    @property
    def is_free(self) -> bool:
        return self.amount == 0

    def times(self, copies: int) -> Price:
        """The price of several copies."""
        return replace(self, amount=self.amount * copies)

    def plus(self, other: Price) -> Price:
        """The price of both, in the same currency."""
        assert other.currency == self.currency, "amounts of two currencies are never added"
        return replace(self, amount=self.amount + other.amount, is_at_most=self.is_at_most or other.is_at_most)


def unit_price(offer: Offer, resolution: str, *, has_sound: bool) -> Decimal | None:
    """The list price per generated second, None if the list has none."""
    for price in offer.prices:
        if price.resolution == resolution and price.has_sound in (None, has_sound):
            return price.per_second
    return None


def gets_sound(sound: SoundChoice | None) -> bool:
    """Whether a request gets the rate with sound: all but one for a silent video do (wire-protocol 11, C5)."""
    return sound is not SoundChoice.SILENT


def charged_seconds(duration: DurationRule, seconds: int) -> int:
    """The seconds that an estimate counts: with `AUTOMATIC_SECONDS` those of the model's longest video."""
    return max(duration.values) if seconds == AUTOMATIC_SECONDS else seconds


def estimate(
    offer: Offer, duration: DurationRule, resolution: str, seconds: int, sound: SoundChoice | None
) -> Price | None:
    """The estimated price of one video; None if the price or its currency is unknown.

    With `AUTOMATIC_SECONDS` it is the price of the model's longest video (`is_at_most`).
    """
    per_second = unit_price(offer, resolution, has_sound=gets_sound(sound))
    if per_second is None or offer.currency is None:
        return None
    return Price(
        amount=per_second * charged_seconds(duration, seconds),
        currency=offer.currency,
        is_at_most=seconds == AUTOMATIC_SECONDS,
    )


def totals_of(costs: Iterable[Price | None]) -> tuple[Price | None, ...]:
    """The sum of the prices in each currency; the first is None if one of them is unknown."""
    totals: dict[str, Price] = {}
    is_unknown = False
    for cost in costs:
        if cost is None:
            is_unknown = True
        else:
            before = totals.get(cost.currency)
            totals[cost.currency] = cost if before is None else before.plus(cost)
    return ((None,) if is_unknown else ()) + tuple(totals.values())
