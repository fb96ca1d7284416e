"""What videos, inputs and posters occupy, what of it can go, and whether there is room for another video."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from wandesk.domain.space import Occupied, RowFiles, Shortage, needed_bytes
from wandesk.engine.inputs import Inputs
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Clock, Files, Store
from wandesk.engine.posters import Posters, job_of_poster
from wandesk.engine.resuming import DRAFTS_KEPT

log = logging.getLogger(__name__)

POSTERS_KEPT = 200
"""The posters of the newest rows stay: the list shows them at every start."""
BEING_MADE = 600.0
"""Seconds. A younger poster may belong to a row that is not stored yet."""
RECENT_VIDEOS = 20
"""So many of the newest videos say how large the next one will be."""


class Space:
    """Nothing that a row needs is deleted but posters, which are made again when they are shown."""

    def __init__(
        self, *, store: Store, files: Files, inputs: Inputs, posters: Posters, open_jobs: OpenJobs, clock: Clock
    ) -> None:
        self._store = store
        self._files = files
        self._inputs = inputs
        self._posters = posters
        self._open_jobs = open_jobs
        self._clock = clock

    async def look(self) -> Occupied:
        """What is occupied now. Raises StoreDamaged."""
        rows = await self._store.row_files()
        videos = await self._videos_of(rows)
        posters = await self._files.posters()
        spare = await asyncio.to_thread(_spare_posters, rows, videos, posters, self._clock.now() - BEING_MADE)
        folder = self._files.destination.folder
        return Occupied(
            videos=sum(videos.values()),
            video_count=len(videos),
            inputs=await self._files.input_bytes(),
            posters=sum(size for size, _ in posters.values()),
            cleanable=sum(posters[each][0] for each in spare),
            free=await self._free(folder),
            folder=str(folder),
        )

    async def clean_up(self, in_form: Collection[str]) -> int:
        """Delete drafts, inputs that no row needs, and spare posters; returns the bytes that became free.

        `in_form` are the paths of the files in the user's form: they are not deleted. Raises StoreDamaged.
        """
        before = await self._files.input_bytes()
        await self._files.sweep(self._clock.now() - DRAFTS_KEPT, keep=in_form)
        await self._inputs.sweep()
        rows = await self._store.row_files()
        videos, posters = await self._videos_of(rows), await self._files.posters()
        spare = await asyncio.to_thread(_spare_posters, rows, videos, posters, self._clock.now() - BEING_MADE)
        for each in spare:
            await self._files.discard(each)
        freed = sum(posters[each][0] for each in spare) + max(0, before - await self._files.input_bytes())
        log.info("%d bytes were freed, of %d posters", freed, len(spare))
        return freed

    async def make_poster(self, path: str) -> bool:
        """Make a poster again that a row names and that is gone; False if there is nothing to make it from."""
        job = await self._store.get(job_of_poster(Path(path)))
        return job is not None and job.poster == path and await self._posters.make_again(job)

    async def shortage(self) -> Shortage | None:
        """Whether the videos folder's disk has too little room for another video; None while that is unknown."""
        folder = self._files.destination.folder
        free = await self._free(folder)
        if free is None:
            return None
        saved = await self._videos_of(await self._store.row_files(RECENT_VIDEOS))
        unsaved = sum(not job.stage.is_final for job in self._open_jobs.all())
        needed = needed_bytes(tuple(saved.values()), unsaved + 1)
        return Shortage(free=free, needed=needed, folder=str(folder)) if free < needed else None

    async def _free(self, folder: Path) -> int | None:
        return await self._files.free_bytes(folder) or None  # some disks report 0 for unknown

    async def _videos_of(self, rows: Sequence[RowFiles]) -> Mapping[Path, int]:
        """The sizes of the rows' videos that are there."""
        return await self._files.sizes(await asyncio.to_thread(_videos, rows))


def _videos(rows: Sequence[RowFiles]) -> set[Path]:
    return {Path(row.video) for row in rows if row.video}


def _spare_posters(
    rows: Sequence[RowFiles], videos: Mapping[Path, int], posters: Mapping[Path, tuple[int, float]], young: float
) -> list[Path]:
    """The posters that no row names, and those of older rows whose video is there to make them again.

    In a thread: a list of 100,000 rows takes a second. A poster written after `young` may belong to no row yet.
    """
    needed = {Path(row.poster) for row in rows[:POSTERS_KEPT] if row.poster}
    needed |= {Path(row.poster) for row in rows if row.poster and Path(row.video) not in videos}
    return [path for path, (_, written) in posters.items() if path not in needed and written < young]
