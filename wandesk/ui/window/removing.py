"""Removes rows, says so in a notice, and brings them back."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog import Catalog
from wandesk.domain.errors import TrashRefused, WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.job_rules import can_download_again, can_play, kept_until_by_local_clock
from wandesk.domain.removal import UNDO_SECONDS, is_loss
from wandesk.ui import dialogs
from wandesk.ui.bridge import Bridge
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.notices import Notice, NoticeAct, NoticeButton, NoticeKind, Notices, Owner
from wandesk.ui.questions import Spawn
from wandesk.ui.wording import removing as wording
from wandesk.ui.wording.problems import error_text

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
        catalog: Catalog,
        jobs: JobsPanel,
        notices: Notices,
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
        self._window = window
        self._now = now
        self._removed: list[Job] = []
        """The jobs of the notice, in the order of their removal."""
        self._to_select = ""
        """The job to select when its row is back."""
        self.timer = QTimer(self)
        """Ends the notice; each removal starts it again."""
        self.timer.setSingleShot(True)
        self.timer.setInterval(round(UNDO_SECONDS * 1000))
        self.timer.timeout.connect(self._end)
        bridge.job_restored_signal.connect(self._select_restored)
        bridge.trash_refused_signal.connect(self._trash_refused)

    def request(self, job: Job) -> None:
        """Remove a job from the list. Only losing a paid video asks first."""
        self._spawn("remove", self._remove(job, is_in_list=self._jobs.view.hasFocus()))

    def undo(self) -> None:
        """Bring back the rows of the notice; nothing without one."""
        if self._removed:
            self._to_select = self._removed[0].id  # it was selected before the first removal
            self._spawn("undo", self._undo([job.id for job in self._removed]))
            self._end()

    async def _remove(self, job: Job, *, is_in_list: bool) -> None:
        """`is_in_list`: the list has the focus."""
        owner = Owner(JobActionKey.REMOVE, job.id)
        try:
            if await self._may_be_lost(job) and await self._bridge.remove(job.id):
                self._notices.withdraw(owner)
                self._show(job)
                if is_in_list and not self._jobs.model.rowCount():
                    self.emptied.emit()
        except WanDeskError as refused:
            self._notices.warn(owner, error_text(refused))

    def _show(self, job: Job) -> None:
        self._removed.append(job)
        videos = sum(can_play(each) for each in self._removed)
        undo = NoticeButton(text=wording.undo(), act=self.undo)
        sentence = wording.removed(videos, len(self._removed) - videos)
        news = Notice(owner=REMOVED, kind=NoticeKind.NEWS, sentence=sentence, buttons=(undo,), closed=self._end)
        self._notices.post(news)
        self.timer.start()

    def _end(self) -> None:
        """The seconds have passed, Undo was pressed, or the user closed the notice."""
        self.timer.stop()
        self._removed = []
        self._notices.withdraw(REMOVED)

    async def _may_be_lost(self, job: Job) -> bool:
        """Whether no paid video is lost, or the user agrees."""
        if self._catalog.is_practice(job.request.region) or not can_download_again(job, self._now()):
            return True
        is_there = can_play(job) and await self._bridge.is_video_there(job.id)
        if not is_loss(job, self._now(), is_file_there=is_there):
            return True
        answers = (
            dialogs.Answer(key="remove", text=wording.remove(), kind=dialogs.Kind.LOSS),
            dialogs.Answer(key="keep", text=wording.keep(), kind=dialogs.Kind.PRIMARY),
        )
        details = wording.loss_details(kept_until_by_local_clock(job))
        answer = await dialogs.ask(self._window, wording.loss_question(), answers, default="keep", details=details)
        return answer == "remove"

    async def _undo(self, job_ids: list[str]) -> None:
        try:
            await self._bridge.undo_removals(job_ids)
        except WanDeskError as refused:
            self._notices.warn(REMOVED, error_text(refused))

    def _select_restored(self, job: Job, _next_older: str | None) -> None:
        if job.id == self._to_select:
            self._to_select = ""
            self._jobs.select(job.id)
            self._jobs.view.setFocus()

    def _trash_refused(self, refused: TrashRefused) -> None:
        owner = Owner(NoticeAct.MOVE_TO_TRASH, str(refused.values.get("file", "")))
        self._notices.warn(owner, error_text(refused))
