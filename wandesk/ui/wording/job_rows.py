"""The texts of a row of the job list."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from wandesk.domain.job import Job, JobStage
from wandesk.domain.price import Price
from wandesk.domain.progress import Progress
from wandesk.ui.wording.amounts import ordered_length, price_text
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.jobs import charge, countdown_text, price, stage_text, title, video_facts, whole_prompt
from wandesk.ui.wording.sentences import DOT, joined, sentence, spoken
from wandesk.ui.wording.waits import blocked_text, kept_text, kept_until

translate = QCoreApplication.translate

TOOLTIP_LIMIT = 200
"""Characters of a prompt in a tooltip; the stage shows all of it."""


def state_text(job: Job, progress: Progress | None, *, now: float, is_day_known: bool) -> str:
    """The state under the prompt. `is_day_known`: the row stands under its day."""
    if job.stage is JobStage.DONE and job.video is not None and not job.video.is_waiting:
        return video_facts(job, is_time_alone=is_day_known)
    return stage_text(job, progress, now=now, usual=progress.usual_seconds if progress is not None else None)


def last_text(job: Job, progress: Progress | None, *, now: float) -> str:
    """The end of `stage_text` that must stay visible: the cost or how long the video is kept. Often empty."""
    if progress is not None and progress.waits_for is not None and not job.stage.is_final:
        until = kept_until(progress, now)
        if until is not None and blocked_text(progress, now):
            return kept_text(until)
    return countdown_text(job, progress, now=now) or charge(job)


def price_so_far(job: Job) -> str:
    """At the end of a row: what the video costs, or nothing at all, said as an amount."""
    estimate = job.request.estimate
    if job.stage.is_free_of_charge and estimate is not None and not estimate.is_free:
        return price_text(Price(amount=Decimal(0), currency=estimate.currency))
    return price(job)


def request_text(job: Job) -> str:
    """The request in short: `480P · 5 s`; only the resolution for a video, whose own facts have its length."""
    if job.video is not None:
        return job.request.resolution
    return DOT.join((job.request.resolution, ordered_length(job.request.seconds)))


def missing_text(path: str) -> str:
    """The row of a video that is not where it was saved."""
    return translate("Jobs", "Moved or deleted. It was in {folder}.").format(folder=one_line(str(Path(path).parent)))


def row_tooltip(job: Job, state: str) -> tuple[str, ...]:
    """The beginning of the prompt, and the state."""
    prompt = whole_prompt(job)
    if len(prompt) > TOOLTIP_LIMIT:
        prompt = f"{prompt[:TOOLTIP_LIMIT].rstrip()}…"
    return prompt, state


def row_sentence(
    job: Job, progress: Progress | None, *, now: float, usual: float | None, is_practice: bool = False
) -> str:
    """The whole row for a screen reader, beginning with the prompt."""
    parts = [sentence(title(job))]
    match job.stage:
        case JobStage.DONE:
            ready = translate("Jobs", "Ready") if job.is_watched else translate("Jobs", "Ready, not watched yet")
            parts.append(sentence(spoken(ready, video_facts(job))))
        case _:
            parts.append(sentence(spoken(stage_text(job, progress, now=now, usual=usual))))
    if is_practice:
        parts.insert(1, sentence(practice()))
    elif not job.stage.is_free_of_charge and (cost := price(job)):
        parts.append(sentence(cost))
    return joined(*parts)


def practice() -> str:
    """The tag of a row from Practice."""
    return translate("Jobs", "Practice")
