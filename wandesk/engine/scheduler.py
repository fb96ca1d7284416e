"""Who goes next: orders wait here, hundreds of them if need be, until there is room for them at the cloud.

A waiting job costs nothing: it has no coroutine and asks nobody. The line is looked over when something changed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from wandesk.domain.account import AccountRef, Connection
from wandesk.domain.catalog import Catalog
from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job, JobMoved, JobStage
from wandesk.domain.send_queue import (
    Lane,
    Pace,
    Workload,
    in_line,
    lane_of,
    may_exist,
    moved,
    needs_computer,
    neighbour,
    pace_of,
    room,
    takes_room,
    takes_room_until,
)
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.ports import Clock, Listener

log = logging.getLogger(__name__)

AHEAD = 2
"""Jobs of each lane whose pictures are made ready and uploaded before their turn."""
MINUTE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSettings:
    """What the user set about the line; kept by the settings."""

    is_paused: bool = False
    at_once: int = 0
    """Orders of one model at Alibaba at the same time, 0: as the catalogue says."""


@dataclass(slots=True)
class _Gate:
    """Where the orders of one account and model pass one by one."""

    pace: Pace
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Scheduler:
    """Lets jobs begin. Every method runs on the engine's loop."""

    def __init__(
        self,
        *,
        catalog: Catalog,
        open_jobs: OpenJobs,
        clock: Clock,
        listener: Listener,
        spawn: Callable[[str, Coroutine[Any, Any, None]], object],
        run: Callable[[str], Awaitable[None]],
        prepare: Callable[[str], Awaitable[None]],
        connect: Callable[[AccountRef], Awaitable[Connection]],
        kept_until: Callable[[Job], float],
        wishes: QueueSettings,
    ) -> None:
        """`run(job_id)` works on a job as long as there is something to do; `prepare(job_id)` works ahead.

        `connect(account)` gives a connection; `kept_until(job)` is when the cloud forgets it.
        """
        self._catalog = catalog
        self._open_jobs = open_jobs
        self._clock = clock
        self._listener = listener
        self._spawn = spawn
        self._run = run
        self._prepare = prepare
        self._connect = connect
        self._kept_until = kept_until
        self._wishes = wishes
        self._practice = frozenset(region.key for region in catalog.regions if region.is_practice)
        self._line: set[str] = set()
        self._running: set[str] = set()
        self._ahead: set[str] = set()
        self._ready: set[str] = set()
        self._fingerprints: dict[str, str] = {}
        """Of the key in use, by region."""
        self._gates: dict[tuple[str, str], _Gate] = {}
        self._told = Workload()
        self._is_looking = False
        self._alarm: float | None = None

    # ------------------------------------------------------------------ jobs come

    def take(self, job_id: str) -> None:
        """A job of the desk: one that was not ordered yet gets in line, every other one is worked on at once."""
        if job_id in self._line or job_id in self._running:
            return
        if self._open_jobs.job(job_id).stage.is_before_submission:
            self._line.add(job_id)
            self.look()
        else:
            self._start(job_id)

    def look(self) -> None:
        """Something changed: look the line over soon, once for whatever changes together."""
        if self._is_looking:
            return
        self._is_looking = True
        self._begin("line", self._look_over())

    # ------------------------------------------------------------------ wishes

    @property
    def is_paused(self) -> bool:
        return self._wishes.is_paused

    def set_settings(self, wishes: QueueSettings) -> Sequence[str]:
        """Pause, go on, or let more or fewer go at once. Returns the jobs that were let go and are not ordered yet."""
        self._wishes = wishes
        self.look()
        return [each for each in self._running if each in self._open_jobs and self._is_before_order(each)]

    def line(self) -> list[Job]:
        """The jobs that wait here, in their order."""
        return in_line(self._open_jobs.job(each) for each in self._line if each in self._open_jobs)

    async def move(self, job_ids: Iterable[str], *, before: str | None = None, after: str | None = None) -> None:
        """Put jobs that wait here before or after another one of them, or (neither) at the top."""
        await self._move(moved(self.line(), job_ids, before=before, after=after))

    async def shift(self, job_ids: Sequence[str], *, is_up: bool) -> None:
        """One place up or down among the orders of the same model."""
        line = self.line()
        beside = neighbour(line, job_ids, is_up=is_up)
        if beside is not None:
            before, after = (beside, None) if is_up else (None, beside)
            await self._move(moved(line, job_ids, before=before, after=after))

    async def _move(self, places: dict[str, float]) -> None:
        for job_id, position in places.items():
            await self._open_jobs.record(job_id, JobMoved(at=self._clock.now(), position=position))
        self.look()

    def keys_changed(self) -> None:
        """Another key may be in use: what was ordered with the old one no longer stands in the way."""
        self._fingerprints.clear()
        regions = {self._open_jobs.job(each).request.region for each in self._line if each in self._open_jobs}
        for region in regions - self._practice:
            self._begin(f"key of {region}", self._learn(region))
        self.look()

    async def _learn(self, region: str) -> None:
        try:
            self._heard(await self._connect(AccountRef(region)))
        except WanDeskError as trouble:
            log.debug("no connection to %s now: %s", region, trouble)  # the job whose turn it is says so

    def _heard(self, connection: Connection) -> None:
        if self._fingerprints.get(connection.region) != connection.secret.fingerprint:
            self._fingerprints[connection.region] = connection.secret.fingerprint
            self.look()

    # ------------------------------------------------------------------ one job's turn

    def lets(self, job_id: str) -> bool:
        """Whether the job may be ordered; else it goes back in line."""
        return job_id in self._open_jobs and not self._wishes.is_paused

    async def turn(self, job: Job, connection: Connection) -> bool:
        """Wait until this account may order the model again; False when the job must not be ordered any more."""
        self._heard(connection)
        gate = self._gate(job, connection)
        async with gate.lock:
            while self.lets(job.id) and (delay := gate.pace.delay(self._clock.monotonic())) > 0:
                await self._clock.wait(asyncio.Event(), delay)
            if not self.lets(job.id):
                return False
            gate.pace = gate.pace.taken(self._clock.monotonic())
            return True

    def throttled(self, job: Job, connection: Connection, retry_after: float | None) -> None:
        """The cloud said that orders of this account and model came too fast."""
        gate = self._gate(job, connection)
        gate.pace = gate.pace.throttled(self._clock.monotonic(), retry_after)
        log.info("orders of %s go slower: %s", job.request.model, gate.pace)

    def _gate(self, job: Job, connection: Connection) -> _Gate:
        key = (connection.account, job.request.model)
        if key not in self._gates:
            self._gates[key] = _Gate(pace_of(self._catalog.offer(job.request.region, job.request.model)))
        return self._gates[key]

    # ------------------------------------------------------------------ inside

    async def _look_over(self) -> None:
        self._is_looking = False
        self._line = {each for each in self._line if each in self._open_jobs}
        self._ready &= self._line
        line = self.line()
        lanes: dict[Lane, list[Job]] = {}
        for job in line:
            lanes.setdefault(lane_of(job), []).append(job)
        if lanes and not self._wishes.is_paused:
            taken = self._taken()
            for lane, jobs in lanes.items():
                self._let_go(lane, jobs, taken.get(lane, 0))
        self._tell([job for job in line if job.id in self._line])

    def _taken(self) -> dict[Lane, int]:
        """How many orders each lane has at the cloud or on their way to it."""
        now = self._clock.now()
        taken: dict[Lane, int] = {}
        for job in self._open_jobs.open_jobs():
            is_on_its_way = job.id in self._running and job.stage.is_before_submission
            key = self._fingerprints.get(job.request.region)
            if is_on_its_way or takes_room(job, now=now, fingerprint=key):
                taken[lane_of(job)] = taken.get(lane_of(job), 0) + 1
        return taken

    def _let_go(self, lane: Lane, jobs: Sequence[Job], taken: int) -> None:
        offer = self._catalog.offer(lane.region, lane.model)
        is_practice = lane.region in self._practice
        free = max(0, room(offer, at_once=self._wishes.at_once, is_practice=is_practice) - taken)
        for job in jobs[:free]:
            if job.id not in self._ahead:  # its turn begins when it is ready
                self._start(job.id)
        for job in jobs[free : free + AHEAD]:
            if job.id not in self._ahead and job.id not in self._ready:
                self._ahead.add(job.id)
                self._begin(f"ahead {job.id}", self._work_ahead(job.id))
        if not free:
            self._look_again(lane)

    def _look_again(self, lane: Lane) -> None:
        """An order of which nothing is heard gives its room back without a word: look when it does."""
        now, key = self._clock.now(), self._fingerprints.get(lane.region)
        until = [
            takes_room_until(job)
            for job in self._open_jobs.open_jobs()
            if lane_of(job) == lane and takes_room(job, now=now, fingerprint=key)
        ]
        if not until or (self._alarm is not None and self._alarm <= min(until)):
            return
        self._alarm = min(until)
        self._begin("line later", self._wait_for(self._alarm))

    async def _wait_for(self, moment: float) -> None:
        await self._clock.wait(asyncio.Event(), max(0.0, moment - self._clock.now()) + 1.0)
        if self._alarm == moment:
            self._alarm = None
        self.look()

    def _start(self, job_id: str) -> None:
        self._line.discard(job_id)
        self._ready.discard(job_id)
        self._running.add(job_id)
        self._begin(f"job {job_id}", self._work(job_id))

    async def _work(self, job_id: str) -> None:
        try:
            await self._run(job_id)
        finally:
            self._running.discard(job_id)
            if job_id in self._open_jobs and self._is_before_order(job_id):
                self._line.add(job_id)
            self.look()

    async def _work_ahead(self, job_id: str) -> None:
        try:
            await self._prepare(job_id)
        finally:
            self._ahead.discard(job_id)
            self._ready.add(job_id)
            self.look()

    def _is_before_order(self, job_id: str) -> bool:
        return self._open_jobs.job(job_id).stage.is_before_submission

    def _begin(self, name: str, coro: Coroutine[Any, Any, None]) -> None:
        try:
            self._spawn(name, coro)
        except asyncio.CancelledError:
            log.debug("%s is not begun: the program is closing", name)

    def _tell(self, line: Sequence[Job]) -> None:
        workload = self._workload(line)
        if workload != self._told:
            self._told = workload
            self._listener.workload_changed(workload)

    def _workload(self, line: Sequence[Job]) -> Workload:
        now = self._clock.now()
        before: dict[str, int] = {}
        lanes: dict[Lane, int] = {}
        for job in line:
            lane = lane_of(job)
            before[job.id] = lanes.get(lane, 0)
            lanes[lane] = before[job.id] + 1
        jobs = self._open_jobs.open_jobs()
        real = [job for job in jobs if job.request.region not in self._practice]
        sent = [job for job in real if job.stage.is_active and not job.stage.is_before_submission]
        uncertain = [job for job in real if job.stage is JobStage.UNCERTAIN and may_exist(job)]
        return Workload(
            is_paused=self._wishes.is_paused,
            before=before,
            making=sum(job.id not in before and job.stage is not JobStage.UNCERTAIN for job in jobs),
            at_cloud=len(sent),
            uncertain=len(uncertain),
            waiting=sum(job.stage.is_before_submission for job in real),
            fetch_before=min((self._kept_until(job) // MINUTE * MINUTE for job in (*sent, *uncertain)), default=None),
            keeps_awake=any(
                needs_computer(
                    job, waits_for=self._open_jobs.waits_for(job.id), is_paused=self._wishes.is_paused, now=now
                )
                for job in real
            ),
        )
