"""Downloads a finished video, handling expired links, full disks, blocked hosts and read-only folders."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path

from wandesk.domain.errors import (
    DownloadBlocked,
    FolderRefused,
    LinkExpired,
    MediaProcessFailed,
    NoRoom,
    TaskNotShown,
    UnsafeLink,
    VideoTooLarge,
    VideoUnreadable,
    WanDeskError,
)
from wandesk.domain.job import Job, JobProblem, JobStage
from wandesk.domain.job_events import DownloadStarted, JobEvent, JobExpired, VideoGivenUp, VideoSaved, VideoWanted
from wandesk.domain.media import Video, VideoFacts
from wandesk.domain.progress import Obstacle, WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.domain.task import TaskReport, TaskStatus
from wandesk.engine.media_port import Media
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.poll_schedule import PollSchedule
from wandesk.engine.ports import Clock, Cloud, Failpoint, Files
from wandesk.engine.posters import Posters
from wandesk.engine.retention_times import RetentionTimes
from wandesk.engine.task_reader import TaskReader
from wandesk.engine.videos_folder import VideosFolder
from wandesk.engine.waiting import KEY_RETRY, ROOM_RETRY

log = logging.getLogger(__name__)

MOST_UNREADABLE = 3
"""Downloads that do not open, before the video is given up."""
LINK_EVERY = 60.0
"""Seconds between two new links for one video whose old link was refused."""
LINK_AT_ONCE = 1.0
LEAST_ROOM_BYTES = 16 * 1024 * 1024
"""Free space that the download of a video of unknown length waits for."""


@dataclass(slots=True, kw_only=True)
class _Download:
    """What this run knows of a download besides its job."""

    link: str | None = field(default=None, repr=False)
    """A signed link that is not used yet: a secret, kept in memory only and never logged."""
    unreadable: int = 0
    link_read_at: float | None = None
    """Monotonic: when a link was last requested."""


class Saver:
    """Downloads a job's video and stores it in the videos folder, or in the fallback folder."""

    def __init__(
        self,
        *,
        reader: TaskReader,
        retention: RetentionTimes,
        posters: Posters,
        videos_folder: VideosFolder,
        cloud: Cloud,
        media: Media,
        files: Files,
        open_jobs: OpenJobs,
        poll_schedule: PollSchedule,
        clock: Clock,
        failpoint: Failpoint,
    ) -> None:
        self._reader = reader
        self._retention = retention
        self._posters = posters
        self._videos_folder = videos_folder
        self._cloud = cloud
        self._media = media
        self._files = files
        self._open_jobs = open_jobs
        self._poll_schedule = poll_schedule
        self._clock = clock
        self._failpoint = failpoint
        self._downloads: dict[str, _Download] = {}

    def keep_link(self, job_id: str, link: str) -> None:
        """Start the job's next download with this signed link instead of reading the task for one."""
        self._download_of(job_id).link = link

    def forget(self, job_id: str) -> None:
        """The job has ended, or waits for the user."""
        self._downloads.pop(job_id, None)

    async def save(self, job: Job) -> None:
        """Download the video until it is saved or nothing can be done without the user.

        Raises what `TaskReader.read` raises, CloudUnreachable, MediaProcessFailed, VideoUnreadable, VideoLocked,
        FolderRefused (the fallback folder cannot be written either), NoRoom and StoreDamaged (of the store).
        """
        while job.id in self._open_jobs and job.stage is JobStage.DOWNLOADING and not job.is_given_up:
            try:
                await self._try(job)
            except DownloadBlocked as blocked:
                log.warning("job %s waits: %s", job.id, blocked)
                reason = WaitReason.ADDRESS if isinstance(blocked, UnsafeLink) else WaitReason.BLOCKED
                obstacle = Obstacle(host=str(blocked.values.get("host", "")))
                self._open_jobs.set_wait_reason(job.id, reason, obstacle)
                await self._poll_schedule.wait(job.id, KEY_RETRY)
            except LinkExpired as old:
                log.info("job %s waits for a new link: %s", job.id, old)
                self._open_jobs.set_wait_reason(job.id, WaitReason.LINK)
                await self._poll_schedule.wait(job.id, self._until_link(job))
            if job.id in self._open_jobs:
                job = self._open_jobs.job(job.id)

    async def lacks_video(self, job: Job) -> bool:
        """Whether the job's video was made and is not on disk, and no download of it is under way."""
        if job.stage is not JobStage.DONE:
            return job.is_given_up
        return job.video is None or not await self._files.exists(Path(job.video.path))

    async def start_over(self, job: Job, link: str) -> bool:
        """Download with a new link a video that `lacks_video`; True if the job must run again."""
        self.forget(job.id)
        wanted = await self._record(job, VideoWanted(at=self._clock.now()))
        if wanted.stage is not JobStage.DOWNLOADING:
            return False
        self.keep_link(job.id, link)
        return True

    async def link(self, job: Job) -> str:
        """A new signed link of the video: a secret, never logged or stored.

        Raises what `TaskReader.read` raises, LinkExpired (`video_expired`: the cloud has deleted the video).
        """
        report = await self._reader.read(job)
        if report.video_url is None:
            is_gone = report.status is TaskStatus.UNKNOWN
            raise LinkExpired("no link", sentence=Sentence.VIDEO_EXPIRED if is_gone else Sentence.VIDEO_WITHOUT_ADDRESS)
        return report.video_url

    # ---------------------------------------------------------------- one try

    async def _try(self, job: Job) -> None:
        """One try. Raises as `save`, and DownloadBlocked, LinkExpired."""
        job = await self._with_path(job)
        final = Path(job.download_path or "")
        part = self._files.part_path(final)
        is_renamed = await self._files.is_complete(final) and not await self._files.exists(part)
        if is_renamed and (facts := await self._facts(final)) is not None:
            # After a crash between the rename and its record, the video already has its final name.
            await self._record_video(job, final, facts)
            return
        try:
            if not await self._files.is_complete(part) and not await self._download(job, part, final):
                return
            await self._store(job, part, final)
        except VideoTooLarge as large:
            log.warning("job %s is given up: %s", job.id, large)
            await self._files.discard(part)
            await self._give_up(job, final, JobProblem(sentence=large.sentence, values=tuple(large.values.items())))
        except NoRoom as full:
            if "folder" not in full.values:
                raise  # the store's disk, not the video's
            await self._wait_for_room(job, full, Path(str(full.values["folder"])))
        except FolderRefused as refused:
            if self._files.is_in_fallback(final):
                raise
            await self._use_fallback(job, part, refused)

    async def _with_path(self, job: Job) -> Job:
        """The job with the reserved path of its video."""
        if job.download_path is not None:
            return job
        try:
            final = await self._videos_folder.reserve(job)
        except FolderRefused as refused:
            self._refused(job, refused)
            final = await self._files.reserve_in_fallback(job)
        try:
            return await self._record(job, DownloadStarted(at=self._clock.now(), path=str(final)))
        except WanDeskError:
            await self._files.discard(final)
            raise

    def _refused(self, job: Job, refused: FolderRefused) -> None:
        log.warning("job %s: its video goes to the fallback folder: %s", job.id, refused)
        self._videos_folder.start()

    async def _use_fallback(self, job: Job, part: Path, refused: FolderRefused) -> None:
        self._refused(job, refused)
        complete_part = part if await self._files.is_complete(part) else None
        final = await self._files.reserve_in_fallback(job, complete_part)
        await self._record(job, DownloadStarted(at=self._clock.now(), path=str(final)))

    async def _download(self, job: Job, part: Path, final: Path) -> bool:
        """Download into `part`; False when the cloud has deleted the video, which is then recorded."""
        known = self._download_of(job.id)
        link, known.link = known.link, None
        is_new = link is None
        if link is None:
            known.link_read_at = self._clock.monotonic()
            report = await self._reader.read(job)
            if report.status is TaskStatus.UNKNOWN:
                if not self._retention.has_ended(job):
                    raise TaskNotShown(request_id=report.request_id)
                await self._expire(job, report, part, final)
                return False
            link = report.video_url
        if link is None:
            raise LinkExpired("the task gives no link now")
        self._failpoint("part_open")
        try:
            await self._cloud.download(
                link,
                part,
                endpoint=self._reader.endpoint(job),
                region=job.request.region,
                received=lambda done, total: self._received(job, done, total),
                stopped=lambda: job.id not in self._open_jobs,
            )
        except LinkExpired as old:
            if is_new and self._retention.has_ended(job):  # the task is still shown, but its video is deleted
                await self._expire(job, report, part, final, cause=old)
                return False
            raise
        except (NoRoom, FolderRefused):
            known.link = link  # it is still good
            raise
        self._failpoint("part_done")
        return True

    def _received(self, job: Job, done: int, total: int | None) -> None:
        if done and self._open_jobs.wait_reason(job.id) is not None:
            self._open_jobs.set_wait_reason(job.id, None)
        self._open_jobs.set_transferred(job.id, done, total)

    async def _store(self, job: Job, part: Path, final: Path) -> None:
        """Check that the part opens, rename it and record it."""
        download = self._download_of(job.id)
        try:
            facts = await self._media.inspect_video(part)
        except (VideoUnreadable, MediaProcessFailed) as unreadable:
            if not await self._files.exists(part):  # its drive went away: that says nothing about the video
                raise FolderRefused(str(unreadable), values={"folder": str(part.parent)}) from unreadable
            download.unreadable += 1
            if download.unreadable >= MOST_UNREADABLE:
                problem = JobProblem(sentence=Sentence.VIDEO_GIVEN_UP, values=(("file", str(part)),))
                await self._give_up(job, final, problem)
                return
            if isinstance(unreadable, VideoUnreadable):
                await self._files.discard(part)
            raise
        path = await self._files.finish_video(part, final)
        self._failpoint("renamed")
        await self._record_video(job, path, facts)

    async def _give_up(self, job: Job, final: Path, problem: JobProblem) -> None:
        await self._files.discard(final)  # the empty reservation; a part still reserves the name
        await self._record(job, VideoGivenUp(at=self._clock.now(), problem=problem))

    async def _expire(
        self, job: Job, report: TaskReport, part: Path, final: Path, cause: LinkExpired | None = None
    ) -> None:
        """The cloud has deleted the video: save a partial download if it opens, or record the job as expired."""
        facts = await self._facts(part)
        if facts is not None:
            await self._record_video(job, await self._files.finish_video(part, final), facts)
            return
        if cause is not None:
            log.warning("job %s: the storage has deleted the video: %s", job.id, cause)
        for leftover in (part, final):  # before the record: after it nothing would delete them
            try:
                await self._files.discard(leftover)
            except FolderRefused as refused:
                log.info("job %s: %s is left behind: %s", job.id, leftover.name, refused)
        problem = self._retention.expired_problem(job, report)
        await self._record(job, JobExpired(at=self._clock.now(), problem=problem))

    async def _facts(self, path: Path) -> VideoFacts | None:
        """The facts of a video file, None if it is missing or does not open."""
        try:
            if await self._files.exists(path):
                return await self._media.inspect_video(path)
        except (VideoUnreadable, MediaProcessFailed) as unreadable:
            log.info("%s does not open: %s", path.name, unreadable)
        return None

    async def _record_video(self, job: Job, path: Path, facts: VideoFacts) -> None:
        """The video has its final name: make the poster and record the video."""
        await self._posters.make_from_video(job, path)
        video = Video(path=str(path), facts=facts, is_waiting=self._files.is_in_fallback(path))
        await self._record(job, VideoSaved(at=self._clock.now(), video=video))
        self._failpoint("row_done")
        if video.is_waiting:
            self._videos_folder.start()

    async def _record(self, job: Job, event: JobEvent) -> Job:
        return await self._open_jobs.record(job.id, event)

    # ---------------------------------------------------------------- waits

    async def _wait_for_room(self, job: Job, full: NoRoom, folder: Path) -> None:
        """Wait until the disk has room for the rest, so that retries do not fill it completely."""
        needed = int(full.values.get("needed_bytes", LEAST_ROOM_BYTES))
        log.warning("job %s waits: %s", job.id, full)
        while job.id in self._open_jobs:
            free = await self._files.free_bytes(folder)
            missing = None if free is None or "needed_bytes" not in full.values else max(0, needed - free)
            obstacle = Obstacle(missing_bytes=missing, folder=str(folder))
            self._open_jobs.set_wait_reason(job.id, WaitReason.ROOM, obstacle)
            await self._poll_schedule.wait(job.id, ROOM_RETRY)
            free = await self._files.free_bytes(folder)
            if free is None or free >= needed:
                return

    def _until_link(self, job: Job) -> float:
        """Seconds until the next link may be requested."""
        read_at = self._download_of(job.id).link_read_at
        if read_at is None:
            return LINK_AT_ONCE
        return max(LINK_AT_ONCE, read_at + LINK_EVERY - self._clock.monotonic())

    def _download_of(self, job_id: str) -> _Download:
        return self._downloads.setdefault(job_id, _Download())
