"""What the parts of a job's way share: the ports, the open jobs, and rules that hold on every part of the way."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from wandesk.domain.catalog import Catalog
from wandesk.domain.errors import (
    CloudBusy,
    CloudRefused,
    CloudUnreachable,
    FolderRefused,
    KeyNeeded,
    KeyRefused,
    KeyringFailed,
    ListUnreadable,
    MediaProcessFailed,
    NoRoom,
    OrderedWithAnotherKey,
    PracticeFailed,
    Remedy,
    StoreDamaged,
    TaskNotShown,
    VideoLocked,
    VideoUnreadable,
    VideoWithoutAddress,
    WanDeskError,
)
from wandesk.domain.job import Job, JobEvent, JobProblem, JobStage, Obstacle, SubmissionUnconfirmed, WaitReason
from wandesk.domain.pacing import OTHER_KEY_LOOK, UNKNOWN_LOOK, next_look
from wandesk.domain.retention import kept_until
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskReport, TaskStatus
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.inputs import Inputs
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.poll_schedule import PollSchedule
from wandesk.engine.ports import Accounts, Clock, Cloud, Failpoint, Files, Media, Store
from wandesk.engine.scheduler import Scheduler

log = logging.getLogger(__name__)

POSTER_SIDE = 960
KEY_LOOK = 60.0
ROOM_LOOK = 20.0
LOCK_LOOK = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Holds no state of its own but the videos' links, which are secrets and live in memory only."""

    catalog: Catalog
    open_jobs: OpenJobs
    watch: PollSchedule
    scheduler: Scheduler
    cloud: Cloud
    accounts: Accounts
    store: Store
    media: Media
    files: Files
    inputs: Inputs
    clock: Clock
    cloud_time: CloudTime
    failpoint: Failpoint
    links: dict[str, str] = field(default_factory=dict)
    rng: Callable[[], float] = random.random
    """Drawn for each wait after trouble (`domain.pacing.next_look`)."""

    async def read_task(self, job: Job) -> TaskReport:
        """Read the job's task. Raises what `Cloud.task` raises, and OrderedWithAnotherKey."""
        self.failpoint("polling")
        connection = await self.accounts.connect(job.account_ref)
        if job.task_id is None:
            raise CloudUnreachable(f"job {job.id} has no task")
        is_other_key = job.key_fingerprint not in (None, connection.secret.fingerprint)
        try:
            report = await self.cloud.task(connection, job.task_id)
        except CloudBusy:
            raise
        except CloudRefused as refused:
            if is_other_key:
                raise OrderedWithAnotherKey(refused.detail, code=refused.code) from refused
            raise
        # Another key of the same main account sees the task all the same.
        if report.status is TaskStatus.UNKNOWN and is_other_key and not self.is_forgotten(job):
            raise OrderedWithAnotherKey(request_id=report.request_id)
        return replace(report, is_by_other_key=is_other_key)

    async def keep(self, job_id: str, event: JobEvent) -> None:
        """Record how an order ended, however long the store refuses: a paid video may hang on it."""
        is_told = False
        while True:
            try:
                await self.open_jobs.record(job_id, event)
            except (NoRoom, StoreDamaged) as trouble:
                if not is_told:
                    log.error("job %s: %r cannot be kept yet: %s", job_id, event, trouble)  # noqa: TRY400 - no mistake
                is_told = True
                reason, delay = wait_for(trouble, 1, is_practice=False, jitter=self.rng())
                self.open_jobs.waits(job_id, reason)
                await self.watch.next(job_id, delay)
            else:
                self.open_jobs.waits(job_id, None)
                return

    async def uncertainty(self, job: Job, problem: JobProblem) -> None:
        await self.keep(job.id, SubmissionUnconfirmed(at=self.clock.now(), problem=problem))

    async def forget_doubtful_uploads(self, job: Job, remedy: Remedy) -> None:
        """When the cloud could not read an input, the next request uploads it again (wire-protocol 5.4, 9.3)."""
        if remedy is Remedy.UPLOAD:
            inputs = (job.first_frame, job.last_frame, job.request.sound, job.request.clip)
            await self.store.forget_uploads([each.sha256 for each in inputs if each is not None])

    def is_forgotten(self, job: Job) -> bool:
        """The cloud keeps tasks 24 h; an UNKNOWN before that says nothing (design: paid once, 7)."""
        return self.cloud_time.now(job.request.region) > self._kept_until(job)

    def tell_kept_until(self, job: Job) -> None:
        """The row's countdown, by the clock that the user sees."""
        self.open_jobs.kept_until(job.id, self.locally_kept_until(job))

    def locally_kept_until(self, job: Job) -> float:
        """Until when the cloud keeps the task and its video, by the clock that the user sees."""
        return self._kept_until(job) - (self.cloud_time.offset(job.request.region) or 0.0)

    def expired_problem(self, job: Job, report: TaskReport, *, was_made: bool = False) -> JobProblem:
        """What is known of a video that the cloud has forgotten, and of its price."""
        if self.is_practice(job):
            sentence = Sentence.VIDEO_EXPIRED
        elif was_made or job.stage is JobStage.DOWNLOADING:
            sentence = Sentence.VIDEO_EXPIRED_BILLED
        elif report.is_by_other_key:
            sentence = Sentence.VIDEO_EXPIRED_OTHER_KEY
        else:
            sentence = Sentence.VIDEO_EXPIRED_UNKNOWN
        return JobProblem(sentence=sentence, request_id=report.request_id)

    def _kept_until(self, job: Job) -> float:
        submitted_at = self.cloud_time.submitted_in_cloud_time(job)
        return kept_until(job, submitted_at=submitted_at, hours=self.catalog.retention_hours)

    def is_practice(self, job: Job) -> bool:
        """A region that the catalogue has lost is a real one: its videos are still fetched."""
        return any(region.is_practice for region in self.catalog.regions if region.key == job.request.region)


def wait_for(
    trouble: Exception, failures: int, *, is_practice: bool, jitter: float = 0.0
) -> tuple[WaitReason | None, float]:
    """What a row says it waits for, and how long until the next try."""
    back_off = next_look(0.0, failures=failures, jitter=jitter)
    match trouble:
        case OrderedWithAnotherKey():
            return WaitReason.OTHER_KEY, OTHER_KEY_LOOK
        case ListUnreadable():
            return WaitReason.LIST, next_look(0.0, failures=failures, retry_after=trouble.retry_after, jitter=jitter)
        case TaskNotShown():
            return WaitReason.NOT_SHOWN, UNKNOWN_LOOK
        case VideoWithoutAddress():
            return WaitReason.NO_ADDRESS, UNKNOWN_LOOK
        case KeyNeeded() | KeyRefused() | KeyringFailed():
            return WaitReason.KEY, KEY_LOOK
        case NoRoom():
            return WaitReason.ROOM, ROOM_LOOK
        case StoreDamaged():
            return WaitReason.STORE, ROOM_LOOK
        case FolderRefused():
            return WaitReason.FOLDER, ROOM_LOOK
        case VideoLocked():
            return WaitReason.LOCKED, max(back_off, LOCK_LOOK)
        case VideoUnreadable() | MediaProcessFailed():
            return WaitReason.UNREADABLE, back_off
        case CloudBusy():
            return WaitReason.BUSY, next_look(0.0, failures=failures, retry_after=trouble.retry_after, jitter=jitter)
        case CloudRefused(remedy=Remedy.MONEY):
            return WaitReason.MONEY, KEY_LOOK
        case CloudRefused(remedy=Remedy.ACCOUNT | Remedy.KEY):
            return WaitReason.KEY, KEY_LOOK
        case CloudRefused() if not is_practice:
            return WaitReason.CLOUD, back_off
        case CloudUnreachable() if not is_practice:
            reason = WaitReason.CLOUD if trouble.remedy is Remedy.WAIT else WaitReason.NETWORK
            return reason, next_look(0.0, failures=failures, retry_after=trouble.retry_after, jitter=jitter)
        case PracticeFailed():
            return WaitReason.PRACTICE, back_off
        case WanDeskError():
            return (WaitReason.PRACTICE, min(back_off, 2.0)) if is_practice else (WaitReason.NETWORK, back_off)
        case _:
            return None, back_off


def obstacle_of(trouble: Exception, reason: WaitReason | None) -> Obstacle | None:
    """What exactly stands in the way, where the error knows more than that there is no network or no good key."""
    if reason not in (WaitReason.NETWORK, WaitReason.KEY) or not isinstance(trouble, WanDeskError):
        return None
    if trouble.sentence in (type(trouble).default_sentence, CloudUnreachable.default_sentence):
        return None
    host = str(trouble.values.get("host", ""))
    return Obstacle(sentence=trouble.sentence, remedy=trouble.remedy, host=host)


def problem_of(error: WanDeskError) -> JobProblem:
    """The error as a job keeps it: the sentence, and the cloud's own words for Details."""
    return JobProblem(
        sentence=error.sentence,
        values=tuple(error.values.items()),
        code=error.code,
        message=error.detail,
        request_id=error.request_id,
    )
