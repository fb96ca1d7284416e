"""Which of the cloud's tasks is an order that may or may not have arrived: pure rules (design: paid once, 4).

Why so careful: a task that is taken wrongly is another's video under the user's name and, worse, the end of the search
for the video that was paid for. So a task is taken only when everything speaks for it; else the user is asked.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import Enum, StrEnum, auto

from msgspec import Struct, field

from wandesk.domain.job import Job, JobStage, Uncertainty
from wandesk.domain.request import FILES, GenerationRequest, StoredInput
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskRow, TaskStatus

SAME_FROM = 0.95
OTHER_BELOW = 0.75
"""Similarity of two pictures, -1 to 1 (`Media.likeness`). With videos of the simulator a video's own picture gives 0.97
and more, other pictures 0.6 at most, and portraits laid out alike up to 0.87: those are nobody's proof."""


class SearchTiming(Struct, frozen=True, kw_only=True):
    """How long each step of the search waits, in seconds."""

    before: float = 60.0
    after: float = 120.0
    """The window of `gmt_create`: so long before the first byte and after the end of the request."""
    listed: float = 90.0
    """So long after the request's end the list may still lack a task: nothing is taken before."""
    settled: float = 180.0
    """From here on the absence of a task counts."""
    between: float = 10.0
    """Two readings of the list that count are so far apart."""
    first: float = 2.0
    look: float = 15.0
    later: tuple[float, ...] = (300.0, 900.0, 3600.0)
    """When an order that is not shown is looked for again, from the request's end; the last one repeats."""
    until: float = 24 * 3600.0
    """The cloud lists a task so long."""
    longest_create: float = 1800.0
    """A create request that was cut by a crash ended within this, whenever the program came back."""


PRACTICE = SearchTiming(listed=2.0, settled=10.0, between=2.0, first=1.0, look=2.0, later=(30.0, 300.0, 3600.0))
"""Practice lists its tasks at once, and nobody else orders there."""


class Likeness(StrEnum):
    """Whether a video's first frame is our picture."""

    UNSEEN = "unseen"
    SAME = "same"
    OTHER = "other"
    UNCLEAR = "unclear"
    """Between the two, or the frame cannot be had."""


def likeness_of(similarity: float) -> Likeness:
    """What a similarity of -1 to 1 says."""
    if similarity >= SAME_FROM:
        return Likeness.SAME
    return Likeness.OTHER if similarity < OTHER_BELOW else Likeness.UNCLEAR


class PendingOrder(Struct, frozen=True, kw_only=True):
    """An order in doubt, in the cloud's time."""

    job_id: str
    begun_at: float
    ended_at: float
    model_id: str
    prompt: str
    picture: str
    """The sha256 of the picture that was sent, "" for none."""
    alike: object
    """Equal for equal orders."""
    has_effect: bool = False
    prompt_chars: int | None = None
    request_id: str = ""
    key_id: str | None = None
    """The cloud's number of our key, None while it is not known."""
    ruled_out: tuple[str, ...] = ()
    """Tasks that are not it, as the user said."""
    is_sending: bool = False
    """Its request is still on its way: it may own what nobody owns yet."""
    is_closed: bool = False
    """The user gave it up: it comes after the others."""


class Reading(Struct, frozen=True, kw_only=True):
    """The cloud's list, newest first, as far as it was read; times are the cloud's."""

    rows: tuple[TaskRow, ...]
    taken_at: float
    """When its reading began."""
    back_to: float | None
    """Everything made since then is in it; None: the whole list."""
    is_proof: bool = True
    """Whether absence means anything: not when it was read with another key than the ordering one."""

    def shows_all_since(self, moment: float) -> bool:
        return self.is_proof and (self.back_to is None or self.back_to < moment)


class Known(Struct, frozen=True, kw_only=True):
    """What single looks told of tasks that SUCCEEDED."""

    prompts: Mapping[str, str | None] = field(default_factory=dict)
    """By task id; None: it was read and tells none."""
    likeness: Mapping[tuple[str, str], Likeness] = field(default_factory=dict)
    """By task id and the sha256 of a picture of ours."""


class Proof(StrEnum):
    """Why a task is taken for an order's."""

    REQUEST_ID = "request_id"
    PROMPT = "prompt"
    FIRST_FRAME = "first_frame"
    USER = "user"


class Adopt(Struct, frozen=True, kw_only=True):
    """This task is the order's."""

    row: TaskRow
    proof: Proof


class Inspect(Struct, frozen=True, kw_only=True):
    """More must be known of these tasks first: their prompts, and whether their first frames are a picture of ours."""

    read: tuple[str, ...] = ()
    compare: tuple[tuple[str, str], ...] = ()
    """(task id, job id of the order whose picture it is)."""


class Follow(Struct, frozen=True, kw_only=True):
    """The cloud is making videos that may be this one."""

    task_ids: tuple[str, ...]


class AskUser(Struct, frozen=True, kw_only=True):
    """Only the user can tell."""

    task_ids: tuple[str, ...]


class NoMatch(Enum):
    """Verdicts without a task."""

    WAIT = auto()
    """There is no sign of it, and it is too early to say so."""
    HOLD = auto()
    """There may be one, and it is too early to say more."""
    NOT_SHOWN = auto()
    """The cloud shows no such order; it may still come."""
    NOT_MADE = auto()
    GIVE_UP = auto()
    """The cloud would not show it any more."""


Verdict = Adopt | Inspect | Follow | AskUser | NoMatch


class _Fit(Enum):
    NO = auto()
    MAYBE = auto()
    YES = auto()


class _Words(Enum):
    SAME = auto()
    OTHER = auto()
    UNSAID = auto()


class Absence(Struct, frozen=True, kw_only=True):
    """How often the list has been read without a sign of the order, when it should have been there."""

    times: int = 0
    last_at: float | None = None

    def after(self, order: PendingOrder, reading: Reading, search_timing: SearchTiming) -> Absence:
        """With one more such reading, if it counts."""
        if not reading.shows_all_since(order.begun_at - search_timing.before):
            return self
        begins, ends = (
            order.ended_at + search_timing.settled,
            order.begun_at - search_timing.before + search_timing.until,
        )
        if not begins <= reading.taken_at < ends:
            return self  # too early, or so late that the list has forgotten such tasks
        if self.last_at is not None and reading.taken_at < self.last_at + search_timing.between:
            return self
        return Absence(times=self.times + 1, last_at=reading.taken_at)


ENOUGH_READINGS = 2


def order_of(job: Job, uncertainty: Uncertainty, *, key_id: str | None, prompt_chars: int | None) -> PendingOrder:
    """The order that a job in doubt stands for."""
    picture = job.first_frame or job.request.first_frame
    return PendingOrder(
        job_id=job.id,
        begun_at=uncertainty.begun_at,
        ended_at=uncertainty.ended_at,
        model_id=job.request.model_id,
        prompt=job.request.prompt,
        picture=picture.sha256 if picture else "",
        alike=_alike(job.request),
        has_effect=bool(job.request.template),
        prompt_chars=prompt_chars,
        request_id=job.problem.request_id if job.problem else "",
        key_id=key_id,
        ruled_out=uncertainty.ruled_out,
        is_sending=job.stage is JobStage.SUBMITTING,
        is_closed=job.stage.is_final,
    )


def _alike(request: GenerationRequest) -> object:
    """What two equal orders have in common: all but the name that a file had and the price as it was told."""
    names = ("first_frame", "clip", *FILES)
    inputs: list[StoredInput | None] = [getattr(request, name) for name in names]
    bare = {name: None if each is None else replace(each, name="") for name, each in zip(names, inputs, strict=True)}
    return replace(request, estimate=None, **bare)  # type: ignore[arg-type]  # the names are the fields' own


def candidates(
    order: PendingOrder, rows: Iterable[TaskRow], owned: Collection[str], search_timing: SearchTiming
) -> tuple[TaskRow, ...]:
    """The tasks that may be the order's, oldest first. What failed or was cancelled cost nothing and is none."""
    opens, closes = order.begun_at - search_timing.before, order.ended_at + search_timing.after
    found = [
        row
        for row in rows
        if row.task_id not in owned
        and row.task_id not in order.ruled_out
        and row.model_id in ("", order.model_id)
        and row.created_at is not None
        and opens <= row.created_at <= closes
        and row.status not in (TaskStatus.FAILED, TaskStatus.CANCELED)
        and (order.key_id is None or row.api_key_id in ("", order.key_id))
    ]
    return tuple(sorted(found, key=lambda row: (row.created_at or 0.0, row.task_id)))


def judge(
    order: PendingOrder,
    reading: Reading,
    *,
    others: Sequence[PendingOrder],
    owned: Collection[str],
    known: Known,
    absence: Absence,
    search_timing: SearchTiming,
) -> Verdict:
    """What the list and the looks at single tasks say of an order in doubt.

    `others` are our own other orders that are in doubt or on their way, `owned` the tasks that belong to a job,
    `absence` what earlier readings said, this one included.
    """
    rows = reading.rows
    if order.request_id:
        ours = next((row for row in rows if row.request_id == order.request_id and row.task_id not in owned), None)
        if ours is not None:
            return Adopt(row=ours, proof=Proof.REQUEST_ID)
        if any(row.request_id == order.request_id for row in rows):
            return NoMatch.HOLD  # it was made, and another job has it: by the user's choice, or by its task id
        # What tells another id is another's; only a row that tells none can still be ours.
        rows = tuple(row for row in rows if not row.request_id)
    pool = candidates(order, rows, owned, search_timing)
    if not pool:
        return _nothing(order, reading, absence, search_timing)
    if any(each.is_sending and candidates(each, pool, owned, search_timing) for each in others):
        return NoMatch.HOLD
    running = tuple(row.task_id for row in pool if row.status is not TaskStatus.SUCCEEDED)
    if running:
        return Follow(task_ids=running)
    if unread := tuple(row.task_id for row in pool if row.task_id not in known.prompts):
        return Inspect(read=unread)
    pool = _worded(order, pool, known)
    rivals = [each for each in others if each.alike != order.alike and not each.is_sending]
    unlike = _unseen(order, rivals, pool, owned, known, search_timing)
    if unlike:
        return Inspect(compare=unlike)
    left = [row for row in pool if _fits(order, row, rivals, owned, known, search_timing) is not _Fit.NO]
    if not left:
        return _nothing(order, reading, absence, search_timing)
    if reading.taken_at < order.ended_at + search_timing.listed or not reading.shows_all_since(
        order.begun_at - search_timing.before
    ):
        return NoMatch.HOLD
    equals = [each for each in others if each.alike == order.alike and not each.is_sending]
    claimed = _claims([order, *equals], left, owned, search_timing)
    unclaimed = [row for row in left if row.task_id not in claimed]
    mine = next((row for row in left if claimed.get(row.task_id) == order.job_id), None)
    if mine is None and not unclaimed:
        return _nothing(order, reading, absence, search_timing)
    if mine is None or unclaimed or _fit(order, mine, known) is not _Fit.YES:
        return AskUser(task_ids=tuple(row.task_id for row in left))
    if any(_fit(each, mine, known) is _Fit.YES for each in rivals if candidates(each, [mine], owned, search_timing)):
        return AskUser(task_ids=tuple(row.task_id for row in left))
    is_said = _words(order, known.prompts[mine.task_id]) is _Words.SAME
    return Adopt(row=mine, proof=Proof.PROMPT if is_said else Proof.FIRST_FRAME)


def _worded(order: PendingOrder, pool: tuple[TaskRow, ...], known: Known) -> tuple[TaskRow, ...]:
    """Where a task has our very words, those with plainly other words are not ours, whatever their picture."""
    words = {row.task_id: _words(order, known.prompts[row.task_id]) for row in pool}
    if _Words.SAME not in words.values():
        return pool
    return tuple(row for row in pool if words[row.task_id] is not _Words.OTHER)


def _nothing(order: PendingOrder, reading: Reading, absence: Absence, search_timing: SearchTiming) -> Verdict:
    if absence.times >= ENOUGH_READINGS and order.request_id:
        return NoMatch.NOT_MADE
    if reading.taken_at >= order.ended_at + search_timing.until:
        return NoMatch.GIVE_UP
    return NoMatch.NOT_SHOWN if absence.times >= ENOUGH_READINGS else NoMatch.WAIT


def _claims(
    orders: Sequence[PendingOrder], rows: Sequence[TaskRow], owned: Collection[str], search_timing: SearchTiming
) -> dict[str, str]:
    """Equal orders claim equal tasks one to one by creation: task id to job id."""
    claimed: dict[str, str] = {}
    for order in sorted(orders, key=lambda each: (each.is_closed, each.begun_at, each.job_id)):
        free = [row for row in candidates(order, rows, owned, search_timing) if row.task_id not in claimed]
        if free:
            claimed[free[0].task_id] = order.job_id
    return claimed


def _unseen(
    order: PendingOrder,
    rivals: Sequence[PendingOrder],
    pool: Sequence[TaskRow],
    owned: Collection[str],
    known: Known,
    search_timing: SearchTiming,
) -> tuple[tuple[str, str], ...]:
    """Which first frames must be compared with which orders' pictures: only where the prompt does not tell."""
    wanted: list[tuple[str, str]] = []
    for row in pool:
        near = [each for each in rivals if candidates(each, [row], owned, search_timing)]
        said = known.prompts[row.task_id]
        if any(_words(each, said) is _Words.SAME for each in (order, *near)):
            continue
        wanted += [
            (row.task_id, each.job_id)
            for each in (order, *near)
            if each.picture and known.likeness.get((row.task_id, each.picture), Likeness.UNSEEN) is Likeness.UNSEEN
        ]
    return tuple(wanted)


def _fits(
    order: PendingOrder,
    row: TaskRow,
    rivals: Sequence[PendingOrder],
    owned: Collection[str],
    known: Known,
    search_timing: SearchTiming,
) -> _Fit:
    """As `_fit`, but what is clearly another order's of ours is not this one's."""
    fit = _fit(order, row, known)
    if fit is _Fit.MAYBE and any(
        _fit(each, row, known) is _Fit.YES for each in rivals if candidates(each, [row], owned, search_timing)
    ):
        return _Fit.NO
    return fit


def _fit(order: PendingOrder, row: TaskRow, known: Known) -> _Fit:
    likeness = known.likeness.get((row.task_id, order.picture), Likeness.UNSEEN)
    match _words(order, known.prompts[row.task_id]):
        case _Words.SAME:
            return _Fit.YES
        case _Words.UNSAID:
            return _Fit.YES if likeness is Likeness.SAME else _Fit.MAYBE
        case _Words.OTHER:
            # Other words over our own picture contradict each other: only the user can tell (but see `_worded`).
            return _Fit.NO if likeness is Likeness.OTHER else _Fit.MAYBE


def _words(order: PendingOrder, said: str | None) -> _Words:
    """Whether a task's prompt is the order's. An effect brings its own words, and no words say nothing."""
    if order.has_effect:
        return _Words.UNSAID
    theirs, ours = folded(said or ""), folded(order.prompt)
    if not theirs:
        return _Words.UNSAID
    if theirs == ours:
        return _Words.SAME
    return _Words.SAME if said and is_cut(ours, said, order.prompt_chars) else _Words.OTHER


def folded(text: str) -> str:
    """The text as it is compared: NFC, every run of blanks one blank, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


CUT_SLACK = 4
"""A cut in bytes or UTF-16 units must not split a character, and folding takes blanks from the end."""


def is_cut(whole: str, said: str, limit: int | None) -> bool:
    """Whether `said` is the beginning of the folded text `whole`, ending where a model with that limit may cut.

    Nobody tells in which units the limit is counted: characters, UTF-16 units or bytes of UTF-8.
    """
    if limit is None or not whole.startswith(folded(said)):
        return False
    lengths = (len(said), len(said.encode("utf-16-le", "surrogatepass")) // 2, len(said.encode("utf-8", "replace")))
    return any(limit - CUT_SLACK <= each <= limit for each in lengths)


def next_reading(*, age: float, is_open: bool, search_timing: SearchTiming) -> float:
    """Seconds until the list is read again. `age` is the time since the request's end, `is_open` whether the answer
    may come any moment (a task still runs, or absence does not count yet)."""
    if age < search_timing.first:
        return search_timing.first - age
    if is_open:
        return search_timing.look
    return next((each - age for each in search_timing.later if age < each), search_timing.later[-1])
