"""Looks at a task until its video is made, or until it is known that there will be none."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from wandesk.domain.errors import TaskNotShown, VideoWithoutAddress
from wandesk.domain.job import (
    Job,
    JobCanceled,
    JobExpired,
    JobFailed,
    JobProblem,
    JobStage,
    StatusSeen,
    TaskSucceeded,
)
from wandesk.domain.pacing import ADDRESS_WITHIN, NEW_FOR, USUAL_PRACTICE, next_look
from wandesk.domain.task import TaskReport, TaskStatus
from wandesk.engine.poll_schedule import Followed
from wandesk.engine.workplace import Workplace

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Known:
    """What this run knows of a task besides its job."""

    usual: float | None
    status_text: str = ""
    made_since: float | None = None
    """Monotonic: since when the cloud says that the video is made, and gives no address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poller:
    """Follows tasks, a look at a time, so that trouble between two looks is forgotten by the next good one."""

    place: Workplace
    known: dict[str, Known] = field(default_factory=dict)

    async def follow(self, job: Job, failures: int) -> None:
        """Wait until the job's task is due, and look at it once. After failures the wait is already over.

        Raises what reading a task raises, TaskNotShown and VideoWithoutAddress.
        """
        known = self.known.get(job.id) or await self._begin(job)
        if not failures:
            await self.place.watch.next_look(followed(job), next_look(self._age(job), usual=known.usual))
            if job.id not in self.place.open_jobs:
                return
        await self._take(job, known, await self.place.read_task(job))

    def forget(self, job_id: str) -> None:
        """The job is no longer followed."""
        self.known.pop(job_id, None)

    async def _begin(self, job: Job) -> Known:
        request = job.request
        usual = await self.place.store.usual_seconds(request.region, request.model, request.resolution, request.seconds)
        if usual is None and self.place.is_practice(job):
            usual = USUAL_PRACTICE
        self.place.open_jobs.usually_takes(job.id, usual)
        return self.known.setdefault(job.id, Known(usual=usual))

    def _age(self, job: Job) -> float:
        cloud_time = self.place.cloud_time
        return max(0.0, cloud_time.now(job.request.region) - cloud_time.submitted_in_cloud_time(job))

    async def _take(self, job: Job, known: Known, report: TaskReport) -> None:
        now = self.place.clock.now()
        if report.status is not TaskStatus.UNKNOWN and not (
            report.status is TaskStatus.SUCCEEDED and report.video_url is None
        ):
            known.made_since = None
        match report.status:
            case TaskStatus.RUNNING if job.stage is JobStage.WAITING:
                await self.place.open_jobs.record(job.id, StatusSeen(at=now, status=report.status))
            case TaskStatus.SUCCEEDED if report.video_url:
                self.place.links[job.id] = report.video_url
                said = report.original_prompt if job.request.is_imported and not job.request.prompt else None
                succeeded = TaskSucceeded(
                    at=now, ended_at=report.ended_at, actual_prompt=said or report.actual_prompt, usage=report.usage
                )
                await self.place.open_jobs.record(job.id, succeeded)
                self.place.failpoint("url_saved")
            case TaskStatus.SUCCEEDED:
                self._made_without_address(known)
            case TaskStatus.FAILED:
                problem = JobProblem(
                    sentence=report.sentence, code=report.code, message=report.message, request_id=report.request_id
                )
                await self.place.forget_doubtful_uploads(job, report.remedy)
                await self.place.open_jobs.record(job.id, JobFailed(at=now, problem=problem))
            case TaskStatus.CANCELED:
                await self.place.open_jobs.record(job.id, JobCanceled(at=now))
            case TaskStatus.UNKNOWN if self.place.is_forgotten(job):
                problem = self.place.expired_problem(job, report, was_made=known.made_since is not None)
                await self.place.open_jobs.record(job.id, JobExpired(at=now, problem=problem))
            case TaskStatus.UNKNOWN if self._age(job) > NEW_FOR:
                raise TaskNotShown(request_id=report.request_id)
            case TaskStatus.OTHER if report.status_text != known.status_text:
                log.warning("job %s: a status that nobody knows: %.80s", job.id, report.status_text)
            case _:
                pass
        known.status_text = report.status_text

    def _made_without_address(self, known: Known) -> None:
        """The address comes with a later reading: first soon, then rarely, and it is never taken for a failure."""
        now = self.place.clock.monotonic()
        if known.made_since is None:
            known.made_since = now
        elif now - known.made_since >= ADDRESS_WITHIN:
            raise VideoWithoutAddress


def followed(job: Job) -> Followed:
    """The job's task as the list shows it."""
    status = TaskStatus.RUNNING if job.stage is JobStage.GENERATING else TaskStatus.PENDING
    return Followed(job_id=job.id, task_id=job.task_id or "", status=status, account=job.account_ref)
