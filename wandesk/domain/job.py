"""A job: the user's order from the press of Generate to the video on disk.

Two rules: only `apply` makes a job from a job, and it knows every legal step (the table at the end of this
module); a terminal stage refuses every step that would leave it, but for `VideoWanted`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import cast

from msgspec import Struct

from wandesk.domain.account import AccountRef
from wandesk.domain.errors import Remedy, Value
from wandesk.domain.media import Video
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskStatus, Usage


class JobStage(StrEnum):
    """Where a job stands. Sets of stages are properties, so that each has one meaning."""

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
        """The job is over. Only `VideoWanted` leads out of such a stage."""
        return self in _FINAL

    @property
    def is_active(self) -> bool:
        """The job moves on without the user: it is neither over nor uncertain."""
        return self not in _FINAL and self is not JobStage.UNCERTAIN

    @property
    def is_before_submission(self) -> bool:
        """Nothing has been sent that could cost money."""
        return self in _BEFORE_SUBMISSION

    @property
    def is_cancelable(self) -> bool:
        """The user can cancel, free of charge: the cloud cancels only what is in its queue (wire-protocol 3.4)."""
        return self in _BEFORE_SUBMISSION or self is JobStage.WAITING

    @property
    def may_occupy_cloud(self) -> bool:
        """The cloud works on the order, or may: it counts against what the cloud makes at once."""
        return self in _TASK_RUNNING or self in (JobStage.SUBMITTING, JobStage.UNCERTAIN)

    @property
    def is_video_pending(self) -> bool:
        """The cloud has a task of the job, and its video is not on the disk yet."""
        return self in _TASK_RUNNING or self is JobStage.DOWNLOADING

    @property
    def is_free_of_charge(self) -> bool:
        """The job ended without a video, and the cloud charges nothing for it."""
        return self in (JobStage.FAILED, JobStage.CANCELED)


_FINAL = frozenset({JobStage.DONE, JobStage.FAILED, JobStage.CANCELED, JobStage.EXPIRED})
_BEFORE_SUBMISSION = frozenset({JobStage.QUEUED, JobStage.PREPARING, JobStage.UPLOADING})
_TASK_RUNNING = frozenset({JobStage.WAITING, JobStage.GENERATING})
"""The cloud has a task of the job whose end we have not seen."""


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
    LIST = "list"
    """The cloud's list of tasks, which does not come."""
    OTHER_KEY = "other_key"
    """Ordered with another key than the one in use: `Progress.kept_until` says how long that matters."""
    NOT_SHOWN = "not_shown"
    """The cloud does not know the order now."""
    NO_ADDRESS = "no_address"
    """The video is made, and there is no address to fetch it from."""
    MONEY = "money"
    CLOUD = "cloud"
    """The cloud answers, but not what was asked."""
    ADDRESS = "address"
    """The address of the video is none that is safe to open."""
    LOCKED = "locked"
    """The video is complete, but another program holds its file, so that it cannot take its name."""
    STORE = "store"
    """The job store cannot be read or written: nothing is ordered, and what is known is kept once it can be."""
    BUSY = "busy"
    """The cloud takes no more at this moment."""
    RESUME = "resume"
    """The user paused all orders."""


class JobProblem(Struct, frozen=True, kw_only=True):
    """Why a job ended without a video, or is uncertain: a sentence key with its values, and the cloud's own words."""

    sentence: Sentence
    values: tuple[tuple[str, Value], ...] = ()
    code: str = ""
    message: str = ""
    request_id: str = ""


class SearchState(StrEnum):
    """What is known so far of an order that may or may not have arrived."""

    LOOKING = "looking"
    MAKING = "making"
    """The cloud is making a video that may be this one."""
    CHOICE = "choice"
    """Videos are there that may be this one, and only the user can tell."""
    NOT_SHOWN = "not_shown"
    """The cloud shows no such order; it is looked for on."""


class Uncertainty(Struct, frozen=True, kw_only=True):
    """What is known of an order in doubt (`domain.reconciliation`). Times are the cloud's, in seconds since 1970."""

    begun_at: float
    """When its create request began."""
    ended_at: float
    """When it was over: without an answer, or with the program, at the latest then."""
    standing: SearchState = SearchState.LOOKING
    candidates: tuple[str, ...] = ()
    """The tasks that may be it."""
    ruled_out: tuple[str, ...] = ()
    """Tasks that are not it, as the user said."""
    is_closed: bool = False
    """The user gave it up; should its video turn up, it becomes a job of its own."""


class Job(Struct, frozen=True, kw_only=True):
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
    clock_offset: float | None = None
    """Seconds from the local clock to the cloud's when the order was sent, None where that was not known."""
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
    video: Video | None = None
    poster: str | None = None
    problem: JobProblem | None = None
    finished_at: float | None = None
    is_watched: bool = False
    uncertainty: Uncertainty | None = None
    """Stays when the order was found, so that nothing is learned from a task that was taken by its looks."""
    position: float | None = None
    """Where the user moved it among those that wait here, None where it stands by its age (`domain.send_queue`)."""

    @property
    def prompt(self) -> str:
        """The prompt; for a task that was imported while it ran, what the cloud told of it later."""
        return self.request.prompt or (self.actual_prompt or "" if self.request.is_imported else "")

    @property
    def account_ref(self) -> AccountRef:
        """Where the job lives; before its submission, where new orders of its region go."""
        return AccountRef(self.request.region, self.account, self.endpoint)

    @property
    def was_never_confirmed(self) -> bool:
        """The job ended without a task: it is unknown whether Alibaba received the request."""
        return self.stage is JobStage.EXPIRED and self.task_id is None

    @property
    def is_given_up(self) -> bool:
        """What was fetched does not open, however often: the next try is the user's wish."""
        return self.stage is JobStage.DOWNLOADING and self.problem is not None


class Obstacle(Struct, frozen=True, kw_only=True):
    """What an open job cannot get past, as far as it is known. Never stored."""

    host: str = ""
    """Whom the network does not let us reach."""
    missing_bytes: int | None = None
    """How much room the disk lacks."""
    folder: str = ""
    sentence: Sentence | None = None
    """The key of the words for it, where they say more than the reason does: a proxy that wants a password."""
    remedy: Remedy = Remedy.NONE
    """What must change, where `sentence` is known."""


class Progress(Struct, frozen=True, kw_only=True):
    """How far a transfer is, or what an open job waits for. Never stored."""

    job_id: str
    done_bytes: int = 0
    total_bytes: int | None = None
    waits_for: WaitReason | None = None
    usual_seconds: float | None = None
    """How long such jobs usually take in this user's own history."""
    kept_until: float | None = None
    """Until when the cloud keeps the video, by the local clock, which may be wrong: what the user sees on it."""
    obstacle: Obstacle | None = None
    """More about `waits_for`."""
    before: int | None = None
    """How many orders stand before this one, which waits here for its turn; None once it has it."""


class PreparationStarted(Struct, frozen=True, kw_only=True):
    """The job left the queue."""

    at: float


class InputsPrepared(Struct, frozen=True, kw_only=True):
    """What is sent lies ready in the program's own folder."""

    at: float
    first_frame: StoredInput
    last_frame: StoredInput | None = None


class UploadStarted(Struct, frozen=True, kw_only=True):
    """An input is on its way to the cloud's temporary store."""

    at: float


class WorkInterrupted(Struct, frozen=True, kw_only=True):
    """Before the create began, the work stopped (restart, no network): it starts again from the queue."""

    at: float


class JobMoved(Struct, frozen=True, kw_only=True):
    """The user gave the job another place among those that wait here."""

    at: float
    position: float


class SubmissionStarted(Struct, frozen=True, kw_only=True):
    """Committed durably before the first byte of the create request."""

    at: float
    account: str
    endpoint: str
    key_fingerprint: str
    clock_offset: float | None = None


class SubmissionPostponed(Struct, frozen=True, kw_only=True):
    """Nothing reached the cloud, or it answered with a throttling code: the order may be sent again."""

    at: float


class SubmissionUnconfirmed(Struct, frozen=True, kw_only=True):
    """The order may have arrived. It is never sent again by itself."""

    at: float
    problem: JobProblem


class TaskCreated(Struct, frozen=True, kw_only=True):
    """Committed before the first look at the task."""

    at: float
    task_id: str
    request_id: str
    clock_offset: float | None = None
    """As the answer told it; an offset that was known before the order counts first."""


class SearchUpdated(Struct, frozen=True, kw_only=True):
    """The search for an order in doubt knows more. It changes nothing but what is known."""

    at: float
    uncertainty: Uncertainty


class TaskAdopted(Struct, frozen=True, kw_only=True):
    """A task of the cloud is this order's: committed before it is followed."""

    at: float
    task_id: str
    request_id: str
    proof: str
    """Why: a value of `domain.reconciliation.Proof`."""


class UncertaintyClosed(Struct, frozen=True, kw_only=True):
    """The user gave an order in doubt up: it counts as not confirmed."""

    at: float


class StatusSeen(Struct, frozen=True, kw_only=True):
    """A look at the task found it waiting or running."""

    at: float
    status: TaskStatus


class TaskSucceeded(Struct, frozen=True, kw_only=True):
    """The video is made; it is fetched next."""

    at: float
    ended_at: float | None
    actual_prompt: str | None
    usage: Usage | None


class DownloadStarted(Struct, frozen=True, kw_only=True):
    """The video's final path is taken; the bytes go to its `.part`."""

    at: float
    path: str


class VideoSaved(Struct, frozen=True, kw_only=True):
    """The video lies under its final name and opens."""

    at: float
    video: Video


class VideoMoved(Struct, frozen=True, kw_only=True):
    """The video waited in the program's own folder and lies in its right one now."""

    at: float
    video: Video


class VideoGivenUp(Struct, frozen=True, kw_only=True):
    """What was fetched does not open, however often; the last try is kept, and the next one is the user's wish."""

    at: float
    problem: JobProblem


class VideoWanted(Struct, frozen=True, kw_only=True):
    """The user wants the video once more; the cloud has just shown that it still has it.

    The one event that leaves a terminal stage: the video is no longer where it was saved. It costs nothing.
    """

    at: float


class PosterMade(Struct, frozen=True, kw_only=True):
    """There is a picture for the row."""

    at: float
    path: str


class JobFailed(Struct, frozen=True, kw_only=True):
    """Refused here or by the cloud: nothing is billed for it."""

    at: float
    problem: JobProblem


class JobCanceled(Struct, frozen=True, kw_only=True):
    """The user stopped the order before it cost anything."""

    at: float


class JobExpired(Struct, frozen=True, kw_only=True):
    """The cloud has forgotten the task or its video."""

    at: float
    problem: JobProblem


class VideoWatched(Struct, frozen=True, kw_only=True):
    """The user has seen the video."""

    at: float


JobEvent = (
    PreparationStarted
    | InputsPrepared
    | UploadStarted
    | WorkInterrupted
    | JobMoved
    | SubmissionStarted
    | SubmissionPostponed
    | SubmissionUnconfirmed
    | TaskCreated
    | SearchUpdated
    | TaskAdopted
    | UncertaintyClosed
    | StatusSeen
    | TaskSucceeded
    | DownloadStarted
    | VideoSaved
    | VideoMoved
    | VideoGivenUp
    | VideoWanted
    | PosterMade
    | JobFailed
    | JobCanceled
    | JobExpired
    | VideoWatched
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
        clock_offset=event.clock_offset,
    )


def _submission_postponed(job: Job, _event: SubmissionPostponed) -> Job:
    return replace(job, stage=JobStage.QUEUED, submitted_at=None, account=None, endpoint=None, key_fingerprint=None)


def _task_created(job: Job, event: TaskCreated) -> Job:
    return replace(
        job,
        stage=JobStage.WAITING,
        task_id=event.task_id,
        request_id=event.request_id,
        clock_offset=event.clock_offset if job.clock_offset is None else job.clock_offset,
        problem=None,
    )


def _search_updated(job: Job, event: SearchUpdated) -> Job:
    return replace(job, uncertainty=event.uncertainty)


def _task_adopted(job: Job, event: TaskAdopted) -> Job:
    return replace(
        job, stage=JobStage.WAITING, task_id=event.task_id, request_id=event.request_id or job.request_id, problem=None
    )


def _uncertainty_closed(job: Job, _event: UncertaintyClosed) -> Job:
    since = job.submitted_at or job.created_at
    uncertainty = job.uncertainty or Uncertainty(begun_at=since, ended_at=job.stage_since)
    problem = JobProblem(sentence=Sentence.ORDER_CLOSED, request_id=job.problem.request_id if job.problem else "")
    return replace(job, stage=JobStage.EXPIRED, uncertainty=replace(uncertainty, is_closed=True), problem=problem)


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


def _video_saved(job: Job, event: VideoSaved) -> Job:
    usage = job.usage or Usage()
    if usage.seconds is None:
        usage = replace(usage, seconds=event.video.facts.seconds, is_measured=True)
    return replace(job, stage=JobStage.DONE, video=event.video, usage=usage)


def _video_wanted(job: Job, _event: VideoWanted) -> Job:
    if job.stage is JobStage.DOWNLOADING:  # given up before: the same name again
        return replace(job, problem=None)
    return replace(job, stage=JobStage.DOWNLOADING, video=None, download_path=None)


def _to(stage: JobStage) -> Callable[[Job, JobEvent], Job]:
    return lambda job, _event: replace(job, stage=stage)


def _with_problem(stage: JobStage) -> Callable[[Job, JobEvent], Job]:
    def change(job: Job, event: JobEvent) -> Job:
        return replace(job, stage=stage, problem=cast("JobFailed", event).problem)

    return change


Change = Callable[[Job, JobEvent], Job]

TRANSITIONS: dict[type, tuple[frozenset[JobStage], Change]] = {
    PreparationStarted: (frozenset({JobStage.QUEUED}), _to(JobStage.PREPARING)),
    InputsPrepared: (
        frozenset({JobStage.PREPARING, JobStage.UPLOADING}),
        cast("Change", _inputs_prepared),
    ),
    UploadStarted: (frozenset({JobStage.PREPARING}), _to(JobStage.UPLOADING)),
    WorkInterrupted: (frozenset({JobStage.PREPARING, JobStage.UPLOADING}), _to(JobStage.QUEUED)),
    JobMoved: (_BEFORE_SUBMISSION, lambda job, event: replace(job, position=cast("JobMoved", event).position)),
    SubmissionStarted: (
        frozenset({JobStage.PREPARING, JobStage.UPLOADING}),
        cast("Change", _submission_started),
    ),
    SubmissionPostponed: (frozenset({JobStage.SUBMITTING}), cast("Change", _submission_postponed)),
    SubmissionUnconfirmed: (frozenset({JobStage.SUBMITTING}), _with_problem(JobStage.UNCERTAIN)),
    TaskCreated: (frozenset({JobStage.SUBMITTING, JobStage.UNCERTAIN}), cast("Change", _task_created)),
    SearchUpdated: (frozenset({JobStage.UNCERTAIN}), cast("Change", _search_updated)),
    TaskAdopted: (frozenset({JobStage.UNCERTAIN}), cast("Change", _task_adopted)),
    UncertaintyClosed: (frozenset({JobStage.UNCERTAIN}), cast("Change", _uncertainty_closed)),
    StatusSeen: (_TASK_RUNNING, cast("Change", _status_seen)),
    TaskSucceeded: (_TASK_RUNNING, cast("Change", _task_succeeded)),
    DownloadStarted: (
        frozenset({JobStage.DOWNLOADING}),
        lambda job, event: replace(job, download_path=cast("DownloadStarted", event).path),
    ),
    VideoSaved: (frozenset({JobStage.DOWNLOADING}), cast("Change", _video_saved)),
    VideoMoved: (frozenset({JobStage.DONE}), lambda job, event: replace(job, video=cast("VideoMoved", event).video)),
    VideoGivenUp: (frozenset({JobStage.DOWNLOADING}), _with_problem(JobStage.DOWNLOADING)),
    VideoWanted: (frozenset({JobStage.DONE, JobStage.DOWNLOADING}), cast("Change", _video_wanted)),
    PosterMade: (frozenset(JobStage), lambda job, event: replace(job, poster=cast("PosterMade", event).path)),
    JobFailed: (
        _BEFORE_SUBMISSION | {JobStage.SUBMITTING, JobStage.UNCERTAIN} | _TASK_RUNNING,
        _with_problem(JobStage.FAILED),
    ),
    JobCanceled: (_BEFORE_SUBMISSION | _TASK_RUNNING, _to(JobStage.CANCELED)),
    JobExpired: (
        _TASK_RUNNING | {JobStage.DOWNLOADING, JobStage.UNCERTAIN},
        _with_problem(JobStage.EXPIRED),
    ),
    VideoWatched: (frozenset({JobStage.DONE}), lambda job, _event: replace(job, is_watched=True)),
}
