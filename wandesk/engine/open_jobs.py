"""The open jobs in memory, and the only code that changes a job.

`record` applies an event (pure), stores it (durable), updates memory and notifies the listener, one event at a time per
job. So the window never shows a state that a crash would lose.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from typing import Any
from weakref import WeakValueDictionary

from wandesk.domain.job import Job
from wandesk.domain.job_events import JobEvent
from wandesk.domain.job_transitions import IllegalTransition, apply
from wandesk.domain.progress import Obstacle, Progress, WaitReason
from wandesk.domain.structs import replace
from wandesk.engine.ports import Listener, Store

log = logging.getLogger(__name__)

RECORDED_AT_ONCE = 200
"""Jobs of one transaction."""
DEADLINE_MOVED = 5.0
"""Seconds. A deadline that moved by less is not shown again."""


class OpenJobs:
    """Open jobs in memory; finished jobs are rows of the store."""

    def __init__(self, store: Store, listener: Listener) -> None:
        self._store = store
        self._listener = listener
        self._opened: Callable[[str], None] = lambda _job_id: None
        self._changed: Callable[[], None] = lambda: None
        self._jobs: dict[str, Job] = {}
        self._not_to_load: set[str] = set()
        """Ids of jobs that this run has opened or ended. A second opening could submit a job again."""
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        """By job id. A lock lives as long as it is held or waited for."""
        self._progress: dict[str, Progress] = {}

    def subscribe(self, *, opened: Callable[[str], None], changed: Callable[[], None]) -> None:
        """Set the two callbacks. `opened(job_id)`: a job was added or loaded. `changed()`: see below.

        `changed` is called when a job was added, its stage or its search state changed, or it waits for something else.
        """
        self._opened = opened
        self._changed = changed

    def __contains__(self, job_id: str) -> bool:
        return job_id in self._jobs

    def job(self, job_id: str) -> Job:
        """An open job. Raises KeyError."""
        return self._jobs[job_id]

    def all(self) -> list[Job]:
        return list(self._jobs.values())

    async def add(self, job: Job) -> None:
        """Store a new job, then open it. Raises TaskOwned, StoreDamaged, NoRoom."""
        self._not_to_load.add(job.id)  # before the row exists: it may be read for `load` while this waits
        async with self._lock(job.id):  # a change of the new row comes after this, so it isn't overwritten
            await self._store.add(job)
            self._jobs[job.id] = job
        self._listener.job_added(job)
        self._changed()
        self._opened(job.id)

    def load(self, job: Job) -> None:
        """Open a job that was read from the store, unless this run has opened or ended it since.

        A change may have been recorded after the row was read: what memory has is newer and stays.
        """
        if job.id in self._not_to_load:
            return
        self._not_to_load.add(job.id)
        self._jobs.setdefault(job.id, job)
        self._changed()
        self._opened(job.id)

    async def delete(self, job_id: str) -> bool:
        """Delete a removed job's row; False if it is in the list again. Raises StoreDamaged, NoRoom."""
        async with self._lock(job_id):
            job = await self.find(job_id)
            if job is None or not job.is_removed:
                return False
            await self._store.remove(job_id)
        return True

    async def find(self, job_id: str) -> Job | None:
        """An open, a finished or a removed job. Raises StoreDamaged."""
        return self._jobs.get(job_id) or await self._store.get(job_id)

    async def record(self, job_id: str, event: JobEvent) -> Job:
        """Apply an event and return the job as it is afterwards.

        An event that the job's stage does not allow is logged and ignored: the caller reads the returned job's stage.
        Raises KeyError for an unknown job, StoreDamaged and NoRoom when the event cannot be stored.
        """
        async with self._lock(job_id):
            job = await self.find(job_id)
            if job is None:
                raise KeyError(job_id)
            try:
                after = apply(job, event)
            except IllegalTransition as refused:
                log.info("job %s: %s", job_id, refused)
                return job
            is_restored = job.is_removed and not after.is_removed
            next_older = await self._store.next_older(job_id) if is_restored else None
            await self._store.save(after, event)
            self._recorded(job, after, next_older)
        return after

    async def record_each(self, events: Mapping[str, JobEvent]) -> None:
        """Apply an event to each of these jobs, by id: as `record`, with one transaction for some hundred jobs.

        Jobs that are gone or removed are left out. Raises StoreDamaged, NoRoom.
        """
        ids = sorted(events)  # two calls wait for the same locks in the same order
        for start in range(0, len(ids), RECORDED_AT_ONCE):
            await self._record_some({job_id: events[job_id] for job_id in ids[start : start + RECORDED_AT_ONCE]})

    async def _record_some(self, events: Mapping[str, JobEvent]) -> None:
        async with AsyncExitStack() as held:
            for job_id in events:
                await held.enter_async_context(self._lock(job_id))
            stored = await self._store.rows([job_id for job_id in events if job_id not in self._jobs])
            in_memory = [self._jobs[job_id] for job_id in events if job_id in self._jobs]
            changed: list[tuple[Job, Job]] = []
            for job in (*in_memory, *stored):
                try:
                    changed.append((job, apply(job, events[job.id])))
                except IllegalTransition as refused:
                    log.info("job %s: %s", job.id, refused)
            await self._store.save_all([(after, events[after.id]) for _job, after in changed])
            for job, after in changed:
                self._recorded(job, after, None)

    def _recorded(self, job: Job, after: Job, next_older: str | None) -> None:
        """An event is durable: update memory and notify. `next_older` as in `Listener.job_restored`."""
        job_id = job.id
        if after.is_open:
            self._jobs[job_id] = after
        else:
            self._not_to_load.add(job_id)
            self._jobs.pop(job_id, None)
            self._progress.pop(job_id, None)
        if job.is_removed and not after.is_removed:
            self._listener.job_restored(after, next_older)
        elif not after.is_removed:
            self._listener.job_changed(after)
        elif not job.is_removed:
            self._listener.job_removed(job_id)
        if (after.stage, after.uncertainty, after.is_open) != (job.stage, job.uncertainty, job.is_open):
            self._changed()
        if after.stage is not job.stage and job_id in self._progress:
            # A new stage starts without the bytes and the wait reason of the old one; the usual time still holds.
            known = self._progress.pop(job_id)
            self._update_progress(job_id, usual_seconds=known.usual_seconds, kept_until=known.kept_until)

    def set_wait_reason(self, job_id: str, reason: WaitReason | None, obstacle: Obstacle | None = None) -> None:
        """Show what an open job waits for; the listener is notified of a change."""
        known = self._progress.get(job_id)
        shown = (known.waits_for, known.obstacle) if known else (None, None)
        if (reason, obstacle) != shown:
            self._update_progress(job_id, waits_for=reason, obstacle=obstacle)
            self._changed()

    def wait_reason(self, job_id: str) -> WaitReason | None:
        """What an open job waits for, as it is shown."""
        known = self._progress.get(job_id)
        return known.waits_for if known else None

    def waiting_for(self, reason: WaitReason) -> list[str]:
        """The ids of the open jobs that wait for this."""
        return [job_id for job_id, known in self._progress.items() if known.waits_for is reason]

    def set_usual_seconds(self, job_id: str, seconds: float | None) -> None:
        """Show how long such jobs usually take."""
        self._update_progress(job_id, usual_seconds=seconds)

    def set_kept_until(self, job_id: str, until: float) -> None:
        """Show until when (local clock) the cloud keeps the video; shown again when it moved by DEADLINE_MOVED."""
        known = self._progress.get(job_id)
        if known is None or known.kept_until is None or abs(known.kept_until - until) > DEADLINE_MOVED:
            self._update_progress(job_id, kept_until=until)

    def set_transferred(self, job_id: str, done_bytes: int, total_bytes: int | None) -> None:
        """Show how far an upload or a download is."""
        self._update_progress(job_id, done_bytes=done_bytes, total_bytes=total_bytes)

    def _lock(self, job_id: str) -> asyncio.Lock:
        return self._locks.setdefault(job_id, asyncio.Lock())

    def _update_progress(self, job_id: str, **changes: Any) -> None:
        if job_id not in self._jobs:
            return  # a transfer may report progress of a job that has just ended
        progress = replace(self._progress.get(job_id, Progress(job_id=job_id)), **changes)
        self._progress[job_id] = progress
        self._listener.progressed(progress)
