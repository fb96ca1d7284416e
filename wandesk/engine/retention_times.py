"""Until when the cloud keeps a job's video, and the problem of a job whose video is deleted."""

from __future__ import annotations

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.job import Job, JobProblem, JobStage
from wandesk.domain.retention import kept_until
from wandesk.domain.sentences import Sentence
from wandesk.domain.task import TaskReport
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.open_jobs import OpenJobs


class RetentionTimes:
    """Applies `domain.retention` to the catalogue's retention and the cloud's clock."""

    def __init__(self, catalog: CatalogSource, cloud_time: CloudTime, open_jobs: OpenJobs) -> None:
        self._catalog = catalog
        self._cloud_time = cloud_time
        self._open_jobs = open_jobs

    def has_ended(self, job: Job) -> bool:
        """Whether the cloud has deleted the job's task. An UNKNOWN before that proves nothing (design.md 4, 7)."""
        return self._cloud_time.now(job.request.region) > self._kept_until(job)

    def local_end(self, job: Job) -> float:
        """Until when the cloud keeps the task and its video, by the local clock, which the user sees."""
        return self._kept_until(job) - (self._cloud_time.offset(job.request.region) or 0.0)

    def show(self, job: Job) -> None:
        """Start or correct the countdown of the job's row."""
        self._open_jobs.set_kept_until(job.id, self.local_end(job))

    def expired_problem(self, job: Job, report: TaskReport, *, was_made: bool = False) -> JobProblem:
        """The problem of a job whose video the cloud has deleted. The sentence says whether it was billed."""
        if self._catalog.current.is_practice(job.request.region):
            sentence = Sentence.VIDEO_EXPIRED
        elif was_made or job.stage is JobStage.DOWNLOADING:
            sentence = Sentence.VIDEO_EXPIRED_BILLED
        elif report.is_by_other_key:
            sentence = Sentence.VIDEO_EXPIRED_OTHER_KEY
        else:
            sentence = Sentence.VIDEO_EXPIRED_UNKNOWN
        return JobProblem(sentence=sentence, request_id=report.request_id)

    def _kept_until(self, job: Job) -> float:
        submitted_at = self._cloud_time.submitted_in_cloud_time(job)
        return kept_until(job, submitted_at=submitted_at, hours=self._catalog.current.retention_hours)
