"""Ends removals: moves the video to the trash, and deletes the row once nothing needs it."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from wandesk.domain.errors import TrashRefused, WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.job_events import RemovalFinished
from wandesk.domain.removal import is_row_needed
from wandesk.engine.inputs import Inputs, inputs_of
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Clock, Files, Listener, Store
from wandesk.engine.posters import Posters

log = logging.getLogger(__name__)


class RemovedJobs:
    """The only code that moves videos to the trash and deletes rows.

    A crash at any point is harmless: the next start finishes what has not been recorded as finished.
    """

    def __init__(
        self,
        *,
        store: Store,
        files: Files,
        inputs: Inputs,
        posters: Posters,
        open_jobs: OpenJobs,
        clock: Clock,
        listener: Listener,
    ) -> None:
        self._store = store
        self._files = files
        self._inputs = inputs
        self._posters = posters
        self._open_jobs = open_jobs
        self._clock = clock
        self._listener = listener
        self.lock = asyncio.Lock()
        """Held while a removal is finished: a job that comes back meanwhile would lose its video."""

    async def finish(self, job_id: str) -> None:
        """Move the video of a removed job to the trash. A video that the trash refuses stays where it is."""
        try:
            async with self.lock:
                job = await self._open_jobs.find(job_id)
                if job is not None and job.is_removed and not job.is_removal_finished:
                    await self._finish(job)
        except WanDeskError as error:
            log.warning("job %s: its removal is finished by the next start: %s", job_id, error)

    async def sweep(self) -> None:
        """Delete the rows that nothing needs, with their posters and with the inputs that no other job needs."""
        try:
            for job in await self._store.removed_jobs():
                if not is_row_needed(job, self._clock.now()) and await self._open_jobs.delete(job.id):
                    await self._inputs.release(job.id, inputs_of(job))
                    await self._posters.discard(job.id)
        except WanDeskError as error:
            log.warning("rows of removed jobs are deleted by the next start: %s", error)

    async def finish_all(self) -> None:
        """Finish what an earlier run left, then sweep."""
        try:
            removed = await self._store.removed_jobs()
        except WanDeskError as error:
            log.warning("removed jobs cannot be read: %s", error)
            return
        for job in removed:
            await self.finish(job.id)
        await self.sweep()

    async def _finish(self, job: Job) -> None:
        try:
            await self._trash_video(job)
        except TrashRefused as refused:
            log.warning("job %s: the trash refused the video: %s", job.id, refused)
            self._listener.trash_refused(refused)
        await self._open_jobs.record(job.id, RemovalFinished(at=self._clock.now()))

    async def _trash_video(self, job: Job) -> None:
        video = job.video
        while video is not None:
            if await self._files.trash(Path(video.path), video.facts.size_bytes):
                return
            # Not there: it may just have moved from the fallback folder to the videos folder.
            before, job_now = video, await self._open_jobs.find(job.id)
            video = job_now.video if job_now is not None and job_now.video != before else None
