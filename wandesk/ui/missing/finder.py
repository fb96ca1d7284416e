"""Find lost videos: what was made in the last 24 hours and stands in no row. It stays open beside the window."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wandesk.domain.catalog import Catalog
from wandesk.domain.errors import KeyNeeded, KeyRefused, KeyringFailed, TaskOwned, WanDeskError
from wandesk.domain.task import FoundTask
from wandesk.ui.composer.choices import ChoiceBox
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import IconRole, StyleClass, TextSize, icon, set_style_class, text_font
from wandesk.ui.missing.dialog import SIDE, MissingDialog
from wandesk.ui.missing.questions import MissingQuestions
from wandesk.ui.missing.regions import askable_regions, region_choices
from wandesk.ui.missing.row import LEFT, AwaitedRow, FoundRow, Getting
from wandesk.ui.missing.widgets import Note, fitting_size
from wandesk.ui.questions import Spawn
from wandesk.ui.scrolling import scrolling
from wandesk.ui.settings.keys import Keys
from wandesk.ui.wording import missing as words
from wandesk.ui.wording.problems import error_words

log = logging.getLogger(__name__)

ROWS_AT_ONCE = 25
"""Rows that are made at a time: hundreds at once would hold the window up."""
LOOKS_AT_ONCE = 2
"""Posters that are fetched at the same time: each needs a piece of a video."""
AWAITED_ROWS = 3


class MissingFinder(MissingDialog):
    """Closing it cancels nothing: what was asked for comes into the list all the same."""

    show_requested = Signal(str)
    """The id of a job to be shown in the list."""
    settings_requested = Signal()

    def __init__(
        self,
        *,
        catalog: Catalog,
        keys: Keys,
        questions: MissingQuestions,
        posters: PosterCache,
        spawn: Spawn,
        warn: Callable[[str], None],
        region: str,
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        """`region` is asked first; `warn` tells what is refused after the window was closed."""
        super().__init__(title=words.find_title(), spawn=spawn, parent=parent)
        self._catalog = catalog
        self._keys = keys
        self._questions = questions
        self._posters = posters
        self._warn = warn
        self._language = language
        self._asking: asyncio.Task[Any] | None = None
        self._looks = 0
        self._left: list[FoundTask] = []
        self.rows: list[FoundRow] = []
        self._groups: dict[str, _Group] = {}
        self._needs_key = False
        self.region_box = ChoiceBox(words.region())
        self.look_again = QPushButton(icon("refresh"), words.look_again())
        self.get_selected = QPushButton(words.get_selected(0))
        self.close_button = QPushButton(words.close())
        self.note = Note()
        self._status = QLabel()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._mind_looks)
        self._lay_out()
        self.region_box.set_choices(region_choices(catalog, [region], language), region)
        self.region_box.chosen.connect(lambda _region: self.look())
        self.look_again.clicked.connect(self.look)
        self.get_selected.clicked.connect(self._get_selected)
        self.close_button.clicked.connect(self.reject)
        self.note.button.clicked.connect(self._next_step)
        self._more.clicked.connect(self._show_more)
        self._scroll.verticalScrollBar().valueChanged.connect(lambda _value: self._soon.start())
        self._wait("regions with a key", self._offer_regions())
        self.look()

    # ------------------------------------------------------------------ asking

    def look(self) -> None:
        """Ask for the list of the chosen region."""
        if self._asking is not None:
            self._asking.cancel()
        self._clear()
        self._pages.setCurrentWidget(self._awaited_page)
        self._say(words.looking())
        self.look_again.setEnabled(False)
        self._asking = self._wait("find lost videos", self._find(self.region_box.key))

    def keys_changed(self) -> None:
        """A key was entered or removed: other regions can be asked, and this one perhaps, too."""
        self._wait("regions with a key", self._offer_regions())
        if self._needs_key and self._pages.currentWidget() is self.note:
            self.look()

    async def _offer_regions(self) -> None:
        regions = await askable_regions(self._catalog, self._keys, meant=self.region_box.key)
        self.region_box.set_choices(region_choices(self._catalog, regions, self._language), self.region_box.key)

    async def _find(self, region: str) -> None:
        try:
            found = await self._questions.find_unclaimed(region)
        except WanDeskError as trouble:
            self._show_trouble(trouble)
        else:
            self._show_found(found)
        self.look_again.setEnabled(True)  # not after a cancelled wait: another one has begun then

    def _show_trouble(self, trouble: WanDeskError) -> None:
        self._needs_key = isinstance(trouble, KeyNeeded | KeyRefused | KeyringFailed)
        sign = "key" if self._needs_key else "network"
        button = words.open_settings() if self._needs_key else words.look_again()
        self.note.say(sign, IconRole.PRACTICE, error_words(trouble), button=button)
        self._pages.setCurrentWidget(self.note)
        self._say("")
        self._alert(error_words(trouble))

    def _next_step(self) -> None:
        if self._needs_key:
            self.settings_requested.emit()
        else:
            self.look()

    def _show_found(self, found: Sequence[FoundTask]) -> None:
        self._left = list(found)
        if not found:
            self.note.say("check", IconRole.GOOD, words.none_title(), words.none_text())
            self._pages.setCurrentWidget(self.note)
            self._say("")
            self._alert(words.none_title())
            return
        self._pages.setCurrentWidget(self._scroll)
        self._say(words.found(len(found)))
        self._alert(words.found(len(found)))
        self._show_more()

    # ------------------------------------------------------------------ rows

    def _clear(self) -> None:
        self.rows.clear()
        self._left.clear()
        self._looks = 0
        for group in self._groups.values():
            group.setParent(None)
            group.deleteLater()
        self._groups.clear()
        self._show_selected()

    def _show_more(self) -> None:
        shown, self._left = self._left[:ROWS_AT_ONCE], self._left[ROWS_AT_ONCE:]
        for task in shown:
            row = FoundRow(task, self._model_name(task), self._posters)
            row.get_wanted.connect(self._get)
            row.show_wanted.connect(self.show_requested)
            row.ticked.connect(self._show_selected)
            row.shown.connect(self._soon.start)  # only what is laid out is in sight
            self.rows.append(row)
            self._group_of(task).add(row)
        self._more.setText(words.show_more(len(self._left)))
        self._more.setVisible(bool(self._left))
        self._soon.start()

    def _group_of(self, task: FoundTask) -> _Group:
        region = self._catalog.region(task.region)
        is_mine = task.is_own_key or (task.is_own_key is None and region.is_practice)
        heading = words.others_heading()
        if is_mine:
            heading = words.practice_heading() if region.is_practice else words.own_heading()
        if heading not in self._groups:
            self._groups[heading] = _Group(heading)
            self._column.insertWidget(len(self._groups) - 1, self._groups[heading])
        return self._groups[heading]

    def _model_name(self, task: FoundTask) -> str:
        if task.model is None:
            return task.model_id
        return self._catalog.model(task.model).name.text(self._language)

    def _mind_looks(self) -> None:
        """Prompt and poster come for the rows in sight, a few at a time."""
        while self._looks < LOOKS_AT_ONCE:
            row = next((each for each in self.rows if not each.is_asked_for and self._is_in_sight(each)), None)
            if row is None:
                return
            row.is_asked_for = True
            self._looks += 1
            self._wait("look at a lost video", self._look_at(row))

    def _is_in_sight(self, row: FoundRow) -> bool:
        view = self._scroll.viewport()
        where = QRect(row.mapTo(view, QPoint(0, 0)), row.size())
        return self.isVisible() and row.isVisible() and view.rect().intersects(where)

    async def _look_at(self, row: FoundRow) -> None:
        task = row.task
        try:
            task = await self._questions.look_at(task)
        except WanDeskError as trouble:
            log.info("no more is known of a found video: %s", trouble)
        if self._is_open and row in self.rows:
            row.show_task(task, is_looked=True)
            self._looks -= 1
            self._mind_looks()

    # ------------------------------------------------------------------ getting

    def _get(self, task_id: str) -> None:
        row = next((each for each in self.rows if each.task.task_id == task_id), None)
        if row is not None and row.getting is Getting.NOT:
            row.show_asked()
            self._spawn("get a lost video", self._take_in(row))  # not awaited by this window: it may be closed

    def _get_selected(self) -> None:
        for row in self.rows:
            if row.is_chosen:
                self._get(row.task.task_id)

    async def _take_in(self, row: FoundRow) -> None:
        task = row.task
        try:
            job = await self._questions.import_task(task.region, task.task_id)
        except TaskOwned as owned:
            if self._has(row):
                row.show_refused(error_words(owned), str(owned.values.get("job_id", "")))
        except WanDeskError as refused:
            if self._has(row):
                row.show_refused(error_words(refused))
            else:
                self._warn(error_words(refused))
        else:
            if self._has(row):
                row.show_got(job.id)

    def _has(self, row: FoundRow) -> bool:
        return self._is_open and row in self.rows

    def _show_selected(self) -> None:
        count = sum(each.is_chosen for each in self.rows)
        self.get_selected.setText(words.get_selected(count))
        self.get_selected.setAccessibleName(self.get_selected.text())
        self.get_selected.setEnabled(bool(count))
        for group in self._groups.values():
            group.show_selected()

    # ------------------------------------------------------------------ the window

    def _say(self, text: str) -> None:
        self._status.setText(text)

    def _alert(self, text: str) -> None:
        self._status.setAccessibleName(text)
        QAccessible.updateAccessibility(QAccessibleEvent(self._status, QAccessible.Event.Alert))

    def _lay_out(self) -> None:
        set_style_class(self._status, StyleClass.MUTED)
        set_style_class(self.get_selected, StyleClass.PRIMARY)
        caption = QLabel(words.region())
        caption.setBuddy(self.region_box)
        self.region_box.setMinimumWidth(200)
        for button in (self.look_again, self.get_selected, self.close_button):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(caption)
        line.addWidget(self.region_box)
        line.addStretch(1)
        line.addWidget(self.look_again)
        head = self._make_head(words.find_intro(), below=8, spacing=8)
        head.addLayout(line)
        self._pages = QStackedWidget()
        self._awaited_page = self._make_awaited_page()
        self._scroll = self._make_list()
        for page in (self._awaited_page, self.note, self._scroll):
            self._pages.addWidget(page)
        self._stack(head, self._pages, foot=(self._status, self.close_button, self.get_selected))
        self.resize(fitting_size(self, 720, 600))

    def _make_awaited_page(self) -> QWidget:
        page = QWidget()
        set_style_class(page, StyleClass.BODY)
        column = QVBoxLayout(page)
        column.setContentsMargins(SIDE, 8, SIDE, 12)
        column.setSpacing(6)
        for _ in range(AWAITED_ROWS):
            column.addWidget(AwaitedRow(self._posters))
        column.addStretch(1)
        return scrolling(page, margin=SIDE)

    def _make_list(self) -> QScrollArea:
        self._body = QWidget()
        set_style_class(self._body, StyleClass.BODY)
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(SIDE, 4, SIDE, 12)
        self._column.setSpacing(12)
        self._more = QPushButton()
        self._more.setAutoDefault(False)
        self._more.hide()
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        return scrolling(self._body, margin=SIDE)

    # ------------------------------------------------------------------ Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()


class _Group(QWidget):
    """Rows under a heading that says whose they are."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._rows: list[FoundRow] = []
        label = QLabel(heading)
        label.setFont(text_font(TextSize.BODY, is_strong=True))
        label.setWordWrap(True)
        self.all_box = QCheckBox()
        self.all_box.setAccessibleName(words.select_all(heading))
        self.all_box.setToolTip(words.select_all_short())
        self.all_box.clicked.connect(self._tick_all)
        line = QHBoxLayout()
        line.setContentsMargins(LEFT + 1, 0, 8, 0)  # above the boxes of the rows, whose cards have an edge
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

    def show_selected(self) -> None:
        """The box says whether all that can be got are ticked."""
        open_rows = [each for each in self._rows if each.getting is Getting.NOT]
        self.all_box.setEnabled(bool(open_rows))
        self.all_box.setChecked(bool(open_rows) and all(each.box.isChecked() for each in open_rows))

    def _tick_all(self) -> None:
        is_wanted = self.all_box.isChecked()
        for each in self._rows:
            if each.getting is Getting.NOT:
                each.box.setChecked(is_wanted)
