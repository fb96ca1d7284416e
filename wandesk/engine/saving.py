"""Brings a video that was made onto the disk, whatever stands in the way."""

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
    VideoUnreadable,
    WanDeskError,
)
from wandesk.domain.job import (
    DownloadStarted,
    Job,
    JobExpired,
    JobProblem,
    JobStage,
    Obstacle,
    PosterMade,
    VideoGivenUp,
    VideoSaved,
    VideoWanted,
    WaitReason,
)
from wandesk.domain.media import Video, VideoFacts
from wandesk.domain.sentences import Sentence
from wandesk.domain.task import TaskReport, TaskStatus
from wandesk.engine.relocating import Relocator
from wandesk.engine.workplace import KEY_LOOK, POSTER_SIDE, ROOM_LOOK, Workplace

log = logging.getLogger(__name__)

VIDEO_TRIES = 3
LINK_EVERY = 60.0
"""Seconds between two fresh addresses for one video whose old one was refused."""
LINK_AT_ONCE = 1.0
LEAST_ROOM_BYTES = 16 * 1024 * 1024
"""What must be free before a video of unknown length goes on."""


@dataclass(slots=True, kw_only=True)
class Tries:
    """What this run knows of a video besides its job."""

    unreadable: int = 0
    asked_at: float | None = None
    """Monotonic: when the cloud was last asked for an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saver:
    """Fetches a job's video and keeps it."""

    place: Workplace
    relocator: Relocator
    tries: dict[str, Tries] = field(default_factory=dict)

    async def fetch(self, job: Job) -> None:
        """Fetch the video, until it is kept or there is nothing more to be done by ourselves.

        Raises what reading a task raises, CloudUnreachable, MediaProcessFailed, VideoUnreadable, VideoLocked,
        FolderRefused (also the program's own folder cannot be written), NoRoom and StoreDamaged (of the store).
        """
        while job.id in self.place.open_jobs and job.stage is JobStage.DOWNLOADING and not job.is_given_up:
            try:
                await self._fetch(job)
            except DownloadBlocked as blocked:
                log.warning("job %s waits: %s", job.id, blocked)
                is_unsafe = blocked.sentence != DownloadBlocked.default_sentence
                reason = WaitReason.ADDRESS if is_unsafe else WaitReason.BLOCKED
                obstacle = Obstacle(host=str(blocked.values.get("host", "")))
                self.place.open_jobs.waits(job.id, reason, obstacle)
                await self.place.watch.next(job.id, KEY_LOOK)
            except LinkExpired as old:
                log.info("job %s waits for a fresh address: %s", job.id, old)
                self.place.open_jobs.waits(job.id, WaitReason.LINK)
                await self.place.watch.next(job.id, self._until_link(job))
            if job.id in self.place.open_jobs:
                job = self.place.open_jobs.job(job.id)
        if job.id not in self.place.open_jobs:
            self.tries.pop(job.id, None)

    async def want_again(self, job: Job) -> bool:
        """Whether a video that is gone or was given up is fetched anew: the cloud is asked first, and loses nothing.

        False where there is nothing to be done. Raises what reading a task raises, and LinkExpired (`video_expired`).
        """
        if job.stage is JobStage.DONE:
            if job.video is not None and await self.place.files.exists(Path(job.video.path)):
                return False
        elif not job.is_given_up:
            return False
        url = await self.link(job)
        self.tries.pop(job.id, None)
        wanted = await self.place.open_jobs.record(job.id, VideoWanted(at=self.place.clock.now()))
        if wanted.stage is not JobStage.DOWNLOADING:
            return False
        self.place.links[job.id] = url
        return True

    async def link(self, job: Job) -> str:
        """A fresh signed address of the video: a secret, never logged or kept.

        Raises what reading a task raises, LinkExpired (`video_expired`: the cloud has it no longer).
        """
        report = await self.place.read_task(job)
        if report.video_url is None:
            is_gone = report.status is TaskStatus.UNKNOWN
            raise LinkExpired(
                "no address", sentence=Sentence.VIDEO_EXPIRED if is_gone else Sentence.VIDEO_WITHOUT_ADDRESS
            )
        return report.video_url

    # ---------------------------------------------------------------- one try

    async def _fetch(self, job: Job) -> None:
        """One try. Raises as `fetch`, and DownloadBlocked, LinkExpired."""
        files = self.place.files
        job = await self._with_name(job)
        final = Path(job.download_path or "")
        part = files.part_path(final)
        is_named = await files.is_whole(final) and not await files.exists(part)
        if is_named and (facts := await self._opened(final)) is not None:
            # After a crash between the rename and its record, the video stands under its final name.
            await self._finish(job, Video(path=str(final), facts=facts, is_waiting=files.is_in_fallback(final)))
            return
        try:
            if not await files.is_whole(part) and not await self._bring(job, part, final):
                return
            await self._keep(job, part, final)
        except NoRoom as full:
            if "folder" not in full.values:
                raise  # the store's disk, not the video's
            await self._wait_for_room(job, full, Path(str(full.values["folder"])))
        except FolderRefused as refused:
            if files.is_in_fallback(final):
                raise
            await self._use_fallback(job, part, refused)

    async def _with_name(self, job: Job) -> Job:
        if job.download_path is not None:
            return job
        try:
            final = await self.place.files.reserve_video(job)
        except FolderRefused as refused:
            log.warning("job %s: its video is kept aside: %s", job.id, refused)
            final = await self.place.files.reserve_in_fallback(job)
        try:
            return await self.place.open_jobs.record(
                job.id, DownloadStarted(at=self.place.clock.now(), path=str(final))
            )
        except WanDeskError:
            await self.place.files.discard(final)
            raise

    async def _use_fallback(self, job: Job, part: Path, refused: FolderRefused) -> None:
        log.warning("job %s: its video is kept aside: %s", job.id, refused)
        whole = part if await self.place.files.is_whole(part) else None
        final = await self.place.files.reserve_in_fallback(job, whole)
        await self.place.open_jobs.record(job.id, DownloadStarted(at=self.place.clock.now(), path=str(final)))

    async def _bring(self, job: Job, part: Path, final: Path) -> bool:
        """Bring the bytes; False when the cloud has forgotten them, which is recorded then."""
        url = self.place.links.pop(job.id, None)
        is_fresh = url is None
        if url is None:
            self._tries(job).asked_at = self.place.clock.monotonic()
            report = await self.place.read_task(job)
            if report.status is TaskStatus.UNKNOWN:
                if not self.place.is_forgotten(job):
                    raise TaskNotShown(request_id=report.request_id)
                await self._expire(job, report, part, final)
                return False
            url = report.video_url
        if url is None:
            raise LinkExpired("the task gives no address now")
        self.place.failpoint("part_open")
        try:
            await self.place.cloud.download(
                url,
                part,
                endpoint=job.endpoint,
                region=job.request.region,
                received=lambda done, total: self._received(job, done, total),
                stopped=lambda: job.id not in self.place.open_jobs,
            )
        except LinkExpired as old:
            if is_fresh and self.place.is_forgotten(job):  # the task is still shown, its video is not there any more
                await self._expire(job, report, part, final, told=old)
                return False
            raise
        except (NoRoom, FolderRefused):
            self.place.links[job.id] = url  # nothing is wrong with the address
            raise
        self.place.failpoint("part_done")
        return True

    def _received(self, job: Job, done: int, total: int | None) -> None:
        if done and self.place.open_jobs.waits_for(job.id) is not None:
            self.place.open_jobs.waits(job.id, None)
        self.place.open_jobs.transferred(job.id, done, total)

    async def _keep(self, job: Job, part: Path, final: Path) -> None:
        """Look whether the part opens, give it its name and record it."""
        tries = self._tries(job)
        try:
            facts = await self.place.media.inspect_video(part)
        except (VideoUnreadable, MediaProcessFailed) as unreadable:
            tries.unreadable += 1
            if tries.unreadable >= VIDEO_TRIES:
                await self._give_up(job, part, final)
                return
            if isinstance(unreadable, VideoUnreadable):
                await self.place.files.discard(part)
            raise
        path = await self.place.files.finish_video(part, final)
        self.place.failpoint("renamed")
        await self._finish(job, Video(path=str(path), facts=facts, is_waiting=self.place.files.is_in_fallback(path)))

    async def _give_up(self, job: Job, part: Path, final: Path) -> None:
        await self.place.files.discard(final)  # the empty name; the part keeps it from others
        problem = JobProblem(sentence=Sentence.VIDEO_GIVEN_UP, values=(("file", str(part)),))
        await self.place.open_jobs.record(job.id, VideoGivenUp(at=self.place.clock.now(), problem=problem))
        self.tries.pop(job.id, None)

    async def _expire(
        self, job: Job, report: TaskReport, part: Path, final: Path, told: LinkExpired | None = None
    ) -> None:
        """The cloud has forgotten the video: what came of it is kept if it opens, however short it is."""
        facts = await self._opened(part)
        if facts is not None:
            path = await self.place.files.finish_video(part, final)
            await self._finish(
                job, Video(path=str(path), facts=facts, is_waiting=self.place.files.is_in_fallback(path))
            )
            return
        if told is not None:
            log.warning("job %s: the storage has the video no longer: %s", job.id, told)
        for leftover in (part, final):  # before the record: after it nobody would clear up
            try:
                await self.place.files.discard(leftover)
            except FolderRefused as refused:
                log.info("job %s: %s is left behind: %s", job.id, leftover.name, refused)
        problem = self.place.expired_problem(job, report)
        await self.place.open_jobs.record(job.id, JobExpired(at=self.place.clock.now(), problem=problem))

    async def _opened(self, path: Path) -> VideoFacts | None:
        try:
            if await self.place.files.exists(path):
                return await self.place.media.inspect_video(path)
        except (VideoUnreadable, MediaProcessFailed):
            pass  # None says it
        return None

    async def _finish(self, job: Job, video: Video) -> None:
        try:
            poster = self.place.files.poster_path(f"{job.id}.film")
            await self.place.media.thumbnail(Path(video.path), poster, POSTER_SIDE)
        except WanDeskError as refused:  # a picture for the row, nothing more: the video is there
            log.warning("no poster for job %s: %s", job.id, refused)
        else:
            await self.place.open_jobs.record(job.id, PosterMade(at=self.place.clock.now(), path=str(poster)))
        await self.place.open_jobs.record(job.id, VideoSaved(at=self.place.clock.now(), video=video))
        self.place.failpoint("row_done")
        if video.is_waiting:
            self.relocator.start()

    # ---------------------------------------------------------------- waits

    async def _wait_for_room(self, job: Job, full: NoRoom, folder: Path) -> None:
        """Until the disk has room for what is missing: it is not filled to the last byte again and again."""
        needed = int(full.values.get("needed_bytes", LEAST_ROOM_BYTES))
        log.warning("job %s waits: %s", job.id, full)
        while job.id in self.place.open_jobs:
            free = await self.place.files.free_bytes(folder)
            missing = None if free is None or "needed_bytes" not in full.values else max(0, needed - free)
            self.place.open_jobs.waits(job.id, WaitReason.ROOM, Obstacle(missing_bytes=missing, folder=str(folder)))
            await self.place.watch.next(job.id, ROOM_LOOK)
            free = await self.place.files.free_bytes(folder)
            if free is None or free >= needed:
                return

    def _until_link(self, job: Job) -> float:
        asked_at = self._tries(job).asked_at
        if asked_at is None:
            return LINK_AT_ONCE
        return max(LINK_AT_ONCE, asked_at + LINK_EVERY - self.place.clock.monotonic())

    def _tries(self, job: Job) -> Tries:
        return self.tries.setdefault(job.id, Tries())
