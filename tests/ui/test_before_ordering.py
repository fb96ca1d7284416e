"""What is asked before an order that this computer could not bring home."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop, gui_loop
from tests.support.main_windows import ready_to_order
from tests.support.widgets import FakeSpace, FakeVideoHosts, question, wear_test_font
from wandesk.domain.connection_check import HostReached
from wandesk.domain.price import Price
from wandesk.domain.sentences import Sentence
from wandesk.domain.space import Shortage
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.notices import Notices
from wandesk.ui.settings.section import CHECK_CONNECTION, SPACE
from wandesk.ui.window import before_ordering

BLOCKED = HostReached(
    host="oss.example",
    is_storage=True,
    sentence=Sentence.CONNECTION_STORAGE_UNREACHABLE,
    values={"host": "oss.example"},
)


COST = Price(amount=Decimal("0.50"), currency="USD")


class SlowHosts(FakeVideoHosts):
    """Answers once the gate is open."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()

    async def obstacle(self, region: str) -> HostReached | None:
        await self.gate.wait()
        return await super().obstacle(region)


class Harness:
    def __init__(self, loop: GuiLoop, window: QWidget, hosts: FakeVideoHosts) -> None:
        self.loop, self.window, self.hosts = loop, window, hosts
        self.notices = Notices()
        self.space = FakeSpace()
        self.before = ready_to_order(load_catalogue(), hosts=hosts, space=self.space)
        self.places: list[object] = []
        self.before.settings_requested.connect(self.places.append)
        self.answers: list[bool] = []

    def ask(self, region: str) -> None:
        async def asking() -> None:
            self.answers.append(await self.before.may_order(self.window, self.notices, region, COST))

        self.loop.spawn("ask", asking())

    def box(self) -> QMessageBox:
        self.loop.run_until(lambda: question(self.window) is not None)
        box = question(self.window)
        assert box is not None
        return box

    def press(self, text: str) -> None:
        next(each for each in self.box().buttons() if each.text() == text).click()
        self.loop.settle()


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp) as each:
        yield each


@pytest.fixture
def harness(loop: GuiLoop, qtbot: QtBot) -> Harness:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    return Harness(loop, window, FakeVideoHosts())


def test_nothing_is_asked_where_videos_can_be_downloaded(harness: Harness) -> None:
    harness.hosts.obstacles["practice"] = harness.hosts.obstacles["beijing"] = BLOCKED
    harness.ask("practice")
    harness.ask("singapore")
    harness.loop.settle()
    assert harness.answers == [True, True]


def test_each_answer_does_what_it_says(harness: Harness) -> None:
    harness.hosts.obstacles["singapore"] = BLOCKED
    harness.ask("singapore")
    box = harness.box()
    assert box.text() == "This network can't reach Alibaba's storage in Singapore."
    assert "oss.example" in box.informativeText()
    assert box.escapeButton().text() == "Cancel", "Esc orders nothing"
    harness.press("Cancel")
    harness.ask("singapore")
    harness.press("Check connection")
    assert (harness.answers, harness.places, harness.hosts.accepted) == ([False, False], [CHECK_CONNECTION], [])
    harness.ask("singapore")
    harness.press("Generate anyway")
    assert (harness.answers[-1], harness.hosts.accepted) == (True, ["singapore"])


def test_too_little_space_is_said_first(harness: Harness) -> None:
    harness.space.lacks = Shortage(free=42_000_000, needed=230_000_000, folder="/home/me/Videos/Wan Desk")
    harness.ask("practice")
    harness.loop.settle()
    assert harness.answers == [True], "Practice asks nothing"
    harness.ask("singapore")
    box = harness.box()
    assert box.text() == "Only 42.0 MB are free for your videos."
    assert "230.0 MB in /home/me/Videos/Wan Desk" in box.informativeText()
    assert box.escapeButton().text() == "Cancel"
    harness.press("Show space")
    assert (harness.answers[-1], harness.places) == (False, [SPACE])
    harness.ask("singapore")
    harness.press("Generate anyway")
    assert harness.answers[-1] is True


def test_a_disk_that_does_not_answer_holds_up_no_order(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent() -> Shortage | None:
        await asyncio.Event().wait()
        return None

    monkeypatch.setattr(before_ordering, "ROOM_WITHIN", 0.05)
    monkeypatch.setattr(harness.space, "shortage", silent)
    harness.ask("singapore")
    harness.loop.settle()
    assert harness.answers == [True]


def test_a_look_that_takes_a_while_is_said(loop: GuiLoop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(before_ordering, "SLOW", 0.01)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    hosts = SlowHosts()
    harness = Harness(loop, window, hosts)
    harness.ask("singapore")
    says = "Checking whether this network can download the video…"
    loop.run_until(lambda: harness.notices.sentence == says)
    hosts.gate.set()
    loop.settle()
    assert harness.notices.sentence == ""
    assert harness.answers == [True]
