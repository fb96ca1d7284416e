"""The user's commands for existing jobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from wandesk.domain.errors import CloudBusy, CloudRefused, LinkExpired
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_events import JobCanceled, MarksChanged, VideoMoved, VideoWatched
from wandesk.domain.job_query import EVERY_JOB, JobQuery
from wandesk.domain.listing import JobCounts, Listing
from wandesk.domain.marks import MarkChange, reverse, tidied
from wandesk.domain.price import Price
from wandesk.domain.sentences import Sentence
from wandesk.domain.spending import Amounts, LedgerEntry
from wandesk.domain.structs import replace
from wandesk.domain.video_naming import safe_stem
from wandesk.engine.locating import VideoLocator
from wandesk.engine.open_jobs import RECORDED_AT_ONCE, OpenJobs
from wandesk.engine.poll_schedule import PollSchedule
from wandesk.engine.ports import Accounts, Clock, Cloud, Files, Store
from wandesk.engine.saving import Saver
from wandesk.engine.scheduler import Scheduler


class JobCommands:
    """Commands for one job. An unknown job id is ignored unless a method says otherwise: its row may be removed."""

    def __init__(
        self,
        *,
        accounts: Accounts,
        cloud: Cloud,
        store: Store,
        files: Files,
        saver: Saver,
        scheduler: Scheduler,
        open_jobs: OpenJobs,
        poll_schedule: PollSchedule,
        clock: Clock,
    ) -> None:
        self.locator = VideoLocator(store, files, open_jobs, clock)
        self._accounts = accounts
        self._cloud = cloud
        self._store = store
        self._files = files
        self._saver = saver
        self._scheduler = scheduler
        self._open_jobs = open_jobs
        self._poll_schedule = poll_schedule
        self._clock = clock

    async def cancel(self, job_id: str) -> None:
        """Cancel a job. Before it is submitted it ends at once; afterwards only a waiting task can be cancelled.

        A running upload stops at its next slice. Raises CloudRefused: `cancel_while_sent` while the create request is
        in flight, `cancel_too_late` once the video is being made. Raises what `Cloud.cancel` raises.
        """
        job = await self._open_jobs.find(job_id)
        if job is None or job.stage.is_final:
            return
        if job.stage.is_before_submission or job.is_maybe_sent:
            job = await self._open_jobs.record(job_id, JobCanceled(at=self._clock.now()))
            if job.stage is not JobStage.CANCELED:  # it was submitted in the meantime
                raise CloudRefused(sentence=Sentence.CANCEL_WHILE_SENT)
        elif job.stage.is_cancelable and job.task_id is not None:
            connection = await self._accounts.connect(job.account_ref)
            try:
                await self._cloud.cancel(connection, job.task_id)
            except CloudBusy:
                raise
            except CloudRefused:
                self._poll_schedule.wake(job_id)  # the next poll shows how far the task is
                raise
        elif job.stage is JobStage.SUBMITTING:
            raise CloudRefused(sentence=Sentence.CANCEL_WHILE_SENT)
        else:
            raise CloudRefused(sentence=Sentence.CANCEL_TOO_LATE)
        self._poll_schedule.wake(job_id)

    def check_again(self, job_id: str) -> None:
        """Poll an open job now, free of charge. A video that was given up is for `download_again`."""
        self._poll_schedule.wake(job_id)

    async def download_again(self, job_id: str) -> None:
        """Download again a video whose file is gone or did not open: free while the cloud keeps it.

        A download that waits continues now. Raises what `Cloud.task` raises, KeyNeeded, LinkExpired (`video_expired`),
        NoRoom, StoreDamaged.
        """
        job = await self._open_jobs.find(job_id)
        if job is None:
            return
        # The link is read first, so that nothing is lost without one.
        if await self._saver.lacks_video(job) and await self._saver.start_over(job, await self._saver.link(job)):
            self._scheduler.enqueue(job_id)
        else:
            self._poll_schedule.wake(job_id)

    async def video_link(self, job_id: str) -> str:
        """A signed link of the video for the user's browser: a secret, passed on and not kept.

        Raises as `download_again`; LinkExpired for an unknown job, too.
        """
        job = await self._open_jobs.find(job_id)
        if job is None:
            raise LinkExpired("no such job", sentence=Sentence.VIDEO_EXPIRED)
        return await self._saver.link(job)

    async def is_video_there(self, job_id: str) -> bool:
        """Whether the job's video exists where it was saved."""
        job = await self._open_jobs.find(job_id)
        return job is not None and job.video is not None and await self._files.exists(Path(job.video.path))

    async def watched(self, job_id: str) -> None:
        """The user has watched the video. Raises KeyError for an unknown job, StoreDamaged, NoRoom."""
        await self._open_jobs.record(job_id, VideoWatched(at=self._clock.now()))

    async def mark(self, changes: Mapping[str, MarkChange]) -> Mapping[str, MarkChange]:
        """Change the marks of these jobs, by id, and return the changes that undo it. Jobs that are gone are left out.

        Raises InputRefused before anything is changed if a text is too long, StoreDamaged, NoRoom.
        """
        tidy = {change: tidied(change) for change in set(changes.values())}
        undo: dict[str, MarkChange] = {}
        ids = list(changes)
        for start in range(0, len(ids), RECORDED_AT_ONCE):
            jobs = await self._store.rows(ids[start : start + RECORDED_AT_ONCE])
            backs = {job.id: reverse(job.marks, tidy[changes[job.id]]) for job in jobs}
            now = self._clock.now()
            events = {job_id: MarksChanged(at=now, change=tidy[changes[job_id]]) for job_id in backs}
            await self._open_jobs.record_each(
                {job_id: event for job_id, event in events.items() if backs[job_id] != event.change}
            )
            undo |= backs
        return undo

    async def rename_video(self, job_id: str, name: str) -> None:
        """Give the video's file this name, or the next free one. A crash at any point loses nothing.

        Nothing happens while the video is in the fallback folder: it moves from there automatically. Close the file
        first.
        Raises FolderRefused, StoreDamaged, NoRoom.
        """
        job = await self._open_jobs.find(job_id)
        if job is None or job.video is None or job.stage is not JobStage.DONE or not safe_stem(name):
            return
        video, path = job.video, Path(job.video.path)
        if self._files.is_in_fallback(path):
            return
        named = await self._files.give_name(path, name)
        kept, dropped = path, named
        try:
            moved = VideoMoved(at=self._clock.now(), video=replace(video, path=str(named)))
            job = await self._open_jobs.record(job_id, moved)
            if job.video == moved.video:
                kept, dropped = named, path
        finally:
            if await self._files.exists(kept):
                await self._files.drop_name(dropped, kept)
            else:  # a disk without second names, and the row has the earlier one
                await self._files.give_name(dropped, kept.stem)

    async def listing(self, newest: int | None = None, query: JobQuery = EVERY_JOB) -> Listing:
        """The jobs of a view in its order, or the first so many of them. Raises StoreDamaged."""
        return await self._store.listing(newest, query)

    async def counts(self, query: JobQuery = EVERY_JOB) -> JobCounts:
        """How many jobs of the query's text and label each filter has, and how many jobs each label has.

        Raises StoreDamaged.
        """
        return await self._store.counts(query)

    async def sums(self, query: JobQuery, spans: Sequence[tuple[float, float]]) -> Sequence[Amounts]:
        """What the jobs of a view that were created in each span cost; times in seconds since 1970.

        Raises StoreDamaged.
        """
        return await self._store.sums(query, spans)

    async def ids(self, newest: int | None = None) -> Sequence[str]:
        """The ids of all jobs in the list, or of the `newest` ones, newest first. Raises StoreDamaged."""
        return await self._store.ids(newest)

    async def ledger(self, since: float) -> Sequence[LedgerEntry]:
        """What each video since then cost, newest first. Raises StoreDamaged."""
        return await self._store.ledger(since)

    def under_way(self) -> Sequence[Price]:
        """The estimates of the requests that may still cost money. Free ones are Practice's, which is never counted."""
        jobs = [job for job in self._open_jobs.all() if job.charge is None]
        estimates = [job.request.estimate for job in jobs if not job.stage.is_final]
        return [each for each in estimates if each is not None and not each.is_free]

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        """These jobs of the list in this order, without those that are gone or removed. Raises StoreDamaged."""
        return await self._store.rows(ids)
