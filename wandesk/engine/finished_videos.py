"""Records a video that has its final name."""

from __future__ import annotations

from pathlib import Path

from wandesk.domain.job import Job
from wandesk.domain.job_events import VideoSaved
from wandesk.domain.media import Video, VideoFacts
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Clock, Failpoint, Files
from wandesk.engine.posters import Posters
from wandesk.engine.relocating import Relocator


class FinishedVideos:
    """The last step of saving: poster, record, and the move from the fallback folder."""

    def __init__(
        self,
        *,
        posters: Posters,
        relocator: Relocator,
        files: Files,
        open_jobs: OpenJobs,
        clock: Clock,
        failpoint: Failpoint,
    ) -> None:
        self._posters = posters
        self._relocator = relocator
        self._files = files
        self._open_jobs = open_jobs
        self._clock = clock
        self._failpoint = failpoint

    async def record(self, job: Job, path: Path, facts: VideoFacts) -> None:
        """Make the poster and record the video at `path`. Raises StoreDamaged, NoRoom (of the store)."""
        await self._posters.make_from_video(job, path)
        video = Video(path=str(path), facts=facts, is_waiting=self._files.is_in_fallback(path))
        await self._open_jobs.record(job.id, VideoSaved(at=self._clock.now(), video=video))
        self._failpoint("row_done")
        if video.is_waiting:
            self._relocator.start()
