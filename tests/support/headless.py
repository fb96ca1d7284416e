"""The program's parts without a window, with a simulator of the test, for crash and fault tests."""

from __future__ import annotations

import asyncio

import pytest

from wandesk.app import backend
from wandesk.domain.account import AccountRef, Connection, Secret
from wandesk.domain.errors import TrashRefused
from wandesk.domain.job import Job, JobProblem
from wandesk.domain.progress import Progress
from wandesk.domain.search_timing import SearchTiming
from wandesk.domain.send_queue import Workload
from wandesk.engine import pending_requests
from wandesk.engine.clock import SystemClock
from wandesk.practice import KEY_NAME, REGION, Practice

PATIENCE = SearchTiming(
    list_delay=0.3,
    absence_counts_after=1.0,
    between_readings=0.2,
    first_reading=0.1,
    interval=0.3,
    later_readings=(2.0, 5.0),
)
"""For uncertain orders."""


class OwnSimulator:
    """Accounts whose only address is the test's own simulator. No other region has a key."""

    def __init__(self, base_url: str, key: Secret | None = None) -> None:
        key = key or Secret(KEY_NAME)
        self.connection = Connection(account="practice", region=REGION, base_url=base_url, secret=key, has_uploads=True)

    async def connect(self, ref: AccountRef) -> Connection:
        assert ref.region == REGION
        return self.connection


class ExternalPractice(Practice):
    """Practice whose simulator is no child of the program and outlives it."""

    async def connect(self, ref: AccountRef) -> Connection:
        return await self._accounts.connect(ref)


class HurriedClock(SystemClock):
    """The system's time with every wait of the engine divided, and a wall clock that may be wrong."""

    hurry = 1.0
    shift = 0.0
    """Seconds by which the wall clock is wrong."""

    def now(self) -> float:
        return super().now() + self.shift

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        return await super().wait(woken, within / self.hurry)


class Listener:
    """Notices that something has changed."""

    def __init__(self) -> None:
        self.changed = asyncio.Event()

    def job_added(self, _job: Job) -> None:
        self.changed.set()

    def job_changed(self, _job: Job) -> None:
        self.changed.set()

    def job_removed(self, _job_id: str) -> None:
        self.changed.set()

    def job_restored(self, _job: Job, _next_older: str | None) -> None:
        self.changed.set()

    def trash_refused(self, _refused: TrashRefused) -> None:
        self.changed.set()

    def progressed(self, _progress: Progress) -> None:
        return

    def workload_changed(self, _workload: Workload) -> None:
        return

    def videos_folder_changed(self, _problem: JobProblem | None) -> None:
        return


def hurried(patch: pytest.MonkeyPatch, hurry: float) -> None:
    """Let `open_works` build a program with short waits, whose Practice is the simulator of its OwnSimulator."""
    patch.setattr(HurriedClock, "hurry", hurry)
    patch.setattr(backend, "Practice", ExternalPractice)
    patch.setattr(backend, "SystemClock", HurriedClock)
    patch.setattr(pending_requests, "PRACTICE", PATIENCE)
