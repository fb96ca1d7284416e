"""One job from the queue to the video on disk: prepare > upload > submit > poll > save.

An error never ends a job that may have cost money: the step is retried later, and the row shows what the job waits for.
"""

from __future__ import annotations

import logging

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import JobProblem
from wandesk.domain.sentences import Sentence
from wandesk.engine.back_off import BackOff
from wandesk.engine.next_step import Step, next_step
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.poll_schedule import PollSchedule
from wandesk.engine.polling import Poller
from wandesk.engine.preparing import Preparer
from wandesk.engine.reconciling import Reconciler
from wandesk.engine.recording import RetryingRecorder
from wandesk.engine.retention_times import RetentionTimes
from wandesk.engine.saving import Saver
from wandesk.engine.send_queue import SendQueue
from wandesk.engine.submitting import Submitter

log = logging.getLogger(__name__)

AWAIT_USER = 24 * 3600.0
"""Seconds between two looks at a job that waits for the user, who wakes it."""


class Pipeline:
    """Runs jobs, one coroutine each."""

    def __init__(
        self,
        *,
        preparer: Preparer,
        submitter: Submitter,
        recorder: RetryingRecorder,
        reconciler: Reconciler,
        poller: Poller,
        saver: Saver,
        queue: SendQueue,
        retention: RetentionTimes,
        open_jobs: OpenJobs,
        poll_schedule: PollSchedule,
        back_off: BackOff,
    ) -> None:
        self._preparer = preparer
        self._submitter = submitter
        self._recorder = recorder
        self._reconciler = reconciler
        self._poller = poller
        self._saver = saver
        self._queue = queue
        self._retention = retention
        self._open_jobs = open_jobs
        self._poll_schedule = poll_schedule
        self._back_off = back_off

    async def run_job(self, job_id: str) -> None:
        """Work on a job until it is finished or nothing can be done without the user."""
        failures = 0
        is_answered = False
        while job_id in self._open_jobs:
            job = self._open_jobs.job(job_id)
            try:
                match next_step(job):
                    case Step.SUBMIT if is_answered:
                        break  # the user wants it to be sent: it takes its place in the queue
                    case Step.AWAIT_USER:
                        await self._poll_schedule.wait(job_id, AWAIT_USER)
                        is_answered = True
                    case Step.SUBMIT:
                        if not self._queue.may_start(job_id):
                            await self._preparer.requeue(job_id)
                            break
                        await self._submitter.submit(job)
                    case Step.MARK_UNCERTAIN:
                        await self._recorder.record_unconfirmed(job, JobProblem(sentence=Sentence.REQUEST_UNCERTAIN))
                    case Step.RECONCILE:
                        await self._reconciler.search(job, failures)
                    case Step.POLL:
                        self._retention.show(job)
                        await self._poller.poll(job, failures)
                    case Step.SAVE:
                        self._retention.show(job)
                        await self._saver.save(job)
                    case Step.NONE:
                        break
            except WanDeskError as error:
                failures += 1
                await self._back_off.wait(job_id, error, failures)
            except Exception as fault:  # a bug must not leave a paid job without a coroutine
                failures += 1
                if failures == 1:
                    log.exception("job %s: unexpected error", job_id)
                await self._back_off.wait(job_id, fault, failures)
            else:
                self._open_jobs.set_wait_reason(job_id, None)
                if failures:
                    self._back_off.recovered(job)
                failures = 0
        self._poll_schedule.forget(job_id)
        self._poller.forget(job_id)
        self._reconciler.forget(job_id)
        self._saver.forget(job_id)
