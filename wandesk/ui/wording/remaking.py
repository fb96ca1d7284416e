"""The texts of Make it for real and Make it larger."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from wandesk.domain.draft import Field
from wandesk.domain.price import Price
from wandesk.ui.wording.actions import reorder_cost
from wandesk.ui.wording.parameters import label
from wandesk.ui.wording.sentences import DOT, spoken

translate = QCoreApplication.translate


# ---------------------------------------------------------------- labels


def make_real(cost: str = "") -> str:
    """`cost` is `target_cost`; empty where it has no price to show."""
    if not cost:
        return translate("Remaking", "Ma&ke it for real")
    return translate("Remaking", "Ma&ke it for real · {cost}").format(cost=cost)


def make_larger(cost: str = "") -> str:
    """As `make_real`."""
    if not cost:
        return translate("Remaking", "Make it &larger")
    return translate("Remaking", "Make it &larger · {cost}").format(cost=cost)


def more(text: str) -> str:
    """A label that opens a question."""
    return f"{text}…"


def in_region(region: str, cost: Price | None) -> str:
    """What it costs in one of several regions: `about $0.50 in Singapore`."""
    return translate("Remaking", "{cost} in {region}").format(cost=reorder_cost(cost), region=region)


def at_size(size: str, cost: Price | None) -> str:
    """What a resolution costs: `1080P, about $0.75`."""
    return spoken(size, reorder_cost(cost))


# ---------------------------------------------------------------- the question


def which_region() -> str:
    return translate("Remaking", "Make it for real in which region?")


def which_size() -> str:
    return translate("Remaking", "How large should it be?")


def choice(name: str, cost: Price | None) -> str:
    """A region or a resolution with its price."""
    return DOT.join((name, reorder_cost(cost)))


def order(cost: Price | None) -> str:
    """The button that orders: `Order: about $0.50`, `Order: free`."""
    return translate("Money", "Order: {cost}").format(cost=reorder_cost(cost))


def use_settings() -> str:
    """The button where a region does not make the video as it is."""
    return translate("Remaking", "Use these settings")


def cancel() -> str:
    return translate("Remaking", "Cancel")


# ---------------------------------------------------------------- why not


def does_not_fit(region: str, model: str, misfits: Sequence[str]) -> str:
    """`misfits` are the keys of the values that the region does not offer, or only the model."""
    if Field.MODEL in misfits:
        return translate(
            "Remaking", "{region} doesn't offer {model}. Use these settings to choose another model."
        ).format(region=region, model=model)
    values = DOT.join(label(key) for key in misfits)
    return translate(
        "Remaking", "{region} doesn't offer everything in it: {values}. Use these settings to change it."
    ).format(region=region, values=values)


def no_key() -> str:
    """How to connect a region."""
    return translate(
        "Remaking",
        "To make this video for real, connect your Alibaba Cloud key first: Settings > Regions and keys.",
    )


def is_real_already() -> str:
    return translate("Remaking", "This video wasn't made in Practice: it is a real one already.")


def not_finished() -> str:
    return translate("Remaking", "Wait until this video is finished, or use its settings in the form.")


def not_known() -> str:
    return translate("Remaking", "This video was imported, so its picture and values aren't known here.")


def no_seed() -> str:
    """Before a larger video whose seed is not known."""
    return translate(
        "Remaking",
        "The seed of this video isn't known. You get a new video from the same picture and prompt, and it will differ "
        "from this one.",
    )


def is_largest(resolution: str) -> str:
    return translate("Remaking", "This model offers nothing larger than {resolution} here.").format(
        resolution=resolution
    )


def is_ordered_already() -> str:
    return translate("Actions", "This is being ordered already. Wait for its row in the list.")
