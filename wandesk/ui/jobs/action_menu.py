"""Job actions as entries of a menu."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from wandesk.ui.job_actions import JobAction
from wandesk.ui.look import icon


def add_job_actions(menu: QMenu, actions: Iterable[JobAction], owner: QObject) -> Iterator[tuple[JobAction, QAction]]:
    """Append actions with separators between their groups; yields each action with its menu entry.

    Shortcuts are only shown. The list handles the keys, so that they do nothing while another widget has the focus.
    """
    for index, (_group, members) in enumerate(groupby(actions, key=lambda action: action.group)):
        if index:
            menu.addSeparator()
        for action in members:
            entry = QAction(action.label(), owner)
            if action.icon:
                entry.setIcon(icon(action.icon))
            entry.setShortcuts(action.sequences())
            entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            menu.addAction(entry)
            yield action, entry
