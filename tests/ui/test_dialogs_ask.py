"""Questions are awaited without a nested event loop, and other coroutines go on meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget

from tests.support.gui import GuiLoop, until
from wandesk.ui.dialogs import Answer, Kind, ask

ANSWERS = (
    Answer(key="order", text="Order again for about $0.25", kind=Kind.PRIMARY),
    Answer(key="cancel", text="Cancel"),
)


@pytest.fixture
def parent(loop: GuiLoop) -> Iterator[QWidget]:
    window = QWidget()
    window.show()
    yield window
    window.close()
    window.deleteLater()


async def box_of(parent: QWidget) -> QMessageBox:
    await until(lambda: any(each.isVisible() for each in parent.findChildren(QMessageBox)))
    return next(each for each in parent.findChildren(QMessageBox) if each.isVisible())


def pressed(box: QMessageBox, text: str) -> None:
    next(each for each in box.findChildren(QPushButton) if each.text() == text).click()


def test_pressed_button_is_the_answer_and_other_coroutines_go_on(loop: GuiLoop, parent: QWidget) -> None:
    async def story() -> tuple[str, int]:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0.001)

        ticking = loop.spawn("tick", tick())
        asking = loop.spawn("ask", ask(parent, "Order it twice?", ANSWERS, default="cancel"))
        box = await box_of(parent)
        before = ticks
        await until(lambda: ticks > before + 3)
        pressed(box, "Order again for about $0.25")
        answer = await asking
        after = ticks
        await until(lambda: ticks > after + 3)
        ticking.cancel()
        return answer, ticks

    answer, ticks = loop.run_story(story())
    assert answer == "order"
    assert ticks > 6


def test_escape_means_the_careful_answer_which_has_the_focus(loop: GuiLoop, parent: QWidget) -> None:
    async def story() -> tuple[str, str]:
        asking = loop.spawn("ask", ask(parent, "Order it twice?", ANSWERS, default="cancel"))
        box = await box_of(parent)
        default = box.defaultButton().text()
        QTest.keyClick(box, Qt.Key.Key_Escape)
        return default, await asking

    assert loop.run_story(story()) == ("Cancel", "cancel")


def test_buttons_keep_their_order_and_details_make_the_sentence_a_heading(loop: GuiLoop, parent: QWidget) -> None:
    async def story() -> tuple[list[str], bool]:
        asking = loop.spawn("ask", ask(parent, "Order it twice?", ANSWERS, default="cancel", details="Both are paid."))
        box = await box_of(parent)
        await until(lambda: all(each.isVisible() for each in box.buttons()))
        buttons = sorted(box.findChildren(QPushButton), key=lambda each: each.x())
        heading = next(each for each in box.findChildren(QLabel) if each.text() == "Order it twice?")
        shown = (
            [each.text() for each in buttons],
            heading.font().bold() or heading.font().weight() > QFont.Weight.Normal,
        )
        pressed(box, "Cancel")
        await asking
        return shown

    assert loop.run_story(story()) == (["Order again for about $0.25", "Cancel"], True)


def test_cancelled_wait_closes_the_box(loop: GuiLoop, parent: QWidget) -> None:
    async def story() -> None:
        asking = loop.spawn("ask", ask(parent, "Order it twice?", ANSWERS, default="cancel"))
        await box_of(parent)
        asking.cancel()
        await until(lambda: not parent.findChildren(QMessageBox))

    loop.run_story(story())


def test_default_that_is_no_answer_is_a_programming_error(loop: GuiLoop, parent: QWidget) -> None:
    with pytest.raises(ValueError, match="none of"):
        loop.run_story(ask(parent, "?", ANSWERS, default="maybe"))
