"""Several videos with one press: one question with the total, a job for each, and what happens when one is refused."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QSpinBox
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop, answered, gui_loop, until
from tests.support.jobs import a_job
from tests.support.main_windows import FakeMoney, main_window, ready_to_order
from tests.support.portraits import portrait
from tests.support.widgets import named, question, visible_text, wear_test_font
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.errors import NoRoom
from wandesk.domain.job import Job, JobStage
from wandesk.domain.marks import NO_MARKS, Marks
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.bridge import Bridge
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.main_window import MainWindow
from wandesk.ui.settings.table import ASK_ABOVE
from wandesk.ui.window.money_guard import MoneyGuard

CATALOG = load_catalogue()


class Orders(Bridge):
    """A bridge without an engine that makes a job for each draft, up to `most`."""

    def __init__(self) -> None:
        thread: Any = None
        super().__init__(thread, Future())
        self.drafts: list[Draft] = []
        self.most = 99

    async def submit(self, draft: Draft, marks: Marks = NO_MARKS) -> Job:
        if len(self.drafts) == self.most:
            raise NoRoom
        self.drafts.append(draft)
        return a_job(f"new-{len(self.drafts)}", JobStage.QUEUED)


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp, outlives_windows=True) as running:
        yield running


def opened(loop: GuiLoop, qtbot: QtBot, folder: Path, bridge: Orders, region: str, **more: Any) -> MainWindow:
    draft = replace(new_draft(CATALOG, region, "wan2.5-i2v-preview"), seed=7)
    window = main_window(loop, qtbot, bridge, folder, draft=draft, **more)
    named(QSpinBox, "Copies", within=window).setValue(3)
    return window


def test_the_price_is_that_of_all_copies(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(loop, qtbot, tmp_path, Orders(), "singapore")
    footer = window.composer.footer
    assert footer.price_label.text() == "about $0.75"
    assert footer.about_label.text() == "3 × 5 s at 480P"
    assert "3 videos × $0.25 = $0.75." in footer.price_label.toolTip()
    box = window.composer.cards.video.copies
    assert box.text() == "× 3"
    window.resize(1100, 760)
    window.show()
    portrait(window, "composer-copies")
    box.setValue(1)
    assert (box.text(), footer.price_label.text()) == ("× 1", "about $0.25")


def test_one_question_orders_all_of_them_with_seeds_of_their_own(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> None:
    bridge = Orders()
    window = opened(loop, qtbot, tmp_path, bridge, "singapore")

    async def press(text: str) -> None:
        window.composer.generate_requested.emit(window.composer.draft)
        await until(lambda: question(window) is not None)
        box = question(window)
        assert box is not None
        assert "Generate 3 videos?" in box.text()
        assert "3 × about $0.25 = about $0.75 in total." in box.informativeText()
        next(each for each in box.buttons() if each.text() == text).click()
        await until(lambda: question(window) is None)

    loop.run_story(press("Cancel"))
    assert not bridge.drafts
    loop.run_story(press("Generate 3: about $0.75"))
    loop.run_until(lambda: len(bridge.drafts) == 3)
    assert [each.seed for each in bridge.drafts] == [7, 8, 9]
    loop.run_until(lambda: window.jobs.model.rowCount() == 3)


def test_a_limit_is_about_all_copies(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> None:
    bridge, money = Orders(), FakeMoney()
    money.set(ASK_ABOVE["USD"].option, 0.5)
    ready = ready_to_order(CATALOG, money=MoneyGuard(money, money))
    window = opened(loop, qtbot, tmp_path, bridge, "singapore", before_ordering=ready)
    window.composer.generate_requested.emit(window.composer.draft)
    answered(loop, window, "Generate 3: about $0.75")
    assert "You want to be asked above $0.50." in answered(loop, window, "Cancel")
    loop.settle()
    assert not bridge.drafts


def test_practice_asks_nothing(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> None:
    bridge = Orders()
    window = opened(loop, qtbot, tmp_path, bridge, "practice")
    window.composer.generate_requested.emit(window.composer.draft)
    loop.run_until(lambda: len(bridge.drafts) == 3)
    assert question(window) is None


def test_a_refusal_in_the_middle_says_how_many_were_ordered(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> None:
    bridge = Orders()
    bridge.most = 2
    window = opened(loop, qtbot, tmp_path, bridge, "practice")
    window.show()
    window.composer.generate_requested.emit(window.composer.draft)
    loop.run_until(lambda: "2 of 3 videos were ordered. The disk is full" in visible_text(window))
    assert window.jobs.model.rowCount() == 2
