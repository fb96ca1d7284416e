"""How many more jobs of a lane (an account's jobs of one model) may be sent to the cloud."""

from __future__ import annotations

from collections.abc import Collection

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.job import Job
from wandesk.domain.send_queue import Lane, lane_of, occupies_room, occupies_room_until, room
from wandesk.engine.keys_in_use import KeysInUse
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Clock
from wandesk.engine.send_queue import SendQueue


class LaneRoom:
    """Counts the jobs of each lane that are in the cloud or being submitted."""

    def __init__(
        self, catalog: CatalogSource, open_jobs: OpenJobs, queue: SendQueue, keys: KeysInUse, clock: Clock
    ) -> None:
        self._catalog = catalog
        self._open_jobs = open_jobs
        self._queue = queue
        self._keys = keys
        self._clock = clock

    def occupied(self, running: Collection[str]) -> dict[Lane, int]:
        """The number of jobs of each lane that occupy room. `running` are the ids of the jobs that were started."""
        now = self._clock.now()
        occupied: dict[Lane, int] = {}
        for job in self._open_jobs.all():
            is_on_its_way = job.id in running and job.stage.is_before_submission
            if is_on_its_way or self._occupies_room(job, now):
                occupied[lane_of(job)] = occupied.get(lane_of(job), 0) + 1
        return occupied

    def free(self, lane: Lane, occupied: int) -> int:
        """How many more jobs of the lane may start while `occupied` jobs occupy room."""
        offer = self._catalog.current.offer(lane.region, lane.model)
        is_practice = self._catalog.current.is_practice(lane.region)
        return max(0, room(offer, at_once=self._queue.settings.at_once, is_practice=is_practice) - occupied)

    def next_release(self, lane: Lane) -> float | None:
        """When (seconds since 1970) a job of the lane gives its room back without an event, None if none will.

        The cloud ends every task after some hours, and a job that cannot be polled has no event for that.
        """
        now = self._clock.now()
        jobs = [job for job in self._open_jobs.all() if lane_of(job) == lane and self._occupies_room(job, now)]
        return min((occupies_room_until(job) for job in jobs), default=None)

    def _occupies_room(self, job: Job, now: float) -> bool:
        return occupies_room(job, now=now, fingerprint=self._keys.fingerprint(job.request.region))
