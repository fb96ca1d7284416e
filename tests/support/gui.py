"""Coroutines of a test on the GUI thread: a qasync loop that runs one to its end, and waits without nested loops."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import qasync
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.widgets import question, wear_test_font
from wandesk.engine.supervisor import Supervisor
from wandesk.resources import resource_path
from wandesk.ui.look import Theme, apply_look

T = TypeVar("T")


class GuiLoop:
    """The GUI thread's event loop as the program has it, driven by a synchronous test.

    `spawn` is given to widgets. When the loop is closed, running and failed coroutines are checked.
    """

    def __init__(self, app: QApplication) -> None:
        self.loop = qasync.QEventLoop(app, set_running_loop=False)
        self.failures: list[tuple[str, BaseException]] = []
        self.supervisor = Supervisor(failed=lambda name, error: self.failures.append((name, error)), loop=self.loop)

    @property
    def spawn(self) -> Callable[[str, Coroutine[Any, Any, Any]], asyncio.Task[Any]]:
        return self.supervisor.spawn

    def run_story(self, story: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end; its exception fails the test."""
        # Not run_until_complete: qasync turns Qt's events once more there, when asyncio no longer knows its loop.
        running = self.loop.create_task(story)
        running.add_done_callback(lambda _ended: self.loop.stop())
        self.loop.run_forever()
        result: T = running.result()
        return result

    def run_until(self, condition: Callable[[], object], within: float = 5.0) -> None:
        """For a synchronous test: turn the event loop until the condition holds."""
        self.run_story(until(condition, within))

    def settle(self) -> None:
        """Wait until no coroutine runs any more."""
        self.run_until(lambda: not len(self.supervisor))

    def close(self) -> None:
        """Cancel what still runs and close the loop. A coroutine that failed unnoticed fails the test."""
        self.run_story(self.supervisor.close())
        self.loop.close()
        assert not self.failures, self.failures


@contextmanager
def gui_loop(app: QApplication, *, outlives_windows: bool = False) -> Iterator[GuiLoop]:
    """A GuiLoop for the length of a test; closed widgets are really deleted afterwards.

    `outlives_windows` is as in the program: the last window or question is closed while the loop runs.
    """
    app.setQuitOnLastWindowClosed(not outlives_windows)
    loop = GuiLoop(app)
    try:
        yield loop
    finally:
        loop.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        app.setQuitOnLastWindowClosed(True)


@contextmanager
def english_loop(app: QApplication) -> Iterator[GuiLoop]:
    """A GuiLoop that outlives its windows, with the test font, the light look, and American numbers and dates."""
    wear_test_font(app)
    apply_look(app, Theme.LIGHT)
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    with gui_loop(app, outlives_windows=True) as loop:
        yield loop
    QLocale.setDefault(before)


@contextmanager
def plural_loop(app: QApplication) -> Iterator[GuiLoop]:
    """`english_loop` with the English translation, which has the singular of texts that count."""
    translator = QTranslator()
    assert translator.load("wandesk_en", str(resource_path("translations")))
    app.installTranslator(translator)
    with english_loop(app) as loop:
        yield loop
    app.removeTranslator(translator)


def answered(loop: GuiLoop, window: QWidget, answer: str) -> str:
    """Answer the question that `window` opens; returns what it says."""
    loop.run_until(lambda: question(window) is not None)
    box = question(window)
    assert box is not None
    next(each for each in box.buttons() if each.text() == answer).click()
    return f"{box.text()}\n{box.informativeText()}"


async def until(condition: Callable[[], object], within: float = 5.0) -> None:
    """Wait for a condition, checking every few milliseconds. Raises AssertionError when it never holds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + within
    while not condition():
        assert loop.time() < end, f"still not true after {within} s: {condition}"
        await asyncio.sleep(0.005)


@contextmanager
def lateness() -> Iterator[list[float]]:
    """Seconds by which a precise 5 ms timer of the GUI thread was late. The list grows while the block runs."""
    late: list[float] = [0.0]
    last = time.monotonic()

    def ticked() -> None:
        nonlocal last
        now = time.monotonic()
        late.append(max(0.0, now - last - 0.005))
        last = now

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(ticked)
    timer.start(5)
    try:
        yield late
    finally:
        timer.stop()
        late.append(max(0.0, time.monotonic() - last - 0.005))
