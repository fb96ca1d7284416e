"""Reads a job's task."""

from __future__ import annotations

from wandesk.domain.errors import CloudBusy, CloudRefused, CloudUnreachable, CreatedWithAnotherKey
from wandesk.domain.job import Job
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskReport, TaskStatus
from wandesk.engine.ports import Accounts, Cloud, Failpoint
from wandesk.engine.retention_times import RetentionTimes


class TaskReader:
    """Distinguishes a task that the cloud does not know from one that the key in use cannot see."""

    def __init__(self, accounts: Accounts, cloud: Cloud, retention: RetentionTimes, failpoint: Failpoint) -> None:
        self._accounts = accounts
        self._cloud = cloud
        self._retention = retention
        self._failpoint = failpoint

    async def read(self, job: Job) -> TaskReport:
        """Read the job's task. Raises what `Cloud.task` raises, and CreatedWithAnotherKey."""
        self._failpoint("polling")
        connection = await self._accounts.connect(job.account_ref)
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
