"""The open jobs and the one way to change them.

`record` is the only writer: apply (pure) > store (durable) > memory > listeners, one at a time per job, so that
what the user sees is never ahead of what a crash would keep.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Any

from wandesk.domain.job import IllegalTransition, Job, JobEvent, Progress, WaitReason, apply
from wandesk.engine.ports import Clock, Listener, Store

log = logging.getLogger(__name__)


class Desk:
    """Open jobs in memory; finished ones are rows of the store."""

    def __init__(self, store: Store, listener: Listener, clock: Clock) -> None:
        self._store = store
        self._listener = listener
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._locks: dict[str, asyncio.Lock] = {}
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

    def take_up(self, job: Job) -> None:
        """An open job found in the store."""
        self._jobs[job.id] = job

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
            if after.stage is not job.stage and job_id in self._progress:
                # A new stage begins without the bytes and the waits of the old one; the usual time still holds.
                usual = self._progress.pop(job_id).usual_seconds
                self._tell(job_id, usual_seconds=usual)
        if after.stage.is_final:
            self._locks.pop(job_id, None)
        return after

    def waits(self, job_id: str, reason: WaitReason | None) -> None:
        """Say what an open job waits for; told once per change."""
        known = self._progress.get(job_id)
        if reason is not (known.waits_for if known else None):
            self._tell(job_id, waits_for=reason)

    def usually_takes(self, job_id: str, seconds: float | None) -> None:
        """Say how long such jobs usually take."""
        self._tell(job_id, usual_seconds=seconds)

    def transferred(self, job_id: str, done_bytes: int, total_bytes: int | None) -> None:
        """Say how far an upload or a download is."""
        self._tell(job_id, done_bytes=done_bytes, total_bytes=total_bytes)

    def _tell(self, job_id: str, **changes: Any) -> None:
        if job_id not in self._jobs:
            return  # a transfer's last words about a job that has just ended
        progress = replace(self._progress.get(job_id, Progress(job_id=job_id)), **changes)
        self._progress[job_id] = progress
        self._listener.progressed(progress)
