"""Finds tasks that belong to no job, and imports them. Everything here is free."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence

from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import InputRefused, TaskOwned, WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.request import GenerationRequest
from wandesk.domain.sentences import Sentence
from wandesk.domain.task import FoundTask, TaskReport, TaskRow, TaskStatus
from wandesk.engine.adoption import Adoption
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.found_tasks import FoundTasks
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Accounts, Clock
from wandesk.engine.removing import Removals
from wandesk.engine.task_lists import TaskLists
from wandesk.engine.task_previews import TaskPreviews

log = logging.getLogger(__name__)

TASK_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,127}")
"""Task ids are UUIDs; somewhat more is accepted."""
WITHOUT_VIDEO = frozenset({TaskStatus.FAILED, TaskStatus.CANCELED})


class Unclaimed:
    """Searches and imports tasks. Every method raises what reading the cloud raises."""

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        accounts: Accounts,
        lists: TaskLists,
        previews: TaskPreviews,
        found_tasks: FoundTasks,
        adoption: Adoption,
        removals: Removals,
        open_jobs: OpenJobs,
        clock: Clock,
        cloud_time: CloudTime,
        new_id: Callable[[], str],
    ) -> None:
        self._catalog = catalog
        self._accounts = accounts
        self._lists = lists
        self._previews = previews
        self._found_tasks = found_tasks
        self._adoption = adoption
        self._removals = removals
        self._open_jobs = open_jobs
        self._clock = clock
        self._cloud_time = cloud_time
        self._new_id = new_id

    async def find(self, region: str) -> Sequence[FoundTask]:
        """Tasks of the last 24 hours that belong to no job, without posters (see `preview`).

        Sorted by the key in use first, newest first. Failed and cancelled tasks have no video, and a task of a model
        that the catalogue does not know is not ours: both are left out.
        """
        found = await self._lists.read(AccountRef(region), None)
        owners = await self._adoption.stored_owners([row.task_id for row in found.rows])
        owned = self._adoption.owned(owners)
        connection = await self._accounts.connect(AccountRef(region))
        key_id = await self._lists.key_id(connection.account, connection.secret.fingerprint)
        unclaimed = [
            self._found_tasks.of_row(connection, row, key_id=key_id)
            for row in found.rows
            if row.task_id not in owned
            and row.status not in WITHOUT_VIDEO
            and self._catalog.current.ever_offered(row.model_id)
        ]
        # Tasks of the key in use, then those of an unknown key, then those of another key.
        key_order = (True, None, False)
        return sorted(unclaimed, key=lambda task: (key_order.index(task.is_own_key), -(task.created_at or 0.0)))

    async def preview(self, task: FoundTask) -> FoundTask:
        """A task of `find` with prompt and poster, if it has them; nothing is saved."""
        return await self._found_tasks.with_preview(await self._accounts.connect(AccountRef(task.region)), task)

    async def import_task(self, region: str, task_id: str) -> Job:
        """Create and return a job for a task; it is polled and its video saved like any other.

        The job of a task that the user removed from the list comes back.

        Raises InputRefused (`task_id_shape`, `task_unknown`, `task_without_video`, `task_other_kind`,
        `task_without_link`), TaskOwned (its value `job_id` is the job that has the task).
        """
        task_id = task_id.strip()
        if not TASK_ID.fullmatch(task_id):
            raise InputRefused(sentence=Sentence.TASK_ID_SHAPE)
        owner = (await self._adoption.stored_owners([task_id])).get(task_id)
        if owner is not None and owner.is_removed:
            return await self._removals.bring_back(owner.job_id)
        if owner is not None:
            raise TaskOwned(values={"task_id": task_id, "job_id": owner.job_id})
        connection = await self._accounts.connect(AccountRef(region))
        report = await self._previews.read(connection, task_id)
        if report.status is TaskStatus.UNKNOWN:
            raise InputRefused(sentence=Sentence.TASK_UNKNOWN)
        if report.status in WITHOUT_VIDEO:
            raise InputRefused(report.message, sentence=Sentence.TASK_WITHOUT_VIDEO, code=report.code)
        if report.status is TaskStatus.SUCCEEDED and report.video_url is None:
            is_other = report.has_other_results
            raise InputRefused(sentence=Sentence.TASK_OTHER_KIND if is_other else Sentence.TASK_WITHOUT_LINK)
        job = self._new_job(connection, report, await self._row(region, task_id))
        job = self._adoption.as_far_as_its_task(job, report.status)
        await self._open_jobs.add(job)
        return job

    async def _row(self, region: str, task_id: str) -> TaskRow | None:
        """The task's row in the list, since a single task lacks its model; None if the list cannot be read."""
        try:
            found = await self._lists.read(AccountRef(region), None)
        except WanDeskError as error:
            log.info("the model of task %s is unknown: %s", task_id, error)
            return None
        return next((row for row in found.rows if row.task_id == task_id), None)

    def _new_job(self, connection: Connection, report: TaskReport, row: TaskRow | None) -> Job:
        now = self._clock.now()
        usage = report.usage
        model_id = row.model_id if row is not None else ""
        submitted_at = report.submitted_at or (row.created_at if row is not None else None)
        return Job(
            id=self._new_id(),
            created_at=now,
            stage_since=now,
            request=GenerationRequest(
                region=connection.region,
                model=self._found_tasks.model_of(connection.region, model_id) or model_id,
                model_id=model_id,
                first_frame=None,
                sound_choice=None,
                prompt=report.original_prompt or "",
                resolution=f"{usage.resolution_tier}P" if usage and usage.resolution_tier else "",
                seconds=round(usage.seconds) if usage and usage.seconds else 0,
                improve_prompt=False,
                estimate=None,
            ),
            submitted_at=self._found_tasks.local_time(connection.region, submitted_at) or now,
            clock_offset=self._cloud_time.offset(connection.region),
            task_id=report.task_id,
            account=connection.account,
            endpoint=connection.base_url,
            key_fingerprint=connection.secret.fingerprint,
        )
