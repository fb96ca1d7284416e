"""Moves videos from the fallback folder to the videos folder once that can be written again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import JobStage
from wandesk.domain.job_events import VideoMoved
from wandesk.domain.structs import replace
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Clock, Files

log = logging.getLogger(__name__)

RETRY_EVERY = 60.0


class Relocator:
    """A single background task; the only code that moves saved videos."""

    def __init__(
        self,
        files: Files,
        open_jobs: OpenJobs,
        clock: Clock,
        spawn: Callable[[str, Coroutine[Any, Any, None]], object],
    ) -> None:
        self._files = files
        self._open_jobs = open_jobs
        self._clock = clock
        self._spawn = spawn
        self._woken = asyncio.Event()
        self._is_running = False

    def start(self) -> None:
        """Start the background task: a video is in the fallback folder, or the program starts and there may be some."""
        self._woken.set()
        if not self._is_running:
            self._is_running = True
            self._spawn("videos in the fallback folder", self._relocate_all())

    def wake(self) -> None:
        """Retry now."""
        self._woken.set()

    async def _relocate_all(self) -> None:
        last = ""
        try:
            while True:
                self._woken.clear()
                videos = await self._files.videos_in_fallback()
                if not videos and not self._woken.is_set():
                    return
                errors = [each for job_id, video in videos if (each := await self._relocate(job_id, video))]
                if errors and errors[0] != last:
                    log.warning("%d videos wait in the fallback folder: %s", len(errors), errors[0])
                    last = errors[0]
                await self._clock.wait(self._woken, RETRY_EVERY)
        finally:
            self._is_running = False

    async def _relocate(self, job_id: str, video: Path) -> str:
        """Move one video; returns the error, or ""."""
        try:
            job = await self._open_jobs.find(job_id)
            if job is not None and (not job.stage.is_final or (job.is_removed and not job.is_removal_finished)):
                return ""  # it is being saved, or is on its way to the trash
            known = job.video if job is not None and job.stage is JobStage.DONE else None
            if known is None or Path(known.path) == video:
                path = await self._files.relocate(job_id, video, job.marks.label if job is not None else "")
                if known is not None and await self._open_jobs.find(job_id) is not None:  # else: removed
                    moved = replace(known, path=str(path), is_waiting=False)
                    await self._open_jobs.record(job_id, VideoMoved(at=self._clock.now(), video=moved))
            # Otherwise the row already has another path: a crash came between that record and this deletion.
            await self._files.clear_fallback(job_id)
        except WanDeskError as refused:
            return str(refused)
        return ""
