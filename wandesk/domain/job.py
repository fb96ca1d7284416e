"""A job: one request, from the press of Generate to the video on disk. `job_transitions` has the legal steps."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from wandesk.domain.account import AccountRef
from wandesk.domain.charge import Charge
from wandesk.domain.errors import Remedy, Value
from wandesk.domain.marks import NO_MARKS, Marks
from wandesk.domain.media import Video
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.domain.task import Usage


class JobStage(StrEnum):
    """The stage of a job. Sets of stages are properties, so that each set has one meaning."""

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
        """The job proceeds without the user: it is neither over nor uncertain."""
        return self not in _FINAL and self is not JobStage.UNCERTAIN

    @property
    def is_before_submission(self) -> bool:
        """Nothing has been sent that could cost money."""
        return self in BEFORE_SUBMISSION

    @property
    def is_cancelable(self) -> bool:
        """The user can cancel, free of charge: the cloud cancels only what is in its queue (wire-protocol 3.4)."""
        return self in BEFORE_SUBMISSION or self is JobStage.WAITING

    @property
    def may_occupy_cloud(self) -> bool:
        """The cloud works on the task, or may: it counts against the limit of simultaneous tasks."""
        return self in TASK_RUNNING or self in (JobStage.SUBMITTING, JobStage.UNCERTAIN)

    @property
    def is_video_pending(self) -> bool:
        """The cloud has a task of the job, and the video is not saved yet."""
        return self in TASK_RUNNING or self is JobStage.DOWNLOADING

    @property
    def is_free_of_charge(self) -> bool:
        """The job ended without a video, and the cloud charges nothing for it."""
        return self in (JobStage.FAILED, JobStage.CANCELED)


_FINAL = frozenset({JobStage.DONE, JobStage.FAILED, JobStage.CANCELED, JobStage.EXPIRED})
BEFORE_SUBMISSION = frozenset({JobStage.QUEUED, JobStage.PREPARING, JobStage.UPLOADING})
TASK_RUNNING = frozenset({JobStage.WAITING, JobStage.GENERATING})
"""The cloud has a task of the job that has not ended as far as we know."""


class JobProblem(Struct, frozen=True, kw_only=True):
    """Why a job failed or is uncertain: the sentence with its values, and the cloud's own code and message."""

    sentence: Sentence
    values: tuple[tuple[str, Value], ...] = ()
    code: str = ""
    message: str = ""
    request_id: str = ""
    has_proven_id: bool = True
    """As `errors.OutcomeUnknown.has_proven_id`."""
    remedy: Remedy = Remedy.NONE
    """What must change before the same request can succeed; NONE in jobs of earlier versions, too."""


class SearchState(StrEnum):
    """What is known about a request that may or may not have arrived."""

    LOOKING = "looking"
    MAKING = "making"
    """A running task may be this job's."""
    CHOICE = "choice"
    """Several videos may be this job's, and the user must choose."""
    NOT_SHOWN = "not_shown"
    """The cloud does not list such a task; the search continues."""


class Unchecked(StrEnum):
    """Why the list cannot show whether a queued job was sent already."""

    TOO_OLD = "too_old"
    """It was queued longer ago than the list shows."""
    OTHER_CLOCK = "other_clock"
    """It is unknown when it was queued: by the local clock of then, that is still to come."""
    OTHER_KEY = "other_key"
    """It was queued with another key, which may be another account's: the list shows one account."""
    NO_LIST = "no_list"
    """The cloud answers again and again, but not with the list."""


SINCE_EVER = 0.0
"""The beginning of a create request whose time is unknown: any task of the list may be its own."""


class Uncertainty(Struct, frozen=True, kw_only=True):
    """What is known of an uncertain submission (`domain.reconciliation`). Cloud time, in seconds since 1970."""

    begun_at: float
    """When its create request began; SINCE_EVER if the cloud's clock was unknown then."""
    ended_at: float
    """The latest time when it can have ended: without an answer, or with the program."""
    search_state: SearchState = field(default=SearchState.LOOKING, name="standing")  # its name in stored jobs
    candidates: tuple[str, ...] = ()
    """Ids of tasks that may be this job's."""
    ruled_out: tuple[str, ...] = ()
    """Ids of tasks that the user ruled out."""
    is_closed: bool = False
    """The user gave the job up; if its video turns up, it becomes a new job."""
    unchecked: Unchecked = Unchecked.TOO_OLD
    """Of a job that may have been sent (`Job.is_maybe_sent`) and has no candidates."""
    has_cloud_times: bool = True
    """False: recorded before this run had heard the cloud's clock, so the times are determined again."""


class Job(Struct, frozen=True, kw_only=True):
    """One request and what became of it. Times are seconds since 1970 (UTC)."""

    id: str
    created_at: float
    request: GenerationRequest
    stage: JobStage = JobStage.QUEUED
    stage_since: float = 0.0
    prepared: Mapping[str, StoredInput] = {}
    """The files as they are sent, by key (`request.INPUTS`), if they differ. The request has the user's own files."""
    submitted_at: float | None = None
    """When the create request began, committed before its first byte."""
    clock_offset: float | None = None
    """Cloud time minus local time in seconds when the request was sent, before that when the job was created.

    None if unknown.
    """
    task_id: str | None = None
    request_id: str | None = None
    account: str | None = None
    endpoint: str | None = None
    key_fingerprint: str | None = None
    queue_key: str | None = None
    """Fingerprint of the region's key when the job was queued or last checked: a newer copy of the store may have sent
    it with that key. "" without a key, None if unknown."""
    ended_at: float | None = None
    """When the task ended, in cloud time."""
    actual_prompt: str | None = None
    usage: Usage | None = None
    charge: Charge | None = None
    """What the video cost, since its task ended; None in Practice and for an imported task."""
    download_path: str | None = None
    video: Video | None = None
    poster: str | None = None
    problem: JobProblem | None = None
    finished_at: float | None = None
    is_watched: bool = False
    uncertainty: Uncertainty | None = None
    """Kept after adoption: a task matched by appearance must not be used to learn the key id."""
    position: float | None = None
    """Position in the queue that the user chose, None for the order of creation (`domain.send_queue`)."""
    removed_at: float | None = None
    """When the user removed the job from the list. Its row stays, so that its task is known (`domain.retention`)."""
    is_removal_finished: bool = False
    """The removal can't be undone any more, and the video is in the trash or stays where it is."""
    marks: Marks = NO_MARKS

    @property
    def prompt(self) -> str:
        """The prompt; for a task imported while it ran, the prompt that the cloud reported later."""
        return self.request.prompt or (self.actual_prompt or "" if self.request.is_imported else "")

    @property
    def seed(self) -> int | None:
        """The seed of the video: the one that was ordered, else the one that the cloud reported; None if unknown."""
        if self.request.seed is not None or self.usage is None:
            return self.request.seed
        return self.usage.seed

    @property
    def inputs(self) -> dict[str, StoredInput]:
        """The files by key (`request.INPUTS`): the prepared one where there is one, else the user's own."""
        return {**self.request.inputs, **self.prepared}

    @property
    def account_ref(self) -> AccountRef:
        """The job's account; before submission, that of new requests of its region."""
        return AccountRef(self.request.region, self.account, self.endpoint)

    @property
    def is_maybe_sent(self) -> bool:
        """The store may be an older copy, and a newer one may have sent the job: the user decides before it is sent.

        This store has never sent it, unlike any other uncertain job.
        """
        return self.stage is JobStage.UNCERTAIN and self.submitted_at is None

    @property
    def was_never_confirmed(self) -> bool:
        """The job ended without a task: it is unknown whether Alibaba received the request."""
        return self.stage is JobStage.EXPIRED and self.task_id is None

    @property
    def is_removed(self) -> bool:
        """The job is in no list, count or search."""
        return self.removed_at is not None

    @property
    def is_open(self) -> bool:
        """The job is neither over nor removed: it is kept in memory, and work or the user may change it."""
        return not self.stage.is_final and not self.is_removed

    @property
    def is_removable(self) -> bool:
        """Nothing happens to the job without the user, so its row may leave the list."""
        return self.stage.is_final or self.is_given_up

    @property
    def is_given_up(self) -> bool:
        """The download was damaged every time, or too large: only the user starts the next try."""
        return self.stage is JobStage.DOWNLOADING and self.problem is not None
