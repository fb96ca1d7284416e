"""What a screen reader gets of tooltips: Qt gives them as descriptions, which must not repeat the name."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop
from tests.support.jobs import a_job, a_video
from tests.support.list_bridge import ListBridge
from tests.support.main_windows import main_window
from wandesk.domain.job import JobStage
from wandesk.ui.notices import NoticeAct, Owner
from wandesk.ui.widgets.plain_text import set_tooltip


def read(widget: QWidget) -> tuple[str, str]:
    """The name and the description as the system's accessibility gets them."""
    face = QAccessible.queryAccessibleInterface(widget)
    assert face is not None
    return face.text(QAccessible.Text.Name), face.text(QAccessible.Text.Description).strip()


def test_tooltip_equal_to_the_name_is_read_once(qapp: QApplication) -> None:
    button = QToolButton()
    button.setAccessibleName("Loop")
    set_tooltip(button, "Loop")
    assert read(button) == ("Loop", "")
    assert button.toolTip() == "Loop"
    set_tooltip(button, "Play the video again and again")
    assert read(button) == ("Loop", "Play the video again and again")
    set_tooltip(button, "Loop")
    button.setAccessibleDescription("on")
    set_tooltip(button, "Loop")
    assert read(button) == ("Loop", "on")
    button.deleteLater()


def test_no_widget_of_the_window_is_read_twice(loop: GuiLoop, qtbot: QtBot, tmp_path: Path) -> None:
    bridge = ListBridge()
    window = main_window(loop, qtbot, bridge, tmp_path)
    window.show()
    bridge.add(a_job("a", JobStage.DONE, region="practice", video=a_video(tmp_path / "a.mp4")))
    window.jobs.select("a")
    window.notices.warn(Owner(NoticeAct.GENERATE), "The disk is full.")
    loop.settle()
    with_tooltip = [each for each in window.findChildren(QWidget) if each.toolTip()]
    assert len(with_tooltip) > 10
    twice = [name for name, description in map(read, with_tooltip) if name == description]
    assert twice == []
