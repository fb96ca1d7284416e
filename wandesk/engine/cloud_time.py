"""The cloud's time: the computer's own clock may be wrong by a year, and the cloud keeps a video for one day only.

Each region has its own time: Practice runs on this computer's clock, and two clouds need not agree.
"""

from __future__ import annotations

from wandesk.domain.job import Job
from wandesk.engine.ports import Clock


class CloudTime:
    """Local monotonic time plus the offset of the last `Date` header of a region. Times are seconds since 1970.

    The local clock is used until the first `Date`. A `Date` has whole seconds and is as old as its answer: the time
    here may be late by a second or two, never early.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._offsets: dict[str, float] = {}
        self._begun: dict[str, float] = {}
        """Monotonic: when the create requests of this run began, by job id."""

    def update(self, region: str, cloud_now: float) -> None:
        """Set the region's time from an answer's `Date`."""
        self._offsets[region] = cloud_now - self._clock.monotonic()

    def is_known(self, region: str) -> bool:
        return region in self._offsets

    def now(self, region: str) -> float:
        """The region's time; the local clock's while it is unknown."""
        over = self._offsets.get(region)
        return self._clock.now() if over is None else self._clock.monotonic() + over

    def offset(self, region: str) -> float | None:
        """Seconds from the local clock to the cloud's, None while unknown."""
        return self.now(region) - self._clock.now() if self.is_known(region) else None

    def of_local(self, region: str, seconds: float) -> float:
        """A moment of the local clock in the cloud's time; wrong if the local clock was set since."""
        return seconds + (self.offset(region) or 0.0)

    def submission_begins(self, job_id: str) -> None:
        """The job's create request begins now; the cloud's time of this moment may become known later in the run."""
        self._begun[job_id] = self._clock.monotonic()

    def knows_submission(self, job: Job) -> bool:
        """Whether the cloud's time of the job's create request is known, whatever happened to the local clock since."""
        is_of_this_run = job.id in self._begun and self.is_known(job.request.region)
        return job.submitted_at is not None and (job.clock_offset is not None or is_of_this_run)

    def submitted_in_cloud_time(self, job: Job) -> float:
        """When the job's create request began (or the job was created), in the cloud's time.

        The offset stored with the request is preferred, since the local clock may have been set later. A guess by the
        local clock unless `knows_submission`.
        """
        since = job.submitted_at or job.created_at
        if job.submitted_at is not None and job.clock_offset is not None:
            return since + job.clock_offset
        begun, over = self._begun.get(job.id), self._offsets.get(job.request.region)
        if job.submitted_at is not None and begun is not None and over is not None:
            return begun + over
        return self.of_local(job.request.region, since)

    def submission_offset(self, job: Job) -> float | None:
        """Seconds from the local clock, as it was when the create request began, to the cloud's; None if unknown."""
        if job.submitted_at is None or not self.knows_submission(job):
            return None
        return self.submitted_in_cloud_time(job) - job.submitted_at

    def created_in_cloud_time(self, job: Job) -> float | None:
        """When the job was created, in the cloud's time; None if that was unknown then."""
        return None if job.clock_offset is None else job.created_at + job.clock_offset
