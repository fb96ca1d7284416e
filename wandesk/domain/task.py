"""Tasks: the cloud's records of create requests, as read from its answers."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from wandesk.domain.errors import Remedy
from wandesk.domain.sentences import Sentence


class TaskStatus(StrEnum):
    """wire-protocol 3.1. An undocumented status is read as OTHER: not final, kept in `TaskReport.status_text`."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    UNKNOWN = "UNKNOWN"
    OTHER = "OTHER"


class Submission(Struct, frozen=True, kw_only=True):
    """The cloud's answer to a create request: the task exists."""

    task_id: str
    request_id: str


class Usage(Struct, frozen=True, kw_only=True):
    """What is billed: `seconds` of video at `resolution_tier` (480, 720, 1080); None if the answer lacks it.

    The other fields are reported by some model families only (wire-protocol 3.2).
    """

    seconds: float | None = None
    resolution_tier: int | None = None
    is_measured: bool = False
    """The answer had no length: `seconds` was measured on the video."""
    input_seconds: float | None = None
    """Length of the clip that the video continues; it is billed, too."""
    output_seconds: float | None = None
    videos: int | None = None
    has_sound: bool | None = None
    fps: float | None = None
    ratio: str | None = None
    seed: int | None = None
    """Of the video, if the cloud tells it; no page documents it."""


class TaskReport(Struct, frozen=True, kw_only=True):
    """One reading of a task. Times are seconds since 1970, from the cloud's UTC+8 texts."""

    task_id: str
    status: TaskStatus
    status_text: str
    request_id: str = ""
    submitted_at: float | None = None
    ended_at: float | None = None
    video_url: str | None = None
    """A signed link: a bearer secret while it is valid. Never stored, never logged."""
    has_other_results: bool = False
    """The task made something that is no video, such as pictures."""
    original_prompt: str | None = None
    actual_prompt: str | None = None
    usage: Usage | None = None
    code: str = ""
    message: str = ""
    sentence: Sentence = Sentence.CLOUD_FAILED
    """The sentence key for `code` if the task failed."""
    remedy: Remedy = Remedy.NONE
    """What must change before the same request can succeed, when the task has failed."""
    is_by_other_key: bool = False
    """Read with another key than the job's, which may not see the task."""


class TaskRow(Struct, frozen=True, kw_only=True):
    """One row of the task list (wire-protocol 4.1): no prompt, no video. Times are seconds since 1970."""

    task_id: str
    status: TaskStatus
    status_text: str
    model_id: str = ""
    request_id: str = ""
    """The id of the create request."""
    region: str = ""
    api_key_id: str = ""
    created_at: float | None = None
    started_at: float | None = None
    ended_at: float | None = None


class TaskPage(Struct, frozen=True, kw_only=True):
    """One page of the task list, which shows the tasks of the whole main account, newest first.

    `pages` is None if the answer lacks it. A row that cannot be read is left out.
    """

    rows: tuple[TaskRow, ...]
    pages: int | None = None


class TaskOwner(Struct, frozen=True, kw_only=True):
    """The job that owns a task."""

    job_id: str
    account: str
    key_fingerprint: str
    is_created_by_us: bool
    """The answer of our create request named the task, so it was certainly made with that key."""
    is_imported: bool = False
    """The user imported the task, so any program may have made it."""
    is_removed: bool = False
    """The user removed the job from the list."""


class FoundTask(Struct, frozen=True, kw_only=True):
    """A task as it is shown before anything of it is saved. Times are the local clock's."""

    task_id: str
    region: str
    model_id: str
    model: str | None
    """The catalogue's key of the model, None for an unknown model."""
    status: TaskStatus
    created_at: float | None = None
    ended_at: float | None = None
    kept_until: float | None = None
    prompt: str | None = None
    """Only finished videos have one."""
    poster: str | None = None
    """The path of the poster."""
    is_own_key: bool | None = None
    """Whether it was made with the key in use; None if that is unknown."""


class UploadKey(Struct, frozen=True, kw_only=True):
    """What an upload is valid for: one content, one model id and one main account (wire-protocol 5.3).

    The main account of a key is unknown, so the key itself identifies it.
    """

    sha256: str
    model_id: str
    account: str
    key_fingerprint: str


class Upload(Struct, frozen=True, kw_only=True):
    """A file in the cloud's temporary store: an `oss://` address, valid until `expires_at` for one model id."""

    url: str
    expires_at: float
