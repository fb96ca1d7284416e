"""Compares the jobs that an earlier run queued with the task list (`domain.queued_requests`)."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass

from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.job import SINCE_EVER, Job, JobStage, SearchState, Uncertainty
from wandesk.domain.job_events import QueueChecked, SubmissionDoubted
from wandesk.domain.queued_requests import Decision, Questions, decide
from wandesk.domain.send_queue import in_send_order
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskRow
from wandesk.engine.adoption import Adoption
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.inspecting import Inspector
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.pending_requests import PendingRequests
from wandesk.engine.ports import Accounts, Clock
from wandesk.engine.task_lists import TaskLists

log = logging.getLogger(__name__)

SLACK = 5.0
"""Seconds. A `Date` has whole seconds, and a task of this run must not be taken for one of a newer copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One reading of the list for the queue of a region. Times are the cloud's."""

    connection: Connection
    taken_at: float
    back_to: float | None
    began_at: float
    """When this run began. A newer copy of the store has sent nothing since: only one program uses a profile."""


class QueueCheck:
    """Reads the list and decides which jobs may be sent. Every request made here is free."""

    def __init__(
        self,
        *,
        pending: PendingRequests,
        inspector: Inspector,
        adoption: Adoption,
        lists: TaskLists,
        accounts: Accounts,
        open_jobs: OpenJobs,
        clock: Clock,
        cloud_time: CloudTime,
    ) -> None:
        self._pending = pending
        self._inspector = inspector
        self._adoption = adoption
        self._lists = lists
        self._accounts = accounts
        self._open_jobs = open_jobs
        self._clock = clock
        self._cloud_time = cloud_time
        self._began = clock.monotonic()

    def seconds_until_listed(self, job_id: str) -> float:
        """Seconds until the list shows every task that was made before this run began."""
        delay = self._pending.search_timing(self._open_jobs.job(job_id)).list_delay
        return delay - (self._clock.monotonic() - self._began)

    async def settle(self, region: str, job_ids: Sequence[str]) -> set[str]:
        """Decide about these queued jobs of a region; returns those that may be sent.

        A job that may have been sent becomes uncertain and waits for the user. One that is neither afterwards waits for
        a running task. Raises what reading the list and single tasks raises, StoreDamaged, NoRoom.
        """
        account = AccountRef(region)
        since = min((self._queued_at(job) for job in self._queued(job_ids)), default=SINCE_EVER)
        found = await self._lists.read(account, since - self._margin(region) if since > SINCE_EVER else None)
        look = _Look(
            connection=await self._accounts.connect(account),
            taken_at=found.taken_at,
            back_to=found.back_to,
            began_at=self._run_began_at(region),
        )
        rows = found.rows
        while True:
            async with self._adoption.lock:
                decision = await self._decide(job_ids, rows, look)
                if isinstance(decision, Decision):
                    return await self._record(decision, look)
            rows = await self._inspector.inspect(account, rows, read=decision.read, compare=decision.compare)

    # ------------------------------------------------------------------ times

    def _margin(self, region: str) -> float:
        return self._pending.timing_of(region).margin_before

    def _run_began_at(self, region: str) -> float:
        if not self._cloud_time.is_known(region):
            return math.inf
        return self._cloud_time.now(region) - (self._clock.monotonic() - self._began)

    def _queued_at(self, job: Job) -> float:
        """Since when a newer copy of the store can have sent the job; SINCE_EVER if that is unknown.

        Not before the job was queued, nor before this store checked it, asked about it or tried to send it, which was
        later. The local clock may have been set between the two.
        """
        known = job.uncertainty
        checked_at = known.ended_at if known is not None and known.has_cloud_times else SINCE_EVER
        return checked_at or self._cloud_time.created_in_cloud_time(job) or SINCE_EVER

    def _is_shown(self, job: Job, look: _Look) -> bool:
        """Whether the list, which shows a day, would show the job's task.

        Where the cloud's time was unknown when the job was queued, the local clock is believed.
        """
        region = job.request.region
        queued_at = self._queued_at(job) or self._cloud_time.of_local(region, job.created_at)
        is_read = look.back_to is None or look.back_to < queued_at - self._margin(region)
        return is_read and queued_at > look.taken_at - self._pending.timing_of(region).search_for

    # ------------------------------------------------------------------ decisions

    def _queued(self, job_ids: Sequence[str]) -> list[Job]:
        jobs = [self._open_jobs.job(each) for each in job_ids if each in self._open_jobs]
        return in_send_order(job for job in jobs if job.stage.is_before_submission)

    def _uncertainty(self, job: Job, look: _Look) -> Uncertainty:
        is_known = look.began_at < math.inf
        return Uncertainty(
            begun_at=self._queued_at(job),
            ended_at=look.began_at if is_known else look.taken_at,
            search_state=SearchState.CHOICE,
            ruled_out=job.uncertainty.ruled_out if job.uncertainty is not None else (),
            has_cloud_times=is_known,
        )

    async def _decide(self, job_ids: Sequence[str], rows: Sequence[TaskRow], look: _Look) -> Questions | Decision:
        region = look.connection.region
        uncertain = await self._pending.uncertain(region)
        asked = [job for job in self._open_jobs.all() if job.is_maybe_sent and job.request.region == region]
        keys = [(await self._pending.request(each, self._uncertainty(each, look))).equality_key for each in asked]
        owners = await self._adoption.stored_owners([row.task_id for row in rows])
        jobs = self._queued(job_ids)
        queued = [
            replace(
                await self._pending.request(job, self._uncertainty(job, look), look.connection),
                ended_at=look.began_at,
            )
            for job in jobs
        ]
        decision = decide(
            queued,
            rows,
            uncertain=uncertain,
            asked=keys,
            owned=self._adoption.owned(owners) - self._adoption.imported(owners),
            facts=self._inspector.facts,
            timing=replace(self._pending.timing_of(region), margin_after=SLACK),
        )
        if isinstance(decision, Questions):
            return decision
        hidden = {job.id: () for job in jobs if not self._is_shown(job, look) and job.id not in decision.doubted}
        sendable = tuple(each for each in decision.sendable if each not in hidden)
        return Decision(sendable=sendable, doubted={**hidden, **decision.doubted})

    async def _record(self, decision: Decision, look: _Look) -> set[str]:
        region, connection = look.connection.region, look.connection
        if decision.doubted and any(
            job.stage is JobStage.SUBMITTING and job.request.region == region for job in self._open_jobs.all()
        ):
            return set()  # the task may be one that is being made and is not recorded yet
        for job_id, task_ids in decision.doubted.items():
            if job_id not in self._open_jobs:
                continue
            known = self._uncertainty(self._open_jobs.job(job_id), look)
            event = SubmissionDoubted(
                at=self._clock.now(),
                account=connection.account,
                endpoint=connection.base_url,
                key_fingerprint=connection.secret.fingerprint,
                uncertainty=replace(known, candidates=task_ids),
            )
            await self._open_jobs.record(job_id, event)
            log.info("job %s may have been sent by a newer copy of the store: %s", job_id, task_ids)
        if look.began_at < math.inf:
            checked = QueueChecked(at=self._clock.now(), checked_at=look.began_at)
            for job_id in [each for each in decision.sendable if each in self._open_jobs]:
                await self._open_jobs.record(job_id, checked)
        return set(decision.sendable)
