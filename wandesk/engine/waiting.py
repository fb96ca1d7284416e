"""What a job waits for after an error, and how long."""

from __future__ import annotations

from wandesk.domain.errors import (
    CloudBusy,
    CloudRefused,
    CloudUnreachable,
    CreatedWithAnotherKey,
    FolderRefused,
    KeyNeeded,
    KeyRefused,
    KeyringFailed,
    ListUnreadable,
    MediaProcessFailed,
    NoRoom,
    NothingSent,
    OutcomeUnknown,
    PracticeFailed,
    Remedy,
    StoreDamaged,
    StoreUnusable,
    TaskNotShown,
    VideoLocked,
    VideoUnreadable,
    VideoWithoutAddress,
    WanDeskError,
)
from wandesk.domain.job import JobProblem
from wandesk.domain.pacing import OTHER_KEY_RETRY, UNKNOWN_RETRY, next_poll
from wandesk.domain.progress import Obstacle, WaitReason

KEY_RETRY = 60.0
"""Seconds between two tries that wait for a key, for money or for a permission of the account."""
ROOM_RETRY = 20.0
"""Seconds between two tries that wait for disk space, the store or a folder."""
LOCK_RETRY = 10.0
"""Least seconds between two tries that wait for another program to close the video."""


_WITH_DETAILS = frozenset({WaitReason.NETWORK, WaitReason.KEY, WaitReason.MONEY, WaitReason.FOLDER})


def wait_for(
    error: Exception, failures: int, *, is_practice: bool, jitter: float = 0.0
) -> tuple[WaitReason | None, float]:
    """What the job's row shows as the reason, and the seconds until the retry. `jitter`: see `domain.pacing`."""
    back_off = next_poll(0.0, failures=failures, jitter=jitter)
    match error:
        case CreatedWithAnotherKey():
            return WaitReason.OTHER_KEY, OTHER_KEY_RETRY
        case ListUnreadable():
            return WaitReason.LIST, next_poll(0.0, failures=failures, retry_after=error.retry_after, jitter=jitter)
        case TaskNotShown():
            return WaitReason.NOT_SHOWN, UNKNOWN_RETRY
        case VideoWithoutAddress():
            return WaitReason.NO_ADDRESS, UNKNOWN_RETRY
        case KeyNeeded() | KeyRefused() | KeyringFailed():
            return WaitReason.KEY, KEY_RETRY
        case NoRoom():
            return WaitReason.ROOM, ROOM_RETRY
        case StoreDamaged():
            return WaitReason.STORE, ROOM_RETRY
        case FolderRefused():
            return WaitReason.FOLDER, ROOM_RETRY
        case VideoLocked():
            return WaitReason.LOCKED, max(back_off, LOCK_RETRY)
        case VideoUnreadable() | MediaProcessFailed():
            return WaitReason.UNREADABLE, back_off
        case CloudBusy():
            return WaitReason.BUSY, next_poll(0.0, failures=failures, retry_after=error.retry_after, jitter=jitter)
        case CloudRefused(remedy=Remedy.MONEY):
            return WaitReason.MONEY, KEY_RETRY
        case CloudRefused(remedy=Remedy.ACCOUNT | Remedy.SETTINGS | Remedy.KEY):
            return WaitReason.KEY, KEY_RETRY
        case CloudRefused() if not is_practice:
            return WaitReason.CLOUD, back_off
        case NothingSent(remedy=Remedy.WAIT) if not is_practice:
            return WaitReason.CLOUD, back_off
        case CloudUnreachable() if not is_practice:
            reason = WaitReason.CLOUD if error.remedy is Remedy.WAIT else WaitReason.NETWORK
            return reason, next_poll(0.0, failures=failures, retry_after=error.retry_after, jitter=jitter)
        case PracticeFailed():
            return WaitReason.PRACTICE, back_off
        case WanDeskError():
            return (WaitReason.PRACTICE, min(back_off, 2.0)) if is_practice else (WaitReason.NETWORK, back_off)
        case _:
            return None, back_off


def obstacle_of(error: Exception, reason: WaitReason | None) -> Obstacle | None:
    """Details of the reason, if the error says more than that the network, key, money, store or folder fails."""
    if isinstance(error, StoreUnusable):  # the store is tried again, unlike one that is damaged
        return Obstacle(sentence=error.sentence)
    if reason not in _WITH_DETAILS or not isinstance(error, WanDeskError):
        return None
    if not error.is_specific:
        return None
    host = str(error.values.get("host", ""))
    return Obstacle(sentence=error.sentence, remedy=error.remedy, host=host)


def problem_of(error: WanDeskError) -> JobProblem:
    """The error as a job stores it: the sentence, and the cloud's own message for the details."""
    return JobProblem(
        sentence=error.sentence,
        values=tuple(error.values.items()),
        code=error.code,
        message=error.detail,
        request_id=error.request_id,
        has_proven_id=not isinstance(error, OutcomeUnknown) or error.has_proven_id,
        remedy=error.remedy,
    )
