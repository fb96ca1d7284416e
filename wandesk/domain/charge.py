"""What a video cost: the price list of the moment when its task ended, kept as it was then."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from wandesk.domain.catalog import Catalog
from wandesk.domain.price import charged_seconds, gets_sound, unit_price
from wandesk.domain.request import GenerationRequest
from wandesk.domain.task import Usage


class Charge(Struct, frozen=True, kw_only=True):
    """One entry of the ledger. `at` is in seconds since 1970, by the local clock."""

    at: float
    resolution: str
    """The tier that is billed."""
    seconds: float | None
    """The seconds that are billed; None if unknown."""
    amount: Decimal | None
    """None without a list price. A free quota is not deducted, because the cloud does not tell what is left of it."""
    currency: str | None


def charge_for(request: GenerationRequest, usage: Usage | None, catalog: Catalog, at: float) -> Charge | None:
    """What the cloud bills for a request whose task made its video (wire-protocol 3.2).

    None in Practice, and for an imported task, which another program or computer has ordered and counted.
    """
    if catalog.is_practice(request.region) or request.is_imported:
        return None
    usage = usage or Usage()
    seconds = _billed_seconds(request, usage, catalog)
    tier = f"{usage.resolution_tier}P" if usage.resolution_tier else request.resolution
    offer = catalog.offer(request.region, request.model)
    has_sound = gets_sound(request.sound_choice) if usage.has_sound is None else usage.has_sound
    per_second = unit_price(offer, tier, has_sound=has_sound) if offer else None
    currency = offer.currency if offer else None
    if per_second is None or currency is None or seconds is None:
        estimate = request.estimate  # of the press of Generate: the list has lost the model, or never had the price
        amount, currency = (estimate.amount, estimate.currency) if estimate else (None, None)
    else:
        amount = per_second * Decimal(str(seconds)) * (usage.videos or 1)
    return Charge(at=at, resolution=tier, seconds=seconds, amount=amount, currency=currency)


def _billed_seconds(request: GenerationRequest, usage: Usage, catalog: Catalog) -> float | None:
    if usage.seconds is not None:
        return usage.seconds
    model = next((each for each in catalog.models if each.key == request.model), None)
    if request.seconds <= 0 and model is None:
        return None
    return request.seconds if request.seconds > 0 or model is None else charged_seconds(model.duration, request.seconds)
