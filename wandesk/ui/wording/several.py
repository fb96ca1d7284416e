"""The texts of an order of several videos."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.domain.price import Price
from wandesk.ui.wording.amounts import cost_text
from wandesk.ui.wording.sentences import joined

translate = QCoreApplication.translate


def ask(count: int) -> str:
    return translate("Several", "Generate %n videos?", "", count)


def total(each: Price | None, count: int) -> str:
    """The sum, or that it is unknown."""
    if each is None:
        return translate("Several", "Their price isn't known.")
    return translate("Several", "{count} × {each} = {total} in total. Each has a different seed.").format(
        count=count, each=cost_text(each), total=cost_text(each.times(count))
    )


def generate_all(each: Price | None, count: int) -> str:
    """The button that orders them."""
    if each is None:
        return translate("Several", "Generate %n", "", count)
    return translate("Several", "Generate %n: {cost}", "", count).format(cost=cost_text(each.times(count)))


def cancel() -> str:
    return translate("Several", "Cancel")


def some_ordered(made: int, wanted: int, reason: str) -> str:
    """Not all of them could be ordered."""
    return joined(
        translate("Several", "{made} of {wanted} videos were ordered.").format(made=made, wanted=wanted), reason
    )
