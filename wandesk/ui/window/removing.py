"""Removes rows, says so in a notice, and brings them back."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.job_rules import can_download_again, can_play, kept_until_by_local_clock
from wandesk.domain.removal import UNDO_SECONDS, is_loss
from wandesk.ui import dialogs
from wandesk.ui.bridge import Bridge
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.notices import Notice, NoticeButton, NoticeKind, Notices, Owner
from wandesk.ui.questions import Spawn
from wandesk.ui.window.undoing import Undoing
from wandesk.ui.wording import removing as wording
from wandesk.ui.wording.problems import error_text
from wandesk.ui.wording.sentences import joined

REMOVED = Owner(JobActionKey.REMOVE)
"""The notice is about no job: its jobs have left the list."""


class Removing(QObject):
    """Rows that are removed while the notice is shown join it: Undo brings all of them back."""

    emptied = Signal()
    """The list, which had the focus, has no row any more."""

    def __init__(
        self,
        *,
        bridge: Bridge,
        spawn: Spawn,
        catalog: CatalogSource,
        jobs: JobsPanel,
        notices: Notices,
        undoing: Undoing,
        window: QWidget,
        now: Callable[[], float] = time.time,
    ) -> None:
        """The question opens over `window`, which owns this object."""
        super().__init__(window)
        self._bridge = bridge
        self._spawn = spawn
        self._catalog = catalog
        self._jobs = jobs
        self._notices = notices
        self._undoing = undoing
        self._window = window
        self._now = now
        self._removed: list[Job] = []
        """The jobs of the notice, in the order of their removal."""
        self._selected_before: list[str] = []
        """The ids that were selected before the first of them was removed."""
        self._to_select: list[str] = []
        """The ids to select when the rows that are `_missing` are back."""
        self._missing: set[str] = set()
        self.timer = QTimer(self)
        """Ends the notice; each removal starts it again."""
        self.timer.setSingleShot(True)
        self.timer.setInterval(round(UNDO_SECONDS * 1000))
        self.timer.timeout.connect(self._end)
        bridge.job_restored_signal.connect(self._select_restored)

    def request(self, job: Job) -> None:
        """Remove a job from the list, with the other selected ones if it is one of them.

        Only losing paid videos asks first.
        """
        selected = self._jobs.view.selected_ids()
        ids = selected if job.id in selected else [job.id]
        self._spawn("remove", self._remove(ids, is_in_list=self._jobs.view.hasFocus()))

    def undo(self) -> None:
        """Bring back the rows of the notice; nothing without one."""
        if self._removed:
            ids = [job.id for job in self._removed]
            self._end()
            self._undo(ids)

    async def _remove(self, ids: Sequence[str], *, is_in_list: bool) -> None:
        """`is_in_list`: the list has the focus."""
        owner = Owner(JobActionKey.REMOVE, ids[0])
        try:
            jobs = await self._bridge.rows(ids)
            removable = [job for job in jobs if job.is_removable]
            if not await self._may_be_lost(removable):
                return
            self._leave(ids)
            if not self._removed:
                self._selected_before = list(ids)
            removed = [job for job in removable if await self._bridge.remove(job.id)]
            self._jobs.view.scrollTo(self._jobs.view.currentIndex())  # the rows above it are gone
            self._notices.withdraw(owner)
            self._show(removed, stay=len(jobs) - len(removable))
            if is_in_list and not self._jobs.model.rowCount():
                self.emptied.emit()
        except WanDeskError as refused:
            self._notices.warn(owner, error_text(refused))

    def _leave(self, ids: Sequence[str]) -> None:
        """Select the row below these rows, or the one above the last of them that stays.

        Otherwise Qt would select the row above, and the stage would show each of several rows while they go.
        """
        model, shown = self._jobs.model, self._jobs.selected_job()
        rows = {row for row in map(model.row_of, ids) if row is not None}
        if shown is None or shown.id not in ids or not rows:
            return
        below = max(rows) + 1
        above = next((row for row in range(max(rows), -1, -1) if row not in rows), None)
        next_row = below if below < model.rowCount() else above
        if next_row is not None:
            self._jobs.select(model.id_at(next_row))

    def _show(self, removed: Sequence[Job], *, stay: int) -> None:
        self._removed += removed
        if not self._removed:
            return
        videos = sum(can_play(each) for each in self._removed)
        undo = NoticeButton(text=wording.undo(), act=self.undo)
        sentence = joined(wording.removed(videos, len(self._removed) - videos), wording.stay(stay) if stay else "")
        news = Notice(owner=REMOVED, kind=NoticeKind.NEWS, sentence=sentence, buttons=(undo,), closed=self._end)
        self._notices.post(news)
        self._undoing.offer(self.undo)
        self.timer.start()

    def _end(self) -> None:
        """The seconds have passed, Undo was pressed, or the user closed the notice."""
        self.timer.stop()
        self._removed = []
        self._undoing.withdraw(self.undo)
        self._notices.withdraw(REMOVED)

    async def _may_be_lost(self, jobs: Sequence[Job]) -> bool:
        """Whether no paid video is lost, or the user agrees."""
        lost = [job for job in jobs if await self._is_loss(job)]
        if not lost:
            return True
        answers = (
            dialogs.Answer(key="remove", text=wording.remove(), kind=dialogs.Kind.LOSS),
            dialogs.Answer(key="keep", text=wording.keep(), kind=dialogs.Kind.PRIMARY),
        )
        details = wording.loss_details(len(lost), min(kept_until_by_local_clock(job) for job in lost))
        sentence = wording.loss_question(len(lost))
        return await dialogs.ask(self._window, sentence, answers, default="keep", details=details) == "remove"

    async def _is_loss(self, job: Job) -> bool:
        if self._catalog.current.is_practice(job.request.region) or not can_download_again(job, self._now()):
            return False
        is_there = can_play(job) and await self._bridge.is_video_there(job.id)
        return is_loss(job, self._now(), is_file_there=is_there)

    def _undo(self, ids: Sequence[str]) -> None:
        self._to_select = list(self._selected_before)
        self._missing = set(ids)
        self._spawn("undo", self._bring_back(ids))

    async def _bring_back(self, ids: Sequence[str]) -> None:
        try:
            await self._bridge.undo_removals(ids)
        except WanDeskError as refused:
            again = NoticeButton(text=wording.undo(), act=partial(self._undo, ids))
            self._notices.warn(REMOVED, error_text(refused), again)

    def _select_restored(self, job: Job, _next_older: str | None) -> None:
        """Select what was selected before the first removal, once all of it is back."""
        self._missing.discard(job.id)
        if self._to_select and not self._missing:
            self._jobs.view.select_ids(self._to_select)
            self._jobs.view.setFocus()
            self._to_select = []
