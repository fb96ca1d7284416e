"""Compares the jobs that an earlier run queued with the task list (`domain.queued_requests`)."""

from __future__ import annotations

import logging
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.job import SINCE_EVER, Job, JobStage, SearchState, Uncertainty, Unchecked
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
"""Seconds. A `Date` has whole seconds, so a task that a reading shows may seem to be made after it."""
RECORD_AFTER = 600.0
"""Seconds. A later check of a job is recorded if it moves the record on by so much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One reading of the list for the queue of a region. Times are the cloud's."""

    connection: Connection
    taken_at: float
    back_to: float | None
    is_timed: bool
    """Whether `taken_at` is the cloud's time."""
    is_sending: bool
    """Whether a request of the region was in flight: its task may be listed and not be recorded yet."""
    hidden_keys: frozenset[str] = frozenset()
    """Fingerprints of the queued jobs' other keys whose tasks this list may not show: they may be another account's."""


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
        self._first_readings: dict[str, float] = {}
        """When the first reading of the check that goes on was taken, by job id: its running tasks are waited for."""

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
        connection = await self._accounts.connect(account)
        queued = self._queued(job_ids)
        other_keys = {job.queue_key for job in queued if job.queue_key is not None} - {connection.secret.fingerprint}
        since = min((self._queued_at(job) for job in queued), default=SINCE_EVER)
        # Any task of such a key proves that it is of the same account, so the whole list is read for one.
        back_to = since - self._margin(region) if since > SINCE_EVER and not other_keys else None
        found = await self._lists.read(account, back_to)
        look = _Look(
            connection=connection,
            taken_at=found.taken_at,
            back_to=found.back_to,
            is_timed=self._cloud_time.is_known(region),
            is_sending=self._is_sending(region),
            hidden_keys=await self._hidden(other_keys, found.rows, connection),
        )
        for each in job_ids:
            self._first_readings.setdefault(each, look.taken_at if look.is_timed else math.inf)
        rows = found.rows
        while True:
            async with self._adoption.lock:
                decision = await self._decide(job_ids, rows, look)
                if isinstance(decision, Decision):
                    return await self._record(decision, look)
            rows = await self._inspector.inspect(account, rows, read=decision.read, compare=decision.compare)

    async def give_up(self, region: str, job_ids: Sequence[str]) -> set[str]:
        """The list cannot be read: the user decides about these queued jobs. Raises as `settle`; returns no job."""
        connection = await self._accounts.connect(AccountRef(region))
        look = _Look(
            connection=connection,
            taken_at=self._cloud_time.now(region),
            back_to=None,
            is_timed=self._cloud_time.is_known(region),
            is_sending=False,
        )
        async with self._adoption.lock:
            for job in self._queued(job_ids):
                known = replace(self._uncertainty(job, look), unchecked=Unchecked.NO_LIST)
                await self._record_doubt(job.id, known, connection)
        return set()

    # ------------------------------------------------------------------ times

    def _margin(self, region: str) -> float:
        return self._pending.timing_of(region).margin_before

    def _queued_at(self, job: Job) -> float:
        """Since when a newer copy of the store can have sent the job; SINCE_EVER if that is unknown.

        Not before the job was queued, nor before this store checked it, asked about it or tried to send it, which was
        later. The local clock may have been set between the two.
        """
        checked_at = job.uncertainty.ended_at if job.uncertainty is not None and self._is_checked(job) else SINCE_EVER
        return checked_at or self._cloud_time.created_in_cloud_time(job) or SINCE_EVER

    def _why_unchecked(self, job: Job, look: _Look) -> Unchecked | None:
        """Why the list, which shows a day, might lack the job's task; None if it would show it.

        Where the cloud's time was unknown when the job was queued, the local clock is believed, unless that was later
        than now.
        """
        region = job.request.region
        queued_at = self._queued_at(job) or self._cloud_time.of_local(region, job.created_at)
        if job.queue_key in look.hidden_keys:
            return Unchecked.OTHER_KEY
        if queued_at > look.taken_at + self._margin(region):
            return Unchecked.OTHER_CLOCK
        is_read = look.back_to is None or look.back_to < queued_at - self._margin(region)
        is_recent = queued_at > look.taken_at - self._pending.timing_of(region).search_for
        return None if is_read and is_recent else Unchecked.TOO_OLD

    async def _hidden(self, keys: Collection[str], rows: Sequence[TaskRow], connection: Connection) -> frozenset[str]:
        """Those keys of which the list shows no task: accounts see the tasks of all their keys (wire-protocol 1.2)."""
        if not keys:
            return frozenset()
        owners = await self._lists.owners(rows)
        shown = {owner.key_fingerprint for owner in owners.values() if owner.is_created_by_us}
        ids = {row.api_key_id for row in rows if row.api_key_id}
        hidden = [each for each in keys if each not in shown]
        return frozenset([each for each in hidden if await self._lists.key_id(connection.account, each) not in ids])

    # ------------------------------------------------------------------ decisions

    def _queued(self, job_ids: Sequence[str]) -> list[Job]:
        jobs = [self._open_jobs.job(each) for each in job_ids if each in self._open_jobs]
        return in_send_order(job for job in jobs if job.stage.is_before_submission)

    def _uncertainty(self, job: Job, look: _Look) -> Uncertainty:
        return Uncertainty(
            begun_at=self._queued_at(job),
            ended_at=look.taken_at,
            search_state=SearchState.CHOICE,
            ruled_out=job.uncertainty.ruled_out if job.uncertainty is not None else (),
            unchecked=self._why_unchecked(job, look) or Unchecked.TOO_OLD,
            has_cloud_times=look.is_timed,
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
                ended_at=math.inf,
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
            running_until=self._first_readings,
        )
        if isinstance(decision, Questions):
            return decision
        hidden = {job.id: () for job in jobs if self._why_unchecked(job, look) and job.id not in decision.doubted}
        sendable = tuple(each for each in decision.sendable if each not in hidden)
        return Decision(sendable=sendable, doubted={**hidden, **decision.doubted})

    async def _record(self, decision: Decision, look: _Look) -> set[str]:
        region, connection = look.connection.region, look.connection
        if decision.doubted and (look.is_sending or self._is_sending(region)):
            return set()  # the task may be one that is being made and is not recorded yet
        for job_id, task_ids in decision.doubted.items():
            if job_id not in self._open_jobs:
                continue
            known = self._uncertainty(self._open_jobs.job(job_id), look)
            await self._record_doubt(job_id, replace(known, candidates=task_ids), connection)
        for job_id in decision.sendable:
            first = self._first_readings.pop(job_id)
            if look.is_timed and job_id in self._open_jobs:
                job = self._open_jobs.job(job_id)
                await self._record_checked(job, min(first, look.taken_at), connection.secret.fingerprint)
        return set(decision.sendable)

    async def _record_doubt(self, job_id: str, known: Uncertainty, connection: Connection) -> None:
        event = SubmissionDoubted(
            at=self._clock.now(),
            account=connection.account,
            endpoint=connection.base_url,
            key_fingerprint=connection.secret.fingerprint,
            uncertainty=known,
        )
        await self._open_jobs.record(job_id, event)
        log.info("job %s may have been sent by a newer copy of the store: %s", job_id, known.candidates)
        self._first_readings.pop(job_id, None)

    async def _record_checked(self, job: Job, looked_at: float, fingerprint: str) -> None:
        """A later check begins with what this one cannot have seen: a task is listed late."""
        checked_at = looked_at - self._pending.search_timing(job).list_delay
        is_news = checked_at > self._queued_at(job) + RECORD_AFTER or job.queue_key != fingerprint
        if is_news or not self._is_checked(job):
            checked = QueueChecked(at=self._clock.now(), checked_at=checked_at, key_fingerprint=fingerprint)
            await self._open_jobs.record(job.id, checked)

    @staticmethod
    def _is_checked(job: Job) -> bool:
        return job.uncertainty is not None and job.uncertainty.has_cloud_times

    def _is_sending(self, region: str) -> bool:
        jobs = self._open_jobs.all()
        return any(job.stage is JobStage.SUBMITTING and job.request.region == region for job in jobs)
