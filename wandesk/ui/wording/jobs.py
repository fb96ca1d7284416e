"""The texts of a job in the list and on the stage."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_rules import Charged, charged, unfetched_host
from wandesk.domain.pasted import is_pasted_name
from wandesk.domain.progress import Progress, WaitReason
from wandesk.domain.retention import countdown
from wandesk.domain.sentences import Sentence
from wandesk.domain.spending import price_of
from wandesk.ui.wording import uncertainty as uncertainty_wording
from wandesk.ui.wording.amounts import (
    clock_text,
    cost_text,
    dimensions_text,
    hour_text,
    ordered_length,
    price_text,
    seconds_text,
    size_text,
    time_text,
)
from wandesk.ui.wording.effects import effect_name
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.problems import problem_text
from wandesk.ui.wording.sentences import DOT, joined, sentence
from wandesk.ui.wording.waits import blocked_text, wait_with_countdown

translate = QCoreApplication.translate

LONG_WITHOUT_HISTORY = 300.0
"""Seconds after which a job is late without history: videos take 1 to 5 minutes (wire-protocol 3.3)."""
LONG_FACTOR = 1.5
MIN_USUAL = 20.0
"""Seconds: "longer than usual" assumes at least this median, because Practice takes only seconds."""


def title(job: Job) -> str:
    """The user's name for the job; else the prompt on one line, or the effect and the picture's name."""
    return one_line(job.marks.name) or one_line(job.prompt) or _nameless(job)


def whole_prompt(job: Job) -> str:
    """The prompt with its line breaks."""
    return job.prompt.strip() or _nameless(job)


def name_without_prompt(job: Job) -> str:
    """The user's name for the job; else the effect and the picture's name. For places that others may see."""
    return one_line(job.marks.name) or _nameless(job)


def _nameless(job: Job) -> str:
    picture, effect = job.request.first_frame, job.request.template
    if picture is None:
        return translate("Jobs", "Imported video")
    name = translate("Jobs", "Pasted picture") if is_pasted_name(picture.name) else one_line(picture.name)
    return DOT.join((effect_name(effect), name)) if effect else name


def being_read() -> str:
    """The text of a row that is still being read from the store."""
    return translate("Jobs", "Loading…")


def clock(seconds: float) -> str:
    """A running clock: `0:12`, `1:20`; only whole seconds count."""
    return clock_text(int(seconds))


def elapsed(job: Job, now: float) -> float:
    """Seconds since the request was sent, or before that, since the job was created. The clock never goes back."""
    match job.stage:
        case JobStage.WAITING | JobStage.GENERATING if job.submitted_at is not None:
            since = job.submitted_at
        case JobStage.QUEUED:
            since = job.created_at
        case _:
            since = job.stage_since or job.created_at
    return max(0.0, now - since)


def is_late(job: Job, *, now: float, usual: float | None) -> bool:
    """Whether the job takes clearly longer than usual."""
    limit = LONG_WITHOUT_HISTORY if usual is None else max(usual * LONG_FACTOR, MIN_USUAL)
    return elapsed(job, now) > limit


def stage_text(job: Job, progress: Progress | None, *, now: float, usual: float | None) -> str:
    """The job's state as a short text. `usual` is the median duration of such jobs in seconds, if known."""
    left = countdown_text(job, progress, now=now)
    if progress is not None and progress.waits_for is not None and not job.stage.is_final:
        return blocked_text(progress, now) or wait_with_countdown(progress, left, now)
    match job.stage:
        case JobStage.QUEUED if progress is not None and progress.before is not None:
            return DOT.join((headline(job), line_text(progress.before)))
        case JobStage.QUEUED:
            return DOT.join((headline(job), clock(elapsed(job, now))))
        case JobStage.PREPARING:
            return translate("Jobs", "Preparing your picture")
        case JobStage.UPLOADING:
            return _transfer(progress, translate("Jobs", "Uploading {done} of {total}"), translate("Jobs", "Uploading"))
        case JobStage.SUBMITTING:
            return _transfer(
                progress, translate("Jobs", "Sending {done} of {total}"), translate("Jobs", "Sending your request")
            )
        case JobStage.UNCERTAIN:
            return uncertainty_wording.row(job)
        case JobStage.WAITING:
            return translate("Jobs", "In Alibaba's queue · {time}").format(time=clock(elapsed(job, now)))
        case JobStage.GENERATING:
            return _being_made(job, now=now, usual=usual)
        case JobStage.DOWNLOADING:
            if is_too_large(job):
                return translate("Jobs", "The download was too large. Downloading it again is free.")
            if job.is_given_up:
                return translate("Jobs", "The video can't be opened. Downloading it again is free.")
            text = _transfer(
                progress,
                translate("Jobs", "Downloading {done} of {total}"),
                translate("Jobs", "Downloading your video"),
            )
            return DOT.join(part for part in (text, left) if part)
        case JobStage.DONE if job.video is not None and job.video.is_waiting:
            return translate("Jobs", "Can't save to the videos folder. Kept in Wan Desk.")
        case JobStage.DONE:
            return video_facts(job)
        case _:
            return joined(outcome(job), charge(job))


def wait_text(job: Job, progress: Progress | None, *, now: float, usual: float | None) -> str:
    """The line below a headline that names the stage: `1:20, usually 1:50`, or what `stage_text` adds to it."""
    if progress is not None and progress.waits_for is not None and not job.stage.is_final:
        return wait_with_countdown(progress, countdown_text(job, progress, now=now), now)
    time = clock(elapsed(job, now))
    match job.stage:
        case JobStage.QUEUED if progress is not None and progress.before is not None:
            return line_text(progress.before)
        case JobStage.QUEUED | JobStage.WAITING:
            return time
        case JobStage.GENERATING if is_late(job, now=now, usual=usual):
            return translate("Jobs", "{time}, longer than usual").format(time=time)
        case JobStage.GENERATING if usual is not None:
            return translate("Jobs", "{time}, usually {usual}").format(time=time, usual=clock(usual))
        case JobStage.GENERATING:
            return translate("Jobs", "{time}, usually 1 to 5 minutes").format(time=time)
        case _:
            text = stage_text(job, progress, now=now, usual=usual)
            return "" if text == headline(job) else text


def uncertainty_wait(job: Job, progress: Progress | None, *, now: float) -> str:
    """Why the search for an uncertain order is waiting; empty while it is not."""
    if job.stage is not JobStage.UNCERTAIN or progress is None or progress.waits_for is None:
        return ""
    return sentence(stage_text(job, progress, now=now, usual=None))


def line_text(before: int) -> str:
    """The place in our queue: how many requests are sent before this one."""
    if not before:
        return translate("Jobs", "next to be sent")
    return translate("Jobs", "%n ahead", "", before)


def _being_made(job: Job, *, now: float, usual: float | None) -> str:
    time = clock(elapsed(job, now))
    if is_late(job, now=now, usual=usual):
        return translate("Jobs", "Longer than usual · {time}").format(time=time)
    if usual is None:
        return translate("Jobs", "Generating · {time}, usually 1 to 5 minutes").format(time=time)
    return translate("Jobs", "Generating · {time}, usually {usual}").format(time=time, usual=clock(usual))


def _transfer(progress: Progress | None, with_sizes: str, without: str) -> str:
    if progress is None or not progress.total_bytes:
        return without
    done, total = transfer_sizes(progress.done_bytes, progress.total_bytes)
    return with_sizes.format(done=done, total=total)


def transfer_sizes(done_bytes: int, total_bytes: int) -> tuple[str, str]:
    """Both sizes in the unit of the whole: `4.1`, `6.0 MB`."""
    locale = QLocale()
    if total_bytes < 1_000_000:
        return locale.toString(done_bytes / 1000, "f", 0), size_text(total_bytes)
    return locale.toString(done_bytes / 1_000_000, "f", 1), size_text(total_bytes)


def countdown_text(job: Job, progress: Progress | None, *, now: float) -> str:
    """How long Alibaba keeps an unsaved video; empty while there is plenty of time or the video is being made.

    Also empty for a row that waits for another key or is blocked, because its text already has the time.
    """
    if progress is None or progress.waits_for in (WaitReason.OTHER_KEY, WaitReason.BLOCKED):
        return ""
    if progress.waits_for is None and job.stage is not JobStage.DOWNLOADING:
        return ""
    left = countdown(job, progress.kept_until, now)
    if not left:
        return ""
    return translate("Jobs", "Alibaba keeps it for {time} more").format(time=_hours_text(left))


def _hours_text(seconds: float) -> str:
    hours, minutes = divmod(int(seconds) // 60, 60)
    if hours:
        return translate("Jobs", "{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    return translate("Jobs", "{minutes} min").format(minutes=minutes)


def video_facts(job: Job, *, is_time_alone: bool = False) -> str:
    """The facts of a finished video: `5 s · 832 × 464 · 12:30`; an earlier day in place of the time.

    With `is_time_alone` the day is known already.
    """
    parts: list[str] = []
    if job.video is not None:
        facts = job.video.facts
        if facts.seconds:  # 0: it could not be read from the file
            parts.append(seconds_text(facts.seconds))
        if facts.width and facts.height:
            parts.append(dimensions_text(facts.width, facts.height))
    if job.finished_at is not None:
        parts.append(hour_text(job.finished_at) if is_time_alone else time_text(job.finished_at))
    return DOT.join(parts)


def caption(job: Job) -> str:
    """Under the stage: `5 s · 832 × 464 · 12:30 · 480P · $0.25`; without a price where it was free.

    Without a video, what was ordered: `480P · 5 s · about $0.25`.
    """
    if job.video is None:
        request = job.request
        length = ordered_length(request.seconds) if request.seconds or request.resolution else ""
        return DOT.join(part for part in (request.resolution, length, cost_of(job)) if part)
    return DOT.join(part for part in (video_facts(job), job.request.resolution, price(job)) if part)


def cost_of(job: Job) -> str:
    """The price of a job without a video; empty where nothing is charged."""
    return "" if job.stage.is_free_of_charge else price(job)


def outcome(job: Job) -> str:
    """Why a job ended without a video."""
    if job.stage is JobStage.UNCERTAIN:
        return uncertainty_wording.outcome(job)
    if job.problem is not None:
        host = unfetched_host(job)
        if host:
            return problem_text(Sentence.WEB_NOT_FETCHED, {"host": host})
        return problem_text(job.problem.sentence, dict(job.problem.values))
    match job.stage:
        case JobStage.CANCELED:
            return translate("Jobs", "Cancelled.")
        case JobStage.EXPIRED:
            return translate("Jobs", "Alibaba no longer has this video.")
        case JobStage.FAILED:
            return translate("Jobs", "This video couldn't be made.")
        case _:
            return ""


def charge(job: Job) -> str:
    """What it cost, for a job that ended without a video."""
    if job.stage.is_free_of_charge:
        return translate("Jobs", "You were not charged.")
    return ""


def charge_on_stage(job: Job) -> str:
    """Whether it is charged, where the sentence of the outcome does not say it."""
    is_open = job.stage is JobStage.UNCERTAIN or job.is_given_up
    is_closed_early = job.problem is not None and job.problem.sentence is Sentence.SEARCH_CLOSED
    match charged(job) if is_open or is_closed_early else None:
        case Charged.UNKNOWN:
            return translate("Jobs", "It isn't known yet whether you were charged.")
        case Charged.YES:
            return translate("Jobs", "You were charged for this video, once.")
        case _:
            return charge(job)


def next_step(job: Job) -> str:
    """What a user can do about a job without a video."""
    match job.stage:
        case JobStage.UNCERTAIN:
            return uncertainty_wording.next_step(job)
        case JobStage.CANCELED:
            return translate("Jobs", "Your picture and prompt are kept with this job.")
        case _:
            return ""


def headline(job: Job) -> str:
    """The stage's headline for a job without a video to show."""
    match job.stage:
        case JobStage.UNCERTAIN:
            return uncertainty_wording.headline(job)
        case JobStage.FAILED:
            return translate("Jobs", "This video wasn't made")
        case JobStage.CANCELED:
            return translate("Jobs", "Cancelled")
        case JobStage.EXPIRED if job.was_never_confirmed:
            return uncertainty_wording.never_confirmed()
        case JobStage.EXPIRED if job.problem is not None and job.problem.sentence is Sentence.TASK_OTHER_KIND:
            return translate("Jobs", "This isn't a video")
        case JobStage.EXPIRED:
            return translate("Jobs", "This video is no longer available")
        case JobStage.QUEUED:
            return translate("Jobs", "Queued (not sent yet)")
        case JobStage.PREPARING | JobStage.UPLOADING | JobStage.SUBMITTING:
            return translate("Jobs", "Getting ready")
        case JobStage.WAITING:
            return translate("Jobs", "In Alibaba's queue")
        case JobStage.GENERATING:
            return translate("Jobs", "Your video is being made")
        case JobStage.DOWNLOADING if is_too_large(job):
            return translate("Jobs", "This download is too large")
        case JobStage.DOWNLOADING if job.is_given_up:
            return translate("Jobs", "This video can't be opened")
        case JobStage.DOWNLOADING:
            return translate("Jobs", "Downloading your video")
        case JobStage.DONE:
            return translate("Jobs", "Your video is ready")


def is_too_large(job: Job) -> bool:
    """Whether the download was given up because it was larger than any video."""
    return job.is_given_up and job.problem is not None and job.problem.sentence is Sentence.VIDEO_TOO_LARGE


def price(job: Job) -> str:
    """What the video cost, else what it is expected to cost. Empty if free or unknown."""
    if job.charge is not None and (paid := price_of(job.charge)) is not None:
        return price_text(paid)
    estimate = job.request.estimate
    if estimate is None or estimate.is_free:
        return ""
    is_over = job.stage is JobStage.DONE and not estimate.is_at_most
    return price_text(estimate) if is_over else cost_text(estimate)


def billed(job: Job) -> str:
    """What is billed: `5 s`; marked as measured where Alibaba gave no length and the video itself was measured."""
    usage = job.usage
    if usage is None or usage.seconds is None:
        return ""
    length = seconds_text(usage.seconds)
    return translate("Jobs", "{length} (measured)").format(length=length) if usage.is_measured else length


def quoted_title(job: Job, most: int | None = None) -> str:
    """The prompt in quotation marks, cut after `most` characters."""
    return quoted(title(job), most)


def quoted(text: str, most: int | None = None) -> str:
    """The text in quotation marks, cut after `most` characters."""
    if most is not None and len(text) > most:
        text = f"{text[:most].rstrip()}…"
    return translate("Jobs", "“{prompt}”").format(prompt=text)
