"""Job actions as entries of a menu."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QCursor
from PySide6.QtWidgets import QMenu, QWidget

from wandesk.domain.job import Job
from wandesk.ui.job_action import JobAction, Place
from wandesk.ui.job_actions import JobActionKey, actions_at
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.look import icon
from wandesk.ui.widgets.plain_text import set_entry_tooltip, show_entry_tooltips
from wandesk.ui.widgets.round_menu import rounded
from wandesk.ui.wording import actions as wording

Target = Callable[[JobActionKey, JobSnapshot], JobSnapshot]
"""Of an action of a job: the job that decides whether it is possible. With several selected rows, another may."""


class JobMenu(QMenu):
    """The context menu of a job; it deletes itself when it closes.

    It has the actions that are possible, and impossible ones whose label says why. While it is open, no entry moves
    under the pointer: those that the job has left behind are disabled and say why, and new ones come at the end.
    """

    requested = Signal(object, object)
    """A JobActionKey and the job."""

    def __init__(
        self, job: Job, snapshot: Callable[[Job], JobSnapshot | None], target: Target, parent: QWidget | None = None
    ) -> None:
        """`snapshot` returns the job's newest state; None once it has left the list."""
        super().__init__(parent)
        self._job = job
        self._snapshot = snapshot
        self._target = target
        rounded(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        show_entry_tooltips(self)
        self._entries: dict[JobAction, QAction] = {}
        self.refresh()

    def refresh(self) -> None:
        """Show what the job allows now."""
        it, before = self._snapshot(self._job), self.size()
        if it is not None:
            missing = [each for each in actions_at(Place.CONTEXT_MENU) if each not in self._entries]
            self._add([each for each in missing if each.is_shown(self._target(each.key, it))])
        for action, entry in self._entries.items():
            target = None if it is None else self._target(action.key, it)
            show_action(entry, action, target, has_access_key=False)
        if self.isVisible() and self.size() != before:
            self._keep_on_screen()

    def _keep_on_screen(self) -> None:
        """Move a menu that has grown over the edge of its screen to where all of it is seen.

        It goes beside the pointer, so that no other entry comes under it.
        """
        room = self.screen().availableGeometry()
        if room.contains(self.geometry()):
            return
        pointer = QCursor.pos()
        place = QPoint(
            max(room.left(), min(self.x(), room.right() - self.width() + 1)),
            max(room.top(), min(self.y(), room.bottom() - self.height() + 1)),
        )
        if QRect(place, self.size()).contains(pointer):
            is_room_right = pointer.x() + self.width() < room.right()
            place.setX(pointer.x() + 1 if is_room_right else pointer.x() - self.width())
        self.move(place)

    def _add(self, actions: Sequence[JobAction]) -> None:
        if actions and self._entries:
            self.addSeparator()
        for action, entry in add_job_actions(self, actions, self):
            entry.triggered.connect(partial(self._request, action.key))
            self._entries[action] = entry

    def _request(self, key: JobActionKey, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a signal's own value
        self.requested.emit(key, self._job)


def show_action(entry: QAction, action: JobAction, it: JobSnapshot | None, *, has_access_key: bool) -> None:
    """Show an action of a job, or of none, in its entry. The tooltip of a disabled one says why."""
    label = action.text(it)
    is_possible = it is not None and action.is_possible(it)
    entry.setText(label if has_access_key else wording.plain(label))
    entry.setEnabled(is_possible)
    set_entry_tooltip(entry, "" if it is None or is_possible else action.reason(it))


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
