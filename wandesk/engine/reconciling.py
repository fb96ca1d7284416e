"""Finds out what became of an order that may or may not have arrived. It is never sent again; every look is free."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from wandesk.domain.account import Connection
from wandesk.domain.errors import ListUnreadable, OrderedWithAnotherKey, TaskOwned, WanDeskError
from wandesk.domain.job import (
    Job,
    JobExpired,
    JobFailed,
    JobProblem,
    JobStage,
    SearchState,
    SearchUpdated,
    TaskAdopted,
    Uncertainty,
    UncertaintyClosed,
)
from wandesk.domain.reconciliation import (
    PRACTICE,
    Absence,
    Adopt,
    AskUser,
    Follow,
    Inspect,
    NoMatch,
    PendingOrder,
    Proof,
    Reading,
    SearchTiming,
    Verdict,
    candidates,
    judge,
    next_reading,
    order_of,
)
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskOwner, TaskRow, TaskStatus
from wandesk.engine.task_lists import TaskList, TaskLists
from wandesk.engine.task_previews import TaskPreviews
from wandesk.engine.workplace import Workplace

log = logging.getLogger(__name__)

FOUND = "-found"
"""Behind the id of a closed order: the job of its video, should it turn up."""
CLOSED_LOOK = 60.0
"""Seconds after trouble with the search for a closed order."""


@dataclass(slots=True)
class _Search:
    """What this run knows of one search; what must outlive it is in the job's `doubt`."""

    absence: Absence = field(default_factory=Absence)
    has_looked: bool = False
    is_open: bool = True
    """An answer may come any moment."""
    last: Reading | None = None


class Reconciler:
    """Works on orders in doubt, open ones and those that the user closed."""

    def __init__(
        self,
        *,
        place: Workplace,
        lists: TaskLists,
        previews: TaskPreviews,
        begin: Callable[[str], None],
        search_timing: SearchTiming | None = None,
    ) -> None:
        """`begin(job_id)` has a new job of the desk worked on. `patience` is for all regions, and Practice, too."""
        self._place = place
        self._lists = lists
        self._previews = previews
        self._begin = begin
        self._patience = search_timing
        self._searches: dict[str, _Search] = {}
        self._closed: dict[str, Job] = {}
        self._turn = asyncio.Lock()
        """Held from the question who owns what until the answer is kept: two orders never take the same task."""

    def search_timing(self, job: Job) -> SearchTiming:
        return self._patience or (PRACTICE if self._place.is_practice(job) else SearchTiming())

    async def look(self, job: Job, failures: int) -> None:
        """Wait until the list is to be read again, read it, and record what it says.

        After failures the wait is already over. Raises ListUnreadable and what reading the list and single tasks raise,
        OrderedWithAnotherKey.
        """
        place, search = self._place, self._searches.setdefault(job.id, _Search())
        if not failures and search.has_looked:
            await place.watch.next(job.id, self._delay(job, search))
        if job.id not in place.open_jobs or place.open_jobs.job(job.id).stage is not JobStage.UNCERTAIN:
            return
        search.has_looked = True
        await self._search(place.open_jobs.job(job.id), search)

    def forget(self, job_id: str) -> None:
        """The job is no longer in doubt."""
        self._searches.pop(job_id, None)

    async def candidates(self, job: Job) -> tuple[Connection, Sequence[TaskRow]]:
        """The tasks that may be the job's, oldest first, and the connection to ask about them.

        Raises what reading the list raises, unless it is known from before what is in it.
        """
        search = self._searches.get(job.id, _Search())
        try:
            reading = await self._read(job)
        except ListUnreadable:
            if search.last is None:
                raise
            reading = search.last
        uncertainty = await self._doubt(job)
        owners = await self._lists.owners(reading.rows)
        order = await self._order(job, uncertainty)
        connection = await self._place.accounts.connect(job.account_ref)
        return connection, candidates(order, reading.rows, self._owned(owners), self.search_timing(job))

    async def choose(self, job: Job, task_id: str) -> None:
        """The user says that this task is the job's. Raises TaskOwned, StoreDamaged, NoRoom.

        Nothing is done for a job that is no longer in doubt: it was found, or given up, in the meantime.
        """
        async with self._turn:
            if not self._is_uncertain(job):
                return
            if task_id in self._owned(await self._place.store.owners([task_id])):
                raise TaskOwned(job.id, values={"task_id": task_id})
            await self._adopt(job, task_id, "", Proof.USER)
        self._place.watch.wake(job.id)

    async def rule_out(self, job: Job, task_ids: Sequence[str]) -> None:
        """The user says that none of these tasks is the job's; it is looked for on among the others.

        Nothing is done for a job that is no longer in doubt. Raises StoreDamaged, NoRoom.
        """
        async with self._turn:
            if not self._is_uncertain(job):
                return
            uncertainty = await self._doubt(job)
            ruled_out = tuple(dict.fromkeys([*uncertainty.ruled_out, *task_ids]))
            left = tuple(each for each in uncertainty.candidates if each not in ruled_out)
            standing = uncertainty.standing if left else SearchState.LOOKING
            await self._note(
                self._place.open_jobs.job(job.id),
                replace(uncertainty, ruled_out=ruled_out, candidates=left, standing=standing),
            )
        self._place.watch.wake(job.id)

    async def close(self, job: Job) -> Job | None:
        """The user gives an order in doubt up; its video is looked for on (`watch_closed`).

        None for a job that is no longer in doubt. Raises StoreDamaged, NoRoom.
        """
        async with self._turn:
            if not self._is_uncertain(job):
                return None
            if self._place.open_jobs.job(job.id).uncertainty is None:
                await self._note(self._place.open_jobs.job(job.id), await self._doubt(job))
            closed = await self._place.open_jobs.record(job.id, UncertaintyClosed(at=self._place.clock.now()))
        self._place.watch.wake(job.id)
        return closed

    async def watch_closed(self, job: Job) -> None:
        """Look on for a closed order; a video that is certainly its own becomes a job of its own."""
        place, search_timing = self._place, self.search_timing(job)
        watched, search = f"{job.id}{FOUND}", _Search()
        self._closed[job.id] = job
        try:
            while job.uncertainty is not None and await place.open_jobs.find(watched) is None:
                if place.cloud_time.now(job.request.region) >= job.uncertainty.ended_at + search_timing.until:
                    return
                try:
                    if await self._search(job, search):
                        return
                    delay = self._delay(job, search)
                except WanDeskError as trouble:
                    log.info("closed order %s: %s", job.id, trouble)
                    delay = max(CLOSED_LOOK, self._delay(job, search))
                await place.watch.next(watched, delay)
        finally:
            self._closed.pop(job.id, None)
            place.watch.forget(watched)

    # ------------------------------------------------------------------ one round

    def _delay(self, job: Job, search: _Search) -> float:
        ended_at = job.uncertainty.ended_at if job.uncertainty else self._place.cloud_time.submitted_in_cloud_time(job)
        age = self._place.cloud_time.now(job.request.region) - ended_at
        return next_reading(age=age, is_open=search.is_open, search_timing=self.search_timing(job))

    async def _search(self, job: Job, search: _Search) -> bool:
        """One round. True when there is nothing to look for any more."""
        try:
            reading = await self._read(job)
        except ListUnreadable:
            if search.last is None:
                raise
            # What was there when the list was complete is all there is: its tasks are looked at one by one.
            search.last = await self._refreshed(job, search.last)
            if await self._decide(job, search, search.last, is_new=False):
                return True
            raise
        search_timing = self.search_timing(job)
        uncertainty = await self._doubt(job)
        if reading.taken_at >= uncertainty.ended_at + search_timing.listed and reading.shows_all_since(
            uncertainty.begun_at - search_timing.before
        ):
            search.last = reading
        return await self._decide(job, search, reading, is_new=True)

    async def _read(self, job: Job) -> Reading:
        place = self._place
        opens = place.cloud_time.submitted_in_cloud_time(job) - self.search_timing(job).before
        if job.uncertainty is not None:
            opens = job.uncertainty.begun_at - self.search_timing(job).before
        found: TaskList = await self._lists.read(job.account_ref, opens)
        return Reading(
            rows=found.rows,
            taken_at=found.taken_at,
            back_to=found.back_to,
            is_proof=job.key_fingerprint in (None, found.key_fingerprint),
        )

    async def _refreshed(self, job: Job, reading: Reading) -> Reading:
        """An earlier reading with today's states of its tasks that may be the job's."""
        connection = await self._connect(job)
        order = await self._order(job, await self._doubt(job))
        owned = self._owned(await self._lists.owners(reading.rows))
        rows = {row.task_id: row for row in reading.rows}
        for row in candidates(order, reading.rows, owned, self.search_timing(job)):
            if row.status is not TaskStatus.SUCCEEDED:
                report = await self._previews.read(connection, row.task_id)
                if report.status not in (TaskStatus.UNKNOWN, TaskStatus.OTHER):
                    rows[row.task_id] = replace(row, status=report.status)
        return replace(reading, rows=tuple(rows.values()))

    async def _decide(self, job: Job, search: _Search, reading: Reading, *, is_new: bool) -> bool:
        search_timing = self.search_timing(job)
        while True:
            async with self._turn:
                uncertainty = await self._doubt(job)  # what the user ruled out in the meantime is in it
                owners = await self._lists.owners(reading.rows)
                order = await self._order(job, uncertainty)
                others = await self._others(job)
                if self._is_settled(job):
                    return True
                absence = search.absence.after(order, reading, search_timing) if is_new else search.absence
                verdict = judge(
                    order,
                    reading,
                    others=self._with_those_on_their_way(job, others),
                    owned=self._owned(owners),
                    known=self._previews.known,
                    absence=absence,
                    search_timing=search_timing,
                )
                if not isinstance(verdict, Inspect):
                    search.absence = absence if verdict in (NoMatch.WAIT, NoMatch.NOT_SHOWN) else Absence()
                    is_over = await self._act(job, uncertainty, verdict)
                    now = self._standing(job)
                    search.is_open = not (
                        isinstance(verdict, AskUser)
                        or verdict is NoMatch.NOT_SHOWN
                        or (verdict is NoMatch.WAIT and now is SearchState.NOT_SHOWN and not order.request_id)
                    )
                    if not is_over and verdict in (NoMatch.WAIT, NoMatch.NOT_SHOWN) and not reading.is_proof:
                        raise OrderedWithAnotherKey
                    return is_over
            reading = await self._learn(job, reading, verdict)

    def _is_settled(self, job: Job) -> bool:
        return job.id not in self._closed and not self._is_uncertain(job)

    def _is_uncertain(self, job: Job) -> bool:
        open_jobs = self._place.open_jobs
        return job.id in open_jobs and open_jobs.job(job.id).stage is JobStage.UNCERTAIN

    def _standing(self, job: Job) -> SearchState:
        if job.id in self._place.open_jobs:
            job = self._place.open_jobs.job(job.id)
        return job.uncertainty.standing if job.uncertainty else SearchState.LOOKING

    async def _learn(self, job: Job, reading: Reading, wanted: Inspect) -> Reading:
        """Look into single tasks. A list may be ahead of a task: then the reading says what the task says."""
        connection = await self._connect(job)
        rows = {row.task_id: row for row in reading.rows}
        for task_id in wanted.read:
            report = await self._previews.read(connection, task_id)
            if report.status not in (TaskStatus.SUCCEEDED, TaskStatus.UNKNOWN):
                rows[task_id] = replace(rows[task_id], status=report.status)
        for task_id, job_id in wanted.compare:
            ours = self._closed.get(job_id) or await self._place.open_jobs.find(job_id)
            picture = (ours.first_frame or ours.request.first_frame) if ours else None
            if picture is not None:
                await self._previews.compare(connection, rows[task_id], picture)
        return replace(reading, rows=tuple(rows.values()))

    async def _act(self, job: Job, uncertainty: Uncertainty, verdict: Verdict) -> bool:
        """Record what was found. True when there is nothing to look for any more."""
        at = self._place.clock.now()
        request_id = job.problem.request_id if job.problem else ""
        is_closed = job.id in self._closed
        match verdict:
            case Adopt():
                if is_closed:
                    return await self._become_job(job, uncertainty, verdict.row)
                try:
                    await self._adopt(job, verdict.row.task_id, verdict.row.request_id, verdict.proof, uncertainty)
                except TaskOwned as owned:  # by a job that was made a moment ago
                    log.info("job %s: %s", job.id, owned)
                    return False
                return True
            case NoMatch.NOT_MADE | NoMatch.GIVE_UP if is_closed:
                return True
            case NoMatch.NOT_MADE:
                problem = JobProblem(sentence=Sentence.ORDER_NOT_MADE, request_id=request_id)
                await self._place.open_jobs.record(job.id, JobFailed(at=at, problem=problem))
                return True
            case NoMatch.GIVE_UP:
                problem = JobProblem(sentence=Sentence.ORDER_NEVER_SHOWN, request_id=request_id)
                await self._place.open_jobs.record(job.id, JobExpired(at=at, problem=problem))
                return True
        if not is_closed:
            await self._note(self._place.open_jobs.job(job.id), _noted(uncertainty, verdict))
        return False

    async def _adopt(
        self, job: Job, task_id: str, request_id: str, proof: Proof, uncertainty: Uncertainty | None = None
    ) -> None:
        place = self._place
        await self._note(place.open_jobs.job(job.id), uncertainty or await self._doubt(job))
        event = TaskAdopted(at=place.clock.now(), task_id=task_id, request_id=request_id, proof=proof.value)
        await place.open_jobs.record(job.id, event)
        log.info("job %s is task %s: %s", job.id, task_id, proof.value)
        place.failpoint("id_saved")

    async def _become_job(self, job: Job, uncertainty: Uncertainty, row: TaskRow) -> bool:
        now = self._place.clock.now()
        found = Job(
            id=f"{job.id}{FOUND}",
            created_at=now,
            stage_since=now,
            request=job.request,
            stage=JobStage.WAITING,
            first_frame=job.first_frame,
            last_frame=job.last_frame,
            submitted_at=job.submitted_at,
            clock_offset=job.clock_offset,
            task_id=row.task_id,
            request_id=row.request_id,
            account=job.account,
            endpoint=job.endpoint,
            key_fingerprint=job.key_fingerprint,
            uncertainty=replace(uncertainty, is_closed=False),
        )
        try:
            await self._place.open_jobs.add(found)
        except TaskOwned as owned:
            log.info("closed order %s: %s", job.id, owned)
            return False
        self._begin(found.id)
        return True

    async def _note(self, job: Job, uncertainty: Uncertainty) -> None:
        if job.uncertainty != uncertainty:
            await self._place.open_jobs.record(
                job.id, SearchUpdated(at=self._place.clock.now(), uncertainty=uncertainty)
            )

    # ------------------------------------------------------------------ values

    async def _doubt(self, job: Job) -> Uncertainty:
        """What is known of the order, from its row where nothing was noted yet."""
        if job.id in self._place.open_jobs:
            job = self._place.open_jobs.job(job.id)
        if job.uncertainty is not None:
            return job.uncertainty
        search_timing, cloud_time = self.search_timing(job), self._place.cloud_time
        begun_at = cloud_time.submitted_in_cloud_time(job)
        if job.key_fingerprint is None:  # read from a damaged store: nobody knows when, or whether, it was sent
            return Uncertainty(begun_at=begun_at, ended_at=cloud_time.now(job.request.region))
        offset = begun_at - (job.submitted_at or job.created_at)
        # After a crash the row was made uncertain by the next start, which may have come much later.
        ended_at = min(max(begun_at, job.stage_since + offset), begun_at + search_timing.longest_create)
        return Uncertainty(begun_at=begun_at, ended_at=ended_at)

    async def _order(self, job: Job, uncertainty: Uncertainty) -> PendingOrder:
        return order_of(
            job,
            uncertainty,
            key_id=await self._lists.key_id(job.account, job.key_fingerprint),
            prompt_chars=next(
                (each.prompt_chars for each in self._place.catalog.models if each.key == job.request.model), None
            ),
        )

    async def _others(self, job: Job) -> list[PendingOrder]:
        """Our own other orders that are in doubt, in the same region: one list may show them all."""
        region = job.request.region
        uncertain = [
            each
            for each in [*self._place.open_jobs.open_jobs(), *self._closed.values()]
            if each.id != job.id
            and each.request.region == region
            and (each.stage is JobStage.UNCERTAIN or each.id in self._closed)
        ]
        return [await self._order(each, await self._doubt(each)) for each in uncertain]

    def _with_those_on_their_way(self, job: Job, others: Sequence[PendingOrder]) -> list[PendingOrder]:
        """The orders as they are this very moment: between this and the judgement nothing is awaited."""
        open_jobs, region = self._place.open_jobs, job.request.region
        now = self._place.cloud_time.now(region)
        sending = [
            order_of(
                each,
                Uncertainty(begun_at=self._place.cloud_time.submitted_in_cloud_time(each), ended_at=now),
                key_id=None,
                prompt_chars=None,
            )
            for each in open_jobs.open_jobs()
            if each.stage is JobStage.SUBMITTING and each.request.region == region
        ]
        still = [
            each
            for each in others
            if each.job_id in self._closed
            or (each.job_id in open_jobs and open_jobs.job(each.job_id).stage is JobStage.UNCERTAIN)
        ]
        return [*still, *sending]

    def _owned(self, owners: Mapping[str, TaskOwner]) -> set[str]:
        """The store's word, and what was learned since it was asked."""
        return {*owners, *(each.task_id for each in self._place.open_jobs.open_jobs() if each.task_id is not None)}

    async def _connect(self, job: Job) -> Connection:
        return await self._place.accounts.connect(job.account_ref)


def _noted(uncertainty: Uncertainty, verdict: Verdict) -> Uncertainty:
    match verdict:
        case Follow():
            return replace(uncertainty, standing=SearchState.MAKING, candidates=verdict.task_ids)
        case AskUser():
            return replace(uncertainty, standing=SearchState.CHOICE, candidates=verdict.task_ids)
        case NoMatch.NOT_SHOWN:
            return replace(uncertainty, standing=SearchState.NOT_SHOWN, candidates=())
        case NoMatch.WAIT if uncertainty.standing is SearchState.NOT_SHOWN:
            return uncertainty
        case _:
            return replace(uncertainty, standing=SearchState.LOOKING, candidates=())
