"""What the parts of a job's way share: the ports, the open jobs, and rules that hold on every part of the way."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from wandesk.domain.catalog import Catalog
from wandesk.domain.errors import (
    CloudBusy,
    CloudUnreachable,
    DownloadBlocked,
    FilmUnreadable,
    FolderRefused,
    KeyNeeded,
    KeyRefused,
    KeyringFailed,
    LinkExpired,
    MediaProcessFailed,
    NoRoom,
    PracticeFailed,
    StoreDamaged,
    WanDeskError,
)
from wandesk.domain.job import Job, JobEvent, JobProblem, SubmissionUnconfirmed, WaitReason
from wandesk.domain.pacing import next_look
from wandesk.domain.task import TaskReport
from wandesk.engine.desk import Desk
from wandesk.engine.ports import Accounts, Clock, Cloud, Failpoint, Files, Media, Store
from wandesk.engine.watch import Watch

log = logging.getLogger(__name__)

POSTER_SIDE = 960
KEY_LOOK = 60.0
ROOM_LOOK = 20.0
INPUT_TROUBLE = {"cloud_input_unreachable", "cloud_input_format"}
"""What the cloud says of an upload that it does not find (wire-protocol 5.4, 9.3)."""
LEAST_RETENTION = 24 * 3600.0
"""Seconds. What the cloud is known to keep (wire-protocol 4); a catalogue that could not be read says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Holds no state of its own but the films' links, which are secrets and live in memory only."""

    catalog: Catalog
    desk: Desk
    watch: Watch
    cloud: Cloud
    accounts: Accounts
    store: Store
    media: Media
    files: Files
    clock: Clock
    failpoint: Failpoint
    links: dict[str, str] = field(default_factory=dict)

    async def read_task(self, job: Job) -> TaskReport:
        self.failpoint("polling")
        connection = await self.accounts.connect(job.request.region, account=job.account, endpoint=job.endpoint)
        if job.task_id is None:
            raise CloudUnreachable(f"job {job.id} has no task")
        return await self.cloud.task(connection, job.task_id)

    async def keep(self, job_id: str, event: JobEvent) -> None:
        """Record how an order ended, however long the store refuses: a paid film may hang on it."""
        is_told = False
        while True:
            try:
                await self.desk.record(job_id, event)
            except (NoRoom, StoreDamaged) as trouble:
                if not is_told:
                    log.error("job %s: %r cannot be kept yet: %s", job_id, event, trouble)  # noqa: TRY400 - no mistake
                is_told = True
                reason, delay = wait_for(trouble, 1, is_practice=False)
                self.desk.waits(job_id, reason)
                await self.watch.next(job_id, delay)
            else:
                self.desk.waits(job_id, None)
                return

    async def doubt(self, job: Job, problem: JobProblem) -> None:
        await self.keep(job.id, SubmissionUnconfirmed(at=self.clock.now(), problem=problem))

    async def doubt_uploads(self, job: Job, problem: JobProblem) -> None:
        """When the cloud could not read an input, the next order sends it anew."""
        if problem.sentence in INPUT_TROUBLE:
            inputs = (job.first_frame, job.last_frame, job.request.sound, job.request.clip)
            await self.store.forget_uploads([each.sha256 for each in inputs if each is not None])

    def is_forgotten(self, job: Job) -> bool:
        """The cloud keeps tasks 24 h; an UNKNOWN before that says nothing (design: paid once, 7)."""
        since = job.ended_at or job.submitted_at or job.created_at
        return self.clock.now() - since > max(self.catalog.retention_hours * 3600, LEAST_RETENTION)

    def is_practice(self, job: Job) -> bool:
        """A region that the catalogue has lost is a real one: its films are still fetched."""
        return any(region.is_practice for region in self.catalog.regions if region.key == job.request.region)


def wait_for(trouble: Exception, failures: int, *, is_practice: bool) -> tuple[WaitReason | None, float]:
    """What a row says it waits for, and how long until the next try."""
    back_off = next_look(0.0, failures=failures)
    match trouble:
        case KeyNeeded() | KeyRefused() | KeyringFailed():
            return WaitReason.KEY, KEY_LOOK
        case NoRoom():
            return WaitReason.ROOM, ROOM_LOOK
        case StoreDamaged():
            return None, ROOM_LOOK
        case FolderRefused():
            return WaitReason.FOLDER, ROOM_LOOK
        case DownloadBlocked():
            return WaitReason.BLOCKED, KEY_LOOK
        case FilmUnreadable() | MediaProcessFailed():
            return WaitReason.UNREADABLE, back_off
        case LinkExpired():
            return WaitReason.LINK, 1.0 if failures == 1 else KEY_LOOK
        case CloudBusy():
            return None, next_look(0.0, failures=failures, retry_after=trouble.retry_after)
        case PracticeFailed():
            return WaitReason.PRACTICE, back_off
        case WanDeskError():
            return (WaitReason.PRACTICE, min(back_off, 2.0)) if is_practice else (WaitReason.NETWORK, back_off)
        case _:
            return None, back_off


def problem_of(error: WanDeskError) -> JobProblem:
    """The error as a job keeps it: the sentence, and the cloud's own words for Details."""
    return JobProblem(
        sentence=error.sentence,
        values=tuple(error.values.items()),
        code=error.code,
        message=error.detail,
        request_id=error.request_id,
    )
