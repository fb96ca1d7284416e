"""What each job action does. The engine's refusals become notices."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, assert_never

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from wandesk.domain.errors import KeyringFailed, Remedy, WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.job_rules import remedy
from wandesk.domain.sentences import Sentence
from wandesk.ui.bridge import Bridge
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.job_dispatcher import JobDispatcher
from wandesk.ui.jobs.drag import copied_videos
from wandesk.ui.jobs.file_manager import file_and_folder_exist, is_marked
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.notices import NoticeAct, NoticeButton, Notices, Owner
from wandesk.ui.questions import Spawn
from wandesk.ui.remaking import Remake
from wandesk.ui.settings.keys import Keys
from wandesk.ui.wording import actions as wording
from wandesk.ui.wording import video_actions as video_wording
from wandesk.ui.wording.problems import error_text


class VideoStage(Protocol):
    """What the handlers need of the stage."""

    def play(self) -> None:
        """Play the video that is shown."""

    @property
    def job(self) -> Job | None:
        """The job that is shown."""

    def show_missing(self, job_id: str, *, is_folder_there: bool = True) -> None:
        """The video of this job is no longer where it was saved, or its whole folder is missing."""


class UseSettings(Protocol):
    """Puts the settings of a job into the form."""

    def __call__(self, job: Job, *, changes: Remedy = Remedy.NONE) -> None:
        """`changes` is what the user wants to change at once."""


class Address(Protocol):
    """Where a job lives, as far as the handlers need it."""

    async def agrees(self, job: Job) -> bool:
        """Ask whether the job's address may receive the key."""

    def console_page(self, job: Job) -> str:
        """The web page of the console for the job's region; empty where there is none."""


class JobHandlers:
    """One case for each `JobActionKey`, and the window's other commands to the engine."""

    def __init__(
        self,
        *,
        bridge: Bridge,
        keys: Keys,
        spawn: Spawn,
        stage: VideoStage,
        notices: Notices,
        videos: Callable[[], Path],
        generate_again: Callable[[Job], None],
        remake: Callable[[Job, Remake], None],
        use_settings: UseSettings,
        choose_video: Callable[[Job], None],
        row_acts: Mapping[JobActionKey, Callable[[Job], None]],
        address: Address,
    ) -> None:
        """`videos` returns the videos folder.

        `generate_again`, `remake` and `choose_video` ask the user where needed. `row_acts` are those of the
        other parts of the window.

        `use_settings` puts those of a job into the form.
        """
        self._bridge = bridge
        self._keys = keys
        self._spawn = spawn
        self._stage = stage
        self._notices = notices
        self._videos = videos
        self._generate_again = generate_again
        self._remake = remake
        self._use_settings = use_settings
        self._choose_video = choose_video
        self._row_acts = row_acts
        self._address = address

    def dispatcher(self, snapshot: Callable[[Job], JobSnapshot | None]) -> JobDispatcher:
        """The dispatcher that ends here. `snapshot` returns None for a job that was removed."""
        dispatcher = JobDispatcher(snapshot=snapshot, handle=self.handle, refuse=self._notices.tell)
        dispatcher.handle_together(JobActionKey.COPY, self.copy)
        return dispatcher

    def handle(self, key: JobActionKey, job: Job) -> None:
        """Do one action with one job that allows it."""
        bridge, owner = self._bridge, Owner(key, job.id)
        match key:
            case JobActionKey.PLAY:
                self._stage.play()
            case JobActionKey.GENERATE_AGAIN:
                self._generate_again(job)
            case JobActionKey.MAKE_REAL:
                self._remake(job, Remake.REAL)
            case JobActionKey.MAKE_LARGER:
                self._remake(job, Remake.LARGER)
            case JobActionKey.USE_SETTINGS:
                self._use_settings(job)
            case JobActionKey.CHANGE_REQUEST | JobActionKey.CHOOSE_PICTURE:
                self._use_settings(job, changes=remedy(job))
            case JobActionKey.OPEN_CONSOLE:
                self._open_page(owner, self._address.console_page(job))
            case JobActionKey.UNLOCK:
                self._run(owner, self._unlock(job, is_waiting=True))
            case JobActionKey.ALLOW_ADDRESS:
                self._run(owner, self._continue_if_allowed(job))
            case JobActionKey.CHOOSE_VIDEO:
                self._choose_video(job)
            case JobActionKey.SEND:
                self._run(owner, bridge.send(job.id))
            case JobActionKey.CHECK_AGAIN:
                self._run(owner, bridge.check_again(job.id))
            case JobActionKey.DOWNLOAD_AGAIN:
                self._run(owner, self._download_again(job))
            case JobActionKey.CANCEL:
                self._run(owner, bridge.cancel(job.id))
            case JobActionKey.MOVE_TO_TOP:
                self._run(owner, bridge.move_to_top(job.id))
            case JobActionKey.MOVE_UP:
                self._run(owner, bridge.shift(job.id, is_up=True))
            case JobActionKey.MOVE_DOWN:
                self._run(owner, bridge.shift(job.id, is_up=False))
            case JobActionKey.OPEN_IN_BROWSER:
                self._run(owner, self._open_in_browser(job))
            case JobActionKey.OPEN_IN_SYSTEM_PLAYER:
                self._open_in_system_player(job)
            case JobActionKey.COPY:
                self.copy([job])
            case JobActionKey.SHOW_IN_FOLDER:
                self._show_in_folder(job)
            case (
                JobActionKey.OPEN_SETTINGS
                | JobActionKey.REPORT
                | JobActionKey.SHOW_DETAILS
                | JobActionKey.REDO_FAILED
                | JobActionKey.LOCATE
                | JobActionKey.STAR
                | JobActionKey.RENAME
                | JobActionKey.LABEL
                | JobActionKey.NOTE
                | JobActionKey.REMOVE
                | JobActionKey.PLAY_ALL
                | JobActionKey.COMPARE
                | JobActionKey.CONTINUE
                | JobActionKey.SAVE_COPY
                | JobActionKey.SAVE_FRAME
                | JobActionKey.COPY_FRAME
            ):
                self._row_acts[key](job)
            case JobActionKey.EXPORT:
                raise ValueError("exports are made of all jobs together (JobDispatcher.handle_together)")
            case _:
                assert_never(key)

    def copy(self, jobs: Sequence[Job]) -> None:
        """Copy the videos of these jobs as files."""
        if paths := [job.video.path for job in jobs if job.video is not None]:
            QGuiApplication.clipboard().setMimeData(copied_videos(paths))
            owner = Owner(JobActionKey.COPY)
            self._notices.withdraw(owner)  # a second copy is said again, although its sentence may be the same
            self._notices.tell(owner, video_wording.videos_copied(len(paths)))

    def video_watched(self, job_id: str) -> None:
        """The stage played this job's video."""
        self._run(Owner(NoticeAct.MARK_WATCHED, job_id), self._bridge.watched(job_id))

    def check_file(self, job_id: str) -> None:
        """Check the file of the video on the stage, and tell the stage if it is gone."""
        self._run(Owner(NoticeAct.CHECK_FILE, job_id), self._check_file(job_id))

    def check_all(self) -> None:
        """Check every open job now, because what they wait for may be available."""
        self._run(Owner(NoticeAct.CHECK_ALL), self._bridge.check_all())

    def unlock(self, job: Job) -> None:
        """Let the user unlock the keyring if the job's key is locked in it. The job then continues."""
        self._run(Owner(JobActionKey.UNLOCK, job.id), self._unlock(job, is_waiting=False))

    async def _continue_if_allowed(self, job: Job) -> None:
        if await self._address.agrees(job):
            await self._bridge.check_all()

    async def _unlock(self, job: Job, *, is_waiting: bool) -> None:
        try:
            if await self._keys.unlock(job.request.region, job.account, is_waiting=is_waiting):
                await self._bridge.check_all()
        except KeyringFailed as refused:
            if refused.sentence is not Sentence.KEYRING_LOCKED:  # else the row and its notice say it
                raise

    def pause(self, *, is_paused: bool) -> None:
        """Pause or resume the sending of new orders."""
        self._run(Owner(NoticeAct.PAUSE), self._bridge.set_paused(is_paused=is_paused))

    def show_videos_folder(self) -> None:
        """Open the videos folder, or show its path."""
        owner = Owner(NoticeAct.SHOW_FOLDER)
        self._run(owner, self._open_folder(owner, self._videos()))

    def _run(self, owner: Owner, act: Coroutine[Any, Any, None]) -> None:
        """Do one act in the background. A refusal becomes its notice, which goes when the act is done again."""

        async def running() -> None:
            self._notices.withdraw(owner)
            try:
                await act
            except WanDeskError as refused:
                self._notices.warn(owner, error_text(refused))

        task = self._spawn(f"{owner.act}", running())
        task.add_done_callback(lambda _ended: act.close())  # at the end of the program, it may not have begun

    def _show_in_folder(self, job: Job) -> None:
        if job.video is not None:
            owner = Owner(JobActionKey.SHOW_IN_FOLDER, job.id)
            self._run(owner, self._mark(owner, Path(job.video.path)))

    def _open_in_system_player(self, job: Job) -> None:
        owner = Owner(JobActionKey.OPEN_IN_SYSTEM_PLAYER, job.id)
        if job.video is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(job.video.path)):
            self._notices.warn(owner, wording.video_not_opened(job.video.path))
        else:
            self._notices.withdraw(owner)

    async def _mark(self, owner: Owner, video: Path) -> None:
        """Show the video selected in the file manager, or else open its folder."""
        is_there, has_folder = await asyncio.to_thread(file_and_folder_exist, video)
        if not is_there:
            self._stage.show_missing(owner.about, is_folder_there=has_folder)
        if is_there and await asyncio.to_thread(is_marked, str(video)):
            return
        self._open_or_warn(owner, video.parent, is_there=has_folder)

    async def _open_folder(self, owner: Owner, folder: Path) -> None:
        self._open_or_warn(owner, folder, is_there=await asyncio.to_thread(folder.is_dir))

    def _open_or_warn(self, owner: Owner, folder: Path, *, is_there: bool) -> None:
        if not is_there:
            self._notices.warn(owner, wording.folder_missing(str(folder)))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._notices.warn(owner, wording.folder_not_shown(str(folder)))

    async def _download_again(self, job: Job) -> None:
        """Download for free. If the file still exists, show a notice instead."""
        if not await self._bridge.is_video_there(job.id):
            await self._bridge.download_again(job.id)
            return
        show = NoticeButton(text=wording.plain(wording.show_in_folder()), act=lambda: self._show_in_folder(job))
        self._notices.tell(Owner(JobActionKey.DOWNLOAD_AGAIN, job.id), wording.is_saved_already(), show)

    async def _open_in_browser(self, job: Job) -> None:
        # The link is a secret and is never written anywhere. The system passes it on the browser's command line, where
        # other programs of this user can see it; there is no other way into a browser. It opens one video, for a day,
        # and only at the user's request.
        self._open_page(Owner(JobActionKey.OPEN_IN_BROWSER, job.id), await self._bridge.video_link(job.id))

    def _open_page(self, owner: Owner, address: str) -> None:
        page = QUrl(address)
        if page.scheme() not in ("https", "http") or not QDesktopServices.openUrl(page):
            self._notices.warn(owner, wording.no_browser())
        else:
            self._notices.withdraw(owner)

    async def _check_file(self, job_id: str) -> None:
        if await self._bridge.is_video_there(job_id):
            return
        job = self._stage.job
        if job is not None and job.id == job_id and job.video is not None:
            _, has_folder = await asyncio.to_thread(file_and_folder_exist, Path(job.video.path))
            self._stage.show_missing(job_id, is_folder_there=has_folder)
