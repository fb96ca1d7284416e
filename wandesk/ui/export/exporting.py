"""Export as people meet it: the dialog, a name that is taken, the queue, and what became of each export."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMainWindow

from wandesk.domain.errors import WanDeskError
from wandesk.domain.export import ExportPlan
from wandesk.domain.export_offer import ExportChoices, SourceVideo, read_choices, remembered_choices
from wandesk.domain.export_queue import Export, ExportStage
from wandesk.domain.job import Job
from wandesk.settings.export_offer import load_export_offer
from wandesk.settings.options import EXPORT_CHOICES, EXPORT_FOLDER
from wandesk.ui.export.bridge import ExportsBridge
from wandesk.ui.jobs.file_manager import file_and_folder_exist, is_marked
from wandesk.ui.notices import NoticeAct, NoticeButton, Notices, Owner
from wandesk.ui.questions import Spawn
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.wording import actions as action_wording
from wandesk.ui.wording import export as wording
from wandesk.ui.wording.problems import error_text

if TYPE_CHECKING:
    from wandesk.ui.export.dialog import ExportDialog
    from wandesk.ui.export.progress import ExportProgress
    from wandesk.ui.export.queue_dialog import ExportQueueDialog
    from wandesk.ui.settings.page_card import Values

translate = QCoreApplication.translate


class Exporting(QObject):
    """Opens the dialog for jobs, and follows their exports. Its windows are made when they are first needed."""

    def __init__(
        self,
        *,
        exports: ExportsBridge,
        spawn: Spawn,
        notices: Notices,
        values: Values,
        language: str,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._exports, self._spawn, self._notices = exports, spawn, notices
        self._values, self._language, self._window = values, language, window
        self._all: dict[str, Export] = {}
        self.dialog: ExportDialog | None = None
        self._opening: asyncio.Task[Any] | None = None
        self.queue_dialog: ExportQueueDialog | None = None
        self._progress: ExportProgress | None = None
        exports.changed_signal.connect(self._changed)

    @property
    def unfinished(self) -> int:
        """How many exports wait or are being written."""
        return sum(not export.stage.is_over for export in self._all.values())

    @property
    def exports(self) -> Mapping[str, Export]:
        """The exports of this run by id, oldest first."""
        return self._all

    # ---------------------------------------------------------------- the dialog

    def open(self, jobs: Sequence[Job]) -> None:
        """Open the dialog for the videos of these jobs, in their order."""
        videos = [SourceVideo(path=job.video.path, facts=job.video.facts) for job in jobs if job.video is not None]
        if videos and (self._opening is None or self._opening.done()) and self.dialog is None:
            self._opening = self._spawn("open Export", self._open(videos, jobs[0].prompt))

    async def _open(self, videos: list[SourceVideo], description: str) -> None:
        from wandesk.ui.export.dialog import ExportDialog

        folder = await asyncio.to_thread(self._folder, videos[0])
        dialog = self.dialog = ExportDialog(
            videos=videos,
            description=description,
            folder=folder,
            offer=load_export_offer(),
            choices=read_choices(self._values.get(EXPORT_CHOICES), load_export_offer()),
            exports=self._exports,
            spawn=self._spawn,
            language=self._language,
            parent=self._window,
        )
        dialog.export_requested.connect(self._request)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _folder(self, video: SourceVideo) -> Path:
        """Where the last export went, if that is still there; else beside the video. Blocks while a disk is slow."""
        last = self._values.get(EXPORT_FOLDER)
        return Path(last) if last and Path(last).is_dir() else Path(video.path).parent

    def _closed(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _request(self, plan: ExportPlan, target: Path) -> None:
        self._spawn("export", self._add_from_dialog(plan, target))

    async def _add_from_dialog(self, plan: ExportPlan, target: Path) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        is_taken = await asyncio.to_thread(target.exists)
        if is_taken and not await self._may_replace(dialog, target):
            return
        try:
            await self._exports.add(plan, target, may_replace=is_taken)
        except WanDeskError as error:
            dialog.views.show_problem(error_text(error))
            return
        self._remember(dialog.choices, target.parent)
        announce(self._window, wording.begun(target.name))
        dialog.accept()

    async def _may_replace(self, dialog: ExportDialog, target: Path) -> bool:
        from wandesk.ui import dialogs

        answers = (
            dialogs.Answer(key="replace", text=translate("Export", "Replace"), kind=dialogs.Kind.LOSS),
            dialogs.Answer(key="keep", text=translate("Export", "Choose another name"), kind=dialogs.Kind.PRIMARY),
        )
        question, details = wording.replace_question(target.name), wording.replace_details(str(target.parent))
        return await dialogs.ask(dialog, question, answers, default="keep", details=details) == "replace"

    def _remember(self, choices: ExportChoices, folder: Path) -> None:
        self._values.set(EXPORT_CHOICES, remembered_choices(choices))
        self._values.set(EXPORT_FOLDER, str(folder))

    # ---------------------------------------------------------------- the queue

    def show_queue(self) -> None:
        """Show all exports."""
        from wandesk.ui.export.queue_dialog import ExportQueueDialog

        if self.queue_dialog is None:
            self.queue_dialog = ExportQueueDialog(self._window)
            self.queue_dialog.cancel_requested.connect(self._cancel)
            self.queue_dialog.show_requested.connect(self._show_in_folder)
            self.queue_dialog.repeat_requested.connect(self._repeat)
        self.queue_dialog.show_exports(self._all)
        self.queue_dialog.show()
        self.queue_dialog.raise_()
        self.queue_dialog.activateWindow()

    def _changed(self, export: Export) -> None:
        before = self._all.get(export.id)
        if before is not None and before.stage.is_over:
            return
        self._all[export.id] = export
        self._show_progress()
        if self.queue_dialog is not None:
            self.queue_dialog.show_exports(self._all)
        owner, name = Owner(NoticeAct.EXPORT, export.id), PurePath(export.target).name
        match export.stage:
            case ExportStage.DONE:
                text = action_wording.plain(action_wording.show_in_folder())
                show = NoticeButton(text=text, act=lambda: self._show_in_folder(export.target))
                self._notices.tell(owner, wording.done(export, name), show)
            case ExportStage.FAILED:
                again = NoticeButton(text=translate("Export", "Export again"), act=lambda: self._repeat(export.id))
                self._notices.warn(owner, wording.failed(export), again)
            case _:
                pass

    def _show_progress(self) -> None:
        under_way = [export for export in self._all.values() if not export.stage.is_over]
        if self._progress is None:
            if not under_way:
                return
            from wandesk.ui.export.progress import ExportProgress

            self._progress = ExportProgress()
            self._progress.opened.connect(self.show_queue)
            self._progress.cancelled.connect(self._cancel_shown)
            self._window.statusBar().addPermanentWidget(self._progress)
        shown = self._shown
        name = PurePath(shown.target).name if shown is not None else ""
        self._progress.show_export(shown, name, len(under_way) - 1)

    @property
    def _shown(self) -> Export | None:
        """The export of the status bar: the one that is being written, else the first that waits."""
        under_way = [export for export in self._all.values() if not export.stage.is_over]
        running = (export for export in under_way if export.stage is ExportStage.RUNNING)
        return next(running, under_way[0] if under_way else None)

    def _cancel_shown(self) -> None:
        if (shown := self._shown) is not None:
            self._cancel(shown.id)

    def _cancel(self, export_id: str) -> None:
        self._run(export_id, self._exports.cancel(export_id))

    def _repeat(self, export_id: str) -> None:
        export = self._all[export_id]
        self._run(export_id, self._exports.add(export.plan, Path(export.target), may_replace=export.may_replace))

    def _run(self, export_id: str, act: Coroutine[Any, Any, object]) -> None:
        """Do one act. A refusal becomes the notice of its export."""

        async def running() -> None:
            owner = Owner(NoticeAct.EXPORT, export_id)
            self._notices.withdraw(owner)
            try:
                await act
            except WanDeskError as refused:
                self._notices.warn(owner, error_text(refused))

        task = self._spawn("exports", running())
        task.add_done_callback(lambda _ended: act.close())

    def _show_in_folder(self, path: str) -> None:
        self._spawn("show an export", self._shown_in_folder(Path(path)))

    async def _shown_in_folder(self, path: Path) -> None:
        owner = Owner(NoticeAct.SHOW_FOLDER, str(path))
        is_there, has_folder = await asyncio.to_thread(file_and_folder_exist, path)
        if is_there and await asyncio.to_thread(is_marked, str(path)):
            return
        if not has_folder:
            self._notices.warn(owner, action_wording.folder_missing(str(path.parent)))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))):
            self._notices.warn(owner, action_wording.folder_not_shown(str(path.parent)))
