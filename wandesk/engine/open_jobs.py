"""The open jobs and the one way to change them.

`record` is the only writer: apply (pure) > store (durable) > memory > listeners, one at a time per job, so that
what the user sees is never ahead of what a crash would keep.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any
from weakref import WeakValueDictionary

from wandesk.domain.job import IllegalTransition, Job, JobEvent, Obstacle, Progress, WaitReason, apply
from wandesk.domain.structs import replace
from wandesk.engine.ports import Clock, Listener, Store

log = logging.getLogger(__name__)

DEADLINE_MOVED = 5.0


class OpenJobs:
    """Open jobs in memory; finished ones are rows of the store."""

    def __init__(
        self, store: Store, listener: Listener, clock: Clock, *, changed: Callable[[], None] = lambda: None
    ) -> None:
        """`changed` is told when a job came, went, or entered another stage, and when it waits for something else."""
        self._store = store
        self._changed = changed
        self._listener = listener
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        """Each lives as long as somebody holds it or waits for it."""
        self._progress: dict[str, Progress] = {}

    def __contains__(self, job_id: str) -> bool:
        return job_id in self._jobs

    def job(self, job_id: str) -> Job:
        """An open job, or one that has just been finished by this run. Raises KeyError."""
        return self._jobs[job_id]

    def open_jobs(self) -> list[Job]:
        return list(self._jobs.values())

    async def add(self, job: Job) -> None:
        """A new job: durable, then known."""
        await self._store.add(job)
        self._jobs[job.id] = job
        self._listener.job_added(job)
        self._changed()

    def take_up(self, job: Job) -> None:
        """An open job found in the store."""
        self._jobs[job.id] = job
        self._changed()

    async def find(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id) or await self._store.get(job_id)

    async def record(self, job_id: str, event: JobEvent) -> Job:
        """Apply an event; returns the job as it is now.

        What a stage refuses is logged and ignored: the caller reads the returned job's stage.
        Raises KeyError for a job nobody knows, StoreDamaged and NoRoom when it cannot be kept.
        """
        lock = self._locks.setdefault(job_id, asyncio.Lock())
        async with lock:
            job = await self.find(job_id)
            if job is None:
                raise KeyError(job_id)
            try:
                after = apply(job, event)
            except IllegalTransition as refused:
                log.info("job %s: %s", job_id, refused)
                return job
            await self._store.save(after, event)
            if after.stage.is_final:
                self._jobs.pop(job_id, None)
                self._progress.pop(job_id, None)
            else:
                self._jobs[job_id] = after
            self._listener.job_changed(after)
            if after.stage is not job.stage or after.uncertainty != job.uncertainty:
                self._changed()
            if after.stage is not job.stage and job_id in self._progress:
                # A new stage begins without the bytes and the waits of the old one; the usual time still holds.
                known = self._progress.pop(job_id)
                self._tell(job_id, usual_seconds=known.usual_seconds, kept_until=known.kept_until)
        return after

    def removed(self, job_id: str) -> None:
        """A finished job is no longer in the store."""
        self._listener.job_removed(job_id)

    def waits(self, job_id: str, reason: WaitReason | None, obstacle: Obstacle | None = None) -> None:
        """Say what an open job waits for; told once per change."""
        known = self._progress.get(job_id)
        told = (known.waits_for, known.obstacle) if known else (None, None)
        if (reason, obstacle) != told:
            self._tell(job_id, waits_for=reason, obstacle=obstacle)
            self._changed()

    def waits_for(self, job_id: str) -> WaitReason | None:
        """What an open job waits for, as it was told last."""
        known = self._progress.get(job_id)
        return known.waits_for if known else None

    def usually_takes(self, job_id: str, seconds: float | None) -> None:
        """Say how long such jobs usually take."""
        self._tell(job_id, usual_seconds=seconds)

    def kept_until(self, job_id: str, until: float) -> None:
        """Say until when the cloud keeps the video, by the local clock; told again when it moved by seconds."""
        known = self._progress.get(job_id)
        if known is None or known.kept_until is None or abs(known.kept_until - until) > DEADLINE_MOVED:
            self._tell(job_id, kept_until=until)

    def waiting_for(self, reason: WaitReason) -> list[str]:
        """The open jobs that say they wait for this."""
        return [job_id for job_id, known in self._progress.items() if known.waits_for is reason]

    def transferred(self, job_id: str, done_bytes: int, total_bytes: int | None) -> None:
        """Say how far an upload or a download is."""
        self._tell(job_id, done_bytes=done_bytes, total_bytes=total_bytes)

    def _tell(self, job_id: str, **changes: Any) -> None:
        if job_id not in self._jobs:
            return  # a transfer's last words about a job that has just ended
        progress = replace(self._progress.get(job_id, Progress(job_id=job_id)), **changes)
        self._progress[job_id] = progress
        self._listener.progressed(progress)
