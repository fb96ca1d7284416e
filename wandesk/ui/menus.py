"""The menu bar: builds what `menu_entries` and `job_actions` list, and shows what the selected job allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMenu, QPlainTextEdit, QWidget

from wandesk.ui import menu_entries
from wandesk.ui.job_action import Place
from wandesk.ui.job_actions import JobActionKey, actions_at
from wandesk.ui.jobs.action_menu import Target, add_job_actions, show_action
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.jobs.view import JobsView
from wandesk.ui.look import icon
from wandesk.ui.playback_menu import PlaybackMenu
from wandesk.ui.widgets.plain_text import show_entry_tooltips
from wandesk.ui.widgets.round_menu import rounded


def set_plain_roles(menu: QWidget) -> None:
    """Give no entry a role by its text.

    macOS would move one that begins with "Settings" or "About" into the menu of the program.
    """
    for action in menu.actions():
        if action.menuRole() is QAction.MenuRole.TextHeuristicRole:
            action.setMenuRole(QAction.MenuRole.NoRole)
        if isinstance(below := action.menu(), QMenu):
            set_plain_roles(below)


class Menus(QObject):
    """Every entry of the menu bar, by its key."""

    action_requested = Signal(object, object)
    """A JobActionKey and a tuple of jobs."""
    undo_requested = Signal()
    """Undo while no text field has the focus."""
    theme_chosen = Signal(str)
    """A key of the option."""
    language_chosen = Signal(str)
    """A key of the option."""
    jobs_view_chosen = Signal(str)
    """A key of the option."""
    jobs_place_chosen = Signal(str)
    """A key of the option."""

    def __init__(self, window: QMainWindow, target: Target) -> None:
        super().__init__(window)
        self._window = window
        self._target = target
        self._actions: dict[str, QAction] = {}
        self._choices: dict[str, QActionGroup] = {}
        self._selected: JobSnapshot | None = None
        for menu in menu_entries.menus():
            self._make(menu)
        for key in ("undo", "redo", "cut", "copy", "select_all"):
            self._actions[key].triggered.connect(partial(self._edit, key))
        if "minimise" in self._actions:
            self._connect_window(window)
        set_plain_roles(window.menuBar())
        self.show_paused(is_paused=False)
        self.show_job(None)

    def action(self, key: str) -> QAction:
        """The menu entry of a key."""
        return self._actions[key]

    def connect_entries(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Connect each entry to its handler."""
        for key, handler in handlers.items():
            self._actions[key].triggered.connect(lambda _checked=False, handler=handler: handler())

    def disable(self, keys: Iterable[str]) -> None:
        """Disable entries for this run."""
        for key in keys:
            self._actions[key].setEnabled(False)

    def tick(self, choice: str, key: str) -> None:
        """Tick the option `key` among the choices of a submenu, by its key in `menu_entries`."""
        for action in self._choices[choice].actions():
            action.setChecked(action.data() == key)

    def show_paused(self, is_paused: bool) -> None:  # noqa: FBT001 - a signal's own value
        """Show whether sending is paused."""
        self._actions["pause_all"].setVisible(not is_paused)
        self._actions["resume_all"].setVisible(is_paused)

    def show_job(self, it: JobSnapshot | None) -> None:
        """Show which actions the selected job allows; a label may say why one is not possible."""
        self._selected = it
        for action in (*actions_at(Place.VIDEO_MENU), *actions_at(Place.PLAYBACK_MENU)):
            target = None if it is None else self._target(action.key, it)
            show_action(self._actions[action.key], action, target, has_access_key=True)

    # ------------------------------------------------------------------ inside

    def _connect_window(self, window: QMainWindow) -> None:
        zoom = Qt.WindowState.WindowMaximized
        self.connect_entries(
            {
                "minimise": window.showMinimized,
                "zoom": lambda: window.setWindowState(window.windowState() ^ zoom),
                "close_window": window.close,
            }
        )

    def _make(self, menu: menu_entries.Menu) -> None:
        shown = rounded(self._window.menuBar().addMenu(menu.title))
        for entry in menu.entries:
            match entry:
                case None:
                    shown.addSeparator()
                case menu_entries.JobActions():
                    self._make_job_actions(shown, Place.VIDEO_MENU)
                case menu_entries.PlayerCommands():
                    self.playback = PlaybackMenu(shown)
                    shown.addMenu(rounded(self.playback))
                    self.playback.addSeparator()
                    self._make_job_actions(self.playback, Place.PLAYBACK_MENU)
                case menu_entries.Choices():
                    self._make_choices(shown, entry)
                case menu_entries.Entry():
                    action = QAction(entry.text, self._window)
                    action.setShortcuts(_sequences(entry.keys))
                    action.setMenuRole(entry.role)
                    action.setAutoRepeat(False)  # a held Ctrl+Return orders once
                    action.setCheckable(entry.is_checkable)
                    if entry.icon:
                        action.setIcon(icon(entry.icon))
                    shown.addAction(action)
                    self._actions[entry.key] = action

    def _make_job_actions(self, menu: QMenu, place: Place) -> None:
        show_entry_tooltips(menu)  # why an entry is disabled
        menu.aboutToShow.connect(lambda: self.show_job(self._selected))  # more rows may be selected
        for action, shown in add_job_actions(menu, actions_at(place), self._window):
            if action.is_key_global:
                shown.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            shown.setAutoRepeat(False)
            shown.triggered.connect(partial(self._request, action.key))
            self._actions[action.key] = shown

    def _make_choices(self, menu: QMenu, choices: menu_entries.Choices) -> None:
        submenu = rounded(menu.addMenu(choices.title))
        group = QActionGroup(self)
        assert choices.setting.choices is not None
        for key, text in choices.setting.choices().items():
            action = submenu.addAction(text)
            action.setCheckable(True)
            action.setData(key)
            group.addAction(action)
        chosen = {
            "theme": self.theme_chosen,
            "language": self.language_chosen,
            "jobs_view": self.jobs_view_chosen,
            "jobs_place": self.jobs_place_chosen,
        }[choices.key]
        group.triggered.connect(lambda action: chosen.emit(action.data()))
        self._choices[choices.key] = group

    def _request(self, key: JobActionKey, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a signal's own value
        if self._selected is not None:
            self.action_requested.emit(key, (self._target(key, self._selected).job,))

    def _edit(self, key: str, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a signal's own value
        """Edit the focused text field.

        In the list, Copy copies the video and Select all selects the rows. Outside of text, Undo brings rows back.
        """
        field = QApplication.focusWidget()
        if isinstance(field, QPlainTextEdit | QLineEdit):
            getattr(field, {"select_all": "selectAll"}.get(key, key))()
        elif key == JobActionKey.COPY and isinstance(field, JobsView):
            self._request(JobActionKey.COPY)
        elif key == "select_all" and isinstance(field, JobsView):
            field.selectAll()
        elif key == "undo":
            self.undo_requested.emit()


def _sequences(keys: QKeySequence | QKeySequence.StandardKey | str) -> list[QKeySequence]:
    if isinstance(keys, QKeySequence.StandardKey):
        return QKeySequence.keyBindings(keys)
    sequence = QKeySequence(keys)
    return [] if sequence.isEmpty() else [sequence]
