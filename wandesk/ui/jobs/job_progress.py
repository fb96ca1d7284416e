"""How far the open jobs are, and their places in the queue."""

from __future__ import annotations

from collections.abc import Container

from wandesk.domain.progress import Progress, WaitReason
from wandesk.domain.send_queue import Workload
from wandesk.domain.structs import replace


class JobProgress:
    """The last progress of each job, and the last workload."""

    def __init__(self) -> None:
        self._progress: dict[str, Progress] = {}
        self._workload: Workload | None = None

    def of(self, job_id: str) -> Progress | None:
        """The job's last Progress with its place in the send queue, or None."""
        progress = self._progress.get(job_id)
        before = None if self._workload is None else self._workload.before.get(job_id)
        if before is None:
            return progress
        placed = replace(progress or Progress(job_id=job_id), before=before)
        return replace(placed, waits_for=WaitReason.RESUME) if self.is_paused else placed

    def keep(self, progress: Progress) -> None:
        """Keep a job's newest progress."""
        self._progress[progress.job_id] = progress

    def drop(self, job_id: str) -> None:
        """The job is over, or in another stage."""
        self._progress.pop(job_id, None)

    def keep_only(self, ids: Container[str]) -> None:
        """Forget the progress of all other jobs."""
        self._progress = {job_id: each for job_id, each in self._progress.items() if job_id in ids}

    def set_workload(self, workload: Workload) -> set[str]:
        """Keep the newest workload, and return the jobs whose place has changed."""
        before, self._workload = self._workload or Workload(), workload
        return {
            job_id
            for job_id in before.before.keys() | workload.before.keys()
            if before.is_paused is not workload.is_paused or before.before.get(job_id) != workload.before.get(job_id)
        }

    @property
    def is_paused(self) -> bool:
        """Whether sending is paused."""
        return self._workload is not None and self._workload.is_paused

    def counts(self, open_count: int) -> tuple[int, int]:
        """The numbers being made and waiting to be sent; before the first workload, the number of open jobs."""
        if self._workload is None:
            return open_count, 0
        return self._workload.making, len(self._workload.before)
