"""Polls a task until its video is made, or until it is known that there will be none."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import TaskNotShown, VideoWithoutAddress
from wandesk.domain.job import Job, JobProblem, JobStage
from wandesk.domain.job_events import JobCanceled, JobExpired, JobFailed, StatusSeen
from wandesk.domain.pacing import LINK_WITHIN, NEW_FOR, USUAL_PRACTICE, next_poll
from wandesk.domain.sentences import Sentence
from wandesk.domain.task import TaskReport, TaskStatus
from wandesk.engine.adoption import succeeded
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.poll_schedule import PolledTask, PollSchedule
from wandesk.engine.ports import Clock, Failpoint, Store
from wandesk.engine.retention_times import RetentionTimes
from wandesk.engine.saving import Saver
from wandesk.engine.task_reader import TaskReader
from wandesk.engine.uploads import Uploads

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class _Poll:
    """What this run knows of a task besides its job."""

    usual_seconds: float | None
    status_text: str = ""
    without_link_since: float | None = None
    """Monotonic: since when the cloud reports the video as made and gives no link."""


class Poller:
    """Polls tasks, one poll per call, so that an error is forgotten at the next successful poll."""

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        reader: TaskReader,
        retention: RetentionTimes,
        saver: Saver,
        uploads: Uploads,
        store: Store,
        open_jobs: OpenJobs,
        poll_schedule: PollSchedule,
        clock: Clock,
        cloud_time: CloudTime,
        failpoint: Failpoint,
    ) -> None:
        self._catalog = catalog
        self._reader = reader
        self._retention = retention
        self._saver = saver
        self._uploads = uploads
        self._store = store
        self._open_jobs = open_jobs
        self._poll_schedule = poll_schedule
        self._clock = clock
        self._cloud_time = cloud_time
        self._failpoint = failpoint
        self._polls: dict[str, _Poll] = {}

    async def poll(self, job: Job, failures: int) -> None:
        """Wait until the job's task is due, and poll it once. After `failures` the caller has waited already.

        Raises what `TaskReader.read` raises, TaskNotShown and VideoWithoutAddress.
        """
        known = self._polls.get(job.id)
        poll = known or await self._begin(job)
        # A found task is older than its job, which shows how far the task is after the first poll.
        is_due = known is None and (job.request.is_imported or job.uncertainty is not None)
        if not failures and not is_due:
            await self._poll_schedule.wait_for_poll(
                _polled_task(job), next_poll(self._age(job), usual=poll.usual_seconds)
            )
            if job.id not in self._open_jobs:
                return
        await self._apply(job, poll, await self._reader.read(job))

    def forget(self, job_id: str) -> None:
        """The job is no longer polled."""
        self._polls.pop(job_id, None)

    async def _begin(self, job: Job) -> _Poll:
        request = job.request
        usual = await self._store.usual_seconds(request.region, request.model, request.resolution, request.seconds)
        if usual is None and self._catalog.current.is_practice(request.region):
            usual = USUAL_PRACTICE
        self._open_jobs.set_usual_seconds(job.id, usual)
        return self._polls.setdefault(job.id, _Poll(usual_seconds=usual))

    def _age(self, job: Job) -> float:
        return max(0.0, self._cloud_time.now(job.request.region) - self._cloud_time.submitted_in_cloud_time(job))

    async def _apply(self, job: Job, poll: _Poll, report: TaskReport) -> None:
        now = self._clock.now()
        if report.status is not TaskStatus.UNKNOWN and not (
            report.status is TaskStatus.SUCCEEDED and report.video_url is None
        ):
            poll.without_link_since = None
        match report.status:
            case TaskStatus.RUNNING if job.stage is JobStage.WAITING:
                await self._open_jobs.record(job.id, StatusSeen(at=now, status=report.status))
            case TaskStatus.SUCCEEDED if report.video_url:
                self._saver.keep_link(job.id, report.video_url)
                await self._open_jobs.record(job.id, succeeded(job, report, self._catalog.current, now))
                self._failpoint("url_saved")
            case TaskStatus.SUCCEEDED if report.has_other_results and job.request.is_imported:
                # It was imported while it ran. A task that this program created makes a video.
                problem = JobProblem(sentence=Sentence.TASK_OTHER_KIND, request_id=report.request_id)
                await self._open_jobs.record(job.id, JobExpired(at=now, problem=problem))
            case TaskStatus.SUCCEEDED:
                self._note_missing_link(poll)
            case TaskStatus.FAILED:
                problem = JobProblem(
                    sentence=report.sentence,
                    code=report.code,
                    message=report.message,
                    request_id=report.request_id,
                    remedy=report.remedy,
                )
                await self._uploads.forget_after_failure(job, report.remedy)
                await self._open_jobs.record(job.id, JobFailed(at=now, problem=problem))
            case TaskStatus.CANCELED:
                await self._open_jobs.record(job.id, JobCanceled(at=now))
            case TaskStatus.UNKNOWN if self._retention.has_ended(job):
                was_made = poll.without_link_since is not None
                problem = self._retention.expired_problem(job, report, was_made=was_made)
                await self._open_jobs.record(job.id, JobExpired(at=now, problem=problem))
            case TaskStatus.UNKNOWN if self._age(job) > NEW_FOR:
                raise TaskNotShown(request_id=report.request_id)
            case TaskStatus.OTHER if report.status_text != poll.status_text:
                log.warning("job %s: unknown task status: %.80s", job.id, report.status_text)
            case _:
                pass
        poll.status_text = report.status_text

    def _note_missing_link(self, poll: _Poll) -> None:
        """Poll for the link, soon at first, then rarely. A missing link is never a failure."""
        now = self._clock.monotonic()
        if poll.without_link_since is None:
            poll.without_link_since = now
        elif now - poll.without_link_since >= LINK_WITHIN:
            raise VideoWithoutAddress


def _polled_task(job: Job) -> PolledTask:
    status = TaskStatus.RUNNING if job.stage is JobStage.GENERATING else TaskStatus.PENDING
    return PolledTask(job_id=job.id, task_id=job.task_id or "", status=status, account=job.account_ref)
