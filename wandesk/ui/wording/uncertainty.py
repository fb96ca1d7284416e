"""The texts of an uncertain order, for each state of the search."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.domain.job import Job, SearchState
from wandesk.domain.price import Price
from wandesk.ui.wording import maybe_sent
from wandesk.ui.wording.actions import reorder_cost
from wandesk.ui.wording.amounts import cost_text
from wandesk.ui.wording.sentences import joined

translate = QCoreApplication.translate


def search_state(job: Job) -> SearchState:
    """The state of the search; LOOKING before the first result."""
    return job.uncertainty.search_state if job.uncertainty is not None else SearchState.LOOKING


def row(job: Job) -> str:
    """The text of its row."""
    if job.is_maybe_sent:
        return maybe_sent.row(job)
    count = _candidates(job)
    match search_state(job):
        case SearchState.MAKING:
            return translate("Uncertainty", "Alibaba is making a video that could be this one")
        case SearchState.CHOICE:
            return translate("Uncertainty", "%n videos could be this one. Choose yours.", "", count)
        case SearchState.NOT_SHOWN:
            return translate("Uncertainty", "Not in Alibaba's list. Still checking.")
        case SearchState.LOOKING:
            return headline(job)


def headline(job: Job) -> str:
    """The stage's headline."""
    if job.is_maybe_sent:
        return maybe_sent.headline(job)
    match search_state(job):
        case SearchState.MAKING:
            return translate("Uncertainty", "Alibaba is making a video that could be this one")
        case SearchState.CHOICE:
            return translate("Uncertainty", "Is one of these your video?")
        case SearchState.NOT_SHOWN:
            return translate("Uncertainty", "This order isn't in Alibaba's list")
        case SearchState.LOOKING if _has_error(job):
            return translate("Uncertainty", "Not sure whether this order was accepted")
        case SearchState.LOOKING:
            return translate("Uncertainty", "Not sure whether this order arrived")


def outcome(job: Job) -> str:
    """The sentence below the headline."""
    if job.is_maybe_sent:
        return maybe_sent.outcome(job)
    count = _candidates(job)
    match search_state(job):
        case SearchState.MAKING if _has_error(job):
            return translate(
                "Uncertainty",
                "Alibaba replied to your order with an error. Once that video is finished, Wan Desk will check whether "
                "it is yours and download it.",
            )
        case SearchState.MAKING:
            return translate(
                "Uncertainty",
                "Alibaba's reply to your order got lost. Once that video is finished, Wan Desk will check whether it "
                "is yours and download it.",
            )
        case SearchState.CHOICE:
            return translate(
                "Uncertainty", "%n of your videos at Alibaba could be this one, and only you can tell.", "", count
            )
        case SearchState.NOT_SHOWN if _has_error(job):
            return translate(
                "Uncertainty", "Alibaba replied to your order with an error, and probably isn't making this video."
            )
        case SearchState.NOT_SHOWN:
            return translate(
                "Uncertainty", "Alibaba's reply to your order got lost, and the order probably never arrived."
            )
        case SearchState.LOOKING if _has_error(job):
            return translate(
                "Uncertainty",
                "Alibaba replied with an error, and may be making this video all the same. The order will not be sent "
                "again automatically.",
            )
        case SearchState.LOOKING:
            return _not_certain()


def next_step(job: Job) -> str:
    """What happens next, and what it costs."""
    if job.is_maybe_sent:
        return maybe_sent.next_step(job)
    match search_state(job):
        case SearchState.MAKING:
            return translate(
                "Uncertainty", "You don't need to do anything. Checking is free, and nothing is ordered twice."
            )
        case SearchState.CHOICE:
            return translate(
                "Uncertainty", "Look at them and choose yours. That is free, and nothing is ordered twice."
            )
        case SearchState.NOT_SHOWN:
            return translate(
                "Uncertainty",
                "Wan Desk keeps checking for a day, less and less often. That is free, and nothing is ordered twice.",
            )
        case SearchState.LOOKING:
            return translate(
                "Uncertainty",
                "Wan Desk is looking for it among your orders at Alibaba. That is free, and nothing is ordered twice.",
            )


def never_confirmed() -> str:
    """The headline of an order that was closed without being confirmed."""
    return translate("Uncertainty", "Never confirmed")


# ---------------------------------------------------------------- generate again


def reorder_question() -> str:
    """The question before the same video is ordered again."""
    return translate("Uncertainty", "Order this video again?")


def may_pay_twice(cost: Price | None) -> str:
    """What ordering again may cost, and what happens to the uncertain order."""
    if cost is None:
        twice = translate("Uncertainty", "If the first order did arrive, you pay for both.")
    elif cost.is_free:
        twice = translate(
            "Uncertainty", "If the first order did arrive, you get both videos. Both are free in Practice."
        )
    else:
        twice = translate("Uncertainty", "If the first order did arrive, you pay for both: {cost} in total.").format(
            cost=cost_text(cost.times(2))
        )
    closed = translate(
        "Uncertainty",
        "The first order will be closed as unconfirmed. If its video turns up within a day, it will "
        "appear in your list.",
    )
    return joined(twice, closed)


def order_again_for(cost: Price | None) -> str:
    """The button of the question."""
    return translate("Uncertainty", "Order again: {cost}").format(cost=reorder_cost(cost))


def same_order_just_sent() -> str:
    """The reason for the question: Generate was pressed twice with the same request."""
    return translate("Uncertainty", "You just ordered exactly this.")


def same_order_queued() -> str:
    """The reason for the question: the same request is still in our queue."""
    return translate("Uncertainty", "The same order is already waiting to be sent.")


def cancel() -> str:
    return translate("Window", "Cancel")


def _not_certain() -> str:
    return translate(
        "Jobs", "It isn't certain that Alibaba received this order. It will not be sent again automatically."
    )


def _has_error(job: Job) -> bool:
    """Whether the cloud reported an error, instead of not replying at all."""
    return job.problem is not None and bool(job.problem.code)


def _candidates(job: Job) -> int:
    return len(job.uncertainty.candidates) if job.uncertainty is not None else 0
