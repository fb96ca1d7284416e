"""The list of found videos: rows in groups by their owner, selection, and more rows on demand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.task import FoundTask
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.missing.previews import PreviewLoads
from wandesk.ui.missing.questions import MissingQuestions
from wandesk.ui.missing.row import LEFT, FoundRow
from wandesk.ui.questions import Spawn
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.dialog_frame import SIDE
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip
from wandesk.ui.widgets.scrolling import scrolling
from wandesk.ui.wording import missing as wording

ROWS_AT_ONCE = 25
"""Rows created at a time; hundreds would block the window."""


class FoundList(QWidget):
    """The body of a scroll area, `area`."""

    add_requested = Signal(object)
    """A FoundRow whose video the user wants to add."""
    show_requested = Signal(str)
    """The id of a job."""
    selection_changed = Signal()

    def __init__(
        self, *, catalog: CatalogSource, posters: PosterCache, questions: MissingQuestions, spawn: Spawn, language: str
    ) -> None:
        """`spawn` runs coroutines that end with the window."""
        super().__init__()
        self._catalog = catalog
        self._posters = posters
        self._language = language
        self._left: list[FoundTask] = []
        self.rows: list[FoundRow] = []
        self.groups: dict[str, Group] = {}
        self.more_button = push_button("")
        self.more_button.hide()
        self.more_button.clicked.connect(self._show_more)
        set_style_class(self, StyleClass.BODY)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SIDE, 4, SIDE, 12)
        self._column.setSpacing(12)
        self._column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self.area = scrolling(self, margin=SIDE)
        self.previews = PreviewLoads(self.area, lambda: self.rows, questions, spawn)

    @property
    def selected(self) -> list[FoundRow]:
        return [row for row in self.rows if row.is_chosen]

    def clear(self) -> None:
        """Remove all rows."""
        self.rows.clear()
        self._left.clear()
        self.previews.restart()
        for group in self.groups.values():
            group.setParent(None)
            group.deleteLater()
        self.groups.clear()
        self.selection_changed.emit()

    def show_found(self, found: Sequence[FoundTask]) -> None:
        """Show these videos in an empty list."""
        self._left = list(found)
        self._show_more()

    def _show_more(self) -> None:
        shown, self._left = self._left[:ROWS_AT_ONCE], self._left[ROWS_AT_ONCE:]
        for task in shown:
            row = FoundRow(task, self._model_name(task), self._posters)
            row.adding.add_requested.connect(lambda row=row: self.add_requested.emit(row))
            row.adding.show_requested.connect(self.show_requested)
            row.ticked.connect(self._selection_changed)
            row.shown.connect(self.previews.schedule)  # only rows with a layout are visible
            self.rows.append(row)
            self._group_of(task).add(row)
        self.more_button.setText(wording.show_more(len(self._left)))
        self.more_button.setVisible(bool(self._left))
        self.previews.schedule()

    def _group_of(self, task: FoundTask) -> Group:
        region = self._catalog.current.region(task.region)
        is_mine = task.is_own_key or (task.is_own_key is None and region.is_practice)
        heading = wording.others_heading()
        if is_mine:
            heading = wording.practice_heading() if region.is_practice else wording.own_heading()
        if heading not in self.groups:
            self.groups[heading] = Group(heading)
            self._column.insertWidget(len(self.groups) - 1, self.groups[heading])
        return self.groups[heading]

    def _model_name(self, task: FoundTask) -> str:
        names = (each.name for each in self._catalog.current.models if each.key == task.model)
        name = next(names, None)
        return task.model_id if name is None else name.text(self._language)

    def _selection_changed(self) -> None:
        for group in self.groups.values():
            group.show_selection()
        self.selection_changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.previews.schedule()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.previews.schedule()


class Group(QWidget):
    """Rows of one owner under a heading, with a box that selects all of them."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._rows: list[FoundRow] = []
        label = PlainLabel(heading)
        label.setFont(text_font(TextSize.BODY, is_strong=True))
        label.setWordWrap(True)
        self.all_box = QCheckBox()
        self.all_box.setAccessibleName(wording.select_all(heading))
        set_tooltip(self.all_box, wording.select_all_short())
        self.all_box.clicked.connect(self._tick_all)
        line = QHBoxLayout()
        line.setContentsMargins(LEFT + 1, 0, 8, 0)  # aligned with the boxes of the rows, whose cards have a border
        line.setSpacing(12)
        line.addWidget(self.all_box)
        line.addWidget(label, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addLayout(line)
        self.setAccessibleName(heading)

    def add(self, row: FoundRow) -> None:
        self._rows.append(row)
        self._column.addWidget(row)

    def show_selection(self) -> None:
        """Tick the box if every video that can be added is ticked."""
        boxes = [row.box for row in self._rows if row.can_be_added]
        self.all_box.setEnabled(bool(boxes))
        self.all_box.setChecked(bool(boxes) and all(box.isChecked() for box in boxes))

    def _tick_all(self) -> None:
        is_wanted = self.all_box.isChecked()
        for row in self._rows:
            if row.can_be_added:
                row.box.setChecked(is_wanted)
