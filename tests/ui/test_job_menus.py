"""A menu that is open while its job moves on follows it, and an action that is no longer possible says why."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop
from tests.support.jobs import a_job, a_problem, a_video
from tests.support.main_windows import main_window
from tests.support.stages import snapshot
from wandesk.domain.job import JobStage
from wandesk.ui.bridge import Bridge
from wandesk.ui.job_action import JobAction
from wandesk.ui.job_actions import JOB_ACTIONS, JobActionKey
from wandesk.ui.jobs.action_menu import JobMenu
from wandesk.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)

VIDEO = a_video("/nowhere/fox.mp4")


class NoEngine(Bridge):
    """A bridge without an engine; every video is where it was saved."""

    def __init__(self) -> None:
        thread: Any = None
        super().__init__(thread, Future())

    async def is_video_there(self, job_id: str) -> bool:
        return True


@pytest.fixture
def bridge(qapp: QApplication) -> Bridge:
    return NoEngine()


@pytest.fixture
def window(loop: GuiLoop, qtbot: QtBot, bridge: Bridge, tmp_path: Path) -> MainWindow:
    window = main_window(loop, qtbot, bridge, tmp_path / "videos")
    window.show()
    return window


@pytest.fixture
def menu(window: MainWindow, bridge: Bridge) -> JobMenu:
    """The context menu of a job in Alibaba's queue, open."""
    bridge.job_added(a_job("a", JobStage.WAITING))
    window.jobs.select("a")
    menu = window.jobs.requests.menu_for(a_job("a", JobStage.WAITING))
    menu.popup(window.mapToGlobal(QPoint(500, 400)))
    assert menu.isVisible()
    return menu


def entry(menu: JobMenu, text: str) -> QAction:
    return next(each for each in menu.actions() if each.text() == text)


def test_open_menu_follows_its_job(menu: JobMenu, bridge: Bridge) -> None:
    before = menu.actions()
    cancel, check = entry(menu, "Cancel"), entry(menu, "Check again")
    assert cancel.isEnabled()
    assert check.isEnabled()
    bridge.job_changed(a_job("a", JobStage.GENERATING))
    assert (cancel.text(), cancel.isEnabled()) == ("Can't cancel: already being made", False)
    assert check.isEnabled()
    bridge.job_changed(a_job("a", JobStage.FAILED, problem=a_problem()))
    assert (check.isEnabled(), check.toolTip()) == (
        False,
        "“Check again” isn't possible now. This video wasn't made.",
    )
    assert menu.actions()[: len(before)] == before, "no entry moves under the pointer"
    assert entry(menu, "Remove").isEnabled(), "what is possible now comes at the end"
    assert menu.height() >= menu.sizeHint().height()
    bridge.job_removed("a")
    assert not any(each.isEnabled() for each in menu.actions() if not each.isSeparator())


def test_menu_that_grows_stays_on_its_screen_and_beside_the_pointer(
    menu: JobMenu, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = menu.screen().availableGeometry()
    menu.move(room.left() + 40, room.bottom() - menu.height())
    pointer = menu.geometry().center()
    monkeypatch.setattr(QCursor, "pos", lambda: pointer)
    bridge.job_changed(a_job("a", JobStage.DONE, video=VIDEO))
    assert room.contains(menu.geometry())
    assert not menu.geometry().contains(pointer), "no other entry comes under the pointer"
    menu.move(room.right(), room.bottom())
    bridge.job_changed(a_job("a", JobStage.DONE, video=VIDEO))
    assert menu.pos() == room.bottomRight(), "only growing moves it"


def test_video_menu_follows_the_selected_job(window: MainWindow, menu: JobMenu, bridge: Bridge) -> None:
    cancel = window.menus.action("cancel")
    assert cancel.isEnabled()
    bridge.job_changed(a_job("a", JobStage.DOWNLOADING))
    assert (cancel.text(), cancel.isEnabled()) == ("Can't cancel: already finished", False)
    assert cancel.toolTip() == "Can't cancel: already finished."


def test_stale_entry_says_why_nothing_happens(window: MainWindow, menu: JobMenu, bridge: Bridge) -> None:
    old = a_job("a", JobStage.WAITING)
    bridge.job_changed(a_job("a", JobStage.DONE, video=VIDEO))
    menu.requested.emit(JobActionKey.CANCEL, old)  # pressed in the same moment
    assert window.notices.sentence == "“Cancel” isn't possible now. Your video is ready."
    bridge.job_removed("a")
    menu.requested.emit(JobActionKey.CHECK_AGAIN, old)
    assert window.notices.sentence == "This video is no longer in the list."


def test_key_of_an_impossible_action_says_why(window: MainWindow, bridge: Bridge) -> None:
    bridge.job_added(a_job("a", JobStage.GENERATING))
    window.jobs.select("a")
    QTest.keyClick(window.jobs.view, Qt.Key.Key_Return)
    assert window.notices.sentence == "“Play” isn't possible now. Your video is being made."
    bridge.job_changed(a_job("a", JobStage.DONE, video=VIDEO))
    assert window.notices.sentence == "", "that job has ended"


@pytest.mark.parametrize("action", JOB_ACTIONS, ids=lambda action: action.key)
def test_no_action_is_refused_in_silence(qapp: QApplication, action: JobAction) -> None:
    for stage in JobStage:
        it = snapshot(a_job("a", stage, video=VIDEO if stage is JobStage.DONE else None))
        if not action.is_possible(it):
            reason = action.reason(it)
            assert len(reason) > 15, (stage, reason)
            assert reason.endswith("."), (stage, reason)
