"""One press makes one order (design.md, "paid once", 8), counted at the cloud, in the complete program."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tests.support.gui import until
from tests.support.program import ask_practice, ready_program, run_on_loop, window_of
from tests.support.widgets import question
from wandesk.app.application import Application
from wandesk.domain.job import JobStage

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def program(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    monkeypatch.setenv("WANDESK_PRACTICE", "--tiny --speed 20")
    with ready_program(tmp_path / "profile") as running:
        yield running


def generate(window: QWidget) -> QPushButton:
    return next(each for each in window.findChildren(QPushButton) if each.accessibleName() == "Generate")


async def creates(program: Application) -> int:
    """Orders in the ledger of the Practice child, which replaces the cloud."""
    ledger = await ask_practice(program, "ledger")
    return int(ledger["tasks_made"])


async def all_done(program: Application) -> int:
    """The number of rows once every job has ended."""
    model = window_of(program).jobs.model

    def is_done() -> bool:
        jobs = [model.job_at(row) for row in range(model.rowCount())]
        return bool(jobs) and all(job is not None and job.stage is JobStage.DONE for job in jobs)

    await until(is_done, within=30)
    return model.rowCount()


def test_twenty_quick_clicks_make_one_order(program: Application) -> None:
    window = window_of(program)

    async def story() -> None:
        button = generate(window)
        for _ in range(20):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            await asyncio.sleep(0.01)
        if (box := question(window)) is not None:  # the first row was there before the last click, so the window asked
            box.defaultButton().click()
        assert await all_done(program) == 1
        assert await creates(program) == 1

    run_on_loop(program, story())


def test_held_key_makes_one_order(program: Application) -> None:
    window = window_of(program)
    field = window.composer.cards.prompt.field
    field.setFocus()

    async def story() -> None:
        for number in range(30):
            is_held = number > 0
            for target in (field, generate(window)):
                modifiers = CONTROL if target is field else Qt.KeyboardModifier.NoModifier
                held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, modifiers, "", is_held or target is not field)
                QApplication.sendEvent(target, held)
            await asyncio.sleep(0.02)
        assert question(window) is None
        assert await all_done(program) == 1
        assert await creates(program) == 1

    run_on_loop(program, story())
    assert not window.menus.action("generate").autoRepeat()


def test_presses_while_window_or_engine_are_blocked_make_one_order(program: Application) -> None:
    window = window_of(program)
    stall = threading.Event()

    async def stand_still() -> None:
        stall.wait(10)

    async def story() -> None:
        button = generate(window)
        program.host.thread.run("stall", stand_still())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        for _ in range(5):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            window.menus.action("generate").trigger()
            await asyncio.sleep(0.05)
        assert window.composer._press.is_busy
        stall.set()
        await until(lambda: window.jobs.model.rowCount() == 1 and not window.composer._press.is_busy, within=20)
        threading.Event().wait(0.5)  # the window is blocked; presses are delivered afterwards
        for _ in range(3):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        await until(lambda: question(window) is not None, within=10)
        box = question(window)
        assert box is not None
        assert box.defaultButton().text() == "Cancel"
        box.defaultButton().click()
        await until(lambda: question(window) is None, within=10)
        assert await all_done(program) == 1
        assert await creates(program) == 1

    run_on_loop(program, story())
