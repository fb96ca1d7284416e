"""The events of a job: each is committed to the store together with the job after it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from wandesk.domain.charge import Charge
from wandesk.domain.job import JobProblem, Uncertainty
from wandesk.domain.marks import MarkChange
from wandesk.domain.media import Video
from wandesk.domain.request import StoredInput
from wandesk.domain.task import TaskStatus, Usage


class PreparationStarted(Struct, frozen=True, kw_only=True):
    """The job left the queue."""

    at: float


class InputsPrepared(Struct, frozen=True, kw_only=True):
    """The files to send lie ready in the program's folder."""

    at: float
    prepared: Mapping[str, StoredInput]
    """As `Job.prepared`."""


class UploadStarted(Struct, frozen=True, kw_only=True):
    """Uploading to the cloud's temporary store began."""

    at: float


class WorkInterrupted(Struct, frozen=True, kw_only=True):
    """Preparation or upload stopped before the create request (restart, no network): back to the queue."""

    at: float


class JobMoved(Struct, frozen=True, kw_only=True):
    """The user moved the job in the queue."""

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
    """Nothing reached the cloud, or it throttled us: the request may be sent again."""

    at: float


class SubmissionUnconfirmed(Struct, frozen=True, kw_only=True):
    """The request may have arrived. It is never sent again automatically."""

    at: float
    problem: JobProblem


class QueueChecked(Struct, frozen=True, kw_only=True):
    """No newer copy of the store had sent the job when this run began: a later run looks for tasks since then."""

    at: float
    checked_at: float
    """When this run began, in cloud time."""
    key_fingerprint: str
    """Of the key that the list was read with."""


class SubmissionDoubted(Struct, frozen=True, kw_only=True):
    """A newer copy of the store may have sent the job: before it is sent, the user decides."""

    at: float
    account: str
    endpoint: str
    key_fingerprint: str
    uncertainty: Uncertainty
    """Its candidates are the tasks that may be the job's."""


class SubmissionConfirmed(Struct, frozen=True, kw_only=True):
    """The user wants a doubted job to be sent: back to the queue."""

    at: float


class TaskCreated(Struct, frozen=True, kw_only=True):
    """Committed before the first poll."""

    at: float
    task_id: str
    request_id: str
    clock_offset: float | None = None
    """From the answer; an offset known before the request takes precedence."""


class SearchUpdated(Struct, frozen=True, kw_only=True):
    """The search for an uncertain submission knows more."""

    at: float
    uncertainty: Uncertainty


class TaskAdopted(Struct, frozen=True, kw_only=True):
    """A task of the cloud is this job's: committed before it is polled."""

    at: float
    task_id: str
    request_id: str
    proof: str
    """A value of `domain.reconciliation.Proof`."""
    made_at: float | None = None
    """When the task was created, in cloud time, for a job whose own time is unknown."""
    clock_offset: float | None = None
    """Cloud time minus local time now, None if unknown."""
    status: TaskStatus = TaskStatus.PENDING
    """How far the task is, as far as that is known."""


class UncertaintyClosed(Struct, frozen=True, kw_only=True):
    """The user gave an uncertain job up: it counts as never confirmed."""

    at: float


class StatusSeen(Struct, frozen=True, kw_only=True):
    """A poll found the task pending or running."""

    at: float
    status: TaskStatus


class TaskSucceeded(Struct, frozen=True, kw_only=True):
    """The video is finished and can be downloaded."""

    at: float
    ended_at: float | None
    actual_prompt: str | None
    usage: Usage | None
    charge: Charge | None


class DownloadStarted(Struct, frozen=True, kw_only=True):
    """The video's final path is reserved; the bytes go to its `.part`."""

    at: float
    path: str


class VideoSaved(Struct, frozen=True, kw_only=True):
    """The video has its final name and opens."""

    at: float
    video: Video


class VideoMoved(Struct, frozen=True, kw_only=True):
    """The video was moved from the fallback folder to its own, or the user found it where it is now."""

    at: float
    video: Video


class VideoGivenUp(Struct, frozen=True, kw_only=True):
    """The download was damaged every time. The last copy is kept; only the user starts the next try."""

    at: float
    problem: JobProblem


class VideoWanted(Struct, frozen=True, kw_only=True):
    """The user asked to download the video again, and the cloud still has it.

    The one event that leaves a final stage: the saved file is gone. It costs nothing.
    """

    at: float


class PosterMade(Struct, frozen=True, kw_only=True):
    """The poster is saved."""

    at: float
    path: str


class JobFailed(Struct, frozen=True, kw_only=True):
    """Refused by us or by the cloud: nothing is billed."""

    at: float
    problem: JobProblem


class JobCanceled(Struct, frozen=True, kw_only=True):
    """The user cancelled the job before it cost anything."""

    at: float


class JobExpired(Struct, frozen=True, kw_only=True):
    """The cloud has deleted the task or its video."""

    at: float
    problem: JobProblem


class VideoWatched(Struct, frozen=True, kw_only=True):
    """The user watched the video."""

    at: float


class MarksChanged(Struct, frozen=True, kw_only=True):
    """The user starred, named or labelled the job, or wrote a note."""

    at: float
    change: MarkChange


class JobRemoved(Struct, frozen=True, kw_only=True):
    """The user removed the job from the list. It stays in the store, so that its task is known."""

    at: float


class RemovalUndone(Struct, frozen=True, kw_only=True):
    """The job is in the list again: the user pressed Undo, or imported its task."""

    at: float


class RemovalFinished(Struct, frozen=True, kw_only=True):
    """The removal can't be undone any more: the video was moved to the trash, or stays where it is."""

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
    | QueueChecked
    | SubmissionDoubted
    | SubmissionConfirmed
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
    | MarksChanged
    | JobRemoved
    | RemovalUndone
    | RemovalFinished
)
