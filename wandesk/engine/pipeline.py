"""One job from the queue to the film on disk: prepare > upload > create > follow > save.

Trouble on the way never ends a job that may have cost money: only the rhythm changes, and the row says what it
waits for.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import JobProblem
from wandesk.engine.following import Following
from wandesk.engine.ordering import Ordering
from wandesk.engine.recovery import Step, decide
from wandesk.engine.saving import Saving
from wandesk.engine.workplace import Workplace, wait_for

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """Runs jobs."""

    place: Workplace
    ordering: Ordering
    following: Following
    saving: Saving

    async def run_job(self, job_id: str) -> None:
        """Work on a job until it is finished or nothing can be done by ourselves."""
        place = self.place
        failures = 0
        while job_id in place.desk:
            job = place.desk.job(job_id)
            try:
                match decide(job):
                    case Step.ORDER:
                        await self.ordering.order(job)
                    case Step.DOUBT:
                        await place.doubt(job, JobProblem(sentence="order_uncertain"))
                    case Step.FOLLOW:
                        await self.following.follow(job, failures)
                    case Step.FETCH:
                        await self.saving.fetch(job, failures)
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
                failures = 0
                place.desk.waits(job_id, None)
        place.watch.forget(job_id)
        place.links.pop(job_id, None)

    async def _hold(self, job_id: str, trouble: Exception, failures: int) -> None:
        """Say what the job waits for and wait; `run_job` then goes on where the stage says."""
        place = self.place
        if job_id not in place.desk:
            return
        reason, delay = wait_for(trouble, failures, is_practice=place.is_practice(place.desk.job(job_id)))
        if failures == 1:
            log.warning("job %s waits: %s", job_id, trouble)
        place.desk.waits(job_id, reason)
        await place.watch.next(job_id, delay)
