"""The jobs in memory: all open ones, and the most recently used finished ones."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

from wandesk.domain.job import Job

KEPT_ROWS = 1024
"""Finished jobs kept in memory; others are read again when their rows are shown."""


class JobValues:
    """Jobs by id. Open jobs stay; finished ones are an LRU cache."""

    def __init__(self) -> None:
        self._open: dict[str, Job] = {}
        self._finished: OrderedDict[str, Job] = OrderedDict()

    def get(self, job_id: str) -> Job | None:
        """The job if it is in memory."""
        job = self._open.get(job_id)
        if job is None and (job := self._finished.get(job_id)) is not None:
            self._finished.move_to_end(job_id)
        return job

    def keep(self, job: Job) -> None:
        """Keep a job's new value; this may drop the least recently used finished job."""
        self.drop(job.id)
        if job.stage.is_final:
            self._finished[job.id] = job
            while len(self._finished) > KEPT_ROWS:
                self._finished.popitem(last=False)
        else:
            self._open[job.id] = job

    def drop(self, job_id: str) -> None:
        """Forget a job."""
        self._open.pop(job_id, None)
        self._finished.pop(job_id, None)

    def keep_open_only(self) -> None:
        """Forget all finished jobs."""
        self._finished.clear()

    def open_jobs(self) -> Iterator[Job]:
        """Every open job in memory."""
        return iter(self._open.values())

    @property
    def open_count(self) -> int:
        return len(self._open)
