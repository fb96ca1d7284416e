"""The line: orders that wait here for room at the cloud, which of them go next, and how fast.

A lane is what the cloud counts by: one account's orders of one model. Everything here is pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from wandesk.domain.catalog import Offer
from wandesk.domain.job import Job, JobStage, SearchState, WaitReason
from wandesk.domain.pacing import LONGEST_ASKED
from wandesk.domain.structs import replace

CONCURRENCY = 2
SUBMITS_PER_SECOND = 2
"""Where the catalogue has no offer."""
AT_CLOUD_PER_CONCURRENCY = 2
"""As many wait at the cloud as it makes at once, so that it never waits for us (design: following tasks)."""
MOST_AT_CLOUD = 100
"""The largest number a user may set. The cloud's own queue takes 500 (catalogue, `limits.task.queue`)."""
LONGEST_AT_CLOUD = 3 * 3600.0
"""Seconds after which the cloud has ended every task (wire-protocol 3.3): an order is older than that, or is none."""
UNCERTAIN_AWAKE = 3600.0
"""Seconds in which looking for an uncertain order is worth an awake computer; later it is rarely found."""

SLOW_FOR = 60.0
"""Seconds without a throttling answer until orders go twice as fast again."""
SLOWEST = 5
"""Halvings at most: two a second become one in sixteen seconds."""
FIRST_PAUSE = 2.0
"""Seconds without an order after a throttling answer that names no time."""
LEAST_GAP = 1e-5
"""Between two places in the line; a float of today's seconds tells 2e-7 apart."""

_FOR_THE_USER = frozenset(
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
"""What no awake computer changes."""


class Lane(Struct, frozen=True):
    """One account's orders of one model. A region has one account for new orders."""

    region: str
    model: str


def lane_of(job: Job) -> Lane:
    return Lane(job.request.region, job.request.model)


def place_of(job: Job) -> float:
    """Where the job stands among those that wait: by its age, unless the user moved it."""
    return job.created_at if job.position is None else job.position


def in_line(jobs: Iterable[Job]) -> list[Job]:
    """The jobs in the order in which they are sent."""
    return sorted(jobs, key=place_of)


def room(offer: Offer | None, *, at_once: int, is_practice: bool) -> int:
    """How many orders of a lane may be at the cloud. `at_once` is the user's wish, 0: none. Practice has its own."""
    if at_once and not is_practice:
        return at_once
    return AT_CLOUD_PER_CONCURRENCY * (offer.concurrency if offer is not None else CONCURRENCY)


def may_exist(job: Job) -> bool:
    """Whether an uncertain order may be at the cloud, as far as it was looked for."""
    return job.uncertainty is None or job.uncertainty.standing is not SearchState.NOT_SHOWN


def takes_room_until(job: Job) -> float:
    """Until when (seconds since 1970) the order may be among those that the cloud works on."""
    return (job.submitted_at or job.stage_since) + LONGEST_AT_CLOUD


def takes_room(job: Job, *, now: float, fingerprint: str | None) -> bool:
    """Whether the order is, or may be, at the cloud and in the way of others.

    An uncertain one is so while it may exist. `fingerprint` is that of the key in use, None while it is not known:
    what was ordered with another key is most often another account's, and a wrong guess only makes the cloud wait.
    """
    if not job.stage.may_occupy_cloud or now > takes_room_until(job):
        return False
    if job.stage is JobStage.UNCERTAIN and not may_exist(job):
        return False
    return fingerprint is None or job.key_fingerprint is None or job.key_fingerprint == fingerprint


class Pace(Struct, frozen=True, kw_only=True):
    """How fast a lane may order. Times are of a monotonic clock."""

    per_second: float
    next_at: float = 0.0
    halvings: int = 0
    slow_until: float = 0.0

    def delay(self, now: float) -> float:
        """Seconds until the next order may go; not positive: now."""
        return self.next_at - now

    def taken(self, now: float) -> Pace:
        """An order goes now."""
        pace = self._recovered(now)
        return replace(pace, next_at=now + 2**pace.halvings / pace.per_second)

    def throttled(self, now: float, retry_after: float | None) -> Pace:
        """The cloud said that this was too fast, and perhaps when to come again (in seconds)."""
        pause = FIRST_PAUSE * 2**self.halvings if retry_after is None else min(retry_after, LONGEST_ASKED)
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
    """How fast a model may be ordered where nothing happened yet."""
    return Pace(per_second=float(offer.submits_per_second if offer is not None else SUBMITS_PER_SECOND))


def moved(
    line: Sequence[Job], job_ids: Iterable[str], *, before: str | None = None, after: str | None = None
) -> dict[str, float]:
    """New places for these jobs, in their order: before or after another one, or (neither) at the top.

    `line` is the whole line in its order. Jobs that are not in it, and a neighbour that is not, change nothing. Where
    there is no space between two places, others get new ones, too.
    """
    wished = set(job_ids)
    going = [job for job in line if job.id in wished]
    staying = [job for job in line if job.id not in wished]
    beside = before if before is not None else after
    at = 0
    if beside is not None:
        found = next((index for index, job in enumerate(staying) if job.id == beside), None)
        if found is None:
            return {}
        at = found + (before is None)
    if not going or [*staying[:at], *going, *staying[at:]] == list(line):
        return {}
    low = place_of(staying[at - 1]) if at else None
    high = place_of(staying[at]) if at < len(staying) else None
    if low is not None and high is not None and (high - low) / (len(going) + 1) < LEAST_GAP:
        return _spread(staying[:at], going, staying[at:])
    if low is None:
        low = (high or 0.0) - len(going) - 1.0
    if high is None:
        high = low + LEAST_GAP * 100 * (len(going) + 1)
    step = (high - low) / (len(going) + 1)
    return {job.id: low + step * number for number, job in enumerate(going, 1)}


def _spread(ahead: Sequence[Job], going: Sequence[Job], behind: Sequence[Job]) -> dict[str, float]:
    """No space before those behind: everybody up to there moves forward, and keeps the order."""
    line = [*ahead, *going]
    end = place_of(behind[0]) if behind else place_of(line[0])
    return {job.id: end - (len(line) - number) for number, job in enumerate(line)}


def neighbour(line: Sequence[Job], job_ids: Iterable[str], *, is_up: bool) -> str | None:
    """The next job of the same lane that these pass on their way up or down; None where there is none."""
    wished = set(job_ids)
    going = [index for index, job in enumerate(line) if job.id in wished]
    if not going:
        return None
    first, last = going[0], going[-1]
    lane = lane_of(line[first if is_up else last])
    around = reversed(line[:first]) if is_up else iter(line[last + 1 :])
    return next((job.id for job in around if lane_of(job) == lane), None)


class Workload(Struct, frozen=True, kw_only=True):
    """Everything that is under way or waits here, as a whole."""

    is_paused: bool = False
    before: Mapping[str, int] = field(default_factory=dict)
    """How many stand before each job that waits here, in its own lane."""
    making: int = 0
    """Open jobs, Practice's among them, that neither wait here nor are uncertain."""
    at_cloud: int = 0
    """Orders of real regions that left here and whose videos are not saved yet: they go on without this program."""
    uncertain: int = 0
    """Orders of real regions that may have arrived: what became of them is looked for."""
    waiting: int = 0
    """Orders of real regions that wait here."""
    fetch_before: float | None = None
    """Until when (seconds since 1970, local clock) the program must be open again so that no video is lost."""
    keeps_awake: bool = False
    """Real orders wait here and can go, or paid videos are not saved yet."""


def needs_computer(job: Job, *, waits_for: WaitReason | None, is_paused: bool, now: float) -> bool:
    """Whether the job goes on only while the computer is awake, and does not wait for its user."""
    if job.stage.is_final or waits_for in _FOR_THE_USER:
        return False
    if job.stage.is_before_submission:
        return not is_paused
    return job.stage is not JobStage.UNCERTAIN or now - (job.submitted_at or job.stage_since) < UNCERTAIN_AWAKE
