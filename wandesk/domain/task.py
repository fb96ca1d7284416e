"""The cloud's own record of an order: a task, as read from its answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TaskStatus(StrEnum):
    """wire-protocol 3.1. A status nobody knows is read as OTHER: not final, kept in `TaskReport.status_text`."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    UNKNOWN = "UNKNOWN"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """The cloud's answer to a create: the order stands in its list."""

    task_id: str
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What is billed: `seconds` of film at `resolution_tier` (480, 720, 1080); None where the answer has none."""

    seconds: float | None = None
    resolution_tier: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReport:
    """One reading of a task. Times are seconds since 1970, from the cloud's UTC+8 texts."""

    task_id: str
    status: TaskStatus
    status_text: str
    request_id: str = ""
    submitted_at: float | None = None
    scheduled_at: float | None = None
    ended_at: float | None = None
    film_url: str | None = None
    """A signed address: a bearer secret while it is valid. Never stored, never logged."""
    original_prompt: str | None = None
    actual_prompt: str | None = None
    usage: Usage | None = None
    code: str = ""
    message: str = ""
    sentence: str = "cloud_failed"
    """The words for `code` when the task has failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file in the cloud's temporary store: an `oss://` address, good until `expires_at` for one model id."""

    url: str
    expires_at: float
