"""What a job allows at one moment: pure rules over the job, its progress and the time.

Whether an action is offered in the window is decided by these rules and nothing else (`ui.job_actions`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from wandesk.domain.errors import Remedy
from wandesk.domain.job import Job, JobStage, SearchState
from wandesk.domain.progress import Progress, WaitReason
from wandesk.domain.retention import kept_until
from wandesk.domain.sentences import Sentence
from wandesk.domain.web_address import host_of

_TRANSFERS = frozenset({JobStage.UPLOADING, JobStage.SUBMITTING, JobStage.DOWNLOADING})
_DOWNLOAD_TROUBLE = frozenset(
    {WaitReason.BLOCKED, WaitReason.ADDRESS, WaitReason.ROOM, WaitReason.FOLDER, WaitReason.LOCKED, WaitReason.LINK}
)

_SECOND_CHOICES: Mapping[Sentence, Remedy] = {
    Sentence.CLOUD_MODEL_LOCKED: Remedy.MODEL,
    Sentence.CLOUD_MODEL_DENIED: Remedy.MODEL,
    Sentence.CLOUD_ENDPOINT_DENIED: Remedy.MODEL,
    Sentence.CLOUD_FREE_QUOTA_USED: Remedy.MODEL,
    Sentence.CLOUD_REWRITE_FAILED: Remedy.REQUEST,
    Sentence.UPLOADS_DENIED: Remedy.AUDIO,
}
"""What another request can change where the sentence names that beside an act of another kind ("or choose ...")."""


def can_cancel(job: Job) -> bool:
    """The job can still be stopped without cost."""
    return job.stage.is_cancelable or job.is_maybe_sent


def can_move(progress: Progress | None) -> bool:
    """The job is queued and not sent yet: it can be sent sooner or later."""
    return progress is not None and progress.before is not None


def can_check_again(job: Job) -> bool:
    """The cloud has something to check; checking is free."""
    is_searched = job.stage is JobStage.UNCERTAIN and not job.is_maybe_sent
    return (job.stage.is_video_pending or is_searched) and not job.is_given_up


def can_download_again(job: Job, now: float) -> bool:
    """The cloud may still have the job's video; downloading it again is free. `now` is the local clock's.

    The file of a finished job is not checked.
    """
    if not job.is_given_up and job.stage is not JobStage.DONE:
        return False
    return job.task_id is not None and now < kept_until_by_local_clock(job)


def kept_until_by_local_clock(job: Job) -> float:
    """Until when the cloud certainly keeps the job's video, by the local clock."""
    offset = job.clock_offset or 0.0
    submitted_at = (job.submitted_at or job.created_at) + offset
    return kept_until(job, submitted_at=submitted_at, hours=0) - offset


class Charged(StrEnum):
    """Whether the cloud charges for a job that ended without a video, or may have."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"


def charged(job: Job) -> Charged | None:
    """Whether a job without a video is charged; None while it is under way, and once it has its video."""
    if job.stage.is_free_of_charge:
        return Charged.NO
    is_paid_video = job.is_given_up or (
        job.problem is not None and job.problem.sentence is Sentence.VIDEO_EXPIRED_BILLED
    )
    if job.stage is JobStage.EXPIRED or job.stage is JobStage.UNCERTAIN or job.is_given_up:
        estimate = job.request.estimate
        if estimate is not None and estimate.is_free:
            return Charged.NO
        return Charged.YES if is_paid_video else Charged.UNKNOWN
    return None


def needs_console(job: Job) -> bool:
    """The job failed for its account or for money: both are settled in the cloud's console."""
    return job.stage is JobStage.FAILED and remedy(job) in (Remedy.ACCOUNT, Remedy.MONEY)


def waits_for_money(job: Job, progress: Progress | None) -> bool:
    """The job waits until the account has money again, or its bill is paid."""
    return not job.stage.is_final and progress is not None and progress.waits_for is WaitReason.MONEY


def needs_settings(job: Job) -> bool:
    """The job failed for the key or the address of its region."""
    return job.stage is JobStage.FAILED and remedy(job) in (Remedy.KEY, Remedy.SETTINGS)


def needs_report(job: Job) -> bool:
    """The job failed for a fault of the program."""
    return job.stage is JobStage.FAILED and remedy(job) is Remedy.REPORT


def has_reason(job: Job) -> bool:
    """The job failed, and the cloud's own message says more than the sentence."""
    problem = job.problem
    has_message = problem is not None and bool(problem.code and problem.message.strip())
    return job.stage is JobStage.FAILED and has_message and remedy(job) in (Remedy.NONE, Remedy.REQUEST)


def needs_picture(job: Job) -> bool:
    """The job failed for its picture."""
    return job.stage is JobStage.FAILED and remedy(job) is Remedy.PICTURE


def can_be_changed(job: Job) -> bool:
    """Another request than that of the job may lead to a video, as far as is known."""
    if job.request.is_imported or not (job.stage.is_free_of_charge or job.stage is JobStage.EXPIRED):
        return False
    if second_choice(job) is not None:
        return True
    is_same_again = remedy(job) in (Remedy.UPLOAD, Remedy.WAIT)  # nothing about the request has to change
    is_unclear = remedy(job) is Remedy.NONE and has_reason(job)  # the cloud's message says what has to change
    needs_other_act = needs_console(job) or needs_settings(job) or needs_report(job) or needs_picture(job)
    return not (is_same_again or is_unclear or needs_other_act)


def second_choice(job: Job) -> Remedy | None:
    """What a changed request can do about the failure of a job whose first remedy is another act."""
    problem = job.problem if job.stage is JobStage.FAILED else None
    return _SECOND_CHOICES.get(problem.sentence) if problem is not None else None


def remedy(job: Job) -> Remedy:
    """What must change before the request of a job can succeed; NONE if nothing is known to help."""
    return job.problem.remedy if job.problem is not None else Remedy.NONE


def can_remove(job: Job) -> bool:
    """The row may leave the list."""
    return job.is_removable


def can_play(job: Job) -> bool:
    """The job's video is on disk."""
    return job.stage is JobStage.DONE and job.video is not None


def needs_choice(job: Job) -> bool:
    """Videos at the cloud may be this uncertain job's, and only the user can tell which."""
    known = job.uncertainty
    is_choice = known is not None and known.search_state is SearchState.CHOICE and bool(known.candidates)
    return job.stage is JobStage.UNCERTAIN and is_choice


def can_be_sent(job: Job) -> bool:
    """A newer copy of the store may have sent the job: the user may send it, for money."""
    return job.is_maybe_sent


def is_download_in_trouble(job: Job, progress: Progress | None) -> bool:
    """The download waits for a change that the user can make or that another try may meet."""
    reason = progress.waits_for if progress is not None else None
    return job.stage is JobStage.DOWNLOADING and reason in _DOWNLOAD_TROUBLE


def is_download_blocked(job: Job, progress: Progress | None) -> bool:
    """The network blocks the video's host."""
    reason = progress.waits_for if progress is not None else None
    return job.stage is JobStage.DOWNLOADING and reason is WaitReason.BLOCKED


def can_open_in_browser(job: Job, progress: Progress | None, now: float) -> bool:
    """The program cannot save the video, and the cloud still keeps it. `now` is the local clock's."""
    return is_download_blocked(job, progress) or (job.is_given_up and can_download_again(job, now))


def is_key_locked(job: Job, progress: Progress | None) -> bool:
    """The job waits until the user unlocks the keyring."""
    return not job.stage.is_final and _obstacle(progress) is Sentence.KEYRING_LOCKED


def is_address_unconfirmed(job: Job, progress: Progress | None) -> bool:
    """The job waits until the user says whether its address may receive the key."""
    return not job.stage.is_final and _obstacle(progress) is Sentence.KEY_HOST_UNCONFIRMED


def transfer_share(job: Job, progress: Progress | None) -> float | None:
    """How much of a transfer is done, 0 to 1; None where there is nothing to measure."""
    if job.stage not in _TRANSFERS or progress is None or not progress.total_bytes:
        return None
    return min(1.0, progress.done_bytes / progress.total_bytes)


def is_held(job: Job, progress: Progress | None) -> bool:
    """The job waits for something besides the cloud's work: for the user, the network, room on the disk."""
    return job.is_given_up or (progress is not None and progress.waits_for is not None and not job.stage.is_final)


def is_paused(progress: Progress | None) -> bool:
    """The job waits until the user resumes sending."""
    return progress is not None and progress.waits_for is WaitReason.RESUME


def _obstacle(progress: Progress | None) -> Sentence | None:
    return progress.obstacle.sentence if progress is not None and progress.obstacle is not None else None


def unfetched_host(job: Job) -> str:
    """The host of the web address that the cloud could not fetch, "" for any other failure."""
    if job.problem is None or job.problem.sentence is not Sentence.CLOUD_INPUT_UNREACHABLE:
        return ""
    return next((host_of(each.address) for each in job.request.inputs.values() if each.address), "")
