"""One job from the queue to the video on disk: prepare > upload > create > follow > save.

Trouble on the way never ends a job that may have cost money: only the rhythm changes, and the row says what it
waits for.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job, JobProblem, WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.engine.next_step import Step, decide
from wandesk.engine.polling import Poller
from wandesk.engine.reconciling import Reconciler
from wandesk.engine.saving import Saver
from wandesk.engine.submitting import Submitter
from wandesk.engine.workplace import Workplace, obstacle_of, wait_for

log = logging.getLogger(__name__)

SCOUT_LOOK = 10.0
"""Without a network one job of a region looks so often whether it is back; the others are woken when it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """Runs jobs."""

    place: Workplace
    ordering: Submitter
    reconciler: Reconciler
    following: Poller
    saving: Saver

    async def run_job(self, job_id: str) -> None:
        """Work on a job until it is finished or nothing can be done by ourselves."""
        place = self.place
        failures = 0
        while job_id in place.open_jobs:
            job = place.open_jobs.job(job_id)
            try:
                match decide(job):
                    case Step.ORDER:
                        if not place.scheduler.lets(job_id):
                            await self.ordering.put_back(job_id)
                            break
                        await self.ordering.order(job)
                    case Step.DOUBT:
                        await place.uncertainty(job, JobProblem(sentence=Sentence.ORDER_UNCERTAIN))
                    case Step.SEARCH:
                        await self.reconciler.look(job, failures)
                    case Step.FOLLOW:
                        place.tell_kept_until(job)
                        await self.following.follow(job, failures)
                    case Step.FETCH:
                        place.tell_kept_until(job)
                        await self.saving.fetch(job)
                    case Step.REST:
                        break
            except WanDeskError as trouble:
                failures += 1
                await self._hold(job_id, trouble, failures)
            except Exception as fault:  # a mistake of ours must not leave a paid job with nobody working on it
                failures += 1
                if failures == 1:
                    log.exception("job %s: something unforeseen", job_id)
                await self._hold(job_id, fault, failures)
            else:
                place.open_jobs.waits(job_id, None)
                if failures:
                    self._network_is_back(job)
                failures = 0
        place.watch.forget(job_id)
        self.following.forget(job_id)
        self.reconciler.forget(job_id)
        place.links.pop(job_id, None)

    def practice_ended(self) -> None:
        """Say of the tasks that are followed there that they wait; who is in the middle of a call notices alone."""
        place = self.place
        for job in place.open_jobs.open_jobs():
            if decide(job) is Step.FOLLOW and place.is_practice(job) and place.open_jobs.waits_for(job.id) is None:
                place.open_jobs.waits(job.id, WaitReason.PRACTICE)

    def practice_may_start(self) -> None:
        """Wake whoever waits for Practice."""
        for job_id in self.place.open_jobs.waiting_for(WaitReason.PRACTICE):
            self.place.watch.wake(job_id)

    async def _hold(self, job_id: str, trouble: Exception, failures: int) -> None:
        """Say what the job waits for and wait; `run_job` then goes on where the stage says."""
        place = self.place
        if job_id not in place.open_jobs:
            return
        job = place.open_jobs.job(job_id)
        reason, delay = wait_for(trouble, failures, is_practice=place.is_practice(job), jitter=place.rng())
        if failures == 1:
            log.warning("job %s waits: %s", job_id, trouble)
        place.open_jobs.waits(job_id, reason, obstacle_of(trouble, reason))
        if reason is WaitReason.NETWORK and self._waiting_for_network(job)[:1] == [job_id]:
            asked = getattr(trouble, "retry_after", None) or 0.0
            delay = max(asked, min(delay, SCOUT_LOOK))
        await place.watch.next(job_id, delay)

    def _network_is_back(self, job: Job) -> None:
        """Whoever waits for the network need not wait any longer when one of the same region has got through."""
        for job_id in self._waiting_for_network(job):
            self.place.watch.wake(job_id)

    def _waiting_for_network(self, job: Job) -> list[str]:
        """Those of the same region; the first of them goes ahead and looks often whether it is back."""
        open_jobs = self.place.open_jobs
        waiting = [job_id for job_id in open_jobs.waiting_for(WaitReason.NETWORK) if job_id in open_jobs]
        return [job_id for job_id in waiting if open_jobs.job(job_id).request.region == job.request.region]
