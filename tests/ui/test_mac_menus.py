"""The menus as macOS shows them. Qt maps Ctrl to Command there, and Meta to Control."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from wandesk.ui import menu_entries
from wandesk.ui.job_actions import JOB_ACTIONS
from wandesk.ui.menu_entries import Entry
from wandesk.ui.menus import Menus, set_plain_roles

Role = QAction.MenuRole

TAKEN = {
    # What macOS itself does with it, or what every program there does: the key of the entry that may have it.
    "Ctrl+H": "",  # hides the program
    "Ctrl+Alt+H": "",  # hides the others
    "Ctrl+M": "minimise",
    "Ctrl+Q": "quit",
    "Ctrl+W": "close_window",
    "Ctrl+,": "settings",
    "Ctrl+Tab": "",
    "Ctrl+`": "",  # the next window
    "Ctrl+Space": "",  # Spotlight
    "Ctrl+Alt+Space": "",
    "Meta+Space": "",  # the input method
    "Meta+Ctrl+Space": "",  # emoji
    "Meta+Ctrl+Q": "",  # locks the screen
    "Meta+Ctrl+F": "full_screen",
    "Ctrl+Shift+Q": "",  # logs out
    "Ctrl+Alt+Esc": "",  # Force Quit
    "Ctrl+Alt+D": "",  # the Dock
    "Ctrl+Shift+3": "",  # pictures of the screen
    "Ctrl+Shift+4": "",
    "Ctrl+Shift+5": "",
    "Meta+Up": "",  # Mission Control
    "Meta+Down": "",
    "Meta+Left": "",
    "Meta+Right": "",
    "F11": "",  # shows the desktop
}


def _entries() -> list[Entry]:
    return [each for menu in menu_entries.menus(is_mac=True) for each in menu.entries if isinstance(each, Entry)]


def _sequences(entry: Entry) -> list[str]:
    keys = entry.keys
    found = QKeySequence.keyBindings(keys) if isinstance(keys, QKeySequence.StandardKey) else [QKeySequence(keys)]
    return [each.toString(QKeySequence.SequenceFormat.PortableText) for each in found if not each.isEmpty()]


def test_nothing_takes_a_shortcut_of_the_system(qapp: QApplication) -> None:
    for entry in _entries():
        for keys in _sequences(entry):
            assert TAKEN.get(keys, entry.key) == entry.key, (entry.key, keys)
    for action in JOB_ACTIONS:
        for sequence in action.sequences():
            assert sequence.toString(QKeySequence.SequenceFormat.PortableText) not in TAKEN, action.key
    owners = {entry.key for entry in _entries()}
    assert {owner for owner in TAKEN.values() if owner} <= owners


def test_each_role_is_given_once(qapp: QApplication) -> None:
    roles = Counter(entry.role for entry in _entries() if entry.role is not Role.NoRole)
    assert roles == {Role.PreferencesRole: 1, Role.QuitRole: 1, Role.AboutRole: 1}


def test_no_entry_moves_because_of_its_text(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the job actions: "Settings of ..." would land in the menu of the program."""
    monkeypatch.setattr(menu_entries, "menus", lambda made=menu_entries.menus: made(is_mac=True))
    window = QMainWindow()
    menus = Menus(window, lambda _key, it: it)
    every = [*window.menuBar().actions()]
    for action in every:
        if isinstance(below := action.menu(), QMenu):
            every += below.actions()
    assert len(every) > 40
    assert not [action.text() for action in every if action.menuRole() is Role.TextHeuristicRole]
    assert menus.action("settings").menuRole() is Role.PreferencesRole
    menus.action("zoom").trigger()
    assert window.isMaximized()
    submenu = QMenu()
    below = submenu.addMenu("more")
    below.addAction("Settings of this")
    set_plain_roles(submenu)
    assert below.actions()[0].menuRole() is Role.NoRole
