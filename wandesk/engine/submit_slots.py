"""Spaces out the create requests of each account and model, as fast as the cloud allows."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from wandesk.domain.account import Connection
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.job import Job
from wandesk.domain.send_queue import Pace, pace_of
from wandesk.engine.keys_in_use import KeysInUse
from wandesk.engine.ports import Clock
from wandesk.engine.send_queue import SendQueue

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Gate:
    """The rate and the lock of one account's create requests for one model."""

    pace: Pace
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class SubmitSlots:
    """A rate limiter that slows down when the cloud throttles, and recovers."""

    def __init__(self, catalog: CatalogSource, queue: SendQueue, keys: KeysInUse, clock: Clock) -> None:
        self._catalog = catalog
        self._queue = queue
        self._keys = keys
        self._clock = clock
        self._gates: dict[tuple[str, str], _Gate] = {}

    async def acquire_slot(self, job: Job, connection: Connection) -> bool:
        """Wait until the account may submit to the model again; False if the job may no longer be submitted."""
        self._keys.note(connection)
        gate = self._gate(job, connection)
        async with gate.lock:
            while self._queue.may_start(job.id) and (delay := gate.pace.delay(self._clock.monotonic())) > 0:
                await self._clock.wait(asyncio.Event(), delay)
            if not self._queue.may_start(job.id):
                return False
            gate.pace = gate.pace.after_request(self._clock.monotonic())
            return True

    def throttled(self, job: Job, connection: Connection, retry_after: float | None) -> None:
        """Slow down, because the cloud throttled this account and model."""
        gate = self._gate(job, connection)
        gate.pace = gate.pace.after_throttling(self._clock.monotonic(), retry_after)
        log.info("create requests of %s slow down: %s", job.request.model, gate.pace)

    def _gate(self, job: Job, connection: Connection) -> _Gate:
        key = (connection.account, job.request.model)
        if key not in self._gates:
            self._gates[key] = _Gate(pace_of(self._catalog.current.offer(job.request.region, job.request.model)))
        return self._gates[key]
