"""Asks before the same order is made twice within seconds, which is likely a slip and costs twice."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wandesk.domain.price import Price
from wandesk.ui import dialogs
from wandesk.ui.wording import uncertainty as wording

SAME_ORDER_SECONDS = 10.0


class RepeatGuard:
    """Remembers the last order of one button; orders are compared by value."""

    def __init__(self, window: QWidget, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._window = window
        self._monotonic = monotonic
        self._last: tuple[object, float] | None = None

    def ordered(self, order: object) -> None:
        """The order was made now. Called again when its row is visible: the seconds count from there."""
        self._last = (order, self._monotonic())

    def refused(self) -> None:
        """The last order was refused: it may be made again without a question."""
        self._last = None

    async def may_order(self, order: object, cost: Price | None, *, waits_already: bool = False) -> bool:
        """True if it is no repetition, or the user confirms it.

        With `waits_already` the same stands in the list and is not sent yet.
        """
        if waits_already:
            why = wording.same_waits()
        elif self._is_repeat(order):
            why = wording.same_a_moment_ago()
        else:
            return True
        return await ask_to_order_again(self._window, why, cost=cost)

    def _is_repeat(self, order: object) -> bool:
        if self._last is None:
            return False
        before, at = self._last
        return before == order and self._monotonic() - at < SAME_ORDER_SECONDS


async def ask_to_order_again(window: QWidget, why: str, *, cost: Price | None) -> bool:
    """Ask whether to order again for `cost`; `why` says why it is asked. Esc and Return order nothing."""
    answers = (
        dialogs.Answer(key="cancel", text=wording.cancel()),
        dialogs.Answer(key="order", text=wording.order_again_for(cost)),
    )
    return await dialogs.ask(window, wording.again_question(), answers, default="cancel", details=why) == "order"
