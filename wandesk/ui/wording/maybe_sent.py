"""The texts of an order that a newer copy of the list may have sent already."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.domain.job import Job, Unchecked
from wandesk.domain.price import Price
from wandesk.ui.wording.actions import reorder_cost

translate = QCoreApplication.translate


def row(job: Job) -> str:
    """The text of its row."""
    if _count(job):
        return translate("MaybeSent", "Maybe sent already. You decide.")
    match _unchecked(job):
        case Unchecked.TOO_OLD:
            return translate("MaybeSent", "Queued over a day ago. Send it now?")
        case Unchecked.OTHER_CLOCK:
            return translate("MaybeSent", "Queued before the clock changed. Send it now?")
        case Unchecked.OTHER_KEY:
            return translate("MaybeSent", "Queued with another API key. Send it now?")
        case Unchecked.NO_LIST:
            return translate("MaybeSent", "Can't check if this was sent already. Send it now?")


def headline(job: Job) -> str:
    """The stage's headline."""
    if _count(job):
        return translate("MaybeSent", "Was this order sent already?")
    return translate("MaybeSent", "Should this order still be sent?")


def outcome(job: Job) -> str:
    """The sentence below the headline."""
    if count := _count(job):
        return translate(
            "MaybeSent",
            "%n videos at Alibaba could be this one. They were made after you queued this order, and your list may be "
            "an older copy.",
            "",
            count,
        )
    match _unchecked(job):
        case Unchecked.TOO_OLD:
            return translate(
                "MaybeSent",
                "It has waited for more than a day. Alibaba lists the last 24 hours only, so Wan Desk can't check "
                "whether it was sent already.",
            )
        case Unchecked.OTHER_CLOCK:
            return translate(
                "MaybeSent",
                "The computer's clock has changed since you queued this order. Wan Desk can't tell when that was, so "
                "it can't check whether it was sent already.",
            )
        case Unchecked.OTHER_KEY:
            return translate(
                "MaybeSent",
                "Your API key is not the one that was set when you queued this order. If that one belongs to another "
                "account, Wan Desk can't check there whether it was sent already.",
            )
        case Unchecked.NO_LIST:
            return translate(
                "MaybeSent",
                "The list of your videos at Alibaba can't be read, so it isn't certain that this order wasn't sent "
                "already.",
            )


def next_step(job: Job) -> str:
    """What the user can do, and what it costs."""
    cost = reorder_cost(job.request.estimate)
    if _count(job):
        return translate(
            "MaybeSent", "Look first: if it is this one, choosing it is free. If not, send the order ({cost})."
        ).format(cost=cost)
    return translate("MaybeSent", "Send it ({cost}), or cancel it if you have the video already.").format(cost=cost)


def send(cost: Price | None = None, *, has_cost: bool = False) -> str:
    """The menus' label, with the price for a given job."""
    if not has_cost:
        return translate("MaybeSent", "Send &it")
    return translate("MaybeSent", "Send &it · {cost}").format(cost=reorder_cost(cost))


# ---------------------------------------------------------------- the chooser


def choose_title() -> str:
    return translate("MaybeSent", "Is this your video?")


def choose_intro() -> str:
    return translate(
        "MaybeSent",
        "These videos were made with the same model after you queued your order. Choosing is free.",
    )


def choose_this() -> str:
    return translate("MaybeSent", "It is this one")


def none_of_these_explained(cost: Price | None) -> str:
    """Beside the button that sends the order."""
    return translate("MaybeSent", "None of these: your order is sent. Price: {cost}.").format(cost=reorder_cost(cost))


def no_candidates() -> str:
    """In place of the candidates."""
    return translate(
        "MaybeSent",
        "These videos are in your list already, or Alibaba no longer lists them. Send the order or cancel it.",
    )


def _unchecked(job: Job) -> Unchecked:
    return job.uncertainty.unchecked if job.uncertainty is not None else Unchecked.TOO_OLD


def _count(job: Job) -> int:
    return len(job.uncertainty.candidates) if job.uncertainty is not None else 0
