"""A window's engine that has jobs and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from wandesk.domain.errors import NoRoom
from wandesk.domain.job import Job
from wandesk.domain.job_query import EVERY_JOB, JobQuery
from wandesk.domain.listing import JobCounts
from wandesk.domain.marks import MarkChange, marked, reverse, tidied
from wandesk.domain.structs import replace
from wandesk.ui.bridge import Bridge


@dataclass
class ListBridge(Bridge):
    """An engine that only removes, brings back and marks; the newest job was added last."""

    jobs: dict[str, Job] = field(default_factory=dict)
    gone: dict[str, Job] = field(default_factory=dict)
    is_there: bool = True
    error: NoRoom | None = None

    def __post_init__(self) -> None:
        thread: Any = None
        Bridge.__init__(self, thread, Future())

    def add(self, *jobs: Job) -> None:
        for job in jobs:
            self.jobs[job.id] = job
            self.job_added(job)

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        return [self.jobs[job_id] for job_id in ids if job_id in self.jobs and job_id not in self.gone]

    async def remove(self, job_id: str) -> bool:
        if self.error is not None:
            raise self.error
        self.gone[job_id] = self.jobs[job_id]
        self.job_removed(job_id)
        return True

    async def undo_removals(self, job_ids: Sequence[str]) -> None:
        for job_id in reversed(job_ids):
            job = self.gone.pop(job_id)
            order = [each for each in self.jobs if each not in self.gone]
            place = order.index(job_id)
            self.job_restored(job, order[place - 1] if place else None)

    async def mark(self, changes: Mapping[str, MarkChange]) -> Mapping[str, MarkChange]:
        tidy = {job_id: tidied(change) for job_id, change in changes.items()}
        undo = {}
        for job_id, change in tidy.items():
            job = self.jobs[job_id]
            undo[job_id] = reverse(job.marks, change)
            self.jobs[job_id] = replace(job, marks=marked(job.marks, change))
            self.job_changed(self.jobs[job_id])
        return undo

    async def job_counts(self, query: JobQuery = EVERY_JOB) -> JobCounts:
        return JobCounts(filters={}, labels=Counter(job.marks.label for job in self.jobs.values() if job.marks.label))

    async def is_video_there(self, job_id: str) -> bool:
        return self.is_there
