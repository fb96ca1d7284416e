"""What a user can do with jobs."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import random
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from wandesk.domain.account import AccountRef
from wandesk.domain.catalog import Catalog, SoundChoice
from wandesk.domain.draft import Draft, find_problems, price
from wandesk.domain.errors import CloudBusy, CloudRefused, InputRefused, LinkExpired, WanDeskError
from wandesk.domain.job import Job, JobCanceled, JobStage, VideoWatched
from wandesk.domain.media import Audio, Picture
from wandesk.domain.pasted import pasted_name
from wandesk.domain.reconciliation import SearchTiming
from wandesk.domain.request import StoredInput, make_request, price_again
from wandesk.domain.retention import is_removable
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import FoundTask, TaskPage
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.inputs import Inputs, inputs_of
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.pipeline import Pipeline
from wandesk.engine.poll_schedule import PollSchedule
from wandesk.engine.polling import Poller
from wandesk.engine.ports import Accounts, Clock, Cloud, Failpoint, Files, Listener, Media, Store
from wandesk.engine.reconciling import Reconciler
from wandesk.engine.relocating import Relocator
from wandesk.engine.saving import Saver
from wandesk.engine.scheduler import QueueSettings, Scheduler
from wandesk.engine.submitting import Submitter
from wandesk.engine.supervisor import Supervisor
from wandesk.engine.task_lists import TaskLists
from wandesk.engine.task_previews import TaskPreviews
from wandesk.engine.unclaimed import Unclaimed
from wandesk.engine.workplace import Workplace

log = logging.getLogger(__name__)

ORDER_LOOK = 0.02
CLOSED_UNCERTAINTIES_KEPT = 48 * 3600.0
"""Seconds: longer than any closed order is looked for, whatever the clocks say."""
DRAFTS_KEPT = 24 * 3600.0
"""Seconds that previews and pasted pictures are kept: a window may show them for long."""


def no_failpoint(_name: str) -> None:
    """Nothing happens outside crash tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything the engine needs from outside, made in `app`."""

    cloud: Cloud
    accounts: Accounts
    store: Store
    media: Media
    files: Files
    clock: Clock


class Engine:
    """Orders, follows and keeps videos. All methods run on the engine's loop."""

    def __init__(
        self,
        *,
        catalog: Catalog,
        ports: Ports,
        supervisor: Supervisor,
        listener: Listener,
        failpoint: Failpoint = no_failpoint,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
        cloud_time: CloudTime | None = None,
        rng: Callable[[], float] = random.random,
        wishes: QueueSettings | None = None,
        search_timing: SearchTiming | None = None,
    ) -> None:
        """`cloud_time` is the one that the wire tells what it hears; without it the local clock must do.

        `luck` gives numbers from 0 to 1 that keep apart in time who failed together. `wishes` are what the user set
        about the line in an earlier run. `patience` is how long the search for orders in doubt waits, for tests.
        """
        self._catalog = catalog
        self._ports = ports
        self._supervisor = supervisor
        self._new_id = new_id
        self._wishes = wishes or QueueSettings()
        self._open_jobs = OpenJobs(ports.store, listener, ports.clock, changed=self._look_over_line)
        self._poll_schedule = PollSchedule(ports.clock, read_list=self._read_list, spawn=supervisor.spawn)
        self._started: set[str] = set()
        self._scheduler = Scheduler(
            catalog=catalog,
            open_jobs=self._open_jobs,
            clock=ports.clock,
            listener=listener,
            spawn=supervisor.spawn,
            run=self._run_job,
            prepare=self._prepare_ahead,
            connect=ports.accounts.connect,
            kept_until=self._locally_kept_until,
            wishes=self._wishes,
        )
        place = Workplace(
            catalog=catalog,
            open_jobs=self._open_jobs,
            watch=self._poll_schedule,
            scheduler=self._scheduler,
            cloud=ports.cloud,
            accounts=ports.accounts,
            store=ports.store,
            media=ports.media,
            files=ports.files,
            clock=ports.clock,
            cloud_time=cloud_time or CloudTime(ports.clock),
            failpoint=failpoint,
            rng=rng,
            inputs=Inputs(ports.files, ports.store),
        )
        self._relocator = Relocator(place, supervisor.spawn)
        lists = TaskLists(
            cloud=ports.cloud,
            accounts=ports.accounts,
            store=ports.store,
            clock=ports.clock,
            cloud_time=place.cloud_time,
        )
        self._previews = TaskPreviews(cloud=ports.cloud, media=ports.media, files=ports.files)
        self._reconciler = Reconciler(
            place=place, lists=lists, previews=self._previews, begin=self._start, search_timing=search_timing
        )
        self._lost = Unclaimed(place=place, lists=lists, previews=self._previews, begin=self._start, new_id=new_id)
        self._pipeline = Pipeline(
            place=place,
            reconciler=self._reconciler,
            ordering=Submitter(place=place, spawn=supervisor.spawn),
            following=Poller(place=place),
            saving=Saver(place=place, relocator=self._relocator),
        )

    async def resume(self, *, in_form: Collection[str] = ()) -> None:
        """Take up every open job of the store: after a start, and only then. Raises StoreDamaged, NoRoom.

        `in_form` are the paths of files that stand in the user's form: they are not tidied away.
        """
        for job in await self._ports.store.open_jobs():
            if job.id in self._started:
                continue  # ordered while we read: it runs already, and a second run would order it twice
            self._open_jobs.take_up(job)
            self._start(job.id)
        for job in await self._ports.store.closed_uncertainties(self._ports.clock.now() - CLOSED_UNCERTAINTIES_KEPT):
            self._supervisor.spawn(f"closed order {job.id}", self._reconciler.watch_closed(job))
        self._scheduler.keys_changed()  # which key is in use tells whose orders stand in the way
        await self._ports.files.sweep(self._ports.clock.now() - DRAFTS_KEPT, keep=in_form)
        self._relocator.start()
        self._supervisor.spawn("inputs", self._sweep_inputs())

    async def submit(self, draft: Draft) -> Job:
        """Create a job for one video and return it once it is durable.

        The inputs are copied first, so the user may delete the originals at once.
        Raises InputRefused when the draft has a problem or a file is gone, NoRoom, FolderRefused, StoreDamaged.
        """
        problems = find_problems(draft, self._catalog)
        if problems:
            first = problems[0]
            raise InputRefused(sentence=first.sentence, values=dict(first.values))
        offer = self._catalog.offer(draft.region, draft.model)
        assert offer is not None
        job_id = self._new_id()
        try:
            first_frame, last_frame, sound = await self._frozen(job_id, draft)
        except WanDeskError:
            await self._let_go(job_id)
            raise
        now = self._ports.clock.now()
        job = Job(
            id=job_id,
            created_at=now,
            stage_since=now,
            request=make_request(
                draft,
                model=self._catalog.model(draft.model),
                offer=offer,
                first_frame=first_frame,
                sound=sound,
                estimate=price(draft, self._catalog),
                last_frame=last_frame,
            ),
        )
        await self._add(job)
        return job

    async def cancel(self, job_id: str) -> None:
        """Stop an order. Before it is sent it simply ends; at the cloud only a waiting one can be stopped.

        A picture or a sound on its way up stops at the next piece. Raises CloudRefused: `cancel_while_sent` while the
        order is on its way, `cancel_too_late` when the video is already being made.
        """
        job = await self._open_jobs.find(job_id)
        if job is None or job.stage.is_final:
            return
        if job.stage.is_before_submission:
            job = await self._open_jobs.record(job_id, JobCanceled(at=self._ports.clock.now()))
            if job.stage is not JobStage.CANCELED:  # the order began in the meantime
                raise CloudRefused(sentence=Sentence.CANCEL_WHILE_SENT)
        elif job.stage is JobStage.WAITING and job.task_id is not None:
            connection = await self._ports.accounts.connect(job.account_ref)
            try:
                await self._ports.cloud.cancel(connection, job.task_id)
            except CloudBusy:
                raise
            except CloudRefused as refused:
                self._poll_schedule.wake(job_id)  # the row says soon how far it is
                raise CloudRefused(
                    refused.detail, sentence=Sentence.CANCEL_TOO_LATE, code=refused.code, request_id=refused.request_id
                ) from refused
        elif job.stage is JobStage.SUBMITTING:
            raise CloudRefused(sentence=Sentence.CANCEL_WHILE_SENT)
        else:
            raise CloudRefused(sentence=Sentence.CANCEL_TOO_LATE)
        self._poll_schedule.wake(job_id)

    # ------------------------------------------------------------------ the line

    def pause_all(self) -> None:
        """Order nothing new; what was ordered is followed and fetched."""
        self._set_settings(dataclasses.replace(self._wishes, is_paused=True))

    def resume_all(self) -> None:
        """Order again."""
        self._set_settings(dataclasses.replace(self._wishes, is_paused=False))

    def let_at_once(self, at_once: int) -> None:
        """How many orders of one model may be at Alibaba at the same time; 0: as the catalogue says."""
        self._set_settings(dataclasses.replace(self._wishes, at_once=at_once))

    def _set_settings(self, wishes: QueueSettings) -> None:
        self._wishes = wishes
        for job_id in self._scheduler.set_settings(wishes):
            self._poll_schedule.wake(job_id)

    async def move(self, job_ids: Sequence[str], *, before: str | None = None, after: str | None = None) -> None:
        """Send jobs that wait here before or after another one that does, or (neither) as the next.

        What does not wait here any more stays where it is. Raises StoreDamaged, NoRoom.
        """
        await self._scheduler.move(job_ids, before=before, after=after)

    async def shift(self, job_ids: Sequence[str], *, is_up: bool) -> None:
        """Send jobs that wait here one place sooner or later. Raises as `move`."""
        await self._scheduler.shift(job_ids, is_up=is_up)

    def check_again(self, job_id: str) -> None:
        """Look at an open job now, free of charge. A video that was given up is for `download_again`."""
        self._poll_schedule.wake(job_id)

    def look_at_all(self) -> None:
        """A key changed or the network came back: everything that waits goes on."""
        self._poll_schedule.wake_all()
        self._relocator.look()
        self._scheduler.keys_changed()

    def practice_ended(self) -> None:
        """Practice is away for now: the rows of its orders say so until a look reaches it again."""
        self._pipeline.practice_ended()

    def practice_may_start(self) -> None:
        """Whoever waits for Practice looks now, which starts it."""
        self._pipeline.practice_may_start()

    async def download_again(self, job_id: str) -> None:
        """Fetch a video anew that is no longer where it was saved, or that did not open: free while the cloud has it.

        A job that is fetching its video looks now. Raises what `Cloud.task` raises, KeyNeeded, LinkExpired
        (`video_expired`), NoRoom, StoreDamaged.
        """
        job = await self._open_jobs.find(job_id)
        if job is None:
            return
        if await self._pipeline.saving.want_again(job):
            self._start(job_id)
        else:
            self._poll_schedule.wake(job_id)

    async def video_link(self, job_id: str) -> str:
        """A signed address of the video for the user's browser: a secret, to be handed on and forgotten.

        Raises as `download_again`.
        """
        job = await self._open_jobs.find(job_id)
        if job is None:
            raise LinkExpired("no such job", sentence=Sentence.VIDEO_EXPIRED)
        return await self._pipeline.saving.link(job)

    async def is_video_there(self, job_id: str) -> bool:
        """Whether the job's video lies where it was saved."""
        job = await self._open_jobs.find(job_id)
        return job is not None and job.video is not None and await self._ports.files.exists(Path(job.video.path))

    async def forget(self, job_id: str) -> None:
        """Take a finished job out of the list. Its video stays; its inputs go when no other job needs them.

        What may still be needed there stays (`domain.retention.is_removable`). Raises StoreDamaged, NoRoom.
        """
        job = await self._open_jobs.find(job_id)
        if job is None or not is_removable(job, self._ports.clock.now()):
            return
        await self._ports.store.remove(job_id)
        self._open_jobs.removed(job_id)
        await self._pipeline.place.inputs.let_go(job_id, inputs_of(job))
        for name in (job_id, f"{job_id}.film"):
            try:
                await self._ports.files.discard(self._ports.files.poster_path(name))
            except WanDeskError as refused:
                log.info("a poster is left behind: %s", refused)

    async def _sweep_inputs(self) -> None:
        try:
            await self._pipeline.place.inputs.sweep()
        except WanDeskError as refused:
            log.warning("no input was freed: %s", refused)

    async def watched(self, job_id: str) -> None:
        """The user has seen the video."""
        await self._open_jobs.record(job_id, VideoWatched(at=self._ports.clock.now()))

    # ------------------------------------------------------------------ orders in doubt, and videos without a job

    async def candidates(self, job_id: str) -> Sequence[FoundTask]:
        """The tasks that may be an order in doubt, oldest first, with prompts and posters of those that are finished.

        Empty for a job that is not in doubt. Raises what asking the cloud raises.
        """
        job = await self._open_jobs.find(job_id)
        if job is None or job.stage is not JobStage.UNCERTAIN:
            return ()
        connection, rows = await self._reconciler.candidates(job)
        shown = [self._lost.shown(connection, row, key_id=None) for row in rows]
        return [await self._lost.completed(connection, task) for task in shown]

    async def choose_candidate(self, job_id: str, task_id: str) -> None:
        """The user says that this task is the order in doubt. Raises TaskOwned, StoreDamaged, NoRoom."""
        job = await self._open_jobs.find(job_id)
        if job is not None and job.stage is JobStage.UNCERTAIN:
            await self._reconciler.choose(job, task_id)

    async def rule_out(self, job_id: str, task_ids: Sequence[str]) -> None:
        """None of these tasks is the order in doubt, says the user: it is looked for on.

        Raises StoreDamaged, NoRoom.
        """
        job = await self._open_jobs.find(job_id)
        if job is not None and job.stage is JobStage.UNCERTAIN:
            await self._reconciler.rule_out(job, task_ids)

    async def close_unconfirmed(self, job_id: str) -> None:
        """Give an order in doubt up. Should its video turn up within its 24 hours, it becomes a job of its own."""
        job = await self._open_jobs.find(job_id)
        if job is not None and job.stage is JobStage.UNCERTAIN:
            closed = await self._reconciler.close(job)
            if closed is not None:
                self._supervisor.spawn(f"closed order {job_id}", self._reconciler.watch_closed(closed))

    async def order_again(self, job_id: str) -> Job:
        """Order the same once more: a new job, to be paid for. An order in doubt is closed as not confirmed.

        Returns the new job once it is durable. Raises InputRefused (`picture_not_here`) for what was fetched by
        its task id alone, KeyError for a job nobody knows, NoRoom, StoreDamaged.
        """
        job = await self._open_jobs.find(job_id)
        if job is None:
            raise KeyError(job_id)
        if job.request.is_imported:
            raise InputRefused(sentence=Sentence.PICTURE_NOT_HERE)
        now = self._ports.clock.now()
        request = replace(job.request, estimate=price_again(job.request, self._catalog))
        again = Job(id=self._new_id(), created_at=now, stage_since=now, request=request)
        self._pipeline.place.inputs.hold(again.id, inputs_of(again))
        await self._add(again)
        try:
            await self.close_unconfirmed(job_id)
        except WanDeskError as trouble:  # the new order stands: a refusal now would have the user order once more
            log.warning("job %s stays in doubt although it was ordered again: %s", job_id, trouble)
        return again

    async def find_unclaimed(self, region: str) -> Sequence[FoundTask]:
        """Videos of the account's last 24 hours that no job owns: of this key first. Raises what asking raises.

        `look_at` adds prompt and poster to one of them.
        """
        return await self._lost.find(region)

    async def look_at(self, task: FoundTask) -> FoundTask:
        """One of `find_unclaimed` with prompt and poster, where they can be had; nothing is saved."""
        return await self._lost.look_at(task)

    async def import_task(self, region: str, task_id: str) -> Job:
        """Create and return a job for an existing task; it is polled and its video saved like any other.

        Raises InputRefused (`task_id_shape`, `task_unknown`, `task_without_video`), TaskOwned, and what asking raises.
        """
        return await self._lost.take_in(region, task_id)

    # ------------------------------------------------------------------ questions

    async def inspect_picture(self, path: str) -> Picture:
        """Vet a picture. Raises InputRefused."""
        return Picture(path=path, facts=await self._ports.media.inspect_picture(Path(path)))

    async def inspect_audio(self, path: str) -> Audio:
        """Vet a sound. Raises InputRefused."""
        return Audio(path=path, facts=await self._ports.media.inspect_audio(Path(path)))

    async def preview(self, path: str, side: int) -> Path:
        """A JPEG of a picture of the user's for the composer."""
        target = self._ports.files.draft_path(f"preview-{self._new_id()}.jpg")
        await self._ports.media.thumbnail(Path(path), target, side)
        return target

    async def keep_pasted_picture(self, png: bytes) -> str:
        """Keep image data from the clipboard as a file of ours; returns its path."""
        target = self._ports.files.draft_path(pasted_name(self._new_id()))
        await self._ports.files.write(target, png)
        return str(target)

    async def job_ids(self, newest: int | None = None) -> Sequence[str]:
        return await self._ports.store.ids(newest)

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        return await self._ports.store.rows(ids)

    async def orders_sent(self) -> None:
        """Wait until no order is on its way: one that is cut off in the middle would be uncertain."""
        while any(job.stage is JobStage.SUBMITTING for job in self._open_jobs.open_jobs()):
            await self._ports.clock.wait(asyncio.Event(), ORDER_LOOK)

    async def close(self) -> None:
        """Close the parts that hold processes, files or connections. Jobs are safe at any moment."""
        parts = (self._ports.cloud.close(), self._ports.media.close())
        for each in await asyncio.gather(*parts, return_exceptions=True):
            if isinstance(each, Exception):
                log.warning("a part did not close: %r", each)
        await self._ports.store.close()

    async def _read_list(self, account: AccountRef, page: int, size: int) -> TaskPage:
        connection = await self._ports.accounts.connect(account)
        return await self._ports.cloud.tasks(connection, page, size)

    async def _frozen(self, job_id: str, draft: Draft) -> tuple[StoredInput, StoredInput | None, StoredInput | None]:
        """Copies of the draft's first frame, last frame and sound, as far as its model takes them."""
        inputs = self._pipeline.place.inputs
        assert draft.picture is not None
        first_frame = await inputs.freeze(job_id, Path(draft.picture.path), draft.picture.facts.format)
        last_frame = sound = None
        if draft.last_frame is not None and self._catalog.model(draft.model).takes_last_frame:
            facts = draft.last_frame.facts
            last_frame = await inputs.freeze(job_id, Path(draft.last_frame.path), facts.format)
        if draft.sound is not None and draft.sound_choice is SoundChoice.MINE:
            sound = await inputs.freeze(job_id, Path(draft.sound.path), draft.sound.facts.format)
        return first_frame, last_frame, sound

    async def _add(self, order: Job) -> None:
        """Keep a new order and work on it; its inputs are let go when it cannot be kept."""
        self._started.add(order.id)  # before its row is there, which `resume` may find first
        try:
            await self._open_jobs.add(order)
        except WanDeskError:
            await self._let_go(order.id)
            raise
        self._start(order.id)

    async def _let_go(self, job_id: str) -> None:
        """Free the inputs of an order that never came to be."""
        try:
            await self._pipeline.place.inputs.let_go(job_id)
        except WanDeskError as trouble:
            log.info("inputs of job %s are left for the next start: %s", job_id, trouble)

    def _start(self, job_id: str) -> None:
        self._started.add(job_id)
        self._scheduler.take(job_id)

    # What the scheduler is given before the parts that it lets work are made.

    def _look_over_line(self) -> None:
        self._scheduler.look()

    async def _run_job(self, job_id: str) -> None:
        await self._pipeline.run_job(job_id)

    async def _prepare_ahead(self, job_id: str) -> None:
        await self._pipeline.ordering.prepare_ahead(job_id)

    def _locally_kept_until(self, job: Job) -> float:
        return self._pipeline.place.locally_kept_until(job)
