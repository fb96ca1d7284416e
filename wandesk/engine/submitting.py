"""Sends a job's create request, once.

A request is sent again only if it certainly failed before its last byte.
"""

from __future__ import annotations

import logging

from wandesk.domain.account import Connection
from wandesk.domain.errors import CloudBusy, CloudRefused, KeyRefused, NothingSent, OutcomeUnknown, TaskOwned
from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_events import JobFailed, SubmissionPostponed, SubmissionStarted, TaskCreated
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.first_reading import FirstReading
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Clock, Cloud, Failpoint, RequestInputs
from wandesk.engine.preparing import Prepared, Preparer
from wandesk.engine.recording import RetryingRecorder
from wandesk.engine.submit_slots import SubmitSlots
from wandesk.engine.uploads import Uploads
from wandesk.engine.waiting import problem_of

log = logging.getLogger(__name__)


class Submitter:
    """Takes a job from the queue to a task of the cloud."""

    def __init__(
        self,
        *,
        preparer: Preparer,
        first_reading: FirstReading,
        slots: SubmitSlots,
        recorder: RetryingRecorder,
        uploads: Uploads,
        cloud: Cloud,
        open_jobs: OpenJobs,
        clock: Clock,
        cloud_time: CloudTime,
        failpoint: Failpoint,
    ) -> None:
        self._preparer = preparer
        self._first_reading = first_reading
        self._slots = slots
        self._recorder = recorder
        self._uploads = uploads
        self._cloud = cloud
        self._open_jobs = open_jobs
        self._clock = clock
        self._cloud_time = cloud_time
        self._failpoint = failpoint
        self._sending: set[str] = set()
        """Jobs whose create request is in flight. `record` returns SUBMITTING to a second caller, too."""

    async def submit(self, job: Job) -> None:
        """Prepare the job, wait for a slot and send its create request.

        Raises what `Preparer.prepare` and `FirstReading.ensure` raise, and NothingSent, CloudBusy and KeyRefused of the
        create request, which prove that no task was made.
        """
        prepared = await self._preparer.prepare(job)
        if prepared is None:
            return
        await self._first_reading.ensure(prepared.connection)
        if not await self._slots.acquire_slot(prepared.job, prepared.connection):
            await self._preparer.requeue(job.id)
            return
        if job.id in self._sending:
            log.error("job %s is worked on twice: it is submitted once", job.id)
            return
        self._sending.add(job.id)
        try:
            await self._send(prepared)
        finally:
            self._sending.discard(job.id)

    async def _send(self, prepared: Prepared) -> None:
        job, connection = prepared.job, prepared.connection
        job = await self._open_jobs.record(
            job.id,
            SubmissionStarted(
                at=self._clock.now(),
                account=connection.account,
                endpoint=connection.base_url,
                key_fingerprint=connection.secret.fingerprint,
                clock_offset=self._cloud_time.offset(job.request.region),
            ),
        )
        if job.stage is JobStage.SUBMITTING:  # any other stage: the job was cancelled in the meantime
            self._cloud_time.submission_begins(job.id)
            self._failpoint("intent_saved")
            await self._create(job, connection, prepared.inputs)

    async def _create(self, job: Job, connection: Connection, inputs: RequestInputs) -> None:
        try:
            submission = await self._cloud.create(
                connection,
                job.request,
                inputs,
                sent=lambda done, total: self._open_jobs.set_transferred(job.id, done, total),
            )
        except (NothingSent, CloudBusy, KeyRefused) as refused:
            if isinstance(refused, CloudBusy):
                self._slots.throttled(job, connection, refused.retry_after)
            elif isinstance(refused, NothingSent):
                self._first_reading.nothing_sent(connection)
            await self._recorder.record(job.id, SubmissionPostponed(at=self._clock.now()))
            raise
        except CloudRefused as refused:
            await self._recorder.record(job.id, JobFailed(at=self._clock.now(), problem=problem_of(refused)))
            await self._uploads.forget_after_failure(job, refused.remedy)
            return
        except OutcomeUnknown as unknown:
            await self._recorder.record_unconfirmed(job, problem_of(unknown))
            if unknown.code:  # the cloud answered with an error
                await self._uploads.forget_after_failure(job, unknown.remedy)
            return
        # Any other exception leaves the job SUBMITTING, which the pipeline turns into UNCERTAIN.
        created = TaskCreated(
            at=self._clock.now(),
            task_id=submission.task_id,
            request_id=submission.request_id,
            clock_offset=self._cloud_time.submission_offset(job),
        )
        try:
            await self._recorder.record(job.id, created)
        except TaskOwned as owned:
            await self._recorder.record_unconfirmed(job, problem_of(owned))
            return
        self._failpoint("id_saved")
