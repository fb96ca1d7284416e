"""Asks before the same order is submitted twice within seconds: likely a mistake that costs twice."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wandesk.domain.price import Price
from wandesk.ui import dialogs
from wandesk.ui.wording import uncertainty as wording

SAME_ORDER_SECONDS = 10.0


class RepeatGuard:
    """Remembers the last order of one button and compares orders by value."""

    def __init__(self, window: QWidget, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._window = window
        self._monotonic = monotonic
        self._last: tuple[object, float] | None = None

    def ordered(self, order: object) -> None:
        """Record the order. The caller records it again when its row is visible, which restarts the seconds."""
        self._last = (order, self._monotonic())

    def refused(self) -> None:
        """The last order was refused, so the same order needs no question."""
        self._last = None

    async def may_order(self, order: object, cost: Price | None, *, waits_already: bool = False) -> bool:
        """True if the order is no repetition, or the user confirms it.

        `waits_already`: the list has the same order, not sent yet.
        """
        if waits_already:
            why = wording.same_order_queued()
        elif self._is_repeat(order):
            why = wording.same_order_just_sent()
        else:
            return True
        return await ask_to_order_again(self._window, why, cost=cost)

    def _is_repeat(self, order: object) -> bool:
        if self._last is None:
            return False
        before, at = self._last
        return before == order and self._monotonic() - at < SAME_ORDER_SECONDS


async def ask_to_order_again(window: QWidget, why: str, *, cost: Price | None) -> bool:
    """Ask whether to order again for `cost`; `why` is the reason for the question. Esc and Return order nothing."""
    answers = (
        dialogs.Answer(key="cancel", text=wording.cancel()),
        dialogs.Answer(key="order", text=wording.order_again_for(cost)),
    )
    return await dialogs.ask(window, wording.reorder_question(), answers, default="cancel", details=why) == "order"
