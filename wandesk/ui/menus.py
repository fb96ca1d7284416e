"""The menu bar: builds what `actions` lists, and shows what is possible with the job that is selected."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPlainTextEdit

from wandesk.domain.job import Job, Progress
from wandesk.ui import actions
from wandesk.ui.jobs.acts import can_cancel, can_check_again, can_download_again, can_move, can_play, can_remove
from wandesk.ui.jobs.view import JobsView
from wandesk.ui.look import icon
from wandesk.ui.reorder import ReorderOffer
from wandesk.ui.settings.table import LANGUAGE, THEME
from wandesk.ui.wording import actions as act_words
from wandesk.ui.wording import uncertainty as doubt_words

translate = QCoreApplication.translate


class Menus(QObject):
    """Every action of the window, by the key of its wish (`ui.actions`)."""

    theme_chosen = Signal(str)
    """A key of the option."""
    language_chosen = Signal(str)
    """A key of the option."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {}
        self._choices: dict[str, QActionGroup] = {}
        for index, menu in enumerate(actions.menus()):
            if index == 3:  # View stands before Help
                self._make_view()
            self._make(menu)
        # Shown only: the list reads the key itself, so that it removes nothing while something else has the focus.
        self._actions["remove"].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        for wish in ("undo", "redo", "cut", "copy", "select_all"):
            self._actions[wish].triggered.connect(_focus_act(wish))
        self.show_paused(is_paused=False)

    def action(self, wish: str) -> QAction:
        """The menu entry of a wish."""
        return self._actions[wish]

    def connect_wishes(self, wishes: Mapping[str, Callable[[], None]]) -> None:
        """What each entry does."""
        for wish, act in wishes.items():
            self._actions[wish].triggered.connect(lambda _checked=False, act=act: act())

    def disable(self, wishes: Iterable[str]) -> None:
        """These mean nothing in this run."""
        for wish in wishes:
            self._actions[wish].setEnabled(False)

    def tick(self, choice: str, key: str) -> None:
        """Tick the option `key` of the View menu's choice `theme` or `language`."""
        for action in self._choices[choice].actions():
            action.setChecked(action.data() == key)

    def show_paused(self, *, is_paused: bool) -> None:
        """Orders are held back here, or go on."""
        self._actions["pause_all"].setVisible(not is_paused)
        self._actions["resume_all"].setVisible(is_paused)

    def show_job(self, job: Job | None, progress: Progress | None, offer: ReorderOffer | None) -> None:
        """What is possible with the selected job; an act that is not possible yet may say why in its place."""
        now = time.time()
        is_movable = job is not None and can_move(progress)
        cost = doubt_words.again_cost(offer.cost) if offer else ""
        self._actions["cancel"].setText((act_words.cannot_cancel(job) if job else "") or actions.cancel_text())
        self._actions["remove"].setText((act_words.cannot_remove(job, now) if job else "") or actions.remove_text())
        self._actions["generate_again"].setText(actions.generate_again_text(cost))
        for wish, is_possible in (
            ("generate_again", offer is not None and not offer.is_under_way),
            ("choose_video", job is not None and doubt_words.needs_choice(job)),
            ("download_again", job is not None and can_download_again(job, now)),
            ("check_again", job is not None and can_check_again(job)),
            ("cancel", job is not None and can_cancel(job)),
            *((f"move_{where}", is_movable) for where in ("to_top", "up", "down")),
            ("show_in_folder", job is not None and can_play(job)),
            ("remove", job is not None and can_remove(job, now)),
        ):
            self._actions[wish].setEnabled(is_possible)

    def _make(self, menu: actions.Menu) -> None:
        shown = self._window.menuBar().addMenu(menu.title)
        for act in menu.acts:
            if act is None:
                shown.addSeparator()
                continue
            action = QAction(act.text, self._window)
            action.setShortcuts(_keys(act.keys))
            action.setMenuRole(act.role)
            action.setAutoRepeat(False)  # a held Ctrl+Return orders once
            if act.icon:
                action.setIcon(icon(act.icon))
            shown.addAction(action)
            self._actions[act.wish] = action

    def _make_view(self) -> None:
        view = self._window.menuBar().addMenu(actions.view_title())
        for name, title, setting, chosen in (
            ("theme", translate("Window", "&Theme"), THEME, self.theme_chosen),
            ("language", translate("Window", "&Language"), LANGUAGE, self.language_chosen),
        ):
            submenu = view.addMenu(title)
            group = QActionGroup(self)
            assert setting.choices is not None
            for key, text in setting.choices().items():
                action = submenu.addAction(text)
                action.setCheckable(True)
                action.setData(key)
                group.addAction(action)
            group.triggered.connect(lambda action, chosen=chosen: chosen.emit(action.data()))
            self._choices[name] = group
        view.addSeparator()
        full = view.addAction(translate("Window", "&Full screen"))
        full.setShortcut(QKeySequence(Qt.Key.Key_F11))
        self._actions["full_screen"] = full


def _keys(keys: QKeySequence | QKeySequence.StandardKey | str) -> list[QKeySequence]:
    if isinstance(keys, QKeySequence.StandardKey):
        return QKeySequence.keyBindings(keys)
    sequence = QKeySequence(keys)
    return [] if sequence.isEmpty() else [sequence]


def _focus_act(wish: str) -> Callable[[], None]:
    method = {"select_all": "selectAll"}.get(wish, wish)

    def act() -> None:
        field = QApplication.focusWidget()
        if isinstance(field, QPlainTextEdit | QLineEdit):
            getattr(field, method)()
        elif wish == "copy" and isinstance(field, JobsView):
            field.copy.emit()

    return act
