"""Counts running and waiting jobs, and notifies the listener of changes."""

from __future__ import annotations

from collections.abc import Sequence

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.job import Job, JobStage
from wandesk.domain.send_queue import Lane, Workload, lane_of, may_exist, needs_computer
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Clock, Listener
from wandesk.engine.retention_times import RetentionTimes

MINUTE = 60.0


class WorkloadReport:
    """The numbers behind the status bar, the question before closing and keeping the computer awake."""

    def __init__(
        self, catalog: CatalogSource, open_jobs: OpenJobs, retention: RetentionTimes, clock: Clock, listener: Listener
    ) -> None:
        self._catalog = catalog
        self._open_jobs = open_jobs
        self._retention = retention
        self._clock = clock
        self._listener = listener
        self._last: Workload | None = None
        """The window counts open rows until it is told the first one, so this is told even when it counts nothing."""

    def update(self, queue: Sequence[Job], *, is_paused: bool) -> None:
        """`queue` are the waiting jobs in their order."""
        workload = self._workload(queue, is_paused=is_paused)
        if workload != self._last:
            self._last = workload
            self._listener.workload_changed(workload)

    def _workload(self, queue: Sequence[Job], *, is_paused: bool) -> Workload:
        now = self._clock.now()
        before: dict[str, int] = {}
        lanes: dict[Lane, int] = {}
        for job in queue:
            lane = lane_of(job)
            before[job.id] = lanes.get(lane, 0)
            lanes[lane] = before[job.id] + 1
        jobs = self._open_jobs.all()
        real = [job for job in jobs if not self._catalog.current.is_practice(job.request.region)]
        practice = [job for job in jobs if self._catalog.current.is_practice(job.request.region)]
        sent = [job for job in real if job.stage.is_active and not job.stage.is_before_submission]
        uncertain = [job for job in real if job.stage is JobStage.UNCERTAIN and may_exist(job)]
        kept_until = (self._retention.local_end(job) for job in (*sent, *uncertain))
        return Workload(
            is_paused=is_paused,
            before=before,
            making=sum(job.id not in before and job.stage is not JobStage.UNCERTAIN for job in jobs),
            at_cloud=len(sent),
            uncertain=len(uncertain),
            waiting=sum(job.stage.is_before_submission for job in real),
            practising=sum(not (is_paused and job.stage.is_before_submission) for job in practice),
            reopen_before=min((until // MINUTE * MINUTE for until in kept_until), default=None),
            keeps_awake=any(
                needs_computer(job, waits_for=self._open_jobs.wait_reason(job.id), is_paused=is_paused, now=now)
                for job in real
            ),
        )
