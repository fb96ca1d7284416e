"""Finds videos again that the user moved out of their folder."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from wandesk.domain.errors import InputRefused
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_events import VideoMoved
from wandesk.domain.moved_videos import FolderMove, move_of
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Clock, Files, Store

AT_ONCE = 500
"""Files that are looked at together."""


class VideoLocator:
    """Only the paths in the store change. No file is moved, read or written."""

    def __init__(self, store: Store, files: Files, open_jobs: OpenJobs, clock: Clock) -> None:
        self._store = store
        self._files = files
        self._open_jobs = open_jobs
        self._clock = clock

    async def missing(self, paths: Sequence[str]) -> Collection[str]:
        """Which of these files are not there."""
        there = await self._files.sizes([Path(path) for path in paths])
        return {path for path in paths if Path(path) not in there}

    async def locate(self, job_id: str, chosen: Path) -> int:
        """The user says that a job's video is `chosen`, or is in that folder. Returns how many videos were found again.

        All videos that are missing and moved the same way are found with it. A file must have the size that was
        stored. Raises InputRefused if the video is not there, StoreDamaged, NoRoom.
        """
        job = await self._open_jobs.find(job_id)
        if job is None or job.video is None or job.stage is not JobStage.DONE:
            return 0
        before, size = Path(job.video.path), job.video.facts.size_bytes
        after = await self._files.find_moved(before, size, chosen)
        if after is None:
            values = {"name": before.name, "folder": str(chosen)}
            raise InputRefused(str(chosen), sentence=Sentence.VIDEO_NOT_THERE, values=values)
        await self._record(job, after)
        return 1 + await self._locate_others(move_of(before, after), besides=job_id)

    async def _locate_others(self, move: FolderMove, *, besides: str) -> int:
        ways: dict[str, tuple[Path, Path]] = {}
        for row in await self._store.row_files():
            after = move.moved(Path(row.video)) if row.video and row.job_id != besides else None
            if after is not None:
                ways[row.job_id] = Path(row.video), after
        ids, found = list(ways), 0
        for start in range(0, len(ids), AT_ONCE):
            found += await self._locate_some({each: ways[each] for each in ids[start : start + AT_ONCE]})
        return found

    async def _locate_some(self, ways: dict[str, tuple[Path, Path]]) -> int:
        there = await self._files.sizes([path for way in ways.values() for path in way])
        moved = {each: after for each, (before, after) in ways.items() if before not in there and after in there}
        found = 0
        for job in await self._store.rows(list(moved)):
            is_same = job.video is not None and job.video.facts.size_bytes == there[moved[job.id]]
            if is_same and job.stage is JobStage.DONE:
                await self._record(job, moved[job.id])
                found += 1
        return found

    async def _record(self, job: Job, path: Path) -> None:
        assert job.video is not None
        moved = replace(job.video, path=str(path), is_waiting=False)
        await self._open_jobs.record(job.id, VideoMoved(at=self._clock.now(), video=moved))
