"""The create requests whose outcome is unknown, as `domain.reconciliation` compares them with the task list."""

from __future__ import annotations

from collections.abc import Sequence

from wandesk.domain.catalog import Catalog
from wandesk.domain.job import Job, JobStage, Uncertainty
from wandesk.domain.reconciliation import PendingRequest, pending_request
from wandesk.domain.search_timing import PRACTICE, SearchTiming
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.task_lists import TaskLists


class PendingRequests:
    """Uncertain jobs, closed ones whose video is still searched for, and jobs that are being submitted."""

    def __init__(
        self,
        *,
        catalog: Catalog,
        lists: TaskLists,
        open_jobs: OpenJobs,
        cloud_time: CloudTime,
        search_timing: SearchTiming | None = None,
    ) -> None:
        """`search_timing` replaces that of all regions and of Practice, for tests."""
        self._catalog = catalog
        self._lists = lists
        self._open_jobs = open_jobs
        self._cloud_time = cloud_time
        self._search_timing = search_timing
        self._closed: dict[str, Job] = {}

    def search_timing(self, job: Job) -> SearchTiming:
        if self._search_timing is not None:
            return self._search_timing
        return PRACTICE if self._catalog.is_practice(job.request.region) else SearchTiming()

    def add_closed(self, job: Job) -> None:
        """The user closed the job; its video is still searched for."""
        self._closed[job.id] = job

    def remove_closed(self, job_id: str) -> None:
        self._closed.pop(job_id, None)

    def is_closed(self, job_id: str) -> bool:
        return job_id in self._closed

    def is_uncertain(self, job_id: str) -> bool:
        """Whether the job is open and uncertain: it may have been found or closed in the meantime."""
        return job_id in self._open_jobs and self._open_jobs.job(job_id).stage is JobStage.UNCERTAIN

    async def find(self, job_id: str) -> Job | None:
        return self._closed.get(job_id) or await self._open_jobs.find(job_id)

    def uncertainty(self, job: Job) -> Uncertainty:
        """What is known of the job's create request; derived from its row while nothing is recorded."""
        if job.id in self._open_jobs:
            job = self._open_jobs.job(job.id)
        if job.uncertainty is not None:
            return job.uncertainty
        begun_at = self._cloud_time.submitted_in_cloud_time(job)
        if job.key_fingerprint is None:  # recovered from a damaged store: whether and when it was sent is unknown
            return Uncertainty(begun_at=begun_at, ended_at=self._cloud_time.now(job.request.region))
        offset = begun_at - (job.submitted_at or job.created_at)
        # After a crash the next start marks the job as uncertain, which may be much later.
        longest = self.search_timing(job).longest_create
        ended_at = min(max(begun_at, job.stage_since + offset), begun_at + longest)
        return Uncertainty(begun_at=begun_at, ended_at=ended_at)

    async def request(self, job: Job, uncertainty: Uncertainty) -> PendingRequest:
        """The job's create request. Raises StoreDamaged."""
        return pending_request(
            job,
            uncertainty,
            key_id=await self._lists.key_id(job.account, job.key_fingerprint),
            prompt_chars=next(
                (each.prompt_chars for each in self._catalog.models if each.key == job.request.model), None
            ),
        )

    async def others(self, job: Job) -> list[PendingRequest]:
        """The other uncertain requests of the same region: one task list may show them all. Raises StoreDamaged."""
        region = job.request.region
        uncertain = [
            each
            for each in [*self._open_jobs.all(), *self._closed.values()]
            if each.id != job.id
            and each.request.region == region
            and (each.stage is JobStage.UNCERTAIN or each.id in self._closed)
        ]
        return [await self.request(each, self.uncertainty(each)) for each in uncertain]

    def updated(self, job: Job, others: Sequence[PendingRequest]) -> list[PendingRequest]:
        """`others` without those that were settled since, and with those that are being submitted at this moment.

        Nothing may be awaited between this call and the judgement.
        """
        region = job.request.region
        now = self._cloud_time.now(region)
        sending = [
            pending_request(
                each,
                Uncertainty(begun_at=self._cloud_time.submitted_in_cloud_time(each), ended_at=now),
                key_id=None,
                prompt_chars=None,
            )
            for each in self._open_jobs.all()
            if each.stage is JobStage.SUBMITTING and each.request.region == region
        ]
        still = [each for each in others if each.job_id in self._closed or self.is_uncertain(each.job_id)]
        return [*still, *sending]
