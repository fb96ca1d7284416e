"""The user's commands for the send queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wandesk.engine.poll_schedule import PollSchedule
from wandesk.engine.scheduler import Scheduler
from wandesk.engine.send_queue import QueueSettings, SendQueue


class QueueCommands:
    """Pauses, resumes and reorders the queue. Submitted jobs are polled and saved in any case."""

    def __init__(self, queue: SendQueue, scheduler: Scheduler, poll_schedule: PollSchedule) -> None:
        self._queue = queue
        self._scheduler = scheduler
        self._poll_schedule = poll_schedule

    def set_paused(self, is_paused: bool) -> None:  # noqa: FBT001 - its one value
        """Submit no more jobs, or submit them again."""
        self._set(replace(self._queue.settings, is_paused=is_paused))

    def set_at_once(self, at_once: int) -> None:
        """Set how many jobs of one model may be at Alibaba at the same time; 0: as the catalogue says."""
        self._set(replace(self._queue.settings, at_once=at_once))

    async def move(self, job_ids: Sequence[str], *, before: str | None = None, after: str | None = None) -> None:
        """Send waiting jobs before or after another waiting job, or (neither) next.

        A job that no longer waits is left out. Raises StoreDamaged, NoRoom.
        """
        await self._queue.move(job_ids, before=before, after=after)
        self._scheduler.reschedule()

    async def shift(self, job_ids: Sequence[str], *, is_up: bool) -> None:
        """Send waiting jobs one place sooner or later. Raises as `move`."""
        await self._queue.shift(job_ids, is_up=is_up)
        self._scheduler.reschedule()

    def _set(self, settings: QueueSettings) -> None:
        for job_id in self._scheduler.set_settings(settings):
            self._poll_schedule.wake(job_id)
