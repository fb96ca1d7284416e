"""Looks at a task until its film is made, or until it is known that there will be none."""

from __future__ import annotations

from dataclasses import dataclass

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
from wandesk.domain.pacing import USUAL_PRACTICE, next_look
from wandesk.domain.task import TaskReport, TaskStatus
from wandesk.engine.watch import Followed, Source
from wandesk.engine.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """Follows a job's task."""

    place: Workplace

    async def follow(self, job: Job, failures: int) -> None:
        request = job.request
        usual = await self.place.store.usual_seconds(request.region, request.model, request.resolution, request.seconds)
        if usual is None and self.place.is_practice(job):
            usual = USUAL_PRACTICE
        self.place.desk.usually_takes(job.id, usual)
        age = max(0.0, self.place.clock.now() - (job.submitted_at or job.created_at))
        started = self.place.clock.monotonic() - age
        while job.id in self.place.desk and job.stage in (JobStage.WAITING, JobStage.GENERATING):
            if not failures:  # after trouble the wait is already over
                await self.place.watch.next_look(
                    followed(job), next_look(self.place.clock.monotonic() - started, usual=usual)
                )
                if job.id not in self.place.desk:
                    return
            report = await self.place.read_task(job)
            failures = 0
            self.place.desk.waits(job.id, None)
            job = await self._take(job, report)

    async def _take(self, job: Job, report: TaskReport) -> Job:
        now = self.place.clock.now()
        match report.status:
            case TaskStatus.RUNNING if job.stage is JobStage.WAITING:
                return await self.place.desk.record(job.id, StatusSeen(at=now, status=report.status))
            case TaskStatus.SUCCEEDED if report.film_url:
                self.place.links[job.id] = report.film_url
                saved = await self.place.desk.record(
                    job.id,
                    TaskSucceeded(
                        at=now, ended_at=report.ended_at, actual_prompt=report.actual_prompt, usage=report.usage
                    ),
                )
                self.place.failpoint("url_saved")
                return saved
            case TaskStatus.FAILED:
                problem = JobProblem(
                    sentence=report.sentence, code=report.code, message=report.message, request_id=report.request_id
                )
                await self.place.doubt_uploads(job, problem)
                return await self.place.desk.record(job.id, JobFailed(at=now, problem=problem))
            case TaskStatus.CANCELED:
                return await self.place.desk.record(job.id, JobCanceled(at=now))
            case TaskStatus.UNKNOWN if self.place.is_forgotten(job):
                problem = JobProblem(sentence="film_expired", request_id=report.request_id)
                return await self.place.desk.record(job.id, JobExpired(at=now, problem=problem))
            case _:
                return job


def followed(job: Job) -> Followed:
    """The job's task as the list shows it."""
    status = TaskStatus.RUNNING if job.stage is JobStage.GENERATING else TaskStatus.PENDING
    source = Source(job.request.region, job.account, job.endpoint)
    return Followed(job_id=job.id, task_id=job.task_id or "", status=status, source=source)
