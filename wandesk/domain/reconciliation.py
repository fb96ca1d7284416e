"""Decides which task of the list belongs to an uncertain job: pure rules (design.md 4, 4).

A wrong adoption shows another user's video and, worse, ends the search for the video that was paid for. So a task is
adopted only if everything indicates it; otherwise the user is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import Enum, StrEnum, auto

from msgspec import Struct, field

from wandesk.domain.job import Job, JobStage, Uncertainty
from wandesk.domain.likeness import Likeness
from wandesk.domain.prompt_match import PromptMatch, match_prompts
from wandesk.domain.request import FIRST_FRAME, GenerationRequest
from wandesk.domain.search_timing import SearchTiming
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskRow, TaskStatus


class PendingRequest(Struct, frozen=True, kw_only=True):
    """A create request whose outcome is unknown. Times are the cloud's."""

    job_id: str
    begun_at: float
    ended_at: float
    model_id: str
    prompt: str
    picture: str
    """The sha256 of the picture that was sent, "" for none."""
    equality_key: object
    """Equal for requests that make the same video."""
    has_effect: bool = False
    prompt_chars: int | None = None
    request_id: str = ""
    has_proven_id: bool = True
    """As `JobProblem.has_proven_id`."""
    key_id: str | None = None
    """The cloud's id of our API key, None while it is unknown."""
    ruled_out: tuple[str, ...] = ()
    """Tasks that the user ruled out."""
    is_sending: bool = False
    """The request is in flight: its task may be in the list and not be recorded yet."""
    is_closed: bool = False
    """The user closed the job: other jobs take precedence."""

    @property
    def is_settled_by_list(self) -> bool:
        """Whether a complete list without the request id proves that there is no task."""
        return bool(self.request_id) and self.has_proven_id


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


class TaskFacts(Struct, frozen=True, kw_only=True):
    """What is known of SUCCEEDED tasks besides the list."""

    prompts: Mapping[str, str | None] = field(default_factory=dict)
    """By task id; None: the task was read and has no prompt."""
    likeness: Mapping[tuple[str, str], Likeness] = field(default_factory=dict)
    """By task id and the sha256 of one of our pictures."""


class Proof(StrEnum):
    """Why a task was adopted."""

    REQUEST_ID = "request_id"
    PROMPT = "prompt"
    FIRST_FRAME = "first_frame"
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


class _Fit(Enum):
    NO = auto()
    MAYBE = auto()
    YES = auto()


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


def pending_request(
    job: Job, uncertainty: Uncertainty, *, key_id: str | None, prompt_chars: int | None
) -> PendingRequest:
    """The create request of an uncertain job."""
    picture = job.inputs.get(FIRST_FRAME)
    return PendingRequest(
        job_id=job.id,
        begun_at=uncertainty.begun_at,
        ended_at=uncertainty.ended_at,
        model_id=job.request.model_id,
        prompt=job.request.prompt,
        picture=picture.sha256 if picture else "",
        equality_key=_equality_key(job.request),
        has_effect=bool(job.request.template),
        prompt_chars=prompt_chars,
        request_id=job.problem.request_id if job.problem else "",
        has_proven_id=job.problem is None or job.problem.has_proven_id,
        key_id=key_id,
        ruled_out=uncertainty.ruled_out,
        is_sending=job.stage is JobStage.SUBMITTING,
        is_closed=job.stage.is_final,
    )


def _equality_key(request: GenerationRequest) -> object:
    """The request without what does not change the video: file names and the price."""
    bare = {key: replace(stored, name="") for key, stored in request.inputs.items()}
    return replace(request, estimate=None, **bare)  # type: ignore[arg-type]  # the keys are the fields' own names


def candidates(
    request: PendingRequest, rows: Iterable[TaskRow], owned: Collection[str], timing: SearchTiming
) -> tuple[TaskRow, ...]:
    """The tasks that may belong to the request, oldest first. A failed or cancelled task cost nothing and is none."""
    opens, closes = request.begun_at - timing.margin_before, request.ended_at + timing.margin_after
    found = [
        row
        for row in rows
        if row.task_id not in owned
        and row.task_id not in request.ruled_out
        and row.model_id in ("", request.model_id)
        and row.created_at is not None
        and opens <= row.created_at <= closes
        and row.status not in (TaskStatus.FAILED, TaskStatus.CANCELED)
        and (request.key_id is None or row.api_key_id in ("", request.key_id))
    ]
    return tuple(sorted(found, key=lambda row: (row.created_at or 0.0, row.task_id)))


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
    unlike = _to_compare(request, rivals, pool, owned, facts, timing)
    if unlike:
        return Inspect(compare=unlike)
    left = [row for row in pool if _fits(request, row, rivals, owned, facts, timing) is not _Fit.NO]
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
    if mine is None or unclaimed or _fit(request, mine, facts) is not _Fit.YES:
        return AskUser(task_ids=tuple(row.task_id for row in left))
    if any(_fit(each, mine, facts) is _Fit.YES for each in rivals if candidates(each, [mine], owned, timing)):
        return AskUser(task_ids=tuple(row.task_id for row in left))
    is_same_prompt = _match_prompt(request, facts, mine.task_id) is PromptMatch.SAME
    return Adopt(row=mine, proof=Proof.PROMPT if is_same_prompt else Proof.FIRST_FRAME)


def _by_prompt(request: PendingRequest, pool: tuple[TaskRow, ...], facts: TaskFacts) -> tuple[TaskRow, ...]:
    """If a task has exactly our prompt, tasks with another prompt are excluded, whatever their first frame."""
    matches = {row.task_id: _match_prompt(request, facts, row.task_id) for row in pool}
    if PromptMatch.SAME not in matches.values():
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


def _to_compare(
    request: PendingRequest,
    rivals: Sequence[PendingRequest],
    pool: Sequence[TaskRow],
    owned: Collection[str],
    facts: TaskFacts,
    timing: SearchTiming,
) -> tuple[tuple[str, str], ...]:
    """Which first frames must be compared with which requests' pictures: only where the prompts do not decide."""
    wanted: list[tuple[str, str]] = []
    for row in pool:
        near = [each for each in rivals if candidates(each, [row], owned, timing)]
        if any(_match_prompt(each, facts, row.task_id) is PromptMatch.SAME for each in (request, *near)):
            continue
        wanted += [
            (row.task_id, each.job_id)
            for each in (request, *near)
            if each.picture and facts.likeness.get((row.task_id, each.picture), Likeness.UNSEEN) is Likeness.UNSEEN
        ]
    return tuple(wanted)


def _fits(
    request: PendingRequest,
    row: TaskRow,
    rivals: Sequence[PendingRequest],
    owned: Collection[str],
    facts: TaskFacts,
    timing: SearchTiming,
) -> _Fit:
    """As `_fit`, but a task that fits another of our requests for certain does not fit this one."""
    fit = _fit(request, row, facts)
    if fit is _Fit.MAYBE and any(
        _fit(each, row, facts) is _Fit.YES for each in rivals if candidates(each, [row], owned, timing)
    ):
        return _Fit.NO
    return fit


def _fit(request: PendingRequest, row: TaskRow, facts: TaskFacts) -> _Fit:
    likeness = facts.likeness.get((row.task_id, request.picture), Likeness.UNSEEN)
    match _match_prompt(request, facts, row.task_id):
        case PromptMatch.SAME:
            return _Fit.YES
        case PromptMatch.UNKNOWN:
            return _Fit.YES if likeness is Likeness.SAME else _Fit.MAYBE
        case PromptMatch.OTHER:
            # Another prompt over our picture is a contradiction that only the user can resolve (see `_by_prompt`).
            return _Fit.NO if likeness is Likeness.OTHER else _Fit.MAYBE


def _match_prompt(request: PendingRequest, facts: TaskFacts, task_id: str) -> PromptMatch:
    """An effect replaces the prompt by its own, so nothing can be concluded from it."""
    if request.has_effect:
        return PromptMatch.UNKNOWN
    return match_prompts(request.prompt, facts.prompts[task_id], limit=request.prompt_chars)
