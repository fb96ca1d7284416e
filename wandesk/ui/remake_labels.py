"""The labels of Make it for real and Make it larger: with the price, and the region or size where there are several."""

from __future__ import annotations

from wandesk.ui.remake_offer import RemakeOffer
from wandesk.ui.wording import remaking as wording
from wandesk.ui.wording.actions import reorder_cost


def real_label(offer: RemakeOffer) -> str:
    """Empty without a region with a key."""
    if not offer.targets:
        return ""
    first = offer.first
    if first is None:
        return wording.more(wording.make_real())
    if not offer.asks:
        return wording.make_real(reorder_cost(first.cost))
    return wording.more(wording.make_real(wording.in_region(first.name, first.cost)))


def larger_label(offer: RemakeOffer) -> str:
    """Empty without a higher resolution."""
    first = offer.first
    if first is None:
        return ""
    label = wording.make_larger(wording.at_size(first.name, first.cost))
    return wording.more(label) if offer.asks else label


def real_cost(offer: RemakeOffer) -> str:
    """What a screen reader says after the name."""
    first = offer.first
    return "" if first is None else wording.in_region(first.name, first.cost)


def larger_cost(offer: RemakeOffer) -> str:
    """As `real_cost`."""
    first = offer.first
    return "" if first is None else wording.at_size(first.name, first.cost)


def is_possible(offer: RemakeOffer) -> bool:
    """Whether a press would do something."""
    return bool(offer.targets) and not offer.is_under_way


def why_not(offer: RemakeOffer) -> str:
    """The sentence of an action that is not possible; empty for one without a reason of its own."""
    return offer.refusal or (wording.is_ordered_already() if offer.is_under_way else "")
