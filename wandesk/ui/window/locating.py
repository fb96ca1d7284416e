"""Asks where a video is that the user has moved, and lets the engine find those that moved with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6 import QtWidgets
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.ui import dialogs
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.notices import Notices, Owner
from wandesk.ui.questions import Spawn
from wandesk.ui.wording import locating as wording
from wandesk.ui.wording.problems import error_text


class Locating(QObject):
    """The handler of *Locate*. The video may be chosen, or a folder that has it."""

    def __init__(
        self, *, locate: Callable[[str, Path], Awaitable[int]], spawn: Spawn, notices: Notices, window: QWidget
    ) -> None:
        """`locate(job_id, chosen)` returns how many videos were found. The question opens over `window`."""
        super().__init__(window)
        self._locate = locate
        self._spawn = spawn
        self._notices = notices
        self._window = window

    def request(self, job: Job) -> None:
        """Ask where the job's video is now."""
        if job.video is not None:
            self._spawn("locate", self._ask(job, Path(job.video.path)))

    async def _ask(self, job: Job, before: Path) -> None:
        answers = (
            dialogs.Answer(key="file", text=wording.choose_file(), kind=dialogs.Kind.PRIMARY),
            dialogs.Answer(key="folder", text=wording.choose_folder()),
            dialogs.Answer(key="cancel", text=wording.cancel()),
        )
        details = wording.was_in(before.name, str(before.parent))
        answer = await dialogs.ask(self._window, wording.question(), answers, default="cancel", details=details)
        if answer in ("file", "folder"):
            self._choose(job, before, is_folder=answer == "folder")

    def _choose(self, job: Job, before: Path, *, is_folder: bool) -> None:
        dialog = QtWidgets.QFileDialog(self._window, wording.question(), str(before.parent))
        if is_folder:
            dialog.setFileMode(QtWidgets.QFileDialog.FileMode.Directory)
            dialog.setOption(QtWidgets.QFileDialog.Option.ShowDirsOnly)
        else:
            dialog.setFileMode(QtWidgets.QFileDialog.FileMode.ExistingFile)
            dialog.setNameFilter(wording.videos(before.suffix))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self._spawn("locate", self.take(job, Path(path))))
        dialog.open()

    async def take(self, job: Job, chosen: Path) -> None:
        """The user has chosen this file or folder. A notice says what was found."""
        owner = Owner(JobActionKey.LOCATE, job.id)
        self._notices.withdraw(owner)
        try:
            found = await self._locate(job.id, chosen)
        except WanDeskError as refused:
            self._notices.warn(owner, error_text(refused))
        else:
            if found:
                self._notices.tell(owner, wording.found(found))
