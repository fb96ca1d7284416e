"""Prepares the next waiting jobs before their turn, so that the cloud never waits for our uploads."""

from __future__ import annotations

from collections.abc import Callable, Collection

from wandesk.engine.preparing import Preparer


class PreparingAhead:
    """Knows which waiting jobs are being prepared and which are prepared."""

    def __init__(self, preparer: Preparer) -> None:
        self._preparer = preparer
        self._running: set[str] = set()
        self._done: set[str] = set()

    def is_running(self, job_id: str) -> bool:
        """Whether the job is being prepared: it must not start until that has ended."""
        return job_id in self._running

    def is_due(self, job_id: str) -> bool:
        """Whether the job is neither prepared nor being prepared."""
        return job_id not in self._running and job_id not in self._done

    def keep_only(self, waiting: Collection[str]) -> None:
        """Forget the jobs that no longer wait."""
        self._done.intersection_update(waiting)

    def discard(self, job_id: str) -> None:
        """The job starts: if it returns to the queue, it is prepared again."""
        self._done.discard(job_id)

    def begin(self, job_id: str) -> None:
        """Mark the job as being prepared; `prepare` must follow."""
        self._running.add(job_id)

    async def prepare(self, job_id: str, ended: Callable[[], None]) -> None:
        """Prepare the job and call `ended()`."""
        try:
            await self._preparer.prepare_ahead(job_id)
        finally:
            self._running.discard(job_id)
            self._done.add(job_id)
            ended()
