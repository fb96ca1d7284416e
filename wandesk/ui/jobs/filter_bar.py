"""The bar over the list: which jobs are shown, in which order, and as rows or as a grid."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QMenu, QToolButton, QWidget

from wandesk.domain.job_query import JobFilter, JobQuery, JobSort
from wandesk.domain.listing import JobCounts
from wandesk.domain.structs import replace
from wandesk.ui.look import IconRole, icon
from wandesk.ui.widgets.pills import IconChoice, Pill
from wandesk.ui.widgets.plain_text import button_text, set_tooltip
from wandesk.ui.widgets.round_menu import rounded
from wandesk.ui.widgets.search_field import SearchField
from wandesk.ui.wording import job_filters as wording
from wandesk.ui.wording.sentences import named

ONE_LINE_FROM = 600
"""Logical pixels of the list's width from which everything stands in one line."""
SIDE, LEAST_SEARCH = 12, 200
LONGEST_TEXT = 200
"""Characters of a search."""


class FilterBar(QWidget):
    """Emits the query after every change of it."""

    query_changed = Signal(object)
    """A JobQuery."""
    view_chosen = Signal(bool)
    """Whether the grid was chosen."""
    left = Signal()
    """The keys go back to the list."""
    entered = Signal()
    """The same, to the first job of what was found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = JobQuery()
        self._labels: Mapping[str, int] = {}
        self.pills = {each: Pill(wording.filter_name(each), self) for each in JobFilter}
        self.search = SearchField(
            name=wording.search_name(),
            placeholder=wording.search(),
            clear=wording.clear_search(),
            longest=LONGEST_TEXT,
            parent=self,
        )
        self.label_button, self.sort_button = _tool("tag", wording.label(), self), _tool("sort", wording.sort(), self)
        self.rows, self.grid = IconChoice("rows", wording.rows(), self), IconChoice("grid", wording.grid(), self)
        self._line = QGridLayout(self)
        self._lay_out()
        self._connect()
        self._show()

    @property
    def query(self) -> JobQuery:
        """What is chosen."""
        return self._query

    def set_query(self, query: JobQuery) -> None:
        """Choose all at once, with one signal if that changes something."""
        self._take(query)
        if self.search.text() != query.text:
            self.search.setText(query.text)

    def show_view(self, *, is_grid: bool) -> None:
        """Show which view is chosen, without a signal."""
        (self.grid if is_grid else self.rows).setChecked(True)

    def show_counts(self, counts: JobCounts) -> None:
        """How many jobs each filter has, and each label."""
        for each, pill in self.pills.items():
            pill.show_count(counts.filters.get(each, 0))
        self._labels = counts.labels
        self.label_button.setVisible(bool(self._labels) or bool(self._query.label))
        self._fit()

    def focus_search(self) -> None:
        """Let the user type what to look for."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # ------------------------------------------------------------------ inside

    def _take(self, query: JobQuery) -> None:
        if query != self._query:
            self._query = query
            self._show()
            self.query_changed.emit(query)

    def _show(self) -> None:
        self.pills[self._query.filter].setChecked(True)
        _show_choice(self.label_button, "tag", wording.label(), self._query.label)
        sort = self._query.sort
        _show_choice(
            self.sort_button, "sort", wording.sort(), "" if sort is JobSort.NEWEST else wording.sort_name(sort)
        )
        self.label_button.setVisible(bool(self._labels) or bool(self._query.label))

    def _searched(self, text: str) -> None:
        self._take(replace(self._query, text=text.strip()))

    def _fill_sorts(self, menu: QMenu) -> None:
        menu.clear()
        group = QActionGroup(menu)
        for each in JobSort:
            entry = menu.addAction(wording.sort_name(each))
            entry.setCheckable(True)
            entry.setChecked(each is self._query.sort)
            entry.triggered.connect(lambda _checked=False, each=each: self._take(replace(self._query, sort=each)))
            group.addAction(entry)

    def _fill_labels(self, menu: QMenu) -> None:
        menu.clear()
        group = QActionGroup(menu)
        for label in ("", *sorted(self._labels, key=str.casefold)):
            name = wording.label_entry(label, self._labels[label]) if label else wording.all_labels()
            entry = menu.addAction(button_text(name))
            entry.setCheckable(True)
            entry.setChecked(label == self._query.label)
            entry.triggered.connect(lambda _checked=False, label=label: self._take(replace(self._query, label=label)))
            group.addAction(entry)

    def _lay_out(self) -> None:
        self._line.setContentsMargins(SIDE - 2, 8, SIDE - 2, 4)
        self._line.setHorizontalSpacing(8)
        self._line.setVerticalSpacing(4)
        self._pills = _row(*self.pills.values(), spacing=2)
        self._search_box = _row(self.search, self.label_button, self.sort_button, spacing=4)
        self._views = _row(self.rows, self.grid, spacing=2)
        for buttons in (self.pills.values(), (self.rows, self.grid)):
            group = QButtonGroup(self)
            for button in buttons:
                group.addButton(button)
        self._arrange(is_one_line=False)

    def _arrange(self, *, is_one_line: bool) -> None:
        line = self._line
        line.addWidget(self._pills, 0, 0)
        if is_one_line:
            line.addWidget(self._search_box, 0, 1)
            line.addWidget(self._views, 0, 2)
        else:
            line.addWidget(self._views, 0, 1, Qt.AlignmentFlag.AlignRight)
            line.addWidget(self._search_box, 1, 0, 1, 2)
        line.setColumnStretch(1, 1)
        self._is_one_line = is_one_line

    def _connect(self) -> None:
        for each, pill in self.pills.items():
            pill.toggled.connect(partial(self._pill_toggled, each))
        self.grid.toggled.connect(self.view_chosen)
        self.search.textChanged.connect(self._searched)
        self.search.installEventFilter(self)
        for button, fill in ((self.label_button, self._fill_labels), (self.sort_button, self._fill_sorts)):
            menu = rounded(QMenu(button))
            menu.aboutToShow.connect(partial(fill, menu))
            button.setMenu(menu)

    def _pill_toggled(self, chosen: JobFilter, is_checked: bool) -> None:  # noqa: FBT001 - Qt's signature
        if is_checked:
            self._take(replace(self._query, filter=chosen))

    def _fit(self) -> None:
        """Show the numbers that have room, the first pills first."""
        room = self.width() - 2 * SIDE
        if not self._is_one_line:
            room -= self._views.sizeHint().width() + 8
        else:
            room -= LEAST_SEARCH + self._views.sizeHint().width()
        pills = list(self.pills.values())
        used = sum(pill.width_with(number=False) for pill in pills) + 2 * len(pills)
        for pill in (*pills[1:], pills[0]):  # how many there are in all matters least
            more = pill.width_with(number=True) - pill.width_with(number=False)
            pill.show_room(has_room=used + more <= room)
            used += more if used + more <= room else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_one_line = event.size().width() >= ONE_LINE_FROM
        if is_one_line is not self._is_one_line:
            self._arrange(is_one_line=is_one_line)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search field, Esc clears, then leaves; Down and Return go to the list."""
        if watched is self.search and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.entered.emit()
                return True
        return super().eventFilter(watched, event)


def _tool(icon_name: str, name: str, parent: QWidget) -> QToolButton:
    """A button that opens a menu."""
    button = QToolButton(parent)
    button.setIcon(icon(icon_name, IconRole.MUTED))
    button.setAccessibleName(name)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    set_tooltip(button, name)
    return button


def _show_choice(button: QToolButton, icon_name: str, name: str, choice: str) -> None:
    """Show what is chosen in the menu of a button; empty: the usual."""
    button.setIcon(icon(icon_name, IconRole.ACCENT if choice else IconRole.MUTED))
    set_tooltip(button, named(name, choice) if choice else name)


def _row(*widgets: QWidget, spacing: int) -> QWidget:
    """Widgets beside each other, without a name."""
    box = QWidget()
    layout = QHBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget)
    return box
