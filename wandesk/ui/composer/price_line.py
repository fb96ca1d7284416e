"""What the request costs: free, an estimate, or unknown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from wandesk.domain.catalog import Catalog, Offer
from wandesk.domain.draft import Draft, price, price_elsewhere
from wandesk.domain.price import Price, charged_seconds, gets_sound, unit_price
from wandesk.ui.wording.amounts import cost_text, date_text, ordered_length, price_text, rate_text
from wandesk.ui.wording.sentences import spoken

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceText:
    """The price, a line below it, and the calculation for the tooltip."""

    amount: str
    about: str
    tooltip: str
    is_free: bool = False

    @property
    def spoken(self) -> str:
        """The accessible name."""
        return translate("Composer", "Estimated price: {text}").format(text=spoken(self.amount, self.about))


def price_line(draft: Draft, catalog: Catalog, language: str, copies: int = 1) -> PriceText:
    """The price text of so many videos of a draft."""
    cost = price(draft, catalog)
    offer = catalog.offer(draft.region, draft.model)
    elsewhere = price_elsewhere(draft, catalog)
    if offer is not None and offer.is_free:
        about = tooltip = ""
        if elsewhere is not None:
            region, there = elsewhere
            name = catalog.region(region).name.text(language)
            about = translate("Composer", "{cost} in {region}").format(cost=cost_text(there.times(copies)), region=name)
            tooltip = _sum(draft, catalog, there, region, copies)
        return PriceText(amount=translate("Composer", "Free"), about=about, tooltip=tooltip, is_free=True)
    if cost is None:
        return PriceText(
            amount=translate("Composer", "Price unknown"),
            about=translate("Composer", "not in the price list"),
            tooltip=translate("Composer", "The price list of {date} has no price for this choice.").format(
                date=date_text(catalog.compiled)
            ),
        )
    return PriceText(
        amount=cost_text(cost.times(copies)),
        about=_what(draft, copies),
        tooltip=_sum(draft, catalog, cost, draft.region, copies),
    )


def _what(draft: Draft, copies: int) -> str:
    length, resolution = ordered_length(draft.seconds), draft.resolution
    if copies == 1:
        return translate("Composer", "{length} at {resolution}").format(length=length, resolution=resolution)
    text = translate("Composer", "{copies} × {length} at {resolution}")
    return text.format(copies=copies, length=length, resolution=resolution)


def _sum(draft: Draft, catalog: Catalog, whole: Price, region: str, copies: int) -> str:
    offer = catalog.offer(region, draft.model)
    each = unit_price(offer, draft.resolution, has_sound=gets_sound(draft.sound_choice)) if offer else None
    if each is None:
        return ""
    if whole.is_at_most:
        text = translate(
            "Composer",
            "The model chooses the length, {seconds} s at most: {seconds} s × {each} = {whole}.\n"
            "Only the seconds of a finished video are billed. Prices as of {date}.",
        )
    else:
        text = translate(
            "Composer", "{seconds} s × {each} = {whole}, billed only for a finished video.\nPrices as of {date}."
        )
    offer_text = text.format(
        seconds=charged_seconds(catalog.model(draft.model).duration, draft.seconds),
        each=rate_text(each, whole.currency),
        whole=price_text(whole),
        date=date_text(offer.as_of or catalog.compiled) if offer else "",
    )
    several = ""
    if copies > 1:
        several = translate("Composer", "{copies} videos × {each} = {whole}.").format(
            copies=copies, each=price_text(whole), whole=price_text(whole.times(copies))
        )
    return "\n".join(part for part in (offer_text, several, _free_quota(catalog, offer)) if part)


def _free_quota(catalog: Catalog, offer: Offer | None) -> str:
    """What a new account need not pay; the cloud does not tell what is left of it."""
    if offer is None or offer.free_seconds is None:
        return ""
    days = catalog.region(offer.region).free_quota_days
    if days is None:
        return ""
    return translate(
        "Composer", "A new account has {seconds} s of this model free for its first {days} days; they count first."
    ).format(seconds=offer.free_seconds, days=days)
