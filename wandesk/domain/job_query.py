"""What the user wants to see in the list: a filter, a label, a text and an order."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from wandesk.domain.job import Job, JobStage
from wandesk.domain.price import Price
from wandesk.domain.spending import price_of


class JobFilter(StrEnum):
    """Which jobs are shown."""

    ALL = "all"
    ACTIVE = "active"
    NEW = "new"
    FAILED = "failed"
    STARRED = "starred"


class JobSort(StrEnum):
    """The order of the list."""

    NEWEST = "newest"
    OLDEST = "oldest"
    PRICE = "price"
    """The most expensive first."""
    LENGTH = "length"
    """The longest first."""
    TITLE = "title"


class JobQuery(Struct, frozen=True, kw_only=True):
    """A view of the list."""

    filter: JobFilter = JobFilter.ALL
    label: str = ""
    """Only jobs with this label; empty: all."""
    text: str = ""
    """Only jobs in whose prompt, note, label, model or file name this is found; empty: all."""
    sort: JobSort = JobSort.NEWEST


EVERY_JOB = JobQuery()


def passes(job: Job, query: JobQuery) -> bool:
    """Whether a job of the list passes the filter and has the label. The text is judged by `search_text`."""
    if query.label and job.marks.label != query.label:
        return False
    match query.filter:
        case JobFilter.ALL:
            return True
        case JobFilter.ACTIVE:
            return not job.stage.is_final
        case JobFilter.NEW:
            return job.stage is JobStage.DONE and not job.is_watched
        case JobFilter.FAILED:
            return job.stage in (JobStage.FAILED, JobStage.EXPIRED)
        case JobFilter.STARRED:
            return job.marks.is_starred
    assert_never(query.filter)


def cost_of(job: Job) -> Price | None:
    """What the job has cost, or is estimated to cost; None if nothing is charged or known."""
    if job.charge is not None:
        return price_of(job.charge)
    return None if job.stage.is_free_of_charge else job.request.estimate


def spent_on(job: Job) -> Price | None:
    """What the job has cost for certain, or by the estimate for a video from before there was a ledger."""
    if job.charge is not None:
        return price_of(job.charge)
    estimate = job.request.estimate
    is_counted = job.stage is JobStage.DONE and not job.request.is_imported and estimate is not None
    return estimate if is_counted and estimate is not None and not estimate.is_free else None


def length_of(job: Job) -> float:
    """The length of the video in seconds, as it is or as it was ordered."""
    return job.video.facts.seconds if job.video is not None else float(job.request.seconds)


def title_of(job: Job) -> str:
    """The name that the user gave, else the prompt."""
    return job.marks.name or job.prompt
