"""An order whose price is unknown asks each time."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.gui import GuiLoop, gui_loop
from tests.support.widgets import question, wear_test_font
from wandesk.domain.draft import new_draft, price
from wandesk.domain.price import Price
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.duplicate_guard import RepeatGuard
from wandesk.ui.look import Theme, apply_look

CATALOG = load_catalogue()


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp) as running:
        yield running


@pytest.fixture
def window(loop: GuiLoop) -> Iterator[QWidget]:
    each = QWidget()
    each.show()
    yield each
    each.close()
    each.deleteLater()


def asked(loop: GuiLoop, window: QWidget, guard: RepeatGuard, order: object, cost: Price | None) -> list[bool]:
    allowed: list[bool] = []

    async def ask() -> None:
        allowed.append(await guard.may_order(order, cost))

    loop.spawn("ask", ask())
    loop.run_until(lambda: bool(allowed) or question(window) is not None)
    return allowed


@pytest.mark.parametrize("region", ["tokyo", "hongkong"])
def test_regions_without_prices_have_no_cost(region: str) -> None:
    assert price(new_draft(CATALOG, region), CATALOG) is None


def test_unknown_price_asks_each_time(loop: GuiLoop, window: QWidget) -> None:
    guard = RepeatGuard(window)
    for number, (name, is_allowed) in enumerate([("Cancel", False), ("Generate anyway", True), ("Cancel", False)]):
        allowed = asked(loop, window, guard, f"order {number}", None)
        assert allowed == [], "nothing is ordered before the answer"
        box = question(window)
        assert box is not None
        assert "price of this video isn't known" in box.text()
        default = box.defaultButton()
        assert default is not None
        assert default.text() == "Cancel"
        next(button for button in box.buttons() if button.text() == name).click()
        loop.settle()
        assert allowed == [is_allowed]


def test_known_price_asks_nothing(loop: GuiLoop, window: QWidget) -> None:
    assert asked(loop, window, RepeatGuard(window), "order", Price(amount=Decimal("0.5"), currency="USD")) == [True]
    assert asked(loop, window, RepeatGuard(window), "order", Price(amount=Decimal(0), currency="USD")) == [True]
