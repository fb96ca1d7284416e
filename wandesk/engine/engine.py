"""What a user can do with jobs."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from wandesk.domain.catalog import Catalog, SoundChoice
from wandesk.domain.draft import Draft, find_problems, price
from wandesk.domain.errors import CloudBusy, CloudRefused, InputRefused
from wandesk.domain.job import FilmWatched, Job, JobCanceled, JobStage
from wandesk.domain.media import Picture, Sound
from wandesk.domain.request import make_request
from wandesk.domain.task import TaskPage
from wandesk.engine.desk import Desk
from wandesk.engine.following import Following
from wandesk.engine.ordering import Ordering
from wandesk.engine.pipeline import Pipeline
from wandesk.engine.ports import Accounts, Clock, Cloud, Failpoint, Files, Listener, Media, Store
from wandesk.engine.saving import Saving
from wandesk.engine.supervisor import Supervisor
from wandesk.engine.watch import Source, Watch
from wandesk.engine.workplace import Workplace

log = logging.getLogger(__name__)

ORDER_LOOK = 0.02
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
    ) -> None:
        self._catalog = catalog
        self._ports = ports
        self._supervisor = supervisor
        self._new_id = new_id
        self._desk = Desk(ports.store, listener, ports.clock)
        self._watch = Watch(ports.clock, read_list=self._read_list, spawn=supervisor.spawn)
        self._started: set[str] = set()
        place = Workplace(
            catalog=catalog,
            desk=self._desk,
            watch=self._watch,
            cloud=ports.cloud,
            accounts=ports.accounts,
            store=ports.store,
            media=ports.media,
            files=ports.files,
            clock=ports.clock,
            failpoint=failpoint,
        )
        self._pipeline = Pipeline(
            place=place,
            ordering=Ordering(place=place),
            following=Following(place=place),
            saving=Saving(place=place),
        )

    async def resume(self) -> None:
        """Take up every open job of the store: after a start, and only then. Raises StoreDamaged, NoRoom."""
        for job in await self._ports.store.open_jobs():
            if job.id in self._started:
                continue  # ordered while we read: it runs already, and a second run would order it twice
            self._desk.take_up(job)
            self._start(job.id)
        await self._ports.files.sweep(self._ports.clock.now() - DRAFTS_KEPT)

    async def submit(self, draft: Draft) -> str:
        """Order one video; returns the job's id once the job is durable.

        The inputs are copied first, so the user may delete the originals at once.
        Raises InputRefused when the draft has a problem or a file is gone, NoRoom, FolderRefused, StoreDamaged.
        """
        problems = find_problems(draft, self._catalog)
        if problems:
            first = problems[0]
            raise InputRefused(sentence=first.sentence, values=dict(first.values))
        offer = self._catalog.offer(draft.region, draft.model)
        picture = draft.picture
        assert offer is not None
        assert picture is not None
        first_frame = await self._ports.files.freeze(Path(picture.path), picture.facts.format)
        last_frame = sound = None
        if draft.last_frame is not None and self._catalog.model(draft.model).takes_last_frame:
            facts = draft.last_frame.facts
            last_frame = await self._ports.files.freeze(Path(draft.last_frame.path), facts.format)
        if draft.sound is not None and draft.sound_choice is SoundChoice.MINE:
            sound = await self._ports.files.freeze(Path(draft.sound.path), draft.sound.facts.format)
        now = self._ports.clock.now()
        job = Job(
            id=self._new_id(),
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
        await self._desk.add(job)
        self._start(job.id)
        return job.id

    async def cancel(self, job_id: str) -> None:
        """Stop an order. Before it is sent it simply ends; at the cloud only a waiting one can be stopped.

        Raises CloudRefused (sentence `cancel_too_late`) when the video is already being made.
        """
        job = await self._desk.find(job_id)
        if job is None or job.stage.is_final:
            return
        if job.stage in (JobStage.QUEUED, JobStage.PREPARING, JobStage.UPLOADING):
            job = await self._desk.record(job_id, JobCanceled(at=self._ports.clock.now()))
            if job.stage is not JobStage.CANCELED:  # the order began in the meantime
                raise CloudRefused(sentence="cancel_too_late")
        elif job.stage is JobStage.WAITING and job.task_id is not None:
            connection = await self._ports.accounts.connect(
                job.request.region, account=job.account, endpoint=job.endpoint
            )
            try:
                await self._ports.cloud.cancel(connection, job.task_id)
            except CloudBusy:
                raise
            except CloudRefused as refused:
                raise CloudRefused(
                    refused.detail, sentence="cancel_too_late", code=refused.code, request_id=refused.request_id
                ) from refused
        else:
            raise CloudRefused(sentence="cancel_too_late")
        self._watch.wake(job_id)

    def check_again(self, job_id: str) -> None:
        """Look at an open job now, free of charge."""
        self._watch.wake(job_id)

    def look_at_all(self) -> None:
        """A key changed or the network came back: everything that waits goes on."""
        self._watch.wake_all()

    async def watched(self, job_id: str) -> None:
        """The user has seen the film."""
        await self._desk.record(job_id, FilmWatched(at=self._ports.clock.now()))

    # ------------------------------------------------------------------ questions

    async def inspect_picture(self, path: str) -> Picture:
        """Vet a picture. Raises InputRefused."""
        return Picture(path=path, facts=await self._ports.media.inspect_picture(Path(path)))

    async def inspect_sound(self, path: str) -> Sound:
        """Vet a sound. Raises InputRefused."""
        return Sound(path=path, facts=await self._ports.media.inspect_sound(Path(path)))

    async def preview(self, path: str, side: int) -> Path:
        """A JPEG of a picture of the user's for the composer."""
        target = self._ports.files.draft_path(f"preview-{self._new_id()}.jpg")
        await self._ports.media.thumbnail(Path(path), target, side)
        return target

    async def keep_pasted_picture(self, png: bytes) -> str:
        """Keep image data from the clipboard as a file of ours; returns its path."""
        target = self._ports.files.draft_path(f"pasted-{self._new_id()}.png")
        await self._ports.files.write(target, png)
        return str(target)

    async def job_ids(self) -> Sequence[str]:
        return await self._ports.store.ids()

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        return await self._ports.store.rows(ids)

    async def orders_sent(self) -> None:
        """Wait until no order is on its way: one that is cut off in the middle would be uncertain."""
        while any(job.stage is JobStage.SUBMITTING for job in self._desk.open_jobs()):
            await self._ports.clock.wait(asyncio.Event(), ORDER_LOOK)

    async def close(self) -> None:
        """Close the parts that hold processes, files or connections. Jobs are safe at any moment."""
        parts = (self._ports.cloud.close(), self._ports.media.close())
        for each in await asyncio.gather(*parts, return_exceptions=True):
            if isinstance(each, Exception):
                log.warning("a part did not close: %r", each)
        await self._ports.store.close()

    async def _read_list(self, source: Source, page: int, size: int) -> TaskPage:
        connection = await self._ports.accounts.connect(source.region, account=source.account, endpoint=source.endpoint)
        return await self._ports.cloud.tasks(connection, page, size)

    def _start(self, job_id: str) -> None:
        self._started.add(job_id)
        self._supervisor.spawn(f"job {job_id}", self._pipeline.run_job(job_id))
