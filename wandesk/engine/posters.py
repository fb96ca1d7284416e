"""Posters: small pictures for the rows of the list. A job works without them."""

from __future__ import annotations

import logging
from pathlib import Path

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.job_events import PosterMade
from wandesk.domain.request import FIRST_FRAME
from wandesk.engine.media_port import Media
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Clock, Files

log = logging.getLogger(__name__)

POSTER_SIDE = 960
"""Pixels of the longer side."""


class Posters:
    """Makes and deletes the posters of jobs. No method raises WanDeskError but `make_from_video`."""

    def __init__(self, media: Media, files: Files, open_jobs: OpenJobs, clock: Clock) -> None:
        self._media = media
        self._files = files
        self._open_jobs = open_jobs
        self._clock = clock

    async def make_from_picture(self, job: Job) -> None:
        """A poster from the first frame of the request, until there is a video."""
        picture = job.request.first_frame
        assert picture is not None
        if not picture.has_copy:
            return
        poster = self._files.poster_path(job.id)
        try:
            edit = job.request.edit_of(FIRST_FRAME)
            await self._media.thumbnail(self._files.input_path(picture), poster, POSTER_SIDE, edit)
            await self._record(job, poster)
        except KeyError:  # the row was removed in the meantime
            await self._files.discard(poster)
        except WanDeskError as refused:
            log.warning("no poster for job %s: %s", job.id, refused)

    async def make_from_video(self, job: Job, video: Path) -> None:
        """A poster from the video's first frame. Raises StoreDamaged, NoRoom (of the store)."""
        try:
            poster = self._files.poster_path(_of_video(job.id))
            await self._media.thumbnail(video, poster, POSTER_SIDE)
        except WanDeskError as refused:
            log.warning("no poster for job %s: %s", job.id, refused)
        else:
            await self._record(job, poster)

    async def make_again(self, job: Job) -> bool:
        """Make the poster again at its place, for a row whose poster is gone; False if nothing shows it any more."""
        if job.poster is None:
            return False
        poster, picture = Path(job.poster), job.request.first_frame
        try:
            if job.video is not None and await self._files.exists(Path(job.video.path)):
                await self._media.thumbnail(Path(job.video.path), poster, POSTER_SIDE)
            elif picture is not None and picture.has_copy:
                edit = job.request.edit_of(FIRST_FRAME)
                await self._media.thumbnail(self._files.input_path(picture), poster, POSTER_SIDE, edit)
            else:
                return False
        except WanDeskError as refused:
            log.info("no poster again for job %s: %s", job.id, refused)
            return False
        return True

    async def discard(self, job_id: str) -> None:
        """Delete the posters of a removed job."""
        for name in (job_id, _of_video(job_id)):
            try:
                await self._files.discard(self._files.poster_path(name))
            except WanDeskError as refused:
                log.info("a poster is left behind: %s", refused)

    async def _record(self, job: Job, poster: Path) -> None:
        await self._open_jobs.record(job.id, PosterMade(at=self._clock.now(), path=str(poster)))


_OF_VIDEO = ".film"
"""The suffix is on users' disks: renaming it would leave old posters behind."""


def _of_video(job_id: str) -> str:
    return f"{job_id}{_OF_VIDEO}"


def job_of_poster(path: Path) -> str:
    """The id of the job whose poster would be there."""
    return path.stem.removesuffix(_OF_VIDEO)
