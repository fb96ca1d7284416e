"""A job: the user's order from the press of Generate to the film on disk.

Two rules: only `apply` makes a job from a job, and it knows every legal step (the table at the end of this
module); a terminal stage refuses every step that would leave it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import cast

from wandesk.domain.errors import Value
from wandesk.domain.media import Film
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.task import TaskStatus, Usage


class JobStage(StrEnum):
    """Where a job stands (design: one word a stage; the sentences are `ui.wording`'s)."""

    QUEUED = "queued"
    PREPARING = "preparing"
    UPLOADING = "uploading"
    SUBMITTING = "submitting"
    UNCERTAIN = "uncertain"
    WAITING = "waiting"
    GENERATING = "generating"
    DOWNLOADING = "downloading"
    DONE = "done"
    FAILED = "failed"
    CANCELED = "canceled"
    EXPIRED = "expired"

    @property
    def is_final(self) -> bool:
        return self in FINAL_STAGES


FINAL_STAGES = frozenset({JobStage.DONE, JobStage.FAILED, JobStage.CANCELED, JobStage.EXPIRED})
OPEN_STAGES = frozenset(JobStage) - FINAL_STAGES


class WaitReason(StrEnum):
    """What an open job waits for besides the cloud's work. Never stored: it is found out again."""

    NETWORK = "network"
    KEY = "key"
    ROOM = "room"
    PRACTICE = "practice"
    FOLDER = "folder"
    BLOCKED = "blocked"
    UNREADABLE = "unreadable"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobProblem:
    """Why a job ended without a film, or is uncertain: a sentence key with its values, and the cloud's own words."""

    sentence: str
    values: tuple[tuple[str, Value], ...] = ()
    code: str = ""
    message: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One order and what became of it. Times are seconds since 1970 (UTC)."""

    id: str
    created_at: float
    request: GenerationRequest
    stage: JobStage = JobStage.QUEUED
    stage_since: float = 0.0
    first_frame: StoredInput | None = None
    """What is really sent, once prepared; the request keeps the user's file."""
    last_frame: StoredInput | None = None
    """The same for a last frame."""
    submitted_at: float | None = None
    """When the create request began, committed before its first byte."""
    task_id: str | None = None
    request_id: str | None = None
    account: str | None = None
    endpoint: str | None = None
    key_fingerprint: str | None = None
    ended_at: float | None = None
    """When the cloud's work ended, by its own clock."""
    actual_prompt: str | None = None
    usage: Usage | None = None
    download_path: str | None = None
    film: Film | None = None
    poster: str | None = None
    problem: JobProblem | None = None
    finished_at: float | None = None
    is_watched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a transfer is, or what an open job waits for. Never stored."""

    job_id: str
    done_bytes: int = 0
    total_bytes: int | None = None
    waits_for: WaitReason | None = None
    usual_seconds: float | None = None
    """How long such jobs usually take in this user's own history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationStarted:
    """The job left the queue."""

    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class InputsPrepared:
    """What is sent lies ready in the program's own folder."""

    at: float
    first_frame: StoredInput
    last_frame: StoredInput | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadStarted:
    """An input is on its way to the cloud's temporary store."""

    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkInterrupted:
    """Before the create began, the work stopped (restart, no network): it starts again from the queue."""

    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionStarted:
    """Committed durably before the first byte of the create request."""

    at: float
    account: str
    endpoint: str
    key_fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionPostponed:
    """Nothing reached the cloud, or it answered with a throttling code: the order may be sent again."""

    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionUnconfirmed:
    """The order may have arrived. It is never sent again by itself."""

    at: float
    problem: JobProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCreated:
    """Committed before the first look at the task."""

    at: float
    task_id: str
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusSeen:
    """A look at the task found it waiting or running."""

    at: float
    status: TaskStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSucceeded:
    """The film is made; it is fetched next."""

    at: float
    ended_at: float | None
    actual_prompt: str | None
    usage: Usage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadStarted:
    """The film's final path is taken; the bytes go to its `.part`."""

    at: float
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmSaved:
    """The film lies under its final name and opens."""

    at: float
    film: Film


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterMade:
    """There is a picture for the row."""

    at: float
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFailed:
    """Refused here or by the cloud: nothing is billed for it."""

    at: float
    problem: JobProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCanceled:
    """The user stopped the order before it cost anything."""

    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JobExpired:
    """The cloud has forgotten the task or its film."""

    at: float
    problem: JobProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmWatched:
    """The user has seen the film."""

    at: float


JobEvent = (
    PreparationStarted
    | InputsPrepared
    | UploadStarted
    | WorkInterrupted
    | SubmissionStarted
    | SubmissionPostponed
    | SubmissionUnconfirmed
    | TaskCreated
    | StatusSeen
    | TaskSucceeded
    | DownloadStarted
    | FilmSaved
    | PosterMade
    | JobFailed
    | JobCanceled
    | JobExpired
    | FilmWatched
)


class IllegalTransition(Exception):
    """An event that this stage does not allow."""

    def __init__(self, stage: JobStage, event: JobEvent) -> None:
        super().__init__(f"{type(event).__name__} while {stage.value}")
        self.stage = stage
        self.event = event


def apply(job: Job, event: JobEvent) -> Job:
    """The job after the event. Raises IllegalTransition when the job's stage does not allow it."""
    allowed, change = TRANSITIONS[type(event)]
    if job.stage not in allowed:
        raise IllegalTransition(job.stage, event)
    after = change(job, event)
    if after.stage is job.stage:
        return after
    finished_at = event.at if after.stage.is_final else None
    return replace(after, stage_since=event.at, finished_at=finished_at)


def _inputs_prepared(job: Job, event: InputsPrepared) -> Job:
    return replace(job, first_frame=event.first_frame, last_frame=event.last_frame)


def _submission_started(job: Job, event: SubmissionStarted) -> Job:
    return replace(
        job,
        stage=JobStage.SUBMITTING,
        submitted_at=event.at,
        account=event.account,
        endpoint=event.endpoint,
        key_fingerprint=event.key_fingerprint,
    )


def _submission_postponed(job: Job, _event: SubmissionPostponed) -> Job:
    return replace(job, stage=JobStage.QUEUED, submitted_at=None, account=None, endpoint=None, key_fingerprint=None)


def _task_created(job: Job, event: TaskCreated) -> Job:
    return replace(job, stage=JobStage.WAITING, task_id=event.task_id, request_id=event.request_id, problem=None)


def _status_seen(job: Job, event: StatusSeen) -> Job:
    # A PENDING after a RUNNING is a late answer: a job never goes back.
    return replace(job, stage=JobStage.GENERATING) if event.status is TaskStatus.RUNNING else job


def _task_succeeded(job: Job, event: TaskSucceeded) -> Job:
    return replace(
        job,
        stage=JobStage.DOWNLOADING,
        ended_at=event.ended_at,
        actual_prompt=event.actual_prompt,
        usage=event.usage,
    )


def _film_saved(job: Job, event: FilmSaved) -> Job:
    usage = job.usage or Usage()
    if usage.seconds is None:
        usage = replace(usage, seconds=event.film.facts.seconds, is_measured=True)
    return replace(job, stage=JobStage.DONE, film=event.film, usage=usage)


def _to(stage: JobStage) -> Callable[[Job, JobEvent], Job]:
    return lambda job, _event: replace(job, stage=stage)


def _with_problem(stage: JobStage) -> Callable[[Job, JobEvent], Job]:
    def change(job: Job, event: JobEvent) -> Job:
        return replace(job, stage=stage, problem=cast("JobFailed", event).problem)

    return change


_BEFORE_SUBMISSION = frozenset({JobStage.QUEUED, JobStage.PREPARING, JobStage.UPLOADING})
_AT_THE_CLOUD = frozenset({JobStage.WAITING, JobStage.GENERATING})

Change = Callable[[Job, JobEvent], Job]

TRANSITIONS: dict[type, tuple[frozenset[JobStage], Change]] = {
    PreparationStarted: (frozenset({JobStage.QUEUED}), _to(JobStage.PREPARING)),
    InputsPrepared: (
        frozenset({JobStage.PREPARING, JobStage.UPLOADING}),
        cast("Change", _inputs_prepared),
    ),
    UploadStarted: (frozenset({JobStage.PREPARING}), _to(JobStage.UPLOADING)),
    WorkInterrupted: (frozenset({JobStage.PREPARING, JobStage.UPLOADING}), _to(JobStage.QUEUED)),
    SubmissionStarted: (
        frozenset({JobStage.PREPARING, JobStage.UPLOADING}),
        cast("Change", _submission_started),
    ),
    SubmissionPostponed: (frozenset({JobStage.SUBMITTING}), cast("Change", _submission_postponed)),
    SubmissionUnconfirmed: (frozenset({JobStage.SUBMITTING}), _with_problem(JobStage.UNCERTAIN)),
    TaskCreated: (frozenset({JobStage.SUBMITTING, JobStage.UNCERTAIN}), cast("Change", _task_created)),
    StatusSeen: (_AT_THE_CLOUD, cast("Change", _status_seen)),
    TaskSucceeded: (_AT_THE_CLOUD, cast("Change", _task_succeeded)),
    DownloadStarted: (
        frozenset({JobStage.DOWNLOADING}),
        lambda job, event: replace(job, download_path=cast("DownloadStarted", event).path),
    ),
    FilmSaved: (frozenset({JobStage.DOWNLOADING}), cast("Change", _film_saved)),
    PosterMade: (frozenset(JobStage), lambda job, event: replace(job, poster=cast("PosterMade", event).path)),
    JobFailed: (_BEFORE_SUBMISSION | {JobStage.SUBMITTING} | _AT_THE_CLOUD, _with_problem(JobStage.FAILED)),
    JobCanceled: (_BEFORE_SUBMISSION | _AT_THE_CLOUD, _to(JobStage.CANCELED)),
    JobExpired: (
        _AT_THE_CLOUD | {JobStage.DOWNLOADING, JobStage.UNCERTAIN},
        _with_problem(JobStage.EXPIRED),
    ),
    FilmWatched: (frozenset({JobStage.DONE}), lambda job, _event: replace(job, is_watched=True)),
}
