"""Money in the window: the question before an order, the status bar, and the ledger in Settings."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QDateTime, QTime
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QMessageBox, QTreeWidget, QWidget

from tests.support.gui import GuiLoop, answered, gui_loop
from tests.support.jobs import a_job
from tests.support.main_windows import FakeMoney
from tests.support.portraits import portrait
from tests.support.samples import finished_job
from tests.support.widgets import named, question, wear_test_font
from wandesk.domain.charge import Charge
from wandesk.domain.errors import NoRoom
from wandesk.domain.job import Job, JobStage
from wandesk.domain.price import Price
from wandesk.domain.spending import LedgerEntry, Spending
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.notices import Notices
from wandesk.ui.reorder import Reorder
from wandesk.ui.settings.ledger_card import LedgerCard
from wandesk.ui.settings.page_card import PageCard
from wandesk.ui.settings.table import ASK_ABOVE, PER_DAY, PER_MONTH, Page
from wandesk.ui.window.money_guard import MoneyGuard, beginnings
from wandesk.ui.window.money_line import MoneyLine
from wandesk.ui.window.status import Status
from wandesk.ui.wording import jobs as job_wording

CATALOG = load_catalogue()
HALF = Price(amount=Decimal("0.50"), currency="USD")


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp) as made:
        yield made


class Asked:
    """One order at a price, and the question about it."""

    def __init__(self, loop: GuiLoop, window: QWidget, money: FakeMoney, cost: Price | None) -> None:
        self.loop, self.window = loop, window
        self.answers: list[bool] = []

        async def asking() -> None:
            self.answers.append(await MoneyGuard(money, money).may_spend(window, cost))

        loop.spawn("ask", asking())
        loop.run_until(lambda: self.answers or question(window) is not None)

    @property
    def box(self) -> QMessageBox | None:
        return question(self.window)

    def press(self, text: str) -> None:
        assert self.box is not None
        next(each for each in self.box.buttons() if each.text() == text).click()
        self.loop.run_until(lambda: self.answers)


@pytest.fixture
def window(loop: GuiLoop) -> Iterator[QWidget]:
    shown = QWidget()
    shown.resize(500, 300)
    shown.show()
    yield shown
    shown.close()
    shown.deleteLater()


def test_nothing_is_asked_without_limits(loop: GuiLoop, window: QWidget) -> None:
    assert Asked(loop, window, FakeMoney(), HALF).answers == [True]


def test_an_unknown_price_asks_each_time(loop: GuiLoop, window: QWidget) -> None:
    for button, ordered in (("Cancel", False), ("Order all the same", True), ("Cancel", False)):
        asked = Asked(loop, window, FakeMoney(), None)
        assert asked.box is not None
        assert "Order without knowing the price?" in asked.box.text()
        asked.press(button)
        assert asked.answers == [ordered]


@pytest.mark.parametrize(
    ("setting", "limit", "sentence"),
    [
        (PER_DAY, 4.99, "With it, today comes to $5.00; your limit a day is $4.99."),
        (PER_MONTH, 9.0, "With it, this month comes to $9.50; your limit a month is $9.00."),
        (ASK_ABOVE, 0.49, "You want to be asked above $0.49."),
    ],
)
def test_an_order_beyond_a_limit_asks(
    setting: dict[str, object], limit: float, sentence: str, loop: GuiLoop, window: QWidget
) -> None:
    money = FakeMoney()
    money.spent = Spending(
        today={"USD": Decimal(4)}, month={"USD": Decimal("8.50")}, under_way={"USD": Decimal("0.50")}
    )
    money.set(setting["USD"].option, limit)  # type: ignore[attr-defined]
    asked = Asked(loop, window, money, HALF)
    assert asked.box is not None
    assert sentence in asked.box.informativeText()
    assert asked.box.defaultButton().text() == "Cancel"
    asked.press("Order: about $0.50")
    assert asked.answers == [True]
    yuan = Asked(loop, window, money, Price(amount=Decimal(100), currency="CNY"))
    assert yuan.answers == [True], "another currency has its own limits"


def test_generate_again_asks_and_two_presses_are_one_order(loop: GuiLoop, window: QWidget) -> None:
    money, failed, ordered = FakeMoney(), a_job("failed", JobStage.FAILED), list[str]()
    money.set(ASK_ABOVE["USD"].option, 0.24)

    async def order(job_id: str) -> Job:
        ordered.append(job_id)
        return a_job("again")

    reorder = Reorder(
        window,
        catalog=CATALOG,
        order=order,
        may_order=lambda _region, cost: MoneyGuard(money, money).may_spend(window, cost),
        spawn=loop.spawn,
        notices=Notices(),
        language="en",
    )
    for answer, orders in (("Cancel", []), ("Order: about $0.25", ["failed"])):
        reorder.request(failed, then=lambda _job: None)
        reorder.request(failed, then=lambda _job: None)
        assert "You want to be asked above $0.24." in answered(loop, window, answer)
        loop.settle()
        assert ordered == orders


def test_the_status_bar_tells_what_was_spent(loop: GuiLoop, window: QWidget) -> None:
    money, status = FakeMoney(), Status(CATALOG, "en")
    line = MoneyLine(money=money, values=money, status=status, spawn=loop.spawn, parent=window)
    line.look()
    loop.settle()
    money.spent = Spending(today={"USD": Decimal(1)}, month={"USD": Decimal("14.75"), "CNY": Decimal(3)})
    money.set(PER_MONTH["USD"].option, 30.0)
    charge = Charge(at=1.0, resolution="480P", seconds=5.0, amount=Decimal("0.25"), currency="USD")
    job = replace(finished_job(), charge=charge)
    line.job_replaced(replace(job, charge=None), job)
    loop.run_until(status._money.text)
    assert status._money.text() == "Today $1.00 · This month ¥3.00 + $14.75 of $30.00"


def test_a_row_tells_what_was_paid() -> None:
    job = finished_job()
    job = replace(job, request=replace(job.request, region="singapore", estimate=HALF))
    assert job_wording.price(replace(job, stage=JobStage.GENERATING, video=None)) == "about $0.50"
    assert job_wording.price(job) == "$0.50"
    charge = Charge(at=1.0, resolution="480P", seconds=4.5, amount=Decimal("0.225"), currency="USD")
    assert job_wording.price(replace(job, charge=charge)) == "$0.225"


# ---------------------------------------------------------------- Settings


class FakeLedger:
    """Satisfies `ledger_card.Ledger`."""

    def __init__(self) -> None:
        self.entries: list[LedgerEntry] = []
        self.is_full = False

    async def ledger(self) -> Sequence[LedgerEntry]:
        if self.is_full:
            raise NoRoom
        return self.entries


def at(day: QDate) -> float:
    return float(QDateTime(day, QTime(12, 0)).toSecsSinceEpoch())


def an_entry(
    number: int, day: QDate, amount: str | None, currency: str = "USD", region: str = "singapore"
) -> LedgerEntry:
    paid = None if amount is None else Decimal(amount)
    charge = Charge(at=at(day), resolution="480P", seconds=5.0, amount=paid, currency=currency)
    return LedgerEntry(job_id=f"job-{number}", region=region, model="wan2.5-i2v-preview", charge=charge)


def rows(table: QTreeWidget) -> list[list[str]]:
    items = [table.topLevelItem(number) for number in range(table.topLevelItemCount())]
    return [[item.text(column) for column in range(3)] for item in items if item is not None]


def test_the_ledger_is_summed_up_and_saved(loop: GuiLoop, window: QWidget, qapp: QApplication, tmp_path: Path) -> None:
    ledger = FakeLedger()
    first, second = QDate(2026, 11, 2), QDate(2026, 10, 30)
    ledger.entries = [
        an_entry(1, first, "0.25"),
        an_entry(2, first, "1.50", "CNY", "beijing"),
        an_entry(3, first, None),
        an_entry(4, second, "0.50"),
    ]
    ledger.entries[0] = replace(ledger.entries[0], label="=zoo")
    ledger.entries[3] = replace(ledger.entries[3], label="=zoo")
    card = LedgerCard(ledger, CATALOG, "en", loop.spawn, window)
    card.resize(480, 420)
    window.resize(480, 420)
    card.show()
    loop.settle()
    cost = "¥1.50 + $0.25 + 1 of unknown price"
    assert [each[1:] for each in rows(card.table)] == [["3", cost], ["1", "$0.50"]]
    by = card.by_box
    by.setCurrentIndex(1)
    assert rows(card.table) == [["November 2026", "3", cost], ["October 2026", "1", "$0.50"]]
    for theme in (Theme.DARK, Theme.LIGHT):
        apply_look(qapp, theme)
        portrait(card, f"settings-ledger-{theme}")
    by.setCurrentIndex(2)
    assert rows(card.table) == [["Wan 2.5 Preview", "4", "¥1.50 + $0.75 + 1 of unknown price"]]
    by.setCurrentIndex(3)
    assert [each[0] for each in rows(card.table)] == ["Singapore", "Beijing"]
    by.setCurrentIndex(4)
    assert rows(card.table) == [
        ["=zoo", "2", "$0.75"],
        ["Without a label", "2", "¥1.50 + 1 of unknown price"],
    ]
    assert named(QTreeWidget, "What your videos cost", within=window) is card.table
    path = tmp_path / "costs.csv"
    loop.spawn("save", card.save(path))
    loop.run_until(card.message.text)
    assert card.message.text() == "Saved as costs.csv."
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *lines = csv.reader(file)
    assert head == ["time", "region", "model", "resolution", "seconds", "cost", "currency", "job", "label"]
    assert lines[0][-1] == "'=zoo", "a spreadsheet must not take it for a formula"
    assert lines[1][1:] == ["Beijing", "Wan 2.5 Preview", "480P", "5", "1.50", "CNY", "job-2", ""]
    assert lines[2][5] == ""


def test_a_ledger_that_is_empty_or_cannot_be_read_says_so(loop: GuiLoop, window: QWidget, tmp_path: Path) -> None:
    ledger = FakeLedger()
    card = LedgerCard(ledger, CATALOG, "en", loop.spawn, window)
    card.show()
    loop.settle()
    assert rows(card.table) == [["No video has cost anything yet.", "", ""]]
    assert not card.save_button.isEnabled()
    loop.spawn("save", card.save(tmp_path / "no folder" / "costs.csv"))
    loop.run_until(card.message.text)
    assert card.message.text().startswith("costs.csv can't be saved")
    card.hide()
    ledger.is_full = True
    card.show()
    loop.run_until(lambda: "disk" in card.message.text().lower())


def test_limits_are_amounts_of_money(loop: GuiLoop, window: QWidget) -> None:
    money = FakeMoney()
    page = PageCard(Page.MONEY, money, language="en", parent=window)
    box = page.widgets[PER_DAY["USD"].option.name]
    assert box.accessibleName() == "Limit a day, in dollars"
    assert isinstance(box, QDoubleSpinBox)
    assert box.text() == "No limit"
    box.setValue(4.5)
    assert money.get(PER_DAY["USD"].option) == 4.5


def test_a_day_and_a_month_begin_at_midnight() -> None:
    day, month = beginnings()
    assert month <= day
    assert QDateTime.fromSecsSinceEpoch(int(day)).time() == QTime(0, 0)
    assert QDateTime.fromSecsSinceEpoch(int(month)).date().day() == 1
