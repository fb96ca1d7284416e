"""How far an open job is, or what it waits for. Never stored."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from wandesk.domain.errors import Remedy
from wandesk.domain.sentences import Sentence


class WaitReason(StrEnum):
    """What an open job waits for besides the cloud's work. Never stored: the next try finds it again."""

    NETWORK = "network"
    KEY = "key"
    ROOM = "room"
    PRACTICE = "practice"
    FOLDER = "folder"
    BLOCKED = "blocked"
    UNREADABLE = "unreadable"
    LINK = "link"
    LIST = "list"
    """The task list cannot be read."""
    OTHER_KEY = "other_key"
    """The job was sent with another key: until `Progress.kept_until` that key can download its video."""
    NOT_SHOWN = "not_shown"
    """The cloud does not list the task at the moment."""
    NO_ADDRESS = "no_address"
    """The video is finished, but the cloud gives no link yet."""
    MONEY = "money"
    CLOUD = "cloud"
    """The cloud answers with an error of its own."""
    ADDRESS = "address"
    """The link of the video is not safe to open."""
    LOCKED = "locked"
    """The video is complete, but another program holds its file, so it cannot be renamed."""
    STORE = "store"
    """The job store cannot be read or written: nothing is sent; events are stored once it can."""
    BUSY = "busy"
    """The cloud accepts no more requests at the moment."""
    EARLIER = "earlier"
    """An earlier run queued the job: it is sent once the task list has shown that it was not sent before."""
    RESUME = "resume"
    """The user paused the queue."""


class Obstacle(Struct, frozen=True, kw_only=True):
    """Details of what an open job waits for. Never stored."""

    host: str = ""
    """The unreachable host."""
    missing_bytes: int | None = None
    """Free space that the disk lacks."""
    folder: str = ""
    sentence: Sentence | None = None
    """A sentence that says more than the reason alone, for example that the proxy requires a password."""
    remedy: Remedy = Remedy.NONE
    """What must change, where `sentence` is known."""


class Progress(Struct, frozen=True, kw_only=True):
    """The progress of a transfer, or what an open job waits for."""

    job_id: str
    done_bytes: int = 0
    total_bytes: int | None = None
    waits_for: WaitReason | None = None
    usual_seconds: float | None = None
    """Usual duration of such jobs in this user's history, in seconds."""
    kept_until: float | None = None
    """When the cloud deletes the video, by the local clock (which may be wrong): the time the user sees."""
    obstacle: Obstacle | None = None
    """More about `waits_for`."""
    before: int | None = None
    """Number of queued jobs ahead of this one; None once it may be sent."""
