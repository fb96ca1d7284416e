"""The create requests whose outcome is unknown, as `domain.reconciliation` compares them with the task list."""

from __future__ import annotations

from collections.abc import Sequence

from wandesk.domain.account import Connection
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.job import SINCE_EVER, Job, JobStage, Uncertainty
from wandesk.domain.pending_request import PendingRequest, pending_request
from wandesk.domain.search_timing import PRACTICE, SearchTiming
from wandesk.domain.structs import replace
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.task_lists import TaskLists


class PendingRequests:
    """Uncertain jobs, closed ones whose video is still searched for, and jobs that are being submitted."""

    def __init__(
        self,
        *,
        catalog: CatalogSource,
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
        self._first_looks: dict[str, tuple[bool, float]] = {}
        """By job id: when this run first looked at an uncertain job, and whether that is the cloud's time."""

    def search_timing(self, job: Job) -> SearchTiming:
        return self.timing_of(job.request.region)

    def timing_of(self, region: str) -> SearchTiming:
        if self._search_timing is not None:
            return self._search_timing
        return PRACTICE if self._catalog.current.is_practice(region) else SearchTiming()

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
        known = job.uncertainty
        if known is not None and known.has_cloud_times:
            return known
        begun_at, ended_at = self._times(job)
        is_known = self._cloud_time.is_known(job.request.region)
        found = Uncertainty(begun_at=begun_at, ended_at=ended_at, has_cloud_times=is_known)
        if known is None:
            return found
        return replace(known, begun_at=begun_at, ended_at=ended_at, has_cloud_times=is_known)

    def _times(self, job: Job) -> tuple[float, float]:
        """When the job's create request began, and the latest time when it can have ended, in the cloud's time.

        It ended before this run first looked at it. The local clock's times of another run are not used: the clock may
        have been set since.
        """
        first_look = self._first_look(job)
        if not self._cloud_time.knows_submission(job):
            return SINCE_EVER, first_look
        begun_at = self._cloud_time.submitted_in_cloud_time(job)
        longest, known = self.search_timing(job).longest_create, job.uncertainty
        # Recovered from a damaged store: whether and when it was sent is unknown.
        is_recovered = job.key_fingerprint is None or (known is not None and known.ended_at - known.begun_at > longest)
        ended_at = max(begun_at, first_look)
        return begun_at, ended_at if is_recovered else min(ended_at, begun_at + longest)

    def _first_look(self, job: Job) -> float:
        is_known = self._cloud_time.is_known(job.request.region)
        was_known, looked_at = self._first_looks.get(job.id, (False, 0.0))
        if job.id not in self._first_looks or (is_known and not was_known):
            looked_at = self._cloud_time.now(job.request.region)
            self._first_looks[job.id] = (is_known, looked_at)
        return looked_at

    async def request(self, job: Job, uncertainty: Uncertainty, connection: Connection | None = None) -> PendingRequest:
        """The job's create request. Before it is sent, `connection` is the one to send it with. Raises StoreDamaged."""
        account, fingerprint = job.account, job.key_fingerprint
        if connection is not None:
            account, fingerprint = connection.account, connection.secret.fingerprint
        return pending_request(
            job,
            uncertainty,
            key_id=await self._lists.key_id(account, fingerprint),
            prompt_chars=next(
                (each.prompt_chars for each in self._catalog.current.models if each.key == job.request.model), None
            ),
            other_ids=self._other_ids(job),
        )

    def _other_ids(self, job: Job) -> tuple[str, ...]:
        """The further ids of the job's model in its region."""
        offers = self._catalog.current.ever_offered(job.request.model_id)
        own = (offer for offer in offers if (offer.region, offer.model) == (job.request.region, job.request.model))
        return tuple(each for offer in own for each in offer.all_ids if each != job.request.model_id)

    async def others(self, job: Job) -> list[PendingRequest]:
        """The other uncertain requests of the same region: one task list may show them all. Raises StoreDamaged."""
        return [each for each in await self.uncertain(job.request.region) if each.job_id != job.id]

    async def uncertain(self, region: str) -> list[PendingRequest]:
        """The requests of a region that were sent and may have arrived. Raises StoreDamaged."""
        sent = [
            each
            for each in [*self._open_jobs.all(), *self._closed.values()]
            if each.request.region == region
            and (each.stage is JobStage.UNCERTAIN or each.id in self._closed)
            and not each.is_maybe_sent
        ]
        return [await self.request(each, self.uncertainty(each)) for each in sent]

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
                other_ids=self._other_ids(each),
            )
            for each in self._open_jobs.all()
            if each.stage is JobStage.SUBMITTING and each.request.region == region
        ]
        still = [each for each in others if each.job_id in self._closed or self.is_uncertain(each.job_id)]
        return [*still, *sending]
