"""Tasks of the cloud's list as they are shown to the user before anything of them is saved."""

from __future__ import annotations

import logging
from pathlib import Path

from wandesk.domain.account import Connection
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import WanDeskError
from wandesk.domain.retention import LEAST_RETENTION
from wandesk.domain.task import FoundTask, TaskRow, TaskStatus
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.task_previews import TaskPreviews

log = logging.getLogger(__name__)


class FoundTasks:
    """Converts rows of the task list to the local clock and the catalogue's models, and adds prompts and posters."""

    def __init__(self, catalog: CatalogSource, cloud_time: CloudTime, previews: TaskPreviews) -> None:
        self._catalog = catalog
        self._cloud_time = cloud_time
        self._previews = previews

    def of_row(self, connection: Connection, row: TaskRow, *, key_id: str | None) -> FoundTask:
        """A row with what earlier reads of its task gave. `key_id` is the cloud's id of the key in use."""
        region = connection.region
        is_own_key = None if key_id is None or not row.api_key_id else row.api_key_id == key_id
        return FoundTask(
            task_id=row.task_id,
            region=region,
            model_id=row.model_id,
            model=self.model_of(region, row.model_id),
            status=row.status,
            created_at=self.local_time(region, row.created_at),
            ended_at=self.local_time(region, row.ended_at),
            kept_until=self._kept_until(region, row.ended_at or row.created_at),
            prompt=self._previews.facts.prompts.get(row.task_id),
            is_own_key=is_own_key,
        )

    async def with_preview(self, connection: Connection, task: FoundTask) -> FoundTask:
        """The task with prompt and poster; only a finished video has them. Raises as `Cloud.task`."""
        report = await self._previews.read(connection, task.task_id)
        poster: Path | None = None
        try:
            poster = await self._previews.poster(connection, task.task_id, report)
        except WanDeskError as error:  # the task is shown without a poster
            log.info("no poster of task %s: %s", task.task_id, error)
        return FoundTask(
            task_id=task.task_id,
            region=task.region,
            model_id=task.model_id,
            model=task.model,
            status=task.status if report.status is TaskStatus.UNKNOWN else report.status,
            created_at=task.created_at or self.local_time(task.region, report.submitted_at),
            ended_at=task.ended_at or self.local_time(task.region, report.ended_at),
            kept_until=task.kept_until,
            prompt=report.original_prompt,
            poster=str(poster) if poster else None,
            is_own_key=task.is_own_key,
        )

    def model_of(self, region: str, model_id: str) -> str | None:
        """The catalogue's key of a model. Ids differ by region; an offer of another region is better than none."""
        offers = self._catalog.current.ever_offered(model_id)
        of_region = [offer.model for offer in offers if offer.region == region]
        return next(iter([*of_region, *(offer.model for offer in offers)]), None)

    def local_time(self, region: str, moment: float | None) -> float | None:
        """A time of the region's clock by the local clock."""
        return None if moment is None else moment - (self._cloud_time.offset(region) or 0.0)

    def _kept_until(self, region: str, since: float | None) -> float | None:
        retention = max(self._catalog.current.retention_hours * 3600, LEAST_RETENTION)
        return None if since is None else (self.local_time(region, since) or 0.0) + retention
