"""The program's entry in the taskbar, and what each system's adapter does with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop, plural_loop
from tests.support.jobs import NOW, a_job
from tests.support.list_bridge import ListBridge
from tests.support.main_windows import main_window
from wandesk.app.desktop.dock_icon import SIDE, DockIcon, with_bar
from wandesk.app.desktop.mark import NO_MARK, Mark
from wandesk.app.desktop.taskbar import TaskbarEntry
from wandesk.app.desktop.windows_taskbar import INDETERMINATE, NO_PROGRESS, NORMAL, WindowsTaskbar
from wandesk.domain.job import JobStage
from wandesk.domain.progress import Progress
from wandesk.domain.send_queue import Workload
from wandesk.ui.look import application_icon


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with plural_loop(qapp) as running:
        yield running


def test_the_entry_follows_the_jobs(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> None:
    shown: list[Mark] = []

    class Recorded:
        def show(self, mark: Mark) -> None:
            shown.append(mark)

    bridge = ListBridge()
    window = main_window(loop, qtbot, bridge, tmp_path)
    entry = TaskbarEntry(Recorded(), now=lambda: NOW)
    entry.follow(window.updates)

    def now(mark: Mark) -> None:
        entry._soon.stop()
        entry._show()
        assert shown[-1] == mark

    bridge.add(a_job("old", JobStage.DONE))
    entry._show()
    assert shown == []  # nothing is under way, and nothing was
    bridge.add(a_job("a", JobStage.GENERATING), a_job("b", JobStage.QUEUED))
    now(Mark(is_busy=True))
    bridge.progressed(Progress(job_id="a", usual_seconds=160.0))
    now(Mark(is_busy=True, share=0.25))
    bridge.job_changed(a_job("a", JobStage.DONE))
    now(Mark(is_busy=True, share=0.5))
    bridge.workload_changed(Workload(is_paused=True, before={"b": 0}))
    now(NO_MARK)
    assert not entry._soon.isActive()  # nothing runs while nothing is under way
    bridge.workload_changed(Workload(before={"b": 0}))
    now(Mark(is_busy=True))  # a new beginning
    bridge.job_removed("b")
    entry.set_count(3)
    now(Mark(count=3))
    entry.close()
    assert shown[-1] == NO_MARK


class RecordedButtons:
    def __init__(self) -> None:
        self.calls: list[tuple[int, ...]] = []

    def set_state(self, window: int, state: int) -> None:
        self.calls.append((window, state))

    def set_value(self, window: int, done: int, whole: int) -> None:
        self.calls.append((window, done, whole))


def test_windows_shows_progress_on_the_button(qapp: QApplication) -> None:
    buttons = RecordedButtons()
    taskbar = WindowsTaskbar(qapp, lambda: 17, lambda: buttons)
    for mark in (Mark(is_busy=True), Mark(is_busy=True, share=0.25), NO_MARK):
        taskbar.show(mark)
    assert buttons.calls == [(17, INDETERMINATE), (17, NORMAL), (17, 250, 1000), (17, NO_PROGRESS)]


def test_windows_without_an_explorer_is_left_alone(qapp: QApplication) -> None:
    tried = []

    def missing() -> RecordedButtons:
        tried.append(1)
        raise OSError("class not registered")

    taskbar = WindowsTaskbar(qapp, lambda: 17, missing)
    taskbar.show(Mark(is_busy=True))
    taskbar.show(NO_MARK)
    assert tried == [1]


def test_the_dock_shows_a_bar_on_the_icon_while_something_is_under_way(qapp: QApplication) -> None:
    icon = application_icon()
    dock = DockIcon(qapp, icon)
    before = QGuiApplication.windowIcon().cacheKey()
    dock.show(Mark(is_busy=True, share=0.5))
    assert QGuiApplication.windowIcon().cacheKey() != before
    dock.show(NO_MARK)
    assert QGuiApplication.windowIcon().cacheKey() == icon.cacheKey()
    half, whole = (with_bar(icon, share).pixmap(SIDE, SIDE).toImage() for share in (0.5, 1.0))
    scale = half.width() / SIDE
    at = [(round(SIDE * x * scale), round(SIDE * 0.85 * scale)) for x in (0.3, 0.7)]
    assert [half.pixelColor(*place).lightness() > 200 for place in at] == [True, False]
    assert [whole.pixelColor(*place).lightness() > 200 for place in at] == [True, True]
