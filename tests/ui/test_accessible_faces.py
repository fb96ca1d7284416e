"""What a screen reader meets where Qt's own account would mislead: rows to press, toggle buttons, frames, choices."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QStringListModel
from PySide6.QtGui import QAccessible, QAccessibleInterface, QIcon
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QLabel, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wandesk.ui.player.transport import SwitchButton
from wandesk.ui.widgets.choice_box import Choice, ChoiceBox
from wandesk.ui.widgets.faces import install_faces
from wandesk.ui.widgets.row_faces import RowsFace

ROOT = Path(__file__).resolve().parents[2]
NAME, ABOUT = QAccessible.Text.Name, QAccessible.Text.Description

CYCLES = """
import gc
from PySide6.QtCore import QStringListModel
from PySide6.QtGui import QAccessible, QAccessibleTableModelChangeEvent, QIcon
from PySide6.QtWidgets import QApplication, QFrame
from tests.ui.test_accessible_faces import PressableList, face
from wandesk.ui.player.transport import SwitchButton
from wandesk.ui.widgets.faces import install_faces
app = QApplication([])
install_faces(app)
QAccessible.setActive(True)
for number in range(300):
    things = PressableList(), SwitchButton("Loop", (QIcon(), QIcon()), "Loop"), QFrame()
    for each in things:
        each.show()
        face(each).text(QAccessible.Text.Name)
    # What Qt sends on a platform with a screen reader; it asks a list for its table.
    change = QAccessibleTableModelChangeEvent(things[0], QAccessibleTableModelChangeEvent.ModelChangeType.ModelReset)
    QAccessible.updateAccessibility(change)
    rows = [face(things[0]).child(row) for row in range(3)]
    known = QAccessible.uniqueId(rows[0])
    del rows
    assert QAccessible.accessibleInterface(known).text(QAccessible.Text.Name) == "One"
    things[0].names.setStringList(["x"] * (number % 4))
    assert QAccessible.accessibleInterface(known) is None
    for each in things:
        each.deleteLater()
    app.processEvents()
    if number % 50 == 0:
        gc.collect()
kept = PressableList()
face(kept).child(0)
print("done")
"""


class PressableList(QListView):
    """Three rows; each press is noted."""

    def __init__(self) -> None:
        super().__init__()
        self.names = QStringListModel(["One", "Two", "Three"], self)
        self.setModel(self.names)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.pressed_rows: list[int] = []

    def accessible_face(self) -> RowsFace:
        return RowsFace(self, self.pressed_rows.append)


def face(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


@pytest.fixture(autouse=True)
def _faces(qapp: QApplication) -> None:
    install_faces(qapp)


def test_rows_are_read_pressed_and_selected(qtbot: QtBot) -> None:
    shown = PressableList()
    qtbot.addWidget(shown)
    shown.show()
    rows = face(shown)
    assert rows.role() is QAccessible.Role.List
    assert [rows.child(row).text(NAME) for row in range(rows.childCount())] == ["One", "Two", "Three"]
    two = rows.child(1)
    assert two.role() is QAccessible.Role.ListItem
    assert rows.indexOfChild(two) == 1
    assert two.parent().object() is shown
    assert "Press" in two.actionInterface().actionNames()
    two.actionInterface().doAction("Press")
    assert shown.pressed_rows == [1]
    rows.selectionInterface().select(two)
    assert two.state().selected
    assert [each.text(NAME) for each in rows.selectionInterface().selectedItems()] == ["Two"]
    shown.names.removeRows(0, 1)
    assert two.isValid()
    assert rows.indexOfChild(two) == 0, "a row keeps its face where it moves to"
    number = QAccessible.uniqueId(two)
    del two  # from here on only Qt may ask it, by its number
    shown.names.removeRows(0, 1)
    assert QAccessible.accessibleInterface(number) is None


def test_switch_is_a_toggle_button_that_says_its_state(qtbot: QtBot) -> None:
    switch = SwitchButton("Loop", (QIcon(), QIcon()), "Loop (L)")
    qtbot.addWidget(switch)
    wishes: list[bool] = []
    switch.switched.connect(wishes.append)
    shown = face(switch)
    assert (shown.role(), shown.text(NAME)) == (QAccessible.Role.Button, "Loop")
    assert shown.state().checkable
    assert not shown.state().checked
    if sys.platform == "linux":
        assert shown.text(ABOUT) == "off"
    shown.actionInterface().doAction("Press")
    assert wishes == [True]
    assert shown.state().checked
    assert shown.state().pressed
    if sys.platform == "linux":
        assert shown.text(ABOUT) == "on"


def test_frame_is_a_group_only_with_a_name(qtbot: QtBot) -> None:
    card = QFrame()
    qtbot.addWidget(card)
    QVBoxLayout(card).addWidget(QLabel("Inside"))
    assert face(card).role() is QAccessible.Role.Client
    assert face(card).child(0).text(NAME) == "Inside"
    card.setAccessibleName("Sound")
    assert face(card).role() is QAccessible.Role.Grouping


def test_pressing_an_entry_of_a_combo_box_chooses_it(qtbot: QtBot) -> None:
    box = ChoiceBox("Resolution")
    qtbot.addWidget(box)
    box.set_choices([Choice(key=each, name=each) for each in ("480P", "720P", "1080P")], "480P")
    chosen: list[str] = []
    box.chosen.connect(chosen.append)
    box.show()
    entries = face(box.view())
    assert entries.parent().object() is box
    entries.child(2).actionInterface().doAction("Press")
    assert (box.key, chosen) == ("1080P", ["1080P"])
    box.showPopup()
    entries.selectionInterface().select(entries.child(1))
    assert (box.key, chosen) == ("720P", ["1080P", "720P"])
    assert not box.view().isVisible()


def test_list_that_is_read_while_it_is_made_gets_its_rows_later(qtbot: QtBot) -> None:
    shown = QListView()
    qtbot.addWidget(shown)
    pressed: list[int] = []
    rows = RowsFace(shown, pressed.append)
    assert (rows.childCount(), rows.child(0)) == (0, None)
    names = QStringListModel(["One"], shown)
    shown.setModel(names)
    assert rows.childCount() == 1
    assert rows.child(0).text(NAME) == "One"


def test_faces_outlive_their_widgets_and_the_program_without_a_crash() -> None:
    done = subprocess.run([sys.executable, "-c", CYCLES], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "done"), done.stderr
