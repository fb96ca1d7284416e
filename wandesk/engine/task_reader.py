"""Reads a job's task."""

from __future__ import annotations

import logging

from wandesk.domain.account import Connection
from wandesk.domain.errors import (
    CloudBusy,
    CloudError,
    CloudRefused,
    CloudUnreachable,
    CreatedWithAnotherKey,
    WanDeskError,
)
from wandesk.domain.job import Job
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskReport, TaskStatus
from wandesk.engine.moved_hosts import MovedHosts
from wandesk.engine.ports import Cloud, Failpoint
from wandesk.engine.retention_times import RetentionTimes

log = logging.getLogger(__name__)


class TaskReader:
    """Distinguishes a task that the cloud does not know from one that the key in use cannot see.

    A task whose host is gone is read on the region's current host.
    """

    def __init__(self, hosts: MovedHosts, cloud: Cloud, retention: RetentionTimes, failpoint: Failpoint) -> None:
        self._hosts = hosts
        self._cloud = cloud
        self._retention = retention
        self._failpoint = failpoint

    async def read(self, job: Job) -> TaskReport:
        """Read the job's task. Raises what `Cloud.task` raises, and CreatedWithAnotherKey."""
        self._failpoint("polling")
        connection = await self._hosts.connect(job.account_ref)
        try:
            return await self._read_with(connection, job)
        except CloudError as error:
            if not error.is_host_gone:
                raise
            found = await self._read_elsewhere(job)
            if found is None:
                raise
            return found

    def endpoint(self, job: Job) -> str | None:
        """The API base that the job's task is read at, and that gives its link; None if unknown."""
        return self._hosts.endpoint(job.account_ref)

    async def _read_elsewhere(self, job: Job) -> TaskReport | None:
        """The task on the region's current host; None if that is the same host, or does not know the task either.

        After the task's time it may also be the last word that the cloud does not know it any more.
        """
        connection = await self._hosts.elsewhere(job.account_ref)
        if connection is None:
            return None
        try:
            report = await self._read_with(connection, job)
        except WanDeskError as error:
            log.info("job %s is not found on the current host either: %s", job.id, error)
            return None
        if report.status is TaskStatus.UNKNOWN:
            return report if self._retention.has_ended(job) else None
        self._hosts.moved(job.account_ref, connection)
        return report

    async def _read_with(self, connection: Connection, job: Job) -> TaskReport:
        if job.task_id is None:
            raise CloudUnreachable(f"job {job.id} has no task")
        is_other_key = job.key_fingerprint not in (None, connection.secret.fingerprint)
        try:
            report = await self._cloud.task(connection, job.task_id)
        except CloudBusy:
            raise
        except CloudRefused as refused:
            if is_other_key:
                raise CreatedWithAnotherKey(refused.detail, code=refused.code) from refused
            raise
        # Another key of the same main account can read the task, so a report of it is valid.
        if report.status is TaskStatus.UNKNOWN and is_other_key and not self._retention.has_ended(job):
            raise CreatedWithAnotherKey(request_id=report.request_id)
        return replace(report, is_by_other_key=is_other_key)
