"""A window's engine that has jobs and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from wandesk.domain.errors import NoRoom
from wandesk.domain.job import Job
from wandesk.ui.bridge import Bridge


@dataclass
class ListBridge(Bridge):
    """An engine that only removes and brings back; the newest job was added last."""

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

    async def is_video_there(self, job_id: str) -> bool:
        return self.is_there
