"""What the job list and the stage say about a job."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from wandesk.domain.job import Job, JobStage, Progress, WaitReason
from wandesk.ui.wording.amounts import clock_words, dimensions_words, price_words, size_words
from wandesk.ui.wording.problems import problem_words
from wandesk.ui.wording.sentences import DOT, joined, sentence, spoken

translate = QCoreApplication.translate

LONG_WITHOUT_HISTORY = 300.0
"""Films take 1 to 5 minutes (wire-protocol 3.3): after that a job is called late when nothing else is known."""
LONG_FACTOR = 1.5
SHORTEST_USUAL = 20.0
"""Below this, "longer than usual" would be said of an ordinary breath (Practice takes seconds)."""

ACTIVE_STAGES = frozenset(
    {
        JobStage.QUEUED,
        JobStage.PREPARING,
        JobStage.UPLOADING,
        JobStage.SUBMITTING,
        JobStage.WAITING,
        JobStage.GENERATING,
        JobStage.DOWNLOADING,
    }
)
"""Stages in which time is counted before the user's eyes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyWords:
    """A place with nothing in it: a headline and what to do."""

    title: str
    text: str


def title(job: Job) -> str:
    """The prompt on one line; the picture's name where there is no prompt."""
    return " ".join(job.request.prompt.split()) or job.request.first_frame.name


def whole_prompt(job: Job) -> str:
    """The prompt as it was written."""
    return job.request.prompt.strip() or job.request.first_frame.name


def being_read() -> str:
    """A row that is still being read from the store."""
    return translate("Jobs", "Loading…")


def clock(seconds: float) -> str:
    """A running clock: `0:12`, `1:20`; a second counts when it is over."""
    return clock_words(int(seconds))


def elapsed(job: Job, now: float) -> float:
    """Seconds that the user has waited: since the order where there is one, so that the clock never jumps back."""
    match job.stage:
        case JobStage.WAITING | JobStage.GENERATING if job.submitted_at is not None:
            since = job.submitted_at
        case JobStage.QUEUED:
            since = job.created_at
        case _:
            since = job.stage_since or job.created_at
    return max(0.0, now - since)


def is_late(job: Job, *, now: float, usual: float | None) -> bool:
    """The cloud takes clearly longer than it usually does."""
    limit = LONG_WITHOUT_HISTORY if usual is None else max(usual * LONG_FACTOR, SHORTEST_USUAL)
    return elapsed(job, now) > limit


def stage_words(job: Job, progress: Progress | None, *, now: float, usual: float | None) -> str:
    """What happens to the job, in a few words. `usual` is the median time of such jobs in seconds, if known."""
    if progress is not None and progress.waits_for is not None and not job.stage.is_final:
        return waiting_words(progress.waits_for)
    match job.stage:
        case JobStage.QUEUED:
            return translate("Jobs", "Waiting here · {time}").format(time=clock(elapsed(job, now)))
        case JobStage.PREPARING:
            return translate("Jobs", "Getting your picture ready")
        case JobStage.UPLOADING:
            return _transfer(progress, translate("Jobs", "Uploading {done} of {total}"), translate("Jobs", "Uploading"))
        case JobStage.SUBMITTING:
            return _transfer(
                progress, translate("Jobs", "Sending {done} of {total}"), translate("Jobs", "Sending your order")
            )
        case JobStage.UNCERTAIN:
            return translate("Jobs", "Alibaba may or may not have got this order. It is not sent again by itself.")
        case JobStage.WAITING:
            return translate("Jobs", "Waiting in line · {time}").format(time=clock(elapsed(job, now)))
        case JobStage.GENERATING:
            return _being_made(job, now=now, usual=usual)
        case JobStage.DOWNLOADING:
            return _transfer(
                progress, translate("Jobs", "Downloading {done} of {total}"), translate("Jobs", "Fetching your video")
            )
        case JobStage.DONE:
            return film_facts(job)
        case _:
            return joined(outcome(job), charge(job))


def wait_words(job: Job, progress: Progress | None, *, now: float, usual: float | None) -> str:
    """Under a headline that names the stage already: `1:20, usually 1:50`, or what `stage_words` adds to it."""
    is_waiting_for = progress is not None and progress.waits_for is not None
    if is_waiting_for or job.stage not in {JobStage.QUEUED, JobStage.WAITING, JobStage.GENERATING}:
        said = stage_words(job, progress, now=now, usual=usual)
        return "" if said == headline(job) else said
    time = clock(elapsed(job, now))
    if job.stage is not JobStage.GENERATING:
        return time
    if is_late(job, now=now, usual=usual):
        return translate("Jobs", "{time}, longer than usual").format(time=time)
    if usual is None:
        return translate("Jobs", "{time}, usually 1 to 5 minutes").format(time=time)
    return translate("Jobs", "{time}, usually {usual}").format(time=time, usual=clock(usual))


def _being_made(job: Job, *, now: float, usual: float | None) -> str:
    time = clock(elapsed(job, now))
    if is_late(job, now=now, usual=usual):
        return translate("Jobs", "Longer than usual, still being made · {time}").format(time=time)
    if usual is None:
        return translate("Jobs", "Being made · {time}, usually 1 to 5 minutes").format(time=time)
    return translate("Jobs", "Being made · {time}, usually {usual}").format(time=time, usual=clock(usual))


def _transfer(progress: Progress | None, with_sizes: str, without: str) -> str:
    if progress is None or not progress.total_bytes:
        return without
    done, total = transfer_sizes(progress.done_bytes, progress.total_bytes)
    return with_sizes.format(done=done, total=total)


def transfer_sizes(done_bytes: int, total_bytes: int) -> tuple[str, str]:
    """Both sizes in the unit of the whole: `4.1`, `6.0 MB`."""
    locale = QLocale()
    if total_bytes < 1_000_000:
        return locale.toString(done_bytes / 1000, "f", 0), size_words(total_bytes)
    return locale.toString(done_bytes / 1_000_000, "f", 1), size_words(total_bytes)


def waiting_words(reason: WaitReason) -> str:
    """What an open job waits for, and what the user can do."""
    match reason:
        case WaitReason.NETWORK:
            return translate("Jobs", "Waits for the network, then goes on by itself")
        case WaitReason.KEY:
            return translate("Jobs", "Waits for your key: check it in Settings")
        case WaitReason.ROOM:
            return translate("Jobs", "The disk is full: free some space, then it goes on")
        case WaitReason.PRACTICE:
            return translate("Jobs", "Waits for Practice, then goes on by itself")
        case WaitReason.FOLDER:
            return translate("Jobs", "The videos folder cannot be written: allow it, then it goes on")
        case WaitReason.BLOCKED:
            return translate("Jobs", "This network blocks the video: try another network")
        case WaitReason.UNREADABLE:
            return translate("Jobs", "What was fetched does not open, it is fetched again")
        case WaitReason.LINK:
            return translate("Jobs", "The video is ready, its new address is asked for")


def film_facts(job: Job) -> str:
    """A finished film in facts: `5 s · 832 x 464 · 12:30`."""
    parts: list[str] = []
    if job.film is not None:
        facts = job.film.facts
        parts.append(seconds_words(facts.seconds))
        parts.append(dimensions_words(facts.width, facts.height))
    if job.finished_at is not None:
        parts.append(time_words(job.finished_at))
    return DOT.join(parts)


def film_line(job: Job) -> str:
    """Under the film: `5 s · 832 x 464 · 12:30 · 480P · $0.25`; without a price where it was free."""
    return DOT.join(part for part in (film_facts(job), job.request.resolution, price(job)) if part)


def seconds_words(seconds: float) -> str:
    """A film's length: `5 s`; a tenth where it is not whole."""
    whole = abs(seconds - round(seconds)) < 0.1
    return translate("Jobs", "{seconds} s").format(seconds=QLocale().toString(float(seconds), "f", 0 if whole else 1))


def time_words(at: float) -> str:
    """A moment by the user's clock: the time today, else the day."""
    moment = QDateTime.fromSecsSinceEpoch(int(at))
    locale = QLocale()
    if moment.date() == QDateTime.currentDateTime().date():
        return locale.toString(moment.time(), QLocale.FormatType.ShortFormat)
    return locale.toString(moment.date(), QLocale.FormatType.ShortFormat)


def outcome(job: Job) -> str:
    """How a job ended without a film, as a sentence."""
    if job.problem is not None:
        return problem_words(job.problem.sentence, dict(job.problem.values))
    match job.stage:
        case JobStage.CANCELED:
            return translate("Jobs", "Canceled.")
        case JobStage.EXPIRED:
            return translate("Jobs", "Alibaba no longer has this video.")
        case JobStage.UNCERTAIN:
            return translate("Jobs", "Alibaba may or may not have got this order. It is not sent again by itself.")
        case JobStage.FAILED:
            return translate("Jobs", "This video could not be made.")
        case _:
            return ""


def charge(job: Job) -> str:
    """What it cost, for a job that ended without a film."""
    if job.stage in {JobStage.FAILED, JobStage.CANCELED}:
        return translate("Jobs", "You were not charged.")
    return ""


def next_step(job: Job) -> str:
    """What a user can do about a job without a film."""
    match job.stage:
        case JobStage.UNCERTAIN:
            return translate(
                "Jobs",
                "Wan Desk looks for it among your orders at Alibaba. Looking is free, and nothing is ordered twice.",
            )
        case JobStage.CANCELED:
            return translate("Jobs", "Your picture and your words are kept with this row.")
        case _:
            return ""


def headline(job: Job) -> str:
    """The stage's large words for a job without a film to show."""
    match job.stage:
        case JobStage.UNCERTAIN:
            return translate("Jobs", "Not sure whether this was ordered")
        case JobStage.FAILED:
            return translate("Jobs", "This video was not made")
        case JobStage.CANCELED:
            return translate("Jobs", "Canceled")
        case JobStage.EXPIRED:
            return translate("Jobs", "This video is gone")
        case JobStage.QUEUED:
            return translate("Jobs", "Waiting here for its turn")
        case JobStage.PREPARING | JobStage.UPLOADING | JobStage.SUBMITTING:
            return translate("Jobs", "Getting ready")
        case JobStage.WAITING:
            return translate("Jobs", "Waiting in line")
        case JobStage.GENERATING:
            return translate("Jobs", "Your video is being made")
        case JobStage.DOWNLOADING:
            return translate("Jobs", "Fetching your video")
        case JobStage.DONE:
            return translate("Jobs", "Your video is ready")


def price(job: Job) -> str:
    """The order's estimated price; empty where it is free or unknown."""
    estimate = job.request.estimate
    return "" if estimate is None or estimate.is_free else price_words(estimate)


def quoted_title(job: Job) -> str:
    """The prompt as somebody's words."""
    return translate("Jobs", "“{prompt}”").format(prompt=title(job))


def order_words(job: Job) -> str:
    """What was ordered: `480P · 5 s`; only the resolution for a film, whose own facts have its length."""
    if job.film is not None:
        return job.request.resolution
    return DOT.join((job.request.resolution, seconds_words(job.request.seconds)))


def row_sentence(
    job: Job, progress: Progress | None, *, now: float, usual: float | None, is_practice: bool = False
) -> str:
    """The whole row for a screen reader, beginning with the prompt."""
    parts = [sentence(title(job))]
    match job.stage:
        case JobStage.DONE:
            ready = translate("Jobs", "Ready") if job.is_watched else translate("Jobs", "Ready, not watched yet")
            parts.append(sentence(spoken(ready, film_facts(job))))
        case _:
            parts.append(sentence(spoken(stage_words(job, progress, now=now, usual=usual))))
    if is_practice:
        parts.insert(1, sentence(practice()))
    elif job.stage not in {JobStage.FAILED, JobStage.CANCELED} and (cost := price(job)):
        parts.append(sentence(cost))
    return joined(*parts)


def practice() -> str:
    """The tag of a row that cost nothing and is no real film."""
    return translate("Jobs", "Practice")


def list_title() -> str:
    """The list's headline and accessible name."""
    return translate("Jobs", "Jobs")


def being_made_count(count: int) -> str:
    """Beside the headline; empty for none."""
    return translate("Jobs", "%n being made", "", count) if count else ""


def empty_list() -> EmptyWords:
    """The list before the first job."""
    return EmptyWords(
        title=translate("Jobs", "No videos yet"),
        text=translate("Jobs", "Every video you make appears here, and how far it is."),
    )


def empty_stage() -> EmptyWords:
    """The stage before the first job."""
    return EmptyWords(
        title=translate("Jobs", "Bring a picture to life"),
        text=translate("Jobs", "Choose a picture on the left, say what should move, and press Generate."),
    )


def play() -> str:
    """The act and the accessible name."""
    return translate("Jobs", "Play")


def check_again() -> str:
    """Free: a look at the job now."""
    return translate("Jobs", "Check again")


def check_again_free() -> str:
    """The same as the main button: that it costs nothing stands on it."""
    return translate("Jobs", "Check again, free")


def cancel() -> str:
    """Stops a job that has cost nothing yet."""
    return translate("Jobs", "Cancel")


def show_in_folder() -> str:
    """The act and the accessible name."""
    return translate("Jobs", "Show in folder")
