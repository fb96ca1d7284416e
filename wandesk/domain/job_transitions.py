"""The one table of legal steps of a job.

Three rules: only `apply` makes a job from a job. A final stage refuses every event that would leave it, except
`VideoWanted`. A removed job refuses every event that would start work for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from wandesk.domain.job import BEFORE_SUBMISSION, TASK_RUNNING, Job, JobProblem, JobStage, Uncertainty
from wandesk.domain.job_events import (
    DownloadStarted,
    InputsPrepared,
    JobCanceled,
    JobEvent,
    JobExpired,
    JobFailed,
    JobMoved,
    JobRemoved,
    MarksChanged,
    PosterMade,
    PreparationStarted,
    QueueChecked,
    RemovalFinished,
    RemovalUndone,
    SearchUpdated,
    StatusSeen,
    SubmissionConfirmed,
    SubmissionDoubted,
    SubmissionPostponed,
    SubmissionStarted,
    SubmissionUnconfirmed,
    TaskAdopted,
    TaskCreated,
    TaskSucceeded,
    UncertaintyClosed,
    UploadStarted,
    VideoGivenUp,
    VideoMoved,
    VideoSaved,
    VideoWanted,
    VideoWatched,
    WorkInterrupted,
)
from wandesk.domain.marks import marked
from wandesk.domain.search_timing import CHECK_GOOD_FOR, SearchTiming
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskStatus, Usage


class IllegalTransition(Exception):
    """The job's stage does not allow the event."""

    def __init__(self, stage: JobStage, event: JobEvent) -> None:
        super().__init__(f"{type(event).__name__} while {stage.value}")
        self.stage = stage
        self.event = event


def apply(job: Job, event: JobEvent) -> Job:
    """The job after the event. Raises IllegalTransition when the job's stage does not allow it."""
    allowed, change = TRANSITIONS[type(event)]
    if job.stage not in allowed or (job.is_removed and type(event) not in ALLOWED_WHEN_REMOVED):
        raise IllegalTransition(job.stage, event)
    after = change(job, event)
    if after.stage is job.stage:
        return after
    finished_at = event.at if after.stage.is_final else None
    return replace(after, stage_since=event.at, finished_at=finished_at)


def _inputs_prepared(job: Job, event: InputsPrepared) -> Job:
    return replace(job, prepared=event.prepared)


def _submission_started(job: Job, event: SubmissionStarted) -> Job:
    return replace(
        job,
        stage=JobStage.SUBMITTING,
        submitted_at=event.at,
        account=event.account,
        endpoint=event.endpoint,
        key_fingerprint=event.key_fingerprint,
        clock_offset=event.clock_offset,
        uncertainty=None,  # of an earlier doubt: this request has a time of its own
    )


def _submission_postponed(job: Job, _event: SubmissionPostponed) -> Job:
    """The attempt follows a check, whose age and blindness are limited, so it is one as that of `QueueChecked`."""
    known = job.uncertainty
    if job.submitted_at is not None and job.clock_offset is not None:
        checked_at = job.submitted_at + job.clock_offset - CHECK_GOOD_FOR - SearchTiming().list_delay
        known = Uncertainty(begun_at=checked_at, ended_at=checked_at)
    return replace(
        job,
        stage=JobStage.QUEUED,
        submitted_at=None,
        account=None,
        endpoint=None,
        key_fingerprint=None,
        queue_key=job.key_fingerprint,
        uncertainty=known,
    )


def _queue_checked(job: Job, event: QueueChecked) -> Job:
    ruled_out = job.uncertainty.ruled_out if job.uncertainty is not None else ()
    known = Uncertainty(begun_at=event.checked_at, ended_at=event.checked_at, ruled_out=ruled_out)
    return replace(job, uncertainty=known, queue_key=event.key_fingerprint)


def _submission_doubted(job: Job, event: SubmissionDoubted) -> Job:
    return replace(
        job,
        stage=JobStage.UNCERTAIN,
        account=event.account,
        endpoint=event.endpoint,
        key_fingerprint=event.key_fingerprint,
        uncertainty=event.uncertainty,
    )


def _submission_confirmed(job: Job, event: SubmissionConfirmed) -> Job:
    """Raises IllegalTransition for a job that this store has sent: such a job is never sent again."""
    if not job.is_maybe_sent:
        raise IllegalTransition(job.stage, event)
    known = job.uncertainty
    ruled_out = replace(known, candidates=(), ruled_out=(*known.ruled_out, *known.candidates)) if known else None
    return replace(
        job,
        stage=JobStage.QUEUED,
        account=None,
        endpoint=None,
        key_fingerprint=None,
        queue_key=job.key_fingerprint,
        uncertainty=ruled_out,
    )


def _job_canceled(job: Job, event: JobCanceled) -> Job:
    """Raises IllegalTransition for an uncertain job that this store has sent: its task may exist."""
    if job.stage is JobStage.UNCERTAIN and not job.is_maybe_sent:
        raise IllegalTransition(job.stage, event)
    return replace(job, stage=JobStage.CANCELED)


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


def stage_of_task(status: TaskStatus) -> JobStage:
    """The stage of a job that gets an existing task: the user may have seen how far that is.

    A finished task is one that runs, until a poll has read what its video needs.
    """
    is_begun = status in (TaskStatus.RUNNING, TaskStatus.SUCCEEDED)
    return JobStage.GENERATING if is_begun else JobStage.WAITING


def _task_adopted(job: Job, event: TaskAdopted) -> Job:
    submitted_at, clock_offset = job.submitted_at, job.clock_offset
    if submitted_at is None:  # a newer copy of the store sent it
        clock_offset = event.clock_offset
        submitted_at = event.at if event.made_at is None else event.made_at - (clock_offset or 0.0)
    elif clock_offset is None and event.made_at is not None:
        clock_offset = event.made_at - submitted_at
    return replace(
        job,
        stage=stage_of_task(event.status),
        task_id=event.task_id,
        request_id=event.request_id or job.request_id,
        submitted_at=submitted_at,
        clock_offset=clock_offset,
        problem=None,
    )


def _uncertainty_closed(job: Job, _event: UncertaintyClosed) -> Job:
    since = job.submitted_at or job.created_at
    uncertainty = job.uncertainty or Uncertainty(begun_at=since, ended_at=job.stage_since)
    reported = job.problem or JobProblem(sentence=Sentence.REQUEST_UNCERTAIN)
    problem = replace(reported, sentence=Sentence.SEARCH_CLOSED)
    return replace(job, stage=JobStage.EXPIRED, uncertainty=replace(uncertainty, is_closed=True), problem=problem)


def _status_seen(job: Job, event: StatusSeen) -> Job:
    # PENDING after RUNNING is a late answer: a job never goes back.
    return replace(job, stage=JobStage.GENERATING) if event.status is TaskStatus.RUNNING else job


def _task_succeeded(job: Job, event: TaskSucceeded) -> Job:
    return replace(
        job,
        stage=JobStage.DOWNLOADING,
        ended_at=event.ended_at,
        actual_prompt=event.actual_prompt,
        usage=event.usage,
        charge=event.charge,
    )


def _video_saved(job: Job, event: VideoSaved) -> Job:
    usage = job.usage or Usage()
    if usage.seconds is None:
        usage = replace(usage, seconds=event.video.facts.seconds, is_measured=True)
    return replace(job, stage=JobStage.DONE, video=event.video, usage=usage)


def _video_wanted(job: Job, _event: VideoWanted) -> Job:
    if job.stage is JobStage.DOWNLOADING:  # given up before: the path stays
        return replace(job, problem=None)
    return replace(job, stage=JobStage.DOWNLOADING, video=None, download_path=None)


def _marks_changed(job: Job, event: MarksChanged) -> Job:
    return replace(job, marks=marked(job.marks, event.change))


def _removed(job: Job, event: JobRemoved) -> Job:
    if not job.is_removable:
        raise IllegalTransition(job.stage, event)
    return replace(job, removed_at=event.at, is_removal_finished=False)


def _removal_undone(job: Job, event: RemovalUndone) -> Job:
    if not job.is_removed:
        raise IllegalTransition(job.stage, event)
    return replace(job, removed_at=None, is_removal_finished=False)


def _removal_finished(job: Job, event: RemovalFinished) -> Job:
    if not job.is_removed:
        raise IllegalTransition(job.stage, event)
    return replace(job, is_removal_finished=True)


def _to(stage: JobStage) -> Callable[[Job, JobEvent], Job]:
    return lambda job, _event: replace(job, stage=stage)


def _with_problem(stage: JobStage) -> Callable[[Job, JobEvent], Job]:
    def change(job: Job, event: JobEvent) -> Job:
        return replace(job, stage=stage, problem=cast("JobFailed", event).problem)

    return change


Change = Callable[[Job, JobEvent], Job]

REMOVABLE = frozenset(stage for stage in JobStage if stage.is_final) | {JobStage.DOWNLOADING}
"""A job that is being downloaded can be removed only if it was given up."""

ALLOWED_WHEN_REMOVED = frozenset({RemovalUndone, RemovalFinished, VideoMoved, VideoWatched, PosterMade})
"""Facts that were on their way when the user removed the job, and what ends the removal."""

TRANSITIONS: dict[type, tuple[frozenset[JobStage], Change]] = {
    PreparationStarted: (frozenset({JobStage.QUEUED}), _to(JobStage.PREPARING)),
    InputsPrepared: (
        frozenset({JobStage.PREPARING, JobStage.UPLOADING}),
        cast("Change", _inputs_prepared),
    ),
    UploadStarted: (frozenset({JobStage.PREPARING}), _to(JobStage.UPLOADING)),
    WorkInterrupted: (frozenset({JobStage.PREPARING, JobStage.UPLOADING}), _to(JobStage.QUEUED)),
    JobMoved: (BEFORE_SUBMISSION, lambda job, event: replace(job, position=cast("JobMoved", event).position)),
    SubmissionStarted: (
        frozenset({JobStage.PREPARING, JobStage.UPLOADING}),
        cast("Change", _submission_started),
    ),
    SubmissionPostponed: (frozenset({JobStage.SUBMITTING}), cast("Change", _submission_postponed)),
    SubmissionUnconfirmed: (frozenset({JobStage.SUBMITTING}), _with_problem(JobStage.UNCERTAIN)),
    QueueChecked: (BEFORE_SUBMISSION, cast("Change", _queue_checked)),
    SubmissionDoubted: (BEFORE_SUBMISSION, cast("Change", _submission_doubted)),
    SubmissionConfirmed: (frozenset({JobStage.UNCERTAIN}), cast("Change", _submission_confirmed)),
    TaskCreated: (frozenset({JobStage.SUBMITTING, JobStage.UNCERTAIN}), cast("Change", _task_created)),
    SearchUpdated: (frozenset({JobStage.UNCERTAIN}), cast("Change", _search_updated)),
    TaskAdopted: (frozenset({JobStage.UNCERTAIN}), cast("Change", _task_adopted)),
    UncertaintyClosed: (frozenset({JobStage.UNCERTAIN}), cast("Change", _uncertainty_closed)),
    StatusSeen: (TASK_RUNNING, cast("Change", _status_seen)),
    TaskSucceeded: (TASK_RUNNING, cast("Change", _task_succeeded)),
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
        BEFORE_SUBMISSION | {JobStage.SUBMITTING, JobStage.UNCERTAIN} | TASK_RUNNING,
        _with_problem(JobStage.FAILED),
    ),
    JobCanceled: (BEFORE_SUBMISSION | TASK_RUNNING | {JobStage.UNCERTAIN}, cast("Change", _job_canceled)),
    JobExpired: (
        TASK_RUNNING | {JobStage.DOWNLOADING, JobStage.UNCERTAIN},
        _with_problem(JobStage.EXPIRED),
    ),
    VideoWatched: (frozenset({JobStage.DONE}), lambda job, _event: replace(job, is_watched=True)),
    MarksChanged: (frozenset(JobStage), cast("Change", _marks_changed)),
    JobRemoved: (REMOVABLE, cast("Change", _removed)),
    RemovalUndone: (REMOVABLE, cast("Change", _removal_undone)),
    RemovalFinished: (REMOVABLE, cast("Change", _removal_finished)),
}
