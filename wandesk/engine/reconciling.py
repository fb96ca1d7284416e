"""Finds out whether an uncertain job has a task. The job is never submitted again; every request made here is free."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from wandesk.domain.account import Connection
from wandesk.domain.errors import CreatedWithAnotherKey, ListUnreadable, TaskOwned, WanDeskError
from wandesk.domain.job import Job, JobProblem, SearchState, Uncertainty
from wandesk.domain.job_events import JobExpired, JobFailed
from wandesk.domain.pending_request import PendingRequest, candidates
from wandesk.domain.reconciliation import (
    Absence,
    Adopt,
    AskUser,
    Follow,
    Inspect,
    NoMatch,
    Reading,
    Verdict,
    judge,
)
from wandesk.domain.search_timing import SearchTiming, next_reading
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskRow, TaskStatus
from wandesk.engine.adoption import Adoption
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.inspecting import Inspector
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.pending_requests import PendingRequests
from wandesk.engine.poll_schedule import PollSchedule
from wandesk.engine.ports import Accounts, Clock
from wandesk.engine.task_lists import TaskLists

log = logging.getLogger(__name__)

FOUND = "-found"
"""Id suffix of the job created when a closed job's video is found later."""
CLOSED_RETRY = 60.0
"""Seconds after an error in the search for a closed job."""
LONG_AGO = 48 * 3600.0
"""Seconds: longer than a closed job is searched for."""
CLOCK_AWAITED = 300.0
"""Seconds between two looks whether the cloud's time is known."""


@dataclass(slots=True)
class _Search:
    """What this run knows of one search; what must outlive the run is `Job.uncertainty`."""

    absence: Absence = field(default_factory=Absence)
    has_read: bool = False
    is_open: bool = True
    """The next reading may give the answer, so it comes soon."""
    last: Reading | None = None
    """The last reading that shows every task of the job's time."""
    shown: dict[str, TaskRow] = field(default_factory=dict)
    """The candidates as they were shown to the user."""


class Reconciler:
    """Searches the task list for uncertain jobs, open ones and those that the user closed."""

    def __init__(
        self,
        *,
        pending: PendingRequests,
        adoption: Adoption,
        lists: TaskLists,
        inspector: Inspector,
        accounts: Accounts,
        open_jobs: OpenJobs,
        poll_schedule: PollSchedule,
        clock: Clock,
        cloud_time: CloudTime,
    ) -> None:
        self._pending = pending
        self._adoption = adoption
        self._lists = lists
        self._inspector = inspector
        self._accounts = accounts
        self._open_jobs = open_jobs
        self._poll_schedule = poll_schedule
        self._clock = clock
        self._cloud_time = cloud_time
        self._searches: dict[str, _Search] = {}

    async def search(self, job: Job, failures: int) -> None:
        """Wait until the task list is due, read it, and record the result.

        After `failures` the caller has waited already. Raises ListUnreadable, CreatedWithAnotherKey, and what reading
        the list and single tasks raises.
        """
        search = self._searches.setdefault(job.id, _Search())
        if not failures and search.has_read:
            await self._poll_schedule.wait(job.id, self._delay(job, search))
        if not self._pending.is_uncertain(job.id):
            return
        search.has_read = True
        await self._search(self._open_jobs.job(job.id), search)

    def forget(self, job_id: str) -> None:
        """The job is no longer uncertain."""
        self._searches.pop(job_id, None)

    async def candidates(self, job: Job) -> tuple[Connection, Sequence[TaskRow]]:
        """The tasks that may be the job's, oldest first, and the connection to read them with.

        Raises what reading the list raises; ListUnreadable only if no earlier reading is known.
        """
        search = self._searches.setdefault(job.id, _Search())
        try:
            reading = await self._read(job)
        except ListUnreadable:
            if search.last is None:
                raise
            reading = search.last
        judged = self._pending.uncertainty(job).candidates  # other tasks of that time have another picture or prompt
        rows = [row for row in await self._candidates(job, reading) if row.task_id in judged]
        search.shown = {row.task_id: row for row in rows}
        return await self._accounts.connect(job.account_ref), rows

    def shown(self, job_id: str, task_id: str) -> TaskRow:
        """The task as `candidates` showed it; its id alone if it did not."""
        search = self._searches.get(job_id, _Search())
        return search.shown.get(task_id) or TaskRow(task_id=task_id, status=TaskStatus.OTHER, status_text="")

    async def watch_closed(self, job: Job) -> None:
        """Search on for a job that the user closed; a video that is certainly its own becomes a new job."""
        timing = self._pending.search_timing(job)
        found_id, search = f"{job.id}{FOUND}", _Search()
        if self._is_long_ago(job):
            if not self._cloud_time.knows_submission(job):
                return
            # Probably it is over. If the local clock is ahead, the answer to another request will tell.
            while not self._cloud_time.is_known(job.request.region):
                await self._poll_schedule.wait(found_id, CLOCK_AWAITED)
        self._pending.add_closed(job)
        try:
            while job.uncertainty is not None and await self._open_jobs.find(found_id) is None:
                ended_at = self._pending.uncertainty(job).ended_at
                # A local clock that is ahead must not end the search before the cloud's time is known.
                is_known = self._cloud_time.is_known(job.request.region)
                if is_known and self._cloud_time.now(job.request.region) >= ended_at + timing.search_for:
                    return
                try:
                    if await self._search(job, search):
                        return
                    delay = self._delay(job, search)
                except WanDeskError as error:
                    log.info("closed job %s: %s", job.id, error)
                    delay = max(CLOSED_RETRY, self._delay(job, search))
                await self._poll_schedule.wait(found_id, delay)
        finally:
            self._pending.remove_closed(job.id)
            self._poll_schedule.forget(found_id)

    def _is_long_ago(self, job: Job) -> bool:
        """Whether the job was submitted before any search that goes on, by the local clock, which may be wrong."""
        submitted_at = (job.submitted_at or 0.0) + max(0.0, job.clock_offset or 0.0)
        return submitted_at < self._clock.now() - LONG_AGO

    # ------------------------------------------------------------------ one search

    def _delay(self, job: Job, search: _Search) -> float:
        age = self._cloud_time.now(job.request.region) - self._pending.uncertainty(job).ended_at
        return next_reading(age=age, is_open=search.is_open, timing=self._pending.search_timing(job))

    async def _search(self, job: Job, search: _Search) -> bool:
        """Read the list once and act on it; True when the search is over."""
        try:
            reading = await self._read(job)
        except ListUnreadable:
            if search.last is None:
                raise
            # The last complete reading names every task there can be: those are read one by one.
            search.last = await self._refreshed(job, search.last)
            if await self._decide(job, search, search.last, is_new=False):
                return True
            raise
        timing = self._pending.search_timing(job)
        uncertainty = self._pending.uncertainty(job)
        if reading.taken_at >= uncertainty.ended_at + timing.list_delay and reading.shows_all_since(
            uncertainty.begun_at - timing.margin_before
        ):
            search.last = reading
        return await self._decide(job, search, reading, is_new=True)

    async def _read(self, job: Job) -> Reading:
        begun_at = self._pending.uncertainty(job).begun_at
        found = await self._lists.read(job.account_ref, begun_at - self._pending.search_timing(job).margin_before)
        return Reading(
            rows=found.rows,
            taken_at=found.taken_at,
            back_to=found.back_to,
            is_proof=job.key_fingerprint in (None, found.key_fingerprint),
        )

    async def _refreshed(self, job: Job, reading: Reading) -> Reading:
        """An earlier reading with the present states of the tasks that may be the job's."""
        now = await self._inspector.refreshed(job.account_ref, await self._candidates(job, reading))
        return replace(reading, rows=tuple(now.get(row.task_id, row) for row in reading.rows))

    async def _candidates(self, job: Job, reading: Reading) -> Sequence[TaskRow]:
        request = await self._pending.request(job, self._pending.uncertainty(job))
        owners = await self._adoption.stored_owners([row.task_id for row in reading.rows])
        return candidates(request, reading.rows, self._adoption.owned(owners), self._pending.search_timing(job))

    async def _decide(self, job: Job, search: _Search, reading: Reading, *, is_new: bool) -> bool:
        timing = self._pending.search_timing(job)
        while True:
            async with self._adoption.lock:
                uncertainty = self._pending.uncertainty(job)  # with what the user ruled out in the meantime
                owners = await self._adoption.stored_owners([row.task_id for row in reading.rows])
                request = await self._pending.request(job, uncertainty)
                others = await self._pending.others(job)
                if not self._pending.is_closed(job.id) and not self._pending.is_uncertain(job.id):
                    return True
                absence = search.absence.after(request, reading, timing) if is_new else search.absence
                verdict = judge(
                    request,
                    reading,
                    others=self._pending.updated(job, others),
                    owned=self._adoption.owned(owners),
                    facts=self._inspector.facts,
                    absence=absence,
                    timing=timing,
                )
                if not isinstance(verdict, Inspect):
                    search.absence = absence if verdict in (NoMatch.WAIT, NoMatch.NOT_SHOWN) else Absence()
                    is_over = await self._act(job, uncertainty, verdict)
                    now = self._pending.uncertainty(job).search_state
                    search.is_open = _is_open(request, reading, verdict, now, timing)
                    if not is_over and verdict in (NoMatch.WAIT, NoMatch.NOT_SHOWN) and not reading.is_proof:
                        raise CreatedWithAnotherKey
                    return is_over
            rows = await self._inspector.inspect(
                job.account_ref, reading.rows, read=verdict.read, compare=verdict.compare
            )
            reading = replace(reading, rows=rows)

    # ------------------------------------------------------------------ results

    async def _act(self, job: Job, uncertainty: Uncertainty, verdict: Verdict) -> bool:
        """Record a verdict; True when the search is over."""
        at = self._clock.now()
        is_closed = self._pending.is_closed(job.id)
        match verdict:
            case Adopt():
                if is_closed:
                    return await self._add_found(job, uncertainty, verdict.row)
                row = verdict.row
                try:
                    await self._adoption.adopt(job, uncertainty, row, verdict.proof)
                except TaskOwned as owned:  # by a job that was added a moment ago
                    log.info("job %s: %s", job.id, owned)
                    return False
                return True
            case NoMatch.NOT_MADE | NoMatch.GIVE_UP if is_closed:
                return True
            case NoMatch.NOT_MADE:
                await self._open_jobs.record(job.id, JobFailed(at=at, problem=_not_made(job)))
                return True
            case NoMatch.GIVE_UP:
                problem = replace(_reported(job), sentence=Sentence.TASK_NEVER_SHOWN)
                await self._open_jobs.record(job.id, JobExpired(at=at, problem=problem))
                return True
        if not is_closed:
            await self._adoption.note(self._open_jobs.job(job.id), _noted(uncertainty, verdict))
        return False

    def _offset_of(self, job: Job, row: TaskRow) -> float | None:
        """The offset of the job's request; by the task's own time if it was unknown."""
        if job.clock_offset is not None or row.created_at is None or job.submitted_at is None:
            return job.clock_offset
        return row.created_at - job.submitted_at

    async def _add_found(self, job: Job, uncertainty: Uncertainty, row: TaskRow) -> bool:
        now = self._clock.now()
        found = Job(
            id=f"{job.id}{FOUND}",
            created_at=now,
            stage_since=now,
            request=job.request,
            prepared=job.prepared,
            submitted_at=job.submitted_at,
            clock_offset=self._offset_of(job, row),
            task_id=row.task_id,
            request_id=row.request_id,
            account=job.account,
            endpoint=job.endpoint,
            key_fingerprint=job.key_fingerprint,
            uncertainty=replace(uncertainty, is_closed=False),
        )
        try:
            await self._open_jobs.add(self._adoption.as_far_as_its_task(found, row.status))
        except TaskOwned as owned:
            log.info("closed job %s: %s", job.id, owned)
            return False
        return True


def _reported(job: Job) -> JobProblem:
    """What the create request reported."""
    return job.problem or JobProblem(sentence=Sentence.REQUEST_UNCERTAIN)


def _not_made(job: Job) -> JobProblem:
    """Why there is no task: the failure that the cloud reported, else that the request never arrived."""
    reported = _reported(job)
    if reported.sentence is Sentence.REQUEST_UNCERTAIN or not reported.code:
        return replace(reported, sentence=Sentence.REQUEST_NOT_RECEIVED)
    return reported


def _is_open(
    request: PendingRequest, reading: Reading, verdict: Verdict, state: SearchState, timing: SearchTiming
) -> bool:
    """Whether the next reading may give the answer. `state` is what is recorded now."""
    if isinstance(verdict, AskUser) or verdict is NoMatch.NOT_SHOWN:
        return False
    if verdict is not NoMatch.WAIT:
        return True
    if not request.has_own_time and reading.taken_at >= request.ended_at + timing.absence_counts_after:
        return False
    return state is not SearchState.NOT_SHOWN or request.is_settled_by_list


def _noted(uncertainty: Uncertainty, verdict: Verdict) -> Uncertainty:
    match verdict:
        case Follow():
            return replace(uncertainty, search_state=SearchState.MAKING, candidates=verdict.task_ids)
        case AskUser():
            return replace(uncertainty, search_state=SearchState.CHOICE, candidates=verdict.task_ids)
        case NoMatch.NOT_SHOWN:
            return replace(uncertainty, search_state=SearchState.NOT_SHOWN, candidates=())
        case NoMatch.WAIT if uncertainty.search_state is SearchState.NOT_SHOWN:
            return uncertainty
        case _:
            return replace(uncertainty, search_state=SearchState.LOOKING, candidates=())
