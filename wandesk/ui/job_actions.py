"""What the user wishes of a job, carried to the engine; what is refused becomes a notice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.ui import actions
from wandesk.ui.bridge import Bridge
from wandesk.ui.jobs.file_manager import is_marked, stands
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.notices import NoticeBar
from wandesk.ui.player.stage import Stage
from wandesk.ui.questions import Spawn
from wandesk.ui.wording import actions as act_words
from wandesk.ui.wording import saving as saving_words
from wandesk.ui.wording.problems import error_words


class JobActions:
    """Slots for the list, the stage and the menus. None of them costs money."""

    def __init__(
        self,
        *,
        bridge: Bridge,
        spawn: Spawn,
        jobs: JobsPanel,
        stage: Stage,
        notices: NoticeBar,
        show_videos: Callable[[], None],
    ) -> None:
        self._bridge = bridge
        self._spawn = spawn
        self._jobs = jobs
        self._stage = stage
        self._notices = notices
        self._show_videos = show_videos

    def wish(self, name: str, answer: Awaitable[object]) -> None:
        """Wait for an answer of the engine; a refusal is told."""

        async def wishing() -> None:
            try:
                await answer
            except WanDeskError as refused:
                self._notices.warn(error_words(refused))

        self._spawn(name, wishing())

    def check_again(self, job_id: str) -> None:
        self.wish("check again", self._bridge.check_again(job_id))

    def download_again(self, job_id: str) -> None:
        self.wish("download again", self._fetch_again(job_id))

    def open_in_browser(self, job_id: str) -> None:
        self.wish("open in browser", self._browse(job_id))

    def look_for_video(self, job_id: str) -> None:
        self.wish("look for the video", self._tell_video(job_id))

    def cancel(self, job_id: str) -> None:
        self.wish("cancel", self._bridge.cancel(job_id))

    def remove(self, job_id: str) -> None:
        self.wish("remove", self._forget(job_id))

    def move(self, job_id: str, where: str) -> None:
        """To the `top` of the line, `up` or `down` in it."""
        if where == "top":
            self.wish("move to top", self._bridge.move_to_top(job_id))
        else:
            self.wish(f"move {where}", self._bridge.shift(job_id, is_up=where == "up"))

    def watched(self, job_id: str) -> None:
        self.wish("watched", self._bridge.watched(job_id))

    def show_in_folder(self, job_id: str) -> None:
        job = self._selected(job_id)
        if job is not None and job.video is not None:
            self._spawn("show in folder", self._mark(job.id, Path(job.video.path)))

    def show_folder(self, folder: Path) -> None:
        """Open a folder, or say where it is."""
        self._spawn("show folder", self._open_folder(folder))

    def open_in_system_player(self, job_id: str) -> None:
        job = self._selected(job_id)
        if job is None or job.video is None:
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(job.video.path)):
            self._notices.warn(act_words.video_not_opened(job.video.path))

    def _selected(self, job_id: str) -> Job | None:
        job = self._jobs.selected_job()
        return job if job is not None and job.id == job_id else None

    async def _mark(self, job_id: str, video: Path) -> None:
        """The video itself, marked, where the file manager can do that; else its folder."""
        is_there, has_folder = await asyncio.to_thread(stands, video)
        if not is_there:
            self._stage.say_gone(job_id)
        if is_there and await asyncio.to_thread(is_marked, str(video)):
            return
        self._say_or_open(video.parent, is_there=has_folder)

    async def _open_folder(self, folder: Path) -> None:
        self._say_or_open(folder, is_there=await asyncio.to_thread(folder.is_dir))

    def _say_or_open(self, folder: Path, *, is_there: bool) -> None:
        if not is_there:
            self._notices.warn(act_words.folder_missing(str(folder)))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._notices.warn(act_words.folder_not_shown(str(folder)))

    async def _fetch_again(self, job_id: str) -> None:
        """Free. A video that is where it was saved is not fetched, and that is said."""
        if not await self._bridge.is_video_there(job_id):
            await self._bridge.download_again(job_id)
            return
        self._notices.offer(
            saving_words.is_saved_already(),
            act_words.show_in_folder(),
            self._jobs.request_show_in_folder,
            closed=self._notices.clear,
        )

    async def _browse(self, job_id: str) -> None:
        # A secret: never written down. The system puts it on the browser's command line, where other programs of this
        # user see it: there is no other way into a browser. It opens one video, for a day, and only on the user's wish.
        link = QUrl(await self._bridge.video_link(job_id))
        if link.scheme() not in ("https", "http") or not QDesktopServices.openUrl(link):
            self._notices.warn(saving_words.no_browser())

    async def _tell_video(self, job_id: str) -> None:
        if not await self._bridge.is_video_there(job_id):
            self._stage.say_gone(job_id)

    async def _forget(self, job_id: str) -> None:
        job = self._selected(job_id)
        await self._bridge.forget(job_id)
        if job is not None and job.video is not None:
            self._notices.offer(
                act_words.removed_but_saved(),
                actions.show_videos_text(),
                self._show_videos,
                closed=self._notices.clear,
            )
