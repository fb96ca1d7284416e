"""The send queue: which jobs wait for room at the cloud, which are sent next, and how fast.

The cloud limits each lane: one account's jobs of one model. Everything here is pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from wandesk.domain.catalog import Offer
from wandesk.domain.job import Job, JobStage, SearchState
from wandesk.domain.pacing import LONGEST_RETRY_AFTER
from wandesk.domain.progress import WaitReason
from wandesk.domain.structs import replace

CONCURRENCY = 2
SUBMITS_PER_SECOND = 2
"""For a model that the catalogue does not offer."""
AT_CLOUD_PER_CONCURRENCY = 2
"""As many jobs wait in the cloud's queue as it works on at once, so that it is never idle."""
MOST_AT_CLOUD = 100
"""The largest number a user may set. The cloud's own queue takes 500 (catalogue, `limits.task.queue`)."""
LONGEST_AT_CLOUD = 3 * 3600.0
"""Seconds after which the cloud has ended every task (wire-protocol 3.3)."""
UNCERTAIN_AWAKE = 3600.0
"""Seconds for which the search for an uncertain job keeps the computer awake; later a task is rarely found."""

SLOW_FOR = 60.0
"""Seconds without throttling until the pace doubles again."""
SLOWEST = 5
"""Most halvings of the pace: two requests a second become one in sixteen seconds."""
FIRST_PAUSE = 2.0
"""Seconds without a request after throttling without `Retry-After`."""
LEAST_GAP = 1e-5
"""Least distance of two positions. A float of seconds since 1970 resolves 2e-7."""

NEED_THE_USER = frozenset(
    {
        WaitReason.KEY,
        WaitReason.OTHER_KEY,
        WaitReason.MONEY,
        WaitReason.ROOM,
        WaitReason.FOLDER,
        WaitReason.BLOCKED,
        WaitReason.ADDRESS,
    }
)
"""Reasons that need the user; keeping the computer awake does not help."""


class Lane(Struct, frozen=True):
    """One account's jobs of one model. A region has one account for new jobs."""

    region: str
    model: str


def lane_of(job: Job) -> Lane:
    return Lane(job.request.region, job.request.model)


def position_of(job: Job) -> float:
    """The job's sort key in the queue: its age, unless the user moved it."""
    return job.created_at if job.position is None else job.position


def in_send_order(jobs: Iterable[Job]) -> list[Job]:
    """The jobs in the order in which they are sent."""
    return sorted(jobs, key=position_of)


def room(offer: Offer | None, *, at_once: int, is_practice: bool) -> int:
    """How many jobs of a lane may be at the cloud. `at_once` is the user's setting, 0: automatic, as in Practice."""
    if at_once and not is_practice:
        return at_once
    return AT_CLOUD_PER_CONCURRENCY * (offer.concurrency if offer is not None else CONCURRENCY)


def may_exist(job: Job) -> bool:
    """Whether an uncertain job may have a task, by what the search has found so far.

    A job that a newer copy of the store may have sent has none that is not finished.
    """
    if job.is_maybe_sent:
        return False
    return job.uncertainty is None or job.uncertainty.search_state is not SearchState.NOT_SHOWN


def occupies_room_until(job: Job) -> float:
    """Until when (seconds since 1970) the cloud may work on the job."""
    return (job.submitted_at or job.stage_since) + LONGEST_AT_CLOUD


def occupies_room(job: Job, *, now: float, fingerprint: str | None) -> bool:
    """Whether the job occupies one of its lane's places at the cloud, or may.

    An uncertain job occupies one while its task may exist. `fingerprint` is that of the key in use, None while it is
    unknown. A job of another key usually belongs to another account; if not, the cloud queues one job more.
    """
    if not job.stage.may_occupy_cloud or now > occupies_room_until(job):
        return False
    if job.stage is JobStage.UNCERTAIN and not may_exist(job):
        return False
    return fingerprint is None or job.key_fingerprint is None or job.key_fingerprint == fingerprint


class Pace(Struct, frozen=True, kw_only=True):
    """How fast create requests of a lane may follow each other. Times are of a monotonic clock."""

    per_second: float
    next_at: float = 0.0
    halvings: int = 0
    slow_until: float = 0.0

    def delay(self, now: float) -> float:
        """Seconds until the next request may be sent; zero or less: now."""
        return self.next_at - now

    def after_request(self, now: float) -> Pace:
        """The pace after a request is sent now."""
        pace = self._recovered(now)
        return replace(pace, next_at=now + 2**pace.halvings / pace.per_second)

    def after_throttling(self, now: float, retry_after: float | None) -> Pace:
        """The pace after the cloud throttled. `retry_after` is in seconds, None if the cloud gave no time."""
        pause = FIRST_PAUSE * 2**self.halvings if retry_after is None else min(retry_after, LONGEST_RETRY_AFTER)
        return replace(
            self,
            next_at=max(self.next_at, now + pause),
            halvings=min(SLOWEST, self.halvings + 1),
            slow_until=now + pause + SLOW_FOR,
        )

    def _recovered(self, now: float) -> Pace:
        if not self.halvings or now < self.slow_until:
            return self
        return replace(self, halvings=self.halvings - 1, slow_until=now + SLOW_FOR)


def pace_of(offer: Offer | None) -> Pace:
    """The pace of a model that was not throttled."""
    return Pace(per_second=float(offer.submits_per_second if offer is not None else SUBMITS_PER_SECOND))


def moved(
    queue: Sequence[Job], job_ids: Iterable[str], *, before: str | None = None, after: str | None = None
) -> dict[str, float]:
    """New positions that put these jobs before or after another job, or (neither) at the top; their order stays.

    `queue` is the whole queue in its order. Jobs that are not in it, and a neighbour that is not, change nothing. If
    two positions are too close, other jobs get new positions, too.
    """
    chosen = set(job_ids)
    going = [job for job in queue if job.id in chosen]
    staying = [job for job in queue if job.id not in chosen]
    beside = before if before is not None else after
    at = 0
    if beside is not None:
        found = next((index for index, job in enumerate(staying) if job.id == beside), None)
        if found is None:
            return {}
        at = found + (before is None)
    if not going or [*staying[:at], *going, *staying[at:]] == list(queue):
        return {}
    low = position_of(staying[at - 1]) if at else None
    high = position_of(staying[at]) if at < len(staying) else None
    if low is not None and high is not None and (high - low) / (len(going) + 1) < LEAST_GAP:
        return _renumbered(staying[:at], going, staying[at:])
    if low is None:
        low = (high or 0.0) - len(going) - 1.0
    if high is None:
        high = low + LEAST_GAP * 100 * (len(going) + 1)
    step = (high - low) / (len(going) + 1)
    return {job.id: low + step * number for number, job in enumerate(going, 1)}


def _renumbered(ahead: Sequence[Job], going: Sequence[Job], behind: Sequence[Job]) -> dict[str, float]:
    """No space between `going` and `behind`: all jobs before `behind` get new positions in the same order."""
    queue = [*ahead, *going]
    end = position_of(behind[0]) if behind else position_of(queue[0])
    return {job.id: end - (len(queue) - number) for number, job in enumerate(queue)}


def neighbour(queue: Sequence[Job], job_ids: Iterable[str], *, is_up: bool) -> str | None:
    """The next job of the same lane that these pass when they move up or down, None if there is none."""
    chosen = set(job_ids)
    going = [index for index, job in enumerate(queue) if job.id in chosen]
    if not going:
        return None
    first, last = going[0], going[-1]
    lane = lane_of(queue[first if is_up else last])
    around = reversed(queue[:first]) if is_up else iter(queue[last + 1 :])
    return next((job.id for job in around if lane_of(job) == lane), None)


class Workload(Struct, frozen=True, kw_only=True):
    """How many jobs wait, are at the cloud or uncertain."""

    is_paused: bool = False
    before: Mapping[str, int] = field(default_factory=dict)
    """How many jobs of the same lane are before each waiting job, by job id."""
    making: int = 0
    """Open jobs, including Practice, that neither wait in the queue nor are uncertain."""
    at_cloud: int = 0
    """Jobs of real regions that were sent and are not saved yet. The cloud continues them without this program."""
    uncertain: int = 0
    """Uncertain jobs of real regions whose task may exist."""
    waiting: int = 0
    """Jobs of real regions that are not sent yet."""
    practising: int = 0
    """Practice jobs under way. They continue only while this program runs, so the paused ones are not counted."""
    reopen_before: float | None = None
    """Until when (seconds since 1970, local clock) the program must be open again so that no video is lost."""
    keeps_awake: bool = False
    """Jobs of real regions can be sent, or paid videos are not saved yet."""


def needs_computer(job: Job, *, waits_for: WaitReason | None, is_paused: bool, now: float) -> bool:
    """Whether the job continues only while the computer is awake, and does not wait for the user."""
    if job.stage.is_final or waits_for in NEED_THE_USER:
        return False
    if job.stage.is_before_submission:
        return not is_paused
    if job.is_maybe_sent:
        return False
    return job.stage is not JobStage.UNCERTAIN or now - (job.submitted_at or job.stage_since) < UNCERTAIN_AWAKE
