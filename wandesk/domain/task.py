"""The cloud's own record of an order: a task, as read from its answers."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from wandesk.domain.errors import Remedy
from wandesk.domain.sentences import Sentence


class TaskStatus(StrEnum):
    """wire-protocol 3.1. A status nobody knows is read as OTHER: not final, kept in `TaskReport.status_text`."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    UNKNOWN = "UNKNOWN"
    OTHER = "OTHER"


class Submission(Struct, frozen=True, kw_only=True):
    """The cloud's answer to a create: the order stands in its list."""

    task_id: str
    request_id: str


class Usage(Struct, frozen=True, kw_only=True):
    """What is billed: `seconds` of video at `resolution_tier` (480, 720, 1080); None where the answer has none.

    The other fields are what the families say besides (wire-protocol 3.2).
    """

    seconds: float | None = None
    resolution_tier: int | None = None
    is_measured: bool = False
    """The answer had no length: `seconds` is that of the video itself."""
    input_seconds: float | None = None
    """Of the clip that the video goes on from; it is billed, too."""
    output_seconds: float | None = None
    videos: int | None = None
    has_sound: bool | None = None
    fps: float | None = None
    ratio: str | None = None


class TaskReport(Struct, frozen=True, kw_only=True):
    """One reading of a task. Times are seconds since 1970, from the cloud's UTC+8 texts."""

    task_id: str
    status: TaskStatus
    status_text: str
    request_id: str = ""
    submitted_at: float | None = None
    ended_at: float | None = None
    video_url: str | None = None
    """A signed address: a bearer secret while it is valid. Never stored, never logged."""
    original_prompt: str | None = None
    actual_prompt: str | None = None
    usage: Usage | None = None
    code: str = ""
    message: str = ""
    sentence: Sentence = Sentence.CLOUD_FAILED
    """The words for `code` when the task has failed."""
    remedy: Remedy = Remedy.NONE
    """What must change before the same request can succeed, when the task has failed."""
    is_by_other_key: bool = False
    """Read with another key than the ordering one, whose task it need not know."""


class TaskRow(Struct, frozen=True, kw_only=True):
    """One line of the cloud's list of tasks (wire-protocol 4.1): no prompt, no video. Times are seconds since 1970."""

    task_id: str
    status: TaskStatus
    status_text: str
    model_id: str = ""
    request_id: str = ""
    """Of the create request."""
    region: str = ""
    api_key_id: str = ""
    created_at: float | None = None
    started_at: float | None = None
    ended_at: float | None = None


class TaskPage(Struct, frozen=True, kw_only=True):
    """One page of the list, which shows the tasks of the whole main account, newest first.

    `total` and `pages` are None where the answer says nothing of them. A row that cannot be read is left out.
    """

    rows: tuple[TaskRow, ...]
    page: int
    pages: int | None = None
    total: int | None = None
    size: int | None = None
    """How many rows a page holds, by the cloud's own word: it may be fewer than were asked for."""


class TaskOwner(Struct, frozen=True, kw_only=True):
    """The job that a task belongs to."""

    job_id: str
    account: str
    key_fingerprint: str
    is_told: bool
    """The create's own answer named the task, so it was certainly made with that key."""


class FoundTask(Struct, frozen=True, kw_only=True):
    """A task of the cloud as it is shown before anything of it is saved. Times are the local clock's."""

    task_id: str
    region: str
    model_id: str
    model: str | None
    """The catalogue's key, None for a model that it does not know."""
    status: TaskStatus
    created_at: float | None = None
    ended_at: float | None = None
    kept_until: float | None = None
    prompt: str | None = None
    """The cloud tells it of a finished video only."""
    poster: str | None = None
    """The path of a small picture."""
    is_own_key: bool | None = None
    """Made with the key in use; None where that is not known."""


class UploadKey(Struct, frozen=True, kw_only=True):
    """For whom an upload is good: one content, one model id, and one main account (wire-protocol 5.3).

    Which main account a key belongs to is not known, so the key itself stands for it.
    """

    sha256: str
    model_id: str
    account: str
    key_fingerprint: str


class Upload(Struct, frozen=True, kw_only=True):
    """A file in the cloud's temporary store: an `oss://` address, good until `expires_at` for one model id."""

    url: str
    expires_at: float
