"""Removes jobs from the list, and brings them back.

Removing is a stored mark: the job's task stays known. Removals that follow each other within the time for undo are
finished together.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.job_events import JobRemoved, RemovalUndone
from wandesk.domain.removal import UNDO_SECONDS
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Clock
from wandesk.engine.removed_jobs import RemovedJobs
from wandesk.engine.saving import Saver

log = logging.getLogger(__name__)

GRACE_SECONDS = 2.0
"""An Undo that is pressed in the last moment is still on its way."""


class Removals:
    """The user's commands about removed jobs."""

    def __init__(
        self,
        *,
        removed_jobs: RemovedJobs,
        saver: Saver,
        open_jobs: OpenJobs,
        clock: Clock,
        enqueue: Callable[[str], None],
        spawn: Callable[[str, Coroutine[Any, Any, None]], object],
    ) -> None:
        """`enqueue(job_id)` starts the work on a job."""
        self._removed_jobs = removed_jobs
        self._saver = saver
        self._open_jobs = open_jobs
        self._clock = clock
        self._enqueue = enqueue
        self._spawn = spawn
        self._group: list[str] = []
        """Ids of the jobs that can be undone, in the order of their removal."""
        self._touched = asyncio.Event()
        """The group was changed, so its time starts again."""
        self._is_waiting = False

    async def remove(self, job_id: str) -> bool:
        """Remove a job from the list; False for one that is under way or gone. Raises StoreDamaged, NoRoom."""
        try:
            job = await self._open_jobs.record(job_id, JobRemoved(at=self._clock.now()))
        except KeyError:
            return False
        if not job.is_removed:
            return False
        self._group.append(job_id)
        self._touched.set()
        if not self._is_waiting:
            self._is_waiting = True
            self._spawn("removed jobs", self._finish_later())
        return True

    async def undo(self, job_ids: Sequence[str]) -> None:
        """Bring back jobs that were removed just now; for others it is too late, and nothing happens.

        Raises StoreDamaged, NoRoom; the jobs that were not brought back can be undone again.
        """
        self._touched.set()
        for job_id in reversed(job_ids):
            if job_id in self._group:
                await self._open_jobs.record(job_id, RemovalUndone(at=self._clock.now()))
                self._forget(job_id)

    async def bring_back(self, job_id: str) -> Job:
        """Bring back one job at any later time, and download its video again if its file is gone and that is possible.

        Raises KeyError for an unknown job, StoreDamaged, NoRoom.
        """
        self._forget(job_id)
        async with self._removed_jobs.lock:
            link = await self._link(job_id)  # first, so that the row does not show its lost video meanwhile
            job = await self._open_jobs.record(job_id, RemovalUndone(at=self._clock.now()))
        if link and await self._saver.start_over(job, link):
            self._enqueue(job_id)
        return job

    async def _link(self, job_id: str) -> str:
        """A new link of the job's video; empty if that is on disk or cannot be downloaded now."""
        job = await self._open_jobs.find(job_id)
        try:
            return await self._saver.link(job) if job is not None and await self._saver.lacks_video(job) else ""
        except WanDeskError as refused:
            log.info("job %s comes back without its video: %s", job_id, refused)
            return ""

    def _forget(self, job_id: str) -> None:
        if job_id in self._group:
            self._group.remove(job_id)

    async def _finish_later(self) -> None:
        while await self._clock.wait(self._touched, UNDO_SECONDS + GRACE_SECONDS):
            self._touched.clear()
        group, self._group = self._group, []
        self._is_waiting = False
        for job_id in group:
            await self._removed_jobs.finish(job_id)
        await self._removed_jobs.sweep()
