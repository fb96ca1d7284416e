"""Brings a film that was made onto the disk, whatever stands in the way."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from wandesk.domain.errors import (
    FilmUnreadable,
    LinkExpired,
    MediaProcessFailed,
    WanDeskError,
)
from wandesk.domain.job import (
    DownloadStarted,
    FilmSaved,
    Job,
    JobExpired,
    JobProblem,
    PosterMade,
)
from wandesk.domain.media import Film
from wandesk.domain.task import TaskStatus
from wandesk.engine.workplace import POSTER_SIDE, Workplace

log = logging.getLogger(__name__)

FILM_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """Fetches a job's film and keeps it."""

    place: Workplace

    async def fetch(self, job: Job, failures: int) -> None:
        if job.download_path is None:
            final = await self.place.files.reserve_film(job)
            try:
                job = await self.place.desk.record(job.id, DownloadStarted(at=self.place.clock.now(), path=str(final)))
            except WanDeskError:
                await self.place.files.discard(final)
                raise
        final = Path(job.download_path or "")
        part = self.place.files.part_path(final)
        if await self._is_saved_already(job, final):
            return
        url = self.place.links.pop(job.id, None)
        if url is None:
            report = await self.place.read_task(job)
            if report.status is TaskStatus.UNKNOWN and self.place.is_forgotten(job):
                if not await self._is_complete_already(job, part, final):
                    problem = JobProblem(sentence="film_expired", request_id=report.request_id)
                    await self.place.desk.record(job.id, JobExpired(at=self.place.clock.now(), problem=problem))
                return
            if report.film_url is None:
                raise LinkExpired("the task gives no address now")
            url = report.film_url
        self.place.failpoint("part_open")
        await self.place.cloud.download(
            url,
            part,
            is_practice=self.place.is_practice(job),
            region=job.request.region,
            received=lambda done, total: self.place.desk.transferred(job.id, done, total),
            stopped=lambda: job.id not in self.place.desk,
        )
        self.place.failpoint("part_done")
        try:
            facts = await self.place.media.inspect_film(part)
        except FilmUnreadable:
            if failures < FILM_TRIES:
                await self.place.files.discard(part)
            raise
        path = await self.place.files.finish_film(part, final)
        self.place.failpoint("renamed")
        await self._finish(job, Film(path=str(path), facts=facts))

    async def _is_complete_already(self, job: Job, part: Path, final: Path) -> bool:
        """The cloud has forgotten the film, but all of it came before a crash: it is in the `.part`."""
        if not await self.place.files.exists(part):
            return False
        try:
            facts = await self.place.media.inspect_film(part)
        except (FilmUnreadable, MediaProcessFailed):
            return False
        await self._finish(job, Film(path=str(await self.place.files.finish_film(part, final)), facts=facts))
        return True

    async def _is_saved_already(self, job: Job, final: Path) -> bool:
        """After a crash between the rename and its record, the film stands under its final name."""
        if not await self.place.files.exists(final):
            return False
        try:
            facts = await self.place.media.inspect_film(final)
        except (FilmUnreadable, MediaProcessFailed):
            return False
        await self._finish(job, Film(path=str(final), facts=facts))
        return True

    async def _finish(self, job: Job, film: Film) -> None:
        try:
            poster = self.place.files.poster_path(f"{job.id}.film")
            await self.place.media.thumbnail(Path(film.path), poster, POSTER_SIDE)
        except WanDeskError as refused:  # a picture for the row, nothing more: the film is there
            log.warning("no poster for job %s: %s", job.id, refused)
        else:
            await self.place.desk.record(job.id, PosterMade(at=self.place.clock.now(), path=str(poster)))
        await self.place.desk.record(job.id, FilmSaved(at=self.place.clock.now(), film=film))
        self.place.failpoint("row_done")
