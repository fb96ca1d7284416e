"""Decides which of the waiting jobs start, and runs them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Iterable, Sequence
from typing import Any

from wandesk.domain.job import Job
from wandesk.domain.send_queue import Lane, lane_of
from wandesk.engine.earlier_jobs import EarlierJobs
from wandesk.engine.keys_in_use import KeysInUse
from wandesk.engine.lane_room import LaneRoom
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.pipeline import Pipeline
from wandesk.engine.ports import Clock
from wandesk.engine.preparing import Preparer
from wandesk.engine.send_queue import QueueSettings, SendQueue
from wandesk.engine.workload import WorkloadReport

log = logging.getLogger(__name__)

AHEAD = 2
"""Jobs of each lane that are prepared before their turn: pictures converted, files uploaded."""


class PreparingAhead:
    """Prepares waiting jobs before their turn, so that the cloud never waits for our uploads."""

    def __init__(self, preparer: Preparer) -> None:
        self._preparer = preparer
        self._running: set[str] = set()
        self._done: set[str] = set()

    def is_running(self, job_id: str) -> bool:
        """Whether the job is being prepared: it must not start until that has ended."""
        return job_id in self._running

    def is_due(self, job_id: str) -> bool:
        """Whether the job is neither prepared nor being prepared."""
        return job_id not in self._running and job_id not in self._done

    def keep_only(self, waiting: Collection[str]) -> None:
        """Forget the jobs that no longer wait."""
        self._done.intersection_update(waiting)

    def discard(self, job_id: str) -> None:
        """The job starts: if it returns to the queue, it is prepared again."""
        self._done.discard(job_id)

    def begin(self, job_id: str) -> None:
        """Mark the job as being prepared; `prepare` must follow."""
        self._running.add(job_id)

    async def prepare(self, job_id: str, ended: Callable[[], None]) -> None:
        """Prepare the job and call `ended()`."""
        try:
            await self._preparer.prepare_ahead(job_id)
        finally:
            self._running.discard(job_id)
            self._done.add(job_id)
            ended()


class Scheduler:
    """Starts jobs. Every method runs on the engine's loop."""

    def __init__(
        self,
        *,
        queue: SendQueue,
        room: LaneRoom,
        keys: KeysInUse,
        pipeline: Pipeline,
        earlier: EarlierJobs,
        ahead: PreparingAhead,
        workload: WorkloadReport,
        open_jobs: OpenJobs,
        clock: Clock,
        spawn: Callable[[str, Coroutine[Any, Any, None]], object],
    ) -> None:
        self._queue = queue
        self._room = room
        self._keys = keys
        self._pipeline = pipeline
        self._earlier = earlier
        self._ahead = ahead
        self._workload = workload
        self._open_jobs = open_jobs
        self._clock = clock
        self._spawn = spawn
        self._running: set[str] = set()
        self._is_pass_due = False
        self._alarm: float | None = None
        """When (seconds since 1970) room becomes free without an event."""

    def enqueue(self, job_id: str) -> None:
        """Take an open job: it waits in the queue if it was not submitted yet, else it runs at once."""
        if job_id in self._running:
            return
        if self._open_jobs.job(job_id).stage.is_before_submission:
            self._queue.add(job_id)
            self.reschedule()
        else:
            self._start(job_id)

    def earlier_settled(self, job_ids: Iterable[str]) -> None:
        """These queued jobs may be sent now, or wait for the user, or ended."""
        for job_id in job_ids:
            if job_id in self._open_jobs:
                self.enqueue(job_id)

    def reschedule(self) -> None:
        """Run one scheduling pass soon, for any number of changes."""
        if self._is_pass_due:
            return
        self._is_pass_due = True
        self._spawn_unless_closing("send queue", self._schedule())

    def set_settings(self, settings: QueueSettings) -> Sequence[str]:
        """Pause or resume sending, or change how many are sent at once.

        Returns the jobs that were started and not submitted yet.
        """
        self._queue.settings = settings
        self.reschedule()
        return [each for each in self._running if each in self._open_jobs and self._is_unsent(each)]

    def keys_changed(self) -> None:
        """A key may have changed: jobs of the old key no longer occupy room."""
        self._keys.forget()
        for region in sorted({job.request.region for job in self._queue.jobs()}):
            self._spawn_unless_closing(f"key of {region}", self._keys.read(region))
        self.reschedule()

    # ------------------------------------------------------------------ one scheduling pass

    async def _schedule(self) -> None:
        self._is_pass_due = False
        self._queue.discard_closed()
        waiting = self._queue.jobs()
        self._ahead.keep_only({job.id for job in waiting})
        lanes: dict[Lane, list[Job]] = {}
        for job in waiting:
            lanes.setdefault(lane_of(job), []).append(job)
        is_paused = self._queue.settings.is_paused
        if lanes and not is_paused:
            occupied = self._room.occupied(self._running)
            for lane, jobs in lanes.items():
                free = self._room.free(lane, occupied.get(lane, 0))
                self._start_next(lane, self._earlier.sendable(jobs, free), free)
        elif lanes:
            self._earlier.check(waiting)  # on another day the list may no longer show what was sent
        self._workload.update([job for job in waiting if job.id in self._queue], is_paused=is_paused)

    def _start_next(self, lane: Lane, jobs: Sequence[Job], free: int) -> None:
        for job in jobs[:free]:
            if not self._ahead.is_running(job.id):  # it starts when it is prepared
                self._start(job.id)
        for job in jobs[free : free + AHEAD]:
            if self._ahead.is_due(job.id):
                self._ahead.begin(job.id)
                self._spawn_unless_closing(f"ahead {job.id}", self._ahead.prepare(job.id, self.reschedule))
        if not free:
            self._set_alarm(lane)

    def _set_alarm(self, lane: Lane) -> None:
        moment = self._room.next_release(lane)
        if moment is None or (self._alarm is not None and self._alarm <= moment):
            return
        self._alarm = moment
        self._spawn_unless_closing("send queue later", self._reschedule_at(moment))

    async def _reschedule_at(self, moment: float) -> None:
        await self._clock.wait(asyncio.Event(), max(0.0, moment - self._clock.now()) + 1.0)
        if self._alarm == moment:
            self._alarm = None
        self.reschedule()

    # ------------------------------------------------------------------ jobs

    def _start(self, job_id: str) -> None:
        self._queue.discard(job_id)
        self._ahead.discard(job_id)
        self._running.add(job_id)
        self._spawn_unless_closing(f"job {job_id}", self._run(job_id))

    async def _run(self, job_id: str) -> None:
        try:
            await self._pipeline.run_job(job_id)
        finally:
            self._running.discard(job_id)
            if job_id in self._open_jobs and self._is_unsent(job_id):
                self._queue.add(job_id)
            self.reschedule()

    def _is_unsent(self, job_id: str) -> bool:
        return self._open_jobs.job(job_id).stage.is_before_submission

    def _spawn_unless_closing(self, name: str, coro: Coroutine[Any, Any, None]) -> None:
        try:
            self._spawn(name, coro)
        except asyncio.CancelledError:
            log.debug("%s is not started: the program is closing", name)
