"""Find missing videos: videos of the last 24 hours without a job. The window stays open beside the main window."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import KeyNeeded, KeyRefused, KeyringFailed, TaskOwned, WanDeskError
from wandesk.domain.task import FoundTask
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import IconRole, StyleClass, icon, set_style_class
from wandesk.ui.missing.found_list import FoundList
from wandesk.ui.missing.questions import MissingQuestions
from wandesk.ui.missing.regions import RegionBox
from wandesk.ui.missing.row import FoundRow, PlaceholderRow
from wandesk.ui.missing.widgets import Note, fitting_size
from wandesk.ui.notices import NoticeAct, Notices, Owner
from wandesk.ui.questions import Spawn
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.dialog_frame import SIDE, stack
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.scrolling import scrolling
from wandesk.ui.widgets.tool_dialog import ToolDialog
from wandesk.ui.wording import missing as wording
from wandesk.ui.wording.problems import error_text

PLACEHOLDER_ROWS = 3


class MissingFinder(ToolDialog):
    """Closing does not cancel the adding of videos."""

    show_requested = Signal(str)
    """The id of a job to show in the list."""
    settings_requested = Signal(str)
    """The region whose key is needed."""

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        regions: RegionBox,
        questions: MissingQuestions,
        posters: PosterCache,
        spawn: Spawn,
        notices: Notices,
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        """Starts with the chosen region. `notices` get the refusals that come after the window was closed."""
        super().__init__(title=wording.find_title(), spawn=spawn, parent=parent)
        self._questions = questions
        self._notices = notices
        self._asking: asyncio.Task[Any] | None = None
        self._needs_key = False
        self.region_box = regions
        self.look_again = push_button(wording.look_again(), icon=icon("refresh"))
        self.add_selected = push_button(wording.add_selected(0), style=StyleClass.PRIMARY)
        self.close_button = push_button(wording.close())
        self.note = Note()
        self.found = FoundList(
            catalog=catalog, posters=posters, questions=questions, spawn=self._run, language=language
        )
        self._status = PlainLabel()
        self._loading_page = _loading_page(posters)
        self._pages = QStackedWidget()
        self._lay_out()
        self.region_box.chosen.connect(lambda _region: self.search())
        self.look_again.clicked.connect(self.search)
        self.add_selected.clicked.connect(self._add_selected)
        self.close_button.clicked.connect(self.reject)
        self.note.button.clicked.connect(self._next_step)
        self.found.add_requested.connect(self._add)
        self.found.show_requested.connect(self.show_requested)
        self.found.selection_changed.connect(self._show_selection)
        self._run("regions with a key", self.region_box.add_regions_with_key())
        self.search()

    def _lay_out(self) -> None:
        set_style_class(self._status, StyleClass.MUTED)
        self.region_box.setMinimumWidth(200)
        caption = PlainLabel(wording.region())
        caption.setBuddy(self.region_box)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(caption)
        line.addWidget(self.region_box)
        line.addStretch(1)
        line.addWidget(self.look_again)
        head = self._make_head(wording.find_intro(), below=8, spacing=8)
        head.addLayout(line)
        for page in (self._loading_page, self.note, self.found.area):
            self._pages.addWidget(page)
        stack(self, head, self._pages, foot=(self._status, self.close_button, self.add_selected))
        self.resize(fitting_size(self, 720, 600))

    # ------------------------------------------------------------------ finding

    def search(self) -> None:
        """Load the list of the chosen region."""
        if self._asking is not None:
            self._asking.cancel()
        self.found.clear()
        self._pages.setCurrentWidget(self._loading_page)
        self._status.setText(wording.looking())
        self.look_again.setEnabled(False)
        self._asking = self._run("find missing videos", self._find(self.region_box.key))

    def keys_changed(self) -> None:
        """Update the regions after a key was entered or removed, and load the list if it needed a key."""
        self._run("regions with a key", self.region_box.add_regions_with_key())
        if self._needs_key and self._pages.currentWidget() is self.note:
            self.search()

    async def _find(self, region: str) -> None:
        try:
            await self.region_box.unlock()
            found = await self._questions.find_unclaimed(region)
        except WanDeskError as trouble:
            self._show_trouble(trouble)
        else:
            self._show_found(found)
        self.look_again.setEnabled(True)  # not after a cancelled search, because another one is running

    def _show_trouble(self, trouble: WanDeskError) -> None:
        self._needs_key = isinstance(trouble, KeyNeeded | KeyRefused | KeyringFailed)
        icon_name = "key" if self._needs_key else "network"
        button = wording.open_settings() if self._needs_key else wording.look_again()
        self.note.show_note(icon_name, IconRole.MUTED, error_text(trouble), button=button)
        self._show_note(error_text(trouble))

    def _show_found(self, found: Sequence[FoundTask]) -> None:
        if not found:
            self.note.show_note("check", IconRole.GOOD, wording.none_title(), wording.none_text())
            self._show_note(wording.none_title())
            return
        self._pages.setCurrentWidget(self.found.area)
        self._status.setText(wording.found(len(found)))
        self._announce(wording.found(len(found)))
        self.found.show_found(found)

    def _show_note(self, announcement: str) -> None:
        self._pages.setCurrentWidget(self.note)
        self._status.setText("")
        self._announce(announcement)

    def _announce(self, text: str) -> None:
        self._status.setAccessibleName(text)
        announce(self._status, text)

    def _next_step(self) -> None:
        if self._needs_key:
            self.settings_requested.emit(self.region_box.key)
        else:
            self.search()

    # ------------------------------------------------------------------ adding

    def _add(self, row: FoundRow) -> None:
        if row.can_be_added:
            row.show_adding()
            self._spawn("add a missing video", self._import(row))  # continues after this window is closed

    def _add_selected(self) -> None:
        for row in self.found.selected:
            self._add(row)

    async def _import(self, row: FoundRow) -> None:
        task = row.task
        owner = Owner(NoticeAct.FIND_MISSING, task.task_id)
        self._notices.withdraw(owner)
        try:
            job = await self._questions.import_task(task.region, task.task_id)
        except TaskOwned as owned:
            if self._shows(row):
                row.show_refused(error_text(owned), str(owned.values.get("job_id", "")))
        except WanDeskError as refused:
            if self._shows(row):
                row.show_refused(error_text(refused))
            else:
                self._notices.warn(owner, error_text(refused))
        else:
            if self._shows(row):
                row.show_added(job.id)

    def _shows(self, row: FoundRow) -> bool:
        return self._is_open and row in self.found.rows

    def _show_selection(self) -> None:
        count = len(self.found.selected)
        self.add_selected.setText(wording.add_selected(count))
        self.add_selected.setAccessibleName(self.add_selected.text())
        self.add_selected.setEnabled(bool(count))


def _loading_page(posters: PosterCache) -> QWidget:
    page = QWidget()
    set_style_class(page, StyleClass.BODY)
    column = QVBoxLayout(page)
    column.setContentsMargins(SIDE, 8, SIDE, 12)
    column.setSpacing(6)
    for _ in range(PLACEHOLDER_ROWS):
        column.addWidget(PlaceholderRow(posters))
    column.addStretch(1)
    return scrolling(page, margin=SIDE)
