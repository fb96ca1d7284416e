"""Brings films that were kept aside into their own folder once that can be written again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import FilmMoved, JobStage
from wandesk.engine.workplace import Workplace

log = logging.getLogger(__name__)

HOME_LOOK = 60.0


class Homecoming:
    """One coroutine for as long as films wait; nobody moves a film but it."""

    def __init__(self, place: Workplace, spawn: Callable[[str, Coroutine[Any, Any, None]], object]) -> None:
        self._place = place
        self._spawn = spawn
        self._woken = asyncio.Event()
        self._is_running = False

    def start(self) -> None:
        """A film waits, or a start may find some: look now."""
        self._woken.set()
        if not self._is_running:
            self._is_running = True
            self._spawn("films kept aside", self._bring_all())

    def look(self) -> None:
        """Something changed: those that wait look now."""
        self._woken.set()

    async def _bring_all(self) -> None:
        last = ""
        try:
            while True:
                self._woken.clear()
                films = await self._place.files.films_aside()
                if not films and not self._woken.is_set():
                    return
                trouble = [each for job_id, film in films if (each := await self._bring(job_id, film))]
                if trouble and trouble[0] != last:
                    log.warning("%d films wait: %s", len(trouble), trouble[0])
                    last = trouble[0]
                await self._place.clock.wait(self._woken, HOME_LOOK)
        finally:
            self._is_running = False

    async def _bring(self, job_id: str, film: Path) -> str:
        """Bring one film home; returns what stood in the way, or ""."""
        place = self._place
        try:
            job = await place.desk.find(job_id)
            if job is not None and not job.stage.is_final:
                return ""  # it is just being kept
            known = job.film if job is not None and job.stage is JobStage.DONE else None
            if known is None or Path(known.path) == film:
                home = await place.files.bring_home(job_id, film)
                if known is not None and await place.desk.find(job_id) is not None:  # else its row has just gone
                    moved = replace(known, path=str(home), is_waiting=False)
                    await place.desk.record(job_id, FilmMoved(at=place.clock.now(), film=moved))
            # Else its row names another place already: a crash came between the record and the clearing up.
            await place.files.leave_aside(job_id)
        except WanDeskError as refused:
            return str(refused)
        return ""
