"""Finds videos at the cloud that no job owns, and takes one in as a job by its task id. All of it is free."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.errors import InputRefused, TaskOwned, WanDeskError
from wandesk.domain.job import Job, JobStage
from wandesk.domain.request import GenerationRequest
from wandesk.domain.retention import LEAST_RETENTION
from wandesk.domain.sentences import Sentence
from wandesk.domain.task import FoundTask, TaskReport, TaskRow, TaskStatus
from wandesk.engine.task_lists import TaskLists
from wandesk.engine.task_previews import TaskPreviews
from wandesk.engine.workplace import Workplace

log = logging.getLogger(__name__)

TASK_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,127}")
"""Task ids are UUIDs; what may come is a little more."""
WITHOUT_VIDEO = frozenset({TaskStatus.FAILED, TaskStatus.CANCELED})


class Unclaimed:
    """Every method runs on the engine's loop, and raises what asking the cloud raises."""

    def __init__(
        self,
        *,
        place: Workplace,
        lists: TaskLists,
        previews: TaskPreviews,
        begin: Callable[[str], None],
        new_id: Callable[[], str],
    ) -> None:
        """`begin(job_id)` has a new job of the desk worked on."""
        self._place = place
        self._lists = lists
        self._previews = previews
        self._begin = begin
        self._new_id = new_id

    async def find(self, region: str) -> Sequence[FoundTask]:
        """Videos of the last 24 hours that no job owns: of this key first, newest first; no prompt and poster yet.

        What failed or was cancelled left no video, and what no model of the catalogue made is no video of ours.
        """
        found = await self._lists.read(AccountRef(region), None)
        owners = await self._lists.owners(found.rows)
        owned = {*owners, *(job.task_id for job in self._place.open_jobs.open_jobs())}
        connection = await self._place.accounts.connect(AccountRef(region))
        key_id = await self._lists.key_id(connection.account, connection.secret.fingerprint)
        sold = {offer.model_id for offer in self._place.catalog.offers}
        lost = [
            self.shown(connection, row, key_id=key_id)
            for row in found.rows
            if row.task_id not in owned and row.status not in WITHOUT_VIDEO and row.model_id in sold
        ]
        # Ours, then what may be ours, then what is certainly made with another key.
        return sorted(lost, key=lambda task: ((True, None, False).index(task.is_own_key), -(task.created_at or 0.0)))

    def shown(self, connection: Connection, row: TaskRow, *, key_id: str | None) -> FoundTask:
        """A row of the list, with what earlier looks told of it."""
        is_own = None if key_id is None or not row.api_key_id else row.api_key_id == key_id
        return FoundTask(
            task_id=row.task_id,
            region=connection.region,
            model_id=row.model_id,
            model=self._model_of(connection.region, row.model_id),
            status=row.status,
            created_at=self._locally(connection.region, row.created_at),
            ended_at=self._locally(connection.region, row.ended_at),
            kept_until=self._kept_until(connection.region, row.ended_at or row.created_at),
            prompt=self._previews.known.prompts.get(row.task_id),
            is_own_key=is_own,
        )

    async def completed(self, connection: Connection, task: FoundTask) -> FoundTask:
        """The same with prompt and poster, as far as they can be had now: both come with a finished video only."""
        report = await self._previews.read(connection, task.task_id)
        poster: Path | None = None
        try:
            poster = await self._previews.poster(connection, task.task_id, report)
        except WanDeskError as trouble:  # a picture, nothing more
            log.info("no poster of task %s: %s", task.task_id, trouble)
        return FoundTask(
            task_id=task.task_id,
            region=task.region,
            model_id=task.model_id,
            model=task.model,
            status=task.status if report.status is TaskStatus.UNKNOWN else report.status,
            created_at=task.created_at or self._locally(task.region, report.submitted_at),
            ended_at=task.ended_at or self._locally(task.region, report.ended_at),
            kept_until=task.kept_until,
            prompt=report.original_prompt,
            poster=str(poster) if poster else None,
            is_own_key=task.is_own_key,
        )

    async def look_at(self, task: FoundTask) -> FoundTask:
        """A task of `find` with prompt and poster."""
        return await self.completed(await self._place.accounts.connect(AccountRef(task.region)), task)

    async def take_in(self, region: str, task_id: str) -> Job:
        """A job for a task that no job owns: it is followed and its video saved like any other.

        Raises InputRefused (`task_id_shape`, `task_unknown`, `task_without_video`), TaskOwned (whose value `job_id` is
        the job that has it).
        """
        task_id = task_id.strip()
        if not TASK_ID.fullmatch(task_id):
            raise InputRefused(sentence=Sentence.TASK_ID_SHAPE)
        if owner := (await self._place.store.owners([task_id])).get(task_id):
            raise TaskOwned(values={"task_id": task_id, "job_id": owner.job_id})
        connection = await self._place.accounts.connect(AccountRef(region))
        report = await self._previews.read(connection, task_id)
        if report.status is TaskStatus.UNKNOWN:
            raise InputRefused(sentence=Sentence.TASK_UNKNOWN)
        if report.status in WITHOUT_VIDEO:
            raise InputRefused(report.message, sentence=Sentence.TASK_WITHOUT_VIDEO, code=report.code)
        job = self._job_of(connection, report, await self._model_id(region, task_id))
        await self._place.open_jobs.add(job)
        self._begin(job.id)
        return job

    async def _model_id(self, region: str, task_id: str) -> str:
        """The model as the list tells it: a single task tells none. "" where the list cannot be read."""
        try:
            found = await self._lists.read(AccountRef(region), None)
        except WanDeskError as trouble:
            log.info("the model of task %s is not known: %s", task_id, trouble)
            return ""
        return next((row.model_id for row in found.rows if row.task_id == task_id), "")

    def _job_of(self, connection: Connection, report: TaskReport, model_id: str) -> Job:
        now = self._place.clock.now()
        usage = report.usage
        return Job(
            id=self._new_id(),
            created_at=now,
            stage_since=now,
            request=GenerationRequest(
                region=connection.region,
                model=self._model_of(connection.region, model_id) or model_id,
                model_id=model_id,
                first_frame=None,
                sound=None,
                sound_choice=None,
                prompt=report.original_prompt or "",
                negative_prompt="",
                resolution=f"{usage.resolution_tier}P" if usage and usage.resolution_tier else "",
                seconds=round(usage.seconds) if usage and usage.seconds else 0,
                improve_prompt=False,
                watermark=False,
                seed=None,
                estimate=None,
            ),
            stage=JobStage.WAITING,
            submitted_at=self._locally(connection.region, report.submitted_at) or now,
            clock_offset=self._place.cloud_time.offset(connection.region),
            task_id=report.task_id,
            account=connection.account,
            endpoint=connection.base_url,
            key_fingerprint=connection.secret.fingerprint,
        )

    def _model_of(self, region: str, model_id: str) -> str | None:
        """The catalogue's key; ids differ by region, and any region's is better than none."""
        offers = [offer for offer in self._place.catalog.offers if offer.model_id == model_id]
        here = [offer.model for offer in offers if offer.region == region]
        return next(iter([*here, *(offer.model for offer in offers)]), None)

    def _locally(self, region: str, moment: float | None) -> float | None:
        return None if moment is None else moment - (self._place.cloud_time.offset(region) or 0.0)

    def _kept_until(self, region: str, since: float | None) -> float | None:
        kept = max(self._place.catalog.retention_hours * 3600, LEAST_RETENTION)
        return None if since is None else (self._locally(region, since) or 0.0) + kept
