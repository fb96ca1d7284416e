"""The actions about the file of a saved video: copies of it and its frames, and the next video from its last frame."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from wandesk.domain.errors import VideoUnreadable, WanDeskError
from wandesk.domain.job import Job
from wandesk.ui import dialogs
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.notices import Notices, Owner
from wandesk.ui.player.stage import Stage
from wandesk.ui.questions import Spawn, VideoQuestions
from wandesk.ui.wording import video_actions as wording
from wandesk.ui.wording.problems import error_text

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
"""The format of a saved frame, by its suffix."""
_PICTURES = (("PNG", (".png",)), ("JPEG", (".jpg", ".jpeg")))
_KEYS = (
    JobActionKey.PLAY_ALL,
    JobActionKey.COMPARE,
    JobActionKey.CONTINUE,
    JobActionKey.SAVE_COPY,
    JobActionKey.SAVE_FRAME,
    JobActionKey.COPY_FRAME,
)
_Location = QStandardPaths.StandardLocation


class VideoActions:
    """One case for each of its actions. Refusals become notices."""

    def __init__(
        self,
        *,
        window: QWidget,
        videos: VideoQuestions,
        spawn: Spawn,
        notices: Notices,
        stage: Stage,
        play_all: Callable[[Job], None],
        compare: Callable[[Job], None],
        continue_from: Callable[[str], None],
    ) -> None:
        """`continue_from` takes the path of a video into the form. Dialogs open over `window`."""
        self._window = window
        self._videos = videos
        self._spawn = spawn
        self._notices = notices
        self._stage = stage
        self._play_all = play_all
        self._compare = compare
        self._continue_from = continue_from
        self._folders = {JobActionKey.SAVE_COPY: "", JobActionKey.SAVE_FRAME: ""}
        """Where the user saved something before in this run."""

    @property
    def handlers(self) -> Mapping[JobActionKey, Callable[[Job], None]]:
        """What does each of these actions."""
        return {key: partial(self._handle, key) for key in _KEYS}

    def _handle(self, key: JobActionKey, job: Job) -> None:
        """Do one of these actions with a job that has a video."""
        assert job.video is not None, "every one of these actions needs a video"
        path = Path(job.video.path)
        match key:
            case JobActionKey.PLAY_ALL:
                self._play_all(job)
            case JobActionKey.COMPARE:
                self._compare(job)
            case JobActionKey.CONTINUE:
                self._continue_from(job.video.path)
            case JobActionKey.SAVE_COPY:
                self._run(key, job, self._save_copy(job, path))
            case JobActionKey.SAVE_FRAME:
                self._run(key, job, self._save_frame(job, path, self._shown_seconds(job)))
            case JobActionKey.COPY_FRAME:
                self._run(key, job, self._copy_frame(job, path, self._shown_seconds(job)))
            case _:
                raise ValueError(f"{key} is none of these actions")

    def _shown_seconds(self, job: Job) -> float:
        """The frame that is shown; of a video that is not on the stage, the first one."""
        shown = self._stage.player.playback.video
        is_shown = shown is not None and job.video is not None and shown.path == job.video.path
        return self._stage.player.playback.shown_seconds if is_shown else 0.0

    def _run(self, key: JobActionKey, job: Job, act: Coroutine[Any, Any, None]) -> None:
        owner = Owner(key, job.id)

        async def running() -> None:
            self._notices.withdraw(owner)
            try:
                await act
            except VideoUnreadable:
                is_copy = key is JobActionKey.SAVE_COPY
                self._notices.warn(owner, wording.video_unreadable() if is_copy else wording.frame_unreadable())
            except WanDeskError as refused:
                self._notices.warn(owner, error_text(refused))

        task = self._spawn(f"{key}", running())
        task.add_done_callback(lambda _ended: act.close())  # at the end of the program, it may not have begun

    async def _save_copy(self, job: Job, video: Path) -> None:
        kind = dialogs.FileKind(filter=wording.video_files(f"*{video.suffix}"), suffixes=(video.suffix,))
        place = self._place(JobActionKey.SAVE_COPY, _Location.DownloadLocation, video.name)
        target = await self._target(JobActionKey.SAVE_COPY, wording.save_copy_title(), place, (kind,))
        if target is None:
            return
        owner = Owner(JobActionKey.SAVE_COPY, job.id)
        if await asyncio.to_thread(_is_same, video, target):
            self._notices.warn(owner, wording.is_the_video_itself())
            return
        await self._videos.save_copy(str(video), target)
        self._notices.tell(owner, wording.copy_saved(target.name))

    async def _save_frame(self, job: Job, video: Path, seconds: float) -> None:
        kinds = tuple(
            dialogs.FileKind(
                filter=wording.picture_files(name, " ".join(f"*{each}" for each in suffixes)), suffixes=suffixes
            )
            for name, suffixes in _PICTURES
        )
        name = f"{video.stem}_{seconds:06.2f}s.png"
        place = self._place(JobActionKey.SAVE_FRAME, _Location.PicturesLocation, name)
        target = await self._target(JobActionKey.SAVE_FRAME, wording.save_frame_title(), place, kinds)
        if target is not None:
            await self._videos.save_frame(str(video), seconds, target, FORMATS[target.suffix.lower()])
            self._notices.tell(Owner(JobActionKey.SAVE_FRAME, job.id), wording.frame_saved(target.name))

    async def _copy_frame(self, job: Job, video: Path, seconds: float) -> None:
        frame = await self._videos.frame(str(video), seconds)
        image = await asyncio.to_thread(QImage, str(frame))  # a PNG of our own
        if image.isNull():
            raise VideoUnreadable("the frame does not open")
        QGuiApplication.clipboard().setImage(image)
        self._notices.tell(Owner(JobActionKey.COPY_FRAME, job.id), wording.frame_copied())

    def _place(self, key: JobActionKey, usual: QStandardPaths.StandardLocation, name: str) -> Path:
        return Path(self._folders[key] or QStandardPaths.writableLocation(usual)) / name

    async def _target(
        self, key: JobActionKey, title: str, place: Path, kinds: tuple[dialogs.FileKind, ...]
    ) -> Path | None:
        texts = dialogs.OverwriteTexts(
            question=wording.replaces, replace=wording.replace(), another=wording.another_name()
        )
        target = await dialogs.choose_target(self._window, title, place, kinds, texts)
        if target is not None:
            self._folders[key] = str(target.parent)
        return target


def _is_same(one: Path, other: Path) -> bool:
    """Whether both names are those of one file."""
    try:
        return one.samefile(other)
    except OSError:
        return False
