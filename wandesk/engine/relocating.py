"""Brings videos that were kept aside into their own folder once that can be written again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import JobStage, VideoMoved
from wandesk.domain.structs import replace
from wandesk.engine.workplace import Workplace

log = logging.getLogger(__name__)

HOME_LOOK = 60.0


class Relocator:
    """One coroutine for as long as videos wait; nobody moves a video but it."""

    def __init__(self, place: Workplace, spawn: Callable[[str, Coroutine[Any, Any, None]], object]) -> None:
        self._place = place
        self._spawn = spawn
        self._woken = asyncio.Event()
        self._is_running = False

    def start(self) -> None:
        """A video waits, or a start may find some: look now."""
        self._woken.set()
        if not self._is_running:
            self._is_running = True
            self._spawn("videos kept aside", self._relocate_all())

    def look(self) -> None:
        """Something changed: those that wait look now."""
        self._woken.set()

    async def _relocate_all(self) -> None:
        last = ""
        try:
            while True:
                self._woken.clear()
                videos = await self._place.files.videos_in_fallback()
                if not videos and not self._woken.is_set():
                    return
                trouble = [each for job_id, video in videos if (each := await self._bring(job_id, video))]
                if trouble and trouble[0] != last:
                    log.warning("%d videos wait: %s", len(trouble), trouble[0])
                    last = trouble[0]
                await self._place.clock.wait(self._woken, HOME_LOOK)
        finally:
            self._is_running = False

    async def _bring(self, job_id: str, video: Path) -> str:
        """Bring one video home; returns what stood in the way, or ""."""
        place = self._place
        try:
            job = await place.open_jobs.find(job_id)
            if job is not None and not job.stage.is_final:
                return ""  # it is just being kept
            known = job.video if job is not None and job.stage is JobStage.DONE else None
            if known is None or Path(known.path) == video:
                home = await place.files.relocate(job_id, video)
                if known is not None and await place.open_jobs.find(job_id) is not None:  # else its row has just gone
                    moved = replace(known, path=str(home), is_waiting=False)
                    await place.open_jobs.record(job_id, VideoMoved(at=place.clock.now(), video=moved))
            # Else its row names another place already: a crash came between the record and the clearing up.
            await place.files.clear_fallback(job_id)
        except WanDeskError as refused:
            return str(refused)
        return ""
