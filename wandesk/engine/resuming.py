"""Continues jobs that wait: after a start, and after sleep or a change of key or network."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine
from typing import Any

from wandesk.domain.errors import WanDeskError
from wandesk.engine.earlier_jobs import EarlierJobs
from wandesk.engine.inputs import Inputs
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.poll_schedule import PollSchedule
from wandesk.engine.ports import Clock, Files, Store
from wandesk.engine.removed_jobs import RemovedJobs
from wandesk.engine.scheduler import Scheduler
from wandesk.engine.uncertain import UncertainJobs
from wandesk.engine.videos_folder import VideosFolder

log = logging.getLogger(__name__)

MOST_CLOSED = 50
"""So many jobs that the user closed are searched for, the newest ones: no clock is asked, which may be wrong."""
INDEX_AFTER, INDEX_PAUSE = 3.0, 0.05
"""Seconds after the first part of the index and after each other one, which leave the start and the window in peace."""
DRAFTS_KEPT = 24 * 3600.0
"""Seconds that previews and pasted pictures are kept: a window may show them for long."""


class Resuming:
    """Resumes jobs: `resume` once after a start, `check_all` at any time."""

    def __init__(
        self,
        *,
        store: Store,
        files: Files,
        inputs: Inputs,
        open_jobs: OpenJobs,
        poll_schedule: PollSchedule,
        uncertain: UncertainJobs,
        earlier: EarlierJobs,
        scheduler: Scheduler,
        videos_folder: VideosFolder,
        removed_jobs: RemovedJobs,
        clock: Clock,
        spawn: Callable[[str, Coroutine[Any, Any, None]], object],
    ) -> None:
        self._store = store
        self._files = files
        self._inputs = inputs
        self._open_jobs = open_jobs
        self._poll_schedule = poll_schedule
        self._uncertain = uncertain
        self._earlier = earlier
        self._scheduler = scheduler
        self._videos_folder = videos_folder
        self._removed_jobs = removed_jobs
        self._clock = clock
        self._spawn = spawn

    async def resume(self, in_form: Collection[str]) -> None:
        """Open the store's open jobs, and delete drafts and inputs that nothing needs. Raises StoreDamaged, NoRoom.

        `in_form` are the paths of the files in the user's form: they are not deleted.
        """
        for job in await self._store.open_jobs():
            if job.id not in self._open_jobs:
                self._earlier.add(job)
            self._open_jobs.load(job)
        for job in await self._store.closed_uncertain_jobs(MOST_CLOSED):
            self._uncertain.watch_closed(job)
        self._scheduler.keys_changed()  # which key is in use decides which jobs take room
        await self._files.sweep(self._clock.now() - DRAFTS_KEPT, keep=in_form)
        self._videos_folder.start()
        self._spawn("inputs", self._sweep_inputs())
        self._spawn("removed jobs", self._removed_jobs.finish_all())
        self._spawn("index of the list", self._index())

    def check_all(self) -> None:
        """End every wait."""
        self._poll_schedule.wake_all()
        self._videos_folder.wake()
        self._scheduler.keys_changed()

    async def _index(self) -> None:
        """Index the jobs of an older version, some at a time: the commits of other jobs go between."""
        try:
            pause = INDEX_AFTER
            while await self._store.index_some():
                await self._clock.wait(asyncio.Event(), pause)
                pause = INDEX_PAUSE
        except WanDeskError as refused:
            log.warning("the index of the list is not complete: %s", refused)

    async def _sweep_inputs(self) -> None:
        try:
            await self._inputs.sweep()
        except WanDeskError as refused:
            log.warning("no input was deleted: %s", refused)
