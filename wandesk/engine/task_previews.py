"""Reads single tasks before anything is adopted or imported: prompt, poster, likeness to a picture.

Everything here is free of charge, and only posters are stored, as drafts.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from wandesk.domain.account import Connection
from wandesk.domain.errors import (
    CloudUnreachable,
    FolderRefused,
    InputRefused,
    MediaProcessFailed,
    NoRoom,
    VideoUnreadable,
    VideoWithoutAddress,
    WanDeskError,
)
from wandesk.domain.likeness import Likeness, likeness_of
from wandesk.domain.request import StoredInput
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskReport, TaskRow, TaskStatus
from wandesk.domain.task_match import TaskFacts
from wandesk.engine.media_port import Media
from wandesk.engine.ports import Cloud, Files
from wandesk.engine.posters import POSTER_SIDE

log = logging.getLogger(__name__)

HEAD_BYTES = 1_500_000
"""Enough for the first frame of a video with its index at the beginning; any other is downloaded whole."""
TRIES = 3
"""A first frame is not compared after this many failed downloads."""


class TaskPreviews:
    """Caches what this run learned of single tasks. Links are secrets and are not cached."""

    def __init__(self, *, cloud: Cloud, media: Media, files: Files) -> None:
        self._cloud = cloud
        self._media = media
        self._files = files
        self._prompts: dict[str, str | None] = {}
        self._finished: dict[str, TaskReport] = {}
        self._likeness: dict[tuple[str, str], Likeness] = {}
        self._posters: dict[str, Path] = {}
        self._failures: Counter[str] = Counter()
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def facts(self) -> TaskFacts:
        return TaskFacts(prompts=dict(self._prompts), likeness=dict(self._likeness))

    def finished(self, task_id: str) -> TaskReport | None:
        """The report of a task that has made its video, without the link; None if none was read."""
        return self._finished.get(task_id)

    async def read(self, connection: Connection, task_id: str) -> TaskReport:
        """Read one task. Raises as `Cloud.task`."""
        report = await self._cloud.task(connection, task_id)
        if report.status is TaskStatus.SUCCEEDED and report.video_url is not None:
            self._finished[task_id] = replace(report, video_url=None)
        if report.status in (TaskStatus.SUCCEEDED, TaskStatus.UNKNOWN):
            self._prompts[task_id] = report.original_prompt
        return report

    async def compare(self, connection: Connection, row: TaskRow, picture: StoredInput) -> None:
        """Compare the first frame of a task's video with this picture.

        Raises CloudError, VideoWithoutAddress (not yet), NoRoom, FolderRefused.
        """
        likeness = Likeness.INCOMPARABLE
        try:
            poster = await self._first_frame(connection, row.task_id)
            if poster is not None:
                likeness = likeness_of(await self._media.likeness(poster, self._files.input_path(picture)))
        except (NoRoom, FolderRefused):
            raise
        except (CloudUnreachable, VideoWithoutAddress):
            self._failures[row.task_id] += 1
            if self._failures[row.task_id] < TRIES:
                raise
        except WanDeskError as error:
            log.info("the first frame of task %s cannot be compared: %s", row.task_id, error)
        self._likeness[row.task_id, picture.sha256] = likeness

    async def _first_frame(self, connection: Connection, task_id: str) -> Path | None:
        """As `poster`; raises VideoWithoutAddress if the video is finished and its link is to come."""
        poster = await self.poster(connection, task_id)
        if poster is None and (await self.read(connection, task_id)).status is TaskStatus.SUCCEEDED:
            raise VideoWithoutAddress
        return poster

    async def poster(self, connection: Connection, task_id: str, report: TaskReport | None = None) -> Path | None:
        """A poster from the video's first frame, None if there is no video.

        Only the part of the video that it needs is downloaded. Raises CloudError, LinkExpired, DownloadBlocked,
        VideoUnreadable, InputRefused, MediaProcessFailed, NoRoom, FolderRefused.
        """
        async with self._locks[task_id]:
            if (known := self._posters.get(task_id)) is not None and await self._files.exists(known):
                return known
            report = report or await self.read(connection, task_id)
            if report.status is not TaskStatus.SUCCEEDED or report.video_url is None:
                return None
            name = "".join(each for each in task_id if each.isalnum() or each == "-")[:64]
            part = self._files.draft_path(f"task-{name}.mp4.part")
            poster = self._files.draft_path(f"task-{name}.jpg")
            try:
                await self._download_poster(connection, report.video_url, part, poster)
            finally:
                await self._files.discard(part)
                await self._files.discard(part.with_name(f"{part.name}.json"))
            self._posters[task_id] = poster
            return poster

    async def _download_poster(self, connection: Connection, url: str, part: Path, poster: Path) -> None:
        for is_whole_video in (False, True):
            reached = _Reached()
            try:
                await self._cloud.download(
                    url,
                    part,
                    endpoint=connection.base_url,
                    received=reached.received,
                    stopped=(lambda: False) if is_whole_video else reached.is_enough,
                    region=connection.region,
                )
            except CloudUnreachable:
                if is_whole_video or not reached.is_enough():
                    raise
            try:
                await self._media.thumbnail(part, poster, POSTER_SIDE)
            except (InputRefused, VideoUnreadable, MediaProcessFailed):
                if is_whole_video or not reached.is_enough():
                    raise
            else:
                return


@dataclass(slots=True)
class _Reached:
    """How much of a video was downloaded."""

    size: int = 0

    def received(self, done: int, _total: int | None) -> None:
        self.size = done

    def is_enough(self) -> bool:
        return self.size >= HEAD_BYTES
