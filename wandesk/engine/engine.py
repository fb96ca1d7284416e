"""The public interface of the engine, for the bridge and the application."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection

from wandesk.domain.job import JobStage
from wandesk.engine.back_off import BackOff
from wandesk.engine.job_commands import JobCommands
from wandesk.engine.new_jobs import NewJobs
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Ports
from wandesk.engine.queue_commands import QueueCommands
from wandesk.engine.removing import Removals
from wandesk.engine.resuming import Resuming
from wandesk.engine.saved_videos import SavedVideos
from wandesk.engine.space import Space
from wandesk.engine.uncertain import UncertainJobs
from wandesk.engine.unclaimed import Unclaimed
from wandesk.engine.user_files import UserFiles
from wandesk.engine.videos_folder import VideosFolder

log = logging.getLogger(__name__)

SUBMITTING_CHECK = 0.02
"""Seconds between two checks whether a create request is in flight."""


class Engine:
    """The commands, grouped by subject, and those for all jobs. Every method runs on the engine's loop."""

    def __init__(
        self,
        *,
        new_jobs: NewJobs,
        jobs: JobCommands,
        removals: Removals,
        queue: QueueCommands,
        uncertain: UncertainJobs,
        unclaimed: Unclaimed,
        user_files: UserFiles,
        saved_videos: SavedVideos,
        space: Space,
        ports: Ports,
        open_jobs: OpenJobs,
        back_off: BackOff,
        videos_folder: VideosFolder,
        resuming: Resuming,
    ) -> None:
        self.new_jobs = new_jobs
        self.jobs = jobs
        self.removals = removals
        self.queue = queue
        self.uncertain = uncertain
        self.unclaimed = unclaimed
        self.user_files = user_files
        self.saved_videos = saved_videos
        self.space = space
        self.videos_folder = videos_folder
        self._ports = ports
        self._open_jobs = open_jobs
        self._back_off = back_off
        self._resuming = resuming

    async def resume(self, *, in_form: Collection[str] = ()) -> None:
        """Continue with every open job of the store: once, after a start. Raises StoreDamaged, NoRoom.

        `in_form` are the paths of the files in the user's form: they are not deleted.
        """
        await self._resuming.resume(in_form)

    def check_all(self) -> None:
        """End every wait: a key changed, the network came back or the computer woke up."""
        self._resuming.check_all()

    def practice_ended(self) -> None:
        """Practice's process ended: its jobs wait until it is started again."""
        self._back_off.practice_ended()

    def practice_may_start(self) -> None:
        """Practice may be started: the jobs that wait for it poll now, which starts it."""
        self._back_off.practice_may_start()

    async def create_requests_ended(self) -> None:
        """Wait until no create request is in flight: cutting one off would make its job uncertain."""
        while any(job.stage is JobStage.SUBMITTING for job in self._open_jobs.all()):
            await self._ports.clock.wait(asyncio.Event(), SUBMITTING_CHECK)

    async def close(self) -> None:
        """Close the ports that hold processes, files or connections. Jobs are safe at any moment."""
        form_media = self._ports.form_media
        closing = [self._ports.cloud.close(), self._ports.media.close(), *([form_media.close()] if form_media else [])]
        for each in await asyncio.gather(*closing, return_exceptions=True):
            if isinstance(each, Exception):
                log.warning("a port did not close: %r", each)
        await self._ports.store.close()
