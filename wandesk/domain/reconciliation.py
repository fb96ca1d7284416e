"""Decides which task of the list belongs to an uncertain job: pure rules (design.md 4, 4).

A wrong adoption shows another user's video and, worse, ends the search for the video that was paid for. So a task is
adopted only if everything indicates it; otherwise the user is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import Enum, StrEnum, auto

from msgspec import Struct

from wandesk.domain.likeness import Likeness
from wandesk.domain.pending_request import PendingRequest, candidates
from wandesk.domain.prompt_match import PromptMatch
from wandesk.domain.search_timing import SearchTiming
from wandesk.domain.task import TaskRow, TaskStatus
from wandesk.domain.task_match import Fit, TaskFacts, fit, likeness_to, match_prompt, to_compare


class Reading(Struct, frozen=True, kw_only=True):
    """The task list, newest first, as far as it was read. Times are the cloud's."""

    rows: tuple[TaskRow, ...]
    taken_at: float
    """When the reading began."""
    back_to: float | None
    """The list is complete since then; None: it was read to its end."""
    is_proof: bool = True
    """Whether a missing task proves anything: not if the list was read with another key than the job's."""

    def shows_all_since(self, moment: float) -> bool:
        return self.is_proof and (self.back_to is None or self.back_to < moment)


class Proof(StrEnum):
    """Why a task was adopted."""

    REQUEST_ID = "request_id"
    PROMPT = "prompt"
    """The only task with the same prompt whose first frame is not another picture."""
    USER = "user"


class Adopt(Struct, frozen=True, kw_only=True):
    """The task belongs to the job."""

    row: TaskRow
    proof: Proof


class Inspect(Struct, frozen=True, kw_only=True):
    """Read these tasks' prompts and compare their first frames, then judge again."""

    read: tuple[str, ...] = ()
    compare: tuple[tuple[str, str], ...] = ()
    """Pairs of a task id and the id of the job whose picture its first frame is compared with."""


class Follow(Struct, frozen=True, kw_only=True):
    """Tasks that may be the job's are still running."""

    task_ids: tuple[str, ...]


class AskUser(Struct, frozen=True, kw_only=True):
    """Only the user can decide."""

    task_ids: tuple[str, ...]


class NoMatch(Enum):
    """Verdicts without a task."""

    WAIT = auto()
    """No task matches, and it is too early to conclude anything."""
    HOLD = auto()
    """A task may match, and it is too early to decide."""
    NOT_SHOWN = auto()
    """The list shows no matching task; it may show one later."""
    NOT_MADE = auto()
    GIVE_UP = auto()
    """The list would no longer show the task."""


Verdict = Adopt | Inspect | Follow | AskUser | NoMatch


class Absence(Struct, frozen=True, kw_only=True):
    """How many readings lacked the task although they should have shown it."""

    times: int = 0
    last_at: float | None = None

    def after(self, request: PendingRequest, reading: Reading, timing: SearchTiming) -> Absence:
        """The absence after one more reading without the task; unchanged if the reading does not count."""
        if not reading.shows_all_since(request.begun_at - timing.margin_before):
            return self
        begins, ends = (
            request.ended_at + timing.absence_counts_after,
            request.begun_at - timing.margin_before + timing.search_for,
        )
        if not begins <= reading.taken_at < ends:
            return self  # too early, or so late that the list no longer shows such tasks
        if self.last_at is not None and reading.taken_at < self.last_at + timing.between_readings:
            return self
        return Absence(times=self.times + 1, last_at=reading.taken_at)


ENOUGH_READINGS = 2


def judge(
    request: PendingRequest,
    reading: Reading,
    *,
    others: Sequence[PendingRequest],
    owned: Collection[str],
    facts: TaskFacts,
    absence: Absence,
    timing: SearchTiming,
) -> Verdict:
    """Judge an uncertain request by a reading of the list and the facts of single tasks.

    `others` are our other requests that are uncertain or in flight, `owned` the tasks that belong to a job. `absence`
    includes this reading.
    """
    rows = reading.rows
    if request.request_id:
        ours = next((row for row in rows if row.request_id == request.request_id and row.task_id not in owned), None)
        if ours is not None:
            return Adopt(row=ours, proof=Proof.REQUEST_ID)
        if any(row.request_id == request.request_id for row in rows):
            return NoMatch.HOLD  # the task exists, but the user gave it to another job
        if request.is_settled_by_list:
            # A row with another request id belongs to another request; only rows without one are left.
            rows = tuple(row for row in rows if not row.request_id)
    pool = candidates(request, rows, owned, timing)
    if not pool:
        return _no_match(request, reading, absence, timing)
    if any(each.is_sending and candidates(each, pool, owned, timing) for each in others):
        return NoMatch.HOLD
    running = tuple(row.task_id for row in pool if row.status is not TaskStatus.SUCCEEDED)
    if running:
        return Follow(task_ids=running)
    if unread := tuple(row.task_id for row in pool if row.task_id not in facts.prompts):
        return Inspect(read=unread)
    pool = _by_prompt(request, pool, facts)
    rivals = [each for each in others if each.equality_key != request.equality_key and not each.is_sending]
    unseen = [
        pair for row in pool for pair in to_compare((request, *_near(rivals, row, owned, timing)), row.task_id, facts)
    ]
    if unseen:
        return Inspect(compare=tuple(unseen))
    fits = {row.task_id: _fit(request, row, rivals, owned, facts, timing) for row in pool}
    left = [row for row in pool if fits[row.task_id] is not Fit.NO]
    if not left:
        return _no_match(request, reading, absence, timing)
    if reading.taken_at < request.ended_at + timing.list_delay or not reading.shows_all_since(
        request.begun_at - timing.margin_before
    ):
        return NoMatch.HOLD
    equals = [each for each in others if each.equality_key == request.equality_key and not each.is_sending]
    claimed = _claims([request, *equals], left, owned, timing)
    unclaimed = [row for row in left if row.task_id not in claimed]
    mine = next((row for row in left if claimed.get(row.task_id) == request.job_id), None)
    if mine is None and not unclaimed:
        return _no_match(request, reading, absence, timing)
    if mine is None or unclaimed or fits[mine.task_id] is not Fit.YES:
        return AskUser(task_ids=tuple(row.task_id for row in left))
    if any(fit(each, mine.task_id, facts) is Fit.YES for each in _near(rivals, mine, owned, timing)):
        return AskUser(task_ids=tuple(row.task_id for row in left))
    return Adopt(row=mine, proof=Proof.PROMPT)


def _by_prompt(request: PendingRequest, pool: tuple[TaskRow, ...], facts: TaskFacts) -> tuple[TaskRow, ...]:
    """If a task has exactly our prompt and no other picture, tasks with another prompt are excluded.

    So they are from the tasks of a whole day: too many for their pictures to be compared.
    """
    matches = {row.task_id: match_prompt(request, row.task_id, facts) for row in pool}
    if request.has_own_time and not any(
        match is PromptMatch.SAME and likeness_to(request, task_id, facts) is not Likeness.OTHER
        for task_id, match in matches.items()
    ):
        return pool
    return tuple(row for row in pool if matches[row.task_id] is not PromptMatch.OTHER)


def _no_match(request: PendingRequest, reading: Reading, absence: Absence, timing: SearchTiming) -> Verdict:
    if absence.times >= ENOUGH_READINGS and request.is_settled_by_list:
        return NoMatch.NOT_MADE
    if reading.taken_at >= request.ended_at + timing.search_for:
        return NoMatch.GIVE_UP
    return NoMatch.NOT_SHOWN if absence.times >= ENOUGH_READINGS else NoMatch.WAIT


def _claims(
    requests: Sequence[PendingRequest], rows: Sequence[TaskRow], owned: Collection[str], timing: SearchTiming
) -> dict[str, str]:
    """Assign tasks to equal requests one to one, in the order of their creation: task id to job id."""
    claimed: dict[str, str] = {}
    for request in sorted(requests, key=lambda each: (each.is_closed, each.begun_at, each.job_id)):
        free = [row for row in candidates(request, rows, owned, timing) if row.task_id not in claimed]
        if free:
            claimed[free[0].task_id] = request.job_id
    return claimed


def _fit(
    request: PendingRequest,
    row: TaskRow,
    rivals: Sequence[PendingRequest],
    owned: Collection[str],
    facts: TaskFacts,
    timing: SearchTiming,
) -> Fit:
    """As `fit`, but a task that fits another of our requests for certain does not fit this one."""
    found = fit(request, row.task_id, facts)
    near = _near(rivals, row, owned, timing)
    if found is Fit.MAYBE and any(fit(each, row.task_id, facts) is Fit.YES for each in near):
        return Fit.NO
    return found


def _near(
    requests: Sequence[PendingRequest], row: TaskRow, owned: Collection[str], timing: SearchTiming
) -> list[PendingRequest]:
    """The requests whose task this may be by time, model and key."""
    return [each for each in requests if candidates(each, [row], owned, timing)]
